package world

import (
	"encoding/json"
	"fmt"
)

// A Script is a game for one player: a world and the task in it, in one record,
// and the actions as a player writes them (AgentRefine §3.1). A tool of the world
// carries out each action.
type Script struct {
	ID      string `json:"id"`
	Persona string `json:"persona"`

	// Family names the mechanics that the procedural writer chose; empty where a
	// chat model wrote the script.
	Family string `json:"family,omitempty"`

	World World `json:"world"`

	// Task is what is to be done. Its golden calls are the solution, executed.
	Task Task `json:"task"`

	Actions []ScriptAction `json:"actions"`

	// Conditions are when the game is won: all of them hold.
	Conditions []Condition `json:"conditions"`

	// Solution is one that a planner found, in the player's words.
	Solution []string `json:"solution"`

	// Serves says of each step of the solution which later step cannot be taken
	// without it, by their places from 0; -1 where none is: then it serves the goal
	// itself, or tells something.
	Serves []int `json:"serves,omitempty"`

	// Variant names the rules by which the script was to be rewritten; empty for one
	// as it was written. Perturbed are those of them that applied to it.
	Variant   string   `json:"variant,omitempty"`
	Perturbed []string `json:"perturbed,omitempty"`

	// Written is the id of the script as it was written, for a variant.
	Written string `json:"written,omitempty"`

	// CallsUsed is how many calls of a model it took; 0 for a procedural script.
	CallsUsed int `json:"calls_used"`

	// Imported says that the script was taken up from a file: whoever wrote it, its
	// code runs confined.
	Imported bool `json:"imported,omitempty"`
}

// A ScriptAction is one way to act, in words.
type ScriptAction struct {
	// Tool is the name of the tool that carries it out. Its parameters are the
	// placeholders.
	Tool string `json:"tool"`

	// Template is the action with {placeholders}: `take {item} from {place}`.
	Template string `json:"template"`

	// Pattern is the regular expression (RE2) that an action has to match, with one
	// group for each placeholder in the order of the template.
	Pattern string `json:"pattern"`

	// Values are the legal values of each placeholder, a closed list.
	Values map[string][]string `json:"values"`
}

// A Condition is a state of one row that the goal asks for.
type Condition struct {
	// Says is the condition in words: "the milk is in the fridge".
	Says string `json:"says"`

	Table string `json:"table"`

	// Key is the row's primary key, a JSON object of its columns.
	Key json.RawMessage `json:"key"`

	// Column has the value Equals.
	Column string          `json:"column"`
	Equals json.RawMessage `json:"equals"`
}

// A GameError is what was wrong with a player's action (AgentRefine §3.2).
type GameError string

// The errors of actions. A tool of a script that refuses an action says which it
// is by the beginning of the error's text: `place_error: You are not in the
// kitchen.`; a player is told what comes after.
const (
	// ParameterError: it matches no action, or a value is not in the list.
	ParameterError GameError = "parameter_error"
	// PlaceError: the player is not where it can be done.
	PlaceError GameError = "place_error"
	// LogicError: something that must hold before does not.
	LogicError GameError = "logic_error"
)

// ScriptID is the id of the n-th script (from 0) of a persona.
func ScriptID(persona string, n int) string { return ID(ScriptType, persona, ordinal(n)) }

// Validate returns the rules that the record breaks, as far as they can be seen
// without matching the actions and running the world.
func (s *Script) Validate() []Problem {
	var l problemList
	if s.ID == "" {
		l.add("id", "is missing")
	}
	for _, p := range s.World.Validate() {
		l.add("world."+p.Where, "%s", p.What)
	}
	for _, p := range s.Task.Validate() {
		l.add("task."+p.Where, "%s", p.What)
	}
	if s.Task.World != s.World.ID {
		l.add("task.world", "is %q, the script's world is %q", s.Task.World, s.World.ID)
	}
	if len(s.Actions) == 0 {
		l.add("actions", "are missing: a player has to be able to act")
	}
	if len(s.Conditions) == 0 {
		l.add("conditions", "are missing: nothing says when the game is won")
	}
	tools := map[string]bool{}
	for _, t := range s.World.Tools {
		tools[t.Tool.Name] = true
	}
	for i, a := range s.Actions {
		if !tools[a.Tool] {
			l.add(fmt.Sprintf("actions[%d].tool", i), "the world has no tool %q", a.Tool)
		}
	}
	return l
}
