package engine

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	keyword "github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.starlark.net/starlark"
	"worldc/world"
)

// noLoader keeps schemas from naming other documents.
type noLoader struct{}

// Load implements jsonschema.URLLoader.
func (noLoader) Load(string) (any, error) { return nil, errors.New("a schema names no other document") }

// compileSchema compiles the JSON Schema of arguments.
func compileSchema(raw []byte) (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.UseLoader(noLoader{})
	const url = "worldc:arguments"
	if err := c.AddResource(url, doc); err != nil {
		return nil, err
	}
	s, err := c.Compile(url)
	var invalid *jsonschema.SchemaValidationError
	if errors.As(err, &invalid) {
		var deeper *jsonschema.ValidationError
		if errors.As(invalid.Err, &deeper) {
			for len(deeper.Causes) > 0 {
				deeper = deeper.Causes[0]
			}
			return nil, fmt.Errorf("no valid JSON Schema at /%s", strings.Join(deeper.InstanceLocation, "/"))
		}
	}
	return s, err
}

// loadTools compiles each tool in an environment that has the prelude in it. Those
// of a world that was judged before are compiled when they are called first: a
// session seldom calls them all.
func (e *Engine) loadTools(tools []world.WorldTool, judged bool, found *problems) {
	for i := range tools {
		wt := &tools[i]
		t := &tool{name: wt.Tool.Name, effect: wt.Effect}
		t.load = sync.OnceValue(func() (wrong problems) {
			where := "tools." + wt.Tool.Name
			t.names = map[string]bool{}
			required := t.loadParameters(where, wt, &wrong)
			t.loadCode(where, wt, e.prelude, e.environment, required, &wrong)
			return wrong
		})
		if !judged {
			if wrong := t.load(); len(wrong) > 0 {
				*found = append(*found, wrong...)
				continue
			}
		}
		if e.tools[t.name] != nil {
			continue
		}
		e.tools[t.name] = t
		e.names = append(e.names, t.name)
	}
}

// loadParameters reads the schema of the arguments.
func (t *tool) loadParameters(where string, wt *world.WorldTool, found *problems) (required map[string]bool) {
	required = map[string]bool{}
	raw := wt.Parameters()
	schema, err := decode(raw)
	if err != nil {
		found.add(where+".parameters", "%s", err)
		return required
	}
	if t.accept = shapeOf(schema); t.accept != nil {
		t.validator = sync.OnceValue(func() *jsonschema.Schema {
			s, err := compileSchema(raw)
			if err != nil {
				panic(fmt.Sprintf("the schema of %s has a shape and does not compile: %s", t.name, err))
			}
			return s
		})
	} else {
		s, err := compileSchema(raw)
		if err != nil {
			found.add(where+".parameters", "%s", err)
			return required
		}
		t.validator = func() *jsonschema.Schema { return s }
	}
	d, ok := schema.(*starlark.Dict)
	if !ok {
		return required
	}
	if v, ok, _ := d.Get(starlark.String("properties")); ok {
		if properties, ok := v.(*starlark.Dict); ok {
			for _, name := range properties.Keys() {
				t.names[string(name.(starlark.String))] = true
			}
		}
	}
	if v, ok, _ := d.Get(starlark.String("required")); ok {
		if list, ok := v.(*starlark.List); ok {
			for i := range list.Len() {
				if name, ok := starlark.AsString(list.Index(i)); ok {
					required[name] = true
				}
			}
		}
	}
	for _, name := range wt.Tool.ParameterOrder {
		if t.names[name] && !slices.Contains(t.declared, name) {
			t.declared = append(t.declared, name)
		}
	}
	for _, name := range sortedKeys(t.names) {
		if !slices.Contains(t.declared, name) {
			t.declared = append(t.declared, name)
		}
	}
	return required
}

