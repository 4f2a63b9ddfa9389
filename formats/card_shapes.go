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

	// Of is what the rows are made of, where a format has rows of several types.
	Of world.Type

	// As says which rows of the format they are.
	As Variant

	// Row is what a row is, in a few words that go on from "each row is".
	Row string

	Fields []Field
}

// A Variant tells rows of one format apart.
type Variant string

// The variants: rows as they usually are, one for each turn that is trained, and
// preferences.
const (
	Usual    Variant = ""
	Expanded Variant = "expanded"
	Paired   Variant = "pairs"
)

// Closed reports whether all fields are; one that is optional may be missing
// from a row as a whole.
func (s Shape) Closed() bool {
	return len(s.Fields) > 0 && !slices.ContainsFunc(s.Fields, func(f Field) bool { return !f.Closed() })
}

// ShapeOf is the shape of the rows that a format makes of records of a type; of
// records that are written as they are, whose format is empty, their own. It is
// not ok where it is not known.
func ShapeOf(format string, of world.Type, as Variant) (Shape, bool) {
	if format == "" {
		return recordShape(of)
	}
	find := func(as Variant) int {
		return slices.IndexFunc(shapes, func(s Shape) bool { return s.Format == format && s.As == as && (s.Of == of || s.Of == "") })
	}
	i := find(as)
	if i < 0 && as == Expanded {
		i = find(Usual)
	}
	if i < 0 {
		return Shape{}, false
	}
	s := shapes[i]
	if as == Expanded && s.As == Usual {
		s.Row += ", up to a turn that is trained"
	}
	if f, ok := Find(format, of); ok && len(f.Columns) > 0 {
		s.Fields = fromColumns(f.Columns)
	}
	return s, true
}

