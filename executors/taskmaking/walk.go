package taskmaking

import (
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/rng"
	"worldc/roles"
	"worldc/world"
	"worldc/world/engine"
)

// A walk is one attempt at a task.
type walk struct {
	ground   *ground
	stream   *rng.Stream
	options  Options
	readOnly bool
	n        int // the task's position

	// group are tools that all have to be called, if there are any: those of a
	// combination.
	group []*tool

	manner manner

	initial world.Changes
	session *engine.Session
	start   *scene // when the first turn begins
	now     *scene // after the calls made so far

	calls []call
	steps []step
	known map[rowID]origin
	order []rowID // of known, in the order of learning

	state   world.State
	outputs []string
	answers []answer

	before int // the calls of the steps before the one that is taken

	frankly []string // the ids that people said for want of anything better

	broken bool // whether something was written that is no step
	failed bool // whether a call was refused or changed nothing
	short  bool // whether calls were wanting or too many
}

// A manner is how much is asked of a walk.
type manner uint8

const (
	// strict walks are of steps that follow from each other, and people say only
	// what people know.
	strict manner = iota

	// In frank walks they may say ids that nobody has in mind, as long as no read
	// leads to them: where there is no such read in a world, who works with it has
	// to have them from elsewhere.
	frank

	// In loose walks, moreover, one may want two things that have nothing to do
	// with each other but the domain.
	loose
)

// connected reports whether a step may be taken whose row is described so.
func (w *walk) connected(d *description) bool {
	return len(w.steps) == 0 || w.manner == loose || d.follows() || slices.ContainsFunc(d.details, func(x world.Detail) bool {
		k, _ := meantKind(x.Meaning)
		v, ok := w.mentioned(x.Label)
		return ok && x.Of == "" && v == string(x.Value) && shared(k, x.Meaning)
	})
}

// sharing are the rows of a tool's table that have a value in common with what
// was spoken of before: the forecast of the city whose weather was asked for.
func (w *walk) sharing(t *tool) []*row {
	var list []*row
	for _, u := range t.uses {
		if u.column == nil || u.column.table != t.table || u.part != world.Filter && u.part != world.Key && u.part != world.Text || !shared(u.column.kind, u.column.Meaning) {
			continue
		}
		v, ok := w.mentioned(u.column.Label)
		if !ok {
			continue
		}
		for _, r := range w.start.all(t.table) {
			if r.at(u.column) == v && u.column.tells(r) && !slices.Contains(list, r) {
				list = append(list, r)
			}
		}
	}
	return list
}

// A rowID names a row whatever it has become.
type rowID struct {
	table *table
	key   string
}

func (r *row) id() rowID { return rowID{r.table, r.key} }

// An origin says how the agent and the person came to speak of a row.
type origin struct {
	step     int    // that is about it, or about a row that leads to it
	relation string // to the row of that step; empty where it is that row
}

// A call is a call that was made.
type call struct {
	tool      *tool
	arguments string // canonical
	result    engine.Result
	exhibits  []exhibit
	values    map[string]bool // the scalars of the result
	lookups   int
}

// An exhibit is the rows of one table that a result shows by their keys.
type exhibit struct {
	table   *table
	rows    []*row
	columns []*column // that are shown beside the key
	level   string
	base    description // how the person came to it
	links   []*column   // columns of the table by whose values the rows were asked for
}

// A step is a step of the story, with what it is about.
type step struct {
	roles.Step
	tool  *tool // nil where what was wanted had been seen already
	about []*row
}

// An answer is a text that the person wants to be told, and the call whose
// result has it. A counted one stands in no result: it is how many rows there
// are.
type answer struct {
	text    string
	call    int
	counted bool
}

// A mark is a moment of a walk to which it can return, as long as nothing was
// written since.
type mark struct{ calls, order int }

func (w *walk) mark() mark { return mark{len(w.calls), len(w.order)} }

func (w *walk) undo(m mark) {
	w.calls = w.calls[:m.calls]
	for _, id := range w.order[m.order:] {
		delete(w.known, id)
	}
	w.order = w.order[:m.order]
}

// know records that agent and person know of which row they speak.
func (w *walk) know(r *row, o origin) {
	if _, ok := w.known[r.id()]; !ok {
		w.known[r.id()] = o
		w.order = append(w.order, r.id())
	}
}

// How many things a person wants at most, by weight: from one to four. Where
// more are needed for as many calls as are wanted, it may be four all the same.
var stepWeights = []int64{25, 42, 26, 7}

