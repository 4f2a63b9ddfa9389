package judging

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"worldc/executors/importing"
	"worldc/world"
	"worldc/world/engine"
)

// The tests damage talks in the example's workshop: those of its recordings
// that are accepted, and one made from the golden calls of every task.

const examples = "../../examples/worlds"

// A message is one of a chat, as chat models take it.
type message = map[string]any

// A recording is a talk before it is imported.
type recording struct {
	task     string
	messages []message
}

// clone is a copy that shares nothing.
func (r recording) clone() recording {
	raw, err := json.Marshal(r.messages)
	if err != nil {
		panic(err)
	}
	c := recording{task: r.task}
	if err := json.Unmarshal(raw, &c.messages); err != nil {
		panic(err)
	}
	return c
}

// A workshop is the example's world with its tasks and recordings.
type workshop struct {
	engine *engine.Engine
	tasks  map[string]*world.Task
	names  []string // of tasks, sorted
	talks  []recording
}

// extraTasks are tasks in which more depends on the order of calls than in
// those of the example.
const extraTasks = `{"id":"two-moves","goal":"Make room tomorrow, then use it.","calls":[{"tool":"move_job","arguments":{"job_id":"J-504","day":"2025-04-11"}},{"tool":"move_job","arguments":{"job_id":"J-505","day":"2025-04-09"}}]}
{"id":"four-chains","goal":"Call the Gazelle's job off, whose chain is the fourth that the Cube needs.","calls":[{"tool":"cancel_job","arguments":{"job_id":"J-503"}},{"tool":"add_part","arguments":{"job_id":"J-504","part_id":"P-22","quantity":4}}]}
`

var loadWorkshop = sync.OnceValues(func() (*workshop, error) {
	var files []importing.File
	err := filepath.WalkDir(filepath.Join(examples, "workshop"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files = append(files, importing.File{Document: filepath.ToSlash(path), Path: filepath.ToSlash(path), Data: data})
		return err
	})
	if err != nil {
		return nil, err
	}
	folders, _ := importing.Folders(files)
	w, _, problem := folders[0].World(0)
	if problem != nil {
		return nil, fmt.Errorf("%s: %s", problem.Reason, problem.Detail)
	}
	x := &workshop{tasks: map[string]*world.Task{}}
	if x.engine, err = engine.Load(w, engine.DefaultLimits()); err != nil {
		return nil, err
	}
	tasks, err := os.ReadFile(filepath.Join(examples, "workshop.tasks.jsonl"))
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(append(tasks, extraTasks...)) {
		item, _ := importing.Line("tasks", 1, line)
		r, problem := importing.Task(item)
		if problem != nil {
			return nil, fmt.Errorf("%s: %s", problem.Reason, problem.Detail)
		}
		if _, problem, err = importing.ExecuteTask(x.engine, &r.Task); err != nil {
			return nil, err
		}
		if problem == nil { // one is bad on purpose
			r.Task.ID = r.Key
			x.tasks[r.Key] = &r.Task
		}
	}
	x.names = slices.Sorted(maps.Keys(x.tasks))
	talks, err := os.ReadFile(filepath.Join(examples, "workshop.talks.jsonl"))
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(talks) {
		var r struct {
			Task     string
			Messages []message
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, err
		}
		talk := recording{r.Task, r.Messages}
		if v, err := x.judge(talk); err != nil {
			return nil, err
		} else if v == "" {
			x.talks = append(x.talks, talk)
		}
	}
	for _, name := range x.names {
		x.talks = append(x.talks, x.golden(name))
	}
	return x, nil
})

// golden is a talk in which everything goes as the task has it.
func (x *workshop) golden(name string) recording {
	task := x.tasks[name]
	r := recording{task: name, messages: []message{{"role": "user", "content": task.Goal}}}
	for i, c := range task.Calls {
		id := fmt.Sprintf("g%d", i)
		r.messages = append(r.messages,
			message{"role": "assistant", "content": nil, "tool_calls": []any{map[string]any{"id": id, "type": "function", "function": map[string]any{"name": c.Tool, "arguments": string(c.Arguments)}}}},
			message{"role": "tool", "tool_call_id": id, "content": string(c.Result)})
	}
	said := "That is done. " + strings.Join(task.Outputs, " and ")
	r.messages = append(r.messages, message{"role": "assistant", "content": said}, message{"role": "user", "content": "Thanks. ###STOP###"})
	return r.clone()
}

