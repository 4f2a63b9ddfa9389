// Package scriptwriter writes games for personas, procedurally (AgentRefine §3.1;
// roles.ScriptWriter).
//
// A game belongs to a family, which is a file here: its sorts of things, its rules
// and how a goal in it comes about. Families differ in what has to be understood to
// win: what has to be unlocked before, what must not be done twice, what runs out,
// what only reading tells. Things, places and the goal of each game are drawn; a
// planner finds a solution, or the game is drawn again.
package scriptwriter

import (
	"context"
	"strconv"
	"strings"

	"worldc/rng"
	"worldc/roles"
	"worldc/roles/scriptwriter/mechanics"
	"worldc/world"
)

// Writer is the procedural writer of scripts. It implements roles.ScriptWriter.
type Writer struct{}

// New is a writer.
func New() *Writer { return &Writer{} }

// A family is a kind of game.
type family struct {
	name string

	// fits are the beginnings of words that speak for the family in a persona.
	fits []string

	// draw draws a game.
	draw func(d *draw) *tale
}

// A tale is a game and how it is told.
type tale struct {
	game *mechanics.Game

	// scene is where the player is and what is different here, in the second
	// person; goal is what is to be done, with all that the conditions ask.
	scene, goal string
}

// A draw is what a game is drawn with.
type draw struct {
	*rng.Stream
	persona world.Persona
}

// some draws n different ones, in the order of the list.
func some[T any](d *draw, n int, list []T) []T {
	taken := make([]T, 0, n)
	for i, x := range list {
		if left := len(list) - i; d.IntN(left) < n-len(taken) {
			taken = append(taken, x)
		}
	}
	return taken
}

// shuffled are the same ones in an order that is drawn.
func shuffled[T any](d *draw, list []T) []T {
	order := append([]T{}, list...)
	for i := len(order) - 1; i > 0; i-- {
		j := d.IntN(i + 1)
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// families are all there are.
var families = []family{household}

// Script implements roles.ScriptWriter. It returns no script where the game that
// was drawn has no solution.
func (w *Writer) Script(_ context.Context, b roles.ScriptBrief) (*world.Script, error) {
	f := choose(b.Persona.Text, rng.New(b.Seed, "scripts", b.Persona.ID, "family", strconv.Itoa(b.Number)))
	t := f.draw(&draw{rng.New(b.Seed, "scripts", b.Persona.ID, "game", strconv.Itoa(b.Number), strconv.Itoa(b.Attempt)), b.Persona})
	steps, _, ok := t.game.Plan()
	if !ok {
		return nil, nil
	}
	id := world.ScriptID(b.Persona.ID, b.Number)
	s := &world.Script{
		ID: id, Persona: b.Persona.ID, Family: f.name,
		World:      t.game.World(world.WorldID(id, 0), clock),
		Actions:    t.game.Actions(),
		Conditions: t.game.Conditions(),
	}
	s.World.Name, s.World.Policy = f.name, t.scene
	s.Task = world.Task{ID: world.TaskID(s.World.ID, "script", 0), World: s.World.ID, Kind: "script", Background: b.Persona.Text, Goal: t.goal}
	for _, step := range steps {
		s.Solution = append(s.Solution, step.Words())
	}
	return s, nil
}

// clock is when every game takes place: time stands still in it.
const clock = "2025-03-03T09:00:00"

// choose draws a family: of those whose words are in the persona twice in three
// times, of all otherwise.
func choose(persona string, s *rng.Stream) *family {
	var fitting []*family
	text := " " + strings.ToLower(persona)
	for i := range families {
		for _, word := range families[i].fits {
			if strings.Contains(text, " "+word) {
				fitting = append(fitting, &families[i])
				break
			}
		}
	}
	if len(fitting) > 0 && s.Chance(2, 3) {
		return fitting[s.IntN(len(fitting))]
	}
	return &families[s.IntN(len(families))]
}