// make walks, and reports why it came to nothing; empty where it is a task.
func (w *walk) make() (reason string) {
	w.known = map[rowID]origin{}
	if reason := w.begin(); reason != "" {
		return reason
	}
	least, most := max(1, w.options.MinCalls), w.options.MaxCalls
	goal := least
	if most > least {
		goal += (w.stream.IntN(most-least+1) + w.stream.IntN(most-least+1)) / 2
	}
	steps := 1 + w.stream.Weighted(stepWeights)
	wrote := false
	for tries := 0; tries < 8 && len(w.steps) < len(stepWeights); tries++ {
		lacking := w.lacking()
		enough := len(w.calls) >= goal || len(w.steps) >= steps && 2*len(w.calls) >= least+goal
		if enough && (w.readOnly || wrote) && len(lacking) == 0 {
			break
		}
		writing := !w.readOnly && (!wrote && (len(w.steps) > 0 || w.stream.Chance(2, 3)) || w.stream.Chance(1, 2))
		if len(lacking) > 0 && !slices.ContainsFunc(lacking, func(t *tool) bool { return (t.Effect == world.Write) == writing }) {
			writing = !writing
		}
		if w.step(writing) {
			wrote = wrote || writing
		} else if w.broken {
			return ReasonFailed
		} else if len(w.steps) == 0 && tries >= 3 {
			break
		}
	}
	switch {
	case len(w.steps) == 0 && w.short:
		return ReasonShort
	case (len(w.steps) == 0 || !w.readOnly && !wrote) && w.failed:
		return ReasonFailed
	case len(w.steps) == 0 || !w.readOnly && !wrote:
		return ReasonUnknown
	case len(w.calls) < least || len(w.calls) > most:
		return ReasonShort
	case len(w.lacking()) > 0:
		return ReasonUnneeded
	}
	return w.finish()
}

// step takes the next step: a tool that writes, or something to be found out.
func (w *walk) step(writing bool) bool {
	candidates := w.candidates(writing)
	w.before = len(w.calls)
	for range 4 {
		t := w.draw(candidates)
		if t == nil {
			return false
		}
		m := w.mark()
		s := step{Step: roles.Step{Operation: t.operation, Same: -1}, tool: t}
		if t.table != nil {
			s.Thing = t.table.Thing
		}
		var ok bool
		if writing {
			ok = w.write(t, &s)
		} else {
			ok = w.look(t, &s)
		}
		if ok {
			w.steps = append(w.steps, s)
			return true
		}
		if w.broken {
			return false
		}
		w.undo(m)
	}
	return false
}

// A candidate is a tool with its weight.
type candidate struct {
	tool   *tool
	weight int64
}

// draw takes one of the candidates away, by their weights; nil where none is
// left.
func (w *walk) draw(candidates []candidate) *tool {
	weights := make([]int64, len(candidates))
	var sum int64
	for i, c := range candidates {
		weights[i] = c.weight
		sum += c.weight
	}
	if sum == 0 {
		return nil
	}
	i := w.stream.Weighted(weights)
	candidates[i].weight = 0
	return candidates[i].tool
}

// candidates are the tools of the next step with their weights: what the tools
// called so far feed counts by the score, and it has to be about rows that
// hang together with those of the steps before.
func (w *walk) candidates(writing bool) []candidate {
	near := map[*table]bool{}
	for _, id := range w.order {
		t := id.table
		near[t] = true
		for _, c := range t.parents {
			near[c.parent] = true
		}
		for _, c := range t.children {
			near[c.table] = true
		}
	}
	lacking := w.lacking()
	var list []candidate
	for _, t := range w.ground.tools {
		if (t.Effect == world.Write) != writing || w.taken(t) {
			continue
		}
		weight := preference(t, len(w.steps))
		if t.operation == world.Count && w.counts() {
			weight = 0
		}
		if t.table != nil && len(t.table.rows) == 0 && t.operation != world.Create {
			weight = 0
		}
		if len(w.steps) > 0 {
			close := t.table != nil && (near[t.table] || len(w.sharing(t)) > 0)
			if w.manner != loose && !close {
				continue
			}
			if close {
				weight *= 8
			}
			for _, c := range w.calls {
				weight += weight * w.ground.feeds[c.tool][t] / 250
			}
		} else {
			weight += weight * min(4, int64(len(w.ground.feeds[t]))) / 4
		}
		if slices.Contains(lacking, t) {
			weight *= 8
		}
		if weight > 0 {
			list = append(list, candidate{t, weight})
		}
	}
	return list
}

// counts reports whether the person has asked how many there are of something:
// once is enough.
func (w *walk) counts() bool {
	return slices.ContainsFunc(w.steps, func(s step) bool { return s.Operation == world.Count })
}

// taken reports whether a step has the tool already: a walk comes nowhere
// twice.
func (w *walk) taken(t *tool) bool {
	return slices.ContainsFunc(w.steps, func(s step) bool { return s.tool == t })
}

