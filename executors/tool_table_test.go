package executors

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"

	"worldc/artifact"
	"worldc/formats"
	"worldc/world"
)

// TestToolTable: a tool is described as the world of the talk does, and one that
// is shown beside them as the first world that has it does, whichever talk comes
// first; and as the agent of the talk was told of it.
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
		world.KnowledgeType: {write(world.KnowledgeType,
			world.Knowledge{ID: "k1", Descriptions: map[string]string{"a": "a as k1 says"}},
			world.Knowledge{ID: "k2", Descriptions: map[string]string{"a": "a as k2 says", "c": "c as k2 says"}})},
	}}
	asked := []struct {
		world string
		talk  string
		tools string
		want  string
	}{
		{"w1", `{}`, "a b c", "a of w1|b of w2|c of the pool"},
		{"w2", `{}`, "b a", "b of w2|a of w2"},
		{"w3", `{}`, "c b a", "c of the pool|b of w3|a of w1"},
		{"w1", `{"knowledge":["k1"]}`, "a b", "a as k1 says|b of w2"},
		{"w3", `{"knowledge":["k1","k2"]}`, "a b c", "a as k1 says|b of w3|c as k2 says"},
		{"w2", `{"knowledge":["k2","k1"],"max_description":6}`, "a b c", "a as k|b of w|c as k"},
	}
	for _, order := range [][]int{{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {4, 1, 5, 2, 3, 0}} {
		worlds, err := openShelf(in, in.Ancestors[world.WorldType])
		if err != nil {
			t.Fatal(err)
		}
		table, err := openTools(in, worlds, formats.OpenAITool)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range order {
			numbers, err := table.numbers(asked[i].world, []byte(asked[i].talk), strings.Fields(asked[i].tools))
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
		if _, err := table.numbers("w1", []byte(`{"knowledge":["k3"]}`), []string{"a"}); err == nil || err.Error() != "there is no Knowledge k3 upstream" {
			t.Error(err)
		}
		if _, err := table.numbers("w1", nil, []string{"d"}); err == nil || err.Error() != "there is no tool d upstream" {
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

// TestToolNames: documents that share a name are told apart, whoever is asked for
// first, and talks call them by the names that they have.
func TestToolNames(t *testing.T) {
	var want []string
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}} {
		tools := []world.Tool{
			{ID: "1", Name: "find", Description: "Finds a pet."}, {ID: "2", Name: "find", Description: "Finds a book."},
			{ID: "3", Name: "click", Description: "Clicks."}, {ID: "4", Name: "find", Description: "Is shown to nobody."},
		}
		told := &briefings{plain: &briefing{}}
		place := [2]string{"w", told.plain.key()}
		table := &toolTable{render: formats.OpenAITool, told: told, naming: true, known: map[[sha256.Size]byte]int32{}, ofWorld: map[[2]string]map[string]int32{place: {}}}
		numbers := map[string]int32{}
		for _, i := range order {
			n, err := table.number(&tools[i])
			if err != nil {
				t.Fatal(err)
			}
			numbers[tools[i].ID], table.ofWorld[place][tools[i].ID] = n, n
		}
		shown, err := table.numbers("w", nil, []string{"1", "2", "3"})
		if err != nil {
			t.Fatal(err)
		}
		found, err := table.name(formats.NameRule{Longest: 64, Reserved: []string{"click"}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			got = append(got, f.Subject+" is "+f.Detail)
		}
		for _, text := range table.rendered(shown) {
			got = append(got, string(text))
		}
		talk := &world.Trajectory{Turns: []world.Turn{{Calls: []world.Call{{Tool: "find"}, {Tool: "click"}, {Tool: "unknown"}}}}}
		table.rename(talk, []int32{numbers["1"], numbers["3"]})
		for _, c := range talk.Turns[0].Calls {
			got = append(got, c.Tool)
		}
		if want == nil {
			want = got
			for _, name := range []string{"click is click_2", "find is find_2"} {
				if !slices.Contains(got, name) {
					t.Errorf("%q", got)
				}
			}
			if names := strings.Join(got[len(got)-3:], " "); names != "find_2 click_2 unknown" {
				t.Errorf("the talk calls %s", names)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("in the order %v: %q, want %q", order, got, want)
		}
	}
}
