package roleplaying

import (
	"slices"
	"strconv"
	"strings"

	"worldc/roles/telling"
	"worldc/world"
	"worldc/world/acting"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Rules is what a player is told before the game begins: where it is, how it can
// act, what for (AgentRefine §3.4). Of an action it learns the format; which things
// there are, it has to see for itself. Values that are no things, such as settings,
// are listed, since nothing else would tell.
//
// aims are the conditions that the steps of the solution serve ([roles.GameBrief]).
func Rules(s *world.Script, actions *acting.Actions, begin func() (Field, error)) (rules string, aims []int, err error) {
	scene := telling.Of(s)
	hidden, aims, err := rehearse(s, scene, actions, begin)
	if err != nil {
		return "", nil, err
	}
	summaries := map[string]string{}
	for i := range s.World.Tools {
		t := &s.World.Tools[i].Tool
		summaries[t.Name] = t.Description
	}
	var b strings.Builder
	b.WriteString(strings.TrimSpace(s.World.Policy))
	b.WriteString("\n\nThese are the actions you can take, one in each turn:\n")
	for i := range s.Actions {
		a := &s.Actions[i]
		b.WriteString("- " + a.Template)
		if says := summaries[a.Tool]; says != "" {
			b.WriteString(": " + says)
		}
		for _, p := range scene.Parameters(a) {
			if v := a.Values[p]; hidden[a.Tool+"\x00"+p] || len(v) <= mostSettings && !slices.ContainsFunc(v, scene.IsThing) {
				b.WriteString(" {" + p + "} is one of: " + strings.Join(v, ", ") + ".")
			}
		}
		b.WriteByte('\n')
	}
	b.WriteString("\nAnswer every observation with a thought and an action, on two lines:\nThought: what you make of it and what you are up to\nAction: the action, exactly in its format\n\nGoal: ")
	b.WriteString(strings.TrimSpace(s.Task.Goal))
	return b.String(), aims, nil
}

// rehearse goes through the solution. hidden are the placeholders, by tool and name,
// of which it needs a value before anything that the player is told or can look at
// names it; aims are the conditions that the steps serve.
func rehearse(s *world.Script, scene *telling.Scene, actions *acting.Actions, begin func() (Field, error)) (hidden map[string]bool, aims []int, err error) {
	game, err := begin()
	if err != nil {
		return nil, nil, err
	}
	holds := game.Holds()
	var told []string
	tell := func(text string) {
		if text = strings.ToLower(text); !slices.Contains(told, text) {
			told = append(told, text)
		}
	}
	mentioned := func(value string) bool {
		return slices.ContainsFunc(told, func(text string) bool { return telling.Mentions(text, value) })
	}
	tell(s.World.Policy + "\n" + s.Task.Goal)
	look := LookOf(s)
	if look != "" {
		tell(game.Do(look).Text)
	}
	hidden = map[string]bool{}
	for _, text := range s.Solution {
		m, ok := actions.Match(text)
		if !ok {
			break
		}
		for _, p := range scene.Parameters(m.Action) {
			v := m.Values[p]
			if hidden[m.Action.Tool+"\x00"+p] || mentioned(v) || !scene.IsThing(v) {
				continue
			}
			if look != "" {
				if tell(game.Do(look).Text); mentioned(v) {
					continue
				}
			}
			hidden[m.Action.Tool+"\x00"+p] = true
		}
		tell(game.Do(text).Text)
		aims = append(aims, -1)
		now := game.Holds()
		for c := range now {
			if now[c] && !holds[c] { // the steps up to here have led to it
				for i := len(aims) - 1; i >= 0 && aims[i] < 0; i-- {
					aims[i] = c
				}
				break
			}
		}
		holds = now
	}
	return hidden, aims, nil
}

// mostSettings is how many settings are listed.
const mostSettings = 12
