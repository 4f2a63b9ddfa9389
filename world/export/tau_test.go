package export

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"worldc/shareddata"
	"worldc/shareddata/taubench"
	"worldc/world"
)

// TestTauGold: 200 of tau-bench's golden sequences come to the same results
// and states in Python and in the engine, with its documents and its database.
func TestTauGold(t *testing.T) {
	type task struct {
		Actions []struct {
			Name      string
			Arguments json.RawMessage
		}
	}
	tasks := shareddata.Parse[[]task](t, shareddata.Read(t, "taubench/retail.train.tasks.json"))
	kinds := shareddata.Parse[map[string]string](t, shareddata.Read(t, "taubench/retail.tool-kinds.json"))
	type function struct {
		Function struct {
			Name       string          `json:"name"`
			Parameters json.RawMessage `json:"parameters"`
		} `json:"function"`
	}
	w := tauWorld(t, "retail", retailTools)
	w.Rows = taubench.Retail(t).Rows(t)
	documents := map[string]json.RawMessage{}
	for _, f := range shareddata.Parse[[]function](t, shareddata.Read(t, "tools/tau-retail.tools.json")) {
		documents[f.Function.Name] = f.Function.Parameters
	}
	for i := range w.Tools {
		tool := &w.Tools[i]
		tool.Tool.Parameters, tool.Effect = documents[tool.Tool.Name], world.Read
		if kinds[tool.Tool.Name] == "write" {
			tool.Effect = world.Write
		}
	}
	const sample = 200
	var rollouts []rollout
	for i := range sample {
		var r rollout
		for _, a := range tasks[i*len(tasks)/sample].Actions {
			var compact bytes.Buffer
			if err := json.Compact(&compact, a.Arguments); err != nil {
				t.Fatal(err)
			}
			r.Calls = append(r.Calls, world.Call{Tool: a.Name, Arguments: compact.Bytes()})
		}
		rollouts = append(rollouts, r)
	}
	compare(t, w, rollouts)
}

// TestTauAirlineCode: the airline's tools run in Python too, without rows.
func TestTauAirlineCode(t *testing.T) {
	tools := []string{
		"book_reservation", "calculate", "cancel_reservation", "get_reservation_details", "get_user_details", "list_all_airports", "search_direct_flight",
		"search_onestop_flight", "send_certificate", "think", "transfer_to_human_agents", "update_reservation_baggages", "update_reservation_flights",
		"update_reservation_passengers",
	}
	w := tauWorld(t, "airline", tools)
	row := func(format string) json.RawMessage { return json.RawMessage(format) }
	w.Rows = map[string][]json.RawMessage{
		"airports": {row(`{"code":"AAA","city":"Alpha","place":1}`), row(`{"code":"BBB","city":"Beta","place":0}`), row(`{"code":"CCC","city":"Gamma","place":2}`)},
		"users":    {row(`{"user_id":"u","first_name":"A","last_name":"B","address1":"","address2":"","city":"","country":"","state":"","zip":"","email":"a@example.com","dob":"1990-01-01","membership":"gold"}`)},
		"payment_methods": {
			row(`{"user_id":"u","id":"card","place":0,"source":"credit_card","brand":"visa","last_four":"0000"}`),
			row(`{"user_id":"u","id":"gift","place":2,"source":"gift_card","amount":250.75}`), row(`{"user_id":"u","id":"cert","place":1,"source":"certificate","amount":100}`),
		},
		"flights": {
			row(`{"flight_number":"F1","origin":"AAA","destination":"BBB","scheduled_departure_time_est":"08:00:00","scheduled_arrival_time_est":"10:00:00"}`),
			row(`{"flight_number":"F2","origin":"BBB","destination":"CCC","scheduled_departure_time_est":"12:00:00","scheduled_arrival_time_est":"01:00:00+1"}`),
		},
		"flight_dates": {
			row(`{"flight_number":"F1","date":"2024-05-16","status":"available","seats_basic_economy":3,"seats_economy":2,"seats_business":0,"price_basic_economy":50,"price_economy":80.5,"price_business":300}`),
			row(`{"flight_number":"F2","date":"2024-05-16","status":"available","seats_basic_economy":3,"seats_economy":2,"seats_business":1,"price_basic_economy":60,"price_economy":90,"price_business":310}`),
		},
	}
	call := func(tool, arguments string) world.Call {
		return world.Call{Tool: tool, Arguments: json.RawMessage(arguments)}
	}
	book := `{"user_id":"u","origin":"AAA","destination":"CCC","flight_type":"one_way","cabin":"economy","flights":[{"flight_number":"F1","date":"2024-05-16"},{"flight_number":"F2","date":"2024-05-16"}],"passengers":[{"first_name":"A","last_name":"B","dob":"1990-01-01"}],"payment_methods":[{"payment_id":"gift","amount":100.5},{"payment_id":"cert","amount":100}],"total_baggages":2,"nonfree_baggages":0,"insurance":"yes"}`
	compare(t, w, []rollout{{Calls: []world.Call{
		call("list_all_airports", `{}`), call("search_direct_flight", `{"origin":"AAA","destination":"BBB","date":"2024-05-16"}`),
		call("search_onestop_flight", `{"origin":"AAA","destination":"CCC","date":"2024-05-16"}`), call("calculate", `{"expression":"2 * (3.5 - -1) / 4"}`),
		call("book_reservation", strings.Replace(book, `"amount":100}`, `"amount":99}`, 1)), call("book_reservation", book), call("book_reservation", book),
		call("get_reservation_details", `{"reservation_id":"HATHAT"}`), call("get_user_details", `{"user_id":"u"}`), call("send_certificate", `{"user_id":"u","amount":50}`),
		call("update_reservation_baggages", `{"reservation_id":"HATHAT","total_baggages":3,"nonfree_baggages":1,"payment_id":"gift"}`),
		call("update_reservation_flights", `{"reservation_id":"HATHAT","cabin":"economy","flights":[{"flight_number":"F1","date":"2024-05-16"}],"payment_id":"card"}`),
		call("update_reservation_passengers", `{"reservation_id":"HATHAT","passengers":[{"first_name":"C","last_name":"D","dob":"1991-01-01"}]}`),
		call("cancel_reservation", `{"reservation_id":"HATHAT"}`), call("cancel_reservation", `{"reservation_id":"HATHAX"}`), call("think", `{"thought":""}`),
	}}})
}
