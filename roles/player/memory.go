package player

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/roles"
	"worldc/roles/telling"
	"worldc/world"
	"worldc/world/acting"
)

// A memory is what the player was told and has seen, and where.
type memory struct {
	scene *telling.Scene
	rules string         // where it is and what for, in small letters
	heard []string       // all that it was told before the game, and what it saw, one after the other, in small letters
	known map[string]int // how much of it does not name a thing; -1 where some does

	here    string            // where the player is, as far as it can say
	at      map[string]string // where it saw a thing last
	had     map[string]bool   // things that it took up and that may be in its hands
	been    map[string]bool   // where it was
	fresh   string            // what it saw last, in small letters
	moving  string            // where the last action was to lead to
	arrived bool              // the last thing seen is a place
}

// remember is the memory of somebody who has just begun.
func remember(scene *telling.Scene, s *world.Script) memory {
	m := memory{scene: scene, known: map[string]int{}, at: map[string]string{}, had: map[string]bool{}, been: map[string]bool{}, arrived: true}
	for _, raw := range s.World.Rows["player"] {
		var row struct{ Place any }
		if json.Unmarshal(raw, &row) == nil {
			m.here, _ = row.Place.(string)
		}
	}
	m.been[m.here] = true
	return m
}

// told takes up what the player is told before the game begins: where it is and what
// for, and all of it, with the actions that there are.
func (m *memory) told(task, rules string) {
	m.rules = strings.ToLower(task)
	m.heard = append(m.heard, strings.ToLower(rules))
}

// sees takes up what the player sees.
func (m *memory) sees(o *roles.Observation) {
	m.fresh = strings.ToLower(o.Text)
	m.heard = append(m.heard, m.fresh)
	if m.moving != "" && o.Error() == "" {
		m.here, m.arrived = m.moving, true
		m.been[m.here] = true
	}
	m.moving = ""
	if !m.arrived || m.here == "" {
		return
	}
	m.arrived = false
	for thing, place := range m.at { //lint:ordered each by itself
		if place == m.here {
			delete(m.at, thing)
		}
	}
	for _, thing := range m.scene.In(m.fresh) {
		if thing != m.here {
			m.at[thing] = m.here
			delete(m.had, thing)
		}
	}
}

// does takes up what the player does; a move without an action is none.
func (m *memory) does(move acting.Move) {
	if move.Action == nil {
		return
	}
	for _, p := range m.scene.Parameters(move.Action) {
		v := move.Values[p]
		if m.scene.Moves(move.Action) {
			m.moving = v
		}
		delete(m.at, v) // it may be taken along
		m.had[v] = true
		break
	}
}

// knows reports whether the player was told of a thing.
func (m *memory) knows(value string) bool {
	from := m.known[value]
	if from < 0 {
		return true
	}
	if slices.ContainsFunc(m.heard[from:], func(text string) bool { return telling.Mentions(text, value) }) {
		m.known[value] = -1
		return true
	}
	m.known[value] = len(m.heard)
	return false
}

// ruled reports whether the player was told of a thing before the game began, beside
// that there is such a value.
func (m *memory) ruled(value string) bool { return telling.Mentions(m.rules, value) }

// saw reports whether the player saw a thing named since the game began.
func (m *memory) saw(value string) bool {
	return slices.ContainsFunc(m.seen(), func(seen string) bool { return telling.Mentions(seen, value) })
}

// seen is what it saw, one after the other.
func (m *memory) seen() []string { return m.heard[1:] }

// once is the one observation that names a thing; ok is false where more than one
// does, or none.
func (m *memory) once(value string) (text string, ok bool) {
	for _, seen := range m.seen() {
		if !telling.Mentions(seen, value) {
			continue
		}
		if ok {
			return "", false
		}
		text, ok = seen, true
	}
	return text, ok
}
