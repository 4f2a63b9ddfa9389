package populating

import (
	"strings"

	"worldc/rng"
	"worldc/world"
)

// An article is a product with everything that goes with it.
type article struct {
	line  *productLine
	item  *productItem
	brand string
	spec  string
	sku   string
	cents int64
}

func (a *article) name() string {
	if a.spec == "" {
		return a.brand + " " + a.item.name
	}
	switch a.spec {
	case "Women's", "Men's", "Junior":
		return a.brand + " " + a.spec + " " + a.item.name
	}
	return a.brand + " " + a.item.name + ", " + a.spec
}

// chooseLines finds the trades of a world: that of which its tables speak, or
// one at random.
func chooseLines(s *rng.Stream, tables []world.Table) (first, second *productLine) {
	var text strings.Builder
	for i := range tables {
		text.WriteString(" " + strings.ToLower(tables[i].Name+" "+tables[i].Thing))
		for j := range tables[i].Columns {
			text.WriteString(" " + strings.ToLower(tables[i].Columns[j].Name))
		}
	}
	words := map[string]bool{}
	for _, w := range split(text.String()) {
		words[singular(w)] = true
	}
	best, most := s.IntN(len(productLines)), 0
	for i := range productLines {
		n := 0
		for _, w := range strings.Fields(productLines[i].words) {
			switch w {
			case "phone", "device", "house", "home", "school", "market", "set": // say little
				continue
			}
			if words[w] {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	return &productLines[best], &productLines[(best+1+s.IntN(len(productLines)-1))%len(productLines)]
}

// article is the product that the row is, or to which it refers.
func (r *row) article() *article {
	if r.goods != nil || r.done {
		return r.goods
	}
	if r.p.kind.means != ProductName {
		if other := r.related("", func(k *kind) bool { return k.means == ProductName }); other != nil && other.goods != nil {
			r.goods = other.goods
			return r.goods
		}
	}
	r.goods = r.newArticle()
	return r.goods
}

func (r *row) newArticle() *article {
	s := r.s
	line := r.f.line
	if s.Chance(1, 9) {
		line = r.f.other
	}
	item := &line.items[r.favoured(len(line.items))]
	if other := r.related("", func(k *kind) bool { return k.word == "category" }); other != nil && other.label != "" {
		// The category to which it belongs is known already.
		for _, l := range [...]*productLine{r.f.line, r.f.other} {
			var fit []*productItem
			for i := range l.items {
				if l.items[i].category == other.label {
					fit = append(fit, &l.items[i])
				}
			}
			if len(fit) > 0 {
				line, item = l, fit[s.IntN(len(fit))]
				break
			}
		}
	}
	a := &article{line: line, item: item, brand: line.brand[s.IntN(len(line.brand))]}
	if s.Chance(4, 5) {
		a.spec = line.specs[s.IntN(len(line.specs))]
	}
	a.cents = r.around(a.item.low, a.item.high)
	code := strings.ToUpper(slug(a.item.name, ""))
	a.sku = code[:min(3, len(code))] + "-" + strings.ToUpper(slug(a.brand, ""))[:2] + digits(s, 3)
	return a
}
