package toolsmith

import (
	"cmp"
	"slices"
	"strings"
)

// relate settles which reference stays one, and puts the tables in an order in
// which references lead back. Of the references of a circle the weakest
// becomes a plain column.
func relate(t *things) {
	type arrow struct {
		c    *column
		from *entity
	}
	var arrows []arrow
	for _, e := range t.entities {
		for _, c := range e.columns {
			if c.target == e || c.target == nil {
				continue
			}
			arrows = append(arrows, arrow{c, e})
		}
	}
	slices.SortStableFunc(arrows, func(a, b arrow) int { return -cmp.Compare(a.c.weight, b.c.weight) })
	to := map[*entity][]*entity{}
	var reaches func(from, to *entity, seen map[*entity]bool) bool
	reaches = func(from, goal *entity, seen map[*entity]bool) bool {
		if from == goal {
			return true
		}
		seen[from] = true
		for _, next := range to[from] {
			if !seen[next] && reaches(next, goal, seen) {
				return true
			}
		}
		return false
	}
	for _, a := range arrows {
		if reaches(a.c.target, a.from, map[*entity]bool{}) {
			a.c.target = nil
			a.c.Type = a.c.decideType()
			continue
		}
		to[a.from] = append(to[a.from], a.c.target)
	}
	for _, e := range t.entities {
		for _, c := range e.columns {
			switch {
			case c.lists == nil:
			case c.Type != "JSON" || c.lists == e || reaches(c.lists, e, map[*entity]bool{}):
				c.lists = nil
			default:
				to[e] = append(to[e], c.lists)
			}
		}
	}

	var order []*entity
	done := map[*entity]bool{}
	var visit func(e *entity)
	visit = func(e *entity) {
		if done[e] {
			return
		}
		done[e] = true
		for _, c := range e.columns {
			if c.target != nil {
				visit(c.target)
			}
			if c.lists != nil {
				visit(c.lists)
			}
		}
		order = append(order, e)
	}
	for _, e := range t.entities {
		visit(e)
	}
	t.entities = order

	for _, e := range t.entities {
		for _, c := range e.columns {
			if c.target != nil {
				c.Type = c.target.key.Type
				c.References = c.target.table
				c.Enum = nil
			}
			if c.lists != nil {
				c.References = c.lists.table
			}
		}
		e.complete()
	}
}

// reference is the column of e that refers to target, the default role first;
// nil if there is none.
func (e *entity) reference(target *entity) *column {
	var found *column
	for _, c := range e.columns {
		if c.target == target && target != e {
			if c.slot == "ref:"+target.table+":" {
				return c
			}
			if found == nil {
				found = c
			}
		}
	}
	return found
}

// repeat finds the columns that say of a row what its owner says of itself:
// the region of a database, which is that of its server; the city of an order's
// address, which is that of the address.
func repeat(t *things) {
	for _, e := range t.entities {
		for _, r := range e.columns {
			if r.target == nil || r.target == e || r.Type == "JSON" {
				continue
			}
			for _, c := range e.columns {
				if c == r || c == e.key || c.Repeats != "" || c.target != nil && !c.scope {
					continue
				}
				other := (*column)(nil)
				if c.scope {
					other = r.target.named(c.Name)
				} else if !c.written {
					other = r.target.named(c.about(r))
				}
				if other != nil && other != r.target.key && other.Type == c.Type && other.target == c.target && other.settled() {
					c.Repeats = r.Name + "." + other.Name
				}
			}
		}
	}
}

// about is what a column says of the row to which a reference leads: the city of
// shipping_address_city and address_id; "" if its name is of something else.
func (c *column) about(r *column) string {
	words := strings.Split(r.Name, "_")
	for len(words) > 0 && identifying[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return ""
	}
	base := strings.Join(words, "_") + "_"
	if rest, ok := strings.CutPrefix(c.Name, base); ok {
		return rest
	}
	if _, rest, ok := strings.Cut(c.Name, "_"+base); ok {
		return rest
	}
	return ""
}

// settled reports whether the column holds the same for good, as states and counts
// do not.
func (c *column) settled() bool {
	s := c.entity.states
	return (s == nil || s.column != c) && !slices.Contains(stateNames, c.Name) && !strings.HasSuffix(c.Name, "count") && !c.stamp(true)
}

// A copied is a column that repeats one of the row to which another refers,
// times times where that is not empty.
type copied struct {
	column, from *column
	times        string
}

// copies are the columns of an entity that repeat what a reference leads to.
func (r *column) copies() []copied {
	var list []copied
	for _, c := range r.entity.columns {
		if through, name, ok := strings.Cut(c.Repeats, "."); ok && through == r.Name && r.target != nil {
			if from := r.target.named(name); from != nil {
				list = append(list, copied{column: c, from: from})
			}
		}
	}
	return list
}
