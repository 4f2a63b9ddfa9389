package executors

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"sync"

	"worldc/artifact"
	"worldc/executors/judging"
	"worldc/executors/roleplaying"
	"worldc/spec"
	"worldc/world"
)

// A judge makes the checks of a filter on trajectories whose tasks and worlds
// are upstream.
type judge struct {
	policy judging.Policy
	tasks  shelf
	worlds shelf
	places *places

	scripts shelf // as they are, for the actions of games

	lately recent[world.Task]
}

// newJudge prepares the checks of a filter: it reads what they need beside the
// trajectories. files are those of the filter's block, or of its policy's.
func newJudge(ctx context.Context, in *Input, f *spec.Filter, files []File) (j *judge, err error) {
	j = &judge{}
	defer func() {
		if err != nil {
			err = errors.Join(err, j.close())
		}
	}()
	if j.tasks, err = openTasks(in); err != nil {
		return j, err
	}
	if j.worlds, err = openWorlds(in); err != nil {
		return j, err
	}
	if j.scripts, err = openShelf(in, in.Ancestors[world.ScriptType]); err != nil {
		return j, err
	}
	if j.places, err = openPlaces(in, j.worlds); err != nil {
		return j, err
	}
	j.policy, err = policyOf(ctx, in, f, files, j.places)
	return j, err
}

func (j *judge) close() error {
	var err error
	if j.places != nil {
		err = j.places.close()
	}
	return errors.Join(err, j.tasks.close(), j.worlds.close(), j.scripts.close())
}

// caseOf reads a trajectory and finds its task.
func (j *judge) caseOf(line []byte) (*judging.Case, error) {
	var t world.Trajectory
	if err := json.Unmarshal(line, &t); err != nil {
		return nil, err
	}
	task, err := j.lately.get(t.Task, func() (*world.Task, error) { return find[world.Task](j.tasks, world.TaskType, t.Task) })
	if err != nil {
		return nil, fmt.Errorf("trajectory %s: %w", t.ID, err)
	}
	return j.judged(&t, task), nil
}

// judged is a trajectory and its task as a case.
func (j *judge) judged(t *world.Trajectory, task *world.Task) *judging.Case {
	c := &judging.Case{Task: task, Trajectory: t}
	c.Parameters = func(tool string) json.RawMessage {
		schema, err := j.places.parameters(t.World, tool)
		c.Trouble = errors.Join(c.Trouble, err)
		return schema
	}
	if t.Progress != nil {
		c.Acts = func() ([]world.Call, map[string]bool) {
			script, err := find[world.Script](j.scripts, world.ScriptType, t.Task)
			if err != nil {
				c.Trouble = errors.Join(c.Trouble, err)
				return nil, nil
			}
			calls, failed, problems := roleplaying.Calls(script, t)
			if len(problems) > 0 {
				c.Trouble = errors.Join(c.Trouble, fmt.Errorf("script %s: %s", script.ID, problems[0]))
			}
			return calls, failed
		}
	}
	return c
}

// weigh makes the checks of a case that need no other; from any goroutine.
func (j *judge) weigh(c *judging.Case) (judging.Weighed, error) {
	w := j.policy.Weigh(c)
	if c.Trouble != nil {
		return w, fmt.Errorf("trajectory %s: %w", c.Trajectory.ID, c.Trouble)
	}
	return w, nil
}

// The sample of cases that a comparison is told of beforehand: so many runs of
// so many records, spread evenly over each input.
const (
	sampleRuns   = 48
	sampleRecord = 64
)

// sample reads some of the cases that will come, where the policy compares
// them.
func (j *judge) sample(ctx context.Context, in *Input, from []Artifact) ([]*judging.Case, error) {
	if !j.policy.Compares() {
		return nil, nil
	}
	var lines [][]byte
	for _, a := range from {
		x, err := in.Store.Open(a.Info)
		if err != nil {
			return nil, err
		}
		step := max(sampleRecord, x.Len()/sampleRuns)
		for at := int64(0); at < x.Len() && err == nil; at += step {
			for line, lineErr := range x.Lines(at, min(sampleRecord, x.Len()-at)) {
				if err = lineErr; err != nil {
					break
				}
				lines = append(lines, line)
			}
		}
		if err = errors.Join(err, x.Close()); err != nil {
			return nil, err
		}
	}
	cases := make([]*judging.Case, len(lines))
	return cases, parallel(ctx, in.Workers, len(lines), func(i int) (err error) {
		var t world.Trajectory
		err = json.Unmarshal(lines[i], &t)
		cases[i] = &judging.Case{Trajectory: &t}
		return err
	})
}

