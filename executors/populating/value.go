package populating

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"worldc/world"
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
	return phrases["word"][r.s.IntN(len(phrases["word"]))]
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

// numeric is a number of the column's meaning.
func (r *row) numeric(c *column) any {
	s := r.s
	between := func(low, high int) any { return c.number(float64(low + s.IntN(high-low+1))) }
	tenths := func(low, high int) any {
		if c.Type == "INTEGER" {
			return between(low, high)
		}
		return roundTo(float64(low)+float64(s.IntN((high-low)*10+1))/10, 10)
	}
	skewed := func(most int) any { // many small, few large
		u := s.IntN(1000)
		return c.number(float64(most * u / 1000 * u / 1000 * s.IntN(1000) / 1000))
	}
	switch c.Meaning {
	case ID, Reference:
		return r.id(c)
	case ExternalID, Number, AccountNumber, Code:
		return between(100000, 999999)
	case Version:
		return between(1, 6)
	case Age:
		if p := r.person(c.whose); p != nil {
			return c.number(float64((r.f.now - p.born) * 100 / (36525 * day)))
		}
		return between(18, 80)
	case Price, Amount, Subtotal, Discount, Shipping, Tax, Total, Balance, Fee, Salary, Budget, Revenue:
		return r.amount(c)
	case Quantity:
		if c == r.p.has(Quantity) {
			return c.number(float64(r.pieces()))
		}
		return between(1, 6)
	case Stock:
		if s.Chance(1, 8) {
			return c.number(0)
		}
		return between(1, 120)
	case Count:
		return r.count(c)
	case Percent:
		for _, w := range c.words {
			switch w {
			case "tax", "vat":
				return c.number(float64(r.sums().taxRate) / 10)
			case "discount":
				return c.number(float64(5 * (1 + s.IntN(6))))
			case "interest", "apr", "apy", "yield", "commission":
				return c.number(roundTo(float64(15+s.IntN(85))/10, 10))
			case "progress", "completion", "complete":
				switch r.phase() {
				case complete:
					return c.number(100)
				case waiting:
					return c.number(0)
				}
				return c.number(float64(5 * (1 + s.IntN(18))))
			}
		}
		return tenths(1, 98)
	case Ratio:
		if hasWord(c, "rate", "exchange") {
			return roundTo(0.4+float64(s.IntN(1600))/1000, 10000)
		}
		if hasWord(c, "probability") && r.p.states != nil {
			switch r.phase() {
			case complete:
				return c.number(1)
			case stopped:
				return c.number(0)
			}
		}
		return roundTo(float64(s.IntN(1001))/1000, 100)
	case Rating:
		if !c.Required && r.p.states != nil && r.phase() != complete && hasWord(c, "satisfaction", "customer") {
			return nil
		}
		stars := r.rated()
		if c.Type == "REAL" && len(c.words) > 0 && (c.words[0] == "average" || c.words[0] == "avg" || !c.doc.says("1 to 5", "stars")) && stars < 5 {
			return roundTo(float64(stars)+float64(s.IntN(10))/10, 10)
		}
		return c.number(float64(stars))
	case Score:
		for _, w := range c.words {
			switch w {
			case "credit":
				return between(520, 810)
			case "home", "away":
				return between(0, 4)
			case "gpa":
				return roundTo(2+float64(s.IntN(21))/10, 10)
			}
		}
		return tenths(38, 99)
	case Position:
		if owner := r.owner(); owner != nil && r.p.referring != nil {
			if r.nth == 0 {
				r.p.referring[owner]++
				r.nth = r.p.referring[owner]
			}
			return c.number(float64(r.nth))
		}
		if r.whole != nil {
			return c.number(float64(r.ordinal%8 + 1))
		}
		return between(1, 12)
	case Capacity:
		switch r.p.kind.word {
		case "room", "hotel", "property":
			if hasWord(c, "occupancy", "guests", "capacity") && r.p.kind.word != "hotel" {
				return c.number(float64([]int{1, 2, 2, 2, 3, 4, 4, 6}[s.IntN(8)]))
			}
		case "venue", "school":
			return c.number(float64([]int{80, 120, 180, 250, 400, 600, 900, 1500, 4200}[s.IntN(9)]))
		case "warehouse":
			return c.number(float64(500 * (2 + s.IntN(60))))
		}
		return c.number(float64([]int{2, 4, 8, 10, 12, 16, 20, 24, 30, 40, 60, 80, 120, 250}[s.IntN(14)]))
	case Limit:
		if hasWord(c, "points", "score") {
			return c.number(float64([]int{10, 20, 25, 50, 100}[s.IntN(5)]))
		}
		return c.number(float64([]int{5, 10, 20, 50, 100, 250, 500, 1000}[s.IntN(8)]))
	case FileSize:
		switch {
		case hasWord(c, "memory", "ram") && !hasWord(c, "bytes", "mb"):
			return c.number(float64([]int{1, 2, 4, 8, 8, 16, 32, 64}[s.IntN(8)]))
		case hasWord(c, "memory", "ram"):
			return c.number(float64([]int{512, 1024, 2048, 4096, 8192, 16384}[s.IntN(6)]))
		case hasWord(c, "gb", "disk", "tb", "gib") || c.doc.says("gigabyte", "in gb"):
			return c.number(float64([]int{10, 20, 40, 50, 80, 100, 200, 500}[s.IntN(8)]))
		case hasWord(c, "mb", "kb"):
			return c.number(float64(1 + s.IntN(900)))
		}
		return c.number(float64(1024*(4+s.IntN(900)) + s.IntN(1024)*s.IntN(40)))
	case Duration:
		return r.duration(c)
	case Weight:
		if r.p.kind.means == ProductName || r.p.kind.word == "line" {
			grams := r.article().item.grams
			if hasWord(c, "g", "grams", "gram") || c.doc.says("gram") && !c.doc.says("kilogram") {
				return c.number(float64(grams))
			}
			if c.Type == "REAL" {
				return float64(grams) / 1000
			}
			return c.number(float64(grams))
		}
		if r.p.kind.person {
			return tenths(48, 104)
		}
		return tenths(1, 40)
	case Length:
		if r.f.crypto && hasWord(c, "height") {
			return between(830000, 890000)
		}
		if r.p.kind.person {
			return between(152, 198)
		}
		return tenths(8, 180)
	case Pixels:
		return c.number(float64([]int{640, 800, 1024, 1200, 1280, 1920, 2048, 3840}[s.IntN(8)]))
	case Distance:
		if hasWord(c, "radius") {
			return c.number(float64([]int{5, 10, 10, 25, 50}[s.IntN(5)]))
		}
		if hasWord(c, "mileage", "odometer", "miles") || r.p.kind.word == "vehicle" {
			return c.number(float64(4000 + s.IntN(140000)))
		}
		return tenths(1, 60)
	case Area:
		n := 24 + s.IntN(40)
		if h := r.dwelling(); h != nil {
			n += int(h.beds) * (18 + s.IntN(16))
		}
		if hasWord(c, "feet", "sqft", "ft") {
			n *= 11
		}
		return c.number(float64(n))
	case Temperature:
		for _, w := range c.words {
			switch w {
			case "target", "setpoint", "desired":
				return c.number(float64(36+s.IntN(12)) / 2)
			}
		}
		return tenths(-3, 29)
	case Humidity:
		return between(24, 92)
	case Speed:
		if hasWord(c, "wind") || r.p.kind.word == "weather" {
			return tenths(1, 38)
		}
		return tenths(2, 95)
	case Measurement:
		if r.p.kind.word == "reading" && hasWord(c, "value", "reading", "measurement", "measured") {
			m := r.sensor()
			return c.number(float64(m.low+s.IntN(m.high-m.low+1)) / 10)
		}
		for _, w := range c.words {
			switch w {
			case "pressure":
				return tenths(985, 1035)
			case "voltage":
				return tenths(219, 236)
			case "ph":
				return tenths(5, 8)
			case "heart", "pulse":
				return between(54, 118)
			case "glucose":
				return tenths(4, 11)
			case "bearing", "heading", "direction":
				return between(0, 359)
			}
		}
		return tenths(0, 90)
	case Year:
		now := time.Unix(r.f.now, 0).UTC().Year()
		switch {
		case hasWord(c, "birth", "born"):
			return c.number(float64(time.Unix(r.person("").born, 0).UTC().Year()))
		case hasWord(c, "expiry", "exp", "expiration"):
			if strings.Contains(r.state, "expir") {
				return between(now-2, now-1)
			}
			return between(now+1, now+4)
		case hasWord(c, "built", "founded", "construction"):
			return between(1898, now-2)
		case hasWord(c, "fiscal", "season"):
			return between(now-1, now+2)
		case r.p.kind.word == "book" || r.p.kind.word == "movie" || r.p.kind.word == "song" || r.p.kind.word == "album":
			return between(1962, now)
		}
		return between(now-12, now)
	case Month:
		return between(1, 12)
	case Day:
		return between(1, 28)
	case Port:
		return c.number(float64([]int{22, 80, 443, 443, 3306, 5432, 6379, 8080, 8443, 9090}[s.IntN(10)]))
	case StatusCode:
		return c.number(float64([]int{200, 200, 200, 201, 204, 301, 400, 401, 404, 429, 500, 503}[s.IntN(12)]))
	case Latitude:
		if p := r.place(c.whose); p != nil {
			return p.lat
		}
	case Longitude:
		if p := r.place(c.whose); p != nil {
			return p.lon
		}
	case Priority, Severity, Level, Size:
		if hasWord(c, "grade") {
			return between(1, 12)
		}
		return between(1, 5)
	case Weekday:
		return between(1, 7)
	case LastFour:
		return between(1000, 9999)
	case Phone, Postcode:
		return between(10000, 99999)
	case HouseNumber:
		return between(1, 140)
	}
	if c.Type == "INTEGER" {
		return skewed(400)
	}
	return tenths(0, 100)
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

// count says how many: of rooms few, of views many.
func (r *row) count(c *column) any {
	s := r.s
	most := 40
	for _, w := range c.words {
		switch singular(w) {
		case "view", "click", "impression", "play", "hit", "visit", "visitor", "listener", "follower", "download", "population", "subscriber", "read", "sent", "open":
			most = 40000
		case "like", "star", "point", "vote", "upvote", "word", "share":
			most = 2400
		case "bedroom", "bed", "bathroom":
			if h := r.dwelling(); h != nil {
				n := h.beds
				if w == "bathroom" || w == "bathrooms" {
					n = (n + 1) / 2
				}
				return c.number(float64(n))
			}
		case "refill":
			return c.number(float64(s.IntN(5)))
		case "credit":
			return c.number(float64([]int{2, 3, 3, 4, 5, 6, 10}[s.IntN(7)]))
		case "page":
			if r.p.kind.word == "book" {
				return c.number(float64(96 + s.IntN(560)))
			}
		case "calory", "calorie":
			return c.number(float64(90 + 10*s.IntN(80)))
		case "track":
			return c.number(float64(6 + s.IntN(12)))
		case "volume":
			return c.number(float64(1000 * (12 + s.IntN(900))))
		case "retry", "attempt", "cpu", "core", "vcpu", "replica", "node", "cup", "child", "dependent", "season", "door":
			return c.number(float64(1 + s.IntN(5)))
		case "employee", "member", "student", "pupil", "headcount":
			most = 620
		}
	}
	u := s.IntN(1000)
	v := s.IntN(1000)
	return c.number(float64(most * u / 1000 * v / 1000))
}

// duration is in the unit that the column names, minutes if it names none.
func (r *row) duration(c *column) any {
	s := r.s
	unit := minute
	switch {
	case (hasWord(c, "ms") || c.doc.says("millisecond")) && (r.p.kind.word == "song" || r.p.kind.word == "video" || r.p.kind.word == "podcast"):
		return c.number(float64(1000*(140+s.IntN(190)) + s.IntN(1000)))
	case hasWord(c, "ms", "millis", "latency", "milliseconds") || c.doc.says("millisecond"):
		return c.number(float64(20 + s.IntN(60)*s.IntN(60)))
	case hasWord(c, "seconds", "sec", "secs", "ttl", "timeout", "uptime", "elapsed", "age") || c.doc.says("second"):
		unit = 1
	case hasWord(c, "hours", "hour", "overtime", "worked") || c.doc.says("hours"):
		unit = hour
	case hasWord(c, "period"):
		return c.number(float64([]int{1, 3, 6, 12, 12, 24, 36}[s.IntN(7)]))
	case hasWord(c, "days", "day", "retention", "grace", "stay", "lead") || c.doc.says("days"):
		unit = day
	case hasWord(c, "months", "month", "term") || c.doc.says("months"):
		return c.number(float64([]int{6, 12, 12, 24, 24, 36, 48}[s.IntN(7)]))
	}
	if len(r.spans) > 0 || r.p.has(Start) != nil && r.p.has(End) != nil {
		start, end := r.span("", r.p.has(Start))
		if c.Type == "REAL" {
			return roundTo(float64(end-start)/float64(unit), 10)
		}
		return c.number(float64((end - start) / unit))
	}
	switch unit {
	case 1:
		if r.p.kind.word == "song" {
			return c.number(float64(140 + s.IntN(190)))
		}
		if hasWord(c, "ttl") {
			return c.number(float64([]int{60, 300, 300, 900, 3600, 86400}[s.IntN(6)]))
		}
		return c.number(float64(5 + s.IntN(30)*s.IntN(30)))
	case hour:
		return c.number(float64(1+s.IntN(31)) / 4 * 1)
	case day:
		return c.number(float64([]int{1, 2, 3, 5, 7, 10, 14, 30, 60, 90}[s.IntN(10)]))
	}
	if r.p.kind.word == "movie" {
		return c.number(float64(82 + s.IntN(78)))
	}
	return c.number(float64([]int{10, 15, 20, 25, 30, 30, 45, 45, 60, 60, 75, 90, 120}[s.IntN(13)]))
}

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

// text is a text of the column's meaning.
func (r *row) text(c *column) any {
	s := r.s
	k := r.p.kind
	switch c.Meaning {
	case ID:
		if c.key {
			return r.id(c)
		}
		return base36(s, 10)
	case Reference, ExternalID:
		for _, e := range c.doc.examples {
			if text, ok := e.(string); ok && len(text) >= 3 && len(text) <= 64 {
				return alike(r, text)
			}
		}
		if c.doc.format == "uuid" || r.f.keys == 1 {
			return uuid(r)
		}
		if n := len(c.words); n > 1 {
			if w := slug(c.words[n-2], ""); len(w) > 2 {
				return w[:3] + "_" + base36(s, 10)
			}
		}
		return "ext_" + base36(s, 10)
	case UUID:
		return uuid(r)
	case Code:
		switch {
		case hasWord(c, "room") && !hasWord(c, "code"):
			return strconv.Itoa(100*(1+s.IntN(5)) + 1 + s.IntN(24))
		case hasWord(c, "cost", "center", "centre"):
			return "CC-" + digits(s, 3)
		case hasWord(c, "isrc"):
			return r.f.home.code + strings.ToUpper(base36(s, 3)) + digits(s, 7)
		case hasWord(c, "prefix"):
			return pickText(s, "sk_live_", "pk_", "ak_", "key_") + base36(s, 4)
		case hasWord(c, "coupon", "promo", "discount", "voucher", "gift", "invite") || k.word == "coupon":
			return strings.ToUpper(slug(r.say("{season}"), "")) + pickText(s, "5", "10", "15", "20", "25", "") + pickText(s, "", "", "X", "NEW", "VIP")
		case hasWord(c, "gate"):
			return string(rune('A'+s.IntN(5))) + strconv.Itoa(1+s.IntN(40))
		case hasWord(c, "terminal"):
			return strconv.Itoa(1 + s.IntN(4))
		case hasWord(c, "pin"):
			return digits(s, 4)
		case hasWord(c, "pnr", "booking", "confirmation", "record"):
			return strings.ToUpper(base36(s, 6))
		case k.word == "country":
			return r.place("").country.code
		case k.word == "currency":
			return countries[s.IntN(len(countries))].currency
		case k.word == "language":
			return countries[s.IntN(len(countries))].language
		case k.word == "airport":
			return r.field().code
		case k.word == "course":
			return initials(r.titled()) + "-" + digits(s, 3)
		case hasWord(c, "error", "reason"):
			return pickText(s, "card_declined", "insufficient_funds", "timeout", "invalid_address", "not_found", "expired", "duplicate", "rate_limited")
		}
		return strings.ToUpper(r.p.prefix[:min(2, len(r.p.prefix))]) + "-" + digits(s, 3)
	case Number:
		prefix := "REF"
		for _, w := range c.words {
			switch w {
			case "order", "invoice", "ticket", "case", "claim", "policy", "contract", "receipt", "member", "booking", "batch", "lot", "account", "customer", "student", "employee":
				prefix = strings.ToUpper(w[:min(3, len(w))])
			case "license":
				prefix = "LIC"
			}
		}
		if prefix == "REF" && k != &anything && len(k.word) > 2 {
			prefix = strings.ToUpper(r.p.prefix[:min(3, len(r.p.prefix))])
		}
		if r.p.style&1 == 0 {
			return prefix + "-" + time.Unix(r.madeAt(), 0).UTC().Format("2006") + "-" + strconv.Itoa(10000 + r.ordinal*3 + s.IntN(3))[1:]
		}
		return prefix + "-" + strconv.Itoa(20000+r.ordinal*11+s.IntN(11))
	case SKU:
		if hasWord(c, "upc", "ean", "gtin", "barcode") {
			return digits(s, 13)
		}
		return r.article().sku
	case Slug:
		if named := r.p.named(); named != nil {
			if text, ok := r.values[named.index].(string); ok {
				return slug(text, "-")
			}
		}
		return slug(r.say(pickText(s, "{project}", "{topic}", "{article}")), "-")
	case Hash:
		switch {
		case hasWord(c, "md5", "etag", "nonce"):
			return hexText(s, 32)
		case hasWord(c, "sha1", "sha"):
			return hexText(s, 40)
		case hasWord(c, "tx", "txid", "block", "transaction"):
			return "0x" + hexText(s, 64)
		}
		return hexText(s, 64)
	case Commit:
		return hexText(s, 40)
	case Token:
		return pickText(s, "tok_", "pk_test_", "") + base36(s, 24)
	case Secret:
		return "********"
	case Version:
		if k.word == "release" {
			return r.word("ownversion")
		}
		return r.word("version")
	case Name, Title:
		if c.Meaning == Title && k.word == "review" {
			return r.opinion("title")
		}
		if c.Meaning == Title && k == &anything {
			return r.one("article")
		}
		if c.Meaning == Name && hasWord(c, "full") && k.word == "repository" {
			if named := r.p.named(); named != nil {
				name, _ := r.values[named.index].(string)
				if other := r.related("", func(k *kind) bool { return k.person }); other != nil && other.person("") != nil {
					return other.person("").user + "/" + name
				}
				return slug(r.word("last"), "") + "/" + name
			}
		}
		v := r.named(c)
		if text, ok := v.(string); ok && c.whose == "" {
			r.label = text
		}
		return v
	case PersonName:
		if n := len(c.words); n > 1 && c.words[n-1] == "by" && !c.Required {
			if yes, known := r.took(stemOf(c.words)); known && !yes {
				return nil
			}
		}
		if p := r.person(c.whose); p != nil {
			return p.name()
		}
	case FirstName:
		return r.person(c.whose).first
	case MiddleName:
		return r.person(c.whose).middle
	case LastName:
		return r.person(c.whose).last
	case Salutation:
		if r.person(c.whose).female {
			return pickText(s, "Ms", "Ms", "Mrs", "Dr")
		}
		return pickText(s, "Mr", "Mr", "Mr", "Dr")
	case Gender:
		if s.Chance(1, 30) {
			return "non-binary"
		}
		if r.person(c.whose).female {
			return "female"
		}
		return "male"
	case Age:
		return strconv.FormatInt((r.f.now-r.person(c.whose).born)*100/(36525*day), 10)
	case Nationality:
		return r.place("").country.nationality
	case Username:
		return r.person(c.whose).user
	case Email:
		if c.whose == "" && k.company || c.whose == "company" || c.whose == "support" {
			return pickText(s, "info", "office", "hello", "contact") + "@" + r.company("").domain
		}
		return r.person(c.whose).mail
	case Phone:
		at := r.place("")
		number := at.country.phone[s.IntN(len(at.country.phone))]
		if area := areaCodes[at.city.name]; area != "" {
			number = "+1 " + area + " 555 01##"
		}
		return shape(s, number)
	case JobTitle:
		return r.one("jobtitle")
	case Department:
		return r.one("department")
	case OpeningHours:
		return r.one("hours")
	case Term:
		year := strconv.Itoa(time.Unix(r.f.now, 0).UTC().Year() - s.IntN(2))
		if hasWord(c, "quarter") {
			return "Q" + strconv.Itoa(1+s.IntN(4)) + " " + year
		}
		return pickText(s, "Spring", "Fall", "Summer") + " " + year
	case Topic:
		return r.one("topic")
	case Subject:
		return r.one("subjectname")

	case CompanyName:
		if r.spends() && hasWord(c, "merchant", "vendor", "payee", "supplier") {
			return r.say(r.spending().merchant)
		}
		if k.word == "device" && hasWord(c, "manufacturer", "vendor", "maker") {
			return deviceModels[r.model()%len(deviceModels)].maker
		}
		if k.word == "book" && hasWord(c, "publisher") {
			return companyStems[s.IntN(len(companyStems))] + pickText(s, " Press", " Books", " & Sons", " Publishing")
		}
		if hasWord(c, "label") {
			return companyStems[s.IntN(len(companyStems))] + pickText(s, " Records", " Music", " Recordings")
		}
		return r.company(c.whose).name
	case Industry:
		if k.company {
			return r.company("").industry
		}
		return companyTrades[s.IntN(len(companyTrades))].industry
	case Biography:
		return r.one("bio")
	case Address:
		if r.f.crypto {
			return "0x" + hexText(s, 40)
		}
		return r.place(c.whose).whole()
	case Street:
		return r.place(c.whose).line()
	case HouseNumber:
		return r.place(c.whose).number
	case AddressExtra:
		return r.place(c.whose).extra
	case City:
		if k.word == "airport" && c.whose == "" {
			return r.field().city
		}
		return r.place(c.whose).city.name
	case Region:
		return r.place(c.whose).city.region
	case RegionCode:
		return r.place(c.whose).city.regionCode
	case Country:
		if c.doc.says("code", "alpha-2", "iso 3166", "two-letter", "two letter", "2-letter") || c.doc.long == 2 {
			return r.place(c.whose).country.code
		}
		return r.place(c.whose).country.name
	case CountryCode:
		return r.place(c.whose).country.code
	case Postcode:
		return r.place(c.whose).post
	case Latitude:
		return strconv.FormatFloat(r.place(c.whose).lat, 'f', 4, 64)
	case Longitude:
		return strconv.FormatFloat(r.place(c.whose).lon, 'f', 4, 64)
	case Timezone:
		return r.place(c.whose).city.zone
	case Location:
		if k.word == "meeting" && s.Chance(2, 3) {
			return r.say(pickText(s, "Room {roomname}", "Online", "{street1}", "Room {roomname} {floor}", "{hotel}, {city}"))
		}
		p := r.place(c.whose)
		return p.city.name + ", " + p.country.name
	case Price, Amount, Subtotal, Discount, Shipping, Tax, Total, Balance, Fee, Salary, Budget, Revenue:
		return r.amount(c)
	case Currency:
		n := len(monies)
		switch {
		case k.word == "currency" && c.whose == "":
			return monies[(r.ordinal+int(r.p.style%7))%n].code
		case hasWord(c, "target", "quote", "to", "symbols"):
			return monies[(r.ordinal*5+int(r.f.flavour%7)+s.IntN(3)+1)%n].code
		case hasWord(c, "from", "base", "source"):
			return monies[(r.ordinal*5+int(r.f.flavour%7))%n].code
		}
		return r.currency(c.whose)
	case Quantity, Stock, Count, Percent, Ratio, Rating, Score, Position, Capacity, Limit, FileSize, Duration, Weight, Length, Pixels, Distance, Area, Temperature,
		Humidity, Speed, Measurement, Year, Month, Day, Port, StatusCode:
		inner := *c.Column
		inner.Type = "REAL"
		switch c.Meaning {
		case Quantity, Stock, Count, Position, Capacity, Limit, FileSize, Pixels, Year, Month, Day, Port, StatusCode, Rating:
			inner.Type = "INTEGER"
		}
		as := *c
		as.Column = &inner
		if c.Meaning == Duration && c.Type == "TEXT" && !hasWord(c, "minutes", "seconds", "hours", "days") {
			n := []int{10, 15, 20, 30, 45, 60, 90, 120}[s.IntN(8)]
			return strconv.Itoa(n) + " min"
		}
		if c.Meaning == Month {
			return r.one("month")
		}
		return as.conform(r, r.numeric(&as))
	case TimeOfDay:
		if start, end := r.p.has(Start), r.p.has(End); start != nil || end != nil || r.p.has(Date) != nil {
			if !hasWord(c, "check", "opening", "closing", "open", "close") {
				from, to := r.span("", c)
				if hasWord(c, "end", "arrival", "finish", "until", "to", "return") {
					from = to
				}
				return time.Unix(from, 0).UTC().Format("15:04")
			}
		}
		if hasWord(c, "check", "checkin", "checkout") {
			if hasWord(c, "out", "checkout") {
				return pickText(s, "10:00", "11:00", "12:00")
			}
			return pickText(s, "14:00", "15:00", "16:00")
		}
		text := digits2(7+s.IntN(14)) + ":" + pickText(s, "00", "00", "15", "30", "45")
		if c.layout == "15:04:05" {
			text += ":00"
		}
		return text
	case Weekday:
		return r.one("weekday")
	case Schedule:
		if k.word == "medication" {
			switch r.drug().name {
			case "Ibuprofen", "Salbutamol", "Paracetamol", "Sumatriptan":
				return pickText(s, "as needed", "as needed", "every 8 hours")
			case "Amoxicillin", "Nitrofurantoin":
				return pickText(s, "three times daily", "every 12 hours")
			}
			return pickText(s, "once daily", "once daily", "twice daily", "at night")
		}
		if hasWord(c, "cron", "expression") {
			return pickText(s, "0 6 * * *", "0 */4 * * *", "30 2 * * 1", "0 0 1 * *", "*/15 * * * *", "0 18 * * 1-5")
		}
		return r.one("schedule")
	case URL:
		return r.link(c)
	case ImageURL:
		noun := "image"
		if n := len(c.words); n > 0 {
			switch w := c.words[0]; w {
			case "avatar", "logo", "icon", "thumbnail", "cover", "photo", "banner", "poster":
				noun = w
			}
		}
		return "https://img.example.com/" + plural(noun) + "/" + hexText(s, 10) + pickText(s, ".jpg", ".png", ".webp")
	case Domain:
		if k.company {
			return r.company("").domain
		}
		return r.word("domain")
	case Hostname:
		if k.word == "record" {
			return r.dnsValue()
		}
		return r.one("host") + ".internal.example"
	case IP:
		if c.doc.format == "ipv6" || hasWord(c, "ipv6") {
			return "2001:db8:" + hexText(s, 3) + "::" + hexText(s, 2)
		}
		if hasWord(c, "private", "internal", "gateway") {
			return "10." + strconv.Itoa(s.IntN(64)) + "." + strconv.Itoa(s.IntN(256)) + "." + strconv.Itoa(2+s.IntN(252))
		}
		return pickText(s, "203.0.113.", "198.51.100.", "192.0.2.") + strconv.Itoa(1+s.IntN(254))
	case MAC:
		h := hexText(s, 10)
		return "02:" + h[:2] + ":" + h[2:4] + ":" + h[4:6] + ":" + h[6:8] + ":" + h[8:10]
	case Path:
		if hasWord(c, "folder", "directory") {
			return "/" + slug(r.say("{foldername}"), "-")
		}
		return "/" + pickText(s, "home", "srv", "data", "shared", "projects") + "/" + slug(r.one("dataset"), "-") + "/" + r.one("filename")
	case Filename:
		if k.word == "file" && r.label != "" {
			return r.label
		}
		return r.one("filename")
	case MIMEType:
		if named := r.p.has(Filename); named != nil || k.word == "file" {
			if text, ok := r.fileName(); ok {
				return mimeOf(text)
			}
		}
		return pickText(s, "application/pdf", "image/jpeg", "image/png", "text/csv", "application/json", "text/plain")
	case Extension:
		if text, ok := r.fileName(); ok {
			return text[strings.LastIndexByte(text, '.')+1:]
		}
		return pickText(s, "pdf", "csv", "docx", "png", "xlsx")
	case UserAgent:
		if hasWord(c, "browser") {
			return pickText(s, "Chrome", "Firefox", "Safari", "Edge")
		}
		return pickText(s, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15", "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "curl/8.5.0")
	case Method:
		return pickText(s, "GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE")
	case Protocol:
		return r.one("protocol")
	case CloudRegion:
		region := phrases["cloudregion"][(int(r.p.style%7)+r.ordinal/3)%len(phrases["cloudregion"])]
		if hasWord(c, "zone") {
			return region + pickText(s, "a", "b", "c")
		}
		return region
	case Platform:
		if k.word == "server" || k.word == "cloud" || k.word == "database" {
			return pickText(s, "ubuntu-24.04", "ubuntu-22.04", "debian-12", "rocky-9", "windows-2022", "alpine-3.20")
		}
		return r.one("platform")
	case Environment:
		return r.one("env")
	case Branch:
		if hasWord(c, "default", "base", "target") || c.whose == "" && !hasWord(c, "head", "source") && s.Chance(1, 3) {
			return "main"
		}
		return r.one("branch")
	case Language:
		if hasWord(c, "programming") || k.word == "repository" || k.word == "build" {
			return pickText(s, "Go", "Python", "TypeScript", "Java", "Rust", "Ruby", "Shell")
		}
		return r.one("language")
	case LanguageCode:
		switch {
		case k.word == "language" && c.whose == "":
			return tongues[(r.ordinal+int(r.p.style%7))%len(tongues)].code
		case hasWord(c, "target", "to"):
			return tongues[(r.ordinal*5+int(r.f.flavour%7)+s.IntN(3)+1)%len(tongues)].code
		case hasWord(c, "source", "from"):
			return tongues[(r.ordinal*5+int(r.f.flavour%7))%len(tongues)].code
		}
		return r.place("").country.language
	case Locale:
		p := r.place("")
		return p.country.language + "-" + p.country.code
	case Colour:
		if hasWord(c, "hex", "background", "border", "fill", "label", "text", "theme", "accent", "primary") || c.doc.says("hex") || k.word == "tag" || k.word == "calendar" {
			return "#" + hexText(s, 6)
		}
		return r.one("colourname")
	case Status:
		return strings.ReplaceAll(pickText(s, anything.states...), " ", "_")
	case Kind:
		switch {
		case k.word == "property" && !hasWord(c, "listing"):
			return r.dwelling().what
		case k.word == "device" && !hasWord(c, "connection", "network", "power"):
			return deviceType(r.label, k.types[s.IntN(len(k.types))])
		case hasWord(c, "transmission"):
			return pickText(s, "manual", "automatic", "automatic")
		case hasWord(c, "fuel"):
			return pickText(s, "petrol", "diesel", "electric", "hybrid")
		case hasWord(c, "employment"):
			return pickText(s, "full-time", "full-time", "part-time", "contractor", "intern")
		case hasWord(c, "leave"):
			return pickText(s, "vacation", "vacation", "sick", "parental", "unpaid")
		case hasWord(c, "event") && k.word == "log":
			return r.named(c)
		case k.word == "reading" || k.word == "metric":
			return r.sensor().name
		case k.word == "medication":
			return r.drug().form
		}
		return r.fewOf(r.kindFor(c).types, c)
	case Category:
		if r.spends() {
			return r.spending().category
		}
		if k.means == Dish {
			return r.dish().category
		}
		if k.means == ProductName {
			return r.article().item.category
		}
		if list := r.kindFor(c).categories; len(list) > 0 {
			return r.fewOf(list, c)
		}
		return r.fewOf(r.kindFor(c).types, c)
	case Tag:
		if list := k.tags; len(list) > 0 {
			return r.fewOf(list, c)
		}
		return r.one("tagword")
	case Priority:
		return r.one("priority")
	case Severity:
		return r.one("severity")
	case Level:
		switch {
		case hasWord(c, "cabin", "fare", "class"):
			return pickText(s, "economy", "economy", "premium economy", "business")
		case hasWord(c, "price"):
			return pickText(s, "$", "$$", "$$", "$$$")
		case hasWord(c, "log"):
			return pickText(s, "info", "info", "info", "warning", "error", "debug")
		case hasWord(c, "membership", "loyalty", "tier"):
			return pickText(s, "bronze", "bronze", "silver", "silver", "gold", "platinum")
		case hasWord(c, "skill", "experience", "proficiency", "seniority") || k.word == "course" || k.word == "workout":
			return pickText(s, "beginner", "intermediate", "advanced")
		case hasWord(c, "difficulty"):
			return pickText(s, "easy", "medium", "hard")
		}
		return r.one("level")
	case Size:
		if k.word == "server" || k.word == "cloud" || k.word == "database" {
			return pickText(s, "t3.small", "t3.medium", "m5.large", "c5.xlarge", "r5.large")
		}
		return r.one("size")
	case Role:
		return r.one("role")
	case Visibility:
		return r.one("visibility")
	case Plan:
		if hasWord(c, "membership") {
			return r.one("membership")
		}
		return r.one("plan")
	case Unit:
		switch {
		case hasWord(c, "temperature"):
			return "celsius"
		case hasWord(c, "distance"):
			return "km"
		case k.word == "reading" || k.word == "metric":
			return r.sensor().unit
		}
		return r.one("unit")
	case PaymentMethod:
		return r.one("paymethod")
	case Channel:
		if hasWord(c, "shipping", "delivery", "fulfillment") {
			return pickText(s, "standard", "standard", "express", "pickup")
		}
		if hasWord(c, "level", "speed") {
			return pickText(s, "standard", "standard", "express", "next day", "economy")
		}
		if k.word == "ticket" || k.word == "message" {
			return pickText(s, "email", "email", "chat", "phone", "web")
		}
		return r.one("channel")
	case Condition:
		return r.one("condition2")
	case Format:
		return r.one("format")
	case Brand:
		if k.word == "device" {
			return deviceModels[r.model()%len(deviceModels)].maker
		}
		return r.article().brand
	case Material:
		if a := r.article(); a != nil && a.item.material != "" {
			return a.item.material
		}
		return r.one("material")
	case Genre:
		if k.word == "song" || k.word == "artist" || k.word == "album" || k.word == "playlist" {
			return r.one("genre")
		}
		if len(k.categories) > 0 {
			return r.fewOf(k.categories, c)
		}
		return r.one("genre")
	case Description:
		if r.spends() {
			return r.say(r.spending().text)
		}
		if len(k.abouts) > 0 {
			return r.say(k.abouts[s.IntN(len(k.abouts))])
		}
		return r.one("note")
	case Note:
		switch {
		case k.word == "comment" || hasWord(c, "comment", "comments") && k.word != "order":
			return r.commented()
		case k.word == "message":
			return r.one("message")
		case k.word == "review":
			return r.opinion("review")
		}
		return r.remark()
	case Message:
		switch {
		case hasWord(c, "error", "failure"):
			return r.say(pickText(s, "Connection to {service} timed out after {n}0 s", "Row {nnn}: date is missing", "Permission denied for {mail}", "Disk full on {host}"))
		case k.word == "commit" || hasWord(c, "commit"):
			return r.one("commit")
		case k.word == "comment":
			return r.commented()
		case hasWord(c, "feedback") && r.related("", func(k *kind) bool { return k.word == "property" }) != nil:
			return r.one("homefeedback")
		case k.word == "review" || hasWord(c, "feedback"):
			return r.opinion("review")
		case k.word == "alert":
			if r.related("", func(k *kind) bool { return k.word == "device" }) != nil {
				return r.one("devicealert")
			}
			return r.one("alert")
		case k.word == "log":
			return r.one("logline")
		}
		return r.one("message")
	case Body:
		return r.body()
	case Reason:
		if yes, known := r.leftFor(c.words); known && !yes && !c.Required {
			return nil
		}
		switch {
		case k.word == "refund":
			return r.one("returnreason")
		case k.word == "leave":
			return r.one("leavereason")
		case hasWord(c, "cancel", "cancellation", "reject", "rejection", "lost", "decline"):
			return r.one("reasonc")
		case r.related("", func(k *kind) bool { return k.word == "patient" || k.word == "pet" }) != nil || k.word == "treatment":
			return r.say(pickText(s, "{condition}", "{condition}", "{treatment}"))
		case k.word == "meeting":
			return r.one("purpose")
		}
		return r.one("reasonc")
	case Review:
		return r.opinion("review")
	case Question:
		return r.one("question")
	case Phrase:
		return r.one("phrase")
	case ProductName:
		if c.whose == "" || r.p.kind.means == ProductName || r.related("", func(k *kind) bool { return k.means == ProductName }) != nil {
			return r.article().name()
		}
		return r.newArticle().name()
	}
	return r.tradeText(c)
}

// fewOf is one of a list of which the column uses the same few.
func (r *row) fewOf(list []string, c *column) any {
	if len(list) == 0 {
		list = anything.types
	}
	return r.say(list[min(r.s.IntN(len(list)), r.s.IntN(len(list)))])
}

// fileName is the name of the file that the row is or has.
func (r *row) fileName() (string, bool) {
	for _, m := range [...]world.Meaning{Filename, Name, Title} {
		if c := r.p.has(m); c != nil {
			if text, ok := r.values[c.index].(string); ok && strings.Contains(text, ".") {
				return text, true
			}
		}
	}
	return "", false
}

func mimeOf(name string) string {
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "pdf":
		return "application/pdf"
	case "jpg":
		return "image/jpeg"
	case "png":
		return "image/png"
	case "csv":
		return "text/csv"
	case "json":
		return "application/json"
	case "xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case "docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	}
	return "application/octet-stream"
}

