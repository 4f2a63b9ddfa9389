package populating

import (
	"slices"
	"strings"
	"time"
)

// madeAt is when the row was made: after what it refers to, before the world's
// clock.
func (r *row) madeAt() int64 {
	if r.created != unset {
		return r.created
	}
	f := r.f
	span := r.p.kind.days * day
	if span == 0 {
		span = 400 * day
	}
	from := f.now - span
	for _, other := range r.refs {
		if other != nil && other != r {
			from = max(from, other.madeAt())
		}
	}
	if r.whole != nil {
		r.created = r.whole.madeAt()
		r.latest = max(r.latest, r.created)
		return r.created
	}
	// The more recent the likelier, as where a business grows; but what others
	// refer to has been there for a while.
	left := max(f.now-from, hour)
	share := int64(max(r.s.IntN(1000), r.s.IntN(1000)))
	switch {
	case r.p.kind.lookup:
		share /= 3
	case r.p.referred:
		share = share * 3 / 4
	}
	at := from + left/1000*share
	if left > 3*day {
		at = atDaytime(at, r.s.IntN(14*60), r.s.IntN(60))
		for at >= f.now {
			at -= day
		}
		if at <= from {
			at = from + int64(r.s.IntN(int(left)))
		}
	} else {
		at += int64(r.s.IntN(60))
	}
	r.created = min(at, f.now-1)
	r.latest = max(r.latest, r.created)
	return r.created
}

// atDaytime moves an instant to a minute between 7 and 21 o'clock of its day.
func atDaytime(at int64, minutes, seconds int) int64 {
	return at - at%day + 7*hour + int64(minutes)*minute + int64(seconds)
}

// happens draws when something happened after the row was made, and after an
// earlier step if there was one.
func (r *row) happens(after int64) int64 {
	from := max(r.madeAt(), after)
	left := r.f.now - from
	if left <= 60 {
		return r.f.now
	}
	if after != 0 || r.flow == 0 { // one step soon follows the other
		left = min(left, r.pace())
	}
	// Mostly soon after.
	share := int64(min(r.s.IntN(1000), r.s.IntN(1000), r.s.IntN(1000)))
	at := from + left/1000*share + int64(r.s.IntN(int(min(left/8+1, 4*hour))))
	r.latest = max(r.latest, min(at, r.f.now))
	return min(at, r.f.now)
}

// pace is the longest time between two steps.
func (r *row) pace() int64 {
	switch r.p.kind.word {
	case "order", "shipment", "payment", "refund", "comment", "review":
		if r.p.kind.high == 120 { // meals
			return hour
		}
		return 6 * day
	case "build", "log", "reading", "flight":
		return hour
	case "alert":
		return day
	case "ticket", "message":
		return 9 * day
	case "task", "issue", "pull_request", "lending", "meeting", "leave":
		return 30 * day
	}
	return 400 * day
}

// stepRank is the place of a step in the order in which steps are taken; 0 of
// one that can happen at any time.
func stepRank(stem string) int {
	for i, s := range [...]string{"submit", "sent", "queu", "open", "activat", "confirm", "acknowledg", "assign", "approv", "reject", "accept", "declin", "schedul", "paid", "start", "process", "pick", "dispatch", "shipp", "ship", "deliver", "check", "respons",
		"resolv", "complet", "finish", "merg", "publish", "settl", "end", "return", "refund", "clos", "cancel", "terminat", "archiv", "delet"} {
		if stem == s {
			return i + 1
		}
	}
	return 0
}

