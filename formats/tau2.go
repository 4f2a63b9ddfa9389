package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/world"
)

// The rows of tasks of tau2-bench (sierra-research/tau2-bench): a file of tasks is
// one JSON array, the tasks.json of a domain. What a task does not have is left
// out; readers take it for null. Tasks are for evaluation and for reinforcement
// learning, so there is nothing that could be masked.
//
// A domain of tau2-bench keeps its database as objects: tables by name, rows by
// key. A task begins with what its initialization_data is merged into, deeply.
// Rows that are new or changed are said so. What a merge cannot say, a row that is
// gone and a field whose value is an object that loses members, is said by
// initialization_actions, calls of two functions that the domain has to have:
//
//	delete_row(table, key)
//	set_row(table, key, values)
//
// A domain without them stops there, rather than to begin in another state.

type tau2Task struct {
	ID          string          `json:"id"`
	Description tau2Description `json:"description"`
	Scenario    tau2Scenario    `json:"user_scenario"`
	Initial     *tau2Initial    `json:"initial_state,omitempty"`
	Criteria    tau2Criteria    `json:"evaluation_criteria"`
}

type tau2Description struct {
	Purpose string `json:"purpose"`
	Notes   string `json:"notes"`
}

type tau2Scenario struct {
	Persona      string           `json:"persona,omitempty"`
	Instructions tau2Instructions `json:"instructions"`
}

type tau2Instructions struct {
	Domain           string `json:"domain"`
	ReasonForCall    string `json:"reason_for_call"`
	KnownInfo        string `json:"known_info,omitempty"`
	UnknownInfo      string `json:"unknown_info,omitempty"`
	TaskInstructions string `json:"task_instructions"`
}

type tau2Initial struct {
	Data    *tau2Data  `json:"initialization_data,omitempty"`
	Actions []tau2Call `json:"initialization_actions,omitempty"`
}

type tau2Data struct {
	// Agent is a part of the agent's database: tables, rows by key, fields.
	Agent map[string]map[string]map[string]json.RawMessage `json:"agent_data"`
}

type tau2Call struct {
	Environment string       `json:"env_type"`
	Function    string       `json:"func_name"`
	Arguments   tau2RowEvent `json:"arguments"`
}

type tau2RowEvent struct {
	Table  string                     `json:"table"`
	Key    string                     `json:"key"`
	Values map[string]json.RawMessage `json:"values,omitempty"`
}

type tau2Criteria struct {
	Actions         []tau2Action `json:"actions"`
	CommunicateInfo []string     `json:"communicate_info"`
	RewardBasis     []string     `json:"reward_basis"`
}

type tau2Action struct {
	ID        string          `json:"action_id"`
	Requestor string          `json:"requestor"`
	Name      string          `json:"name"`
	Arguments json.RawMessage `json:"arguments"`
}

// tau2Manner is how the user is to talk, which worldc's own users do.
const tau2Manner = "Bring up one thing after the other. Tell what you know when you are asked for it, and in your own words. " +
	"What is neither said here nor told to you, you do not know: say so, and make nothing up. " +
	"When everything is done, or you are told that it cannot be done, end the conversation."

// Tau2 makes the row of a task.
//
// The reward is that of tau2-bench: the database has to come to what the golden
// calls come to, and what the user has to be told must have been said. A task in
// which nothing changes and nothing has to be told would be passed by doing
// nothing; of such a task the calls themselves are compared (ACTION).
func Tau2(e *TaskExample) ([]byte, error) {
	t := e.Task
	names := make([]string, len(t.Calls))
	actions := make([]tau2Action, len(t.Calls))
	for i, c := range t.Calls {
		names[i] = c.Tool
		actions[i] = tau2Action{fmt.Sprintf("%s_%d", t.ID, i), "assistant", c.Tool, c.Arguments}
	}
	row := tau2Task{
		ID:          t.ID,
		Description: tau2Description{Purpose: tau2Purpose(t, names), Notes: "World " + t.World + "."},
		Scenario: tau2Scenario{t.Background, tau2Instructions{
			Domain: e.Domain, ReasonForCall: t.Goal, KnownInfo: strings.Join(factLines(t.Known), "\n"), TaskInstructions: tau2Manner,
		}},
		Initial:  tau2InitialOf(t.Initial),
		Criteria: tau2Criteria{actions, t.Outputs, []string{"DB", "COMMUNICATE"}},
	}
	if t.ReadOnly() && len(t.Outputs) == 0 && len(t.Calls) > 0 {
		row.Criteria.RewardBasis = append(row.Criteria.RewardBasis, "ACTION")
	}
	if t.Outputs == nil {
		row.Criteria.CommunicateInfo = []string{}
	}
	return artifact.Marshal(row)
}

// tau2Purpose says what a task is made of.
func tau2Purpose(t *world.Task, tools []string) string {
	difficulty := t.Difficulty
	if difficulty != "" {
		difficulty += ", "
	}
	calls := "calls"
	if len(tools) == 1 {
		calls = "call"
	}
	return fmt.Sprintf("%s, %s%d %s: %s.", t.Kind, difficulty, len(tools), calls, strings.Join(tools, ", "))
}

// factLines are facts as lines: a text as it is, another value as its JSON.
func factLines(facts []world.Fact) []string {
	lines := make([]string, len(facts))
	for i, f := range facts {
		value := string(f.Value)
		var text string
		if json.Unmarshal(f.Value, &text) == nil {
			value = text
		}
		lines[i] = f.Name + ": " + value
	}
	return lines
}

// tau2InitialOf is how a task begins; nil where it begins with the world as it
// is.
func tau2InitialOf(changes world.Changes) *tau2Initial {
	if changes.Rows() == 0 {
		return nil
	}
	merged := map[string]map[string]map[string]json.RawMessage{}
	initial := &tau2Initial{}
	for _, table := range slices.Sorted(maps.Keys(changes)) {
		for _, key := range slices.Sorted(maps.Keys(changes[table])) {
			change := changes[table][key]
			event := tau2RowEvent{Table: table, Key: key}
			switch {
			case change.After == nil:
				initial.Actions = append(initial.Actions, tau2Call{"assistant", "delete_row", event})
			case losesMembers(change):
				event.Values = change.After
				initial.Actions = append(initial.Actions, tau2Call{"assistant", "set_row", event})
			default:
				if merged[table] == nil {
					merged[table] = map[string]map[string]json.RawMessage{}
				}
				merged[table][key] = change.After
			}
		}
	}
	if len(merged) > 0 {
		initial.Data = &tau2Data{merged}
	}
	return initial
}

// losesMembers reports whether a field of a row that changes is an object before
// and after: merged, it would keep the members that it is to lose.
func losesMembers(c world.Change) bool {
	for field, after := range c.After { //lint:ordered any that does will do
		if bytes.HasPrefix(after, []byte("{")) && bytes.HasPrefix(c.Before[field], []byte("{")) {
			return true
		}
	}
	return false
}
