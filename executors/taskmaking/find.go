package taskmaking

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"worldc/roles"
	"worldc/world"
)

// A description is how a person says which row they mean.
type description struct {
	// details are columns of the row, and of rows that it belongs to, which have
	// Of.
	details []roles.Detail

	// same is the earlier step that the row is known from, -1 for none, and
	// relation what the row is to that of the step.
	// The row of a step that lists or makes rows belongs to that row.
	same     int
	relation string

	// seen is set where the row was shown in a step before.
	seen bool
}

// follows reports whether the row is spoken of since it came up before.
func (d *description) follows() bool { return d.same >= 0 || d.seen }

// join adds how another row is described, of which the detail is: the owner of
// the rows that are listed.
func (d *description) join(other description, of string) bool {
	if other.same >= 0 {
		if d.same >= 0 && d.same != other.same {
			return false // a story has place for one
		}
		d.same, d.relation = other.same, both(d.relation, other.relation)
	}
	d.seen = d.seen || other.seen
	for _, x := range other.details {
		if x.Of == "" {
			x.Of = of
		}
		d.add(x)
	}
	return true
}

// both names two relations to one row: "patient and doctor".
func both(a, b string) string {
	if a == "" || b == "" || a == b {
		return cmp.Or(a, b)
	}
	return a + " and " + b
}

// add adds a detail that is not there yet.
func (d *description) add(x roles.Detail) {
	if !slices.ContainsFunc(d.details, func(y roles.Detail) bool {
		return x.Label == y.Label && x.Of == y.Of && x.Bound == y.Bound && string(x.Value) == string(y.Value)
	}) {
		d.details = append(d.details, x)
	}
}

// detail is a column of a row as a detail.
func (c *column) detail(value string) roles.Detail {
	return roles.Detail{Label: c.Label, Meaning: c.Meaning, Value: json.RawMessage(value), Choice: len(c.Enum) > 0}
}

// maxDepth bounds how far back the reads go that lead to one argument.
const maxDepth = 3

// learn has the agent know the key of a row: from a step before, from what was
// shown, by a read that shows it, or from the person, who may know the key
// itself. consumer is the tool that needs it. What was called in vain stays
// called: the caller returns to its mark.
func (w *walk) learn(r *row, consumer *tool, depth int) (description, bool) {
	if o, ok := w.known[r.id()]; ok && o.step < len(w.steps) {
		return description{same: o.step, relation: o.relation}, true
	}
	first := w.start.row(r.table, r.key)
	if first == nil {
		return description{}, false // made in this task, and not spoken of
	}
	for i := len(w.calls) - 1; i >= 0; i-- {
		for _, x := range w.calls[i].exhibits {
			if x.table != r.table || !slices.ContainsFunc(x.rows, func(y *row) bool { return y.key == r.key }) {
				continue
			}
			if d, ok := w.single(x, first, x.base); ok {
				// Rows of one owner belong together; those of a list of all do not.
				d.seen = i < w.before && len(x.base.details) > 0
				w.recognise(x, r)
				return d, true
			}
		}
	}
	key := w.keyDetail(first)
	if key != nil && (depth == 0 || w.stream.Chance(1, 2)) {
		w.know(r, origin{len(w.steps), r.table.Thing})
		return *key, true
	}
	if depth > 0 {
		var candidates []candidate
		for _, p := range w.ground.givers[r.table] {
			weight := 20 + w.ground.feeds[p][consumer]/5
			if p.table == r.table {
				weight *= 3
			}
			candidates = append(candidates, candidate{p, weight})
		}
		for range 4 {
			p := w.draw(candidates)
			if p == nil {
				break
			}
			m := w.mark()
			if d, ok := w.consult(p, r, depth); ok {
				return d, true
			}
			w.undo(m)
		}
	}
	if c := r.table.key[0]; key == nil && w.manner >= frank && len(r.table.key) == 1 && len(plain(first.at(c))) <= maxSaidID {
		key = &description{details: []roles.Detail{c.detail(first.at(c))}, same: -1}
		w.frankly = append(w.frankly, first.at(c))
	}
	if key != nil {
		w.know(r, origin{len(w.steps), r.table.Thing})
		return *key, true
	}
	return description{}, false
}

// maxSaidID bounds an id that a person says because it is the only way.
const maxSaidID = 40

// keyDetail is the row described by its key, if people know it.
func (w *walk) keyDetail(r *row) *description {
	if len(r.table.key) != 1 || !r.table.key[0].tells(r) {
		return nil
	}
	c := r.table.key[0]
	return &description{details: []roles.Detail{c.detail(r.at(c))}, same: -1}
}

