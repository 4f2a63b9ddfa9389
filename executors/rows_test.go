package executors

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"worldc/artifact"
	"worldc/spec"
)

// drawJSON draws a JSON value.
func drawJSON(t *rapid.T, depth int) any {
	kind := rapid.IntRange(0, 6).Draw(t, "kind")
	if depth == 0 {
		kind %= 4
	}
	switch kind {
	case 0:
		return rapid.SampledFrom([]string{"", `"`, `\`, `\"`, "}", "]{", ",", "a\nb", "é", "\x00"}).Draw(t, "text")
	case 1:
		return rapid.Int32().Draw(t, "number")
	case 2:
		return rapid.Bool().Draw(t, "bool")
	case 3:
		return nil
	case 4:
		var list []any
		for range rapid.IntRange(0, 3).Draw(t, "elements") {
			list = append(list, drawJSON(t, depth-1))
		}
		return list
	}
	object := map[string]any{}
	for range rapid.IntRange(0, 4).Draw(t, "members") {
		object[rapid.SampledFrom([]string{"id", "task", "turns", "", "a,b", "x:y"}).Draw(t, "name")] = drawJSON(t, depth-1)
	}
	return object
}

// TestField compares the fields that are found in a record with those of a
// decoder.
func TestField(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		object := map[string]any{}
		for _, name := range []string{"a", "id", "task", "turns"} {
			if rapid.Bool().Draw(t, name) {
				object[name] = drawJSON(t, 3)
			}
		}
		line, err := artifact.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"a", "id", "task", "turns", "none"} {
			if got := field(line, name); string(got) != string(want[name]) {
				t.Fatalf("%s of %s: %s, want %s", name, line, got, want[name])
			}
		}
	})
}

// FuzzField: whatever the line, there is neither a panic nor a value that is not
// in it.
func FuzzField(f *testing.F) {
	f.Add([]byte(`{"id":"a","task":{"id":[1,"]"]}}`), "task")
	f.Add([]byte(`{"a`), "a")
	f.Fuzz(func(t *testing.T, line []byte, name string) {
		if got := field(line, name); len(got) > len(line) {
			t.Errorf("%q", got)
		}
	})
}

// TestSpool puts lines into order, however few of them fit into memory.
func TestSpool(t *testing.T) {
	store, err := artifact.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		in := &Input{Store: store, Key: artifact.NewKey([]artifact.Field{{Label: "n", Value: fmt.Sprint(n)}})}
		s := newSpool(in, "test")
		s.most = rapid.Int64Range(0, 400).Draw(t, "most")
		places := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) place {
			return place{rapid.Uint32Range(0, 2).Draw(t, "group"), rapid.Uint32Range(0, 3*spoolRanks).Draw(t, "rank")}
		}), 0, 40, rapid.ID).Draw(t, "places")
		for _, p := range places {
			if err := s.add(p, fmt.Appendf(nil, "%d %d", p.group, p.rank)); err != nil {
				t.Fatal(err)
			}
		}
		slices.SortFunc(places, func(a, b place) int {
			return slices.Compare([]uint32{a.group, a.rank}, []uint32{b.group, b.rank})
		})
		i := 0
		for line, err := range s.lines() {
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf("%d %d", places[i].group, places[i].rank); string(line) != want {
				t.Fatalf("line %d is %s, want %s", i, line, want)
			}
			i++
		}
		if i != len(places) {
			t.Fatalf("%d lines of %d", i, len(places))
		}
		if err := in.Store.Shards(in.Key).Remove(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestPartOf: an id's part depends on nothing but the id, and parts have about
// their shares.
func TestPartOf(t *testing.T) {
	shares := []spec.Share{{Name: "test", Millionths: 100_000}, {Name: "train", Millionths: 850_000}, {Name: "validation", Millionths: 50_000}}
	counts := make([]int, len(shares))
	const n = 20_000
	for i := range n {
		counts[partOf(fmt.Sprint("world", i), shares)]++
	}
	for i, s := range shares {
		want := n * int(s.Millionths) / 1_000_000
		if d := counts[i] - want; d > n/100 || d < -n/100 {
			t.Errorf("%d of %d are in %s, want about %d", counts[i], n, s.Name, want)
		}
	}
	if got := partOf("879937cee0f95283", shares); shares[got].Name != "train" {
		t.Errorf("a world moved to %s", shares[got].Name)
	}
}
