package formats

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"worldc/world"
)

// errandTask is a task with all that a task can have.
func errandTask() *world.Task {
	return &world.Task{
		ID: "77", World: "w1", Kind: "walk", Difficulty: "easy",
		Background: "You are \"Ada\".", Goal: "Move b1.\nThen say when.",
		Known: []world.Fact{{Name: "name", Value: json.RawMessage(`"Ada \"A\" <b>"`)}, {Name: "days", Value: json.RawMessage(`[1,2]`)}},
		Initial: world.Changes{
			"users": {"u1": {Before: map[string]json.RawMessage{"city": json.RawMessage(`"Bergen"`)}, After: map[string]json.RawMessage{"city": json.RawMessage(`null`)}}},
			"bookings": {
				"b1": {After: map[string]json.RawMessage{"day": json.RawMessage(`10`), "id": json.RawMessage(`"b1"`)}},
				"b2": {Before: map[string]json.RawMessage{"id": json.RawMessage(`"b2"`)}},
				"b3": {Before: map[string]json.RawMessage{"seat": json.RawMessage(`{"row":1,"side":"left"}`)}, After: map[string]json.RawMessage{"seat": json.RawMessage(`{"row":2}`)}},
				"b4": {Before: map[string]json.RawMessage{"seat": json.RawMessage(`null`)}, After: map[string]json.RawMessage{"seat": json.RawMessage(`{"row":2}`)}},
			},
		},
		Calls: []world.Call{
			{Tool: "get", Arguments: json.RawMessage(`{"id":"b1"}`), Effect: world.Read},
			{Tool: "move", Arguments: json.RawMessage(`{"day":12,"id":"b1"}`), Effect: world.Write},
		},
		Outputs: []string{"12"},
	}
}

func TestTau2(t *testing.T) {
	line, err := Tau2(&TaskExample{Task: errandTask(), Policy: "Be kind.", Domain: "trains"})
	if err != nil {
		t.Fatal(err)
	}
	manner, err := json.Marshal(tau2Manner)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"description":{"notes":"World w1.","purpose":"walk, easy, 2 calls: get, move."},` +
		`"evaluation_criteria":{"actions":[` +
		`{"action_id":"77_0","arguments":{"id":"b1"},"name":"get","requestor":"assistant"},` +
		`{"action_id":"77_1","arguments":{"day":12,"id":"b1"},"name":"move","requestor":"assistant"}],` +
		`"communicate_info":["12"],"reward_basis":["DB","COMMUNICATE"]},"id":"77",` +
		`"initial_state":{"initialization_actions":[` +
		`{"arguments":{"key":"b2","table":"bookings"},"env_type":"assistant","func_name":"delete_row"},` +
		`{"arguments":{"key":"b3","table":"bookings","values":{"seat":{"row":2}}},"env_type":"assistant","func_name":"set_row"}],` +
		`"initialization_data":{"agent_data":{"bookings":{"b1":{"day":10,"id":"b1"},"b4":{"seat":{"row":2}}},"users":{"u1":{"city":null}}}}},` +
		`"user_scenario":{"instructions":{"domain":"trains","known_info":"name: Ada \"A\" <b>\ndays: [1,2]","reason_for_call":"Move b1.\nThen say when.",` +
		`"task_instructions":` + string(manner) + `},"persona":"You are \"Ada\"."}}`
	if d := cmp.Diff(want, string(line)); d != "" {
		t.Error(d)
	}
	noMask(t, line)
}

// TestTau2Reward: where doing nothing would do, the calls themselves count.
func TestTau2Reward(t *testing.T) {
	task := errandTask()
	task.Initial, task.Calls, task.Outputs = nil, task.Calls[:1], nil
	line, err := Tau2(&TaskExample{Task: task, Domain: "trains"})
	if err != nil {
		t.Fatal(err)
	}
	row := into[tau2Task](t, line)
	if d := cmp.Diff([]string{"DB", "COMMUNICATE", "ACTION"}, row.Criteria.RewardBasis); d != "" || row.Initial != nil || row.Criteria.CommunicateInfo == nil {
		t.Errorf("%s\n%s", d, line)
	}
}
