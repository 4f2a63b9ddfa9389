package compiler

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/artifact"
	"worldc/spec"
)

// load plans a spec given as text.
func load(t interface {
	Helper()
	Fatal(...any)
}, dir, text string) *Plan {
	t.Helper()
	path := filepath.Join(dir, "a.hcl")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	s, diags := spec.Load(path, spec.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	p, diags := NewPlan(s)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return p
}

const chain = `
dataset "d" { from = domains.c }
domains "c" { graph = tool_graph.g }
tool_graph "g" { tools = [tool_pool.q, tool_pool.p] }
tool_pool "p" {
  tool "a" { description = "One." }
}
tool_pool "q" {
  tool "b" { description = "Two." }
}
`

func TestPlanOrdersAndFindsAncestors(t *testing.T) {
	p := load(t, t.TempDir(), chain)
	var order []string
	for _, n := range p.Nodes {
		order = append(order, n.Address)
	}
	if got, want := strings.Join(order, " "), "tool_pool.p tool_pool.q tool_graph.g domains.c dataset.d"; got != want {
		t.Errorf("order %s, want %s", got, want)
	}
	var tools []string
	for _, a := range p.Find("domains.c")[0].Ancestors {
		tools = append(tools, string(a.Type)+" "+a.Node.Address)
	}
	if got, want := strings.Join(tools, ", "), "Tool tool_pool.q, Tool tool_pool.p"; got != want {
		t.Errorf("ancestors %s, want %s", got, want)
	}
	if got := p.Find("dataset.d")[0].Emits; got != "Domain" {
		t.Errorf("the dataset emits %s", got)
	}
}

// Every field of a Key counts, and its label too.
func TestKeyFieldsCount(t *testing.T) {
	p := load(t, t.TempDir(), chain)
	n := p.Find("domains.c")[0]
	digest := func(*Node) artifact.Digest { return artifact.Digest{1} }
	base := n.keyFields(7, artifact.Field{}, digest)
	key := artifact.NewKey(base)
	for i := range base {
		for _, change := range []func(*artifact.Field){
			func(f *artifact.Field) { f.Value += "x" },
			func(f *artifact.Field) { f.Label += "x" },
		} {
			changed := append([]artifact.Field(nil), base...)
			change(&changed[i])
			if artifact.NewKey(changed) == key {
				t.Errorf("field %q does not count", base[i].Label)
			}
		}
	}
	if artifact.NewKey(n.keyFields(8, artifact.Field{}, digest)) == key {
		t.Error("the seed does not count for domains, which draw randomness")
	}
	if artifact.NewKey(n.keyFields(7, artifact.Field{Label: "preview", Value: "5"}, digest)) == key {
		t.Error("a preview has the key of the real build")
	}
	if artifact.NewKey(n.keyFields(7, artifact.Field{}, func(*Node) artifact.Digest { return artifact.Digest{2} })) == key {
		t.Error("the inputs' digests do not count")
	}
	g := p.Find("tool_graph.g")[0]
	if artifact.NewKey(g.keyFields(7, artifact.Field{}, digest)) != artifact.NewKey(g.keyFields(8, artifact.Field{}, digest)) {
		t.Error("the seed counts for tool_graph, which draws no randomness")
	}
}

// A plan is in topological order, whatever the order of the blocks in the
// source, and the same nodes have the same keys.
func TestOrderOfBlocksDoesNotMatter(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(rt, "nodes")
		blocks := []string{`tool_pool "p" {
  tool "a" { description = "One." }
}`}
		for i := range n {
			from := "tool_pool.p"
			if i > 0 {
				from = fmt.Sprintf("command.c%d", rapid.IntRange(0, i-1).Draw(rt, "from"))
			}
			blocks = append(blocks, fmt.Sprintf("command \"c%d\" {\n  from = %s\n  argv = [\"cat\", \"%d\"]\n}", i, from, i))
		}
		want := fieldsByAddress(load(t, dir, strings.Join(blocks, "\n")))
		shuffled := rapid.Permutation(blocks).Draw(rt, "order")
		p := load(t, dir, strings.Join(shuffled, "\n# a comment\n"))
		seen := map[*Node]bool{}
		for _, node := range p.Nodes {
			for _, in := range node.Inputs {
				if !seen[in.Node] {
					rt.Fatalf("%s stands before its input %s", node.Address, in.Node.Address)
				}
			}
			seen[node] = true
		}
		for address, fields := range fieldsByAddress(p) {
			if fields != want[address] {
				rt.Fatalf("%s: %s, want %s", address, fields, want[address])
			}
		}
	})
}

