package agent

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// A plan is how a task is done: its golden calls, and where what they need
// comes from.
type plan struct {
	task    *world.Task
	facts   []world.Fact
	calls   []step
	trees   []any // the golden results, decoded; nobody changes them
	outputs []output

	// ends has, for each step of the task, the number of golden calls after which
	// it is done.
	ends []int
}

// A step is one golden call.
type step struct {
	tool      *tool
	arguments json.RawMessage
	args      []argument

	// serves is the step of the task that the call does, -1 for one that only
	// finds something out. It is done for the sake of forStep.
	serves, forStep int

	// picks are facts by which the agent tells the row it needs among those that
	// an earlier result shows.
	picks []pick
}

// A pick is a fact that chooses a row of the result of a call: it is the value at
// a path in the row.
type pick struct {
	fact, call int
	at         path
}

// An argument is one argument of a call.
type argument struct {
	name   string
	label  string
	value  json.RawMessage
	leaves []leaf
}

// A source is where a value comes from.
type source int

const (
	ownSource    source = iota // the document, the clock, the goal: nobody has to give it
	factSource                 // the user
	resultSource               // an earlier result
)

// A leaf is a scalar of an argument.
type leaf struct {
	text   string // the value, as [speech.Plain] has it
	source source
	fact   int
	call   int  // of the result
	at     path // in the result
}

// An output is what the user has to be told.
type output struct {
	text  string
	step  int // of the task, -1 where none asks for it
	call  int // whose result has it, -1 if none does
	at    path
	label string

	// picks are facts by which the agent tells the row among those of the result.
	picks []pick
}

// same is the label of an output that says whether something is the same of two.
const same = "same"

// A path leads to a value in a result: names of members and positions.
type path []any

// length ends a path that leads to the number of members of a list.
type length struct{}

// A place is a scalar of a result.
type place struct {
	text string
	at   path
}

// scalars are the scalars of a JSON value in order. Objects are gone through in
// the order of their members' names.
func scalars(v any, at path, to []place) []place {
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v { //lint:ordered sorted below
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			to = scalars(v[name], append(at[:len(at):len(at)], name), to)
		}
	case []any:
		for i, x := range v {
			to = scalars(x, append(at[:len(at):len(at)], i), to)
		}
	default:
		if text, ok := plain(v); ok {
			to = append(to, place{text, at})
		}
	}
	return to
}

// plain is a scalar as text; not ok for null.
func plain(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		if v {
			return "true", true
		}
		return "false", true
	}
	return "", false
}

// decode reads JSON, with numbers as they are written.
func decode(raw []byte) any {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

// follow is the value at a path.
func follow(v any, at path) (any, bool) {
	for _, x := range at {
		switch k := x.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				return nil, false
			}
			if v, ok = m[k]; !ok {
				return nil, false
			}
		case int:
			l, ok := v.([]any)
			if !ok || k >= len(l) {
				return nil, false
			}
			v = l[k]
		case length:
			l, ok := v.([]any)
			if !ok {
				return nil, false
			}
			v = json.Number(strconv.Itoa(len(l)))
		}
	}
	return v, true
}

// plan makes the plan of a task.
func (p *workplace) plan(task *world.Task) *plan {
	x := &plan{task: task, facts: roles.Facts(task.Known, task.Steps)}
	steps := max(1, len(task.Steps))
	shown := make([][]place, len(task.Calls))
	trees := make([]any, len(task.Calls))
	goal := strings.ToLower(task.Goal)
	for i, c := range task.Calls {
		t := p.tools[c.Tool]
		if t == nil { // a task that was edited by hand; the call will fail
			t = &tool{name: c.Tool, thing: "entry", verb: "look up", effect: c.Effect, parameters: map[string]parameter{}}
		}
		s := step{tool: t, arguments: c.Arguments, serves: -1, forStep: -1}
		var members map[string]json.RawMessage
		if json.Unmarshal(c.Arguments, &members) == nil {
			names := make([]string, 0, len(members))
			for name := range members { //lint:ordered sorted below
				names = append(names, name)
			}
			sort.Strings(names)
			for _, name := range names {
				a := argument{name: name, label: t.parameters[name].label, value: members[name]}
				if a.label == "" {
					a.label = speech.Noun(name)
				}
				for _, l := range scalars(decode(members[name]), nil, nil) {
					a.leaves = append(a.leaves, x.trace(p, &s, name, l.text, i, shown, goal))
				}
				s.args = append(s.args, a)
			}
		}
		s.choose(x, trees)
		x.calls = append(x.calls, s)
		trees[i] = decode(c.Result)
		shown[i] = scalars(trees[i], nil, nil)
	}
	x.trees = trees
	x.attribute(p, steps)
	x.locate(p, shown, trees)
	return x
}