func digits2(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// link is an address on the net that suits the thing.
func (r *row) link(c *column) string {
	host := "www.example.com"
	if len(r.companies) > 0 && !r.p.kind.company && hasWord(c, "website", "homepage", "web", "site") {
		return "https://www." + r.companies[0].value.domain
	}
	if r.p.kind.company {
		host = "www." + r.company("").domain
		if hasWord(c, "website", "homepage", "web", "site", "url") {
			return "https://" + host
		}
	}
	switch {
	case hasWord(c, "webhook", "callback", "endpoint", "notification", "target"):
		return "https://hooks.example.com/" + slug(r.one("service"), "-") + "/" + base36(r.s, 6)
	case hasWord(c, "download", "file", "document"):
		return "https://files.example.com/" + r.one("filename")
	}
	what := "page"
	if n := len(r.p.thing); n > 0 {
		what = slug(plural(r.p.thing[n-1]), "-")
	}
	if r.label != "" {
		return "https://" + host + "/" + what + "/" + slug(r.label, "-")
	}
	return "https://" + host + "/" + what + "/" + base36(r.s, 7)
}

// body is a text of several sentences that suits the thing.
func (r *row) body() string {
	s := r.s
	switch r.p.kind.word {
	case "message":
		if r.p.has(Title) == nil {
			return r.one("message")
		}
		return r.one("greeting") + "\n\n" + r.one("message") + "\n\n" + r.one("closing")
	case "comment":
		return r.commented()
	case "review":
		return r.opinion("review")
	case "log", "alert", "answer":
		return r.say(r.p.kind.abouts[s.IntN(len(r.p.kind.abouts))])
	case "build":
		return r.one("releasenote")
	case "pull_request":
		return r.one("prabout")
	case "issue":
		return r.one("bugabout")
	case "ticket":
		return r.one("ticketabout")
	case "note", "task":
		return r.one("note") + " " + r.one("taskabout")
	case "template":
		return "Dear {{first_name}}, " + r.one("message")
	}
	n := 2 + s.IntN(3)
	parts := make([]string, n)
	for i := range parts {
		parts[i] = r.one("paragraph")
	}
	return strings.Join(parts, " ")
}

// rated is how many stars the row gives.
func (r *row) rated() int {
	if r.stars == 0 {
		r.stars = 5 - r.s.Weighted([]int64{9, 8, 4, 2, 1})
	}
	return r.stars
}

// opinion is a text that goes with the stars.
func (r *row) opinion(list string) string {
	switch n := r.rated(); {
	case n > 3:
		return r.one(list + "good")
	case n == 3:
		return r.one(list + "mixed")
	}
	return r.one(list + "bad")
}

// commented is a comment on what the row refers to.
func (r *row) commented() string {
	for _, c := range r.p.order {
		if other := r.refs[c.index]; other != nil && other != r {
			switch other.p.kind.word {
			case "article", "video", "image", "song", "book", "podcast", "movie":
				return r.one("commentreader")
			case "ticket":
				return r.one("commentticket")
			case "product", "restaurant", "hotel":
				return r.opinion("review")
			}
		}
	}
	return r.one("comment")
}

// remark is a note that suits the thing.
func (r *row) remark() string {
	k := r.p.kind.word
	if r.related("", func(k *kind) bool { return k.word == "patient" }) != nil || k == "patient" || k == "treatment" {
		return r.one("noteclinical")
	}
	if r.related("", func(k *kind) bool { return k.word == "restaurant" || k.word == "table" }) != nil && k != "order" {
		return r.one("noterestaurant")
	}
	switch k {
	case "order", "shipment", "line", "refund":
		return r.one("noteorder")
	case "deal", "customer", "contact", "lead", "company", "activity", "quote":
		return r.one("notecrm")
	case "meeting", "show", "trip", "slot":
		return r.one("notemeeting")
	case "task", "project", "board", "issue", "ticket":
		return r.one("notetask")
	case "course", "student", "assignment":
		return r.one("notecourse")
	}
	return r.one("note")
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

// owner is the row among whose rows this one has its place: the first to which
// it refers.
func (r *row) owner() *row {
	for _, c := range r.p.columns {
		if other := r.refs[c.index]; other != nil && other != r {
			return other
		}
	}
	return nil
}

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
				v = r.draws(item)
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
	if r.s.Chance(1, 3) {
		return jsonText("{}")
	}
	pairs := []string{`{"source":"` + r.one("channel") + `"}`, `{"imported":true}`, `{"batch":` + strconv.Itoa(100+r.s.IntN(900)) + `}`, `{"checked_by":"` + slug(r.word("first"), "") + `"}`}
	return jsonText(pairs[r.s.IntN(len(pairs))])
}

// fits reports whether a text is short enough for a column.
func (c *column) fits(text string) bool {
	return c.doc.long < 0 || utf8.RuneCountInString(text) <= c.doc.long
}
