package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"worldc/world"
)

// drawTalk is a trajectory that keeps the rules of the record, with any masks.
func drawTalk(t *rapid.T) (*world.Trajectory, []world.Mask) {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab \n\"\\<é日\x01\u2028{")))
	talk := &world.Trajectory{ID: "t1", Task: "k1", World: "w1", Model: "m"}
	var masks []world.Mask
	var open []string
	calls := 0
	for range rapid.IntRange(1, 14).Draw(t, "turns") {
		turn := world.Turn{Role: rapid.SampledFrom([]world.Role{world.SystemRole, world.UserRole, world.AssistantRole, world.AssistantRole, world.ToolRole, world.ToolRole}).Draw(t, "role")}
		turn.Content = text.Draw(t, "content")
		var mask world.Mask
		switch turn.Role {
		case world.AssistantRole:
			turn.Reasoning = text.Draw(t, "reasoning")
			for range rapid.SampledFrom([]int{0, 1, 1, 2, 3}).Draw(t, "calls") {
				calls++
				id := fmt.Sprintf("c%d", calls)
				open = append(open, id)
				turn.Calls = append(turn.Calls, call(id, rapid.SampledFrom([]string{"get", "put"}).Draw(t, "tool"), fmt.Sprintf(`{"n":%d,"s":"\u00e9<"}`, calls)))
			}
			mask = world.Mask{Reasoning: rapid.Bool().Draw(t, "r"), Content: rapid.Bool().Draw(t, "c"), Calls: rapid.Bool().Draw(t, "k")}
		case world.ToolRole:
			if len(open) == 0 {
				continue
			}
			i := rapid.IntRange(0, len(open)-1).Draw(t, "answers")
			turn.CallID = open[i]
			if rapid.IntRange(0, 9).Draw(t, "again") > 0 { // a second answer is rare
				open = append(open[:i:i], open[i+1:]...)
			}
		}
		talk.Turns, masks = append(talk.Turns, turn), append(masks, mask)
	}
	if problems := talk.Validate(); len(problems) > 0 {
		t.Fatal(problems)
	}
	return talk, masks
}

// taught are the segments of turns that masks train, in their order; what is
// empty teaches nothing.
func taught(turns []world.Turn, masks []world.Mask) []string {
	var list []string
	for i, turn := range turns {
		if masks[i].Reasoning && turn.Reasoning != "" {
			list = append(list, "thinks "+turn.Reasoning)
		}
		if masks[i].Content && turn.Content != "" {
			list = append(list, "says "+turn.Content)
		}
		if masks[i].Calls {
			for _, c := range turn.Calls {
				list = append(list, "calls "+c.Tool+compact(c.Arguments))
			}
		}
	}
	return list
}

// compact is a JSON value as Go writes it, for comparison.
func compact(raw json.RawMessage) string {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(err)
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// render is a tool as a format shows it.
func render(t interface{ Fatal(...any) }, tool func(*world.Tool) ([]byte, error), name string) []byte {
	text, err := tool(&world.Tool{Name: name, Description: `About "` + name + `".`, Parameters: json.RawMessage(`{"type":"object","properties":{"n":{"type":"integer"}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// into reads a row, of which no field may be unknown.
func into[T any](t interface {
	Fatalf(string, ...any)
}, line []byte) T {
	var v T
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v\n%s", err, line)
	}
	return v
}

// noMask fails if a row of a format without masks says anything about training.
func noMask(t *testing.T, line []byte) {
	t.Helper()
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, member := range v {
				switch name {
				case "train", "weight", "loss", "loss_mask", "loss_weight", "mask":
					t.Errorf("the row has a %q", name)
				}
				walk(member)
			}
		case []any:
			for _, item := range v {
				walk(item)
			}
		}
	}
	var row any
	if err := json.Unmarshal(line, &row); err != nil {
		t.Fatal(err)
	}
	walk(row)
}
