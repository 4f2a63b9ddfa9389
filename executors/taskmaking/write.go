package taskmaking

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"worldc/roles"
	"worldc/world"
)

// write takes a step that changes something.
func (w *walk) write(t *tool, s *step) bool {
	for range 3 {
		m := w.mark()
		*s = step{Step: roles.Step{Operation: t.operation, Same: -1, Verb: t.verb, Transition: t.transition}, tool: t}
		if t.table != nil {
			s.Thing = t.table.Thing
		}
		before := w.session.Digest()
		now := w.now
		ok := w.attempt(t, s)
		changed := w.session.Digest() != before
		if ok && changed {
			w.commit(t, s, now)
			return true
		}
		w.failed = w.failed || ok
		if changed {
			w.broken = true // what was written cannot be taken back
			return false
		}
		w.undo(m)
		w.now = now
	}
	return false
}

// commit records what a step that wrote was about.
func (w *walk) commit(t *tool, s *step, before *scene) {
	for _, r := range s.about {
		if w.now.row(r.table, r.key) != nil {
			w.known[r.id()] = origin{len(w.steps), ""}
			w.order = append(w.order, r.id())
		}
	}
	if t.table == nil {
		return
	}
	for _, r := range w.now.all(t.table) {
		if before.row(t.table, r.key) == nil {
			s.about = append(s.about, r)
			w.know(r, origin{len(w.steps), ""})
		}
	}
}

// attempt finds arguments for a tool that writes, and calls it.
func (w *walk) attempt(t *tool, s *step) bool {
	in := inputs{arguments: map[string]string{}, base: description{same: -1}}
	var r *row
	var named, ok bool
	if t.table != nil && t.operation != world.Create && t.operation != world.Link {
		if r = w.subject(t); r == nil {
			return false
		}
		s.about = []*row{r}
		if named, ok = w.name(t, r, &in); !ok {
			return false
		}
	}
	connected := w.connected(&in.base)
	wished, ok := w.wants(t, r)
	if !ok {
		return false
	}
	var donor *row
	if t.table != nil && len(t.table.rows) > 0 {
		donor = t.table.rows[w.stream.IntN(len(t.table.rows))]
	}
	referred := map[*table]*row{}
	taken := map[string]bool{}
	for _, u := range t.uses {
		if _, given := in.arguments[u.name]; given || !u.required && !wished[u.name] {
			continue
		}
		q := (*table)(nil)
		if u.column != nil {
			q = u.column.identifies()
		}
		switch {
		case u.part == world.Ignored || u.part == world.Limit || u.part == world.Offset || u.part == world.Order:
			v, ok := w.idleArgument(u, in.base)
			if !ok || v == "{}" && u.schema.raw == nil {
				return false // nobody has anything nameless written down, and nothing in it
			}
			in.arguments[u.name] = v
		case q == nil && u.column != nil && r != nil && u.required && u.column.table == r.table && (t.standsFor(u.column, r) || t.keeps(u.column, in.base, wished)):
			v, ok := u.schema.fit(r.at(u.column))
			if first := w.start.row(r.table, r.key); !ok || first == nil || first.at(u.column) != r.at(u.column) {
				return false
			}
			in.arguments[u.name] = v
			in.base.add(u.column.detail(r.at(u.column)))
		case q != nil && (u.part != world.Set || u.column.parent != nil):
			target := w.referred(t, u, q, r, referred)
			if target == nil {
				return false
			}
			v, ok := u.schema.fit(target.at(q.key[0]))
			if !ok {
				return false
			}
			d, ok := w.learn(target, t, maxDepth)
			if !ok {
				return false
			}
			in.arguments[u.name] = v
			in.lookups++
			referred[q] = target
			connected = connected || r == nil && d.follows()
			role := roleIn(t, u, q)
			if taken[role] { // another of the same kind, which only the parameter tells apart
				role = strings.Join(withoutID(wordsOf(u.name)), " ")
			}
			if role == "" || taken[role] {
				return false
			}
			taken[role] = true
			if !s.refer(d, role, r != nil && u.part == world.Set) && !w.sole(target) {
				return false
			}
		case u.column != nil:
			v, ok := w.wish(u.column, u.schema, r, donor)
			if !ok && r != nil && u.required && len(wished) > 0 {
				v, ok = r.at(u.column), true // has to be given, and stays as it is
				_, ok = u.schema.fit(v)
			}
			if !ok || !sayableWish(v) {
				if u.required {
					return false
				}
				continue
			}
			in.arguments[u.name], _ = u.schema.fit(v)
			s.Values = append(s.Values, u.column.detail(v))
		case u.part == world.Set && len(u.schema.Enum) > 0: // a reason, say
			v := canonical(u.schema.Enum[w.stream.IntN(len(u.schema.Enum))])
			in.arguments[u.name] = v
			s.Values = append(s.Values, roles.Detail{Label: strings.Join(wordsOf(u.name), " "), Value: json.RawMessage(v), Choice: true})
		default:
			return false
		}
	}
	if !w.inOrder(t, r, &in, s) {
		return false
	}
	if !connected || w.contradicts(cmp.Or(in.base.relation, s.Relation), in.base.details, s.Target) {
		return false
	}
	switch {
	case r != nil && len(in.base.details) == 0 && in.base.same < 0:
		return false // nobody has said which
	case r == nil && len(s.Values)+len(s.Target) == 0 && s.Same < 0:
		return false // of which nothing is wanted
	case r != nil && t.operation == world.Update && len(s.Values) == 0:
		return false
	}
	before := w.now
	if _, ok = w.invoke(t, in.arguments, in.lookups); ok && r != nil && t.operation != world.Unlink {
		// The tool acts on the row that is meant.
		after := w.now.row(r.table, r.key)
		ok = (after == nil || !slices.Equal(after.values, r.values)) && (named || w.changed(before, t.table) == 1)
		w.failed = w.failed || !ok
	}
	if ok {
		all := description{details: s.Target}
		for _, d := range in.base.details {
			all.add(d)
		}
		s.Target = all.details
		if in.base.same >= 0 {
			relation := in.base.relation
			if relation == "" && r != nil && !named {
				relation = s.Thing
			}
			s.Same, s.Relation = in.base.same, both(relation, s.Relation)
		}
	}
	return ok
}

