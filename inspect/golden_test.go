package inspect

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"worldc/artifact"
)

func TestGoldenRoundTrip(t *testing.T) {
	g := Golden{
		Plan: []string{"tool_pool.p -> Tool", "dataset.d -> Tool  from=tool_pool.p"},
		Nodes: []GoldenNode{
			{Address: "tool_pool.p", Digest: artifact.Digest{1}, Records: 2, Counts: artifact.Counts{Planned: 3, Accepted: 2, Rejected: 1}, Sample: []string{`{"id":"a"}`, `{"id":"b"}`}},
			{Address: `dataset.d["k"]`, Digest: artifact.Digest{1}, Records: 2, Counts: artifact.Counts{Planned: 2, Accepted: 2}, Sample: []string{`{"id":"a"}`, `{"id":"b"}`}},
			{Address: "dataset.none", Digest: artifact.Digest{2}},
		},
	}
	back, err := DecodeGolden(g.Encode())
	if err != nil {
		t.Fatal(err)
	}
	// A section without records decodes to an empty sample, not to none.
	g.Nodes[2].Sample = []string{}
	if diff := cmp.Diff(g, back); diff != "" {
		t.Error(diff)
	}
}

func TestGoldenDifferences(t *testing.T) {
	want := GoldenNode{Address: "tool_pool.p", Digest: artifact.Digest{1}, Records: 1, Counts: artifact.Counts{Planned: 1, Accepted: 1}, Sample: []string{`{"id":"a"}`}}
	g := Golden{Nodes: []GoldenNode{want}}
	if d := g.Differences([]GoldenNode{want}); len(d) != 0 {
		t.Errorf("the same node differs: %q", d)
	}
	for name, change := range map[string]func(*GoldenNode){
		"address": func(n *GoldenNode) { n.Address = "tool_pool.q" },
		"digest":  func(n *GoldenNode) { n.Digest[3]++ },
		"records": func(n *GoldenNode) { n.Records++ },
		"counts":  func(n *GoldenNode) { n.Counts.Rejected++ },
		"sample":  func(n *GoldenNode) { n.Sample = []string{`{"id":"b"}`} },
	} {
		have := want
		change(&have)
		if len(g.Differences([]GoldenNode{have})) == 0 {
			t.Errorf("a changed %s is no difference", name)
		}
	}
}

// The sample of a set does not depend on its order, and adding records
// replaces members without touching the order of the others.
func TestSampleIsStable(t *testing.T) {
	sequence := func(ids ...string) func(func([]byte, error) bool) {
		return func(yield func([]byte, error) bool) {
			for _, id := range ids {
				if !yield([]byte(`{"id":"`+id+`"}`), nil) {
					return
				}
			}
		}
	}
	a, err := Sample(sequence("1", "2", "3", "4", "5", "6", "7", "8"), 3)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Sample(sequence("8", "6", "4", "2", "7", "5", "3", "1"), 3)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b); diff != "" || len(a) != 3 {
		t.Errorf("samples of one set differ: %s", diff)
	}
}
