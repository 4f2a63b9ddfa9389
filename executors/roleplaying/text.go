package roleplaying

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"worldc/artifact"
	"worldc/roles"
)

// The roles of turns in the text of a game.
const (
	master = "DM"
	player = "Player"
)

// A written turn is one in the text of a game. Keys are those of AgentRefine
// (Figure 4); completed may be left out.
type written struct {
	Turn           *json.Number `json:"turn"`
	Role           *string      `json:"role"`
	Thought        *string      `json:"Thought"`
	Observation    *string      `json:"Observation,omitempty"`
	Action         *string      `json:"Action,omitempty"`
	ParameterError *bool        `json:"parameter_error,omitempty"`
	PlaceError     *bool        `json:"place_error,omitempty"`
	LogicError     *bool        `json:"logic_error,omitempty"`
	Completed      bool         `json:"completed,omitempty"`
}

// Read reads the JSON text of a game: an array of turns, or an object whose one
// member is such an array. broken says that the text is not JSON to its end; the
// turns are those before the place where it breaks off.
func Read(text string) (turns []Turn, broken bool) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	if t, err := d.Token(); err != nil {
		return nil, true
	} else if t == json.Delim('{') {
		if _, err := d.Token(); err != nil { // the name
			return nil, true
		}
		if t, err = d.Token(); err != nil || t != json.Delim('[') {
			return nil, true
		}
	} else if t != json.Delim('[') {
		return nil, true
	}
	for d.More() {
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			// What is no turn may be a piece of the one that is broken.
			for len(turns) > 0 && turns[len(turns)-1].Missing != "" {
				turns = turns[:len(turns)-1]
			}
			return turns, true
		}
		turns = append(turns, readTurn(raw))
	}
	// What closes the array and the object.
	for {
		switch _, err := d.Token(); {
		case errors.Is(err, io.EOF):
			return turns, !json.Valid([]byte(text))
		case err != nil:
			return turns, true
		}
	}
}

// readTurn reads one turn.
func readTurn(raw json.RawMessage) Turn {
	var w written
	if err := json.Unmarshal(raw, &w); err != nil {
		return Turn{Missing: "a key has a value of another kind"}
	}
	lacks := func(name string) Turn { return Turn{Missing: "it has no " + name} }
	switch {
	case w.Turn == nil:
		return lacks("turn")
	case w.Role == nil:
		return lacks("role")
	case w.Thought == nil:
		return lacks("Thought")
	}
	switch *w.Role {
	case master:
		switch {
		case w.Observation == nil || strings.TrimSpace(*w.Observation) == "":
			return lacks("Observation")
		case w.ParameterError == nil:
			return lacks("parameter_error")
		case w.PlaceError == nil:
			return lacks("place_error")
		case w.LogicError == nil:
			return lacks("logic_error")
		}
		return Turn{GameTurn: roles.GameTurn{Observation: &roles.Observation{
			Thought: *w.Thought, Text: strings.TrimSpace(*w.Observation),
			ParameterError: *w.ParameterError, PlaceError: *w.PlaceError, LogicError: *w.LogicError, Completed: w.Completed,
		}}}
	case player:
		if w.Action == nil {
			return lacks("Action")
		}
		// A record has both on a line each.
		return Turn{GameTurn: roles.GameTurn{Move: &roles.GameMove{Thought: line(*w.Thought), Action: line(*w.Action)}}}
	}
	return Turn{Missing: "its role is neither DM nor Player"}
}

// line is a text on one line.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// Write is the JSON text of a game, in canonical form. Turns count from 1.
func Write(turns []Turn) (string, error) {
	list := make([]written, 0, len(turns))
	for i, t := range turns {
		n := json.Number(itoa(i + 1))
		w := written{Turn: &n}
		role := player
		switch o, m := t.Observation, t.Move; {
		case o != nil:
			role = master
			w.Thought, w.Observation = &o.Thought, &o.Text
			w.ParameterError, w.PlaceError, w.LogicError, w.Completed = &o.ParameterError, &o.PlaceError, &o.LogicError, o.Completed
		case m != nil:
			w.Thought, w.Action = &m.Thought, &m.Action
		default:
			continue
		}
		w.Role = &role
		list = append(list, w)
	}
	text, err := artifact.Marshal(list)
	return string(text), err
}
