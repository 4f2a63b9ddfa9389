package executors

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"

	"worldc/artifact"
	"worldc/executors/importing"
	"worldc/jsonwalk"
	"worldc/sandbox"
	"worldc/spec"
	"worldc/world"
	"worldc/world/engine"
)

// importRecords takes up what others made. Whatever calls come to is what
// executing them gives; what cannot be executed, or is no record, is rejected
// with its reason. An import of which nothing is left is a mistake.
func importRecords(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.Import)
	var err error
	switch config.Type {
	case "worlds":
		err = importWorlds(ctx, in, out)
	case "tasks":
		err = importTasks(ctx, in, out)
	case "scripts":
		err = importScripts(ctx, in, out, config)
	case "trajectories":
		err = importTrajectories(ctx, in, out, config)
	case "knowledge":
		err = importKnowledge(in, out)
	}
	switch {
	case err != nil || out.report.Counts.Accepted > 0:
		return err
	case out.planned == 0:
		return fmt.Errorf("there are no %s in what it reads: an empty list, or empty lines, are all there is", config.Type)
	}
	return nothingLeft(config.Type, out)
}

// nothingLeft is the error of an import that rejected all there was.
func nothingLeft(what string, out *Output) error {
	const most = 20
	var lines []string
	for _, f := range out.report.Findings {
		if f.Action == world.Rejected && len(lines) < most {
			lines = append(lines, fmt.Sprintf("%s: %s: %s", f.Place, f.Reason, f.Detail))
		}
	}
	if n := int(out.report.Counts.Rejected) - len(lines); n > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", n))
	}
	return fmt.Errorf("none of the %s can be imported:\n  %s", what, strings.Join(lines, "\n  "))
}

// rejected is the finding about something that is no record.
func rejected(subject, place string, p *importing.Problem) world.Finding {
	return world.Finding{Subject: subject, Place: place, Action: world.Rejected, Reason: p.Reason, Detail: p.Detail}
}

// reasonLoad is the reason of a world that the engine does not accept.
const (
	reasonLoad = "the world does not load"
	reasonDies = "loading the world ends the process that does it"
	reasonSame = "another one has the same id"
)

// importWorlds reads worlds from folders and from records, and loads each.
func importWorlds(ctx context.Context, in *Input, out *Output) (err error) {
	workers := in.confined()
	if !in.Allowed.TrustCode {
		workers.Prepare() // while files are read
	}
	defer func() { err = errors.Join(err, workers.Close()) }()
	var inFolders []importing.File
	var records []File
	for _, f := range in.Files {
		if isLines(f.Path) && filepath.Base(filepath.Dir(f.Path)) != "rows" {
			records = append(records, f)
			continue
		}
		data, err := f.Read(maxDocument)
		if err != nil {
			return err
		}
		inFolders = append(inFolders, importing.File{Document: f.Document, Path: filepath.ToSlash(f.Path), Data: data})
	}
	folders, rest := importing.Folders(inFolders)
	for _, f := range rest {
		out.Find(world.Finding{Subject: f.Document, Place: f.Document, Action: world.Noted, Reason: "the file is no part of a world"})
	}
	type unloaded struct {
		imported
		world *world.World
	}
	read := func(yield func(unloaded, error) bool) {
		out.Plan(int64(len(folders)))
		documents := map[string]int{}
		for _, f := range folders {
			u := unloaded{imported: imported{Subject: f.Document, Place: f.Document}}
			var findings []world.Finding
			u.world, findings, u.Problem = f.World(documents[f.Document])
			documents[f.Document]++
			for _, finding := range findings {
				out.Find(finding)
			}
			if !yield(u, nil) {
				return
			}
		}
		for item, err := range items(records) {
			u := unloaded{imported{Subject: item.Place, Place: item.Place, Problem: item.Problem}, &world.World{}}
			if err == nil {
				out.Plan(1)
				if u.Problem == nil {
					if err := json.Unmarshal(item.Raw, u.world); err != nil {
						u.Problem = &importing.Problem{Reason: "it is no world", Detail: err.Error()}
					}
				}
				u.world.Domain = "" // its code is a user's, whoever wrote it before
			}
			if !yield(u, err) || err != nil {
				return
			}
		}
	}
	seen := map[string]bool{}
	for i, err := range shardedItems(ctx, in, "import", worldItems, read, func(u unloaded) (imported, error) {
		if u.Problem != nil {
			return u.imported, nil
		}
		var err error
		u.Problem, err = settle(ctx, workers, u.world, in.Allowed)
		return u.is(u.world, err)
	}) {
		if err != nil {
			return err
		}
		if id := jsonwalk.TextField(i.Record, "id"); i.Problem == nil && seen[id] {
			i.Problem = &importing.Problem{Reason: reasonSame, Detail: id}
		} else if i.Problem == nil {
			seen[id] = true
		}
		if err := out.writeImported(i); err != nil {
			return err
		}
	}
	return nil
}

