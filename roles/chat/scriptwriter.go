package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"worldc/model"
	"worldc/rng"
	"worldc/roles"
	"worldc/roles/scriptwriter/mechanics"
	"worldc/world"
	"worldc/world/acting"
)

// A ScriptWriter is a chat model as the writer of games (AgentRefine §3.1). It makes
// up an environment, a goal, and actions with their templates, verification codes and
// values, as in the paper. What an action needs and does it says in the sentences of
// package mechanics: worldc makes the code of them, so that no code of a model runs,
// and a planner that understands them says whether the game can be won.
type ScriptWriter struct{ model *Model }

var _ roles.ScriptWriter = ScriptWriter{}

// ScriptWriter is the model as a writer of scripts.
func (m *Model) ScriptWriter() ScriptWriter { return ScriptWriter{m} }

// scripted is the answer that a writer of scripts owes.
type scripted struct {
	Environment scriptedPlace       `json:"environment"`
	Goal        string              `json:"goal"`
	Conditions  []scriptedCondition `json:"completion_conditions"`
	Actions     []scriptedAction    `json:"available_actions"`
}

type scriptedPlace struct {
	Setting string          `json:"setting"`
	Kinds   []scriptedKind  `json:"kinds"`
	Things  []scriptedThing `json:"things"`
	Player  []scriptedValue `json:"player"`
}

type scriptedKind struct {
	Kind       string             `json:"kind"`
	Properties []scriptedProperty `json:"properties"`
}

type scriptedProperty struct {
	Property string   `json:"property"`
	Holds    string   `json:"holds"`
	Of       []string `json:"of"`
	Nothing  bool     `json:"may_be_nothing"`
}

type scriptedThing struct {
	Kind string          `json:"kind"`
	Name string          `json:"name"`
	Has  []scriptedValue `json:"has"`
}

type scriptedValue struct {
	Property string          `json:"property"`
	Value    json.RawMessage `json:"value"`
}

type scriptedCondition struct {
	Says     string          `json:"says"`
	Thing    string          `json:"thing"`
	Property string          `json:"property"`
	Value    json.RawMessage `json:"value"`
}

type scriptedAction struct {
	Template   string              `json:"action"`
	Pattern    string              `json:"verification_code"`
	Parameters []scriptedParameter `json:"parameters"`
	Tool       string              `json:"tool"`
	About      string              `json:"about"`
	Place      string              `json:"place"`
	Elsewhere  string              `json:"elsewhere"`
	Needs      []scriptedNeed      `json:"needs"`
	Effects    []string            `json:"effects"`
	Says       string              `json:"says"`
	Lists      []scriptedList      `json:"lists"`
}

type scriptedParameter struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

type scriptedNeed struct {
	Condition string `json:"condition"`
	Otherwise string `json:"otherwise"`
}

type scriptedList struct {
	Intro  string   `json:"intro"`
	Things string   `json:"things"`
	Shows  []string `json:"shows"`
}

const anyValue = `{"anyOf":[{"type":"string"},{"type":"number"},{"type":"boolean"},{"type":"null"}]}`

var scriptedSchema = schemaOf("script_writer", object(
	"environment", object(
		"setting", text,
		"kinds", list(object("kind", text, "properties", list(object("property", text, "holds", oneOf("flag", "number", "text", "thing"), "of", list(text), "may_be_nothing", boolean)))),
		"things", list(object("kind", text, "name", text, "has", list(object("property", text, "value", anyValue)))),
		"player", list(object("property", text, "value", anyValue)),
	),
	"goal", text,
	"completion_conditions", list(object("says", text, "thing", text, "property", text, "value", anyValue)),
	"available_actions", list(object(
		"action", text, "verification_code", text, "parameters", list(object("name", text, "values", list(text))), "tool", text, "about", text,
		"place", text, "elsewhere", text, "needs", list(object("condition", text, "otherwise", text)), "effects", list(text),
		"says", text, "lists", list(object("intro", text, "things", text, "shows", list(text))),
	)),
))

// mostGoal is how many characters a goal or a setting may have.
const mostGoal = 2000

// gameClock is when every game takes place: time stands still in it.
const gameClock = "2025-03-03T09:00:00"