// span is start and end of what the words mean: both in the past of a row that
// is done, both ahead of one that waits.
func (r *row) span(of string, c *column) (start, end int64) {
	for _, w := range r.spans {
		if w.whose == of {
			return w.value[0], w.value[1]
		}
	}
	if r.whole != nil && !r.done {
		if len(r.whole.spans) > 0 {
			v := r.whole.spans[0].value
			r.spans = append(r.spans, whose[[2]int64]{of, v})
			return v[0], v[1]
		}
	}
	s, f := r.s, r.f
	made := r.madeAt()
	ahead := s.Chance(2, 5)
	switch r.phase() {
	case waiting:
		ahead = r.p.states != nil || ahead
	case complete:
		ahead = false
	}
	if ahead {
		start = f.now + int64(1+s.IntN(45))*day
	} else {
		start = made + (f.now-made)/1000*int64(s.IntN(1000))
	}
	length := r.spanLength(c)
	now := r.phase() == running && r.p.states != nil && !ahead && length >= day
	if now { // begun, and not over
		start = max(made, f.now-int64(s.IntN(int(min(length/day, 400))))*day-hour)
	}
	first := 8 * hour
	if r.p.kind.word == "show" || r.related("", func(k *kind) bool { return k.word == "restaurant" || k.word == "table" }) != nil {
		first = 12 * hour
	}
	start = start - start%day + first + int64(s.IntN(36))*15*minute
	for start > f.now && !ahead && start-day >= made {
		start -= day
	}
	if start < made {
		start += day
	}
	end = start + length
	if c != nil && hasWord(c, "period") { // the month before
		t := time.Unix(made, 0).UTC()
		first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, -1, 0)
		start, end = first.Unix(), first.AddDate(0, 1, -1).Unix()
		r.spans = append(r.spans, whose[[2]int64]{of, [2]int64{start, end}})
		return start, end
	}
	if now && end <= f.now {
		end = f.now + int64(1+s.IntN(int(min(max(length/day/2, 1), 20))))*day - f.now%day + 17*hour
	}
	if r.phase() == complete && end > f.now && r.p.states != nil {
		shift := (end - f.now + day) / day * day
		if start-shift >= made {
			start, end = start-shift, end-shift
		}
	}
	r.spans = append(r.spans, whose[[2]int64]{of, [2]int64{start, end}})
	return start, end
}

// atOnce is set of what lasts minutes or hours.
func (r *row) atOnce() bool {
	switch r.p.kind.word {
	case "meeting", "slot", "flight", "match", "build", "show":
		return true
	}
	return false
}

// A lasting says how long things last: from and to, in a unit.
type lasting struct {
	words    string // of the column or the thing
	unit     int64
	from, to int
}

// lastings are looked up by the words of the column, then by those of the
// thing, the last first.
var lastings = []lasting{
	{"check checkin checkout nights stay rental pickup dropoff hire overnight lodging", day, 1, 7},
	{"employment employee tenure job position staff officeholder mandate", day, 240, 2400},
	{"tenancy lease mortgage loan", day, 360, 1100},
	{"subscription membership license licence entitlement certificate warranty plan", 30 * day, 1, 24},
	{"policy insurance contract agreement", 30 * day, 6, 36},
	{"season semester trimester", day, 70, 160},
	{"trial", day, 7, 30},
	{"maintenance outage downtime incident", 30 * minute, 1, 12},
	{"shift roster", hour, 4, 9},
	{"exhibition festival congress", day, 1, 5},
	{"sprint", 7 * day, 1, 2},
	{"valid effective validity promotion coupon discount campaign", day, 7, 60},
}

// lasts is how long something lasts by one of its words.
func lasts(words []string) *lasting {
	for i := len(words) - 1; i >= 0; i-- {
		for k := range lastings {
			if slices.Contains(strings.Fields(lastings[k].words), words[i]) {
				return &lastings[k]
			}
		}
	}
	return nil
}

