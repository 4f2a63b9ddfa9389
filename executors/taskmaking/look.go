package taskmaking

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"worldc/roles"
	"worldc/world"
)

// look takes a step in which something is found out.
func (w *walk) look(t *tool, s *step) bool {
	for range 3 {
		m, answers := w.mark(), len(w.answers)
		*s = step{Step: roles.Step{Operation: t.operation, Same: -1, Verb: t.verb}, tool: t}
		var ok bool
		switch {
		case t.table == nil || t.operation == world.Count || t.operation == world.Report:
			ok = w.inquire(t, s)
		case t.operation == world.Get && t.keyed():
			ok = w.inspect(t, s)
		default:
			ok = w.enumerate(t, s)
		}
		if ok {
			return true
		}
		w.undo(m)
		w.answers = w.answers[:answers]
	}
	return false
}

// keyed reports whether an argument of the tool names a row of its table.
func (t *tool) keyed() bool {
	return slices.ContainsFunc(t.uses, func(u use) bool {
		return u.column != nil && u.part == world.Key && (u.column.identifies() == t.table || slices.Contains(t.table.key, u.column))
	})
}

// tell puts how a row is described into a step.
func (s *step) tell(d description) {
	s.Target = append(s.Target, d.details...)
	s.Same, s.Relation = d.same, d.relation
}

// named reports whether the person says of the row itself how it is called.
func (s *step) named() bool {
	return slices.ContainsFunc(s.Target, func(d roles.Detail) bool {
		k, ok := meantKind(d.Meaning)
		if !ok {
			words := wordsOf(d.Label)
			return d.Of == "" && slices.ContainsFunc(words, func(word string) bool { return holds("name email mail username title", word) })
		}
		return d.Of == "" && (k == name || k == title || k == email)
	})
}

// belong says that rows that are listed belong to the row of an earlier step.
func (s *step) belong() {
	if s.Same >= 0 && s.Relation == "" {
		s.Relation = s.Thing
	}
}

// inspect asks for values of one row. Where they have been shown already, no
// call is needed.
func (w *walk) inspect(t *tool, s *step) bool {
	r := w.subject(t)
	if r == nil {
		return false
	}
	s.Thing = r.table.Thing
	s.about = []*row{r}
	in := inputs{arguments: map[string]string{}, base: description{same: -1}}
	earlier := len(w.calls)
	if n := len(w.steps) - 1; n >= 0 && w.steps[n].tool.Effect == world.Write && slices.ContainsFunc(w.steps[n].about, func(x *row) bool { return x.id() == r.id() }) {
		earlier-- // what the call that changed it, or made it, says of it
	}
	before := w.heard(earlier)
	if named, ok := w.name(t, r, &in); !ok || !named && len(t.table.key) == 1 {
		return false
	}
	s.tell(in.base)
	for _, u := range t.uses {
		if _, given := in.arguments[u.name]; u.required && !given && !w.input(t, u, r, maxDepth, true, &in) {
			return false
		}
	}
	if !w.connected(&in.base) || w.contradicts(in.base.relation, in.base.details) {
		return false
	}
	// What the calls that led here showed of the row.
	shown := map[*column]int{}
	for i := len(w.calls) - 1; i >= earlier; i-- {
		for _, x := range w.calls[i].exhibits {
			if x.table == r.table && slices.ContainsFunc(x.rows, func(y *row) bool { return y.key == r.key }) {
				for _, c := range x.columns {
					if _, ok := shown[c]; !ok {
						shown[c] = i
					}
				}
			}
		}
	}
	fresh := map[*column]bool{}
	for _, g := range t.gives {
		if _, ok := shown[g.column]; !ok && g.column.table == r.table {
			fresh[g.column] = true
		}
	}
	at := -1
	if len(fresh) > 0 {
		c, ok := w.invoke(t, in.arguments, in.lookups)
		if !ok {
			return false
		}
		at = slices.IndexFunc(w.calls, func(other call) bool { return other.tool == c.tool && other.arguments == c.arguments })
		for _, x := range c.exhibits {
			if x.table == r.table {
				w.recognise(x, r)
			}
		}
	}
	type want struct {
		column *column
		call   int
	}
	var wants []want
	var weights []int64
	var sum int64
	for _, c := range r.table.columns {
		from, ok := shown[c]
		if fresh[c] {
			from, ok = at, true
		}
		v := r.at(c)
		if !ok || c.asked(r) == 0 || w.said(s, v) || before[v] || !w.calls[from].values[v] {
			continue
		}
		weight := c.asked(r)
		if (c.kind == name || c.kind == title || c.kind == email) && s.named() {
			continue // who says whom they mean knows who that is
		}
		if len(fresh) > 0 && !fresh[c] {
			weight = 0 // the call would be idle
		}
		wants, weights, sum = append(wants, want{c, from}), append(weights, weight), sum+weight
	}
	for n := 1 + w.stream.IntN(2); n > 0 && sum > 0; n-- {
		i := w.stream.Weighted(weights)
		sum -= weights[i]
		weights[i] = 0
		s.want(wants[i].column, "")
		w.answer(plain(r.at(wants[i].column)), wants[i].call, false)
	}
	if len(s.Wants) == 0 {
		return false
	}
	w.focus(r)
	return true
}

