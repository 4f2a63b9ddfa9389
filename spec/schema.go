package spec

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"worldc/world"
)

// A schema is the syntax of a block, read from the tags of its struct:
//
//	spec:"name"            an argument or block of that name; required unless
//	                       it has a default, or is a block
//	spec:"name,optional"   may be left out, and is then the zero value
//	spec:"name,free"       does not enter the Key
//	spec:"name,label"      a label of the block
//	spec:"name,block"      a nested block: T at most once, *T absent or once,
//	                       []T any number
//	spec:"name,range"      a Range field: where the argument `name` stands, the
//	                       block's header where it was left out
//	default:"0.6"          the value of an argument that is left out
//	range:"[0,1)"          bounds of a number, as in mathematics; an omitted
//	                       bound is none
//	oneof:"a|b"            the values a string may have
//	reads:"Task|Script"    the record types that a reference may emit, or any
//	or:"ngram|x"           the words that an argument takes in the place of a
//	                       reference, and that stand for none
//	takes:"a type"         what the argument takes, in words, where the Go type
//	                       does not say it
//
// A field of type hcl.Expression is not evaluated.
type schema struct {
	labels    []argument
	arguments []argument
	blocks    []nested
	ranges    []placed
	keyed     []argument // labels and arguments that enter the Key
	body      hcl.BodySchema
}

// argument is the argument of a name or of a path such as stage[0].from, in the
// block or in one of its nested blocks; nil if there is none.
func (s *schema) argument(name string) *argument {
	name = name[strings.LastIndexByte(name, '.')+1:]
	for i := range s.arguments {
		if s.arguments[i].name == name {
			return &s.arguments[i]
		}
	}
	for _, n := range s.blocks {
		if a := n.schema.argument(name); a != nil {
			return a
		}
	}
	return nil
}

// An argument is one argument or label of a schema.
type argument struct {
	index    int
	name     string
	typ      reflect.Type
	optional bool
	free     bool
	fallback reflect.Value // the default; invalid where there is none
	bounds   *bounds
	oneof    []string
	reads    []world.Type
	takes    string
	words    []string // that a reference may be instead; the first is the default
}

// A nested is a nested block of a schema.
type nested struct {
	index  int
	name   string
	schema *schema
	typ    reflect.Type // the struct
	many   bool
	absent bool // a *T, nil where there is no block
}

// A placed is a field that keeps where an argument stands.
type placed struct {
	index int
	name  string
}

// bounds are the bounds of a number.
type bounds struct {
	low, high       float64
	hasLow, hasHigh bool
	lowOpen, hiOpen bool
	lowText, hiText string
}

// The types of arguments that are more than a Go type of that shape.
var (
	referencesType = reflect.TypeFor[References]()
	pathsType      = reflect.TypeFor[Paths]()
	patternsType   = reflect.TypeFor[Patterns]()
	jsonType       = reflect.TypeFor[json.RawMessage]()
	expressionType = reflect.TypeFor[hcl.Expression]()
	rangeType      = reflect.TypeFor[Range]()
	stringsType    = reflect.TypeFor[[]string]()
	intsType       = reflect.TypeFor[[]int]()
)