// fromColumns are the fields that a Parquet file says of itself.
func fromColumns(columns []Column) []Field {
	fields := make([]Field, len(columns))
	for i, c := range columns {
		f := Field{Name: c.Name, Kind: TextKind, List: c.List, Optional: c.Optional}
		switch {
		case len(c.Fields) > 0:
			f.Kind, f.Of = StructureKind, fromColumns(c.Fields)
		case c.Flag:
			f.Kind = BooleanKind
		case c.Number:
			f.Kind = IntegerKind
		}
		fields[i] = f
	}
	return fields
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
		{world.PersonaType, world.Persona{}}, {world.ScriptType, world.Script{}}, {world.KnowledgeType, world.Knowledge{}},
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

// Fields that several formats share.
var (
	toolsField = Field{Name: "tools", Kind: StructureKind, List: true, Optional: true, Says: "the tools that the agent saw", Of: []Field{
		{Name: "type", Kind: TextKind, Says: "`function`"},
		{Name: "function", Kind: OpenKind, Says: "name, description, and parameters as a JSON Schema"},
	}}
	toolsTextField = Field{Name: "tools", Kind: JSONTextKind, Says: "the tools that the agent saw, as a list in JSON"}
	roleField      = Field{Name: "role", Kind: TextKind, Says: "`system`, `user`, `assistant` or `tool`"}
	saidField      = Field{Name: "content", Kind: TextKind, Optional: true, Says: "what is said"}
	answersField   = Field{Name: "tool_call_id", Kind: TextKind, Optional: true, Says: "the call that a tool's message answers"}
	thoughtField   = Field{Name: "reasoning_content", Kind: TextKind, Optional: true, Says: "what the assistant thinks first"}
	toolNameField  = Field{Name: "name", Kind: TextKind, Optional: true, Says: "the tool that answers"}

	openCallsField = Field{Name: "tool_calls", Kind: OpenKind, List: true, Optional: true, Says: "calls of the assistant, whose arguments are objects"}
	textCallsField = Field{Name: "tool_calls", Kind: StructureKind, List: true, Optional: true, Says: "calls of the assistant", Of: []Field{
		{Name: "id", Kind: TextKind}, {Name: "type", Kind: TextKind, Says: "`function`"},
		{Name: "function", Kind: StructureKind, Of: []Field{{Name: "name", Kind: TextKind}, {Name: "arguments", Kind: JSONTextKind}}},
	}}
)

// talkField is a list of messages under a name.
func talkField(name, says string, of ...Field) Field {
	return Field{Name: name, Kind: StructureKind, List: true, Says: says, Of: of}
}

// spokenFields is a message of LLaMA-Factory's first version.
var spokenFields = []Field{{Name: "from", Kind: TextKind, Says: "who speaks"}, {Name: "value", Kind: TextKind, Says: "what is said, or JSON of a call"}}

// weighedFields is a message of LLaMA-Factory's second version.
var weighedFields = []Field{
	roleField,
	{Name: "content", Kind: StructureKind, List: true, Of: []Field{{Name: "type", Kind: TextKind, Says: "`text`, `reasoning` or `tool_call`"}, {Name: "value", Kind: TextKind}}},
	{Name: "loss_weight", Kind: NumberKind, Says: "1 where the message is trained, 0 where it is context only"},
}

// talkOfTools is what rows of trajectories are, unless these are games.
const talkOfTools = "a talk of a user, an agent and its tools"

// shapes are those of the formats whose rows are no records. A format whose rows
// have the same fields when turns are expanded is here once.
var shapes = []Shape{
	{Format: "adp", Row: talkOfTools + " in the Agent Data Protocol", Fields: []Field{
		{Name: "schema_version", Kind: TextKind}, {Name: "id", Kind: TextKind},
		{Name: "content", Kind: OpenKind, List: true, Says: "observations and actions in order"},
		{Name: "available_custom_tools", Kind: TextKind, List: true, Says: "names of the tools that the agent saw"},
		{Name: "details", Kind: OpenKind, Says: "`train`: which fields of which elements are trained"},
	}},
	{Format: "atif", Row: talkOfTools + " in Harbor's trajectory format", Fields: []Field{
		{Name: "schema_version", Kind: TextKind}, {Name: "session_id", Kind: TextKind},
		{Name: "agent", Kind: OpenKind, Says: "name, version, and the tools that it saw"},
		{Name: "steps", Kind: OpenKind, List: true, Says: "what is said, called and observed, step by step; `extra.train` says what is trained"},
	}},
	{Format: "axolotl", Row: talkOfTools + ", as Axolotl's `chat_template` takes it", Fields: []Field{
		talkField("messages", "the talk", roleField,
			Field{Name: "content", Kind: OpenKind, Optional: true, Says: "what is said: a text, or parts of which each says whether it is trained"},
			thoughtField, textCallsField, answersField, toolNameField,
			Field{Name: "train", Kind: BooleanKind, Optional: true, Says: "whether the message is trained"},
			Field{Name: "train_detail", Kind: OpenKind, Optional: true, Says: "which characters of the content are trained"}),
		{Name: "tools", Kind: StructureKind, List: true, Optional: true, Says: "the tools that the agent saw", Of: []Field{
			{Name: "type", Kind: TextKind}, {Name: "function", Kind: StructureKind, Of: []Field{{Name: "name", Kind: TextKind}, {Name: "description", Kind: TextKind}, {Name: "parameters", Kind: JSONTextKind}}},
		}},
	}},
	{Format: "llamafactory_v1", Row: talkOfTools + ", as LLaMA-Factory's version 1 takes it", Fields: []Field{talkField("messages", "the talk", weighedFields...), optional(toolsTextField)}},
	{Format: "llamafactory_v1", As: Paired, Row: "two talks about one task, of which one is preferred, as LLaMA-Factory's version 1 takes them", Fields: []Field{
		talkField("chosen_messages", "the talk that is preferred", weighedFields...), talkField("rejected_messages", "the other one", weighedFields...), optional(toolsTextField),
	}},
	{Format: "mcp", Row: "a tool, as a server of the Model Context Protocol lists it", Fields: []Field{
		{Name: "name", Kind: TextKind}, {Name: "title", Kind: TextKind, Optional: true}, {Name: "description", Kind: TextKind, Optional: true},
		{Name: "inputSchema", Kind: OpenKind, Says: "JSON Schema"}, {Name: "outputSchema", Kind: OpenKind, Optional: true, Says: "JSON Schema"},
		{Name: "annotations", Kind: OpenKind, Optional: true, Says: "whether the tool reads, writes or destroys"}, {Name: "_meta", Kind: OpenKind, Says: "the id of the Tool record"},
	}},
	{Format: "nemo_gym", Of: world.TaskType, Row: "a task with the calls that solve it, as NeMo Gym takes it", Fields: []Field{
		{Name: "id", Kind: TextKind}, {Name: "responses_create_params", Kind: OpenKind, Says: "how the talk begins, and the tools, for the Responses API"},
		{Name: "ground_truth", Kind: StructureKind, List: true, Says: "the calls that solve the task", Of: []Field{{Name: "name", Kind: TextKind}, {Name: "arguments", Kind: JSONTextKind}}},
		{Name: "outputs", Kind: TextKind, List: true, Says: "what the user has to be told"}, {Name: "category", Kind: TextKind}, {Name: "environment_name", Kind: TextKind}, {Name: "world", Kind: TextKind},
	}},
	{Format: "nemo_gym", Of: world.TrajectoryType, Row: "a rollout of an agent, as NeMo Gym writes it", Fields: []Field{
		{Name: "id", Kind: TextKind}, {Name: "responses_create_params", Kind: OpenKind, Says: "how the talk begins, and the tools, for the Responses API"},
		{Name: "response", Kind: OpenKind, Says: "what came of it"}, {Name: "reward", Kind: NumberKind, Optional: true}, {Name: "task", Kind: TextKind}, {Name: "world", Kind: TextKind},
	}},
	{Format: "nemo_rl", Row: talkOfTools + ", as NeMo RL takes it", Fields: []Field{
		talkField("messages", "the talk", roleField, saidField, thoughtField, openCallsField, answersField, toolNameField),
		{Name: "message_loss_mask", Kind: IntegerKind, List: true, Says: "1 for every message that is trained"},
		{Name: "tools", Kind: OpenKind, List: true, Optional: true, Says: "the tools that the agent saw"}, {Name: "task_name", Kind: TextKind},
	}},
	{Format: "nemo_rl", As: Paired, Row: "two answers in one talk, of which one is preferred, as NeMo RL takes them", Fields: []Field{
		talkField("context", "the talk so far", roleField, saidField, thoughtField, openCallsField, answersField, toolNameField),
		{Name: "completions", Kind: OpenKind, List: true, Says: "the answers: that of rank 0 is preferred"}, optional(toolsTextField), {Name: "task_name", Kind: TextKind},
	}},
	{Format: "openai", Row: talkOfTools + ", as OpenAI's fine-tuning takes it", Fields: []Field{
		talkField("messages", "the talk", roleField, saidField, textCallsField, answersField,
			Field{Name: "weight", Kind: IntegerKind, Optional: true, Says: "1 where an assistant's message is trained, 0 where it is context only"}),
		{Name: "parallel_tool_calls", Kind: BooleanKind, Says: "whether any message makes several calls"},
		toolsField,
	}},
	{Format: "openai_tools", Row: "a tool, as OpenAI's API takes it", Fields: []Field{
		{Name: "type", Kind: TextKind, Says: "`function`"}, {Name: "function", Kind: OpenKind, Says: "name, description, and parameters as a JSON Schema"},
	}},
	{Format: "sharegpt", Row: talkOfTools + ", as LLaMA-Factory takes it", Fields: []Field{
		talkField("conversations", "the talk", spokenFields...), {Name: "system", Kind: TextKind, Says: "what the agent is told first"}, toolsTextField,
	}},
	{Format: "sharegpt", As: Paired, Row: "two answers in one talk, of which one is preferred, as LLaMA-Factory takes them", Fields: []Field{
		talkField("conversations", "the talk so far", spokenFields...),
		{Name: "chosen", Kind: StructureKind, Says: "the answer that is preferred", Of: spokenFields}, {Name: "rejected", Kind: StructureKind, Says: "the other one", Of: spokenFields},
		{Name: "system", Kind: TextKind, Says: "what the agent is told first"}, toolsTextField,
	}},
	{Format: "tau2", Row: "a task with the calls that solve it, as tau2-bench takes it", Fields: []Field{
		{Name: "id", Kind: TextKind}, {Name: "description", Kind: StructureKind, Of: []Field{{Name: "purpose", Kind: TextKind}, {Name: "notes", Kind: TextKind}}},
		{Name: "user_scenario", Kind: OpenKind, Says: "what the user knows and wants"}, {Name: "initial_state", Kind: OpenKind, Optional: true, Says: "what is different before the talk begins"},
		{Name: "evaluation_criteria", Kind: OpenKind, Says: "the calls that solve the task, and what the user has to be told"},
	}},
	{Format: "trl", Row: talkOfTools + ", as TRL takes it", Fields: []Field{
		talkField("messages", "the talk", roleField, saidField, thoughtField, openCallsField, answersField, toolNameField), optional(toolsTextField),
	}},
	{Format: "trl", As: Expanded, Row: "an answer in " + talkOfTools + ", as TRL takes it", Fields: []Field{
		talkField("prompt", "the talk so far", roleField, saidField, thoughtField, openCallsField, answersField, toolNameField),
		talkField("completion", "the answer, which is trained", roleField, saidField, thoughtField, openCallsField), optional(toolsTextField),
	}},
	{Format: "trl", As: Paired, Row: "two answers in one talk, of which one is preferred, as TRL takes them", Fields: []Field{
		talkField("prompt", "the talk so far", roleField, saidField, thoughtField, openCallsField, answersField, toolNameField),
		talkField("chosen", "the answer that is preferred", roleField, saidField, thoughtField, openCallsField),
		talkField("rejected", "the other one", roleField, saidField, thoughtField, openCallsField), optional(toolsTextField),
	}},
	{Format: "verl", Of: world.TrajectoryType, Row: talkOfTools + ", as verl takes it"},
	{Format: "verl", Of: world.TaskType, Row: "a task with the calls that solve it, as verl takes it"},
}

func optional(f Field) Field {
	f.Optional = true
	return f
}
