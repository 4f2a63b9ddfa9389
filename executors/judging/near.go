package judging

import (
	"encoding/json"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/executors/textvector"
	"worldc/world"
)

// NearDuplicates is the check for trajectories that are nearly the same as an
// earlier one that was kept. Which words the agent found and what the tools
// answered follows from what the user said and what was called; so these two
// are compared, as sets: the runs of N words of the user's turns, and the calls
// by their arguments.
type NearDuplicates struct {
	// MaxSimilarity is the cosine of two sets, in millionths, above which the
	// later one is rejected.
	MaxSimilarity uint32

	N int

	// Embed, if given, makes the vector of a text. Then what the user says and the
	// calls are compared by their vector and not as sets.
	Embed func(text string) ([]int16, error)
}

const reasonSeen = "it is nearly the same as an earlier one"

// Check is the check for near duplicates.
func (o NearDuplicates) Check() Check { return Check{Name: "near_duplicates", Near: &o} }

// features are the set by which a case is compared, ascending: 32 bits of a hash
// for each element.
func (o *NearDuplicates) features(c *Case) []uint32 {
	var set []uint32
	add := func(hash uint64) { set = append(set, uint32(hash^hash>>32)) }
	for _, turn := range c.Trajectory.Turns {
		switch turn.Role {
		case world.UserRole:
			words := textvector.Words(turn.Content)
			if n := len(words); 0 < n && n < o.N {
				add(hashText(strings.Join(words, " ")))
			}
			for gram := range gramHashes(words, o.N) {
				add(gram)
			}
		case world.AssistantRole:
			for _, call := range turn.Calls {
				for _, argument := range argumentsOf(call) {
					add(hashText(argument))
				}
			}
		}
	}
	slices.Sort(set)
	return slices.Compact(set)
}

// argumentsOf are the arguments of a call, each with the tool and its own name;
// of a call without arguments the tool.
func argumentsOf(c world.Call) []string {
	raw, err := artifact.Canonical(c.Arguments)
	if err != nil {
		raw = c.Arguments
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil || len(object) == 0 {
		return []string{"\x00" + c.Tool + "\x00" + string(raw)}
	}
	list := make([]string, 0, len(object))
	for name, value := range object { //lint:ordered into a set, which is sorted
		list = append(list, "\x00"+c.Tool+"\x00"+name+"\x00"+string(value))
	}
	return list
}

// text is what is embedded of a case: what the user says, and the calls.
func (o *NearDuplicates) text(c *Case) string {
	var b strings.Builder
	for _, turn := range c.Trajectory.Turns {
		switch turn.Role {
		case world.UserRole:
			b.WriteString(turn.Content + "\n")
		case world.AssistantRole:
			for _, call := range turn.Calls {
				b.WriteString(call.Tool + " " + string(call.Arguments) + "\n")
			}
		}
	}
	return b.String()
}
