package executors

import (
	"strings"
	"testing"

	"worldc/artifact"
	"worldc/formats"
	"worldc/world"
)

// TestToolTable: a tool is described as the world of the talk does, and one that
// is shown beside them as the first world that has it does, whichever talk comes
// first.
func TestToolTable(t *testing.T) {
	store, err := artifact.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write := func(kind world.Type, records ...any) Artifact {
		w, err := store.Create()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if err := w.Write(r); err != nil {
				t.Fatal(err)
			}
		}
		info, err := w.Finish()
		if err != nil {
			t.Fatal(err)
		}
		return Artifact{kind, info}
	}
	tool := func(id, description string) world.Tool {
		return world.Tool{ID: id, Name: "tool_" + id, Description: description}
	}
	shop := func(id string, tools ...world.Tool) *world.World {
		w := &world.World{ID: id}
		for _, t := range tools {
			w.Tools = append(w.Tools, world.WorldTool{Tool: t})
		}
		return w
	}
	in := &Input{Store: store, Ancestors: map[world.Type][]Artifact{
		world.WorldType: {write(world.WorldType, shop("w1", tool("a", "a of w1")), shop("w2", tool("a", "a of w2"), tool("b", "b of w2")), shop("w3", tool("b", "b of w3")))},
		world.ToolType:  {write(world.ToolType, tool("a", "a of the pool"), tool("c", "c of the pool"))},
	}}
	asked := []struct {
		world string
		tools string
		want  string
	}{
		{"w1", "a b c", "a of w1|b of w2|c of the pool"},
		{"w2", "b a", "b of w2|a of w2"},
		{"w3", "c b a", "c of the pool|b of w3|a of w1"},
	}
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} {
		worlds, err := openShelf(in, in.Ancestors[world.WorldType])
		if err != nil {
			t.Fatal(err)
		}
		table, err := openTools(in, worlds, formats.OpenAITool)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range order {
			numbers, err := table.numbers(asked[i].world, strings.Fields(asked[i].tools))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, text := range table.rendered(numbers) {
				_, rest, _ := strings.Cut(string(text), `"description":"`)
				description, _, _ := strings.Cut(rest, `"`)
				got = append(got, description)
			}
			if g := strings.Join(got, "|"); g != asked[i].want {
				t.Errorf("in the order %v, %s sees %s, want %s", order, asked[i].world, g, asked[i].want)
			}
		}
		if _, err := table.numbers("w1", []string{"d"}); err == nil || err.Error() != "there is no tool d upstream" {
			t.Errorf("%v", err)
		}
		if err := table.close(); err != nil {
			t.Fatal(err)
		}
		if err := worlds.close(); err != nil {
			t.Fatal(err)
		}
	}
}
