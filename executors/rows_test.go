package executors

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"worldc/artifact"
	"worldc/spec"
)

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
