package judging

import (
	"strings"

	"worldc/executors/textvector"
	"worldc/world"
)

// Repetition bounds how often an agent says the same (AgentScaler, stage 1):
// no n-gram of words occurs more than MaxRepeats times, and at least the share
// MinUnique of them are distinct. Reasoning is judged over the whole
// trajectory, what is said to the user message by message.
type Repetition struct {
	N          int // words of an n-gram; 0 turns the check off
	MaxRepeats int
	MinUnique  float64
}

const (
	reasonRepeats = "the agent repeats itself"
)

func (o Repetition) judge(t *world.Trajectory) *Rejection {
	if o.N == 0 {
		return nil
	}
	reasoning := &grams{n: o.N}
	for i, turn := range t.Turns {
		if turn.Role != world.AssistantRole {
			continue
		}
		reasoning.add(turn.Reasoning)
		message := &grams{n: o.N}
		message.add(turn.Content)
		for _, g := range []*grams{reasoning, message} {
			if gram, times := g.most, g.times; times > o.MaxRepeats {
				return reject(reasonRepeats, "turn %d: %d times %q", i+1, times, clip(gram))
			}
		}
		if message.repetitive(o.MinUnique) {
			return reject(reasonRepeats, "turn %d: %d different of %d", i+1, len(message.counts), message.all)
		}
	}
	if reasoning.repetitive(o.MinUnique) {
		return reject(reasonRepeats, "reasoning: %d different of %d", len(reasoning.counts), reasoning.all)
	}
	return nil
}

// grams counts n-grams of words.
type grams struct {
	n, all int
	counts map[string]int
	most   string // the one that occurs most often, the first of equals
	times  int
}

// add counts the n-grams of a text, and none that reaches into another text.
func (g *grams) add(text string) {
	words := textvector.Words(text)
	if g.counts == nil {
		g.counts = map[string]int{}
	}
	for i := 0; i+g.n <= len(words); i++ {
		gram := join(words[i : i+g.n])
		g.all++
		g.counts[gram]++
		if n := g.counts[gram]; n > g.times {
			g.most, g.times = gram, n
		}
	}
}

// repetitive reports whether less than a share of the n-grams are distinct.
func (g *grams) repetitive(share float64) bool {
	return g.all > 0 && float64(len(g.counts)) < share*float64(g.all)
}

func join(words []string) string { return strings.Join(words, " ") }