// strict is the policy of the example.
var strict = Policy{
	Validity{ExecutedResults: true, MaxTokens: 4000, Repetition: Repetition{10, 3, 0.5}}.Check(),
	StateAlignment(),
	RequiredOutputs(),
	ExactMatch{Apply: ToReadOnly, IgnoreTools: PseudoTools}.Check(),
}

// judge imports a talk, executes it and judges it: why it is rejected, be it by
// the import or by a check, or "".
func (x *workshop) judge(r recording) (string, error) {
	raw, err := json.Marshal(map[string]any{"task": r.task, "messages": r.messages})
	if err != nil {
		return "", err
	}
	item, _ := importing.Line("talks", 1, raw)
	read, problem := importing.Trajectory(item, importing.Options{Model: "m", StopTexts: []string{"###STOP###"}})
	if problem != nil {
		return problem.Reason, nil
	}
	task := x.tasks[r.task]
	if problem, err := importing.ExecuteTrajectory(x.engine, read, task); err != nil || problem != nil {
		return "", fmt.Errorf("%v %v", problem, err)
	}
	t := &read.Trajectory
	t.ID, t.Task = "t", r.task
	if broken := t.Validate(); len(broken) > 0 {
		return "", fmt.Errorf("an imported record breaks rules: %v", broken)
	}
	v, _ := strict.Judge(&Case{Task: task, Trajectory: t})
	return v.Reason, nil
}

// Sets of reasons.
var (
	orderReasons = []string{reasonSystem, reasonTwice, reasonEarly, reasonUnasked, reasonUnanswered, reasonReanswered, reasonMisplaced,
		reasonSilent, reasonUnfinished, reasonEmpty, "a result answers no call"}
	stateReasons = []string{reasonMissing, reasonExtra, reasonOther}
	callReasons  = []string{reasonTool, reasonArguments, reasonMore, reasonFewer}
)

// callAt is the place of a call: its message and its position there.
type callAt struct{ message, call int }

// calls are the calls of a talk that matter: those that write, or, where
// nothing is to be written, all.
func (x *workshop) calls(r recording) []callAt {
	readOnly := x.tasks[r.task].ReadOnly()
	var list []callAt
	for i, m := range r.messages {
		for j := range toolCalls(m) {
			name := function(m, j)["name"].(string)
			if _, result := r.result(callAt{i, j}); readOnly || x.writes(name) && !strings.HasPrefix(fmt.Sprint(result["content"]), "Error") {
				list = append(list, callAt{i, j})
			}
		}
	}
	return list
}

func (x *workshop) writes(tool string) bool {
	return slices.Contains([]string{"book_job", "move_job", "add_part", "add_service", "cancel_job"}, tool)
}

func toolCalls(m message) []any {
	list, _ := m["tool_calls"].([]any)
	return list
}

func function(m message, i int) map[string]any {
	return toolCalls(m)[i].(map[string]any)["function"].(map[string]any)
}

// result is the message that answers a call.
func (r recording) result(at callAt) (int, message) {
	id := toolCalls(r.messages[at.message])[at.call].(map[string]any)["id"]
	for i, m := range r.messages[at.message:] {
		if m["tool_call_id"] == id {
			return at.message + i, m
		}
	}
	panic("a call without a result")
}

// remove takes a call and its result out.
func (r *recording) remove(at callAt) {
	i, _ := r.result(at)
	r.messages = slices.Delete(r.messages, i, i+1)
	m := r.messages[at.message]
	if calls := slices.Delete(slices.Clone(toolCalls(m)), at.call, at.call+1); len(calls) > 0 {
		m["tool_calls"] = calls
	} else {
		r.messages = slices.Delete(r.messages, at.message, at.message+1)
	}
}

// add puts a call and its result behind the results of the call at.
func (r *recording) add(at callAt, tool, arguments string, result any) {
	end := at.message + 1
	for end < len(r.messages) && r.messages[end]["role"] == "tool" {
		end++
	}
	r.messages = slices.Insert(r.messages, end,
		message{"role": "assistant", "content": nil, "tool_calls": []any{map[string]any{"id": "added", "function": map[string]any{"name": tool, "arguments": arguments}}}},
		message{"role": "tool", "tool_call_id": "added", "content": result})
}

