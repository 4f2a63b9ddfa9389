package toolsmith

import (
	"context"
	"encoding/json"
	"testing"

	"worldc/roles"
	"worldc/world"
)

// briefOf is a domain of tools, each with its name, its description, the schema
// of its parameters and that of its result, if any.
func briefOf(tools ...[4]string) roles.Brief {
	b := roles.Brief{Domain: world.Domain{ID: "d", Name: "d"}}
	for _, t := range tools {
		tool := world.Tool{ID: world.ToolID("d", t[0], 0), Name: t[0], Description: t[1], Parameters: json.RawMessage(t[2])}
		if t[3] != "" {
			tool.Returns = json.RawMessage(t[3])
		}
		b.Tools = append(b.Tools, tool)
	}
	return b
}

// TestStatesAreStates: a verb that the trade knows leads to a state, one whose
// participle a document lists as well; any other changes columns.
func TestStatesAreStates(t *testing.T) {
	event := `{"type":"object","properties":{"event_id":{"type":"string"}},"required":["event_id"]}`
	answer := `{"type":"object","properties":{"event_id":{"type":"string"},"response":{"type":"string","enum":["yes","no"]}},"required":["event_id","response"]}`
	b := briefOf(
		[4]string{"get_event", "Read an event.", event, `{"type":"object","properties":{"event_id":{"type":"string"},"title":{"type":"string"},"status":{"type":"string","enum":["confirmed","cancelled","postponed"]}}}`},
		[4]string{"cancel_event", "Cancel an event.", event, ""},
		[4]string{"postpone_event", "Postpone an event.", event, ""},
		[4]string{"respond_to_event", "Respond to an event.", answer, ""},
		[4]string{"rotate_event", "Rotate the picture of an event.", event, ""},
		[4]string{"change_event", "Change an event.", answer, ""},
	)
	d, err := New().Design(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"cancel_event": "cancelled", "postpone_event": "postponed"}
	for i, tool := range d.Tools {
		if reads(tool.Does.Operation) {
			continue
		}
		to := ""
		if tool.Does.Transition != nil {
			to = tool.Does.Transition.To
		}
		if name := b.Tools[i].Name; to != want[name] {
			t.Errorf("after %s the state is %q, want %q\n%s", name, to, want[name], tool.Code)
		}
	}
}

// TestListsAreWhatIsShown: the elements of a list that tools only show are of
// the type that results say, whatever a filter asks for.
func TestListsAreWhatIsShown(t *testing.T) {
	b := briefOf(
		[4]string{"search_draws", "Search the draws of a lottery.", `{"type":"object","properties":{"numbers":{"type":"array","description":"The numbers that have to be drawn.","items":{"type":"number"}}}}`,
			`{"type":"array","items":{"type":"object","properties":{"draw_id":{"type":"string"},"numbers":{"type":"array","items":{"type":"integer"}}}}}`},
		[4]string{"get_draw", "Read a draw.", `{"type":"object","properties":{"draw_id":{"type":"string"}},"required":["draw_id"]}`,
			`{"type":"object","properties":{"draw_id":{"type":"string"},"numbers":{"type":"array","items":{"type":"integer"}}}}`},
	)
	d, err := New().Design(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.Tables {
		if c := d.Tables[i].Column("numbers"); c != nil {
			if f := facetsOf(c.Document); f.items == nil || !f.items.only("integer") {
				t.Errorf("the document of the list is %s", c.Document)
			}
			return
		}
	}
	t.Errorf("no table has the numbers:\n%s", d.Schema)
}