// loadCode compiles the code, and compares its parameters with the document's.
func (t *tool) loadCode(where string, wt *world.WorldTool, prelude string, env starlark.StringDict, required map[string]bool, found *problems) {
	where += ".code"
	globals := compile(where, wt.Code, prelude, env, found)
	if globals == nil {
		return
	}
	f, ok := globals[wt.Function()].(*starlark.Function)
	if !ok {
		found.add(where, "defines no function %s%s", wt.Function(), meant(wt.Function(), globals.Keys()))
		return
	}
	t.function, t.keywords = f, f.HasKwargs()
	// Code cannot call what it does not spell: it has no way to make a name.
	t.ids = t.effect == world.Write && (strings.Contains(wt.Code, idsName) || strings.Contains(prelude, idsName))
	if f.HasVarargs() {
		found.add(where, "the function %s takes any number of arguments (*): arguments have names", f.Name())
		return
	}
	named := f.NumParams()
	if f.HasKwargs() {
		named--
	}
	has := map[string]bool{}
	for i := range named {
		name, pos := f.Param(i)
		has[name] = true
		if i < named-f.NumKwonlyParams() {
			t.positional = append(t.positional, starlark.String(name))
		}
		at := fmt.Sprintf("%s:%d:%d", where, pos.Line, pos.Col)
		switch {
		case t.names[name]:
			if f.ParamDefault(i) == nil && !required[name] {
				found.add(at, "the parameter %s needs a default: the document does not require it", name)
			}
		case f.ParamDefault(i) == nil:
			found.add(at, "the parameter %s is none of the document's: %s%s", name, listed(t.declared), meant(name, t.declared))
		}
	}
	if !t.keywords {
		for _, name := range t.declared {
			if !has[name] {
				found.add(where, "the function %s lacks the parameter %s of the document", f.Name(), name)
			}
		}
	}
}

// check reads and validates the arguments of a call.
func (t *tool) check(raw []byte) (*starlark.Dict, error) { return t.checkInto(new(starlark.Dict), raw) }

// checkInto is check with room for the arguments, which is empty.
func (t *tool) checkInto(into *starlark.Dict, raw []byte) (*starlark.Dict, error) {
	r := reader{in: raw, into: into}
	v, err := r.whole()
	if err != nil {
		return nil, refuse(BadArguments, "%s: the arguments are no JSON that can be read: %s", t.name, err)
	}
	d, ok := v.(*starlark.Dict)
	if !ok {
		return nil, refuse(BadArguments, "%s: the arguments have to be a JSON object with %s, not %s", t.name, t.expects(), brief(v))
	}
	if !t.keywords {
		for _, name := range d.Keys() {
			if n := string(name.(starlark.String)); !t.names[n] {
				return nil, refuse(BadArguments, "%s: there is no argument %q; it takes %s%s", t.name, clip(n, 60), t.expects(), meant(n, t.declared))
			}
		}
	}
	if t.accept != nil && t.accept.admits(d) {
		return d, nil
	}
	var messages []string
	if t.accept != nil {
		for _, name := range t.accept.lacks(d) {
			messages = append(messages, name+" is missing")
		}
	}
	if len(messages) == 0 {
		err = t.validator().Validate(plain(d))
		if err == nil {
			return d, nil
		}
		var invalid *jsonschema.ValidationError
		if !errors.As(err, &invalid) {
			return nil, refuse(BadArguments, "%s: %s", t.name, err)
		}
		explainArguments(invalid, d, &messages)
	}
	slices.Sort(messages)
	messages = slices.Compact(messages)
	if len(messages) > 5 {
		messages = append(messages[:5], fmt.Sprintf("and %d more", len(messages)-5))
	}
	return nil, refuse(BadArguments, "%s: %s", t.name, strings.Join(messages, "; "))
}

func (t *tool) expects() string {
	if len(t.declared) == 0 {
		return "no arguments"
	}
	return listed(t.declared)
}

