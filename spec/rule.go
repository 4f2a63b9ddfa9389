package spec

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"worldc/world"
)

// rulePrefix stands before the name of a rule where checks are named.
const rulePrefix = "rule."

// A Rule rejects trajectories of which an expression does not hold. The
// expression is evaluated for each of them. Beside variables, locals and
// functions it may use:
//
// `trajectory.turns` (a list of objects with `role`, `kind`, `content`,
// `reasoning`, `flags` and `calls`, the number of calls), `trajectory.calls` (a
// list of objects with `tool`, `arguments` and `failed`), `trajectory.errors`
// (the number of calls that failed), `trajectory.flags` (those of all turns,
// each once, sorted), `trajectory.changes` (the number of rows that it changed),
// `trajectory.tokens`, `trajectory.outcome`, `trajectory.model` and
// `trajectory.trial`;
//
// `task.calls` (the golden calls, a list of objects with `tool`, `arguments`
// and `effect`), `task.kind`, `task.goal`, `task.read_only`, `task.difficulty`
// (`easy`, `medium`, `hard`, or empty), `task.effort` (the number of golden
// calls, those that write counted twice), `task.outputs` and `task.tools` (the
// number of tools to choose from);
//
// `world.id`, `world.name` and `world.domain` (the domain's name, where there is
// one).
//
// A trajectory for which the expression cannot be evaluated, or is not true or
// false, is rejected for that reason.
type Rule struct {
	// Name tells the rule from others in verdicts.
	Name string `spec:"name,label"`

	// Keep says which trajectories are kept, such as
	// `trajectory.errors == 0 || task.effort > 4`.
	Keep hcl.Expression `spec:"keep" takes:"true or false"`

	// Range is the block's header.
	Range Range `spec:",range"`

	text      string                          // of the expression
	names     map[string]map[string]cty.Value // var, local and each, as far as they are used
	uses      map[string][]string             // trajectory, task and world, as far as they are used
	functions map[string]function.Function
}

// A Judged is what a rule is about.
type Judged struct {
	Trajectory *world.Trajectory
	Task       *world.Task

	// Tokens is the length of the trajectory.
	Tokens int

	// Place is where it takes place. It is asked for where a rule uses it.
	Place func() (Place, error)
}

// A Place is a world as others know it: its id and name, and the name and the id
// of its domain, which an imported world has not.
type Place struct{ ID, Name, Domain, DomainID string }

// A Trouble is why it cannot be told whether a rule holds.
type Trouble struct {
	// NotBool is set where the rule comes to a value that is not true or false.
	NotBool bool

	Detail string
}

// recordTypes are what a rule may look at, by name.
var recordTypes = map[string]map[string]cty.Type{
	"trajectory": {
		"turns": cty.List(cty.Object(map[string]cty.Type{
			"role": cty.String, "kind": cty.String, "content": cty.String, "reasoning": cty.String,
			"flags": cty.List(cty.String), "calls": cty.Number,
		})),
		"calls": cty.List(cty.Object(map[string]cty.Type{
			"tool": cty.String, "arguments": cty.DynamicPseudoType, "failed": cty.Bool,
		})),
		"errors": cty.Number, "flags": cty.List(cty.String), "changes": cty.Number, "tokens": cty.Number,
		"outcome": cty.String, "model": cty.String, "trial": cty.Number,
	},
	"task": {
		"calls": cty.List(cty.Object(map[string]cty.Type{
			"tool": cty.String, "arguments": cty.DynamicPseudoType, "effect": cty.String,
		})),
		"kind": cty.String, "goal": cty.String, "read_only": cty.Bool, "difficulty": cty.String, "effort": cty.Number,
		"outputs": cty.List(cty.String), "tools": cty.Number,
	},
	"world": {"id": cty.String, "name": cty.String, "domain": cty.String},
}

// A binder is a configuration with expressions that are evaluated later, when
// the records are there.
type binder interface {
	// bind looks up what the expressions can use already, and reports what can
	// be known to be wrong.
	bind(d *decoder)
}