// trace finds out where a value of the i-th call comes from.
func (x *plan) trace(p *workplace, s *step, name, text string, i int, shown [][]place, goal string) leaf {
	l := leaf{text: text, fact: -1, call: -1}
	best := -1
	label := strings.ToLower(s.tool.parameters[name].label)
	for f, fact := range x.facts {
		n := -1
		switch said := speech.Plain(fact.Value); {
		case said == text:
			n = 2
		case len(text) > 2 && strings.Contains(strings.ToLower(said), strings.ToLower(text)):
			n = 0
		}
		if n > 0 && label != "" && strings.Contains(strings.ToLower(fact.Name), label) {
			n++
		}
		if n > best {
			best, l.fact = n, f
		}
	}
	part := s.tool.parameters[name].part
	idle := part != "" && neutral(part)
	if l.fact >= 0 && !idle {
		l.source = factSource
		return l
	}
	if !idle {
		for j := i - 1; j >= 0; j-- {
			found := -1
			for k, v := range shown[j] {
				if v.text != text {
					continue
				}
				if found < 0 || lastName(v.at) == name && lastName(shown[j][found].at) != name {
					found = k
				}
			}
			if found >= 0 && !(len(text) < 2 && lastName(shown[j][found].at) != name) {
				l.source, l.call, l.at = resultSource, j, shown[j][found].at
				return l
			}
		}
	}
	l.fact = -1
	return l
}

// lastName is the last member's name in a path.
func lastName(at path) string {
	for i := len(at) - 1; i >= 0; i-- {
		if s, ok := at[i].(string); ok {
			return s
		}
	}
	return ""
}

// choose finds out by which facts the rows are told that the call's values come
// from: those that stand beside the value in a list of several.
func (s *step) choose(x *plan, trees []any) {
	for _, a := range s.args {
		for _, l := range a.leaves {
			if l.source != resultSource {
				continue
			}
			s.picks = x.pick(s.picks, trees, l.call, l.at)
		}
	}
}

// pick adds the facts by which the row of a value is told among the rows of a
// result.
func (x *plan) pick(picks []pick, trees []any, call int, at path) []pick {
	list, row := rowOf(trees[call], at)
	if len(list) < 2 {
		return picks
	}
	for _, v := range scalars(row, nil, nil) {
		for f, fact := range x.facts {
			known := slices.ContainsFunc(picks, func(p pick) bool { return p.fact == f && p.call == call })
			if speech.Plain(fact.Value) == v.text && !known && !everywhere(list, v) {
				picks = append(picks, pick{f, call, v.at})
			}
		}
	}
	return picks
}

// rowOf is the innermost list on a path, and its member there.
func rowOf(v any, at path) (list []any, row any) {
	for i, k := range at {
		if n, ok := k.(int); ok {
			if l, ok := follow(v, at[:i]); ok {
				if l, ok := l.([]any); ok && n < len(l) {
					list, row = l, l[n]
				}
			}
		}
	}
	return list, row
}

// everywhere reports whether all members of a list have the same value at the
// place: it chooses none of them.
func everywhere(list []any, v place) bool {
	for _, row := range list {
		other, ok := follow(row, v.at)
		if !ok {
			return false
		}
		if text, _ := plain(other); text != v.text {
			return false
		}
	}
	return true
}

