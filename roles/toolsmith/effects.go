package toolsmith

import (
	"slices"
	"strings"

	"worldc/world"
)

// A tally is a column of a row's owner that changes when rows come and go.
type tally struct {
	reference *column // of the rows
	column    *column // of the owner
	quantity  *column // of the rows: how many of the stock they take; nil of a count
}

// stocks are the names of columns that say how many of something are there.
var stocks = wordSet("stock stock_quantity stock_count stock_level quantity_in_stock in_stock inventory inventory_quantity available_quantity quantity_available")

// tallies are what changes with the rows of an entity: the count of the board
// that has cards, the stock of the product that is ordered.
func (e *entity) tallies() []tally {
	var list []tally
	for _, r := range e.columns {
		if r.target == nil || r.target == e || !strings.HasSuffix(r.slot, ":") { // in no role but its own
			continue
		}
		for _, c := range r.target.columns {
			if c.Type != "INTEGER" || c == r.target.key || c.target != nil {
				continue
			}
			one, many := identifier(e.words...), identifier(e.nouns)
			last := identifier(lastWord(e.nouns))
			switch {
			case slices.Contains([]string{one + "_count", many + "_count", last + "_count", identifier(e.words[len(e.words)-1]) + "_count", "num_" + many, "number_of_" + many, "total_" + many}, c.Name):
				list = append(list, tally{r, c, nil})
			case stocks[c.Name] && sold[e.words[len(e.words)-1]]:
				if q := e.named("quantity"); q != nil && q.Type == "INTEGER" {
					list = append(list, tally{r, c, q})
				}
			}
		}
	}
	return list
}

// sold are the things that take what they name from the shelf.
var sold = wordSet("order purchase sale line item checkout booking reservation")

// tallyUp writes what a new row changes in its owners. Stock that is not there
// cannot be sold. It stands before the row is made.
func (f *function) tallyUp(values map[*column]string) {
	for _, t := range f.plan.entity.tallies() {
		key, ok := values[t.reference]
		if !ok {
			continue
		}
		owner := t.reference.target
		required := slices.ContainsFunc(f.plan.bindings, func(b *binding) bool { return b.column == t.reference && b.required })
		write := func() {
			row := f.local(owner.short)
			f.line(row + " = " + f.prelude.rowOf(owner) + "(" + key + ")")
			old := row + "[" + star(t.column.Name) + "]"
			update := "db.update(" + star(owner.table) + ", " + key + ", {" + star(t.column.Name) + ": "
			if t.quantity == nil {
				f.line(update + "(" + old + " or 0) + 1})")
				return
			}
			wanted, ok := values[t.quantity]
			if !ok {
				wanted = "1"
			} else if !f.certain(t.quantity) {
				wanted = "(" + wanted + " or 1)"
			}
			f.block("if "+old+" != None:", func() {
				f.block("if "+old+" < "+wanted+":", func() {
					f.failure(star("there are only "), "str("+old+")", star(" of "+owner.noun+" "), text(key, owner.key.Type), star(" in stock"))
				})
				f.line(update + old + " - " + wanted + "})")
			})
		}
		if required {
			write()
		} else {
			f.block("if "+key+" != None:", write)
		}
	}
}

// tallyDown writes what a row that goes changes in its owners.
func (f *function) tallyDown(row string) {
	for _, t := range f.plan.entity.tallies() {
		if t.quantity != nil {
			continue // what was sold is sold
		}
		owner := t.reference.target
		key := row + "[" + star(t.reference.Name) + "]"
		write := func() {
			parent := f.local(owner.short)
			f.line(parent + " = " + f.prelude.rowOf(owner) + "(" + key + ")")
			f.line("db.update(" + star(owner.table) + ", " + key + ", {" + star(t.column.Name) + ": max(0, (" + parent + "[" + star(t.column.Name) + "] or 0) - 1)})")
		}
		if t.reference.Required {
			write()
		} else {
			f.block("if "+key+" != None:", write)
		}
	}
}

// only writes the precondition that the document of the tool names: that only
// pending orders can be changed.
func (f *function) only(row string) {
	p := f.plan
	if p.only == "" || f.simple {
		return
	}
	state := row + "[" + star(p.entity.states.column.Name) + "]"
	f.block("if "+state+" != "+star(p.only)+":", func() {
		f.failure(star(p.entity.noun+" "), text(row+"["+star(p.entity.key.Name)+"]", p.entity.key.Type), star(" is "), state, star("; only "+p.onlyThose()))
	})
}

// onlyThose says which rows a tool can be used for.
func (p *plan) onlyThose() string {
	done := "changed"
	if p.operation == world.Delete {
		done = "deleted"
	}
	return strings.ReplaceAll(p.only, "_", " ") + " " + p.entity.nouns + " can be " + done
}

// findOnly finds out whether a document says of which rows alone a tool can be
// used.
func (p *plan) findOnly() {
	s := p.entity.states
	if s == nil || p.link != nil || p.operation != world.Update && p.operation != world.Delete {
		return
	}
	key := p.of(world.Key)
	if said := saidState(p.entity, p.tool.Name, p.tool.Description); said != "" && key != nil && key.required && !key.many {
		p.only = s.first([]string{said})
	}
}
