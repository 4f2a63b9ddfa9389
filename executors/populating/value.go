package populating

import (
	"strconv"
	"strings"
)

// draws is a value of the column.
func (r *row) draws(c *column) any {
	if c.copyRef != nil {
		if other := r.refs[c.copyRef.index]; other != nil {
			if v := other.values[c.copyOf.index]; v != nil || !c.Required {
				return v
			}
		} else if !c.Required {
			return nil
		}
	}
	if c == r.p.state {
		return r.stateValue(c)
	}
	if len(c.enum) > 0 {
		return r.choice(c)
	}
	v := r.meant(c)
	switch c.Meaning {
	case Note, Description, Body, Message, Review, Title, Reason, Biography, Question:
		for try := 0; try < 4 && c.Type == "TEXT"; try++ { // people seldom write the same twice
			text, ok := v.(string)
			if !ok || text == r.label || !r.p.called(c, text) {
				break
			}
			v = r.meant(c)
		}
	}
	if v == nil {
		if c.Required || c.key {
			v = r.fallback(c)
		} else {
			return nil
		}
	}
	return c.conform(r, v)
}

// choice is one of the column's values: some are frequent, and one about a
// place or a person agrees with the row.
func (r *row) choice(c *column) any {
	fits := func(text string) any {
		for _, e := range c.enum {
			if s, ok := e.(string); ok && strings.EqualFold(s, text) {
				return e
			}
		}
		return nil
	}
	switch c.Meaning {
	case Kind:
		if credit, debit := fits("credit"), fits("debit"); credit != nil && debit != nil && r.spends() {
			if r.spending().category == "salary" {
				return credit
			}
			return debit
		}
	case Currency:
		if e := fits(r.currency(c.whose)); e != nil {
			return e
		}
	case Country, CountryCode:
		p := r.place(c.whose)
		if e := fits(p.country.code); e != nil {
			return e
		}
		if e := fits(p.country.name); e != nil {
			return e
		}
	case Gender:
		if p := r.person(c.whose); p != nil {
			for _, word := range [...]string{"female", "f", "woman", "male", "m", "man"} {
				if p.female == (word == "female" || word == "f" || word == "woman") {
					if e := fits(word); e != nil {
						return e
					}
				}
			}
		}
	}
	if c.Type == "JSON" {
		return c.conform(r, c.enum[r.s.Weighted(c.weigh)])
	}
	return c.enum[r.s.Weighted(c.weigh)]
}

// stateValue is the state of the row as its column has it.
func (r *row) stateValue(c *column) any {
	text := r.drawState()
	switch c.Type {
	case "BOOLEAN":
		return text == "true"
	case "INTEGER":
		n, _ := strconv.ParseInt(text, 10, 64)
		return n
	case "REAL":
		f, _ := strconv.ParseFloat(text, 64)
		return f
	case "JSON":
		return jsonText(appendText(nil, text))
	}
	return text
}

// fallback is a value for a column that needs one whatever it means.
func (r *row) fallback(c *column) any {
	switch c.Type {
	case "INTEGER":
		return int64(r.s.IntN(100))
	case "REAL":
		return float64(r.s.IntN(1000)) / 10
	case "BOOLEAN":
		return false
	case "JSON":
		if c.doc.kind == "array" {
			return jsonText("[]")
		}
		return jsonText("{}")
	}
	if isTime(c.Meaning) {
		return c.renderMoment(r.happens(0))
	}
	return r.neutral(c)
}

// one says one of a list of phrases.
func (r *row) one(list string) string {
	l := phrases[list]
	return r.say(l[r.pick(list, len(l))])
}

// meant is a value of the column's meaning, nil where the row has none.
func (r *row) meant(c *column) any {
	if c.Type == "JSON" {
		return r.structure(c)
	}
	if isTime(c.Meaning) {
		at, there := r.moment(c)
		if !there {
			return nil
		}
		return c.renderMoment(at)
	}
	if c.Type == "INTEGER" || c.Type == "REAL" {
		if v := r.numeric(c); v != nil {
			return v
		}
	}
	if c.Type == "BOOLEAN" {
		return r.flag(c)
	}
	return r.text(c)
}

// flag is a truth value: of a step that the row has or has not taken.
func (r *row) flag(c *column) any {
	if r.p.kind.means == Dish && (c.stem == "vegetarian" || c.stem == "vegan") {
		return r.dish().vegetarian && (c.stem != "vegan" || r.ordinal%2 == 0)
	}
	if yes, known := r.step(c); known {
		return yes
	}
	return r.s.Chance(1, 2)
}

func hasWord(c *column, words ...string) bool {
	for _, w := range c.words {
		for _, x := range words {
			if w == x {
				return true
			}
		}
	}
	return false
}