// changed is the number of rows of a table that a call made, changed or took
// away.
func (w *walk) changed(before *scene, t *table) int {
	n := 0
	for _, r := range w.now.all(t) {
		if old := before.row(t, r.key); old == nil || !slices.Equal(old.values, r.values) {
			n++
		}
	}
	for _, r := range before.all(t) {
		if w.now.row(t, r.key) == nil {
			n++
		}
	}
	return n
}

// refer puts into the step how a row is described to which the step's row is
// to refer. Of a row that is there, the description is among the wishes.
func (s *step) refer(d description, role string, there bool) bool {
	if d.same >= 0 {
		if s.Same >= 0 && s.Same != d.same {
			return false
		}
		relation := d.relation
		if relation == "" && !there {
			relation = s.Thing
		}
		s.Same, s.Relation = d.same, both(s.Relation, relation)
	}
	for _, x := range d.details {
		if x.Of == "" {
			x.Of = role
		}
		list := &s.Target
		if there {
			list = &s.Values
		}
		all := description{details: *list}
		all.add(x)
		*list = all.details
	}
	return true
}

// roleIn is what the row that an argument names is to the tool's row.
func roleIn(t *tool, u use, q *table) string {
	if u.column.parent != nil {
		return roleOf(u.column)
	}
	if t.table != nil {
		for _, c := range t.table.parents {
			if c.parent == q && c.Name == u.name {
				return roleOf(c)
			}
		}
	}
	return q.Thing
}

// subject draws the row on which a tool acts: after the first step one that is
// spoken of, or that hangs together with one.
func (w *walk) subject(t *tool) *row {
	var list []*row
	if len(w.steps) > 0 {
		list = w.neighbours(t.table)
	}
	if len(list) == 0 && len(w.steps) > 0 {
		list = w.sharing(t)
	}
	if len(list) == 0 && (len(w.steps) == 0 || w.manner == loose) {
		list = w.now.all(t.table)
	}
	var fit []*row
	for _, r := range list {
		if startsFrom(t, r) && (t.Effect == world.Read || !w.done(r, t)) {
			fit = append(fit, r)
		}
	}
	if len(fit) == 0 {
		return nil
	}
	return fit[w.stream.IntN(len(fit))]
}

