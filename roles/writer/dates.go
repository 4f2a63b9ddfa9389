package writer

import (
	"strconv"
	"strings"
	"time"
)

// The shapes in which documents give dates and instants. Those with a zone come
// first, so that no zone is lost.
var (
	dateShapes     = []string{"2006-01-02", "2006/01/02", "20060102"}
	instantShapes  = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05.999999999Z0700"}
	wallShapes     = []string{"2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04:05.999999999", "2006-01-02 15:04"}
	timeOfDayForms = []string{"15:04", "15:04:05"}
)

func parsed(s string, shapes []string) (time.Time, bool) {
	for _, shape := range shapes {
		if len(s) < 4 || !strings.ContainsAny(s[:1], "0123456789") {
			break
		}
		if t, err := time.Parse(shape, s); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}

func isDate(s string) bool {
	_, ok := parsed(s, dateShapes[:2])
	return ok && len(s) == 10
}

func isDateTime(s string) bool {
	_, zoned := parsed(s, instantShapes)
	_, wall := parsed(s, wallShapes)
	return zoned || wall
}

func isClockTime(s string) bool {
	if len(s) != 5 && len(s) != 8 {
		return false
	}
	for _, shape := range timeOfDayForms {
		if _, err := time.Parse(shape, s); err == nil {
			return true
		}
	}
	return false
}

// isEpoch reports whether a number is seconds or milliseconds since 1970 of an
// instant between 2000 and 2100.
func isEpoch(raw string) bool {
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		return false
	}
	if n > 1e11 {
		n /= 1000
	}
	return n >= 946684800 && n < 4102444800
}

// spokenDates are the ways in which a day is said, all unambiguous.
func spokenDates(t time.Time) []string {
	return []string{
		t.Format("2 January 2006"), t.Format("January 2, 2006"), t.Format("Monday, 2 January 2006"), t.Format("Monday, January 2, 2006"),
		ordinal(t.Day()) + t.Format(" of January 2006"), t.Format("2 Jan 2006"), t.Format("January ") + ordinal(t.Day()) + t.Format(", 2006"), t.Format("2006-01-02"),
	}
}

func ordinal(n int) string {
	suffix := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// spokenTimes are the ways in which a time of day is said.
func spokenTimes(t time.Time) []string {
	if t.Nanosecond() != 0 {
		return []string{t.Format("15:04:05.999999999")}
	}
	if t.Second() != 0 {
		return []string{t.Format("15:04:05"), t.Format("3:04:05 pm")}
	}
	times := []string{t.Format("15:04"), t.Format("3:04 pm")}
	if t.Minute() == 0 {
		times = append(times, t.Format("3 pm"))
	}
	switch t.Hour()*60 + t.Minute() {
	case 0:
		times = []string{"00:00"}
	case 12 * 60:
		times = append(times[:1], "noon", "12 noon")
	}
	return times
}

// zoneOf is what has to be said of the zone of an instant.
func zoneOf(t time.Time) string {
	_, offset := t.Zone()
	if offset == 0 {
		return " UTC"
	}
	sign := "+"
	if offset < 0 {
		sign, offset = "-", -offset
	}
	zone := " (UTC" + sign + strconv.Itoa(offset/3600)
	if m := offset / 60 % 60; m != 0 {
		zone += ":" + strconv.Itoa(m/10) + strconv.Itoa(m%10)
	}
	return zone + ")"
}

// spokenInstants are the ways in which an instant is said: any day with any time.
func spokenInstants(t time.Time, zone string) []string {
	var list []string
	for _, day := range spokenDates(t) {
		for i, at := range spokenTimes(t) {
			list = append(list, day+" at "+at+zone)
			if i == 0 {
				list = append(list, day+", "+at+zone)
			}
		}
	}
	return list
}
