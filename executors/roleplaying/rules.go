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
func Rules(s *world.Script) string {
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
		for _, p := range acting.Parameters(a.Template) {
			if v := a.Values[p]; len(v) <= mostSettings && !slices.ContainsFunc(v, func(v string) bool { return telling.IsThing(s, v) }) {
				b.WriteString(" {" + p + "} is one of: " + strings.Join(v, ", ") + ".")
			}
		}
		b.WriteByte('\n')
	}
	b.WriteString("\nAnswer every observation with a thought and an action, on two lines:\nThought: what you make of it and what you are up to\nAction: the action, exactly in its format\n\nGoal: ")
	b.WriteString(strings.TrimSpace(s.Task.Goal))
	return b.String()
}

// mostSettings is how many settings are listed.
const mostSettings = 12
