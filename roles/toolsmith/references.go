package toolsmith

import (
	"cmp"
	"slices"
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
// the region of a database, which is that of its server.
func repeat(t *things) {
	for _, e := range t.entities {
		for _, r := range e.columns {
			if r.target == nil || r.target == e {
				continue
			}
			for _, c := range e.columns {
				if c == r || c == e.key || c.Repeats != "" || !c.scope {
					continue
				}
				if other := r.target.named(c.Name); other != nil && other != r.target.key && other.Type == c.Type && other.target == c.target {
					c.Repeats = r.Name + "." + c.Name
				}
			}
		}
	}
}