// focus records that the step that is taken is about the row.
func (w *walk) focus(r *row) {
	w.know(r, origin{len(w.steps), ""})
	if o := w.known[r.id()]; o.step == len(w.steps) {
		w.known[r.id()] = origin{len(w.steps), ""}
	}
}

// heard are the scalars of the results of the first calls.
func (w *walk) heard(calls int) map[string]bool {
	all := map[string]bool{}
	for _, c := range w.calls[:calls] {
		maps.Copy(all, c.values)
	}
	return all
}

// said reports whether the person has said the value, in this step or before.
func (w *walk) said(s *step, value string) bool {
	in := func(list []roles.Detail) bool {
		return slices.ContainsFunc(list, func(d roles.Detail) bool { return plain(string(d.Value)) == plain(value) })
	}
	for _, other := range w.steps {
		if in(other.Target) || in(other.Values) || other.Transition != nil && other.Transition.To == plain(value) {
			return true
		}
	}
	return in(s.Target) || in(s.Values)
}

// want adds what the person wants to be told.
func (s *step) want(c *column, of string) {
	s.Wants = append(s.Wants, roles.Detail{Label: c.Label, Meaning: c.Meaning, Of: of})
}

func (w *walk) answer(text string, call int, counted bool) {
	w.answers = append(w.answers, answer{text, call, counted})
}

// maxListed bounds the rows that a person wants to be named; how many there are
// can be asked of more.
const maxListed = 4

// enumerate asks which rows there are, or how many.
func (w *walk) enumerate(t *tool, s *step) bool {
	r := w.subject(t)
	if r == nil {
		return false
	}
	s.Thing = r.table.Thing
	in, ok := w.inputs(t, r, maxDepth, true)
	if !ok || !w.connected(&in.base) || w.contradicts(in.base.relation, in.base.details) {
		return false
	}
	s.tell(in.base)
	s.belong()
	before := w.heard(len(w.calls))
	c, ok := w.invoke(t, in.arguments, in.lookups)
	if !ok {
		return false
	}
	at := slices.IndexFunc(w.calls, func(other call) bool { return other.tool == t && other.arguments == c.arguments })
	i := slices.IndexFunc(c.exhibits, func(x exhibit) bool { return x.table == t.table })
	if i < 0 {
		return false
	}
	x := &c.exhibits[i]
	if len(in.base.details) > 0 || in.base.same >= 0 {
		x.base, x.links = in.base, in.links
	}
	if len(x.rows) > maxListed || len(x.rows) > 1 && w.stream.Chance(1, 2) {
		if w.spot(s, x, r, in.base, before, at) {
			return true
		}
	}
	s.about = x.rows
	var columns []*column
	for _, c := range x.columns {
		if c.kind.sayable() > 0 && c.kind.familiar() > 0 {
			columns = append(columns, c)
		}
	}
	slices.SortStableFunc(columns, func(a, b *column) int {
		return cmp.Compare(b.kind.familiar()+b.kind.sayable(), a.kind.familiar()+a.kind.sayable())
	})
	if len(s.Target) == 0 && s.Same < 0 && t.operation == world.Get && len(w.start.all(t.table)) > 1 && (w.manner != loose || len(t.uses) > 0) {
		return false // nobody has said which
	}
	if len(x.rows) == 1 { // the person has one in mind
		only := x.rows[0]
		if o, ok := w.known[only.id()]; ok && o.relation == "" && o.step < len(w.steps) {
			return false // and has asked for it before
		}
		if s.Operation = world.Get; s.Same >= 0 && s.Relation != s.Thing {
			s.Operation = world.List // of what belongs to a relation of that row
		}
		var good []*column
		var weights []int64
		var sum int64
		for _, c := range x.columns {
			if v := only.at(c); c.asked(only) > 0 && !w.said(s, v) && !before[v] && w.calls[at].values[v] {
				good, weights, sum = append(good, c), append(weights, c.asked(only)), sum+c.asked(only)
			}
		}
		for n := 1 + w.stream.IntN(2); n > 0 && sum > 0; n-- {
			i := w.stream.Weighted(weights)
			sum -= weights[i]
			weights[i] = 0
			s.want(good[i], "")
			w.answer(plain(only.at(good[i])), at, false)
		}
		if len(s.Wants) > 0 {
			w.focus(only)
		}
		return len(s.Wants) > 0
	}
	if len(x.rows) <= maxListed {
		for _, c := range columns {
			distinct := map[string]bool{}
			good := true
			for _, r := range x.rows {
				v := r.at(c)
				good = good && spoken(v) && !w.said(s, v) && !before[v] && !distinct[v]
				distinct[v] = true
			}
			if !good {
				continue
			}
			s.want(c, "")
			for _, r := range x.rows {
				w.answer(plain(r.at(c)), at, false)
			}
			return true
		}
	}
	whole := len(x.rows) == len(w.now.all(t.table)) // how many there are in all
	if w.counts() || len(x.rows) < 2 || len(in.base.details)+len(in.links) == 0 && !whole {
		return false
	}
	s.Operation = world.Count
	s.Wants = append(s.Wants, roles.Detail{Label: "number"})
	w.answer(strconv.Itoa(len(x.rows)), at, true)
	return true
}

