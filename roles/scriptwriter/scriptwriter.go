// Package scriptwriter writes games for personas, procedurally (AgentRefine §3.1;
// roles.ScriptWriter).
//
// A game belongs to a family, which is a file here: its sorts of things, its rules
// and how a goal in it comes about. Families differ in what has to be understood to
// win: what has to be unlocked before, what must not be done twice, what runs out,
// what only reading tells. Things, places, the wording of the actions and the goal
// of each game are drawn; a planner finds a solution, or the game is drawn again.
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

	// everyday says that anybody may come into such a game, in the role of a guest.
	everyday bool

	// own says why somebody whom the family fits is there, guest why somebody else
	// is: whole sentences, of which one begins the scene.
	own, guest []string

	// book are the rules.
	book func() *mechanics.Book

	// draw fills the table with things and sets the goal. scene says what is
	// different here, in the second person; goal is what is to be done, with all
	// that the conditions ask.
	draw func(d *draw) (scene, goal string)
}

// families are all there are.
var families = []family{household, kitchen, office, laboratory, filesystem, shop, greenhouse, workshop, library, sysadmin, ward, logistics, escape, postoffice, restaurant}

// Script implements roles.ScriptWriter. It returns no script where none of the
// games that were drawn can be won in a number of steps that suits a game.
func (w *Writer) Script(_ context.Context, b roles.ScriptBrief) (*world.Script, error) {
	f, fits := choose(b.Persona.Text, rng.New(b.Seed, "scripts", b.Persona.ID, "family", strconv.Itoa(b.Number)))
	for try := range draws {
		d := &draw{Stream: rng.New(b.Seed, "scripts", b.Persona.ID, "game", strconv.Itoa(b.Number), strconv.Itoa(b.Attempt), strconv.Itoa(try)), player: map[string]any{}}
		scene, goal := f.draw(d)
		game := f.book().Game(d.things, d.player, d.goal, d.IntN)
		game.Milestones = d.way
		steps, _, ok := game.Plan()
		if !ok || len(steps) < fewestSteps || len(steps) > mostSteps {
			continue
		}
		id := world.ScriptID(b.Persona.ID, b.Number)
		s := &world.Script{
			ID: id, Persona: b.Persona.ID, Family: f.name,
			World:      game.World(world.WorldID(id, 0), clock),
			Actions:    game.Actions(),
			Conditions: game.Conditions(),
		}
		s.World.Name, s.World.Policy = f.name, opening(d, b.Persona.Text, f, fits)+" "+scene
		s.Task = world.Task{ID: world.TaskID(s.World.ID, "script", 0), World: s.World.ID, Kind: "script", Background: b.Persona.Text, Goal: goal}
		for _, step := range steps {
			s.Solution = append(s.Solution, step.Words())
		}
		return s, nil
	}
	return nil, nil
}

// A game is drawn again where it has no solution, or one that is trivial or that
// goes on for ever.
const (
	draws       = 8
	fewestSteps = 5
	mostSteps   = 36
)

// clock is when every game takes place: time stands still in it.
const clock = "2025-03-03T09:00:00"

// choose draws a family: of those whose words are in the persona three times in
// four, of those in which anybody may find themselves otherwise.
func choose(persona string, s *rng.Stream) (f *family, fits bool) {
	var fitting, others []*family
	for i := range families {
		if families[i].suits(persona) {
			fitting = append(fitting, &families[i])
		}
		if families[i].everyday || len(families) == 1 {
			others = append(others, &families[i])
		}
	}
	if len(fitting) > 0 && s.Chance(3, 4) {
		return fitting[s.IntN(len(fitting))], true
	}
	f = others[s.IntN(len(others))]
	return f, f.suits(persona)
}

// suits reports whether one of the family's words is in a persona.
func (f *family) suits(persona string) bool {
	text := " " + strings.NewReplacer("-", " ", ",", " ", "(", " ").Replace(strings.ToLower(persona))
	for _, word := range f.fits {
		if strings.Contains(text, " "+word) {
			return true
		}
	}
	return false
}

// opening says who the player is and why they are there. A persona that is not a
// noun with its article ("A baker who …") is left to the background.
func opening(d *draw, persona string, f *family, fits bool) string {
	why := one(d, f.guest)
	if fits {
		why = one(d, f.own)
	}
	persona = strings.TrimRight(strings.TrimSpace(persona), ".")
	for _, article := range []string{"A ", "An "} {
		if strings.HasPrefix(persona, article) && !strings.ContainsAny(persona, ".:{}<>\"\n") && len(persona) < 200 {
			return "You are a" + persona[1:] + ". " + why
		}
	}
	return why
}
