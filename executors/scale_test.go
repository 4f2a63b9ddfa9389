package executors

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"worldc/artifact"
	"worldc/rng"
	"worldc/spec"
	"worldc/world"
)

// synthetic makes records like those of a pipeline: worlds of a dozen tools,
// tasks in them, and several talks about each task, in sentences of a few dozen
// shapes whose names and numbers differ.
type synthetic struct {
	words []string
}

const (
	worldTools    = 12
	tasksPerWorld = 50
	trialsPerTask = 4
)

func newSynthetic() *synthetic {
	s := &synthetic{}
	r := rng.New(1, "words")
	for range 4000 {
		word := make([]byte, 3+r.IntN(8))
		for i := range word {
			word[i] = byte('a' + r.IntN(26))
		}
		s.words = append(s.words, string(word))
	}
	return s
}

func (s *synthetic) word(r *rng.Stream) string { return s.words[r.IntN(len(s.words))] }

func (s *synthetic) sentence(r *rng.Stream, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = s.word(r)
	}
	return strings.Join(list, " ")
}

var openings = []string{
	"Hi, I would like to %s my %s.", "Hello! Could you help me to %s a %s?", "I need to %s the %s, please.",
	"Good morning, I want to %s my %s as soon as possible.", "Can you %s this %s for me?", "Please %s the %s that I told you about.",
}

var details = []string{
	"It is under the number %s, and my name is %s.", "The number is %s; ask for %s if there is any doubt.",
	"You will find it as %s. I am %s, by the way.", "My reference is %s and I go by %s.",
}

func (s *synthetic) world(n int) *world.World {
	r := rng.New(1, "world", strconv.Itoa(n))
	w := &world.World{ID: world.ID(world.WorldType, strconv.Itoa(n)), Name: s.sentence(r, 2), Policy: s.sentence(r, 120)}
	for i := range worldTools {
		name := s.word(r) + "_" + s.word(r)
		w.Tools = append(w.Tools, world.WorldTool{Effect: []world.Effect{world.Read, world.Write}[i%2], Tool: world.Tool{
			ID: world.ID(world.ToolType, w.ID, name), Name: name, Description: s.sentence(r, 25),
			Parameters: json.RawMessage(fmt.Sprintf(`{"properties":{"id":{"description":%q,"type":"string"},"note":{"description":%q,"type":"string"}},"required":["id"],"type":"object"}`, s.sentence(r, 10), s.sentence(r, 10))),
		}})
	}
	return w
}

func (s *synthetic) task(w *world.World, n int) *world.Task {
	r := rng.New(1, "task", w.ID, strconv.Itoa(n))
	t := &world.Task{ID: world.TaskID(w.ID, "walk", n), World: w.ID, Kind: "walk", Goal: s.sentence(r, 40), Difficulty: []string{"easy", "medium", "hard"}[n%3]}
	for _, tool := range w.Tools {
		t.Tools = append(t.Tools, tool.Tool.ID)
	}
	for range 2 + r.IntN(3) {
		tool := w.Tools[r.IntN(len(w.Tools))]
		t.Calls = append(t.Calls, world.Call{Tool: tool.Tool.Name, Effect: tool.Effect, Arguments: json.RawMessage(fmt.Sprintf(`{"id":"R-%d","note":%q}`, r.IntN(1_000_000), s.sentence(r, 3)))})
	}
	t.State.Digest = fmt.Sprintf("%064x", r.Uint64())
	return t
}

func (s *synthetic) talk(w *world.World, task *world.Task, trial int) *world.Trajectory {
	r := rng.New(1, "talk", task.ID, strconv.Itoa(trial))
	t := &world.Trajectory{ID: world.TrajectoryID(task.ID, "m", trial), Task: task.ID, World: w.ID, Model: "m", Trial: trial, Outcome: world.Done, State: task.State}
	say := func(role world.Role, text string) {
		t.Turns = append(t.Turns, world.Turn{Role: role, Kind: "say", Content: text, Train: world.Mask{Content: role == world.AssistantRole}})
	}
	say(world.SystemRole, w.Policy)
	say(world.UserRole, fmt.Sprintf(openings[r.IntN(len(openings))], s.word(r), s.word(r)))
	say(world.AssistantRole, "Of course. Which one is it? "+s.sentence(r, 10))
	say(world.UserRole, fmt.Sprintf(details[r.IntN(len(details))], "R-"+strconv.Itoa(r.IntN(1_000_000)), s.sentence(r, 2))+" "+s.sentence(r, 8))
	if r.IntN(10) == 0 {
		t.State.Digest = strings.Repeat("0", 64) // it came to something else
	}
	for i, c := range task.Calls {
		c.ID, c.Effect = "c"+strconv.Itoa(i), ""
		t.Turns = append(t.Turns, world.Turn{Role: world.AssistantRole, Kind: "call", Reasoning: s.sentence(r, 15), Calls: []world.Call{c}, Train: world.Mask{Calls: true}})
		t.Turns = append(t.Turns, world.Turn{Role: world.ToolRole, Kind: "result", CallID: c.ID, Content: fmt.Sprintf(`{"id":"R-1","text":%q}`, s.sentence(r, 30))})
	}
	say(world.AssistantRole, "It is done: "+s.sentence(r, 20))
	say(world.UserRole, "Thank you, that is all.")
	return t
}

