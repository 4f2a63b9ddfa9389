package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// miss is the failure of a request that no recording answers. It names the
// recorded request that is nearest and where that one differs.
func (c *Client) miss(q *question) *Failure {
	rec := c.settings.Recordings
	where := fmt.Sprintf("%s has no answer", rec.path)
	near, err := rec.nearest(q)
	switch {
	case err != nil:
		where += ", and looking for one like it failed: " + err.Error()
	case near == "":
		where += ", and nothing that is like it"
	default:
		where += "; " + near
	}
	f := c.failure(q.request.Purpose, Missing, "")
	f.Detail = c.secret.mask(where)
	return f
}

// nearest describes how the recorded request that is most like q differs from
// it. It reads everything that is recorded: this is how a build ends.
func (r *Recordings) nearest(q *question) (string, error) {
	r.mu.RLock()
	same := []uint32{}
	for k, a := range r.known { //lint:ordered sorted below
		if k.id == q.id && a.any() {
			same = append(same, k.ordinal)
		}
	}
	r.mu.RUnlock()
	ordinal := uint32(q.request.Ordinal)
	slices.Sort(same)
	if slices.Contains(same, ordinal) {
		return fmt.Sprintf("it was asked with another bound of tokens than %d, which the answer was cut at or does not fit into", q.limit), nil
	}
	if len(same) > 0 {
		return fmt.Sprintf("the same was asked with ordinal %d, not %d", same[len(same)-1], ordinal), nil
	}
	var asked any
	if err := json.Unmarshal(q.text, &asked); err != nil {
		return "", err
	}
	best, role := -1, ""
	var nearest any
	err := r.each(func(l *line, _ row) error {
		n := commonBytes(q.text, l.Request)
		if n <= best {
			return nil
		}
		var v any
		if err := json.Unmarshal(l.Request, &v); err != nil {
			return err
		}
		best, nearest, role = n, v, l.Call.Role+" of "+l.Call.Record
		return nil
	})
	if err != nil || best < 0 {
		return "", err
	}
	path, was, is := difference("", nearest, asked)
	return fmt.Sprintf("the nearest, by %s, differs in %s: %s was recorded, %s is asked", role, path, was, is), nil
}

func (a *answers) any() bool {
	return slices.ContainsFunc(a[:], func(p *place) bool { return p != nil })
}

// commonBytes is how much two texts have in common at their beginnings and ends.
func commonBytes(a, b []byte) int {
	n := min(len(a), len(b))
	front := 0
	for front < n && a[front] == b[front] {
		front++
	}
	back := 0
	for back < n-front && a[len(a)-1-back] == b[len(b)-1-back] {
		back++
	}
	return front + back
}

// difference finds the first place where two JSON values differ.
func difference(path string, was, is any) (where, wasText, isText string) {
	switch w := was.(type) {
	case map[string]any:
		i, ok := is.(map[string]any)
		if !ok {
			break
		}
		names := slices.AppendSeq(slices.Collect(maps.Keys(w)), maps.Keys(i)) //lint:ordered sorted below
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			a, inW := w[name]
			b, inI := i[name]
			at := name
			if path != "" {
				at = path + "." + name
			}
			switch {
			case !inW:
				return at, "nothing", brief(b)
			case !inI:
				return at, brief(a), "nothing"
			case !equalJSON(a, b):
				return difference(at, a, b)
			}
		}
	case []any:
		i, ok := is.([]any)
		if !ok {
			break
		}
		for n := range min(len(w), len(i)) {
			if !equalJSON(w[n], i[n]) {
				return difference(path+"["+strconv.Itoa(n)+"]", w[n], i[n])
			}
		}
		return path, fmt.Sprintf("a list of %d", len(w)), fmt.Sprintf("one of %d", len(i))
	case string:
		i, ok := is.(string)
		if !ok {
			break
		}
		at := 0
		for at < min(len(w), len(i)) && w[at] == i[at] {
			at++
		}
		for at > 0 && (at < len(w) && !utf8.RuneStart(w[at]) || at < len(i) && !utf8.RuneStart(i[at])) {
			at--
		}
		from := max(0, at-10)
		for from > 0 && !utf8.RuneStart(w[from]) {
			from--
		}
		return fmt.Sprintf("%s at byte %d", path, at), brief(w[from:]), brief(i[from:])
	}
	return path, brief(was), brief(is)
}

func equalJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// brief is the beginning of a JSON value.
func brief(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	const most = 60
	if s := excerpt(text); len(s) > most {
		cut := s[:most]
		for !utf8.ValidString(cut) {
			cut = cut[:len(cut)-1]
		}
		return cut + "…"
	}
	return excerpt(text)
}