// rerecord leaves the results to execution: the talk of an agent that really
// did what the messages say.
func (r *recording) rerecord() {
	for _, m := range r.messages {
		if m["role"] == "tool" {
			m["content"] = nil
		}
	}
}

// changed is a JSON value that is not v.
func changed(t *rapid.T, v any) any {
	switch v := v.(type) {
	case string:
		return v + rapid.SampledFrom([]string{"x", "0", " "}).Draw(t, "suffix")
	case float64:
		return v + float64(rapid.IntRange(1, 5).Draw(t, "more"))
	case bool:
		return !v
	case []any:
		return append(slices.Clone(v), "brakes")
	}
	return "something"
}

// A damage spoils a copy of a talk. It returns the reasons for which the talk
// may be rejected then, or nil where the talk offers nothing to spoil.
type damage struct {
	name string
	do   func(t *rapid.T, x *workshop, r *recording) []string
}

// draw picks one of the calls that matter.
func draw(t *rapid.T, x *workshop, r *recording) (callAt, bool) {
	calls := x.calls(*r)
	if len(calls) == 0 {
		return callAt{}, false
	}
	return rapid.SampledFrom(calls).Draw(t, "call"), true
}

// wrong are the reasons for calls that are not as they should be.
func (x *workshop) wrong(r *recording) []string {
	if x.tasks[r.task].ReadOnly() {
		return callReasons
	}
	return stateReasons
}