// bind resolves the names of the rule and checks that it comes to true or
// false, as far as types can tell.
func (r *Rule) bind(d *decoder) {
	if r.Keep == nil {
		return // reported as missing
	}
	r.names, r.uses = map[string]map[string]cty.Value{}, map[string][]string{}
	r.functions, r.text = d.pure, string(hclwrite.Format([]byte(d.sourceText(r.Keep.Range()))))
	good := true
	for _, t := range r.Keep.Variables() {
		root := t.RootName()
		attributes := recordTypes[root]
		if attributes == nil {
			switch {
			case root == "var" || root == "local" || root == "each":
			case kindByName(root) != nil:
				d.add(Errorf(t.SourceRange(), "Not a value", "%s is a block, of which a rule can read nothing: it reads trajectory, task and world.", root))
				good = false
				continue
			}
			name, v := d.resolve(t, d.site)
			if name == "" || !v.IsWhollyKnown() {
				good = false
				continue
			}
			if r.names[root] == nil {
				r.names[root] = map[string]cty.Value{}
			}
			r.names[root][name] = v
			continue
		}
		known := slices.Sorted(maps.Keys(attributes))
		name, ok := step(t)
		switch {
		case !ok:
			d.add(Errorf(t.SourceRange(), "Incomplete reference", "%s is not a value by itself: follow it with a dot and %s.", root, join(known, "or")))
			good = false
		case attributes[name] == cty.NilType:
			hint := d.didYouMean(name, func() []string { return known }, root+".")
			if hint == "" {
				hint = " It has " + join(known, "and") + "."
			}
			d.add(Errorf(t[:2].SourceRange(), "Undeclared name", "A %s has no %s.%s", root, name, hint))
			good = false
		case !slices.Contains(r.uses[root], name):
			r.uses[root] = append(r.uses[root], name)
		}
	}
	if !good || !d.afford(r.Keep, r.scope(specimen)) {
		return
	}
	v, diags := evaluate(r.Keep, r.scope(func(root, name string) cty.Value {
		return cty.UnknownVal(recordTypes[root][name])
	}))
	d.add(diags...)
	switch {
	case diags.HasErrors():
	case v.IsKnown() && v.IsNull():
		d.add(Errorf(r.Keep.Range(), "Unsuitable value", "keep must be true or false, not null."))
	case v.Type() != cty.Bool && v.Type() != cty.DynamicPseudoType:
		what := describeType(v.Type())
		if v.IsKnown() {
			what = describe(v)
		}
		d.add(Errorf(r.Keep.Range(), "Unsuitable value", "keep must be true or false, not %s.", what))
	}
}

// scope holds what the rule uses; of records, what value says.
func (r *Rule) scope(value func(root, name string) cty.Value) *hcl.EvalContext {
	scope := &hcl.EvalContext{Functions: r.functions, Variables: map[string]cty.Value{}}
	for root, values := range r.names { //lint:ordered into a map
		scope.Variables[root] = cty.ObjectVal(values)
	}
	for root, names := range r.uses { //lint:ordered into a map
		values := make(map[string]cty.Value, len(names))
		for _, name := range names {
			values[name] = value(root, name)
		}
		scope.Variables[root] = cty.ObjectVal(values)
	}
	return scope
}

// fields are what of the rule enters the Key beside its text: the values of the
// variables and locals that it uses. i is its position among the rules.
func (r *Rule) fields(i int) []Field {
	var fields []Field
	for _, root := range slices.Sorted(maps.Keys(r.names)) {
		for _, name := range slices.Sorted(maps.Keys(r.names[root])) {
			text, err := appendJSON(nil, r.names[root][name])
			if err != nil {
				text = []byte(describe(r.names[root][name]))
			}
			fields = append(fields, Field{"rule[" + strconv.Itoa(i) + "]." + root + "." + name, string(text)})
		}
	}
	return fields
}

// Text is the expression, laid out anew: how it was laid out is no part of what
// was asked.
func (r *Rule) Text() string { return r.text }

// Holds evaluates the rule. Where it cannot be told whether it holds, trouble
// says why; err is that of Place.
func (r *Rule) Holds(j Judged) (holds bool, trouble *Trouble, err error) {
	var place Place
	if len(r.uses["world"]) > 0 {
		if place, err = j.Place(); err != nil {
			return false, nil, err
		}
	}
	v, diags := evaluate(r.Keep, r.scope(func(root, name string) cty.Value {
		switch root {
		case "trajectory":
			return trajectoryValue(j, name)
		case "task":
			return taskValue(j.Task, name)
		}
		return map[string]cty.Value{
			"id": cty.StringVal(place.ID), "name": cty.StringVal(place.Name), "domain": cty.StringVal(place.Domain),
		}[name]
	}))
	switch {
	case diags.HasErrors():
		d := diags.Errs()[0].(*hcl.Diagnostic)
		return false, &Trouble{Detail: d.Summary + ": " + strings.Join(strings.Fields(d.Detail), " ")}, nil
	case !v.IsKnown() || v.IsNull() || v.Type() != cty.Bool:
		return false, &Trouble{NotBool: true, Detail: "it is " + describe(v)}, nil
	}
	return v.True(), nil, nil
}

