package inspect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/artifact"
	"worldc/world"
)

func compareValues(a, b string) []string {
	list := []string{}
	c := comparison{differ: func(path, shape, a, b []byte) {
		f := FieldChange{Path: string(path), A: a, B: b}
		list = append(list, f.String())
	}}
	c.compare([]byte(a), []byte(b))
	return list
}

func TestCompareValues(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want []string
	}{
		{`{"a":1}`, `{"a":1}`, nil},
		{`{"a":1,"b":2}`, `{"b":2.0,"a":1e0}`, nil},
		{`"\u0041/"`, `"A\/"`, nil},
		{`{ "a" : [ 1 , {"x":"y"} ] }`, `{"a":[1,{"x":"y"}]}`, nil},
		{`{"a":1}`, `{"a":"1"}`, []string{`a: 1 -> "1"`}},
		{`{"a":{"b":{"c":1}}}`, `{"a":{"b":{"c":2,"d":3}}}`, []string{"a.b.c: 1 -> 2", "a.b.d: added 3"}},
		{`{"a":{"b":1}}`, `{"a":[1]}`, []string{`a: {"b":1} -> [1]`}},
		{`{"a b":1,"":2}`, `{"c.d":1}`, []string{`[""]: removed 2`, `["a b"]: removed 1`, `["c.d"]: added 1`}},
		{`{"a":null}`, `{}`, []string{"a: removed null"}},
		{`[1,2,3]`, `[1,9,2,3]`, []string{"[1]: added 9"}},
		{`[1,2,3]`, `[1,3]`, []string{"[1]: removed 2"}},
		{`[1,2,3]`, `[1,8,3]`, []string{"[1]: 2 -> 8"}},
		{`[1,2,3]`, `[3,2,1]`, []string{": in another order"}},
		{`[1,2,3]`, `[2,3,4]`, []string{"[0]: removed 1", "[2]: added 4"}},
		{`[1,2,3,4]`, `[1,7,3,8]`, []string{"[1]: 2 -> 7", "[3]: 4 -> 8"}},
		{`[1,1,1]`, `[1]`, []string{"[1]: removed 1", "[2]: removed 1"}},
		{`[{"id":"x","v":1},{"id":"y","v":1}]`, `[{"id":"y","v":1},{"id":"x","v":2}]`, []string{": in another order", "[0].v: 1 -> 2"}},
		{`{"feeds":[{"from":"a","to":"b","s":1},{"from":"a","to":"c","s":1}]}`, `{"feeds":[{"from":"a","to":"c","s":2},{"from":"c","to":"c","s":1}]}`,
			[]string{`feeds[0]: removed {"from":"a","to":"b","s":1}`, "feeds[1].s: 1 -> 2", `feeds[1]: added {"from":"c","to":"c","s":1}`}},
		{`{"a":"` + strings.Repeat("x", 200) + `1"}`, `{"a":"` + strings.Repeat("x", 200) + `2"}`, []string{`a: …xxxxxxxxxxxxxxxx1" -> …xxxxxxxxxxxxxxxx2"`}},
		{strings.Repeat("[", 300) + strings.Repeat("]", 300), strings.Repeat("[", 300) + "1" + strings.Repeat("]", 300),
			[]string{shorten(strings.Repeat("[0]", 256), 80) + ": " + shorten("…"+strings.Repeat("[", 16)+strings.Repeat("]", 300), valueColumns) + " -> " +
				shorten("…"+strings.Repeat("[", 16)+"1"+strings.Repeat("]", 300), valueColumns)}},
	} {
		if got := compareValues(c.a, c.b); !slices.Equal(got, c.want) {
			t.Errorf("%.60s | %.60s\ngot  %q\nwant %q", c.a, c.b, got, c.want)
		}
	}
}

// TestCompareFindsEqual: two values have no difference if and only if their
// canonical forms are equal.
func TestCompareFindsEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawJSON(t, 3), drawJSON(t, 3)
		if rapid.Bool().Draw(t, "same") {
			b = a
		}
		ca, errA := artifact.Canonical([]byte(a))
		cb, errB := artifact.Canonical([]byte(b))
		if errA != nil || errB != nil {
			t.Fatal(a, b, errA, errB)
		}
		if found := compareValues(a, b); (len(found) == 0) != (string(ca) == string(cb)) {
			t.Fatalf("%s and %s: %q", a, b, found)
		}
		if found := compareValues(a, string(ca)); len(found) > 0 {
			t.Fatalf("%s and its canonical form: %q", a, found)
		}
	})
}

// drawJSON draws a value, written loosely.
func drawJSON(t *rapid.T, depth int) string {
	space := rapid.SampledFrom([]string{"", " ", "\t"}).Draw(t, "space")
	kinds := 4
	if depth > 0 {
		kinds = 6
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return rapid.SampledFrom([]string{"0", "-0", "1", "1.0", "1e0", "12345678901234567890", "true", "null"}).Draw(t, "scalar")
	case 1:
		return rapid.SampledFrom([]string{`""`, `"a"`, `"\u0061"`, `"\\"`, `"\""`, `"a\"b,]}"`, `"é"`}).Draw(t, "string")
	case 2, 3:
		return fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "small"))
	case 4:
		list := []string{}
		for range rapid.IntRange(0, 4).Draw(t, "elements") {
			list = append(list, space+drawJSON(t, depth-1)+space)
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	list := []string{}
	for _, name := range []string{`"a"`, `"id"`, `"\u0062"`, `"from"`} {
		if rapid.Bool().Draw(t, "member") {
			list = append(list, space+name+space+":"+space+drawJSON(t, depth-1)+space)
		}
	}
	if len(list) > 1 {
		list = rapid.Permutation(list).Draw(t, "order")
	}
	return "{" + strings.Join(list, ",") + "}"
}

// FuzzPretty: whatever the bytes, they are shown without a panic.
func FuzzPretty(f *testing.F) {
	for _, seed := range []string{`{"id":"x","a":[1,{"b":"\\\""}]}`, `[[],{},"]"]`, `{"a"`, `{"a":}`, `"\`, `{"id":"\u0041"}`, ` { "id" : "y" } `} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		recordID(data)
		mentions(data, 0, func(string) {})
		for _, t := range []world.Type{world.ToolType, world.WorldType, world.TaskType, world.TrajectoryType, world.VerdictType, world.ScoreType} {
			Pretty(t, data, nil, nil)
		}
	})
}