// attribute finds out which call does which step of the task.
func (x *plan) attribute(p *workplace, steps int) {
	x.ends = make([]int, steps)
	for i := range x.ends {
		x.ends[i] = len(x.calls)
	}
	if len(x.task.Steps) == 0 {
		for i := range x.calls {
			x.calls[i].forStep = 0
			if x.calls[i].tool.effect == world.Write {
				x.calls[i].serves = 0
			}
		}
		return
	}
	done := make([]int, steps) // the call that does the step, -1 where an earlier one has
	for k, s := range x.task.Steps {
		done[k] = -1
		for i := range x.calls {
			c := &x.calls[i]
			if c.serves < 0 && c.tool.does != nil && c.does(p, s) && (c.tool.effect == world.Read || c.uses(s)) {
				c.serves, done[k] = k, i
				break
			}
		}
	}
	// A call is made for the first step that needs it, directly or not.
	var need func(i, k int)
	need = func(i, k int) {
		if c := &x.calls[i]; c.forStep < 0 || k < c.forStep {
			c.forStep = k
			for _, a := range c.args {
				for _, l := range a.leaves {
					if l.source == resultSource {
						need(l.call, k)
					}
				}
			}
		}
	}
	for k, i := range done {
		if i >= 0 {
			need(i, k)
		}
	}
	next := steps - 1
	for i := len(x.calls) - 1; i >= 0; i-- {
		if x.calls[i].forStep < 0 {
			x.calls[i].forStep = next
		}
		next = x.calls[i].forStep
	}
	// The golden order is kept: a step is done when all calls up to the last that
	// it or an earlier step needs are made.
	end := 0
	for k := range steps {
		for i := range x.calls {
			if x.calls[i].forStep <= k {
				end = max(end, i+1)
			}
		}
		x.ends[k] = end
	}
}

// does reports whether the call's tool does what the step wants.
func (s *step) does(p *workplace, want world.Step) bool {
	d := s.tool.does
	thing := ""
	if t := p.tables[d.Table]; t != nil {
		thing = t.Thing
	}
	if thing != want.Thing {
		return false
	}
	switch want.Operation {
	case world.Get, world.List, world.Search:
		if s.tool.effect != world.Read {
			return false
		}
		for _, w := range want.Wants {
			for _, g := range d.Gives {
				if c := p.column(g.Column); c != nil && alike(c.Label, w.Label, false) {
					return true
				}
			}
		}
		return len(want.Wants) == 0 || len(d.Gives) == 0
	case world.Count, world.Report:
		return s.tool.effect == world.Read
	}
	return d.Operation == want.Operation
}

