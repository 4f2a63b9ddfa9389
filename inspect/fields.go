package inspect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"worldc/artifact"
	"worldc/jsonwalk"
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
	// is nil where only the other has the place; both are where the elements
	// of an array stand in another order.
	differ func(path, shape, a, b []byte)

	// levels keep the memory of the lists of each level.
	levels [maxDepth]struct{ a, b list }
}

// A list is what an object or an array is made of.
type list struct {
	members  []jsonwalk.Member
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
		l.a.elements = jsonwalk.AppendElements(l.a.elements[:0], a)
		l.b.elements = jsonwalk.AppendElements(l.b.elements[:0], b)
		c.arrays(l.a.elements, l.b.elements, depth)
	default:
		if !sameScalar(a, b) {
			c.differ(c.path, c.shape, a, b)
		}
	}
}

// objects walks two sorted lists of members.
func (c *comparison) objects(a, b []jsonwalk.Member, depth int) {
	for len(a) > 0 || len(b) > 0 {
		order := -1
		switch {
		case len(a) == 0:
			order = 1
		case len(b) > 0:
			order = bytes.Compare(a[0].Name, b[0].Name)
		}
		var name, va, vb []byte
		if order <= 0 {
			name, va, a = a[0].Name, a[0].Value, a[1:]
		}
		if order >= 0 {
			name, vb, b = b[0].Name, b[0].Value, b[1:]
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

// arrays compares two arrays as lists of things that may come, go and move.
// The common beginning and end are taken off. Of the rest, elements that are
// equal are the same, then objects that agree in what names them (id, from and
// to, name ...), then, in order, what is left between those. Paths have the index that the
// element has in a, or in b if only b has it. That elements which both have
// stand in another order is one difference, of the array itself.
func (c *comparison) arrays(a, b [][]byte, depth int) {
	first := 0
	for first < min(len(a), len(b)) && bytes.Equal(a[first], b[first]) {
		first++
	}
	for len(a) > first && len(b) > first && bytes.Equal(a[len(a)-1], b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == len(b) && len(a) == first+1 {
		c.element(first, a[first], b[first], depth)
		return
	}
	partner, moved := align(canonical(a[first:]), canonical(b[first:]))
	if moved {
		path, shape := len(c.path), len(c.shape)
		c.path, c.shape = append(c.path, orderMark...), append(c.shape, orderMark...)
		c.differ(c.path, c.shape, nil, nil)
		c.path, c.shape = c.path[:path], c.shape[:shape]
	}
	for i, j := range partner.ofA {
		if j < 0 {
			c.element(first+i, a[first+i], nil, depth)
		} else {
			c.element(first+i, a[first+i], b[first+j], depth)
		}
	}
	for j, i := range partner.ofB {
		if i < 0 {
			c.element(first+j, nil, b[first+j], depth)
		}
	}
}

// canonical returns values in the one form that they can be compared in.
func canonical(list [][]byte) [][]byte {
	out := make([][]byte, len(list))
	for i, e := range list {
		out[i] = e
		if c, err := artifact.Canonical(e); err == nil {
			out[i] = c
		}
	}
	return out
}

// orderMark ends the path of an array whose elements stand in another order.
const orderMark = " (order)"

// element compares two elements of an array, or tells of the one that only one
// side has.
func (c *comparison) element(i int, a, b []byte, depth int) {
	if a != nil && bytes.Equal(a, b) {
		return
	}
	path, shape := len(c.path), len(c.shape)
	c.path = append(strconv.AppendInt(append(c.path, '['), int64(i), 10), ']')
	c.shape = append(c.shape, "[]"...)
	if a == nil || b == nil {
		c.differ(c.path, c.shape, a, b)
	} else {
		c.values(a, b, depth+1)
	}
	c.path, c.shape = c.path[:path], c.shape[:shape]
}

// partners says which elements of two lists belong together: the index of each
// one's partner, or -1.
type partners struct{ ofA, ofB []int }

// align finds the partners of the elements of two lists, and whether those
// that are equal or have a name stand in another order.
func align(a, b [][]byte) (p partners, moved bool) {
	p = partners{slices.Repeat([]int{-1}, len(a)), slices.Repeat([]int{-1}, len(b))}
	each := func(list [][]byte, name func([]byte) string) []string {
		names := make([]string, len(list))
		for i, e := range list {
			names[i] = name(e)
		}
		return names
	}
	same := func(e []byte) string { return string(e) }
	p.pair(each(a, same), each(b, same))
	p.pair(each(a, elementName), each(b, elementName))
	last := -1
	for _, j := range p.ofA {
		if j >= 0 {
			moved = moved || j < last
			last = j
		}
	}

	// What is left is paired if it is of one kind and behind the same element.
	behind := -1
	gapsA, gapsB := make([]string, len(a)), make([]string, len(b))
	for i, e := range a {
		if p.ofA[i] >= 0 {
			behind = i
		}
		gapsA[i] = fmt.Sprint(behind, kind(e))
	}
	behind = -1
	for j, e := range b {
		if p.ofB[j] >= 0 {
			behind = p.ofB[j]
		}
		gapsB[j] = fmt.Sprint(behind, kind(e))
	}
	p.pair(gapsA, gapsB)
	return p, moved
}

// pair makes partners of elements that have none and one name, the n-th of a
// name with the n-th. Elements without a name are left.
func (p partners) pair(namesA, namesB []string) {
	waiting := map[string][]int{}
	for i, name := range namesA {
		if p.ofA[i] < 0 && name != "" {
			waiting[name] = append(waiting[name], i)
		}
	}
	for j, name := range namesB {
		if list := waiting[name]; p.ofB[j] < 0 && len(list) > 0 {
			p.ofA[list[0]], p.ofB[j] = j, list[0]
			waiting[name] = list[1:]
		}
	}
}

// elementName is what names an object among others of an array; "" if nothing
// does.
func elementName(e []byte) string {
	if kind(e) != '{' {
		return ""
	}
	for _, names := range [][]string{{"id"}, {"from", "to"}, {"name"}, {"tool"}, {"input", "output"}, {"path"}} {
		var key []byte
		for _, n := range names {
			v := jsonwalk.Field(e, n)
			if v == nil {
				key = nil
				break
			}
			key = append(append(key, v...), ' ')
		}
		if key != nil {
			return names[0] + " " + string(key)
		}
	}
	return ""
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
func sortedMembers(to []jsonwalk.Member, object []byte) []jsonwalk.Member {
	list := jsonwalk.AppendMembers(to, object)
	for i, m := range list {
		if bytes.IndexByte(m.Name, '\\') >= 0 {
			if s, ok := jsonwalk.Text(m.Name); ok {
				list[i].Name, _ = json.Marshal(s)
			}
		}
	}
	byName := func(x, y jsonwalk.Member) int { return bytes.Compare(x.Name, y.Name) }
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