// policyOf makes the checks of a filter in their order.
func policyOf(ctx context.Context, in *Input, f *spec.Filter, files []File, places *places) (judging.Policy, error) {
	var policy judging.Policy
	for _, name := range f.Checks() {
		switch name {
		case "validity":
			v := f.Validity
			policy = append(policy, judging.Validity{
				ExecutedResults: v.Results == "executed", MaxTokens: v.MaxTokens,
				Repetition: judging.Repetition{N: v.Repetition.N, MaxRepeats: v.Repetition.MaxRepeats, MinUnique: v.Repetition.MinUnique},
			}.Check())
		case "state_alignment":
			policy = append(policy, judging.StateAlignment())
		case "required_outputs":
			policy = append(policy, judging.RequiredOutputs())
		case "answer":
			policy = append(policy, judging.Answer{MinF1: uint32(math.Round(f.Answer.MinF1 * 1e6)), Exact: f.Answer.Exact}.Check())
		case "exact_match":
			e := f.ExactMatch
			ignore := e.IgnoreTools
			if ignore == nil {
				ignore = judging.PseudoTools
			}
			policy = append(policy, judging.ExactMatch{
				Apply: judging.Applies(e.ApplyTo), IgnoreErroredCalls: e.IgnoreErroredCalls, FillDefaults: e.FillDefaults, IgnoreTools: ignore,
			}.Check())
		case "near_duplicates":
			n := f.NearDuplicates
			near := judging.NearDuplicates{MaxSimilarity: uint32(math.Round(n.MaxSimilarity * 1e6)), N: n.N}
			near.Embed = embedOne(ctx, in, n.Vectorizer)
			policy = append(policy, near.Check())
		case "decontaminate":
			check, err := contamination(ctx, in, f.Decontaminate, files)
			if err != nil {
				return nil, err
			}
			policy = append(policy, check)
		default:
			if j, ok := f.Judge(name); ok {
				check, err := judgeCheck(ctx, in, name, j)
				if err != nil {
					return nil, err
				}
				policy = append(policy, check)
				continue
			}
			rule, ok := f.Rule(name)
			if !ok {
				panic("executors: no check " + name)
			}
			policy = append(policy, ruleCheck(name, rule, places))
		}
	}
	return policy, nil
}

// The reasons of a rule.
const (
	reasonRule     = "the rule does not hold"
	reasonRuleOdd  = "the rule is neither true nor false"
	reasonRuleFail = "the rule cannot be evaluated"
)

// ruleCheck is the check of a rule of the spec.
func ruleCheck(name string, rule *spec.Rule, places *places) judging.Check {
	return judging.Check{Name: name, Judge: func(c *judging.Case) *judging.Rejection {
		holds, trouble, err := rule.Holds(spec.Judged{
			Trajectory: c.Trajectory, Task: c.Task, Tokens: judging.Tokens(c.Trajectory),
			Place: func() (spec.Place, error) { return places.place(c.Trajectory.World) },
		})
		switch {
		case err != nil:
			c.Trouble = errors.Join(c.Trouble, err)
		case trouble != nil && trouble.NotBool:
			return &judging.Rejection{Reason: reasonRuleOdd, Detail: trouble.Detail}
		case trouble != nil:
			return &judging.Rejection{Reason: reasonRuleFail, Detail: trouble.Detail}
		case !holds:
			return &judging.Rejection{Reason: reasonRule, Detail: rule.Text()}
		}
		return nil
	}}
}

