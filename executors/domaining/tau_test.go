package domaining

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"worldc/shareddata"
	"worldc/world"
)

// The tools of tau-bench document no results, and their data flow is known.
func TestFeedsOfTau(t *testing.T) {
	for _, x := range []struct {
		file, name  string
		want, never []string
	}{
		{
			"tools/tau-retail.tools.json", "orders",
			[]string{
				"find_user_id_by_email -> get_user_details (user_id)",
				"find_user_id_by_name_zip -> modify_user_address (user_id)",
				"get_order_details -> cancel_pending_order (order_id)",
				"get_order_details -> return_delivered_order_items (order_id)",
				"list_all_product_types -> get_product_details (product_id)",
			},
			[]string{
				"cancel_pending_order -> get_order_details (order_id)",
				"get_user_details -> get_order_details (order_id)",
			},
		},
		{
			"tools/tau-airline.tools.json", "reservations",
			[]string{
				"book_reservation -> get_reservation_details (reservation_id)",
				"get_user_details -> book_reservation (user_id)",
				"get_reservation_details -> update_reservation_flights (reservation_id)",
			},
			[]string{"cancel_reservation -> get_reservation_details (reservation_id)"},
		},
	} {
		var list []struct {
			Function struct {
				Name, Description string
				Parameters        json.RawMessage
			}
		}
		if err := json.Unmarshal(shareddata.Read(t, x.file), &list); err != nil {
			t.Fatal(err)
		}
		var tools []world.Tool
		for _, f := range list {
			tools = append(tools, world.Tool{ID: f.Function.Name, Name: f.Function.Name, Description: f.Function.Description, Parameters: f.Function.Parameters})
		}
		var got []string
		for _, f := range Feeds(tools, DefaultThreshold) {
			for _, v := range f.Via {
				got = append(got, fmt.Sprintf("%s -> %s (%s)", f.From, f.To, v.Input))
			}
		}
		for _, w := range x.want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %s is missing", x.file, w)
			}
		}
		for _, w := range x.never {
			if slices.Contains(got, w) {
				t.Errorf("%s: %s is wrong", x.file, w)
			}
		}
		if names := Names([][]world.Tool{tools}, tools); names[0] != x.name {
			t.Errorf("%s is called %q, want %q", x.file, names[0], x.name)
		}
	}
}