// spanLength draws how long something lasts, of which c is the beginning; nil
// of what has no column for it.
func (r *row) spanLength(c *column) int64 {
	s := r.s
	dates := c != nil && !strings.Contains(c.layout, "15") && c.layout != ""
	known := r.p.lasting
	if c != nil && c.lasting != nil {
		known = c.lasting
	}
	if known != nil {
		if n := known.unit * int64(known.from+s.IntN(known.to-known.from+1)); !dates || n >= day {
			return n
		}
		return 0
	}
	if c != nil && c.Meaning == Start && hasWord(c, "arrival") { // of guests
		return int64(1+s.IntN(7)) * day
	}
	switch r.p.kind.word {
	case "flight":
		return 50*minute + int64(s.IntN(56))*10*minute
	case "project", "contract", "subscription", "position":
		return int64(30+s.IntN(340)) * day
	case "campaign", "coupon", "course", "price", "medication":
		return int64(7+s.IntN(60)) * day
	case "leave", "trip":
		return int64(1+s.IntN(12)) * day
	case "match":
		return 105 * minute
	case "build":
		return int64(40 + s.IntN(1500))
	case "hotel", "rental":
		return int64(1+s.IntN(7)) * day
	}
	if c != nil && hasWord(c, "departure", "return") {
		return int64(1+s.IntN(7)) * day
	}
	switch {
	case dates && r.p.kind.word != "meeting" && r.p.kind.word != "slot":
		return int64(1+s.IntN(12)) * day
	case dates:
		return int64(s.IntN(4)) * day
	case r.p.kind.word == "show":
		return int64(8+s.IntN(8)) * 15 * minute
	}
	return []int64{30, 30, 45, 60, 60, 90, 120}[s.IntN(7)] * minute
}

// pair names the spans of a table's columns: an end belongs to the beginning of
// its name, else to the first there is.
func (p *plan) pair() {
	begins := ""
	var starts []string
	for _, c := range p.columns {
		c.span = spanName(c)
		c.lasting = lasts(c.words)
		if c.Meaning == Start {
			if starts == nil {
				begins = c.span
			}
			starts = append(starts, c.span)
		}
	}
	p.lasting = lasts(p.thing[max(0, len(p.thing)-2):])
	for _, c := range p.columns {
		if c.Meaning == End && starts != nil && !slices.Contains(starts, c.span) {
			c.span = begins
		}
	}
}

// spanName is what of a name tells one span of a row from another: nothing of
// start_date, "shift" of shift_start.
func spanName(c *column) string {
	for _, w := range c.words {
		switch w {
		case "scheduled", "planned", "expected", "shift", "rental", "trial", "outbound", "inbound", "actual", "estimated", "sale", "registration":
			return w
		case "check", "checkin", "checkout":
			return "stay"
		case "arrival", "arrive", "arrives", "arrived", "departure", "depart", "departs", "departed":
			return "journey"
		}
	}
	return ""
}