// uses reports whether the call has the values that the step wishes for.
func (s *step) uses(want world.Step) bool {
	for _, v := range want.Values {
		found := false
		for _, a := range s.args {
			for _, l := range a.leaves {
				found = found || l.text == speech.Plain(v.Value)
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// locate finds the outputs in the results.
func (x *plan) locate(p *workplace, shown [][]place, trees []any) {
	fold := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), ",", "") }
	for _, text := range x.task.Outputs {
		o := output{text: text, step: -1, call: -1}
		if x.task.Kind == world.MultiHop && (text == "yes" || text == "no") { // which follows from all results
			o.step, o.label = len(x.ends)-1, same
			x.outputs = append(x.outputs, o)
			continue
		}
		rank := 0
		for i, list := range shown {
			for _, v := range list {
				r := 0
				switch {
				case v.text == text:
					r = 4
				case fold(v.text) == fold(text):
					r = 3
				case strings.Contains(fold(v.text), fold(text)):
					r = 1
				}
				if r == 0 {
					continue
				}
				label := p.labelAt(x.calls[i].tool, v.at)
				step, want := x.wanting(label, x.calls[i].forStep)
				if step >= 0 {
					r += 4
					label = want
				}
				if r > rank {
					rank = r
					o.call, o.at, o.step, o.label = i, v.at, step, label
				}
			}
		}
		if k, i, at := x.counted(text, trees); k >= 0 && (rank < 8 || k < o.step && !x.told(k)) {
			o.call, o.at, o.step, o.label = i, at, k, "number of "+speech.Plural(x.calls[i].tool.thing)
		}
		if o.call >= 0 {
			if o.step < 0 {
				o.step = x.calls[o.call].forStep
			}
			o.picks = x.pick(nil, trees, o.call, o.at)
		} else {
			o.step = len(x.ends) - 1 // worked out from all
			for k, s := range x.task.Steps {
				if s.Operation == world.Count {
					o.step = k
				}
			}
		}
		x.outputs = append(x.outputs, o)
	}
	// A number that is also the answer to something else is among the outputs once,
	// and has to be told twice.
	for k, s := range x.task.Steps {
		if s.Operation != world.Count || slices.ContainsFunc(x.outputs, func(o output) bool { return o.step == k }) {
			continue
		}
		for i := range x.calls {
			if x.calls[i].serves != k {
				continue
			}
			for _, text := range x.task.Outputs {
				if at, ok := listOf(trees[i], text, nil); ok {
					x.outputs = append(x.outputs, output{text: text, step: k, call: i, at: at, label: "number of " + speech.Plural(x.calls[i].tool.thing)})
					break
				}
			}
		}
	}
}

// told reports whether one of the outputs found so far is for a step.
func (x *plan) told(step int) bool {
	return slices.ContainsFunc(x.outputs, func(o output) bool { return o.step == step })
}

// counted is the step that wants to know how many rows there are, and the list
// that has so many; -1 if there is none.
func (x *plan) counted(text string, trees []any) (step, call int, at path) {
	for k, s := range x.task.Steps {
		if s.Operation != world.Count {
			continue
		}
		for i := len(trees) - 1; i >= 0; i-- {
			if x.calls[i].forStep > k || x.calls[i].tool.does == nil {
				continue
			}
			if at, ok := listOf(trees[i], text, nil); ok {
				return k, i, at
			}
		}
	}
	return -1, -1, nil
}

// listOf is the path to the length of the first list that has so many members.
func listOf(v any, n string, at path) (path, bool) {
	switch v := v.(type) {
	case []any:
		if strconv.Itoa(len(v)) == n {
			return append(at[:len(at):len(at)], length{}), true
		}
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v { //lint:ordered sorted below
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			if at, ok := listOf(v[name], n, append(at[:len(at):len(at)], name)); ok {
				return at, ok
			}
		}
	}
	return nil, false
}

// columnAt is the column that a tool's result shows at a path; nil where nobody
// says.
func (p *workplace) columnAt(t *tool, at path) *world.Column {
	if t.does == nil {
		return nil
	}
	var b strings.Builder
	for _, k := range at {
		if name, ok := k.(string); ok {
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(name)
		} else {
			b.WriteString("[]")
		}
	}
	for _, g := range t.does.Gives {
		if g.Output == b.String() {
			return p.column(g.Column)
		}
	}
	return nil
}

// labelAt is what people call the value at a path of a tool's result.
func (p *workplace) labelAt(t *tool, at path) string {
	if c := p.columnAt(t, at); c != nil && c.Label != "" {
		return speech.Noun(c.Label)
	}
	return speech.Noun(lastName(at))
}

// enumAt are the values that there can be at a path of a tool's result.
func (p *workplace) enumAt(t *tool, at path) []json.RawMessage {
	if c := p.columnAt(t, at); c != nil {
		return c.Enum
	}
	return nil
}

// alike reports whether two labels mean the same: they are equal, or, not exactly,
// one ends with the other.
func alike(a, b string, exactly bool) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == b || exactly || min(len(a), len(b)) < 3 || a == "number" || b == "number" {
		return a == b
	}
	return strings.HasSuffix(a, " "+b) || strings.HasSuffix(b, " "+a)
}

// wanting is the step that wants to know a value of the label, and what it calls
// it; -1 if none does.
func (x *plan) wanting(label string, from int) (step int, want string) {
	for _, exactly := range []bool{true, false} {
		for k := max(0, from); k < len(x.task.Steps); k++ {
			for _, w := range x.task.Steps[k].Wants {
				if want := speech.Noun(w.Label); alike(want, label, exactly) {
					return k, want
				}
			}
		}
	}
	return -1, ""
}