// Script implements [roles.ScriptWriter]. An answer that cannot be played goes back
// with all that is wrong with it, until it can, or the attempts are used up. The error
// is a [*model.Failure] where they are.
func (w ScriptWriter) Script(ctx context.Context, b roles.ScriptBrief) (*world.Script, error) {
	m := w.model
	id := world.ScriptID(b.Persona.ID, b.Number)
	q := question{
		purpose: model.Purpose{Role: "script_writer", Record: id}, ordinal: b.Number, schema: scriptedSchema,
		messages: []model.Message{m.system("script_writer", nil), says(m.fill("script_writer", "persona", map[string]string{
			"persona": data(b.Persona.Text), "steps": strconv.Itoa(b.MinSteps), "ideas": ideasFor(b),
		}))},
	}
	var made *world.Script
	var trouble error
	_, asked, err := askAtMost(ctx, m, q, b.Attempts, func(a *scripted) []string {
		script, problems := a.script(b, id)
		if len(problems) == 0 {
			if problems, trouble = b.Playable(script); trouble != nil {
				return nil
			}
		}
		if len(problems) == 0 {
			made = script
		}
		lines := make([]string, len(problems))
		for i, p := range problems {
			lines[i] = p.String()
		}
		return lines
	})
	if err = errors.Join(trouble, err); err != nil {
		return nil, err
	}
	made.CallsUsed = asked
	return made, nil
}

// ideasFor are what a game is to be about, drawn for it: without them a model writes
// the game that it likes best for everybody.
func ideasFor(b roles.ScriptBrief) string {
	s := rng.New(b.Seed, "scripts", b.Persona.ID, "ideas", strconv.Itoa(b.Number))
	first, second := s.IntN(len(ideas)), s.IntN(len(ideas)-1)
	if second >= first {
		second++
	}
	return ideas[first] + "; " + ideas[second]
}

var ideas = []string{
	"something is locked, and what opens it is somewhere else", "things have to be carried, and there is room for few",
	"what is written somewhere has to be read before it can be used", "a machine has to be prepared, started and emptied in the right order",
	"something runs out, and has to be fetched again", "somebody has to be asked, and wants something first", "two things look alike, and only one is right",
	"something must not be done before something else is safe", "parts have to be put together", "a way opens only when something has been changed elsewhere",
	"things have to be sorted to where they belong", "something has to be cleaned or repaired before it works", "one setting depends on another",
	"what is wrong has to be found out first", "something has to be cold, dry, charged or ripe at the right moment",
}

// inAnswer puts the words of the answer for those of the record.
var inAnswer = strings.NewReplacer("actions[", "available_actions[", ".pattern", ".verification_code", ".template", ".action", ".values.", ".parameters.")

// script is the answer as a script; the problems are why it is none.
func (a *scripted) script(b roles.ScriptBrief, id string) (*world.Script, []world.Problem) {
	var found []world.Problem
	say := func(where, format string, args ...any) {
		found = append(found, world.Problem{Where: where, What: fmt.Sprintf(format, args...)})
	}
	for name, text := range map[string]string{"goal": a.Goal, "setting": a.Environment.Setting} { //lint:ordered each by itself, and sorted below
		if n := len([]rune(strings.TrimSpace(text))); n == 0 || n > mostGoal {
			say(name, "has %d characters: 1 to %d are possible", n, mostGoal)
		}
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
			say(name, "has characters that cannot be printed")
		}
	}
	slices.SortFunc(found, func(a, b world.Problem) int { return strings.Compare(a.Where, b.Where) })
	g := &mechanics.Game{Player: map[string]any{}}
	a.things(g, say)
	actions := a.actions(g, say)
	if len(found) > 0 {
		return nil, found
	}
	ready, problems := acting.New(actions)
	if len(problems) == 0 {
		problems = ready.Check()
	}
	for i := range problems { // as the answer calls it
		problems[i].Where = inAnswer.Replace(problems[i].Where)
	}
	if problems = append(problems, g.Check()...); len(problems) > 0 {
		return nil, problems
	}
	steps, looked, ok := g.Plan()
	if !ok {
		return nil, []world.Problem{{Where: "goal", What: fmt.Sprintf("no way to reach it was found in %d states: some condition can never hold, or an action on the way needs what cannot be had", looked)}}
	}
	if len(steps) == 0 {
		return nil, []world.Problem{{Where: "completion_conditions", What: "all of them hold at the beginning: there is nothing to do"}}
	}
	if short, ok := g.Within(b.MinSteps - 1); ok { // the planner's way need not be the shortest
		var words []string
		for _, s := range short {
			words = append(words, s.Words())
		}
		return nil, []world.Problem{{Where: "goal", What: fmt.Sprintf("it is reached by %q: it has to take %d actions at least", words, b.MinSteps)}}
	}
	s := &world.Script{ID: id, Persona: b.Persona.ID, World: g.World(world.WorldID(id, 0), gameClock), Actions: actions, Conditions: g.Conditions()}
	s.World.Name, s.World.Policy = "game", strings.TrimSpace(a.Environment.Setting)
	s.Task = world.Task{ID: world.TaskID(s.World.ID, "script", 0), World: s.World.ID, Kind: "script", Background: b.Persona.Text, Goal: strings.TrimSpace(a.Goal)}
	for _, step := range steps {
		s.Solution = append(s.Solution, step.Words())
	}
	return s, nil
}