// newSchema reads the schema of a struct type.
func newSchema(t reflect.Type) *schema {
	s := &schema{}
	for i := range t.NumField() {
		f := t.Field(i)
		tag, ok := f.Tag.Lookup("spec")
		if !ok {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		has := func(option string) bool { return slices.Contains(strings.Split(options, ","), option) }
		switch {
		case has("range"):
			s.ranges = append(s.ranges, placed{i, name})
		case has("block"):
			n := nested{index: i, name: name, typ: f.Type}
			switch f.Type.Kind() {
			case reflect.Slice:
				n.many, n.typ = true, f.Type.Elem()
			case reflect.Pointer:
				n.absent, n.typ = true, f.Type.Elem()
			}
			n.schema = newSchema(n.typ)
			s.blocks = append(s.blocks, n)
			labels := make([]string, len(n.schema.labels))
			for j, l := range n.schema.labels {
				labels[j] = l.name
			}
			s.body.Blocks = append(s.body.Blocks, hcl.BlockHeaderSchema{Type: name, LabelNames: labels})
		default:
			a := newArgument(f, i, name)
			a.optional = has("optional")
			a.free = has("free")
			if has("label") {
				s.labels = append(s.labels, a)
				continue
			}
			s.arguments = append(s.arguments, a)
			s.body.Attributes = append(s.body.Attributes, hcl.AttributeSchema{Name: name})
		}
	}
	for _, a := range slices.Concat(s.labels, s.arguments) {
		if !a.free && a.typ != referencesType && a.typ != pathsType {
			s.keyed = append(s.keyed, a)
		}
	}
	return s
}

func newArgument(f reflect.StructField, index int, name string) argument {
	a := argument{index: index, name: name, typ: f.Type}
	if text, ok := f.Tag.Lookup("default"); ok {
		a.fallback = parseDefault(f.Type, text)
	}
	if text, ok := f.Tag.Lookup("range"); ok {
		a.bounds = parseBounds(text)
	}
	a.takes = f.Tag.Get("takes")
	if text, ok := f.Tag.Lookup("oneof"); ok {
		a.oneof = strings.Split(text, "|")
	}
	if text, ok := f.Tag.Lookup("reads"); ok {
		for _, t := range strings.Split(text, "|") {
			a.reads = append(a.reads, world.Type(t))
		}
	}
	if text, ok := f.Tag.Lookup("or"); ok {
		a.words = strings.Split(text, "|")
	}
	if (a.typ == referencesType) != (a.reads != nil) {
		panic("spec: " + f.Name + ": References and the tag reads belong together")
	}
	return a
}

func parseDefault(t reflect.Type, text string) reflect.Value {
	v := reflect.New(t).Elem()
	var err error
	switch t.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		var b bool
		b, err = strconv.ParseBool(text)
		v.SetBool(b)
	case reflect.Int, reflect.Int64:
		var n int64
		n, err = strconv.ParseInt(text, 10, 64)
		v.SetInt(n)
	case reflect.Uint64:
		var n uint64
		n, err = strconv.ParseUint(text, 10, 64)
		v.SetUint(n)
	case reflect.Float64:
		var x float64
		x, err = strconv.ParseFloat(text, 64)
		v.SetFloat(x)
	case reflect.Slice:
		if t != intsType {
			panic("spec: no default for " + t.String())
		}
		for _, word := range strings.Fields(text) {
			var n int
			if n, err = strconv.Atoi(word); err != nil {
				break
			}
			v.Set(reflect.Append(v, reflect.ValueOf(n)))
		}
	default:
		err = fmt.Errorf("no default for %s", t)
	}
	if err != nil {
		panic("spec: default: " + err.Error())
	}
	return v
}

func parseBounds(text string) *bounds {
	low, high, ok := strings.Cut(strings.Trim(text, "[]()"), ",")
	if !ok || len(text) < 3 {
		panic("spec: range: " + text)
	}
	b := &bounds{lowOpen: text[0] == '(', hiOpen: text[len(text)-1] == ')', lowText: low, hiText: high}
	parse := func(s string) (float64, bool) {
		if s == "" {
			return 0, false
		}
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			panic("spec: range: " + text)
		}
		return x, true
	}
	b.low, b.hasLow = parse(low)
	b.high, b.hasHigh = parse(high)
	return b
}

// holds reports whether x is within the bounds.
func (b *bounds) holds(x float64) bool {
	if b.hasLow && (x < b.low || b.lowOpen && x == b.low) {
		return false
	}
	if b.hasHigh && (x > b.high || b.hiOpen && x == b.high) {
		return false
	}
	return true
}

// String describes the bounds in words: "at least 0 and less than 1".
func (b *bounds) String() string {
	var words []string
	if b.hasLow {
		words = append(words, pick(b.lowOpen, "more than ", "at least ")+b.lowText)
	}
	if b.hasHigh {
		words = append(words, pick(b.hiOpen, "less than ", "at most ")+b.hiText)
	}
	return strings.Join(words, " and ")
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

// required reports whether the argument must be given.
func (a *argument) required() bool {
	return !a.optional && !a.fallback.IsValid() && a.typ.Kind() != reflect.Pointer
}

// expects describes in words what the argument takes.
func (a *argument) expects() string {
	if a.takes != "" {
		return a.takes
	}
	switch a.typ {
	case referencesType:
		if slices.Contains(a.reads, Any) {
			return "references to blocks that emit records"
		}
		names := make([]string, len(a.reads))
		for i, t := range a.reads {
			names[i] = string(t)
		}
		return "references to blocks that emit " + join(names, "or") + " records"
	case pathsType:
		return "a list of paths"
	case patternsType:
		return "a list of patterns"
	case jsonType:
		return "any value that JSON can hold"
	case stringsType:
		return "a list of strings"
	case intsType:
		if a.bounds != nil {
			return "a list of whole numbers, each " + a.bounds.String()
		}
		return "a list of whole numbers"
	case expressionType:
		return "an expression"
	}
	t := a.typ
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.String:
		if a.oneof != nil {
			return join(quoted(a.oneof), "or")
		}
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64, reflect.Uint64:
		if a.bounds != nil {
			return "a whole number, " + a.bounds.String()
		}
		return "a whole number"
	case reflect.Float64:
		if a.bounds != nil {
			return "a number, " + a.bounds.String()
		}
		return "a number"
	}
	panic("spec: no word for " + a.typ.String())
}

func quoted(names []string) []string {
	q := make([]string, len(names))
	for i, n := range names {
		q[i] = strconv.Quote(n)
	}
	return q
}

// join writes a list in words: a, b or c.
func join(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}
