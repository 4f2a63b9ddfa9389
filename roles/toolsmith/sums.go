package toolsmith

import (
	"slices"
	"strings"
)

// What something costs is known when it is made: a new order comes to what its
// cart does, a line costs what its product does.

// moneys are the words of columns that hold what something comes to or costs, by
// what they hold.
var moneys = map[string]string{
	"total": "total", "amount": "total", "sum": "total", "subtotal": "subtotal", "currency": "currency",
	"price": "price", "cost": "price", "rate": "price",
}

// money is what a column of money holds: its word, that of a total of several
// words being the first of them; "" of any other column.
func (c *column) money() string {
	words := strings.Split(c.Name, "_")
	words = slices.DeleteFunc(words, func(w string) bool {
		return w == "cents" || w == "minor" || w == "usd" || w == "eur" || w == "unit" || w == "grand"
	})
	switch {
	case c.Type != "INTEGER" && c.Type != "REAL" && !(c.Type == "TEXT" && len(words) > 0 && words[len(words)-1] == "currency"):
		return ""
	case len(words) == 1:
		return moneys[words[0]]
	case len(words) == 2 && words[0] == "total" && (moneys[words[1]] != "" || words[1] == "value"):
		return "total"
	case len(words) == 2 && words[1] == "total":
		if words[0] == "order" || words[0] == "cart" || words[0] == c.entity.words[len(c.entity.words)-1] {
			return "total"
		}
	case len(words) == 3 && words[0] == "total" && words[2] == "amount":
		return "total"
	case len(words) == 3 && words[0] == "total" && words[2] == "currency":
		return "currency"
	}
	return ""
}

// sums are the columns of money of a new row that come from what a reference
// leads to.
func (p *plan) sums(r *column, values map[*column]string) []copied {
	var list []copied
	for _, c := range p.entity.columns {
		kind := c.money()
		if kind == "" || c.Repeats != "" || values[c] != "" {
			continue
		}
		for _, from := range r.target.columns {
			if from.money() != kind || c.Type == "TEXT" && from.Type != "TEXT" || c.Type != "TEXT" && from.Type == "TEXT" || len(c.Enum) > 0 {
				continue
			}
			list = append(list, copied{column: c, from: from})
			break
		}
		if found := len(list) > 0 && list[len(list)-1].column == c; found || kind != "total" || !sold[p.entity.words[len(p.entity.words)-1]] {
			continue
		}
		for _, from := range r.target.columns {
			if from.money() == "price" && from.Type != "TEXT" {
				list = append(list, copied{column: c, from: from, times: p.pieces(values)})
				break
			}
		}
	}
	return list
}

// pieces is the argument that says how many are bought; "" where it is one.
func (p *plan) pieces(values map[*column]string) string {
	for _, name := range []string{"quantity", "qty", "count", "nights", "units"} {
		c := p.entity.named(name)
		if c == nil || c.Type != "INTEGER" || values[c] == "" {
			continue
		}
		if slices.ContainsFunc(p.bindings, func(b *binding) bool { return b.column == c && b.required }) {
			return values[c]
		}
		return "(" + values[c] + " or 1)"
	}
	return ""
}

// hundredths is two of a column that counts cents, and nought of one in whole
// units.
func hundredths(c *column) int {
	if strings.HasSuffix(c.Name, "_cents") || strings.HasSuffix(c.Name, "_minor") {
		return 2
	}
	return 0
}

// inUnits is an amount as another column has it: in hundredths if n is two, in
// whole units if it is less than nought.
func inUnits(amount string, n int, c *column) string {
	switch {
	case n > 0:
		amount += " * 100"
	case n < 0:
		amount += " / 100.0"
	}
	if c.Type == "INTEGER" {
		return "int(" + amount + " + 0.5)"
	}
	return "float(" + amount + ")"
}
