package taskmaking

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"worldc/world"
)

// wish is a value that a person wants a column to have: valid, plausible, and
// another than the row has. r is nil for a new row, donor the row of which the
// values of a new row are taken, nil where the table is empty. It reports false
// where nothing sensible comes to mind.
func (w *walk) wish(c *column, s *schema, r, donor *row) (string, bool) {
	old := null
	if r != nil {
		old = r.at(c)
	}
	fits := func(v string) bool {
		_, ok := s.fit(v)
		return ok && v != old && v != null && v != `""`
	}
	if c.kind == opaque && c.parent == nil && !c.Unique {
		if v, ok := w.mentioned(c.Label); ok && fits(v) {
			return v, true // the same project as before
		}
	}
	if choices := w.choices(c, s, r); choices != nil {
		choices = slices.DeleteFunc(choices, func(v string) bool { return !fits(v) })
		if len(choices) == 0 {
			return "", false
		}
		return choices[w.stream.IntN(len(choices))], true
	}
	var drawn []string
	if donor != nil && (r == nil || together(c)) {
		drawn = append(drawn, donor.at(c))
	}
	for range 4 {
		if rows := c.table.rows; len(rows) > 0 {
			drawn = append(drawn, rows[w.stream.IntN(len(rows))].at(c))
		}
	}
	for _, v := range drawn {
		if v = w.fresh(c, v, old); fits(v) && sayableWish(v) && !(c.Unique && w.has(c, v)) {
			return v, true
		}
	}
	if v, ok := w.invent(c, s); ok && fits(v) && !(c.Unique && w.has(c, v)) {
		return v, true
	}
	return "", false
}

// mentioned is the value that the person has given under a label in a step
// before.
func (w *walk) mentioned(label string) (string, bool) {
	for _, s := range w.steps {
		for _, list := range [][]world.Detail{s.Values, s.Target} {
			for _, d := range list {
				if strings.EqualFold(d.Label, label) && len(d.Value) > 0 {
					return string(d.Value), true
				}
			}
		}
	}
	return "", false
}

// idleArgument is an argument that changes nothing, where the schema asks for one: what
// the person has said under its name, if they have, else whatever fits.
func (w *walk) idleArgument(u use, d description) (string, bool) {
	property := u.name
	if _, p := parameterOf(u.name); p != "" {
		property = p
	}
	label := strings.Join(wordsOf(property), " ")
	for _, x := range d.details {
		if strings.EqualFold(x.Label, label) {
			if v, ok := u.schema.fit(string(x.Value)); ok {
				return v, true
			}
		}
	}
	if v, ok := w.mentioned(label); ok {
		if v, ok = u.schema.fit(v); ok {
			return v, true
		}
	}
	return u.schema.free()
}

// standsFor reports whether a tool that moves or removes a row takes the value
// that the row has in a column, to say which it is or where it lies, and not a
// new one.
func (t *tool) standsFor(c *column, r *row) bool {
	switch t.operation {
	case world.Move, world.Delete, world.Link, world.Unlink:
	default:
		return false
	}
	switch c.kind {
	case prose, date, moment, amount, quantity, flag, status:
		return false
	}
	return c.tells(r) && c != t.stateOf
}

// keeps reports whether a tool that changes a row is given a value again by
// which the person has told the row, since there is something else to change.
func (t *tool) keeps(c *column, d description, wished map[string]bool) bool {
	if t.operation != world.Update || !slices.ContainsFunc(d.details, func(x world.Detail) bool { return x.Of == "" && x.Bound == "" && x.Label == c.Label }) {
		return false
	}
	others := 0
	for _, u := range t.uses {
		if u.part != world.Set || u.column == nil || u.column == c || !u.required && !wished[u.name] {
			continue
		}
		if !slices.ContainsFunc(d.details, func(x world.Detail) bool { return x.Of == "" && x.Label == u.column.Label }) {
			others++
		}
	}
	return others > 0
}

// choices are the values of which one has to be chosen; nil where there is no
// such list.
func (w *walk) choices(c *column, s *schema, r *row) []string {
	var list []string
	switch {
	case c.kind == flag:
		return []string{"false", "true"}
	case c.kind == status && r != nil && len(c.table.movesFrom(r.at(c))) > 0 && c.table.States.Column == c.Name:
		for _, m := range c.table.movesFrom(r.at(c)) {
			list = append(list, quoted(m.To))
		}
	case c.kind == status && r == nil && c.table.States != nil && c.table.States.Column == c.Name:
		list = append(list, quoted(c.table.States.Initial))
	case len(c.Enum) > 0:
		for _, v := range c.Enum {
			list = append(list, canonical(v))
		}
	case len(s.Enum) > 0:
		for _, v := range s.Enum {
			list = append(list, canonical(v))
		}
	}
	return list
}

// has reports whether a row has the value already.
func (w *walk) has(c *column, value string) bool {
	return slices.ContainsFunc(w.now.all(c.table), func(r *row) bool { return r.at(c) == value })
}