// settle loads a world once: it finds out whether it can be, and puts its rows
// in order.
func settle(ctx context.Context, workers *sandbox.Workers, w *world.World, allowed Permissions) (*importing.Problem, error) {
	run, err := loadWorld(ctx, workers, 1, w, allowed)
	var load *engine.LoadError
	var died *sandbox.DiedError
	switch {
	case errors.As(err, &load):
		texts := make([]string, len(load.Problems))
		for i, p := range load.Problems {
			texts[i] = p.String()
		}
		return &importing.Problem{Reason: reasonLoad, Detail: strings.Join(texts, "\n")}, nil
	case errors.As(err, &died):
		return &importing.Problem{Reason: reasonDies, Detail: string(died.Why)}, nil
	case err != nil:
		return nil, err
	}
	w.Rows, err = run.Rows()
	return nil, errors.Join(err, run.Close())
}

// isLines reports whether a file holds a record a line, by its name.
func isLines(name string) bool {
	return strings.HasSuffix(strings.TrimSuffix(name, ".zst"), ".jsonl")
}

// items are the values that files hold, in order.
func items(files []File) iter.Seq2[importing.Item, error] {
	return func(yield func(importing.Item, error) bool) {
		for _, f := range files {
			if !fileItems(f, yield) {
				return
			}
		}
	}
}

// fileItems yields the values of one file: line by line where its first line is
// a value by itself, else as a whole.
func fileItems(f File, yield func(importing.Item, error) bool) (goOn bool) {
	number := int64(0)
	lines := isLines(f.Path)
	for line, err := range artifact.ReadLines(f.Path, artifact.Limits{}) {
		if err != nil {
			yield(importing.Item{}, err)
			return false
		}
		number++
		text := bytes.TrimSpace(line)
		if number == 1 && !lines && (len(text) == 0 || text[0] != '{' || !json.Valid(text)) {
			return wholeItems(f, yield)
		}
		if item, ok := importing.Line(f.Document, number, line); ok && !yield(item, nil) {
			return false
		}
	}
	return unchanged(f, yield)
}

// unchanged yields an error if a file is not what it was when the build began.
func unchanged(f File, yield func(importing.Item, error) bool) bool {
	digest, _, err := artifact.RawDigest(f.Path)
	if err == nil && digest != f.Digest {
		err = fmt.Errorf("%s changed while the build was running: build again", f.Document)
	}
	if err != nil {
		yield(importing.Item{}, err)
	}
	return err == nil
}

func wholeItems(f File, yield func(importing.Item, error) bool) bool {
	data, err := f.Read(maxDocument)
	if err != nil {
		yield(importing.Item{}, err)
		return false
	}
	list, err := importing.Items(f.Document, data)
	if err != nil {
		yield(importing.Item{}, err)
		return false
	}
	for _, item := range list {
		if !yield(item, nil) {
			return false
		}
	}
	return true
}

