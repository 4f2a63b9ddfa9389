package populating

import (
	"strconv"
)

// structure is a value of a JSON column.
func (r *row) structure(c *column) any {
	switch {
	case len(c.properties) > 0:
		b := []byte{'{'}
		n := 0
		for _, p := range c.properties {
			var v any
			if p.Required || !r.s.Chance(1, 6) {
				v = r.draws(p)
			}
			if v == nil {
				continue
			}
			if n > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, p.Name), ':')
			b = appendValue(b, v)
			n++
		}
		return jsonText(append(b, '}'))
	case c.item != nil || c.doc.kind == "array" || c.Meaning != Object && c.Meaning != Address && c.Meaning != Location && c.Meaning != OpeningHours:
		n := r.s.IntN(4)
		if n == 0 && r.s.Chance(1, 2) {
			n = 1
		}
		if c.doc.kind == "array" {
			n = max(n, min(c.doc.short, 8))
			if c.doc.long >= 0 {
				n = min(n, c.doc.long)
			}
		}
		item := c.item
		b := []byte{'['}
		seen := map[string]bool{}
		for i := range n {
			var v any
			if item != nil {
				v = r.element(item, i)
			} else if c.Meaning == Ingredient && r.p.kind.means == Dish {
				d := r.dish()
				v = d.with[i%len(d.with)]
			} else if c.Meaning != Tag && c.Meaning != List {
				as := *c
				inner := *c.Column
				inner.Type = "TEXT"
				as.Column = &inner
				v = r.text(&as)
			} else {
				list := r.p.kind.tags
				if len(list) == 0 {
					list = phrases["tagword"]
				}
				v = r.say(list[r.s.IntN(len(list))])
			}
			if v == nil {
				continue
			}
			text := string(appendValue(nil, v))
			if seen[text] {
				continue
			}
			seen[text] = true
			if len(b) > 1 {
				b = append(b, ',')
			}
			b = append(b, text...)
		}
		return jsonText(append(b, ']'))
	}
	if c.Meaning == OpeningHours {
		hours := pickText(r.s, "09:00-17:00", "08:00-18:00", "10:00-19:00", "10:00-18:30")
		if r.p.kind.word == "restaurant" {
			hours = r.one("restauranthours")
		}
		return jsonText(`{"fri":"` + hours + `","mon":"` + hours + `","sat":"` + pickText(r.s, "10:00-14:00", "closed", hours) + `","thu":"` + hours + `","tue":"` + hours + `","wed":"` + hours + `"}`)
	}
	if c.Meaning == Address || c.Meaning == Location {
		p := r.place(c.whose)
		b := append([]byte(`{"city":`), appendText(nil, p.city.name)...)
		b = append(appendText(append(b, `,"country":`...), p.country.code), `,"postal_code":`...)
		b = append(appendText(b, p.post), `,"street":`...)
		return jsonText(append(appendText(b, p.line()), '}'))
	}
	n := strconv.Itoa
	switch {
	case hasWord(c, "reactions", "votes"):
		return jsonText(pickText(r.s, "[]", "[]", `[{"count":2,"name":"thumbsup"}]`, `[{"count":1,"name":"tada"},{"count":3,"name":"heart"}]`, `[{"count":1,"name":"eyes"}]`))
	case hasWord(c, "settings", "preferences", "options", "config", "configuration"):
		return jsonText(`{"language":"` + r.f.home.language + `","notifications":` + pickText(r.s, "true", "false") + `,"theme":` + pickText(r.s, `"light"`, `"dark"`, `"system"`) + `}`)
	case hasWord(c, "dimensions", "measurements"):
		return jsonText(`{"height":` + n(4+r.s.IntN(60)) + `,"length":` + n(10+r.s.IntN(90)) + `,"unit":"cm","width":` + n(6+r.s.IntN(60)) + `}`)
	case hasWord(c, "geometry", "coordinates", "geo", "position", "point", "latlng"):
		p := r.place(c.whose)
		return jsonText(`{"lat":` + string(appendValue(nil, p.lat)) + `,"lng":` + string(appendValue(nil, p.lon)) + `}`)
	case hasWord(c, "stats", "statistics", "counts", "metrics", "usage"):
		return jsonText(`{"total":` + n(20+r.s.IntN(900)) + `,"week":` + n(r.s.IntN(40)) + `}`)
	case hasWord(c, "permissions", "rights", "access", "acl"):
		return jsonText(`{"admin":false,"read":true,"write":` + pickText(r.s, "true", "false") + `}`)
	case hasWord(c, "links", "urls", "href"):
		return jsonText(`{"self":"` + r.link(c) + `"}`)
	}
	return jsonText("{}") // anything would be a riddle
}

// element is the i-th value of a list. The first is about whom and what the row
// is about, each of the others about somebody or something else.
func (r *row) element(item *column, i int) any {
	if i == 0 {
		return r.draws(item)
	}
	persons, goods, money, spans := r.persons, r.goods, r.money, r.spans
	at := r.place("")
	r.persons, r.goods, r.spans = []whose[*person]{{"", r.newPerson(at, "")}}, nil, nil
	if goods != nil || r.p.kind.means == ProductName {
		r.goods = r.newArticle()
	}
	if len(item.properties) > 0 {
		r.money = nil
	}
	v := r.draws(item)
	r.persons, r.goods, r.money, r.spans = persons, goods, money, spans
	return v
}