// recognise records that agent and person know the row, and what the record
// that shows it refers to.
func (w *walk) recognise(x exhibit, r *row) {
	w.know(r, origin{len(w.steps), r.table.Thing})
	for _, c := range x.columns {
		if p := w.now.parent(r, c); p != nil {
			w.know(p, origin{len(w.steps), roleOf(c)})
		}
	}
}

// roleOf is what the row that a column refers to is to the row: "origin" for
// origin_airport_id, else its thing.
func roleOf(c *column) string {
	words := withoutID(wordsOf(c.Name))
	if len(words) == 0 || c.parent != nil && strings.HasSuffix(c.parent.Thing, words[len(words)-1]) {
		return c.parent.Thing
	}
	return strings.Join(words, " ")
}

// withoutID are the words of the name of a key without those that say that it
// is one.
func withoutID(words []string) []string {
	for len(words) > 0 && slices.Contains([]string{"id", "ids", "uuid", "key", "code", "number", "email", "name"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return words
}

// consult calls a read that shows the row's key among others, and has the
// person say which one it is.
func (w *walk) consult(p *tool, r *row, depth int) (description, bool) {
	in, ok := w.inputs(p, r, depth, false)
	if !ok {
		return description{}, false
	}
	c, ok := w.invoke(p, in.arguments, in.lookups)
	if !ok {
		return description{}, false
	}
	first := w.start.row(r.table, r.key)
	for i := range c.exhibits {
		x := &c.exhibits[i]
		if x.table != r.table || !slices.ContainsFunc(x.rows, func(y *row) bool { return y.key == r.key }) {
			continue
		}
		x.base, x.links = in.base, in.links
		if d, ok := w.single(*x, first, in.base); ok {
			w.recognise(*x, r)
			return d, true
		}
	}
	return description{}, false
}

// Inputs are the arguments of a read, and how the person comes to those that
// the person says.
type inputs struct {
	arguments map[string]string
	base      description
	links     []*column // of the row's table, by whose values rows are asked for
	lookups   int
}

// inputs finds arguments with which a read shows r. With about, r itself is
// asked for: it is known, and its key may be an argument.
func (w *walk) inputs(p *tool, r *row, depth int, about bool) (inputs, bool) {
	in := inputs{arguments: map[string]string{}, base: description{same: -1}}
	narrowed := false
	for _, u := range p.uses {
		if u.required {
			if !w.input(p, u, r, depth, about, &in) {
				return in, false
			}
			narrowed = narrowed || u.part != world.Ignored && u.part != world.Limit && u.part != world.Offset && u.part != world.Order
		}
	}
	// One way to narrow what comes back, if people would take it.
	var weights []int64
	var optional []use
	var sum int64
	for _, u := range p.uses {
		if u.required {
			continue
		}
		var weight int64
		switch u.part {
		case world.Text:
			weight = 6
		case world.Filter, world.Reference:
			if u.column != nil {
				if weight = u.column.kind.familiar(); weight < category.familiar() {
					weight = 0 // nobody looks for a fish by the size of its picture
				}
				if q := u.column.identifies(); q != nil && q != r.table {
					weight = 12
				}
			}
		}
		weights, optional, sum = append(weights, weight), append(optional, u), sum+weight
	}
	take := func(i int) bool {
		m, before := w.mark(), in.base
		if w.input(p, optional[i], r, depth, about, &in) {
			return true
		}
		w.undo(m)
		in.base = before
		return false
	}
	// One property at least of an object that has to be given.
	for _, name := range p.objects {
		for in.lacks(name) {
			own, left := slices.Clone(weights), int64(0)
			for i := range own {
				if parameter, _ := parameterOf(optional[i].name); parameter != name {
					own[i] = 0
				}
				left += own[i]
			}
			if left == 0 {
				return in, false
			}
			i := w.stream.Weighted(own)
			sum -= weights[i]
			weights[i] = 0
			narrowed = take(i) || narrowed
		}
	}
	for tries := 0; tries < 3 && sum > 0 && (!narrowed || tries == 0 && w.stream.Chance(1, 4)); tries++ {
		i := w.stream.Weighted(weights)
		sum -= weights[i]
		weights[i] = 0
		narrowed = take(i) || narrowed
	}
	return in, true
}

// lacks reports whether no property of a parameter is given.
func (in *inputs) lacks(parameter string) bool {
	for name := range in.arguments { //lint:ordered whether there is one
		if p, property := parameterOf(name); p == parameter && property != "" {
			return false
		}
	}
	return true
}

// input finds one argument.
func (w *walk) input(p *tool, u use, r *row, depth int, about bool, in *inputs) bool {
	put := func(value string) bool {
		v, ok := u.schema.fit(value)
		if ok {
			in.arguments[u.name] = v
		}
		return ok
	}
	switch u.part {
	case world.Limit, world.Offset, world.Order, world.Ignored, world.Set:
		v, ok := w.idleArgument(u, in.base)
		if ok && u.part == world.Limit && u.schema.Maximum != nil {
			v = u.schema.Maximum.String()
		}
		if ok && u.part == world.Offset {
			v = "0"
			if u.schema.Minimum != nil {
				v = u.schema.Minimum.String()
			}
		}
		return ok && put(v)
	case world.Text:
		c := w.phrase(r)
		if c == nil || !put(r.at(c)) {
			return false
		}
		in.base.add(c.detail(r.at(c)))
		return true
	}
	c := u.column
	if c == nil {
		return false
	}
	if q := c.identifies(); q != nil {
		var target *row
		switch {
		case q == r.table && (c.table != r.table || c.parent == nil):
			if !about {
				return w.sayKey(u, r, in, put)
			}
			in.lookups++
			return put(r.at(r.table.key[0]))
		case c.table == r.table:
			target = w.now.parent(r, c)
		default:
			target = w.relative(r, q)
		}
		if target == nil || !put(target.at(q.key[0])) {
			return false
		}
		d, ok := w.learn(target, p, depth-1)
		if !ok {
			return false
		}
		if w.keyDetail(target) == nil || len(d.details) == 0 || string(d.details[0].Value) != target.at(q.key[0]) {
			in.lookups++
		}
		for _, link := range r.table.parents {
			if link.parent == q && r.at(link) == target.at(q.key[0]) {
				in.links = append(in.links, link)
				break
			}
		}
		return in.base.join(d, q.Thing) || w.sole(target)
	}
	subject := r
	if c.table != r.table {
		if subject = w.relative(r, c.table); subject == nil {
			return false
		}
	}
	first := w.start.row(subject.table, subject.key)
	if first == nil || !c.tells(subject) && !w.franklySaid(c, subject) || first.at(c) != subject.at(c) {
		return false
	}
	v := subject.at(c)
	if c.kind == date || c.kind == moment { // people give a few days
		switch u.part {
		case world.AtLeast:
			v = w.shifted(v, -w.stream.IntN(4), v)
		case world.AtMost:
			v = w.shifted(v, 1+w.stream.IntN(4), v)
		}
	}
	if !put(v) {
		return false
	}
	d := c.detail(v)
	if u.part == world.AtLeast || u.part == world.AtMost {
		d.Bound = u.part
	}
	if subject != r {
		d.Of = c.table.Thing
	}
	in.base.add(d)
	return true
}

// sole reports whether the row is the only one of its table that was spoken of
// in the steps before, so that it need not be said again which one is meant.
func (w *walk) sole(r *row) bool {
	if o, ok := w.known[r.id()]; !ok || o.step >= len(w.steps) {
		return false
	}
	n := 0
	for _, id := range w.order {
		if id.table == r.table {
			n++
		}
	}
	return n == 1
}

// franklySaid reports whether a person may say a value that nobody has in mind,
// for want of anything better.
func (w *walk) franklySaid(c *column, r *row) bool {
	v := r.at(c)
	if w.manner < frank || c.kind != opaque || v == null || len(plain(v)) > maxSaidID {
		return false
	}
	w.frankly = append(w.frankly, v)
	return true
}

// sayKey has the person say the row's own key, which only people who know it
// can.
func (w *walk) sayKey(u use, r *row, in *inputs, put func(string) bool) bool {
	d := w.keyDetail(r)
	if d == nil || !put(r.at(r.table.key[0])) {
		return false
	}
	in.base.add(d.details[0])
	return true
}

// phrase is the column by which a person would look for the row in a text
// search.
func (w *walk) phrase(r *row) *column {
	var columns []*column
	var weights []int64
	for _, c := range r.table.columns {
		if c.Type == "TEXT" && c.tells(r) && c.kind != date && c.kind != moment {
			columns = append(columns, c)
			weights = append(weights, c.kind.familiar()*c.kind.familiar())
		}
	}
	if len(columns) == 0 {
		return nil
	}
	return columns[w.stream.Weighted(weights)]
}

// relative is a row of another table that hangs together with r: one that it
// refers to, else one that was spoken of, else one that refers to it.
func (w *walk) relative(r *row, q *table) *row {
	for _, c := range r.table.parents {
		if c.parent == q {
			if p := w.now.parent(r, c); p != nil {
				return p
			}
		}
	}
	for i := len(w.order) - 1; i >= 0; i-- {
		if id := w.order[i]; id.table == q {
			if p := w.now.row(q, id.key); p != nil {
				return p
			}
		}
	}
	for _, c := range r.table.children {
		if c.table == q && len(q.key) == 1 {
			if list := w.now.children(r, c); len(list) > 0 {
				return list[w.stream.IntN(len(list))]
			}
		}
	}
	return nil
}
