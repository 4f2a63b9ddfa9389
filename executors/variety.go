package executors

import (
	"slices"
	"strconv"
	"strings"

	"worldc/world"
)

// A variety counts what differs among the scripts of each family: the sets of
// actions as a player words them, the kinds of goals (which attributes of which
// sorts of things the conditions ask for, and how many), the lengths of solutions,
// and the goals in words.
type variety struct {
	actions, goals, lengths, words map[string]map[string]bool // by family
}

func newVariety() *variety {
	return &variety{map[string]map[string]bool{}, map[string]map[string]bool{}, map[string]map[string]bool{}, map[string]map[string]bool{}}
}

func (v *variety) add(s *world.Script) {
	see := func(seen map[string]map[string]bool, what string) {
		if seen[s.Family] == nil {
			seen[s.Family] = map[string]bool{}
		}
		seen[s.Family][what] = true
	}
	var actions, goals []string
	for _, a := range s.Actions {
		actions = append(actions, a.Template)
	}
	for _, c := range s.Conditions {
		goals = append(goals, c.Table+"."+c.Column)
	}
	slices.Sort(actions)
	slices.Sort(goals)
	see(v.actions, strings.Join(actions, "\n"))
	see(v.goals, strings.Join(goals, "\n"))
	see(v.lengths, strconv.Itoa(len(s.Solution)))
	see(v.words, s.Task.Goal)
}

// measure tells how many of each there are.
func (v *variety) measure(out *Output) {
	for _, m := range []struct {
		name string
		seen map[string]map[string]bool
	}{{"different_action_sets", v.actions}, {"different_goal_kinds", v.goals}, {"different_solution_lengths", v.lengths}, {"different_goals", v.words}} {
		count := map[string]int64{}
		for family, seen := range m.seen { //lint:ordered into a map
			count[family] = int64(len(seen))
		}
		out.Measure(m.name, count)
	}
}