// An imported is a record on its way into the artifact, or why there is none. It is
// what a shard of an unfinished import is made of.
type imported struct {
	Subject string             `json:"subject"`
	Place   string             `json:"place"`
	Record  json.RawMessage    `json:"record,omitempty"`
	Problem *importing.Problem `json:"problem,omitempty"`
	Notes   []importing.Note   `json:"notes,omitempty"`
}

// is makes a record of what was read, unless there is a problem.
func (i imported) is(record any, err error) (imported, error) {
	if i.Problem == nil && err == nil {
		i.Record, err = artifact.Marshal(record)
	}
	return i, at(i.Place, err)
}

// imports executes what was read, and accounts for what becomes of each item. What
// was executed is kept a shard at a time, so that an import that is killed goes on.
func imports[T any](ctx context.Context, in *Input, out *Output, read iter.Seq2[T, error], execute func(T) (imported, error)) error {
	for i, err := range shardedItems(ctx, in, "import", batchItems, read, execute) {
		if err == nil {
			err = out.writeImported(i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writeImported accounts for what became of one item.
func (out *Output) writeImported(i imported) error {
	if i.Problem != nil {
		out.Find(rejected(i.Subject, i.Place, i.Problem))
		return nil
	}
	for _, n := range i.Notes {
		out.Find(world.Finding{Subject: i.Subject, Place: i.Place, Action: n.Action, Reason: n.Reason, Detail: n.Detail})
	}
	return out.WriteLine(i.Record)
}

// breaks makes a finding of the rules that a record breaks.
func breaks(problems []world.Problem) *importing.Problem {
	if len(problems) == 0 {
		return nil
	}
	texts := make([]string, len(problems))
	for i, p := range problems {
		texts[i] = p.String()
	}
	return &importing.Problem{Reason: "the record breaks a rule", Detail: strings.Join(texts, "; ")}
}

// importTasks reads tasks and executes their golden calls.
func importTasks(ctx context.Context, in *Input, out *Output) (err error) {
	worlds, err := openShelf(in, in.Inputs["worlds"])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, worlds.close()) }()
	known, err := readWorldNames(in, in.Inputs["worlds"])
	if err != nil {
		return err
	}
	runners := newRunners(ctx, in, worlds)
	defer func() { err = errors.Join(err, runners.close()) }()

	seen, keys := map[string]bool{}, map[string]int{}
	type unexecuted struct {
		imported
		task *world.Task
	}
	read := func(yield func(unexecuted, error) bool) {
		for item, err := range items(in.Files) {
			u := unexecuted{imported: imported{Subject: item.Place, Place: item.Place}}
			if err == nil {
				out.Plan(1)
				u.task, u.Problem = readTask(item, known, seen, keys)
				if u.task != nil {
					u.Subject = u.task.ID
				}
			}
			if !yield(u, err) || err != nil {
				return
			}
		}
	}
	return imports(ctx, in, out, read, func(u unexecuted) (imported, error) {
		if u.Problem != nil {
			return u.imported, nil
		}
		err := runners.with(u.task.World, func(run runner) (err error) {
			u.Notes, u.Problem, err = importing.ExecuteTask(run, u.task)
			return err
		})
		if u.Problem == nil {
			u.Problem = breaks(u.task.Validate())
		}
		return u.is(u.task, err)
	})
}

// at says where trouble occurred.
func at(place string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", place, err)
}

// readTask reads a task, finds its world, and gives it its id.
func readTask(item importing.Item, known *worldNames, seen map[string]bool, keys map[string]int) (*world.Task, *importing.Problem) {
	r, p := importing.Task(item)
	if p != nil {
		return nil, p
	}
	w, p := known.find(r.World)
	if p != nil {
		return nil, p
	}
	t := &r.Task
	t.World = w.ID
	if r.AllTools {
		t.Tools = w.tools
	}
	switch {
	case importing.IsID(r.Key):
		t.ID = r.Key
	default:
		key := cmp.Or(r.Key, "at "+item.Place)
		t.ID = importing.TaskID(w.ID, key, keys[w.ID+key])
		keys[w.ID+key]++
	}
	if seen[t.ID] {
		return nil, &importing.Problem{Reason: reasonSame, Detail: t.ID}
	}
	seen[t.ID] = true
	return t, nil
}

// worldNames finds worlds as others name them.
type worldNames struct {
	all  []*namedWorld
	byID map[string]*namedWorld
}

type namedWorld struct {
	ID    string            `json:"id"`
	Name  string            `json:"name"`
	Tools []world.WorldTool `json:"tools"`
	tools []string          // their ids
}

func readWorldNames(in *Input, artifacts []Artifact) (*worldNames, error) {
	names := &worldNames{byID: map[string]*namedWorld{}}
	for w, err := range Records[namedWorld](in, artifacts) {
		if err != nil {
			return nil, err
		}
		w.tools = make([]string, len(w.Tools))
		for i, t := range w.Tools {
			w.tools[i] = t.Tool.ID
		}
		w.Tools = nil
		names.all = append(names.all, &w)
		names.byID[w.ID] = &w
	}
	return names, nil
}

// find is the world of an id or a name, or the only one.
func (n *worldNames) find(name string) (*namedWorld, *importing.Problem) {
	if w := n.byID[name]; w != nil {
		return w, nil
	}
	if name == "" && len(n.all) == 1 {
		return n.all[0], nil
	}
	var found *namedWorld
	for _, w := range n.all {
		if name == "" || w.Name != name {
			continue
		}
		if found != nil {
			return nil, &importing.Problem{Reason: "several worlds have the name that the task gives", Detail: name}
		}
		found = w
	}
	switch {
	case found != nil:
		return found, nil
	case name == "":
		return nil, &importing.Problem{Reason: "the task does not say in which world it takes place", Detail: fmt.Sprintf("there are %d", len(n.all))}
	}
	return nil, &importing.Problem{Reason: "there is no world of the name that the task gives", Detail: name}
}

// importTrajectories reads trajectories and executes their calls.
func importTrajectories(ctx context.Context, in *Input, out *Output, config *spec.Import) (err error) {
	worlds, err := openShelf(in, in.Ancestors[world.WorldType])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, worlds.close()) }()
	tasks, err := openShelf(in, ofType(in.Inputs["tasks"], world.TaskType))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tasks.close()) }()
	games, err := openGames(ctx, in)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, games.close()) }()
	known, err := readWorldNames(in, in.Ancestors[world.WorldType])
	if err != nil {
		return err
	}
	runners := newRunners(ctx, in, worlds)
	defer func() { err = errors.Join(err, runners.close()) }()

	shown := &shownTools{worlds: worlds}
	told, err := knowledgeIDs(in)
	if err != nil {
		return err
	}
	options := importing.Options{Model: config.Model, StopTexts: config.StopTexts, TransferTools: config.TransferTools}
	if options.StopTexts == nil {
		options.StopTexts = []string{"###STOP###", "###TRANSFER###", "###OUT-OF-SCOPE###"}
	}
	if options.TransferTools == nil {
		options.TransferTools = []string{"transfer_to_human_agents"}
	}
	type unexecuted struct {
		imported
		read *importing.ReadTrajectory
		task *world.Task
		game bool // task is that of a script
	}
	seen, trials := map[string]bool{}, map[string]int{}
	read := func(yield func(unexecuted, error) bool) {
		for item, err := range rowItems(in.Files) {
			u := unexecuted{imported: imported{Subject: item.Place, Place: item.Place}}
			if err == nil {
				out.Plan(1)
				u.read, u.Problem = importing.Trajectory(item, options)
				if u.Problem == nil {
					u.task, err = games.attempted(u.read.Task)
					u.game = u.task != nil
				}
				if u.Problem == nil && err == nil && !u.game {
					u.task, u.Problem, err = findTask(tasks, known, u.read.Task)
				}
				if u.Problem == nil && err == nil {
					u.Subject, u.Problem = identify(u.read, u.task, seen, trials)
				}
				if u.Problem == nil && err == nil {
					u.Problem = unknownKnowledge(&u.read.Trajectory, told)
				}
				if u.Problem == nil && err == nil && !u.game {
					err = shown.identify(u.read, u.task)
				}
			}
			if !yield(u, err) || err != nil {
				return
			}
		}
	}
	return imports(ctx, in, out, read, func(u unexecuted) (imported, error) {
		if u.Problem != nil {
			return u.imported, nil
		}
		var err error
		if u.game {
			u.Notes, u.Problem, err = games.play(u.read)
		} else {
			err = runners.with(u.task.World, func(run runner) (err error) {
				u.Problem, err = importing.ExecuteTrajectory(run, u.read, u.task)
				return err
			})
		}
		if u.Problem == nil {
			u.Notes, u.Problem = append(u.read.Notes, u.Notes...), breaks(u.read.Trajectory.Validate())
		}
		return u.is(&u.read.Trajectory, err)
	})
}

