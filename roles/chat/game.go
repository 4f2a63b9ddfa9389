package chat

import (
	"encoding/json"
	"strconv"

	"worldc/roles"
	"worldc/world"
)

// What those are told who tell a game: all of its script but the solution. The code
// of the actions says exactly what each needs and does.

// A told game is a script as models read it.
type toldGame struct {
	Setting    string                       `json:"setting"`
	Goal       string                       `json:"goal"`
	Conditions []toldCondition              `json:"completion_conditions"`
	Things     map[string][]json.RawMessage `json:"environment"`
	Actions    []toldAction                 `json:"available_actions"`
	Shared     string                       `json:"shared_code,omitempty"`
}

type toldCondition struct {
	Says   string          `json:"says"`
	Of     json.RawMessage `json:"of"`
	Column string          `json:"column"`
	Equals json.RawMessage `json:"equals"`
}

type toldAction struct {
	Template string              `json:"action"`
	About    string              `json:"about,omitempty"`
	Values   map[string][]string `json:"values,omitempty"`
	Code     string              `json:"code"`
}

// toldOf is a script as models read it.
func toldOf(s *world.Script) toldGame {
	t := toldGame{Setting: s.World.Policy, Goal: s.Task.Goal, Things: s.World.Rows, Shared: s.World.Prelude}
	for _, c := range s.Conditions {
		t.Conditions = append(t.Conditions, toldCondition{c.Says, c.Key, c.Column, c.Equals})
	}
	tools := map[string]*world.WorldTool{}
	for i := range s.World.Tools {
		tools[s.World.Tools[i].Tool.Name] = &s.World.Tools[i]
	}
	for _, a := range s.Actions {
		t.Actions = append(t.Actions, toldAction{a.Template, tools[a.Tool].Tool.Description, a.Values, tools[a.Tool].Code})
	}
	return t
}

// A told turn is one of a game as models read and write it. The keys are those of
// AgentRefine (Figure 4).
type toldTurn struct {
	Turn           int    `json:"turn"`
	Role           string `json:"role"`
	Thought        string `json:"Thought"`
	Observation    string `json:"Observation,omitempty"`
	ParameterError *bool  `json:"parameter_error,omitempty"`
	PlaceError     *bool  `json:"place_error,omitempty"`
	LogicError     *bool  `json:"logic_error,omitempty"`
	Completed      *bool  `json:"completed,omitempty"`
	Action         string `json:"Action,omitempty"`
}

// toldTurns are turns of a game as models read them, counted from 1.
func toldTurns(turns []roles.GameTurn) []toldTurn {
	list := []toldTurn{}
	for i, t := range turns {
		if o := t.Observation; o != nil {
			list = append(list, toldTurn{
				Turn: i + 1, Role: "DM", Thought: o.Thought, Observation: o.Text,
				ParameterError: &o.ParameterError, PlaceError: &o.PlaceError, LogicError: &o.LogicError, Completed: &o.Completed,
			})
		} else {
			list = append(list, toldTurn{Turn: i + 1, Role: "Player", Thought: t.Move.Thought, Action: t.Move.Action})
		}
	}
	return list
}

// standing is what has changed since the game began, by table and row: what it is
// now.
func standing(now roles.Rehearsal) map[string]map[string]map[string]json.RawMessage {
	all := map[string]map[string]map[string]json.RawMessage{}
	for table, rows := range now.State().Changes { //lint:ordered into a map
		all[table] = map[string]map[string]json.RawMessage{}
		for key, c := range rows { //lint:ordered into a map
			all[table][key] = c.After
		}
	}
	return all
}

// ordinalOf tells apart the games of a script, and the attempts at one.
func ordinalOf(b *roles.GameBrief) int { return Restart(b.Trial, b.Attempt) }

// mistakes says how many mistakes a player is to make, or that it is to make none.
func (m *Model) mistakes(role string, n int) string {
	if n == 0 {
		return m.fill(role, "flawless", nil)
	}
	return m.fill(role, "erring", map[string]string{"errors": strconv.Itoa(n)})
}