// done reports whether the walk has made or changed the row already, so that one
// who changes it again would not know what they want. A change of columns may be
// followed by one of the state that does not make it vain.
func (w *walk) done(r *row, t *tool) bool {
	for _, s := range w.steps {
		if s.tool == nil || s.tool.Effect != world.Write || !slices.ContainsFunc(s.about, func(x *row) bool { return x.id() == r.id() }) {
			continue
		}
		if !(s.Operation == world.Update && t.operation == world.Move && !t.ends()) {
			return true
		}
	}
	return false
}

// ends reports whether a tool takes the row out of use: a cancelled booking
// need not be moved to another day before.
func (t *tool) ends() bool {
	words := wordsOf(t.Tool.Name)
	if t.transition != nil {
		words = append(words, wordsOf(t.transition.To)...)
	}
	return t.operation == world.Delete || slices.ContainsFunc(words, func(word string) bool {
		return slices.ContainsFunc(strings.Fields("cancel delet reject declin archiv clos terminat void refund remov expir abandon withdr revok"), func(stem string) bool { return strings.HasPrefix(word, stem) })
	})
}

// neighbours are the rows of a table that are known, or that belong to or own a
// known row.
func (w *walk) neighbours(t *table) []*row {
	var list []*row
	seen := map[*row]bool{}
	add := func(r *row) {
		if r != nil && !seen[r] {
			seen[r] = true
			list = append(list, r)
		}
	}
	for _, id := range w.order {
		r := w.now.row(id.table, id.key)
		if r == nil {
			continue
		}
		if id.table == t {
			add(r)
		}
		for _, c := range id.table.parents {
			if c.parent == t {
				add(w.now.parent(r, c))
			}
		}
		for _, c := range id.table.children {
			if c.table == t {
				for _, child := range w.now.children(r, c) {
					add(child)
				}
			}
		}
	}
	return list
}

// name has the agent know the row on which a tool acts, and fills in the
// arguments that name it.
// It reports whether an argument names the row itself; where none does, the row
// is meant by what it belongs to.
func (w *walk) name(t *tool, r *row, in *inputs) (learned, ok bool) {
	for _, u := range t.uses {
		if u.column == nil || u.part != world.Key && u.part != world.Reference && !(u.part == world.Filter && u.required) {
			continue
		}
		q := u.column.identifies()
		switch {
		case q == nil && u.column.table == r.table, q == r.table && u.column.table == r.table && u.column.parent == nil, q == r.table && u.column.table != r.table:
			c := u.column
			if q == r.table {
				c = r.table.key[0]
			}
			v, ok := u.schema.fit(r.at(c))
			if !ok {
				return false, false
			}
			if !learned && w.tellsApart(c, r) {
				in.base.add(c.detail(r.at(c)))
				learned = true
			}
			if !learned {
				d, ok := w.learn(r, t, maxDepth)
				if !ok || !in.base.join(d, "") {
					return false, false
				}
				learned = true
				if !(len(d.details) == 1 && string(d.details[0].Value) == r.at(c)) {
					in.lookups++
				}
			}
			in.arguments[u.name] = v
		case q != nil && q != r.table:
			owner := w.ownerOf(r, u, q)
			if owner == nil {
				if u.part == world.Key {
					return false, false
				}
				continue // a row that the row has nothing to do with yet
			}
			if !u.required && u.part != world.Key {
				continue
			}
			v, ok := u.schema.fit(owner.at(q.key[0]))
			if !ok {
				return false, false
			}
			if _, known := w.known[owner.id()]; !known || !learned {
				d, ok := w.learn(owner, t, maxDepth)
				if !ok || !in.base.join(d, roleIn(t, u, q)) && !w.sole(owner) {
					return false, false
				}
			}
			in.lookups++
			in.arguments[u.name] = v
		}
	}
	return learned, true
}

