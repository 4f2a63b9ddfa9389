package planner

import (
	"encoding/binary"
	"slices"
)

// Within looks for a way to the goal of at most so many actions: every state that can be
// come to is looked at, the nearest first. ok is false where there is none, or none
// was found among as many states as the limit allows.
func Within(p Problem, most int) (plan []int, ok bool) {
	if p.Limit == 0 {
		p.Limit = defaultLimit
	}
	s := &search{Problem: p, target: p.Goal}
	if s.held(p.Start) == len(p.Goal) {
		return nil, true
	}
	seen := map[string]bool{string(stateKey(nil, p.Start)): true}
	nodes := []node{{slices.Clone(p.Start), -1, -1}}
	next := make([]int32, len(p.Start))
	key := make([]byte, 0, 4*len(p.Start))
	for depth, at := 1, 0; depth <= most; depth++ {
		for end := len(nodes); at < end; at++ {
			for a := range p.Actions {
				copy(next, nodes[at].state)
				if !p.Apply(a, nodes[at].state, next) {
					continue
				}
				if s.held(next) == len(p.Goal) {
					plan = []int{a}
					for n := at; n > 0; n = nodes[n].parent {
						plan = append(plan, nodes[n].action)
					}
					slices.Reverse(plan)
					return plan, true
				}
				if key = stateKey(key[:0], next); depth == most || seen[string(key)] {
					continue
				}
				if s.looked++; s.looked >= p.Limit {
					return nil, false
				}
				seen[string(key)] = true
				nodes = append(nodes, node{slices.Clone(next), at, a})
			}
		}
	}
	return nil, false
}

// stateKey appends what tells a state from others.
func stateKey(to []byte, state []int32) []byte {
	for _, v := range state {
		to = binary.LittleEndian.AppendUint32(to, uint32(v))
	}
	return to
}
