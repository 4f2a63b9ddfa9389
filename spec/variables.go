package spec

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// declareVariable takes up a variable block.
func (l *loader) declareVariable(block *hcl.Block) {
	name := block.Labels[0]
	if !validName(name) {
		l.add(Errorf(block.LabelRanges[0], "Invalid name", "%q is not a name. "+nameRule, name))
	}
	if first, ok := l.variables[name]; ok {
		l.add(Errorf(block.DefRange, "Duplicate variable", "var.%s is already declared at %s.", name, first.header))
		return
	}
	v := &variable{header: block.DefRange, value: cty.DynamicVal}
	content, diags := block.Body.Content(&variableSchema().body)
	l.add(diags...)
	config := reflect.ValueOf(&v.Variable)
	dec := &decoder{l, &site{constant: "The description of a variable"}, &Block{}}
	dec.labels(variableSchema(), config.Elem(), block.Labels, block.LabelRanges)
	dec.body(variableSchema(), config, content, block.DefRange, "")
	l.variables[name] = v
	l.variableOrder = append(l.variableOrder, name)
}

// A setting is a value that a variable was given from outside.
type setting struct {
	expr  hcl.Expression // nil for the text of a --var
	text  string
	place Range
}

// readVariables gives every variable its value.
func (l *loader) readVariables() {
	slices.SortFunc(l.variableOrder, func(a, b string) int {
		return compareRanges(l.variables[a].header, l.variables[b].header)
	})
	settings := map[string]setting{}
	for _, name := range l.options.VarFiles {
		l.readVarFile(name, settings)
	}
	for _, name := range slices.Sorted(maps.Keys(l.options.Vars)) {
		// The text stands as a file of its own, so that messages show it.
		file := "--var " + name
		src := []byte(l.options.Vars[name])
		l.spec.Files[file] = &hcl.File{Bytes: src}
		place := position(file, src, 0)
		place.End = hcl.Pos{Line: 1, Column: 1 + len(src), Byte: len(src)}
		l.set(settings, name, setting{text: string(src), place: place})
	}
	for _, name := range l.variableOrder {
		v := l.variables[name]
		s, ok := settings[name]
		v.value = l.variableValue(v, s, ok)
	}
}

func (l *loader) set(settings map[string]setting, name string, s setting) {
	if l.variables[name] == nil {
		l.undeclared(s.place, "variable", "", name, func() []string { return candidates(l.variables) })
		return
	}
	settings[name] = s
}

// readVarFile reads a --var-file.
func (l *loader) readVarFile(name string, settings map[string]setting) {
	src, ok := l.readFile(name)
	if !ok {
		return
	}
	l.spec.Files[name] = &hcl.File{Bytes: src}
	f, ok := l.parse(name, src)
	if !ok {
		return
	}
	attributes, diags := f.Body.JustAttributes()
	l.add(diags...)
	for _, a := range inOrder(attributes) {
		l.set(settings, a.Name, setting{expr: a.Expr, place: a.NameRange})
	}
}

// variableValue returns the value of a variable, converted to its type.
func (l *loader) variableValue(v *variable, s setting, given bool) cty.Value {
	typ, defaults, ok := l.variableType(v)
	if !ok {
		return cty.DynamicVal
	}
	var value cty.Value
	place := s.place
	switch {
	case given && s.expr != nil:
		place = s.expr.Range()
		value = l.value(s.expr, &site{constant: "A value in a file of variables"})
	case given:
		value = l.parseText(s, typ)
	case v.Default != nil:
		place = v.Default.Range()
		value = l.value(v.Default, &site{constant: "The default of a variable"})
	default:
		l.add(Errorf(v.header, "Missing value",
			"var.%s has no default and is not set. Set it with --var %s=VALUE or in a --var-file.", v.Name, v.Name))
		return cty.DynamicVal
	}
	if !value.IsWhollyKnown() {
		return cty.DynamicVal
	}
	if defaults != nil && !value.IsNull() {
		value = defaults.Apply(value)
	}
	converted, err := convert.Convert(value, typ)
	if err == nil {
		err = checkMagnitudes(converted)
	}
	if err != nil {
		l.add(Errorf(place, "Unsuitable value", "var.%s is of type %s: %s.", v.Name, typeexpr.TypeString(typ), err))
		return cty.DynamicVal
	}
	return converted
}

