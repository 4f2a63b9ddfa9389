package toolsmith

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"worldc/roles"
	"worldc/roles/toolsmith/reading"
	"worldc/world"
)

// A Toolsmith is the toolsmith that works by procedure. It remembers the brief
// that it worked on last, since the tools of a domain are repaired one by one.
type Toolsmith struct {
	read func(*world.Tool) *reading.Reading

	mu   sync.Mutex
	last *work // written, and changed no more
}

// New is a toolsmith. Its methods may be called at the same time.
func New() *Toolsmith { return &Toolsmith{read: reading.Read} }

// Design implements [roles.Toolsmith]. The error is that of the context.
func (s *Toolsmith) Design(ctx context.Context, b roles.Brief) (*roles.Design, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := s.work(b)
	return &roles.Design{
		Tables:  tablesOf(w.things.entities),
		Schema:  schemaOf(w.things.entities),
		Tools:   slices.Clone(w.designs),
		Prelude: w.prelude.text(),
		Policy:  policyOf(w.things, w.plans),
	}, nil
}

// work is what a design is written from, and the tools as they were written.
type work struct {
	brief   roles.Brief
	things  *things
	plans   []*plan
	names   map[string]bool // that no function of a prelude may have
	prelude *prelude
	designs []roles.ToolDesign
}

// work is the work on a brief, done anew or remembered.
func (s *Toolsmith) work(b roles.Brief) *work {
	s.mu.Lock()
	w := s.last
	s.mu.Unlock()
	if w != nil && w.of(b) {
		return w
	}
	w = s.plan(b)
	w.write()
	s.mu.Lock()
	s.last = w
	s.mu.Unlock()
	return w
}

// of reports whether the work is on this brief: on the same tools, that is, and
// not on others of the same names.
func (w *work) of(b roles.Brief) bool {
	return w.brief.World == b.World && w.brief.Seed == b.Seed && w.brief.Domain.ID == b.Domain.ID &&
		len(w.brief.Tools) == len(b.Tools) && (len(b.Tools) == 0 || &w.brief.Tools[0] == &b.Tools[0])
}

// plan decides what each tool of a brief does, to which tables.
func (s *Toolsmith) plan(b roles.Brief) *work {
	readings := make([]*reading.Reading, len(b.Tools))
	for i := range b.Tools {
		readings[i] = mend(s.read(&b.Tools[i]))
	}
	share(readings)
	t := findThings(readings)
	gather(t, readings)
	most := max(minColumns, min(maxColumns, allColumns/max(1, len(t.entities))))
	for _, e := range t.entities {
		e.settle(most)
	}
	relate(t)
	t.mirror()
	plans := planTools(t, readings, b.Tools)
	refuseTwins(plans)
	names := map[string]bool{}
	for _, e := range t.entities {
		names[e.table] = true
	}
	links := t.linkTools(plans, names)
	for _, p := range plans {
		if p.rejected != "" {
			continue
		}
		if p.link != nil {
			t.bindLink(p)
		}
		if p.link == nil {
			t.bind(p)
			p.settleOperation()
		}
	}
	for _, p := range plans {
		p.handOver()
	}
	for _, p := range plans {
		p.refuseEmpty()
		if p.of(world.Text) != nil && textKey(p.entity) == "" {
			c := p.entity.see("text:", "name", nil, false, 0)
			c.Name, c.Type, c.usual = fresh("name", p.entity.columnNames()), "TEXT", true
		}
		if p.rejected == "" && p.operation == world.Update && len(p.all(world.Set)) == 0 {
			p.entity.stamped()
		}
	}
	for _, p := range plans {
		p.loosen()
	}
	verbs := map[*entity][]verb{}
	said := map[*entity][]string{}
	for _, p := range plans {
		if p.rejected == "" && (p.operation == world.Update || p.operation == world.Delete) {
			if state := saidState(p.entity, p.tool.Name, p.tool.Description); state != "" {
				said[p.entity] = append(said[p.entity], state)
			}
		}
		if p.operation == world.Move && p.rejected == "" {
			p.verb = verbOf(p.reading)
			verbs[p.entity] = append(verbs[p.entity], verb{p.verb, saidState(p.entity, p.tool.Name, p.tool.Description)})
		}
	}
	for _, e := range t.entities {
		e.findStates(verbs[e], said[e])
		e.findLookup(plans)
	}
	for _, p := range plans {
		if p.operation == world.Move && p.rejected == "" {
			p.move = p.entity.states.transition(p.verb)
		}
		if p.rejected == "" {
			p.findOnly()
		}
	}
	repeat(t)
	require(t, plans)
	used := slices.DeleteFunc(links, func(e *entity) bool {
		return !slices.ContainsFunc(plans, func(p *plan) bool { return p.link != nil && p.link.entity == e })
	})
	t.entities = append(t.entities, used...)
	reserved := reservedNames(plans)
	return &work{brief: b, things: t, plans: plans, names: reserved, prelude: newPrelude(reserved)}
}

// settleOperation finds the nearest thing that a tool can do whose document
// says something that its parameters do not allow.
func (p *plan) settleOperation() {
	key := p.of(world.Key)
	single := key != nil && key.required && !key.many
	switch p.operation {
	case world.Link:
		p.operation = world.Create
		if single {
			p.operation = world.Move
			if len(p.all(world.Set)) > 0 {
				p.operation = world.Update
			}
		}
	case world.Unlink:
		p.operation = world.Delete
		if single {
			p.operation = world.Move
		}
	case world.Update:
		if len(p.all(world.Set)) == 0 && !plainly[verbOf(p.reading)] {
			p.operation = world.Move
		}
	}
	if p.operation == world.Move && !p.moves() {
		p.operation = world.Update
	}
	if p.operation != p.reading.Operation && !reads(p.operation) {
		again := &plan{things: p.things, tool: p.tool, names: p.names, required: p.required, reading: p.reading, shape: p.shape, entity: p.entity, operation: p.operation}
		p.things.bind(again)
		p.bindings = again.bindings
	}
}