// preference is how much people want of a tool what it does, before feeds are
// looked at.
func preference(t *tool, steps int) int64 {
	var weight int64
	switch t.operation {
	case world.Move, world.Update:
		weight = 100
	case world.Create, world.Link:
		weight = 70
	case world.Delete, world.Unlink:
		weight = 40
	case world.Get, world.List, world.Search:
		weight = 60
	case world.Count:
		weight = 20
	case world.Report:
		weight = 25
	}
	if t.operation == world.Delete && steps > 0 {
		weight /= 2
	}
	for _, u := range t.uses {
		if !u.required {
			continue
		}
		switch {
		case u.part == world.Ignored:
			weight /= 2 // a header that nobody thinks of
		case u.part == world.Set && u.column != nil && u.column.parent == nil && (u.column.kind == opaque || u.column.kind == odd):
			weight /= 4
		}
	}
	return weight
}

// invoke calls a tool. It reports false where the call was refused, or there
// are calls enough.
func (w *walk) invoke(t *tool, arguments map[string]string, lookups int) (*call, bool) {
	out, err := artifact.Canonical(object(arguments))
	if err != nil {
		return nil, false
	}
	if t.Effect == world.Read {
		for i := len(w.calls) - 1; i >= 0 && w.calls[i].result.Effect == world.Read; i-- {
			if w.calls[i].tool == t && w.calls[i].arguments == string(out) {
				return &w.calls[i], true
			}
		}
	}
	if len(w.calls) >= w.options.MaxCalls {
		w.short = true
		return nil, false
	}
	c := call{tool: t, arguments: string(out), lookups: lookups}
	attempt := t.Tool.Name + string(out)
	if w.ground.refused[attempt] {
		w.failed = true
		return nil, false
	}
	if c.result = w.session.Call(t.Tool.Name, out); !c.result.OK() {
		if c.result.Fault == engine.BadArguments {
			w.ground.refused[attempt] = true // in whatever state
		}
		w.failed = true
		return nil, false
	}
	if t.Effect == world.Write {
		w.now = w.start.after(w.session.Changes())
	}
	read := w.ground.reading(c.result.Value)
	c.values = read.values
	c.exhibits = w.exhibits(t, read.value)
	w.calls = append(w.calls, c)
	return &w.calls[len(w.calls)-1], true
}

// object is the JSON object of arguments, with the properties of one that is an
// object, or a list of one object, put together.
func object(arguments map[string]string) []byte {
	out := []byte{'{'}
	open, end := "", ""
	for _, name := range sortedKeys(arguments) {
		parameter, property := parameterOf(name)
		if open != "" && parameter != open {
			out = append(out, end...)
			open = ""
		}
		if out[len(out)-1] != '{' {
			out = append(out, ',')
		}
		switch {
		case property == "":
			property = parameter
		case open == "" && strings.Contains(name, inElement):
			out = append(out, quoted(parameter)+":[{"...)
			open, end = parameter, "}]"
		case open == "":
			out = append(out, quoted(parameter)+":{"...)
			open, end = parameter, "}"
		}
		out = append(out, quoted(property)+":"+arguments[name]...)
	}
	if open != "" {
		out = append(out, end...)
	}
	return append(out, '}')
}

// sortedKeys are the keys of a map in their order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m { //lint:ordered sorted below
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// exhibits are the rows that a result shows.
func (w *walk) exhibits(t *tool, result any) []exhibit {
	var list []exhibit
	show := func(about *table, at string, keys []string) {
		x := exhibit{table: about, level: at, base: description{same: -1}}
		seen := map[string]bool{}
		for _, key := range keys {
			if r := w.now.row(about, key); r != nil && !seen[key] {
				seen[key] = true
				x.rows = append(x.rows, r)
			}
		}
		if len(x.rows) == 0 {
			return
		}
		for _, other := range t.gives {
			if other.column.table == about && level(other.path) == at {
				x.columns = append(x.columns, other.column)
			}
		}
		list = append(list, x)
	}
	for _, g := range t.gives {
		about := g.column.identifies()
		at := level(g.path)
		if about != nil && !slices.ContainsFunc(list, func(x exhibit) bool { return x.table == about && x.level == at }) {
			var keys []string
			follow(result, g.path, func(v string) { keys = append(keys, plain(v)) })
			show(about, at, keys)
		}
		if own := g.column.table; len(own.key) > 1 && own.key[0] == g.column {
			parts := make([][]string, len(own.key))
			for j, c := range own.key {
				if k := slices.IndexFunc(t.gives, func(g give) bool { return g.column == c && level(g.path) == at }); k >= 0 {
					follow(result, t.gives[k].path, func(v string) { parts[j] = append(parts[j], v) })
				}
			}
			var keys []string
			for n := range parts[0] {
				values := slices.Repeat([]string{null}, len(own.columns))
				for j, c := range own.key {
					if n < len(parts[j]) {
						values[c.place] = parts[j][n]
					}
				}
				keys = append(keys, own.keyOf(values))
			}
			show(own, at, keys)
		}
	}
	return list
}
