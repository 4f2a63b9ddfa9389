package toolsmith

import (
	"context"
	"strings"
	"testing"
)

// TestSides: a profile that is asked for by the traveler's id, and preferences that are
// changed by it, are the traveler's; a visa that is listed or has an id of its own is a
// thing by itself. What is shown under `preferences` and what update_preferences writes
// are the same columns. A room's id is its own, and not that of the one it replaced.
func TestSides(t *testing.T) {
	id := `{"type":"object","properties":{"traveler_id":{"type":"string"}},"required":["traveler_id"]}`
	b := briefOf(
		[4]string{"get_traveler_profile", "Read the profile of a traveler.", id,
			`{"type":"object","properties":{"traveler_id":{"type":"string"},"email":{"type":"string"},"preferences":{"type":"object","properties":{"seat":{"type":"string"},"meal":{"type":"string"}}}}}`},
		[4]string{"update_traveler_preferences", "Change what a traveler prefers.",
			`{"type":"object","properties":{"traveler_id":{"type":"string"},"seat":{"type":"string"},"meal":{"type":"string"}},"required":["traveler_id"]}`,
			`{"type":"object","properties":{"traveler_id":{"type":"string"},"seat":{"type":"string"}}}`},
		[4]string{"list_traveler_visas", "List the visas of a traveler.", id,
			`{"type":"array","items":{"type":"object","properties":{"visa_id":{"type":"string"},"country":{"type":"string"}}}}`},
		[4]string{"book_room", "Book a room for a traveler.", `{"type":"object","properties":{"traveler_id":{"type":"string"},"room_id":{"type":"string"}},"required":["traveler_id","room_id"]}`,
			`{"type":"object","properties":{"released_room_id":{"type":"string"},"room_id":{"type":"string"}}}`},
	)
	d, err := New().Design(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string][]string{}
	for _, table := range d.Tables {
		for _, c := range table.Columns {
			tables[table.Name] = append(tables[table.Name], c.Name)
		}
	}
	if got := strings.Join(tables["travelers"], " "); tables["traveler_profiles"] != nil || strings.Count(got, "seat") != 1 || !strings.Contains(got, "email") || strings.Contains(got, "traveler_id") {
		t.Errorf("travelers have %s\n%s", got, d.Schema)
	}
	if len(tables) != 3 {
		t.Errorf("%d tables\n%s", len(tables), d.Schema)
	}
	if code := d.Tools[3].Code; !strings.Contains(code, `"room_id": room["id"]`) {
		t.Errorf("%s", code)
	}
}
