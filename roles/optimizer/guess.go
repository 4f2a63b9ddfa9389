package optimizer

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/roles"
	"worldc/roles/advice"
	"worldc/world"
)

// A guess is what an error that does not tell leaves to be tried: ways of which one
// may be right, the likeliest first.
type guess struct {
	about   string
	ways    [][]advice.Advice
	times   int
	example string
}

// guesses adds one more call that went wrong to those about the same.
func (s *seen) guess(about string, ways [][]advice.Advice, example string) {
	for i := range s.guesses {
		if g := &s.guesses[i]; g.about == about {
			g.times++
			for _, way := range ways {
				if !slices.ContainsFunc(g.ways, func(w []advice.Advice) bool { return says(w) == says(way) }) {
					g.ways = append(g.ways, way)
				}
			}
			return
		}
	}
	s.guesses = append(s.guesses, guess{about, ways, 1, example})
}

// says is a way as it stands in a text.
func says(way []advice.Advice) string {
	var list []string
	for _, a := range way {
		list = append(list, a.Sentence())
	}
	return strings.Join(list, " ")
}

// suspect takes up what a call that went wrong leaves to be guessed about its own
// arguments.
func (o *Optimizer) suspect(s *seen, t *world.Tool, x *step) {
	clue, ok := advice.Suspect(x.answer, t.Parameters, x.call.Arguments)
	if !x.failed || !ok && strings.Contains(x.answer, "there is no ") {
		clue = advice.Unfound(t.Parameters, x.call.Arguments, x.answer)
	}
	ways := slices.DeleteFunc(clue.Ways, func(way []advice.Advice) bool {
		return slices.ContainsFunc(way, func(a advice.Advice) bool { return slices.Contains(o.options.Withheld, a.Kind) })
	})
	if !clue.Wants && len(ways) > 0 {
		s.guess(clue.About, ways, x.answer)
	}
}

// choose is the way of a guess that is tried next. A way that the text has has not
// helped. One that was tried before is tried again only if nothing else is left and
// the score rose with it. Not ok, there is nothing left to try.
func (g *guess) choose(text string, experience []roles.Experience) (way []advice.Advice, ok bool) {
	best := 0.0
	for _, w := range g.ways {
		if strings.Contains(text, says(w)) {
			continue
		}
		tried, gain := false, 0.0
		for _, e := range experience {
			if strings.Contains(e.Modification, says(w)) {
				tried = true
				gain = max(gain, e.After-e.Before)
			}
		}
		if !tried {
			return w, true
		}
		if gain > best {
			way, ok, best = w, true, gain
		}
	}
	return way, ok
}

// ofTool is what earlier modifications changed about one text: of each modification
// the line that begins with its name.
func ofTool(experience []roles.Experience, name string) []roles.Experience {
	var list []roles.Experience
	for _, e := range experience {
		for line := range strings.Lines(e.Modification) {
			if rest, ok := strings.CutPrefix(line, name+": "); ok {
				list = append(list, roles.Experience{Before: e.Before, After: e.After, Modification: rest})
			}
		}
	}
	return list
}

// try puts the way of a guess that is tried next into the text, and takes out what
// was tried about the same before. Where nothing is left to try, nothing is said.
func (w *writing) try(g *guess, experience []roles.Experience, add, remove func(string, advice.Advice) string) {
	way, ok := g.choose(w.text, experience)
	text := w.text
	for _, old := range advice.Read(text) {
		about := func(a advice.Advice) bool { return a.Same(old) }
		if !slices.ContainsFunc(way, about) && slices.ContainsFunc(g.ways, func(w []advice.Advice) bool { return slices.ContainsFunc(w, about) }) {
			text = remove(text, old)
		}
	}
	if ok {
		for _, a := range way {
			text = add(text, a)
		}
	}
	if text == w.text {
		return
	}
	if !w.fits(text) {
		w.left++
		return
	}
	w.text = text
	if ok {
		w.changes = append(w.changes, says(way))
	} else {
		w.changes = append(w.changes, "What was tried is taken back.")
	}
	w.reasons = append(w.reasons, fmt.Sprintf("%q, %s, which leaves %s to be tried", brief(g.example), times(g.times), count(len(g.ways), "way")))
}

// firsts are the tools that may have to be called before one that says that something
// has not been looked at: those that were seen to show the field, then those that
// need no more than the failed call names, then those that need nothing.
func firsts(field string, called *step, tried []roles.Tried, tools []world.Tool) [][]advice.Advice {
	var names []string
	take := func(name string) {
		if name != called.call.Tool && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, t := range tried {
		for _, x := range stepsOf(t.Trajectory) {
			if !x.failed && strings.Contains(x.answer, `"`+field+`":`) {
				take(x.call.Tool)
			}
		}
	}
	given := keysOf(called.call.Arguments)
	for _, most := range []int{1, 0} {
		for i := range tools {
			required := requiredOf(&tools[i])
			if len(required) == most && !slices.ContainsFunc(required, func(p string) bool { return !slices.Contains(given, p) }) && reads(tools[i].Name) {
				take(tools[i].Name)
			}
		}
	}
	var ways [][]advice.Advice
	for _, name := range names {
		ways = append(ways, []advice.Advice{{Kind: advice.First, Tool: called.call.Tool, Other: name, Field: field, Parameter: field}})
	}
	return ways
}

// keysOf are the names of the members of a JSON object, in order.
func keysOf(object json.RawMessage) []string {
	var members map[string]json.RawMessage
	if json.Unmarshal(object, &members) != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(members))
}

// requiredOf are the parameters that a tool cannot do without.
func requiredOf(t *world.Tool) []string {
	var schema struct {
		Required []string `json:"required"`
	}
	if json.Unmarshal(t.Parameters, &schema) != nil {
		return nil
	}
	return schema.Required
}

// reads reports whether a tool is called like one that shows something.
func reads(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"get", "list", "read", "show", "find", "fetch", "view", "describe", "retrieve"}, func(verb string) bool { return strings.HasPrefix(name, verb) })
}

// removeStep takes advice out of a workflow, with its step.
func removeStep(workflow string, a advice.Advice) string {
	return numbered(slices.DeleteFunc(linesOf(workflow), func(line string) bool { return line == a.Sentence() }))
}