var damages = []damage{
	{"an argument is changed", func(t *rapid.T, x *workshop, r *recording) []string {
		at, ok := draw(t, x, r)
		if !ok {
			return nil
		}
		f := function(r.messages[at.message], at.call)
		var arguments map[string]any
		if err := json.Unmarshal([]byte(f["arguments"].(string)), &arguments); err != nil || len(arguments) == 0 {
			return nil
		}
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(arguments))).Draw(t, "argument")
		arguments[name] = changed(t, arguments[name])
		raw, _ := json.Marshal(arguments)
		f["arguments"] = string(raw)
		r.rerecord()
		if x.tasks[r.task].ReadOnly() {
			return []string{reasonArguments}
		}
		return stateReasons
	}},
	{"another tool is called", func(t *rapid.T, x *workshop, r *recording) []string {
		at, ok := draw(t, x, r)
		if !ok {
			return nil
		}
		f := function(r.messages[at.message], at.call)
		tools := slices.DeleteFunc([]string{"get_job", "list_services", "no_such_tool"}, func(s string) bool { return s == f["name"] })
		f["name"] = rapid.SampledFrom(tools).Draw(t, "tool")
		r.rerecord()
		if x.tasks[r.task].ReadOnly() {
			return []string{reasonTool}
		}
		return stateReasons
	}},
	{"a call is dropped", func(t *rapid.T, x *workshop, r *recording) []string {
		at, ok := draw(t, x, r)
		if !ok {
			return nil
		}
		r.remove(at)
		r.rerecord()
		return x.wrong(r)
	}},
	{"a call is doubled with its result", func(t *rapid.T, x *workshop, r *recording) []string {
		at, ok := draw(t, x, r)
		if !ok {
			return nil
		}
		f := function(r.messages[at.message], at.call)
		_, result := r.result(at)
		r.add(at, f["name"].(string), f["arguments"].(string), result["content"])
		if x.tasks[r.task].ReadOnly() {
			return callReasons
		}
		return []string{reasonForged} // it gives something else the second time
	}},
	{"a part is put on twice", func(t *rapid.T, x *workshop, r *recording) []string {
		at, ok := draw(t, x, r)
		if !ok {
			return nil
		}
		f := function(r.messages[at.message], at.call)
		if f["name"] != "add_part" || r.task == "four-chains" {
			return nil // there are no more, and nothing happens
		}
		r.add(at, "add_part", f["arguments"].(string), nil)
		r.rerecord()
		return []string{reasonOther}
	}},
	{"two calls are exchanged", func(t *rapid.T, x *workshop, r *recording) []string {
		calls := x.calls(*r)
		if len(calls) < 2 {
			return nil
		}
		i := rapid.IntRange(0, len(calls)-2).Draw(t, "first")
		a, b := function(r.messages[calls[i].message], calls[i].call), function(r.messages[calls[i+1].message], calls[i+1].call)
		for _, name := range []string{"name", "arguments"} {
			a[name], b[name] = b[name], a[name]
		}
		switch {
		case x.tasks[r.task].ReadOnly():
			r.rerecord()
			return callReasons
		case r.task == "two-moves" || r.task == "four-chains": // the order decides what comes of it
			r.rerecord()
			return stateReasons
		}
		return []string{reasonForged} // the end is the same; what was seen on the way is not
	}},
	{"a write is added", func(t *rapid.T, x *workshop, r *recording) []string {
		var all []callAt
		for i, m := range r.messages {
			if len(toolCalls(m)) > 0 {
				all = append(all, callAt{i, 0})
			}
		}
		at := rapid.SampledFrom(all).Draw(t, "after")
		arguments := fmt.Sprintf(`{"job_id":%q,"part_id":"P-11","quantity":%d}`,
			rapid.SampledFrom([]string{"J-504", "J-508"}).Draw(t, "job"), rapid.IntRange(1, 3).Draw(t, "quantity"))
		r.add(at, "add_part", arguments, nil)
		r.rerecord()
		return []string{reasonExtra}
	}},
	{"two turns are exchanged", func(t *rapid.T, x *workshop, r *recording) []string {
		i := rapid.IntRange(0, len(r.messages)-2).Draw(t, "turn")
		a, b := r.messages[i], r.messages[i+1]
		if a["role"] == b["role"] {
			return nil // two results of one turn, in any order
		}
		r.messages[i], r.messages[i+1] = b, a
		return orderReasons
	}},
	{"an output is left out", func(t *rapid.T, x *workshop, r *recording) []string {
		outputs := x.tasks[r.task].Outputs
		if len(outputs) == 0 {
			return nil
		}
		output := rapid.SampledFrom(outputs).Draw(t, "output")
		for _, m := range r.messages {
			if text, ok := m["content"].(string); ok && m["role"] == "assistant" {
				m["content"] = strings.ReplaceAll(text, output, "…")
			}
		}
		return []string{reasonUnsaid}
	}},
	{"a result is forged", func(t *rapid.T, x *workshop, r *recording) []string {
		var results []message
		for _, m := range r.messages {
			if m["role"] == "tool" {
				results = append(results, m)
			}
		}
		m := rapid.SampledFrom(results).Draw(t, "result")
		text := []byte(m["content"].(string))
		var places []int
		for i, c := range text {
			if '0' <= c && c <= '8' {
				places = append(places, i)
			}
		}
		if len(places) == 0 {
			return nil
		}
		text[rapid.SampledFrom(places).Draw(t, "place")]++
		m["content"] = string(text)
		return []string{reasonForged}
	}},
	{"a result has another id", func(t *rapid.T, x *workshop, r *recording) []string {
		at, ok := draw(t, x, r)
		if !ok {
			return nil
		}
		_, m := r.result(at)
		m["tool_call_id"] = rapid.SampledFrom([]string{"nobody", "call", "1"}).Draw(t, "id")
		return []string{"a result answers no call"}
	}},
	{"a result is missing", func(t *rapid.T, x *workshop, r *recording) []string {
		at, ok := draw(t, x, r)
		if !ok {
			return nil
		}
		i, _ := r.result(at)
		r.messages = slices.Delete(r.messages, i, i+1)
		return []string{reasonUnanswered}
	}},
	{"a result comes twice", func(t *rapid.T, x *workshop, r *recording) []string {
		at, ok := draw(t, x, r)
		if !ok {
			return nil
		}
		i, m := r.result(at)
		r.messages = slices.Insert(r.messages, i+1, maps.Clone(m))
		return []string{reasonReanswered}
	}},
	{"a role is wrong", func(t *rapid.T, x *workshop, r *recording) []string {
		i := rapid.IntRange(0, len(r.messages)-1).Draw(t, "turn")
		m := r.messages[i]
		role := rapid.SampledFrom([]string{"user", "assistant", "tool", "narrator"}).Draw(t, "role")
		if m["role"] == role || m["role"] == "system" {
			return nil
		}
		m["role"] = role
		return append([]string{"a turn has a role that there is not", "somebody else than the assistant calls a tool"}, orderReasons...)
	}},
	{"the talk is cut off", func(t *rapid.T, x *workshop, r *recording) []string {
		task := x.tasks[r.task]
		last := 0 // after which nothing is missed
		for _, at := range x.calls(*r) {
			last, _ = r.result(at)
		}
		for i, m := range r.messages {
			text, _ := m["content"].(string)
			for _, o := range task.Outputs {
				if m["role"] == "assistant" && strings.Contains(text, o) && last < i && !slices.ContainsFunc(r.messages[:i], func(m message) bool {
					text, _ := m["content"].(string)
					return m["role"] == "assistant" && strings.Contains(text, o)
				}) {
					last = i
				}
			}
		}
		r.messages = r.messages[:rapid.IntRange(1, last).Draw(t, "length")]
		return slices.Concat([]string{reasonUnanswered, reasonUnfinished, reasonEmpty, reasonUnsaid}, x.wrong(r))
	}},
	{"the agent repeats itself", func(t *rapid.T, x *workshop, r *recording) []string {
		for _, m := range r.messages {
			if text, ok := m["content"].(string); ok && m["role"] == "assistant" {
				m["content"] = text + strings.Repeat(" I will look into this for you right away and come back to you soon.", rapid.IntRange(4, 9).Draw(t, "times"))
				return []string{reasonRepeats}
			}
		}
		return nil
	}},
	{"the agent talks on and on", func(t *rapid.T, x *workshop, r *recording) []string {
		for _, m := range r.messages {
			if text, ok := m["content"].(string); ok && m["role"] == "assistant" {
				var b strings.Builder
				for i := range 3000 {
					fmt.Fprintf(&b, " w%d", i)
				}
				m["content"] = text + b.String()
				return []string{reasonTooLong}
			}
		}
		return nil
	}},
	{"the task is another one", func(t *rapid.T, x *workshop, r *recording) []string {
		other := rapid.SampledFrom(x.names).Draw(t, "task")
		if other == r.task || len(x.tasks[other].Initial) > 0 || len(x.tasks[r.task].Initial) > 0 {
			return nil
		}
		r.task = other
		return slices.Concat(stateReasons, callReasons, []string{reasonUnsaid})
	}},
	{"arguments are no object", func(t *rapid.T, x *workshop, r *recording) []string {
		at, ok := draw(t, x, r)
		if !ok {
			return nil
		}
		function(r.messages[at.message], at.call)["arguments"] = rapid.SampledFrom([]string{"{", "[]", "3", `{"a":1,"a":2}`}).Draw(t, "text")
		return []string{"the arguments of a call are no JSON object"}
	}},
	{"somebody says nothing", func(t *rapid.T, x *workshop, r *recording) []string {
		for i, m := range r.messages {
			if m["role"] == "assistant" && len(toolCalls(m)) == 0 {
				r.messages[i]["content"] = ""
				return []string{reasonSilent}
			}
		}
		return nil
	}},
}

// TestDamage: a talk that is accepted is accepted, and whatever is broken in
// it, it is rejected for that reason.
func TestDamage(t *testing.T) {
	x, err := loadWorkshop()
	if err != nil {
		t.Fatal(err)
	}
	for i, talk := range x.talks {
		if why, err := x.judge(talk); err != nil || why != "" {
			t.Fatalf("talk %d, of %s, should be accepted: %s %v", i, talk.task, why, err)
		}
	}
	for _, d := range damages {
		t.Run(strings.ReplaceAll(d.name, " ", "_"), func(t *testing.T) {
			done := 0
			rapid.Check(t, func(t *rapid.T) {
				talk := x.talks[rapid.IntRange(0, len(x.talks)-1).Draw(t, "talk")].clone()
				reasons := d.do(t, x, &talk)
				if reasons == nil {
					return
				}
				done++
				why, err := x.judge(talk)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Contains(reasons, why) {
					text, _ := json.Marshal(talk.messages)
					t.Fatalf("%s, in a talk of %s: rejected for %q, should be one of %q\n%s", d.name, talk.task, why, reasons, text)
				}
			})
			if done == 0 {
				t.Errorf("none of the talks could be damaged so")
			}
		})
	}
}
