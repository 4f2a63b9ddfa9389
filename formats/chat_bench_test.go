package formats

import (
	"encoding/json"
	"fmt"
	"testing"

	"worldc/world"
)

// BenchmarkChatRows measures the rows of chat trainers in bytes written, of a talk
// like those that agents have: 14 tools, a policy, twelve turns.
func BenchmarkChatRows(b *testing.B) {
	e := talk(says(world.SystemRole, "# Rooms\n\nYou help people with rooms, itineraries and more.\n\n- Take ids from what people tell you.\n- Before you change anything, say what you are about to do.\n\nThe current time is 2025-06-02T09:00:00Z."))
	for i := range 4 {
		id := fmt.Sprint("call_", i)
		look := calls("", call(id, "search_hotels", `{"check_in":"2023-12-16","check_out":"2023-12-17","guests":2,"location":{}}`))
		look.Reasoning = "search_hotels takes the check in, and the user said 2023-12-16."
		answer := agent("The room type is single. As for the total price amount, it's 9.9.")
		answer.Reasoning = "The room type is single, so I can answer."
		e.Trajectory.Turns = append(e.Trajectory.Turns, user("Hi there! I can't seem to find the room type and the total price of the hotel with the check in December 16, 2023."),
			look, result(id, `{"hotels":[{"distance_km":48.3,"hotel_id":"htl_92594","lowest_nightly_price":{"amount":97.9,"currency":"USD"},"name":"Boston Lighthouse Hotel","review_score":5,"stars":1}]}`), answer)
	}
	for _, t := range e.Trajectory.Turns[1:] {
		e.Masks = append(e.Masks, t.Train)
	}
	tool := &world.Tool{Name: "search_hotels", Description: "Find hotels near a place that have a free room for the whole stay, with the lowest price of a night. At most 30 nights.",
		Parameters: json.RawMessage(`{"properties":{"check_in":{"description":"The first night.","format":"date","type":"string"},"check_out":{"description":"The morning of departure.","format":"date","type":"string"},"guests":{"default":1,"description":"How many people.","maximum":9,"minimum":1,"type":"integer"},"location":{"properties":{"city":{"type":"string"},"near":{"type":"string"}},"type":"object"}},"required":["check_in","check_out"],"type":"object"}`)}
	for _, f := range chatFormats {
		b.Run(f.Name, func(b *testing.B) {
			one, err := f.Tool(tool)
			if err != nil {
				b.Fatal(err)
			}
			e.Tools = nil
			for range 14 {
				e.Tools = append(e.Tools, one)
			}
			b.ReportAllocs()
			for b.Loop() {
				rows, err := f.Rows(e)
				if err != nil || len(rows) != 1 {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(rows[0])))
			}
		})
	}
}
