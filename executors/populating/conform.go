package populating

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// conform makes of a value one that the column can hold and, if there is any,
// that its schema accepts.
func (c *column) conform(r *row, v any) any {
	if v == nil {
		return nil
	}
	switch c.Type {
	case "TEXT":
		switch v := v.(type) {
		case string:
			return c.conformText(r, v)
		case int64:
			return c.conformText(r, strconv.FormatInt(v, 10))
		case float64:
			return c.conformText(r, strconv.FormatFloat(v, 'f', -1, 64))
		case bool:
			return c.conformText(r, strconv.FormatBool(v))
		case jsonText:
			return c.conformText(r, string(v))
		}
	case "INTEGER":
		switch v := v.(type) {
		case int64:
			return c.conformInt(v)
		case float64:
			return c.conformInt(int64(math.Floor(v + 0.5)))
		case string:
			if n, err := strconv.ParseInt(v, 10, 64); err == nil {
				return c.conformInt(n)
			}
		}
		return c.conformInt(int64(r.s.IntN(100)))
	case "REAL":
		switch v := v.(type) {
		case int64:
			return c.conformFloat(float64(v))
		case float64:
			return c.conformFloat(v)
		case string:
			if f, err := strconv.ParseFloat(v, 64); err == nil {
				return c.conformFloat(f)
			}
		}
		return c.conformFloat(float64(r.s.IntN(1000)) / 10)
	case "BOOLEAN":
		if b, ok := v.(bool); ok {
			return b
		}
		return v == "true"
	case "JSON":
		switch v := v.(type) {
		case string:
			return jsonText(appendText(nil, v))
		case jsonText:
			return v
		}
		return jsonText(appendValue(nil, v))
	}
	return v
}

// number is a number as the column's type has it.
func (c *column) number(f float64) any {
	switch c.Type {
	case "INTEGER":
		return int64(math.Floor(f + 0.5))
	case "TEXT":
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return f
}

func (c *column) conformText(r *row, v string) any {
	d := &c.doc
	n := utf8.RuneCountInString(v)
	if c.re != nil && !c.re.Matches(v) || d.long >= 0 && n > d.long && c.re != nil {
		if text, ok := c.re.Draw(r.s, d.short, d.long); ok {
			return text
		}
	}
	if d.long >= 0 && n > d.long {
		if d.long == 0 {
			return ""
		}
		cut := string([]rune(v)[:d.long])
		if space := strings.LastIndexByte(cut, ' '); space > d.long/2 && space >= d.short {
			cut = strings.TrimRight(cut[:space], " ,;:–-&")
		}
		v = strings.TrimSpace(cut)
		n = utf8.RuneCountInString(v)
	}
	if n < d.short && d.short <= 512 {
		for utf8.RuneCountInString(v) < d.short {
			if strings.Contains(v, " ") {
				v += " " + r.say("{note}")
			} else {
				v += base36(r.s, min(8, d.short-utf8.RuneCountInString(v)))
			}
		}
		if d.long >= 0 && utf8.RuneCountInString(v) > d.long {
			v = string([]rune(v)[:d.long])
		}
	}
	return v
}

func (c *column) conformInt(v int64) int64 {
	d := &c.doc
	low, high := int64(math.MinInt64/2), int64(math.MaxInt64/2)
	if f := d.least; f != nil && math.Abs(*f) < 1e15 {
		low = int64(math.Ceil(*f))
	}
	if f := d.above; f != nil && math.Abs(*f) < 1e15 {
		low = max(low, int64(math.Floor(*f))+1)
	}
	if f := d.most; f != nil && math.Abs(*f) < 1e15 {
		high = int64(math.Floor(*f))
	}
	if f := d.below; f != nil && math.Abs(*f) < 1e15 {
		high = min(high, int64(math.Ceil(*f))-1)
	}
	if low > high {
		return v
	}
	if v < low {
		if span := high - low; span > 0 && span < 1<<40 {
			v = low + (low-v)%(span+1)
		} else {
			v = low
		}
	}
	if v > high {
		if span := high - low; span < 1<<40 {
			v = low + (v-low)%(span+1)
		} else {
			v = high
		}
	}
	if f := d.step; f != nil && *f >= 1 && *f < 1e12 {
		step := int64(*f)
		if w := v - v%step; w >= low {
			v = w
		} else if w+step <= high {
			v = w + step
		}
	}
	return v
}

func (c *column) conformFloat(v float64) float64 {
	d := &c.doc
	low, high := math.Inf(-1), math.Inf(1)
	if d.least != nil {
		low = *d.least
	}
	if d.above != nil && *d.above >= low {
		low = math.Nextafter(*d.above, math.Inf(1))
		if *d.above < 1e9 && (d.most == nil || *d.above+0.01 <= *d.most) {
			low = *d.above + 0.01
		}
	}
	if d.most != nil {
		high = *d.most
	}
	if d.below != nil && *d.below <= high {
		high = math.Nextafter(*d.below, math.Inf(-1))
	}
	if low > high {
		return v
	}
	if v < low || v > high {
		switch {
		case math.IsInf(high, 1):
			v = low
		case math.IsInf(low, -1):
			v = high
		default:
			share := math.Abs(v) / 1000
			share -= math.Floor(share)
			v = low + float64((high-low)*share)
			if w := roundTo(v, 100); w >= low && w <= high {
				v = w
			}
		}
	}
	if d.step != nil && *d.step > 1e-9 && *d.step < 1e12 {
		if w := float64(math.Floor(v / *d.step) * *d.step); w >= low {
			v = w
		}
	}
	if math.IsNaN(v) || math.Abs(v) > math.MaxFloat64 {
		return 0 // the bounds are no numbers that a row can hold
	}
	return v
}

// roundTo rounds to a fraction of one: 100 for hundredths.
func roundTo(f, parts float64) float64 { return math.Floor(float64(f*parts)+0.5) / parts }

// seconds reads an instant of a column back; false if it is none.
func (c *column) seconds(v any) (at int64, dateOnly, ok bool) {
	switch v := v.(type) {
	case int64:
		if c.milli {
			v /= 1000
		}
		return v, false, true
	case float64:
		if c.milli {
			v /= 1000
		}
		return int64(v), false, true
	case string:
		t, err := time.Parse(c.layout, v)
		if err != nil {
			return 0, false, false
		}
		return t.Unix(), !strings.Contains(c.layout, "15"), true
	}
	return 0, false, false
}