// spot asks for values of one of the rows that are shown, which the person
// describes.
func (w *walk) spot(s *step, x *exhibit, r *row, base description, before map[string]bool, at int) bool {
	first := w.start.row(r.table, r.key)
	if first == nil || !slices.ContainsFunc(x.rows, func(y *row) bool { return y.key == r.key }) {
		return false
	}
	if o, ok := w.known[r.id()]; ok && o.step < len(w.steps) {
		return false
	}
	d, ok := w.single(*x, first, base)
	if !ok || !slices.ContainsFunc(d.details, func(y roles.Detail) bool { return y.Of == "" }) && d.same < 0 {
		return false
	}
	try := *s
	try.Target = nil
	try.tell(d)
	try.Operation, try.about = world.Get, []*row{r}
	var good []*column
	var weights []int64
	var sum int64
	for _, c := range x.columns {
		if v := r.at(c); c.asked(r) > 0 && !w.said(&try, v) && !before[v] && w.calls[at].values[v] && !((c.kind == name || c.kind == title || c.kind == email) && try.named()) {
			good, weights, sum = append(good, c), append(weights, c.asked(r)), sum+c.asked(r)
		}
	}
	for n := 1 + w.stream.IntN(2); n > 0 && sum > 0; n-- {
		i := w.stream.Weighted(weights)
		sum -= weights[i]
		weights[i] = 0
		try.want(good[i], "")
		w.answer(plain(r.at(good[i])), at, false)
	}
	if len(try.Wants) == 0 {
		return false
	}
	*s = try
	w.recognise(*x, r)
	w.focus(r)
	return true
}

// inquire asks for what a tool works out.
func (w *walk) inquire(t *tool, s *step) bool {
	in := inputs{arguments: map[string]string{}, base: description{same: -1}}
	if t.table != nil {
		s.Thing = t.table.Thing
		r := w.subject(t)
		if r == nil {
			return false
		}
		var ok bool
		if in, ok = w.inputs(t, r, maxDepth, false); !ok {
			return false
		}
	} else {
		for _, u := range t.uses {
			if u.required {
				return false // nothing is known of what it wants
			}
		}
	}
	if !w.connected(&in.base) || w.contradicts(in.base.relation, in.base.details) {
		return false
	}
	s.tell(in.base)
	s.belong()
	before := w.heard(len(w.calls))
	c, ok := w.invoke(t, in.arguments, in.lookups)
	if !ok {
		return false
	}
	at := slices.IndexFunc(w.calls, func(other call) bool { return other.tool == t && other.arguments == c.arguments })
	var found []figure
	figures(w.ground.reading(c.result.Value).value, "", &found)
	found = slices.DeleteFunc(found, func(f figure) bool {
		return !spoken(f.value) || before[f.value] || w.said(s, f.value) || f.value == "0"
	})
	if len(found) == 0 {
		return false
	}
	f := found[w.stream.IntN(len(found))]
	label := strings.Join(wordsOf(f.name), " ")
	if t.operation == world.Count && (label == "" || holds("count total number result value", label)) {
		label = "number"
	}
	if label == "" {
		label = "result"
	}
	if s.Thing == "" {
		s.Thing = strings.Join(slices.DeleteFunc(wordsOf(t.Tool.Name), func(word string) bool {
			return holds("get fetch list check show find compute calculate retrieve", word)
		}), " ")
	}
	s.Wants = append(s.Wants, roles.Detail{Label: label})
	w.answer(plain(f.value), at, false)
	return true
}

// A figure is a number or short text of a result that is no list.
type figure struct{ name, value string }

func figures(v any, name string, into *[]figure) {
	switch v := v.(type) {
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(v)) {
			figures(v[member], member, into)
		}
	case []any:
		if len(v) == 1 {
			figures(v[0], name, into)
		}
	case bool, nil:
	default:
		if text, ok := scalar(v); ok && !momentForm.MatchString(plain(text)) && strings.Count(text, " ") < 6 {
			words := wordsOf(name)
			if n := len(words); n == 0 || !holds("id ids uuid message msg success object timestamp url token limit offset page", words[n-1]) {
				*into = append(*into, figure{name, text})
			}
		}
	}
}