// knowledgeIDs are the ids of the versions of action knowledge that an import of
// trajectories is given.
func knowledgeIDs(in *Input) (map[string]bool, error) {
	ids := map[string]bool{}
	for line, err := range in.Lines(in.Inputs["knowledge"]) {
		if err != nil {
			return nil, err
		}
		ids[jsonwalk.TextField(line, "id")] = true
	}
	return ids, nil
}

// unknownKnowledge is the problem of a trajectory whose agent was told what is not
// known.
func unknownKnowledge(t *world.Trajectory, known map[string]bool) *importing.Problem {
	for _, id := range t.Knowledge {
		if !known[id] {
			return &importing.Problem{
				Reason: "its agent was told action knowledge that is not there",
				Detail: "version " + importing.Clip(id) + ": import the knowledge as well, such as knowledge.jsonl.zst of the dataset, and name it with knowledge",
			}
		}
	}
	return nil
}

// findTask is the task that a trajectory names by its id, or by the id that it
// had where it was imported from.
func findTask(tasks shelf, known *worldNames, name string) (*world.Task, *importing.Problem, error) {
	ids := []string{name}
	if !importing.IsID(name) {
		ids = nil
		for _, w := range known.all {
			ids = append(ids, importing.TaskID(w.ID, name, 0), importing.TaskID(w.ID, name, 1))
		}
	}
	var found *world.Task
	for _, id := range ids {
		for position := range tasks {
			line, ok, err := tasks[position].Get(id)
			if err != nil {
				return nil, nil, err
			}
			if !ok {
				continue
			}
			if found != nil {
				return nil, &importing.Problem{Reason: "several tasks have the id that the trajectory gives", Detail: name}, nil
			}
			found = &world.Task{}
			if err := json.Unmarshal(line, found); err != nil {
				return nil, nil, err
			}
		}
	}
	if found == nil {
		return nil, &importing.Problem{Reason: "there is no task of the id that the trajectory gives", Detail: name}, nil
	}
	return found, nil, nil
}

// identify gives a trajectory its parents, its trial and its id.
func identify(r *importing.ReadTrajectory, task *world.Task, seen map[string]bool, trials map[string]int) (id string, p *importing.Problem) {
	t := &r.Trajectory
	t.Task, t.World = task.ID, task.World
	attempts := strings.Join(append([]string{task.ID, t.Model}, t.Knowledge...), "\n")
	if !r.HasTrial {
		t.Trial = trials[attempts]
	}
	trials[attempts]++
	if t.ID = r.ID; !importing.IsID(r.ID) {
		t.ID = world.TrajectoryID(task.ID, t.Model, t.Trial, t.Knowledge...)
	}
	if seen[t.ID] {
		return t.ID, &importing.Problem{Reason: reasonSame, Detail: fmt.Sprintf("trial %d of task %s", t.Trial, r.Task)}
	}
	seen[t.ID] = true
	return t.ID, nil
}