// TestScale runs trajectories through filter, curriculum and dataset, and tells
// how fast, and in how much memory.
//
//	WORLDC_MEASURE=1 WORLDC_TRAJECTORIES=1000000 go test -run Scale -v -timeout 2h ./executors
func TestScale(t *testing.T) {
	if os.Getenv("WORLDC_MEASURE") == "" {
		t.Skip("it takes a minute: set WORLDC_MEASURE")
	}
	total := 50_000
	if n, err := strconv.Atoi(os.Getenv("WORLDC_TRAJECTORIES")); err == nil {
		total = n
	}
	store, err := artifact.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write := func(kind world.Type, f func(*artifact.Writer) error) Artifact {
		w, err := store.Create()
		if err != nil {
			t.Fatal(err)
		}
		if err := f(w); err != nil {
			t.Fatal(err)
		}
		info, err := w.Finish()
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-12s %9d records, %6.1f MB", kind, info.Records, float64(info.Bytes)/1e6)
		return Artifact{kind, info}
	}
	s := newSynthetic()
	var worlds, tasks Artifact
	talks := write(world.TrajectoryType, func(w *artifact.Writer) error {
		worlds = write(world.WorldType, func(ww *artifact.Writer) error {
			tasks = write(world.TaskType, func(tw *artifact.Writer) error {
				for n, made := 0, 0; made < total; n++ {
					place := s.world(n)
					if err := ww.Write(place); err != nil {
						return err
					}
					for i := range tasksPerWorld {
						task := s.task(place, i)
						if err := tw.Write(task); err != nil {
							return err
						}
						for trial := range trialsPerTask {
							if err := w.Write(s.talk(place, task, trial)); err != nil {
								return err
							}
							made++
						}
					}
				}
				return nil
			})
			return nil
		})
		return nil
	})
	load := func(text string) *spec.Block {
		dir := t.TempDir()
		if err := os.WriteFile(dir+"/a.hcl", []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		sp, diags := spec.Load(dir+"/a.hcl", spec.Options{})
		for _, d := range diags {
			if !strings.Contains(d.Summary, "Unused") {
				t.Fatal(d)
			}
		}
		return sp.Blocks[len(sp.Blocks)-1]
	}
	run := func(text string, f func(context.Context, *Input, *Output) error, kind world.Type, inputs map[string][]Artifact, verdicts ...Artifact) (Artifact, Report) {
		key := artifact.NewKey([]artifact.Field{{Label: "block", Value: text}})
		in := &Input{
			Block: load(text), Key: key, Store: store, Workers: runtime.GOMAXPROCS(0), Inputs: inputs,
			Ancestors: map[world.Type][]Artifact{
				world.TrajectoryType: {talks}, world.TaskType: {tasks}, world.WorldType: {worlds}, world.VerdictType: verdicts,
			},
		}
		var report Report
		runtime.GC()
		start, before := time.Now(), processor(t)
		a := write(kind, func(w *artifact.Writer) error {
			out := NewOutput(w, kind, 0)
			if err := f(context.Background(), in, out); err != nil {
				return err
			}
			report, err = out.Report(false)
			return err
		})
		took := time.Since(start)
		if err := store.Shards(key).Remove(); err != nil {
			t.Fatal(err)
		}
		used := processor(t) - before
		t.Logf("  in %.1f s, %.0f a second; %.1f s of a processor, which is %.0f MB a second; peak %s; %+v",
			took.Seconds(), float64(total)/took.Seconds(), used.Seconds(), float64(a.Info.Bytes)/1e6/used.Seconds(), peak(t), report.Counts)
		return a, report
	}
	const stub = `import "t" {
  type  = "trajectories"
  paths = ["a.hcl"]
  tasks = import.t2
}
import "t2" {
  type   = "tasks"
  paths  = ["a.hcl"]
  worlds = import.w
}
import "w" {
  type  = "worlds"
  paths = ["a.hcl"]
}
`
	verdicts, report := run(stub+`filter "f" {
  from = import.t
  validity {}
  state_alignment {}
  required_outputs {}
  exact_match {}
  rule "short" { keep = trajectory.tokens < 100000 && length(task.calls) > 0 }
  near_duplicates {}
}`, filter, world.VerdictType, map[string][]Artifact{"from": {talks}})
	t.Logf("  %v", report.Funnel)
	accepted := report.Counts.Accepted
	placements, _ := run(stub+fmt.Sprintf(`filter "f" {
  from = import.t
  validity {}
}
curriculum "c" {
  share_tasks = true
  stage "general" {
    from = filter.f
    size = %d
  }
  stage "vertical" {
    from  = filter.f
    order = "difficulty"
  }
}`, accepted/2), curriculum, world.PlacementType, map[string][]Artifact{"stage[0].from": {verdicts}, "stage[1].from": {verdicts}})
	rows, _ := run(stub+`dataset "d" {
  from   = import.t
  format = "openai"
  split {
    fractions = { train = 0.9, test = 0.1 }
  }
}`, dataset, world.PlacementType, map[string][]Artifact{"from": {placements}}, verdicts)
	if rows.Info.Records != 2*accepted {
		t.Errorf("%d lines for %d trajectories", rows.Info.Records, accepted)
	}
}

// processor is the time that the process has had of processors; 0 where nobody
// says.
func processor(t *testing.T) time.Duration {
	data, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	// Behind the name, which may hold anything: user and system time in ticks of a
	// hundredth of a second.
	fields := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
	var ticks int
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			t.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// peak is the most memory that the process held so far.
func peak(t *testing.T) string {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprintf("%d MiB", kb>>10)
		}
	}
	return "unknown"
}
