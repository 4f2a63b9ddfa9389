package taskmaking

import (
	"cmp"
	"slices"
	"strings"

	"worldc/roles"
)

// maxDetails bounds what a person says of one row beside what it belongs to.
const maxDetails = 3

// single has the person say enough about r for it to be the only row that is
// meant: of the rows that the result shows, and of all rows that belong to the
// same rows as it. Only columns count that the agent sees. base is what has
// been said already.
func (w *walk) single(x exhibit, r *row, base description) (description, bool) {
	d := description{details: slices.Clone(base.details), same: base.same, relation: base.relation, seen: base.seen}
	if d.same >= 0 {
		if d.relation != "" {
			return description{}, false // two steps of relation are more than people say
		}
		d.relation = r.table.Thing // it belongs to the very row of that step
	}
	visible := w.visible(x, r)
	told, ok := distinguish(r, w.confusable(x, r, base), visible)
	if !ok {
		return description{}, false
	}
	for _, c := range told {
		d.add(c.detail(r.at(c)))
	}
	// Where nothing of the row itself needs to be said, people often do.
	own := slices.ContainsFunc(d.details, func(y roles.Detail) bool { return y.Of == "" })
	if len(told) == 0 && len(visible) > 0 && (len(d.details) == 0 && d.same < 0 || !own && w.stream.Chance(1, 2)) {
		c := slices.MaxFunc(visible, func(a, b *column) int { return cmp.Compare(a.kind.familiar(), b.kind.familiar()) })
		d.add(c.detail(r.at(c)))
	}
	return d, len(d.details) > 0 || d.same >= 0
}

// confusable are the rows other than r that fit what has been said: those that
// are shown, and those that are not but could be meant. Where the rows were asked
// for by what they belong to, these are the rows of the same; where by
// themselves, all; where by what belongs to them (the customer of a booking),
// none but those that are shown.
func (w *walk) confusable(x exhibit, r *row, base description) []*row {
	fits := func(other *row) bool {
		return !slices.ContainsFunc(base.details, func(y roles.Detail) bool {
			if y.Of != "" || y.Bound != "" {
				return false
			}
			c := r.table.labelled(y.Label)
			return c != nil && other.at(c) != r.at(c)
		})
	}
	apart := base.same >= 0 || slices.ContainsFunc(base.details, func(y roles.Detail) bool { return y.Of != "" })
	var others []*row
	for _, other := range w.start.all(r.table) {
		if other.key == r.key || !fits(other) {
			continue
		}
		linked := !slices.ContainsFunc(x.links, func(c *column) bool { return other.at(c) != r.at(c) })
		shown := slices.ContainsFunc(x.rows, func(y *row) bool { return y.key == other.key })
		if shown || len(x.links) > 0 && linked || len(x.links) == 0 && !apart {
			others = append(others, other)
		}
	}
	return others
}

// visible are the columns by which a person could tell the row, that the agent
// sees as they were when the person looked; in an order that is drawn.
func (w *walk) visible(x exhibit, r *row) []*column {
	now := w.now.row(r.table, r.key)
	var list []*column
	for _, c := range x.columns {
		if !c.tells(r) || now == nil || now.at(c) != r.at(c) || c.identifies() == r.table {
			continue
		}
		if asked := slices.ContainsFunc(w.answers, func(a answer) bool { return a.text == plain(r.at(c)) }); asked {
			continue // who has asked for it does not know it
		}
		list = append(list, c)
	}
	w.stream.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// distinguish chooses columns in which r differs from all others: few, and such
// as people name things by; if those do not do, any.
func distinguish(r *row, others []*row, visible []*column) ([]*column, bool) {
	natural := slices.DeleteFunc(slices.Clone(visible), func(c *column) bool { return c.kind.familiar() < category.familiar() })
	if told, ok := narrow(r, others, natural); ok {
		return told, true
	}
	return narrow(r, others, visible)
}

// narrow takes the column that leaves the fewest others, again and again.
func narrow(r *row, others []*row, columns []*column) (told []*column, ok bool) {
	others, columns = slices.Clone(others), slices.Clone(columns)
	for len(others) > 0 && len(told) < maxDetails {
		best, left := -1, len(others)
		for i, c := range columns {
			n := 0
			for _, other := range others {
				if other.at(c) == r.at(c) {
					n++
				}
			}
			if n < left || n == left && best >= 0 && c.kind.familiar() > columns[best].kind.familiar() {
				best, left = i, n
			}
		}
		if best < 0 {
			return nil, false
		}
		c := columns[best]
		told = append(told, c)
		columns = slices.Delete(columns, best, best+1)
		others = slices.DeleteFunc(others, func(other *row) bool { return other.at(c) != r.at(c) })
	}
	return told, len(others) == 0
}

// labelled is the column that people call so.
func (t *table) labelled(label string) *column {
	i := slices.IndexFunc(t.columns, func(c *column) bool { return c.Label == label })
	if i < 0 {
		return nil
	}
	return t.columns[i]
}

// contradicts reports whether a person would speak of two where there can only
// be one: of two budgets in which one transaction lies, in one step; of two
// subscriptions, in the ids of which everything lies, in all of them.
func (w *walk) contradicts(relation string, details ...[]roles.Detail) bool {
	owners, places := map[string]string{}, map[string]string{}
	differs := func(values map[string]string, label string, d roles.Detail) bool {
		v, ok := values[label]
		values[label] = string(d.Value)
		return ok && v != string(d.Value)
	}
	for i := range len(details) + len(w.steps) {
		earlier := i >= len(details)
		var list []roles.Detail
		if earlier {
			list = w.steps[i-len(details)].Target
		} else {
			list = details[i]
		}
		for _, d := range list {
			label := strings.ToLower(d.Label) + " of " + d.Of
			if !earlier && d.Of != "" && d.Bound == "" && (d.Of == relation || differs(owners, label, d)) {
				return true
			}
			if !w.places(d) {
				continue
			}
			if d.Meaning != "id" && d.Meaning != "" {
				label = strings.ToLower(d.Label)
			}
			if differs(places, label, d) {
				return true
			}
		}
	}
	return false
}

// places reports whether a detail says where a row lies rather than which it is:
// an id that is said since no read leads to it, or the like of a resource group.
func (w *walk) places(d roles.Detail) bool {
	if len(d.Value) == 0 || d.Bound != "" {
		return false
	}
	if slices.Contains(w.frankly, string(d.Value)) {
		return d.Of != "" || d.Meaning != "id"
	}
	return d.Meaning == "external_id" || d.Meaning == "category" && len(wordsOf(d.Label)) > 1
}