// moves reports whether what the tool does leads to a state: one that the trade
// knows, or that a document lists. Nothing becomes responded or changed.
func (p *plan) moves() bool {
	v := verbOf(p.reading)
	if _, ok := changes[v]; ok {
		return true
	}
	state := identifier(participle(v))
	for _, name := range stateNames {
		if c := p.entity.slots["a:"+name]; c != nil && slices.ContainsFunc(c.texts(), func(s string) bool { return fold(s) == state }) {
			return true
		}
	}
	return false
}

// plainly are verbs that say of a change nothing but that there is one.
var plainly = wordSet("update patch put modify edit change set save replace refresh sync touch overwrite upsert adjust process")

// loosen forgets the enum of a column that the tool may set to anything, for
// it does not hold. Of states it does: they are what the others agree on.
func (p *plan) loosen() {
	for _, b := range p.bindings {
		if b.part == world.Set && b.column != nil && len(b.column.Enum) > 0 && !b.bounded() && !slices.Contains(stateNames, b.column.Name) {
			b.column.Enum = nil
		}
	}
}

// refuseTwins refuses tools that an agent could not tell from one before them.
func refuseTwins(plans []*plan) {
	functions := map[string]bool{}
	for _, p := range plans {
		name := world.WorldTool{Tool: *p.tool}.Function()
		if functions[name] && p.rejected == "" {
			p.rejected = "another tool of the domain has the same name"
		}
		functions[name] = true
	}
}

// findLookup finds the tool that tells which rows there are: one that needs no
// argument, if there is one.
func (e *entity) findLookup(plans []*plan) {
	for _, needs := range []int{0, 1} {
		for _, p := range plans {
			if p.entity != e || p.rejected != "" || p.operation != world.List && p.operation != world.Search || e.lookup != "" {
				continue
			}
			if len(p.required) <= needs && len(p.tool.Name) <= 64 {
				e.lookup = p.tool.Name
			}
		}
	}
}

// write writes the code of all tools.
func (w *work) write() {
	// The views of rows are counted first, so that those that several tools show
	// become functions.
	trial := newPrelude(w.names)
	trial.counting = map[string]int{}
	for _, p := range w.plans {
		if p.rejected == "" {
			writeCode(p, trial, false)
		}
	}
	w.prelude.frequent = trial.counting
	w.designs = make([]roles.ToolDesign, len(w.plans))
	for i, p := range w.plans {
		w.designs[i] = w.writeTool(p, w.prelude, false)
	}
}

func (w *work) writeTool(p *plan, l *prelude, simple bool) roles.ToolDesign {
	d := roles.ToolDesign{Tool: p.tool.ID, Description: p.describe(w.things), Effect: world.Read}
	if !reads(p.operation) {
		d.Effect = world.Write
	}
	if p.rejected != "" {
		d.Rejected = p.rejected
		return d
	}
	code, gives, returns := writeCode(p, l, simple)
	d.Code, d.Returns = code, returns
	d.Does = world.Behaviour{Operation: p.operation, Table: p.entity.table, Uses: []world.Use{}, Gives: append([]world.Give{}, gives...), Transition: p.move}
	if p.link != nil {
		d.Does.Table = p.link.entity.table
	}
	for _, b := range p.bindings {
		d.Does.Uses = append(d.Does.Uses, b.use())
	}
	return d
}

// Repair implements [roles.Toolsmith]. A tool whose code failed does less the
// next time: first what it can do without, then what it is not refused.
func (s *Toolsmith) Repair(ctx context.Context, b roles.Brief, d *roles.Design, tool string, failures []string) (roles.ToolDesign, error) {
	if err := ctx.Err(); err != nil {
		return roles.ToolDesign{}, err
	}
	at := slices.IndexFunc(d.Tools, func(t roles.ToolDesign) bool { return t.Tool == tool })
	if at < 0 {
		return roles.ToolDesign{}, fmt.Errorf("the design has no tool %s", tool)
	}
	simple := s.work(b).repaired(at, d.Prelude)
	if simple.Rejected == "" && simple.Code != d.Tools[at].Code {
		return simple, nil
	}
	why := "nobody knows why"
	if len(failures) > 0 {
		why = failures[0]
	}
	simple.Code, simple.Rejected = "", "its code does not work: "+why
	return simple, nil
}

// repaired is the simple form of a tool. What it uses and the prelude does not
// have, it brings along.
func (w *work) repaired(at int, prelude string) roles.ToolDesign {
	l := newPrelude(w.names)
	l.frequent = w.prelude.frequent
	l.names, l.code = maps.Clone(w.prelude.names), maps.Clone(w.prelude.code)
	before := len(l.used)
	d := w.writeTool(w.plans[at], l, true)
	var own []string
	for _, what := range l.used[before:] {
		if !strings.Contains(prelude, l.code[what]) {
			own = append(own, l.code[what])
		}
	}
	if len(own) > 0 {
		d.Code = strings.Join(own, "\n") + "\n" + d.Code
	}
	return d
}
