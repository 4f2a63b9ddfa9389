package spec

import (
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// A completer is a configuration with arguments that follow from how others
// were written.
type completer interface {
	// complete gets the expressions of the arguments that were given.
	complete(given hcl.Attributes)
}

// A checker is a configuration with rules that concern several arguments.
type checker interface {
	// check returns what is wrong; at gives the place of an argument or of the
	// first nested block of a name, the block's header for one that was not given.
	check(at func(argument string) Range) Diagnostics
}

// A decoder fills the configuration of one block.
type decoder struct {
	*loader
	site  *site
	block *Block
}

func (l *loader) decodeBlock(d *declaration, b *Block, s *site) {
	config := reflect.New(d.kind.config)
	b.Config = config.Interface()
	dec := &decoder{l, s, b}
	schema := d.kind.schema()
	if len(schema.labels) > 0 {
		dec.labels(schema, config.Elem(), []string{d.name}, d.labels)
	}
	dec.body(schema, config, d.content, d.header, "")
	b.fields = l.fieldsOf(schema, config.Elem(), "", nil)
	nameDocuments(b.files)
	if e, ok := b.Config.(*Experiment); ok {
		l.spec.Experiment = *e
	}
}

// body fills the struct that config points to from the content of a block.
func (d *decoder) body(s *schema, config reflect.Value, content *hcl.BodyContent, header Range, path string) {
	v := config.Elem()
	places := map[string]Range{}
	good := true
	for i := range s.arguments {
		a := &s.arguments[i]
		given := content.Attributes[a.name]
		if given != nil {
			places[a.name] = given.Expr.Range()
		}
		good = d.argument(a, v.Field(a.index), given, header, path) && good
	}
	for _, n := range s.blocks {
		d.nested(n, v.Field(n.index), content, header, path)
	}
	for _, block := range content.Blocks {
		if _, ok := places[block.Type]; !ok {
			places[block.Type] = block.DefRange
		}
	}
	at := func(name string) Range {
		if r, ok := places[name]; ok {
			return r
		}
		return header
	}
	for _, p := range s.ranges {
		v.Field(p.index).Set(reflect.ValueOf(at(p.name)))
	}
	if !good {
		return
	}
	if b, ok := config.Interface().(binder); ok {
		b.bind(d)
	}
	if c, ok := config.Interface().(completer); ok {
		c.complete(content.Attributes)
	}
	if c, ok := config.Interface().(checker); ok {
		d.add(c.check(at)...)
	}
}

func (d *decoder) nested(n nested, field reflect.Value, content *hcl.BodyContent, header Range, path string) {
	ordinal := 0
	var first Range
	for _, block := range content.Blocks {
		if block.Type != n.name {
			continue
		}
		if ordinal > 0 && !n.many {
			d.add(Errorf(block.DefRange, "Duplicate block", "A block has one %s; it is already given at %s.", n.name, first))
			break
		}
		first = block.DefRange
		c, diags := block.Body.Content(&n.schema.body)
		tellArguments(&n.schema.body, diags)
		d.add(diags...)
		config := reflect.New(n.typ)
		d.labels(n.schema, config.Elem(), block.Labels, block.LabelRanges)
		label := path + n.name + "."
		if n.many {
			label = path + n.name + "[" + strconv.Itoa(ordinal) + "]."
		}
		d.body(n.schema, config, c, block.DefRange, label)
		switch {
		case n.many:
			field.Set(reflect.Append(field, config.Elem()))
		case n.absent:
			field.Set(config)
		default:
			field.Set(config.Elem())
		}
		ordinal++
	}
	if ordinal == 0 && !n.many && !n.absent {
		// The defaults of a block that was left out.
		d.body(n.schema, field.Addr(), &hcl.BodyContent{}, header, path+n.name+".")
	}
}

// labels fills the fields of a block's labels.
func (d *decoder) labels(s *schema, v reflect.Value, labels []string, ranges []Range) {
	for i, a := range s.labels {
		d.oneOf(&a, labels[i], ranges[i])
		v.Field(a.index).SetString(labels[i])
	}
}

func (d *decoder) oneOf(a *argument, s string, r Range) bool {
	if a.oneof == nil || slices.Contains(a.oneof, s) {
		return true
	}
	d.add(Errorf(r, "Unsuitable value", "%s must be %s, not %q.%s",
		a.name, a.expects(), s, d.didYouMean(s, func() []string { return a.oneof }, "")))
	return false
}

// argument fills one field. It reports false if what was given is of no use.
func (d *decoder) argument(a *argument, field reflect.Value, given *hcl.Attribute, header Range, path string) bool {
	if a.typ == expressionType {
		if given != nil {
			field.Set(reflect.ValueOf(given.Expr))
			return true
		}
		return d.absent(a, field, header)
	}
	if given == nil {
		return d.absent(a, field, header)
	}
	switch a.typ {
	case referencesType:
		return d.references(a, field, given, header, path)
	case pathsType:
		return d.paths(a, field, given, header, path+a.name)
	}
	at := *d.site
	at.aside = a.free && d.block.Kind == "model"
	v := d.value(given.Expr, &at)
	if !v.IsWhollyKnown() {
		return false
	}
	r := given.Expr.Range()
	if a.typ == jsonType {
		raw, err := appendJSON(nil, v)
		if err != nil {
			d.unsuitable(a, r, err.Error())
			return false
		}
		field.Set(reflect.ValueOf(json.RawMessage(raw)))
		return d.produce(float64(2*len(raw)), r) // once more in the Key's fields
	}
	if v.IsNull() {
		return d.absent(a, field, header)
	}
	if field.Kind() == reflect.Pointer {
		p := reflect.New(a.typ.Elem())
		field.Set(p)
		field = p.Elem()
	}
	return d.set(a, field, v, r)
}

// absent handles an argument that was not given, or was given as null.
func (d *decoder) absent(a *argument, field reflect.Value, header Range) bool {
	switch {
	case a.fallback.IsValid():
		field.Set(a.fallback)
	case a.required():
		d.add(Errorf(header, "Missing argument", "%s is required: %s.", a.name, a.expects()))
		return false
	}
	return true
}

func (d *decoder) unsuitable(a *argument, r Range, got string) {
	d.add(Errorf(r, "Unsuitable value", "%s must be %s, not %s.", a.name, a.expects(), got))
}

// set converts a known value to the field's type and checks it.
func (d *decoder) set(a *argument, field reflect.Value, v cty.Value, r Range) bool {
	want := cty.String
	switch field.Kind() {
	case reflect.Bool:
		want = cty.Bool
	case reflect.Int, reflect.Int64, reflect.Uint64, reflect.Float64:
		want = cty.Number
	case reflect.Slice:
		want = cty.List(cty.String)
		if a.typ == intsType {
			want = cty.List(cty.Number)
		}
	}
	if v.Type() == cty.String && want == cty.Number {
		if guardNumber(v.AsString()) != "" {
			d.unsuitable(a, r, describe(v))
			return false
		}
	}
	c, err := convert.Convert(v, want)
	if err != nil || field.Kind() == reflect.Slice && !isSequence(v.Type()) {
		d.unsuitable(a, r, describe(v))
		return false
	}
	switch field.Kind() {
	case reflect.Bool:
		field.SetBool(c.True())
	case reflect.String:
		field.SetString(c.AsString())
		return d.oneOf(a, c.AsString(), r)
	case reflect.Slice:
		if a.typ == intsType {
			return d.setInts(a, field, c, r)
		}
		return d.setStrings(a, field, c, r)
	default:
		return d.setNumber(a, field, c.AsBigFloat(), r)
	}
	return true
}

func (d *decoder) setStrings(a *argument, field reflect.Value, list cty.Value, r Range) bool {
	out := reflect.MakeSlice(field.Type(), 0, list.LengthInt())
	for it := list.ElementIterator(); it.Next(); {
		_, e := it.Element()
		if e.IsNull() {
			d.unsuitable(a, r, "a list that holds null")
			return false
		}
		s := e.AsString()
		if a.typ == patternsType {
			if err := checkPattern(s); err != nil {
				d.add(Errorf(r, "Invalid pattern", "%q is not a pattern: %s.", s, err))
				return false
			}
		}
		out = reflect.Append(out, reflect.ValueOf(s))
	}
	field.Set(out)
	return true
}

// setInts fills a list of whole numbers, each of which lies within the bounds.
func (d *decoder) setInts(a *argument, field reflect.Value, list cty.Value, r Range) bool {
	out := reflect.MakeSlice(field.Type(), list.LengthInt(), list.LengthInt())
	i := 0
	for it := list.ElementIterator(); it.Next(); i++ {
		_, e := it.Element()
		if e.IsNull() {
			d.unsuitable(a, r, "a list that holds null")
			return false
		}
		if !d.setNumber(a, out.Index(i), e.AsBigFloat(), r) {
			return false
		}
	}
	field.Set(out)
	return true
}

func (d *decoder) setNumber(a *argument, field reflect.Value, x *big.Float, r Range) bool {
	bad := func() bool {
		d.add(Errorf(r, "Out of range", "%s must be %s, not %s.", a.name, a.expects(), x.Text('g', 17)))
		return false
	}
	f, _ := x.Float64()
	if math.IsInf(f, 0) || a.bounds != nil && !a.bounds.holds(f) {
		return bad()
	}
	switch field.Kind() {
	case reflect.Float64:
		field.SetFloat(f + 0) // -0 becomes 0
	case reflect.Uint64:
		n, accuracy := x.Uint64()
		if accuracy != big.Exact || a.bounds != nil && a.bounds.hasHigh && f == a.bounds.high && strconv.FormatUint(n, 10) != a.bounds.hiText {
			return bad()
		}
		field.SetUint(n)
	default:
		n, accuracy := x.Int64()
		if accuracy != big.Exact {
			return bad()
		}
		field.SetInt(n)
	}
	return true
}

// references fills a list of references. Each element of a list that is
// written out has its own range.
//
// Where blocks of one kind stand in a block any number of times, each argument
// has its path for a name; and so has one that takes a model.
func (d *decoder) references(a *argument, field reflect.Value, given *hcl.Attribute, header Range, path string) bool {
	attribute := a.name
	if strings.Contains(path, "[") || takesModel(a.reads) {
		attribute = path + a.name
	}
	elements := []hcl.Expression{given.Expr}
	if list, diags := hcl.ExprList(given.Expr); !diags.HasErrors() {
		elements = list
	}
	var all References
	good := true
	for _, e := range elements {
		v := d.value(e, d.site)
		if !v.IsWhollyKnown() {
			good = false
			continue
		}
		if v.IsNull() && len(elements) == 1 {
			return d.absent(a, field, header)
		}
		if len(elements) == 1 && v.Type() == cty.String && a.words != nil && !v.IsNull() {
			return d.word(a, v.AsString(), e.Range())
		}
		blocks, ok := collect(v, nil)
		if !ok {
			d.add(Errorf(e.Range(), "Not a reference", "%s takes %s, not %s.%s", a.name, a.expects(), describe(v), d.unquoted(v)))
			good = false
			continue
		}
		if d.referred += len(blocks); d.referred > maxReferences {
			d.add(Errorf(e.Range(), tooComplex, "The blocks of a spec have at most %d references.", maxReferences))
			return false
		}
		for _, b := range blocks {
			all = append(all, b)
			d.block.References = append(d.block.References, Reference{attribute, b, e.Range()})
		}
	}
	if good && len(all) == 0 && a.required() {
		d.add(Errorf(given.Expr.Range(), "No input", "%s refers to no block at all; it takes %s.", a.name, a.expects()))
		return false
	}
	if takesModel(a.reads) && len(all) > 1 {
		d.add(Errorf(given.Expr.Range(), "Unsuitable value", "%s takes one model, not %d.", a.name, len(all)))
		return false
	}
	field.Set(reflect.ValueOf(all))
	return good
}

// word checks a word that an argument takes in the place of a reference. It
// stands for no reference at all.
func (d *decoder) word(a *argument, word string, r Range) bool {
	if slices.Contains(a.words, word) {
		return true
	}
	d.add(Errorf(r, "Unsuitable value", "%s takes %s, not %q.%s",
		a.name, a.expects(), word, d.didYouMean(word, func() []string { return a.words }, "")))
	return false
}

// unquoted advises the user who wrote a reference as a string.
func (d *decoder) unquoted(v cty.Value) string {
	if v.Type() != cty.String {
		return ""
	}
	if d.declared[v.AsString()] != nil {
		return " Write " + v.AsString() + " without quotes, or \"${" + v.AsString() + "}\" in JSON."
	}
	return ""
}

// collect gathers the blocks in a value: a block, all instances of one, or a
// sequence of these.
func collect(v cty.Value, to []*Block) ([]*Block, bool) {
	t := v.Type()
	switch {
	case v.IsNull():
		return nil, false
	case t == handleType:
		return append(to, v.EncapsulatedValue().(*handle).block), true
	case isSequence(t), t.IsObjectType(), t.IsMapType():
		for it := v.ElementIterator(); it.Next(); {
			_, e := it.Element()
			var ok bool
			if to, ok = collect(e, to); !ok {
				return nil, false
			}
		}
		return to, true
	}
	return nil, false
}

func isSequence(t cty.Type) bool {
	return t.IsListType() || t.IsTupleType() || t.IsSetType()
}

// describe says in words what a value is.
func describe(v cty.Value) string {
	t := v.Type()
	switch {
	case v.IsNull():
		return "null"
	case t == cty.String:
		if s := v.AsString(); len(s) <= 60 {
			return strconv.Quote(s)
		}
		return "a string"
	case t == cty.Number:
		return v.AsBigFloat().Text('g', 17)
	case t == cty.Bool:
		return strconv.FormatBool(v.True())
	case t == handleType:
		return "the block " + v.EncapsulatedValue().(*handle).block.Address()
	}
	return describeType(t)
}

func describeType(t cty.Type) string {
	switch {
	case t.IsTupleType(), t.IsListType():
		return "a list"
	case t.IsSetType():
		return "a set"
	case t.IsObjectType(), t.IsMapType():
		return "a map"
	}
	return "a " + t.FriendlyName()
}

// fieldsOf lists the arguments of a configuration that enter the Key.
func (l *loader) fieldsOf(s *schema, v reflect.Value, path string, to []Field) []Field {
	for i := range s.keyed {
		a := &s.keyed[i]
		if text, ok := l.fieldText(v.Field(a.index)); ok {
			to = append(to, Field{path + a.name, text})
		}
	}
	for _, n := range s.blocks {
		f := v.Field(n.index)
		switch {
		case n.many:
			for i := range f.Len() {
				to = l.fieldsOf(n.schema, f.Index(i), path+n.name+"["+strconv.Itoa(i)+"].", to)
			}
		case n.absent:
			if !f.IsNil() {
				to = l.fieldsOf(n.schema, f.Elem(), path+n.name+".", to)
			}
		default:
			to = l.fieldsOf(n.schema, f, path+n.name+".", to)
		}
	}
	return to
}

// fieldText writes a value for the Key; not ok if there is none.
func (l *loader) fieldText(v reflect.Value) (string, bool) {
	switch x := v.Interface().(type) {
	case json.RawMessage:
		return string(x), x != nil
	case hcl.Expression:
		return l.sourceText(x.Range()), true
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "", false
		}
		return l.fieldText(v.Elem())
	case reflect.Interface:
		return "", false // an expression that was not given
	case reflect.String:
		return v.String(), true
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), true
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), true
	case reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10), true
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64), true
	case reflect.Slice:
		text := []byte{'['}
		for i := range v.Len() {
			if i > 0 {
				text = append(text, ',')
			}
			if n := v.Index(i); n.Kind() == reflect.Int {
				text = strconv.AppendInt(text, n.Int(), 10)
				continue
			}
			text = appendString(text, v.Index(i).String())
		}
		return string(append(text, ']')), true
	}
	panic("spec: no text for a field of type " + v.Type().String())
}

// sourceText returns the source text at r without comments, one space between
// tokens: the same for the same expression, however it is laid out. What is
// inside quotes stays as it is.
func (l *loader) sourceText(r Range) string {
	f := l.spec.Files[r.Filename]
	tokens, _ := hclsyntax.LexExpression(f.Bytes[r.Start.Byte:r.End.Byte], r.Filename, r.Start)
	var text []byte
	joined := true // the next token follows without a space
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenComment, hclsyntax.TokenNewline, hclsyntax.TokenEOF:
			continue
		case hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
			joined = true
		}
		if !joined {
			text = append(text, ' ')
		}
		text = append(text, t.Bytes...)
		switch t.Type {
		case hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc:
			joined = true
		default:
			joined = false
		}
	}
	return string(text)
}
