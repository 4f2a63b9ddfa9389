package formats

import (
	"reflect"
	"slices"
	"strings"

	"worldc/world"
)

// A Field is what a row holds under a name, or what a structure in it holds.
type Field struct {
	Name string
	Kind FieldKind

	// List says that it holds a list of such values.
	List bool

	// Optional says that there are rows without it.
	Optional bool

	// Of are the fields of a structure.
	Of []Field

	// Says is what it means, for a person.
	Says string
}

// A FieldKind is what a field holds.
type FieldKind string

// The kinds of fields. JSON text is JSON in a string. An open structure may have
// another shape in every row, as schemas, arguments and rows of tables do:
// readers that give a column one type for all rows, as Arrow does, fill in what a
// row does not have.
const (
	TextKind      FieldKind = "text"
	IntegerKind   FieldKind = "integer"
	NumberKind    FieldKind = "number"
	BooleanKind   FieldKind = "boolean"
	JSONTextKind  FieldKind = "JSON text"
	StructureKind FieldKind = "structure"
	OpenKind      FieldKind = "open structure"
)

// Closed reports whether every row has the field in one shape, so that a reader
// that gives it a type loses nothing and adds nothing.
func (f Field) Closed() bool {
	return f.Kind != OpenKind && !slices.ContainsFunc(f.Of, func(sub Field) bool { return sub.Optional || !sub.Closed() })
}

// A Shape is what the rows of a format are.
type Shape struct {
	Format string

	// Row is what a row is, in a few words that go on from "each row is".
	Row string

	Fields []Field
}

// Closed reports whether all fields are; one that is optional may be missing
// from a row as a whole.
func (s Shape) Closed() bool {
	return len(s.Fields) > 0 && !slices.ContainsFunc(s.Fields, func(f Field) bool { return !f.Closed() })
}

// ShapeOf is the shape of the rows of a format; of records, which have none, that
// of their type. It is not ok where it is not known.
func ShapeOf(format string, t world.Type) (Shape, bool) {
	if format == "" {
		return recordShape(t)
	}
	i := slices.IndexFunc(shapes, func(s Shape) bool { return s.Format == format })
	if i < 0 {
		return Shape{}, false
	}
	return shapes[i], true
}

// recordShape is the shape of records of a type.
func recordShape(t world.Type) (Shape, bool) {
	s := Shape{Format: "records", Row: "a " + string(t) + " record of worldc"}
	for _, r := range []struct {
		of    world.Type
		value any
	}{
		{world.ToolType, world.Tool{}}, {world.EdgeType, world.Edge{}}, {world.DomainType, world.Domain{}},
		{world.WorldType, world.World{}}, {world.TaskType, world.Task{}}, {world.TrajectoryType, world.Trajectory{}},
		{world.VerdictType, world.Verdict{}}, {world.PlacementType, world.Placement{}}, {world.ScoreType, world.Score{}},
	} {
		if r.of == t {
			s.Fields = fieldsOf(reflect.TypeOf(r.value), 0)
			return s, true
		}
	}
	return s, false
}

// fieldsOf are the fields of a record, which its JSON tags name. What lies
// deeper than two structures is open: a card is no schema.
func fieldsOf(t reflect.Type, depth int) []Field {
	var fields []Field
	for i := range t.NumField() {
		f := t.Field(i)
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		c := Field{Name: name, Optional: strings.Contains(rest, "omit")}
		of := f.Type
		for of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		if of.Kind() == reflect.Slice && of.Elem().Kind() != reflect.Uint8 {
			c.List, of = true, of.Elem()
		}
		switch of.Kind() {
		case reflect.String:
			c.Kind = TextKind
		case reflect.Bool:
			c.Kind = BooleanKind
		case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint32, reflect.Uint64:
			c.Kind = IntegerKind
		case reflect.Float64:
			c.Kind = NumberKind
		default:
			c.Kind = OpenKind
			if of.Kind() == reflect.Struct && depth < 1 {
				if sub := fieldsOf(of, depth+1); len(sub) > 0 {
					c.Kind, c.Of = StructureKind, sub
				}
			}
		}
		fields = append(fields, c)
	}
	return fields
}

// function is a tool in the notation of chat models.
var function = Field{Name: "tools", Kind: StructureKind, List: true, Optional: true, Says: "the tools that the agent saw", Of: []Field{
	{Name: "type", Kind: TextKind, Says: "`function`"},
	{Name: "function", Kind: OpenKind, Says: "name, description, and parameters as a JSON Schema"},
}}

// shapes are those of the formats whose rows are no records.
var shapes = []Shape{
	{"openai", "a talk of a user, an agent and its tools, as OpenAI's fine-tuning takes it", []Field{
		{Name: "messages", Kind: StructureKind, List: true, Says: "the talk", Of: []Field{
			{Name: "role", Kind: TextKind, Says: "`system`, `user`, `assistant` or `tool`"},
			{Name: "content", Kind: TextKind, Optional: true, Says: "what is said; left out where there are only calls"},
			{Name: "tool_calls", Kind: StructureKind, List: true, Optional: true, Says: "calls of the assistant: `id`, `type`, and `function` with `name` and `arguments`, which are JSON text", Of: []Field{
				{Name: "id", Kind: TextKind}, {Name: "type", Kind: TextKind},
				{Name: "function", Kind: StructureKind, Of: []Field{{Name: "name", Kind: TextKind}, {Name: "arguments", Kind: JSONTextKind}}},
			}},
			{Name: "tool_call_id", Kind: TextKind, Optional: true, Says: "the call that a tool's message answers"},
			{Name: "weight", Kind: IntegerKind, Optional: true, Says: "1 where an assistant's message is trained, 0 where it is context only"},
		}},
		{Name: "parallel_tool_calls", Kind: BooleanKind, Says: "whether any message makes several calls"},
		function,
	}},
}
