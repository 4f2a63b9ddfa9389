package populating

import (
	"strings"
)

// kindFor is the kind of thing that a column's words or the row tell of.
func (r *row) kindFor(c *column) *kind {
	if c.whose != "" {
		if k := kindOfOwner(strings.Fields(c.whose)); k != nil {
			return k
		}
	}
	return r.p.kind
}

// named is what the thing of the column is called.
func (r *row) named(c *column) any {
	k := r.kindFor(c)
	if c.whose == "" && r.label != "" && !k.person {
		return r.label
	}
	switch k.word {
	case "warehouse", "office", "property", "stop", "room", "trip":
		if c.whose == "" && !r.done {
			r.here = r.place("")
			defer func() { r.here = nil }()
		}
	case "currency":
		if c.whose == "" {
			return monies[(r.ordinal+int(r.p.style%7))%len(monies)].name
		}
	case "language":
		if c.whose == "" {
			return tongues[(r.ordinal+int(r.p.style%7))%len(tongues)].name
		}
	case "airport":
		if c.whose == "" {
			return r.field().name
		}
	case "city":
		if c.whose == "" {
			return r.place("").city.name
		}
	case "country":
		if c.whose == "" {
			return r.place("").country.name
		}
	}
	if c.whose == "" || k == r.p.kind {
		switch {
		case k.means == ProductName:
			return r.article().name()
		case k.person:
			return r.person("").name()
		case k.company:
			return r.company("").name
		}
	}
	if len(k.names) == 0 {
		if k.person {
			return r.person(c.whose).name()
		}
		return r.company(c.whose).name
	}
	// Two things that are called alike are for people only.
	for try := 0; ; try++ {
		name := upperFirst(r.say(k.names[r.s.IntN(len(k.names))]))
		if r.p.most > 0 && k == r.p.kind && c.whose == "" {
			name = upperFirst(r.say(k.names[(r.ordinal+try+int(r.p.style%5))%len(k.names)])) // each once
		}
		if k.word == "repository" || k.word == "branch" || k.word == "server" || k.word == "database" || k.word == "feature" || k.word == "tag" || k.word == "channel" || k.word == "cloud" || k.word == "log" || k.word == "model" || k.word == "record" || k.word == "file" || k.word == "environment" || k.word == "volume" || k.word == "release" {
			name = lowerFirst(name)
		}
		if try > 20 || c.whose != "" || !r.p.called(c, name) {
			return name
		}
	}
}

func lowerFirst(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	return string(s[0]-'A'+'a') + s[1:]
}

// called reports whether a row has that name already. Names of a column are
// few, so it looks at them all.
func (p *plan) called(c *column, name string) bool {
	if c.index < 0 || c.index >= len(p.columns) || p.columns[c.index] != c {
		return false
	}
	from := max(0, len(p.rows)-60)
	for _, other := range p.rows[from:] {
		if other.values[c.index] == name {
			return true
		}
	}
	return false
}

// titled is what the row is called, drawn before its column if its key needs
// it.
func (r *row) titled() string {
	named := r.p.named()
	if named == nil {
		return ""
	}
	return r.called(named)
}

// initials are three letters of the last long word of a title.
func initials(title string) string {
	best := "GEN"
	for _, w := range split(slug(title, " ")) {
		if len(w) > 4 {
			best = strings.ToUpper(w[:3])
		}
	}
	return best
}

// field is the airport that the row is.
func (r *row) field() *airport {
	return &airports[int(r.p.style%977+uint64(r.ordinal)*5)%len(airports)]
}