// contamination reads the files of a check for texts of others.
func contamination(ctx context.Context, in *Input, d *spec.Decontaminate, files []File) (judging.Check, error) {
	c := judging.NewContamination(d.N, d.MaxShare)
	_, asker := in.Served(d.Vectorizer)
	if asker != nil {
		c.Embed(uint32(math.Round(d.MaxSimilarity*1e6)), embedOne(ctx, in, d.Vectorizer))
	}
	for _, f := range files {
		var err error
		switch name := strings.TrimSuffix(f.Path, ".zst"); {
		case filepath.Ext(name) == ".json":
			var data []byte
			if data, err = f.Read(maxDocument); err == nil {
				err = at(f.Document, addStrings(c, data))
			}
		case isLines(f.Path):
			number := 0
			for line, lineErr := range artifact.ReadLines(f.Path, artifact.Limits{}) {
				number++
				if err = cmp.Or(lineErr, addStrings(c, line)); err != nil {
					err = at(fmt.Sprintf("%s:%d", f.Document, number), err)
					break
				}
			}
			if err == nil {
				err = f.unchanged()
			}
		default:
			var data []byte
			if data, err = f.Read(maxDocument); err == nil {
				c.Add(string(data))
			}
		}
		if err != nil {
			return judging.Check{}, fmt.Errorf("decontaminate: %w", err)
		}
	}
	if asker != nil {
		texts := make([]string, len(c.Texts()))
		for i, text := range c.Texts() {
			texts[i] = embeddable(text)
		}
		vectors, err := embed(ctx, in, asker, "held out texts", texts)
		if err != nil {
			return judging.Check{}, fmt.Errorf("decontaminate: %w", err)
		}
		for i := range texts {
			c.AddVector(vectors.Values[i*vectors.Dimensions : (i+1)*vectors.Dimensions])
		}
	}
	return c.Check(), nil
}

// addStrings adds all strings of a JSON value that are no names.
func addStrings(c *judging.Contamination, data []byte) error {
	if len(strings.TrimSpace(string(data))) == 0 {
		return nil
	}
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return fmt.Errorf("it is not JSON: %w", err)
	}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case string:
			c.Add(v)
		case []any:
			for _, e := range v {
				visit(e)
			}
		case map[string]any:
			for _, e := range v { //lint:ordered into a set
				visit(e)
			}
		}
	}
	visit(value)
	return nil
}

// places knows of worlds what others than those who act in them want to know,
// and reads each once.
type places struct {
	worlds  shelf
	domains shelf

	mu      sync.Mutex
	known   map[string]spec.Place
	schemas map[string]map[string]json.RawMessage // of parameters, by world and tool
}

func openPlaces(in *Input, worlds shelf) (*places, error) {
	p := &places{worlds: worlds, known: map[string]spec.Place{}, schemas: map[string]map[string]json.RawMessage{}}
	var err error
	p.domains, err = openShelf(in, in.Ancestors[world.DomainType])
	return p, err
}

func (p *places) close() error { return p.domains.close() }

// place is what a world is called, and its domain.
func (p *places) place(id string) (spec.Place, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if place, ok := p.known[id]; ok {
		return place, nil
	}
	w, err := find[struct{ ID, Name, Domain string }](p.worlds, world.WorldType, id)
	if err != nil {
		return spec.Place{}, err
	}
	place := spec.Place{ID: id, Name: w.Name, DomainID: w.Domain}
	if w.Domain != "" {
		line, ok, err := p.domains.get(w.Domain)
		if err != nil {
			return place, err
		}
		var d struct{ Name string }
		if ok {
			if err := json.Unmarshal(line, &d); err != nil {
				return place, err
			}
		}
		place.Domain = d.Name
	}
	p.known[id] = place
	return place, nil
}

// parameters is the schema that the arguments of a tool have to meet.
func (p *places) parameters(worldID, tool string) (json.RawMessage, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	tools := p.schemas[worldID]
	if tools == nil {
		w, err := find[namedWorld](p.worlds, world.WorldType, worldID)
		if err != nil {
			return nil, err
		}
		tools = map[string]json.RawMessage{}
		for _, t := range w.Tools {
			tools[t.Tool.Name] = t.Parameters()
		}
		p.schemas[worldID] = tools
	}
	return tools[tool], nil
}