// explainArguments words what the validator found, for each value that is
// wrong.
func explainArguments(e *jsonschema.ValidationError, root starlark.Value, messages *[]string) {
	switch e.ErrorKind.(type) {
	case *keyword.AnyOf, *keyword.OneOf, *keyword.Not, *keyword.Contains:
	default:
		if len(e.Causes) > 0 {
			for _, c := range e.Causes {
				explainArguments(c, root, messages)
			}
			return
		}
	}
	name, value := locate(root, e.InstanceLocation)
	say := func(format string, args ...any) {
		*messages = append(*messages, name+" "+fmt.Sprintf(format, args...))
	}
	number := func(r *big.Rat) string {
		if r.IsInt() {
			return r.Num().String()
		}
		f, _ := r.Float64()
		return fmt.Sprint(f)
	}
	switch k := e.ErrorKind.(type) {
	case *keyword.Required:
		for _, m := range k.Missing {
			inside := m
			if len(e.InstanceLocation) > 0 {
				inside = name + "." + m
			}
			*messages = append(*messages, inside+" is missing")
		}
	case *keyword.AdditionalProperties:
		quoted := make([]string, len(k.Properties))
		for i, p := range slices.Sorted(slices.Values(k.Properties)) {
			quoted[i] = fmt.Sprintf("%q", clip(p, 60))
		}
		say("has no field %s", listed(quoted))
	case *keyword.Type:
		say("is %s, must be %s", brief(value), strings.Join(k.Want, " or "))
	case *keyword.Enum:
		allowed := make([]string, len(k.Want))
		for i, w := range k.Want {
			allowed[i] = goValue(w)
		}
		say("is %s, must be one of %s", brief(value), listed(allowed))
	case *keyword.Const:
		say("is %s, must be %s", brief(value), goValue(k.Want))
	case *keyword.Minimum:
		say("is %s, must be at least %s", brief(value), number(k.Want))
	case *keyword.Maximum:
		say("is %s, must be at most %s", brief(value), number(k.Want))
	case *keyword.ExclusiveMinimum:
		say("is %s, must be more than %s", brief(value), number(k.Want))
	case *keyword.ExclusiveMaximum:
		say("is %s, must be less than %s", brief(value), number(k.Want))
	case *keyword.MultipleOf:
		say("is %s, must be a multiple of %s", brief(value), number(k.Want))
	case *keyword.MinLength:
		say("is %s, must have at least %s", brief(value), count(k.Want, "character"))
	case *keyword.MaxLength:
		say("is %s, must have at most %s", brief(value), count(k.Want, "character"))
	case *keyword.MinItems:
		say("has %d elements, must have at least %d", k.Got, k.Want)
	case *keyword.MaxItems:
		say("has %d elements, must have at most %d", k.Got, k.Want)
	case *keyword.UniqueItems:
		say("has the same element at %d and %d, each may stand there once", k.Duplicates[0], k.Duplicates[1])
	case *keyword.Pattern:
		say("is %s, must match the pattern %s", brief(value), k.Want)
	case *keyword.Format:
		say("is %s, must be a %s", brief(value), k.Want)
	case *keyword.AnyOf, *keyword.OneOf:
		say("is %s, which is none of the forms that the document allows", brief(value))
	case *keyword.DependentRequired:
		say("has %s, so it needs %s too", k.Prop, listed(k.Missing))
	case *keyword.FalseSchema:
		say("may not be given")
	default:
		say("is %s, which the document does not allow (%s)", brief(value), strings.Join(e.ErrorKind.KeywordPath(), "/"))
	}
}

// goValue is a value of a schema as JSON.
func goValue(v any) string {
	switch v := v.(type) {
	case string:
		return brief(starlark.String(v))
	case nil:
		return "null"
	case bool, fmt.Stringer:
		return fmt.Sprint(v)
	}
	return fmt.Sprint(v)
}

// locate follows a location into a value, and names it such as `items[0].id`.
func locate(v starlark.Value, location []string) (name string, value starlark.Value) {
	for _, part := range location {
		switch x := v.(type) {
		case *starlark.Dict:
			v, _, _ = x.Get(starlark.String(part)) // a string is hashable
			if name != "" {
				name += "."
			}
			name += clip(part, 60)
		case *starlark.List:
			i := 0
			for _, c := range part {
				i = i*10 + int(c-'0')
			}
			name += "[" + part + "]"
			v = x.Index(i)
		}
	}
	if name == "" {
		name = "the arguments"
	}
	return name, v
}
