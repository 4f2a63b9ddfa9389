package inspect

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"worldc/artifact"
)

// maxDepth is how deep a comparison looks into values; what differs further
// down is one difference. Canonical records are not deeper than that.
const maxDepth = 256

// A comparison finds the places at which two values differ. It may be used
// again and again.
type comparison struct {
	// path is the place looked at, such as feeds[2].via[0].score; shape is
	// the same without the indexes, such as feeds[].via[].score.
	path, shape []byte

	// differ is called for each difference, in the order of the names. a or b
	// is nil where only the other has the place.
	differ func(path, shape, a, b []byte)

	// levels keep the memory of the lists of each level.
	levels [maxDepth]struct{ a, b list }
}

// A list is what an object or an array is made of.
type list struct {
	members  []member
	elements [][]byte
}

// compare compares two JSON values. That they are written differently is no
// difference: space, the order of names, escapes, 1.0 and 1.
func (c *comparison) compare(a, b []byte) {
	c.path, c.shape = c.path[:0], c.shape[:0]
	c.values(a, b, 0)
}

func (c *comparison) values(a, b []byte, depth int) {
	if bytes.Equal(a, b) {
		return
	}
	switch ka, kb := kind(a), kind(b); {
	case ka != kb || depth >= maxDepth:
		c.differ(c.path, c.shape, a, b)
	case ka == '{':
		l := &c.levels[depth]
		l.a.members = sortedMembers(l.a.members[:0], a)
		l.b.members = sortedMembers(l.b.members[:0], b)
		c.objects(l.a.members, l.b.members, depth)
	case ka == '[':
		l := &c.levels[depth]
		l.a.elements = elements(l.a.elements[:0], a)
		l.b.elements = elements(l.b.elements[:0], b)
		c.arrays(l.a.elements, l.b.elements, depth)
	default:
		if !sameScalar(a, b) {
			c.differ(c.path, c.shape, a, b)
		}
	}
}

// objects walks two sorted lists of members.
func (c *comparison) objects(a, b []member, depth int) {
	for len(a) > 0 || len(b) > 0 {
		order := -1
		switch {
		case len(a) == 0:
			order = 1
		case len(b) > 0:
			order = bytes.Compare(a[0].name, b[0].name)
		}
		var name, va, vb []byte
		if order <= 0 {
			name, va, a = a[0].name, a[0].value, a[1:]
		}
		if order >= 0 {
			name, vb, b = b[0].name, b[0].value, b[1:]
		}
		if order == 0 && bytes.Equal(va, vb) {
			continue
		}
		path, shape := len(c.path), len(c.shape)
		c.path, c.shape = appendName(c.path, name), appendName(c.shape, name)
		if order == 0 {
			c.values(va, vb, depth+1)
		} else {
			c.differ(c.path, c.shape, va, vb)
		}
		c.path, c.shape = c.path[:path], c.shape[:shape]
	}
}

// arrays compares what is left of two arrays when their common beginning and
// end are taken off: element by element, the longer one's remainder was added
// or removed. One element put in anywhere is thus one difference.
func (c *comparison) arrays(a, b [][]byte, depth int) {
	first := 0
	for first < min(len(a), len(b)) && bytes.Equal(a[first], b[first]) {
		first++
	}
	for len(a) > first && len(b) > first && bytes.Equal(a[len(a)-1], b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	for i := first; i < max(len(a), len(b)); i++ {
		path, shape := len(c.path), len(c.shape)
		c.path = append(strconv.AppendInt(append(c.path, '['), int64(i), 10), ']')
		c.shape = append(c.shape, "[]"...)
		switch {
		case i >= len(a):
			c.differ(c.path, c.shape, nil, b[i])
		case i >= len(b):
			c.differ(c.path, c.shape, a[i], nil)
		default:
			c.values(a[i], b[i], depth+1)
		}
		c.path, c.shape = c.path[:path], c.shape[:shape]
	}
}

// kind tells values apart by their first byte; all scalars are one kind.
func kind(value []byte) byte {
	if len(value) > 0 && (value[0] == '{' || value[0] == '[') {
		return value[0]
	}
	return 0
}

// sameScalar reports whether two scalars that are written differently have the
// same canonical form.
func sameScalar(a, b []byte) bool {
	ca, errA := artifact.Canonical(a)
	cb, errB := artifact.Canonical(b)
	return errA == nil && errB == nil && bytes.Equal(ca, cb)
}

// sortedMembers appends the members of an object by their decoded names. In
// canonical JSON they are in order but for names outside the basic plane.
func sortedMembers(to []member, object []byte) []member {
	list := members(to, object)
	for i, m := range list {
		if bytes.IndexByte(m.name, '\\') >= 0 {
			if s, ok := text(m.name); ok {
				list[i].name, _ = json.Marshal(s)
			}
		}
	}
	byName := func(x, y member) int { return bytes.Compare(x.name, y.name) }
	if !slices.IsSortedFunc(list, byName) {
		slices.SortStableFunc(list, byName)
	}
	return list
}

// appendName appends a quoted member name to a path: .name, or ["na me"].
func appendName(path, name []byte) []byte {
	bare := name[1:max(1, len(name)-1)]
	if !isPlain(bare) {
		path = append(path, '[')
		path = append(path, name...)
		return append(path, ']')
	}
	if len(path) > 0 {
		path = append(path, '.')
	}
	return append(path, bare...)
}

func isPlain(name []byte) bool {
	for _, c := range name {
		if c != '_' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return len(name) > 0
}