// trajectoryValue is an attribute of a trajectory.
func trajectoryValue(j Judged, name string) cty.Value {
	t := j.Trajectory
	number := func(n int) cty.Value { return cty.NumberIntVal(int64(n)) }
	switch name {
	case "tokens":
		return number(j.Tokens)
	case "outcome":
		return cty.StringVal(string(t.Outcome))
	case "model":
		return cty.StringVal(t.Model)
	case "trial":
		return number(t.Trial)
	case "changes":
		return number(t.State.Changes.Rows())
	case "errors":
		return number(len(failedCalls(t)))
	case "flags":
		var flags []string
		for _, turn := range t.Turns {
			flags = append(flags, turn.Flags...)
		}
		slices.Sort(flags)
		return stringsVal(slices.Compact(flags))
	case "turns":
		turns := make([]cty.Value, len(t.Turns))
		for i, turn := range t.Turns {
			turns[i] = cty.ObjectVal(map[string]cty.Value{
				"role": cty.StringVal(string(turn.Role)), "kind": cty.StringVal(turn.Kind),
				"content": cty.StringVal(turn.Content), "reasoning": cty.StringVal(turn.Reasoning),
				"flags": stringsVal(turn.Flags), "calls": number(len(turn.Calls)),
			})
		}
		return cty.TupleVal(turns)
	case "calls":
		failed := failedCalls(t)
		var calls []cty.Value
		for _, turn := range t.Turns {
			for _, c := range turn.Calls {
				calls = append(calls, cty.ObjectVal(map[string]cty.Value{
					"tool": cty.StringVal(c.Tool), "arguments": jsonValue(c.Arguments), "failed": cty.BoolVal(failed[c.ID]),
				}))
			}
		}
		return cty.TupleVal(calls)
	}
	panic("spec: a trajectory has no " + name)
}

// failedCalls are the ids of the calls that ended in an error.
func failedCalls(t *world.Trajectory) map[string]bool {
	failed := map[string]bool{}
	for _, turn := range t.Turns {
		if turn.Role == world.ToolRole && turn.Kind == "error" {
			failed[turn.CallID] = true
		}
	}
	return failed
}

// taskValue is an attribute of a task.
func taskValue(t *world.Task, name string) cty.Value {
	switch name {
	case "kind":
		return cty.StringVal(t.Kind)
	case "goal":
		return cty.StringVal(t.Goal)
	case "read_only":
		return cty.BoolVal(t.ReadOnly())
	case "difficulty":
		return cty.StringVal(t.Difficulty)
	case "effort":
		return cty.NumberIntVal(int64(t.Effort()))
	case "tools":
		return cty.NumberIntVal(int64(len(t.Tools)))
	case "outputs":
		return stringsVal(t.Outputs)
	case "calls":
		calls := make([]cty.Value, len(t.Calls))
		for i, c := range t.Calls {
			calls[i] = cty.ObjectVal(map[string]cty.Value{
				"tool": cty.StringVal(c.Tool), "arguments": jsonValue(c.Arguments), "effect": cty.StringVal(string(c.Effect)),
			})
		}
		return cty.TupleVal(calls)
	}
	panic("spec: a task has no " + name)
}

func stringsVal(list []string) cty.Value {
	if len(list) == 0 {
		return cty.ListValEmpty(cty.String)
	}
	values := make([]cty.Value, len(list))
	for i, s := range list {
		values[i] = cty.StringVal(s)
	}
	return cty.ListVal(values)
}

// jsonValue is the value of the JSON of a record; null for what is none. (The
// function jsondecode makes the same of it, at ten times the cost: it works out
// types first.)
func jsonValue(raw json.RawMessage) cty.Value {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	return valueOfJSON(v)
}

func valueOfJSON(v any) cty.Value {
	switch v := v.(type) {
	case string:
		return cty.StringVal(v)
	case bool:
		return cty.BoolVal(v)
	case json.Number:
		if guardNumber(v.String()) != "" {
			return cty.NullVal(cty.Number)
		}
		n, err := cty.ParseNumberVal(v.String())
		if err != nil {
			return cty.NullVal(cty.Number)
		}
		return n
	case []any:
		list := make([]cty.Value, len(v))
		for i, e := range v {
			list[i] = valueOfJSON(e)
		}
		return cty.TupleVal(list)
	case map[string]any:
		object := make(map[string]cty.Value, len(v))
		for name, e := range v { //lint:ordered into a map
			object[name] = valueOfJSON(e)
		}
		return cty.ObjectVal(object)
	}
	return cty.NullVal(cty.DynamicPseudoType)
}

// specimen is a value of an attribute as large as those of a long talk: it
// bounds what the evaluation of a rule costs.
func specimen(root, name string) cty.Value {
	const turns, calls = 60, 30
	text := strings.Repeat("word ", 100)
	t := &world.Trajectory{Outcome: world.Done, Model: "model"}
	for range turns {
		t.Turns = append(t.Turns, world.Turn{Role: world.AssistantRole, Kind: "say", Content: text, Reasoning: text, Flags: []string{"flag"}})
	}
	task := &world.Task{Kind: "walk", Goal: text, Outputs: []string{"output"}}
	arguments := json.RawMessage(`{"a":"aaaaaaaaaaaaaaaa","b":"bbbbbbbbbbbbbbbb","c":1,"d":["dddddddddddd"]}`)
	for i := range calls {
		c := world.Call{ID: strconv.Itoa(i), Tool: "some_tool", Arguments: arguments, Effect: world.Read}
		t.Turns[2*i].Calls = []world.Call{c}
		task.Calls = append(task.Calls, c)
	}
	switch root {
	case "trajectory":
		return trajectoryValue(Judged{Trajectory: t, Tokens: turns * 100}, name)
	case "task":
		return taskValue(task, name)
	}
	return cty.StringVal("world")
}
