package golden

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"worldc/artifact"
	"worldc/world"
	"worldc/world/engine"
	"worldc/world/export"
)

// inPython is how many tasks are replayed by python3, which takes far longer.
const inPython = 200

// TestReplay replays the golden calls of every task that the examples make, or
// of those of the dataset WORLDC_REPLAY: results, digest and changes are what
// the records say, in the engine and, for some, in exported Python, and results
// are what the tools' documents say, as a validator of JSON Schema reads these.
func TestReplay(t *testing.T) {
	dir := os.Getenv("WORLDC_REPLAY")
	if dir == "" {
		dir = filepath.Join(publish(t, filepath.Join(examplesDir, "worlds.hcl")), "tasks")
	}
	worlds := map[string]*world.World{}
	var order []string
	for _, w := range recordsOf[world.World](t, filepath.Join(dir, "worlds.jsonl.zst")) {
		worlds[w.ID] = &w
		order = append(order, w.ID)
	}
	files, err := filepath.Glob(filepath.Join(dir, "data", "*.jsonl.zst"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s holds no tasks: %v", dir, err)
	}
	tasks := map[string][]world.Task{}
	total := 0
	for _, f := range files {
		for _, task := range recordsOf[world.Task](t, f) {
			tasks[task.World] = append(tasks[task.World], task)
			total++
		}
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("there is no python3 on this machine to replay tasks with")
	}
	every := max(1, total/inPython)
	seen, replayed, held := 0, 0, 0
	for _, id := range order {
		e, err := engine.Load(worlds[id], engine.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		var some []world.Task
		returns := documentsOf(t, worlds[id])
		for i := range tasks[id] {
			replayInEngine(t, e, &tasks[id][i])
			held += holdAgainst(t, returns, &tasks[id][i])
			if seen++; seen%every == 0 && replayed+len(some) < inPython {
				some = append(some, tasks[id][i])
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if python != "" && len(some) > 0 {
			replayInPython(t, python, worlds[id], some)
			replayed += len(some)
		}
	}
	t.Logf("%d tasks of %d worlds replayed in the engine, %d in Python; %d results are what a document says", seen, len(order), replayed, held)
}

// documentsOf are what the documents of a world's tools say comes out, by tool.
func documentsOf(t *testing.T, w *world.World) map[string]*jsonschema.Schema {
	t.Helper()
	returns := map[string]*jsonschema.Schema{}
	for i := range w.Tools {
		tool := &w.Tools[i].Tool
		if len(tool.Returns) == 0 {
			continue
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(tool.Returns))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource("returns.json", document); err != nil {
			t.Fatal(err)
		}
		if returns[tool.Name], err = c.Compile("returns.json"); err != nil {
			t.Errorf("world %s: %s: %v", w.Name, tool.Name, err)
			delete(returns, tool.Name)
		}
	}
	return returns
}

// holdAgainst holds the results of a task's calls against the documents, and
// counts those that have one.
func holdAgainst(t *testing.T, returns map[string]*jsonschema.Schema, task *world.Task) int {
	t.Helper()
	held := 0
	for i, c := range task.Calls {
		schema := returns[c.Tool]
		if schema == nil {
			continue
		}
		held++
		result, err := jsonschema.UnmarshalJSON(bytes.NewReader(c.Result))
		if err == nil {
			err = schema.Validate(result)
		}
		if err != nil {
			t.Errorf("task %s: call %d, of %s, gives %s: %v", task.ID, i, c.Tool, c.Result, err)
		}
	}
	return held
}

// recordsOf are those of a file.
func recordsOf[T any](t *testing.T, path string) []T {
	t.Helper()
	var all []T
	for line, err := range artifact.ReadLines(path, artifact.Limits{}) {
		var v T
		if err == nil {
			err = json.Unmarshal(line, &v)
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

func replayInEngine(t *testing.T, e *engine.Engine, task *world.Task) {
	t.Helper()
	r, err := e.Replay(task)
	if err != nil {
		t.Fatalf("task %s: %v", task.ID, err)
	}
	if r.Failed >= 0 {
		t.Errorf("task %s: call %d fails: %s", task.ID, r.Failed, r.Results[r.Failed].Error)
		return
	}
	for i, c := range task.Calls {
		if !sameJSON(t, r.Results[i].Value, c.Result) {
			t.Errorf("task %s: call %d gives %s, not %s", task.ID, i, r.Results[i].Value, c.Result)
		}
	}
	compareStates(t, task, r.State)
}

func compareStates(t *testing.T, task *world.Task, got world.State) {
	t.Helper()
	if got.Digest != task.State.Digest {
		t.Errorf("task %s: the state has the digest %s, not %s", task.ID, got.Digest, task.State.Digest)
	}
	if a, b := mustJSON(t, got.Changes), mustJSON(t, task.State.Changes); !sameJSON(t, a, b) {
		t.Errorf("task %s: the changes are %s, not %s", task.ID, a, b)
	}
}

// replayInPython exports a world and makes the calls of tasks with it.
func replayInPython(t *testing.T, python string, w *world.World, tasks []world.Task) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "world")
	if err := export.Python(w, dir); err != nil {
		t.Fatal(err)
	}
	var input bytes.Buffer
	for _, task := range tasks {
		input.Write(append(mustJSON(t, map[string]any{"begin": task.Initial}), '\n'))
		for _, c := range task.Calls {
			input.Write(append(mustJSON(t, map[string]any{"tool": c.Tool, "arguments": c.Arguments}), '\n'))
		}
	}
	command := exec.Command(python, filepath.Join(dir, "run.py"), "--calls")
	command.Stdin, command.Dir = &input, t.TempDir()
	out, err := command.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("world %s: %v: %s", w.ID, err, exit.Stderr)
		}
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<26)
	next := func(v any) {
		if !lines.Scan() {
			t.Fatalf("world %s: Python says less than it was asked", w.ID)
		}
		if err := json.Unmarshal(lines.Bytes(), v); err != nil {
			t.Fatal(err)
		}
	}
	for i := range tasks {
		for j, c := range tasks[i].Calls {
			var reply struct {
				Value json.RawMessage `json:"value"`
				Error string          `json:"error"`
			}
			if next(&reply); reply.Error != "" || !sameJSON(t, reply.Value, c.Result) {
				t.Errorf("task %s: in Python call %d (%s) gives %s %s, not %s", tasks[i].ID, j, c.Tool, reply.Value, reply.Error, c.Result)
			}
		}
		var state world.State
		next(&state)
		compareStates(t, &tasks[i], state)
	}
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	raw, err := artifact.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	x, err := artifact.Canonical(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := artifact.Canonical(b)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Equal(x, y)
}