// things puts the environment and the conditions into a game.
func (a *scripted) things(g *mechanics.Game, say func(where, format string, args ...any)) {
	value := func(where string, raw json.RawMessage) any {
		v, ok := plainValue(raw)
		if !ok {
			say(where, "%s is no value: a text, a whole number, true, false or null is", clip(string(raw), 40))
		}
		return v
	}
	for _, k := range a.Environment.Kinds {
		s := mechanics.Sort{Name: k.Kind}
		for _, p := range k.Properties {
			holds := map[string]mechanics.Kind{"flag": mechanics.Flag, "number": mechanics.Number, "text": mechanics.Text, "thing": mechanics.Other}
			kind, known := holds[p.Holds]
			if !known {
				say("kind "+k.Kind, "the property %s holds %q: flag, number, text or thing is possible", p.Property, p.Holds)
			}
			x := mechanics.Attribute{Name: p.Property, Kind: kind, Optional: p.Nothing}
			if kind == mechanics.Other {
				x.Sorts = p.Of
			}
			s.Attributes = append(s.Attributes, x)
		}
		g.Sorts = append(g.Sorts, s)
	}
	for _, t := range a.Environment.Things {
		x := mechanics.Thing{Sort: t.Kind, Name: t.Name, Values: map[string]any{}}
		for _, v := range t.Has {
			x.Values[v.Property] = value(fmt.Sprintf("thing %q, %s", t.Name, v.Property), v.Value)
		}
		g.Things = append(g.Things, x)
	}
	for _, v := range a.Environment.Player {
		g.Player[v.Property] = value("player, "+v.Property, v.Value)
	}
	for _, c := range a.Conditions {
		g.Goal = append(g.Goal, mechanics.Goal{Thing: c.Thing, Attribute: c.Property, Value: value(fmt.Sprintf("completion condition %q", c.Says), c.Value), Says: strings.TrimSpace(c.Says)})
	}
}

// plainValue is a JSON value as games have them.
func plainValue(raw json.RawMessage) (any, bool) {
	var v any
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return nil, false
	}
	switch v := v.(type) {
	case float64:
		n := int(v)
		return n, float64(n) == v && n > -1<<30 && n < 1<<30
	case string, bool, nil:
		return v, true
	}
	return nil, false
}

// actions puts the actions into a game, and returns them as a player writes them.
func (a *scripted) actions(g *mechanics.Game, say func(where, format string, args ...any)) []world.ScriptAction {
	sorts := map[string]string{}
	for _, t := range g.Things {
		sorts[t.Name] = t.Sort
	}
	var actions []world.ScriptAction
	for _, x := range a.Actions {
		where := "action " + strconv.Quote(clip(x.Template, 80))
		r := mechanics.Rule{Name: x.Tool, Template: x.Template, Summary: strings.TrimSpace(x.About), Place: strings.TrimSpace(x.Place), Elsewhere: x.Elsewhere, Does: x.Effects, Says: strings.TrimSpace(x.Says)}
		action := world.ScriptAction{Tool: x.Tool, Template: x.Template, Pattern: x.Pattern, Values: map[string][]string{}}
		for _, p := range x.Parameters {
			if _, twice := action.Values[p.Name]; twice {
				say(where, "the parameter %s stands there twice", p.Name)
			}
			action.Values[p.Name] = append([]string{}, p.Values...)
		}
		for _, name := range acting.Parameters(x.Template) {
			p := mechanics.Parameter{Name: name, Values: action.Values[name]}
			plain := 0
			for _, v := range p.Values {
				if sort, is := sorts[v]; !is {
					plain++
				} else if !slices.Contains(p.Sorts, sort) {
					p.Sorts = append(p.Sorts, sort)
				}
			}
			if plain > 0 && len(p.Sorts) > 0 {
				say(where, "some of the values of %s are things and some are not: list what is there under things", name)
			}
			r.Parameters = append(r.Parameters, p)
		}
		for _, n := range x.Needs {
			r.Needs = append(r.Needs, mechanics.Need{Condition: n.Condition, Else: n.Otherwise})
		}
		for _, l := range x.Lists {
			r.Lists = append(r.Lists, mechanics.List{Intro: strings.TrimSpace(l.Intro), Things: l.Things, Shows: l.Shows})
		}
		g.Rules = append(g.Rules, r)
		actions = append(actions, action)
	}
	return actions
}