// tellsApart reports whether a person may name the row by its value in a column
// that is not its key, which no other row has.
func (w *walk) tellsApart(c *column, r *row) bool {
	first := w.start.row(r.table, r.key)
	if c == r.table.key[0] || first == nil || first.at(c) != r.at(c) || !c.tells(r) && !w.franklySaid(c, r) {
		return false
	}
	return !slices.ContainsFunc(w.start.all(r.table), func(other *row) bool { return other.key != r.key && other.at(c) == r.at(c) })
}

// ownerOf is the row to which r refers, that an argument names; nil where the
// argument names another.
func (w *walk) ownerOf(r *row, u use, q *table) *row {
	if u.column.table == r.table {
		return w.now.parent(r, u.column)
	}
	for _, c := range r.table.parents {
		if c.parent == q {
			return w.now.parent(r, c)
		}
	}
	return nil
}

// referred draws the row to which a wish refers: one that is known after the
// first step, else any; not the one to which r refers now.
func (w *walk) referred(t *tool, u use, q *table, r *row, taken map[*table]*row) *row {
	var list []*row
	if len(w.steps) > 0 || taken[q] != nil {
		for _, id := range w.order {
			if id.table == q {
				if x := w.now.row(q, id.key); x != nil {
					list = append(list, x)
				}
			}
		}
	}
	if len(list) == 0 || r != nil {
		list = slices.Clone(w.now.all(q))
	}
	list = slices.DeleteFunc(list, func(x *row) bool {
		return x == taken[q] || r != nil && x.id() == r.id() || r != nil && u.column.table == r.table && r.at(u.column) == x.at(q.key[0])
	})
	if len(list) == 0 {
		return nil
	}
	return list[w.stream.IntN(len(list))]
}

// wants draws which of the optional wishes a person has. It reports false
// where a person would have none.
func (w *walk) wants(t *tool, r *row) (map[string]bool, bool) {
	wished := map[string]bool{}
	var weights []int64
	var optional []use
	var sum int64
	required := 0
	for _, u := range t.uses {
		if u.part != world.Set && !(u.part == world.Reference && r == nil) || u.column == nil {
			continue
		}
		if u.required {
			required++
			continue
		}
		weight := u.column.settable()
		if t.stateOf == u.column && t.operation == world.Move {
			weight = 0
		}
		weights, optional, sum = append(weights, weight), append(optional, u), sum+weight
	}
	most := 1 + w.stream.IntN(2)
	switch t.operation {
	case world.Create:
		most = w.stream.IntN(3)
		if required == 0 {
			most = 2 + w.stream.IntN(2)
		}
	case world.Update:
		if required > 0 {
			most = w.stream.IntN(2)
		}
	default:
		most = w.stream.IntN(2)
	}
	for range most {
		if sum == 0 {
			break
		}
		i := w.stream.Weighted(weights)
		u := optional[i]
		wished[u.name] = true
		sum -= weights[i]
		weights[i] = 0
		if together(u.column) {
			for j, other := range optional {
				if together(other.column) && party(other.column) == party(u.column) && weights[j] > 0 {
					wished[other.name] = true
					sum -= weights[j]
					weights[j] = 0
				}
			}
		}
	}
	if t.operation == world.Update && required+len(wished) == 0 {
		return nil, false
	}
	return wished, w.fillObjects(t, optional, weights, wished)
}

// fillObjects has the person wish for a property at least of each object that has to
// be given. It reports false where nobody would wish for any.
func (w *walk) fillObjects(t *tool, optional []use, weights []int64, wished map[string]bool) bool {
	for _, name := range t.objects {
		of := func(u use) bool {
			parameter, _ := parameterOf(u.name)
			return parameter == name && (u.required || wished[u.name])
		}
		if slices.ContainsFunc(t.uses, of) {
			continue
		}
		own, sum := slices.Clone(weights), int64(0)
		for i := range own {
			if parameter, _ := parameterOf(optional[i].name); parameter != name {
				own[i] = 0
			}
			sum += own[i]
		}
		if sum == 0 {
			return false
		}
		wished[optional[w.stream.Weighted(own)].name] = true
	}
	return true
}
