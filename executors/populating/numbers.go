package populating

import (
	"strconv"
	"strings"
	"time"
)

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
				return c.number(float64(r.percentOff()))
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
		if r.p.kind.word == "word" {
			return between(3, 12)
		}
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

// percentOff is the discount of the row: what its code promises, if it ends in
// a number.
func (r *row) percentOff() int {
	if r.off == 0 {
		r.off = 5 * (1 + r.s.IntN(6))
		if code, ok := r.self.(string); ok {
			for _, n := range [...]int{5, 10, 15, 20, 25, 30} {
				if strings.Contains(strings.TrimRight(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")+"|", strconv.Itoa(n)+"|") {
					r.off = n
				}
			}
		}
	}
	return r.off
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
	if hasWord(c, "delay", "delayed", "late", "lateness", "buffer") && !hasWord(c, "ms", "seconds", "sec", "backoff", "retry") && !c.doc.says("second") { // not how long the whole lasts
		return c.number(float64([]int{0, 0, 0, 5, 10, 15, 15, 20, 30, 45, 90}[s.IntN(11)]))
	}
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
