package world

import (
	"encoding/json"
	"testing"
)

// TestConcerning: who works with some of the tools is told what concerns them.
func TestConcerning(t *testing.T) {
	tools := []WorldTool{
		{Tool: Tool{Name: "list_reminders", Parameters: json.RawMessage(`{"type":"object","properties":{"event_id":{"type":"string"}}}`)}},
		{Tool: Tool{Name: "snooze_reminder"}},
	}
	for _, c := range []struct{ workflow, want string }{
		{"", ""},
		{"Ask first.", "Ask first."},
		{"1. Before `list_orders` call `find_customer`.\n2. When a search gives nothing, search again.", "1. When a search gives nothing, search again."},
		{"1. Before `list_orders` call `find_customer`.", ""},
		{"1. Call `list_reminders` before `delete_order`.\n2. Ask for `event_id`.", "1. Call `list_reminders` before `delete_order`.\n2. Ask for `event_id`."},
		{"1) Look.\n2) For `find_customer`:\n   - give `phone`;\n   - or `email`.\n3) For `snooze_reminder`:\n   - give `minutes`.\n", "1) Look.\n2) For `snooze_reminder`:\n   - give `minutes`."},
		{"Of orders:\n- `find_customer` first\nOf reminders:\n- `list_reminders` first\n", "Of orders:\nOf reminders:\n- `list_reminders` first"},
		{"1. Dates as `DD/MM/YYYY`.\n2. `a b` and `x`", "1. Dates as `DD/MM/YYYY`."},
	} {
		if got := concerning(c.workflow, tools); got != c.want {
			t.Errorf("%q: %q, want %q", c.workflow, got, c.want)
		}
	}
}