// moment is the value of a column that holds when something is.
func (r *row) moment(c *column) (int64, bool) {
	s, f := r.s, r.f
	switch c.Meaning {
	case Created:
		return r.madeAt(), true
	case Updated:
		at := max(r.madeAt(), r.latest)
		if s.Chance(1, 4) {
			return at, true
		}
		return at + (f.now-at)/1000*int64(s.IntN(1000)), true
	case Happened:
		there := true
		if yes, known := r.step(c); known && !yes {
			there = c.Required || c.key
			if !there {
				return 0, false
			}
		}
		if appeared(c) && r.p.kind.days >= 1500 { // books, songs, films
			return f.now - int64(s.IntN(24*365))*day - int64(s.IntN(24*365))*day/3, there
		}
		if hasWord(c, "last", "latest", "seen", "recent") {
			from := r.madeAt()
			at := from + (f.now-from)/1000*int64(max(s.IntN(1000), s.IntN(1000), s.IntN(1000), s.IntN(1000)))
			r.latest = max(r.latest, at)
			return at, there
		}
		if stepRank(c.stem) > 0 {
			r.flow = r.happens(r.flow)
			return r.flow, there
		}
		return r.happens(0), there
	case Start:
		start, _ := r.span(c.span, c)
		return start, true
	case End:
		start, end := r.span(c.span, c)
		if hasWord(c, "cancellation", "cancel", "refundable", "registration") && r.p.has(Start) != nil { // the last day for it
			return max(min(start, r.f.now)-int64(1+r.s.IntN(3))*day, r.madeAt()), true
		}
		return end, true
	case Due:
		made := r.madeAt()
		at := made + int64(2+s.IntN(40))*day
		if r.p.kind.word == "order" || r.p.kind.word == "shipment" {
			at = made + int64(2+s.IntN(8))*day
		}
		if p := r.phase(); p == waiting || p == running {
			at = max(at, f.now+int64(s.IntN(30)-6)*day)
		}
		return at - at%day + 9*hour + int64(s.IntN(9))*hour, true
	case Expires:
		at := f.now + int64(10+s.IntN(700))*day
		if strings.Contains(r.state, "expir") || r.p.states == nil && s.Chance(1, 6) {
			made := r.madeAt()
			at = made + (f.now-made)/1000*int64(500+s.IntN(500))
		}
		return at - at%hour, true
	case BirthDate:
		if p := r.person(c.whose); p != nil {
			return p.born, true
		}
		return f.now - int64(20*365+s.IntN(50*365))*day, true
	case Date:
		if r.p.kind.word == "flight" && r.p.has(Start) != nil {
			start, _ := r.span(r.p.has(Start).span, c)
			return start, true
		}
		if r.atOnce() || r.p.kind.word == "trip" || hasWord(c, "appointment", "visit", "travel", "flight", "game", "match", "exam", "service") {
			start, _ := r.span("", c)
			return start, true
		}
		return r.madeAt(), true
	}
	if c.Meaning == Datetime && !c.Required && hasWord(c, "thread", "snooze") && s.Chance(3, 4) {
		return 0, false
	}
	if c.Meaning == Datetime && r.p.has(Created) == nil {
		return r.madeAt(), true
	}
	return r.happens(0), true
}

// appeared reports whether a column says when a work came out, which may be long
// before somebody makes a record of it.
func appeared(c *column) bool { return hasWord(c, "release", "publication", "published") }

// step reports whether the row has taken the step of a Happened column or a
// flag; two columns about one step agree.
func (r *row) step(c *column) (yes, known bool) {
	if c.stem == "" {
		return false, false
	}
	if yes, known := r.took(c.stem); known {
		return yes, true
	}
	for _, w := range r.steps {
		if w.whose == c.stem {
			return w.value, true
		}
	}
	chance := uint64(40)
	if c.Meaning == Happened {
		chance = 65
	}
	switch c.stem {
	case "delet", "remov", "revok", "archiv", "cancel", "suspend", "lock", "bann", "expir", "fail", "block", "hidd", "spam", "discharg", "terminat", "retir", "deprecat":
		chance = 9
	case "bot", "admin", "draft", "explicit", "prereleas", "edit", "collaborativ", "pinn", "featur", "overdu", "remot", "test", "urgent", "siteadmin":
		chance = 16
	case "publish", "confirm", "process", "verifi", "verif", "enabl", "activ", "activat", "sent", "login", "seen", "us", "visibl", "releas", "play", "availabl", "access", "run", "sync", "contact":
		chance = 85
	case "clos", "complet", "finish", "end", "resolv", "return", "refund", "merg", "disabl", "privat", "primar", "default":
		chance = 35
	}
	yes = r.s.Chance(chance, 100)
	r.steps = append(r.steps, whose[bool]{c.stem, yes})
	return yes, true
}

// renderMoment writes an instant as the column has it: text in its layout,
// seconds or milliseconds in a number.
func (c *column) renderMoment(at int64) any {
	switch c.Type {
	case "TEXT":
		return time.Unix(at, 0).UTC().Format(c.layout)
	case "REAL":
		if c.milli {
			return float64(at * 1000)
		}
		return float64(at)
	case "INTEGER":
		if c.milli {
			return at * 1000
		}
		return at
	}
	return nil
}
