package toolsmith

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/roles/toolsmith/reading"
	"worldc/world"
)

// A plan is what one tool does to the tables. Its code and its behaviour are
// both written from it.
type plan struct {
	things    *things
	tool      *world.Tool
	names     []string        // of the tool's parameters
	required  map[string]bool // of them
	reading   *reading.Reading
	shape     *shape
	entity    *entity
	operation world.Operation
	verb      string // of a Move, as the life cycle has it
	bindings  []*binding
	move      *world.Transition
	link      *link // of a Link or an Unlink

	// batch is the parameter that lists what a Create makes; empty where it
	// makes one row.
	batch string

	// only is the state in which rows have to be; empty where any will do.
	only string

	// upsert is set of a Create that changes the row if there is one.
	upsert bool

	rejected string
}

// A binding says what one parameter, or one property of a parameter that is an
// object, is to a plan.
type binding struct {
	parameter string // the name
	property  string // of the parameter; empty if it is the parameter itself
	required  bool
	in        string
	many      bool
	facets    facets

	part   world.Part
	column *column // that it is compared with or becomes, of the plan's table
	target *entity // of a reference
}

// A link is a table that joins the rows of two.
type link struct {
	entity      *entity
	left, right *column
}

// signature is what the JSON Schema of a tool says of its parameters: which
// there are and which are needed.
func signature(t *world.Tool) (names []string, required map[string]bool) {
	var s struct {
		Properties map[string]json.RawMessage `json:"properties"`
		Required   []string                   `json:"required"`
	}
	required = map[string]bool{}
	if json.Unmarshal(t.Parameters, &s) != nil {
		var loose struct {
			Properties map[string]json.RawMessage `json:"properties"`
		}
		if json.Unmarshal(t.Parameters, &loose) != nil {
			return nil, required
		}
		s.Properties = loose.Properties
	}
	for _, name := range s.Required {
		required[name] = true
	}
	for _, name := range t.ParameterOrder {
		if _, ok := s.Properties[name]; ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	var rest []string
	for name := range s.Properties { //lint:ordered sorted below
		if !slices.Contains(names, name) {
			rest = append(rest, name)
		}
	}
	slices.Sort(rest)
	return append(names, rest...), required
}

// operationOf is what the code of a tool will do, which is not always what its
// document says: a link needs two ends.
func operationOf(r *reading.Reading) world.Operation {
	switch {
	case r.Effect == world.Write && r.Operation == world.Report:
		return world.Create
	case r.Effect == world.Read && !reads(r.Operation):
		return world.Report
	}
	return r.Operation
}

// reads reports whether an operation leaves the rows alone.
func reads(o world.Operation) bool {
	switch o {
	case world.Get, world.List, world.Search, world.Count, world.Report:
		return true
	}
	return false
}

// bind decides what each parameter of a tool is to the tables.
func (t *things) bind(p *plan) {
	r := p.reading
	names, required := p.names, p.required
	byName := map[string]*reading.Parameter{}
	for i := range r.Parameters {
		byName[r.Parameters[i].Name] = &r.Parameters[i]
	}
	for _, name := range names {
		parameter := byName[name]
		if parameter == nil {
			p.bindings = append(p.bindings, &binding{parameter: name, required: required[name], part: world.Ignored})
			continue
		}
		b := t.bindOne(p, parameter)
		b.parameter, b.required = name, required[name]
		if whole(r, parameter) && (!parameter.Many || p.operation == world.Create && p.batch == "") {
			if parameter.Many {
				p.batch = name
			}
			b.ignore()
			p.bindings = append(p.bindings, b)
			inside := requiredIn(parameter.Document)
			for i := range parameter.Fields {
				f := t.bindOne(p, &parameter.Fields[i])
				if f.part == world.Ignored || parameter.Fields[i].Name == "" { // a property without a name is none
					continue
				}
				f.parameter, f.property = name, parameter.Fields[i].Name
				f.required = b.required && slices.Contains(inside, parameter.Fields[i].Name)
				p.bindings = append(p.bindings, f)
			}
			continue
		}
		p.bindings = append(p.bindings, b)
	}
	p.reconcile()
}

// aspects are names of parameters that say how to answer, or what to look for.
var aspects = wordSet("language format version locale lang")

// requiredIn are the properties that a schema, or that of its elements,
// requires whatever else is there.
func requiredIn(document json.RawMessage) []string {
	var s struct {
		Required []string `json:"required"`
		Items    struct {
			Required []string `json:"required"`
		} `json:"items"`
	}
	if json.Unmarshal(document, &s) != nil {
		return nil
	}
	return append(s.Required, s.Items.Required...)
}

// bindOne decides what one parameter is, as if there were no others.
func (t *things) bindOne(p *plan, parameter *reading.Parameter) *binding {
	b := &binding{in: parameter.In, many: parameter.Many, facets: facetsOf(parameter.Document), part: parameter.Part}
	if b.facets.uploads() || b.part == world.Filter && len(b.facets.enum) == 1 {
		b.part = world.Ignored
	}
	if name := identifier(snake(parameter.Name)); b.part == world.Ignored && reads(p.operation) && b.in != "header" && aspects[name] {
		// What is an option of the request elsewhere is a column here.
		if c := p.entity.slots["a:"+name]; c != nil && !c.onlyAsked && c.Type == "TEXT" && b.facets.can("string") && !b.many {
			b.part, b.column = world.Filter, c
			return b
		}
	}
	switch b.part {
	case world.Limit, world.Offset, world.Order, world.Text, world.Ignored:
		return b
	case "":
		b.part = world.Ignored
		return b
	}
	at := t.parameterPlace(p.entity, p.reading, parameter)
	b.column = p.entity.slots[at.slot]
	if b.column != nil && b.column.mirror != nil { // the rows of a table, which tools of its own change
		b.part, b.column = world.Ignored, nil
		return b
	}
	b.target = at.target
	if b.column != nil && b.target != nil && b.column.target != b.target {
		b.target = b.column.target // it was made a plain column
	}
	if b.target != nil && b.column == nil {
		b.target = nil
	}
	switch {
	case b.part == world.Key && b.column == p.entity.key && b.column != nil:
	case b.part == world.Key && b.target != nil:
		b.part = world.Reference
	case b.part == world.Key && b.column != nil:
		b.part = world.Filter
	case b.part == world.Reference && b.column == p.entity.key:
		b.part = world.Key
	case b.part == world.Reference && b.target == nil:
		b.part = world.Set
	}
	if b.column == nil {
		span := b.part == world.Filter && spans[identifier(parameter.Attribute)] && !b.facets.can("string") && !b.many
		b.part = world.Ignored
		if span && (p.operation == world.List || p.operation == world.Search) {
			b.part = world.Limit
		}
	}
	return b
}

// reconcile fits the bindings to what the tool does.
func (p *plan) reconcile() {
	keyed := slices.ContainsFunc(p.bindings, func(b *binding) bool { return b.part == world.Key })
	seen := map[*column]*binding{}
	bound := map[string]bool{}
	limits := 0
	for _, b := range p.bindings {
		if b.part == world.Limit {
			if limits++; limits > 1 {
				b.ignore()
			}
		}
	}
	for _, b := range p.bindings {
		switch {
		case b.part == world.AtLeast || b.part == world.AtMost:
			if !reads(p.operation) || !comparable(b) {
				b.ignore()
			} else if k := string(b.part) + b.column.Name; bound[k] {
				b.ignore()
			} else {
				bound[k] = true
			}
			continue
		case (b.part == world.Limit || b.part == world.Offset) && (b.many || !b.facets.can("integer") && !b.facets.can("number") && !b.facets.can("string")):
			b.ignore()
			continue
		case b.column == nil:
			if b.part == world.Text && !reads(p.operation) || !reads(p.operation) && (b.part == world.Limit || b.part == world.Offset || b.part == world.Order) {
				b.ignore()
			}
			continue
		}
		switch p.operation {
		case world.Create:
			if b.part == world.Key || b.part == world.Filter {
				b.part = world.Set
			}
			if b.many && b.column == p.entity.key {
				b.ignore()
			}
		case world.Update, world.Move:
			if b.part == world.Reference && b.in != "path" && (keyed && !b.required || b.in == "body" || b.in == "form") {
				b.part = world.Set
			}
			if b.part == world.Set && b.in == "path" && b.column != p.entity.key {
				b.part = world.Filter
			}
			if b.part == world.Set && b.column == p.entity.key {
				if keyed {
					b.ignore()
				} else {
					b.part, keyed = world.Key, true
				}
			}
		case world.Delete, world.Unlink, world.Link:
			if b.part == world.Set {
				b.part = world.Filter
				if !b.required || keyed && b.in != "path" {
					b.ignore()
				}
			}
		default:
			if b.part == world.Set {
				b.part = world.Filter
			}
			if b.column == p.entity.key && b.part == world.Filter && !b.many && b.required {
				b.part = world.Key
			}
		}
		if b.column == nil {
			continue
		}
		if b.many && b.part == world.Key && !reads(p.operation) && p.operation != world.Delete {
			b.ignore()
			continue
		}
		if !fits(b) {
			b.ignore()
			continue
		}
		if before := seen[b.column]; before != nil {
			if before.property == "" && b.required && !before.required && b.part != world.Set {
				before.ignore()
			} else {
				b.ignore()
				continue
			}
		}
		seen[b.column] = b
	}
}

func (b *binding) ignore() { b.part, b.column, b.target = world.Ignored, nil, nil }

// comparable reports whether the argument can bound the column.
func comparable(b *binding) bool {
	if b.column == nil || b.many {
		return false
	}
	switch b.column.Type {
	case "TEXT":
		return b.facets.can("string")
	case "INTEGER", "REAL":
		return b.facets.can("integer") || b.facets.can("number") || b.facets.can("string")
	}
	return false
}

// fits reports whether arguments can be made values of the column.
func fits(b *binding) bool {
	scalar := b.facets.can("string") || b.facets.can("integer") || b.facets.can("number") || b.facets.can("boolean")
	switch {
	case b.part != world.Set && b.column.Type == "JSON":
		if b.many {
			return b.column.listed != nil && b.facets.items != nil && b.facets.items.only("string", "integer", "number")
		}
		return (b.column.listed != nil || b.column.facets.only("array")) && !b.facets.can("object") && !b.facets.can("array")
	case b.many:
		return b.part != world.Set || b.column.Type == "JSON" || b.column.Type == "TEXT"
	case b.column.Type == "JSON":
		return true
	case b.column.Type == "TEXT" && b.part == world.Set:
		return true
	case b.column.Type == "BOOLEAN":
		return b.facets.can("boolean") || b.facets.can("string")
	case b.column.Type == "INTEGER" || b.column.Type == "REAL":
		return b.facets.can("string") || b.facets.can("integer") || b.facets.can("number")
	}
	return scalar
}

// use is what the behaviour says of a binding.
func (b *binding) use() world.Use {
	u := world.Use{Parameter: b.parameter, Property: b.property, Part: b.part}
	switch {
	case b.column == nil:
	case b.part == world.Reference && b.target != nil:
		u.Column = b.target.key.path()
	default:
		u.Column = b.column.path()
	}
	return u
}

// of is the first binding of a part; nil if there is none.
func (p *plan) of(part world.Part) *binding {
	for _, b := range p.bindings {
		if b.part == part {
			return b
		}
	}
	return nil
}

// all are the bindings of some parts.
func (p *plan) all(parts ...world.Part) []*binding {
	var list []*binding
	for _, b := range p.bindings {
		if slices.Contains(parts, b.part) {
			list = append(list, b)
		}
	}
	return list
}

// inCode are the names of the language that generated code relies on.
var inCode = wordSet("db now fail len str max int float any min")

// planTools decides what every tool does.
func planTools(t *things, readings []*reading.Reading, tools []world.Tool) []*plan {
	plans := make([]*plan, len(readings))
	for i, r := range readings {
		p := &plan{things: t, tool: &tools[i], reading: r, shape: shapeOf(r), entity: t.of(own(r)), operation: operationOf(r)}
		p.names, p.required = signature(p.tool)
		p.upsert = p.operation == world.Create && upserts[verbOf(r)]
		plans[i] = p
		if p.entity == nil {
			p.rejected = "the domain has more things than a world has tables"
			continue
		}
		if name := (world.WorldTool{Tool: tools[i]}).Function(); reservedInCode(name) || builtin[name] && inCode[name] {
			p.rejected = "its name is a word of the language in which tools are written"
		}
		for k := range r.Parameters {
			if q := &r.Parameters[k]; q.Required {
				if f := facetsOf(q.Document); f.uploads() {
					p.rejected = "it takes the content of a file, which no agent can give"
				}
			}
		}
	}
	return plans
}

// refuseEmpty refuses a tool of whose document nothing is left that a table
// could hold.
func (p *plan) refuseEmpty() {
	if p.rejected != "" || p.entity.noun != "record" || p.link != nil || len(p.shape.fields) > 0 {
		return
	}
	for _, b := range p.bindings {
		if b.column != nil {
			return
		}
	}
	p.rejected = "its document names nothing that it is about"
}

// verbOf is the word by which the life cycle knows what a Move does.
func verbOf(r *reading.Reading) string {
	v := identifier(r.Verb)
	if v == "" {
		for _, w := range strings.Split(snake(r.Tool.Name), "_") {
			if _, ok := changes[w]; ok {
				return w
			}
		}
		v = "process"
	}
	return v
}

// handOver makes of a change of what a thing refers to one of the thing. The
// parameters of change_order_address are keys of an order and of an address: the
// order gets another address, and the address stays what it is.
func (p *plan) handOver() {
	key := p.of(world.Key)
	if p.rejected != "" || p.link != nil || p.operation != world.Update || !reassigns[verbOf(p.reading)] || key == nil || !key.required || key.many || len(p.bindings) != 2 {
		return
	}
	for _, b := range p.bindings {
		if b == key || !b.required || b.many || b.column == nil {
			continue
		}
		owner := p.ownerOf(b)
		if owner == nil || owner == p.entity || owner.tools == 0 || !slices.Contains(p.entity.words[:len(p.entity.words)-1], owner.words[len(owner.words)-1]) {
			continue
		}
		to := owner.reference(p.entity)
		if to == nil || to.Type == "JSON" || owner.key.Type == "TEXT" && !b.facets.can("string") {
			continue
		}
		p.shape = p.shape.under(p.entity, owner, to, b.parameter)
		p.entity, p.operation = owner, world.Update
		b.part, b.column, b.target = world.Key, owner.key, nil
		key.part, key.column, key.target = world.Set, to, to.target
		return
	}
}

// upserts are verbs that make what is not there and change what is.
var upserts = wordSet("share upsert invite grant")

// reassigns are verbs that give something another of what it has.
var reassigns = wordSet("change update set switch replace modify edit reassign")

// ownerOf is the thing whose key a parameter is.
func (p *plan) ownerOf(b *binding) *entity {
	for i := range p.reading.Parameters {
		if q := &p.reading.Parameters[i]; q.Name == b.parameter && q.Part == world.Reference && len(q.Of) > 0 {
			return p.things.of(q.Of)
		}
	}
	return nil
}