// variableType evaluates the type of a variable.
func (l *loader) variableType(v *variable) (cty.Type, *typeexpr.Defaults, bool) {
	if v.Type == nil {
		return cty.DynamicPseudoType, nil, true
	}
	// In JSON a type is a string that HCL parses as an expression when asked
	// for it, past the guards.
	if text, ok := l.jsonText(v.Type); ok {
		if diags := l.guardNative(v.Type.Range().Filename, []byte(text)); diags.HasErrors() {
			l.add(Errorf(v.Type.Range(), diags[0].Summary, "%s", diags[0].Detail))
			return cty.NilType, nil, false
		}
	}
	typ, defaults, diags := typeexpr.TypeConstraintWithDefaults(v.Type)
	l.add(diags...)
	return typ, defaults, !diags.HasErrors()
}

// jsonText returns the string that an expression of a JSON file is.
func (l *loader) jsonText(expr hcl.Expression) (string, bool) {
	if !strings.HasSuffix(expr.Range().Filename, ".json") || !hcljson.IsJSONExpression(expr) {
		return "", false
	}
	v, diags := expr.Value(nil) // without a context a JSON string is literal
	if diags.HasErrors() || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// parseText reads the value of a --var: as it is for a string, as an expression
// for all other types.
func (l *loader) parseText(s setting, typ cty.Type) cty.Value {
	if typ == cty.DynamicPseudoType || typ.IsPrimitiveType() {
		return cty.StringVal(s.text)
	}
	name := s.place.Filename
	if diags := l.guardNative(name, []byte(s.text)); diags.HasErrors() {
		l.add(diags...)
		return cty.DynamicVal
	}
	expr, diags := hclsyntax.ParseExpression([]byte(s.text), name, hcl.InitialPos)
	l.add(diags...)
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	return l.value(expr, &site{constant: "The value of a --var"})
}

// checkVariables evaluates the validations of all variables.
func (l *loader) checkVariables() {
	for _, name := range l.variableOrder {
		v := l.variables[name]
		if !v.value.IsWhollyKnown() {
			continue
		}
		mentioned, shapes := v.mentioned, v.shapes
		for _, check := range v.Validations {
			if check.Condition != nil && check.ErrorMessage != nil {
				l.validate(v, check)
			}
		}
		v.mentioned, v.shapes = mentioned, shapes // its own conditions are no use of it
	}
}

func (l *loader) validate(v *variable, check Validation) {
	condition := l.value(check.Condition, &site{})
	if !condition.IsWhollyKnown() {
		return
	}
	holds, err := convert.Convert(condition, cty.Bool)
	if err != nil || holds.IsNull() {
		l.add(Errorf(check.Condition.Range(), "Unsuitable value", "condition must be true or false, not %s.", describe(condition)))
		return
	}
	if holds.True() {
		return
	}
	message := l.value(check.ErrorMessage, &site{})
	if !message.IsWhollyKnown() {
		return
	}
	text, err := convert.Convert(message, cty.String)
	if err != nil || text.IsNull() {
		l.add(Errorf(check.ErrorMessage.Range(), "Unsuitable value", "error_message must be a string, not %s.", describe(message)))
		return
	}
	l.add(Errorf(check.Condition.Range(), "Invalid value for variable", "%s", text.AsString()))
}

// checkMagnitudes refuses a value that holds a number too large to be written
// in full, as a string can mean it: "1e1000000".
func checkMagnitudes(v cty.Value) error {
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	t := v.Type()
	if t == cty.Number && measureNumber(v).length > maxNumerals {
		return errLargeNumber
	}
	if isSequence(t) || t.IsObjectType() || t.IsMapType() {
		for it := v.ElementIterator(); it.Next(); {
			if _, e := it.Element(); checkMagnitudes(e) != nil {
				return errLargeNumber
			}
		}
	}
	return nil
}