func fieldsByAddress(p *Plan) map[string]string {
	all := map[string]string{}
	for _, n := range p.Nodes {
		all[n.Address] = fmt.Sprint(n.keyFields(0, artifact.Field{}, func(up *Node) artifact.Digest { return artifact.DigestOf([]byte(up.Address)) }))
	}
	return all
}

func TestReasons(t *testing.T) {
	n := load(t, t.TempDir(), chain).Find("domains.c")[0]
	digest := func(d byte) func(*Node) artifact.Digest {
		return func(*Node) artifact.Digest { return artifact.Digest{d} }
	}
	now := n.keyFields(7, artifact.Field{}, digest(1))
	for name, test := range map[string]struct {
		last artifact.Entry
		want string
	}{
		"same":       {artifact.Entry{Fields: now}, "its artifact is no longer in the store"},
		"inputs":     {artifact.Entry{Fields: n.keyFields(7, artifact.Field{}, digest(2))}, "tool_graph.g changed; tool_pool.q changed; tool_pool.p changed"},
		"seed":       {artifact.Entry{Fields: n.keyFields(8, artifact.Field{}, digest(1))}, "seed 8 -> 7"},
		"attribute":  {artifact.Entry{Fields: replace(now, "resolution", "2.5")}, "resolution 2.5 -> 1"},
		"new":        {artifact.Entry{Fields: replace(now, "resolution", "")}, "resolution is now 1"},
		"gone":       {artifact.Entry{Fields: append(append([]artifact.Field(nil), now...), artifact.Field{Label: "old", Value: "3"})}, "old is no longer set (it was 3)"},
		"file":       {artifact.Entry{Fields: append(append([]artifact.Field(nil), now...), artifact.Field{Label: "file a.json", Value: "00"})}, "a.json is gone"},
		"new worldc": {artifact.Entry{Fields: replace(now, "worldc", "0.0.1")}, "worldc 0.0.1 -> " + Version},
	} {
		if got := strings.Join(n.reasons(test.last, true, now), "; "); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if got := n.reasons(artifact.Entry{}, false, now); len(got) != 1 || got[0] != "not built before" {
		t.Errorf("never built: %q", got)
	}
}

// No two fields of a key have one label: else a change of the one is told of the other.
func TestLabels(t *testing.T) {
	p := load(t, t.TempDir(), chain+"\nworlds \"w\" { domains = domains.c }\nscenarios \"s\" { worlds = worlds.w }\n")
	for _, n := range p.Nodes {
		seen := map[string]bool{}
		for _, f := range n.keyFields(0, artifact.Field{Label: "slice", Value: "1"}, func(*Node) artifact.Digest { return artifact.Digest{} }) {
			if seen[f.Label] {
				t.Errorf("%s: two fields are called %s", n.Address, f.Label)
			}
			seen[f.Label] = true
		}
	}
}

// replace returns the fields with another value for a label, or without it.
func replace(fields []artifact.Field, label, value string) []artifact.Field {
	var out []artifact.Field
	for _, f := range fields {
		switch {
		case f.Label != label:
			out = append(out, f)
		case value != "":
			out = append(out, artifact.Field{Label: label, Value: value})
		}
	}
	return out
}