// fresh makes a new value of one that another row has.
func (w *walk) fresh(c *column, value, old string) string {
	if value == null {
		return value
	}
	switch c.kind {
	case date, moment:
		from := old
		if from == null || w.past(from) {
			from = quoted(w.ground.world.Clock)
		}
		return w.later(from, value)
	case quantity:
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			if o, err := strconv.ParseInt(old, 10, 64); err == nil && n == o {
				n = o + 1 + int64(w.stream.IntN(3))
			}
			return strconv.FormatInt(n, 10)
		}
	case email:
		if c.Unique || old != null {
			local, domain, ok := strings.Cut(plain(value), "@")
			if from, _, had := strings.Cut(plain(old), "@"); had && old != null {
				local = from
			}
			if ok {
				return quoted(local + strconv.Itoa(2+w.stream.IntN(97)) + "@" + domain)
			}
			return quoted(plain(value) + strconv.Itoa(2+w.stream.IntN(97)))
		}
	case phone, code:
		return w.digits(value)
	case opaque:
		if c.Unique || len(c.table.key) == 1 && c.table.key[0] == c {
			return w.digits(value)
		}
	}
	return value
}

// digits changes the last three digits of a text or a whole number.
func (w *walk) digits(value string) string {
	text := []byte(value)
	left := 3
	for i := len(text) - 1; i >= 0 && left > 0; i-- {
		if '0' <= text[i] && text[i] <= '9' && (i > 1 || text[0] == '"' && i > 0) {
			text[i] = byte('1' + w.stream.IntN(9))
			left--
		}
	}
	return string(text)
}

// past reports whether a day or moment lies before the world's clock.
func (w *walk) past(value string) bool { return plain(value) < w.ground.world.Clock }

// later is a time up to three weeks after from, in the form of like.
func (w *walk) later(from, like string) string { return w.shifted(from, 1+w.stream.IntN(21), like) }

// shifted is a time some days after from, in the form of like.
func (w *walk) shifted(from string, days int, like string) string {
	text, form := plain(from), plain(like)
	if len(text) < 10 || len(form) < 10 {
		return like
	}
	day, err := time.Parse("2006-01-02", text[:10])
	if err != nil {
		return like
	}
	return quoted(day.AddDate(0, 0, days).Format("2006-01-02") + form[10:]) // the time of the day, and the zone
}

// invent is a value of a column of which no row tells what it looks like.
func (w *walk) invent(c *column, s *schema) (string, bool) {
	switch c.kind {
	case date:
		return w.later(quoted(w.ground.world.Clock), `"2000-01-01"`), true
	case moment:
		return w.later(quoted(w.ground.world.Clock), fmt.Sprintf(`"2000-01-01T%02d:00:00Z"`, 9+w.stream.IntN(9))), true
	case quantity:
		return strconv.Itoa(1 + w.stream.IntN(5)), true
	case amount:
		return strconv.Itoa(10 * (1 + w.stream.IntN(20))), true
	}
	if v, ok := s.free(); ok && !s.is("boolean") && !s.is("array") {
		return v, ok
	}
	return "", false
}

// together are kinds of columns that are changed together or not at all: half
// a new address is none.
func together(c *column) bool { return c.kind == place || c.kind == street || isPostcode(c) }

func isPostcode(c *column) bool {
	for _, word := range append(wordsOf(string(c.Meaning)), wordsOf(c.Name)...) {
		if holds("postcode postal zip zipcode", word) {
			return true
		}
	}
	return false
}

// party is whose address the column belongs to, where a row has several:
// "sender", "recipient"; empty where it has one.
func party(c *column) string {
	words := wordsOf(c.Name)
	for _, k := range kindWords {
		if (k.kind == place || k.kind == street || k.kind == code) && holds(k.words, words[0]) {
			return ""
		}
	}
	return words[0]
}

// settable says how readily a person wishes for another value of the column.
func (c *column) settable() int64 {
	if c.parent != nil {
		return 3
	}
	if slices.Contains([]world.Meaning{"created", "updated", "happened", "id", "external_id"}, c.Meaning) {
		return 0 // is for the system to say
	}
	switch c.kind {
	case date, moment, status, category, quantity:
		return 8
	case name, title, place, street, phone, email, amount, flag:
		return 5
	case prose, other:
		return 3
	case odd:
		if len(c.table.rows) > 0 && sayableWish(c.table.rows[0].at(c)) {
			return 2 // a list of a few words
		}
	}
	return 0
}

// sayableWish reports whether a value can be said by somebody who wishes for
// it: a text of some length, or a few short ones.
func sayableWish(value string) bool {
	if strings.HasPrefix(value, "[") {
		list, _ := decode([]byte(value)).([]any)
		return 0 < len(list) && len(list) <= 4 && !slices.ContainsFunc(list, func(v any) bool {
			text, ok := scalar(v)
			return !ok || !spoken(text)
		})
	}
	text := plain(value)
	return len(value) > 0 && value[0] != '{' && len(text) <= 240 && !strings.ContainsFunc(text, unicode.IsControl)
}

// startsFrom reports whether the transition may start from the row's state.
func startsFrom(t *tool, r *row) bool {
	return t.transition == nil || t.stateOf == nil || t.stateOf.table != r.table || len(t.transition.From) == 0 ||
		slices.Contains(t.transition.From, plain(r.at(t.stateOf)))
}
