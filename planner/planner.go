// Package planner finds a way from a state to a goal: a sequence of actions over
// state variables with finitely many values. It knows nothing of what they mean.
//
// It is serialised iterated width (Lipovetzky and Geffner, ECAI 2012): from where it
// stands it searches breadth first for a state in which more of the goal holds than
// before, and passes over states that hold nothing new. New is first a value of one
// variable, then a pair of values of two, then everything. Problems that people set
// each other rarely need more than pairs. The way is then rid of steps that nothing
// needs; it need not be the shortest.
package planner

import (
	"encoding/binary"
	"slices"
)

// A Problem is what is to be solved.
type Problem struct {
	// Start holds the value of each variable.
	Start []int32

	// Goal is what has to hold in the end.
	Goal []Atom

	// Milestones are what a way to the goal may come past, one after the other:
	// whoever knows them saves the search for them. One that cannot be reached is
	// passed over.
	Milestones []Atom

	// Actions is how many there are. Apply changes next, which is a copy of state,
	// to what action a makes of it, and reports whether it can be done there. It
	// must say the same whenever it is asked.
	Actions int
	Apply   func(a int, state, next []int32) bool

	// Limit bounds the states that are looked at; 0 is 100,000.
	Limit int
}

// An Atom is a variable with a value.
type Atom struct{ Variable, Value int32 }

// defaultLimit is far above what a script needs.
const defaultLimit = 100_000

// Solve returns the actions that lead from the start to the goal, and how many
// states were looked at. ok is false if no way was found, which is no proof that
// there is none.
func Solve(p Problem) (plan []int, looked int, ok bool) {
	if p.Limit == 0 {
		p.Limit = defaultLimit
	}
	s := &search{Problem: p}
	state := slices.Clone(p.Start)
	for i := range p.Milestones {
		s.target = p.Milestones[i : i+1]
		if s.held(state) > 0 {
			continue
		}
		if way, to := s.widening(state, 1); way != nil {
			plan, state = append(plan, way...), to
		}
	}
	s.target = p.Goal
	for held := s.held(state); held < len(p.Goal); held = s.held(state) {
		way, to := s.widening(state, held+1)
		if way == nil {
			// It led into a dead end: from the start, and to the whole goal at once.
			if plan = nil; s.held(p.Start) == len(p.Goal) {
				break // a milestone led away from it
			}
			if plan, _ = s.widening(p.Start, len(p.Goal)); plan == nil {
				return nil, s.looked, false
			}
			break
		}
		plan, state = append(plan, way...), to
	}
	return s.needed(plan), s.looked, true
}

// widening is a way to a state in which so much of the goal holds, found with the
// least width that finds one; nil if none does.
func (s *search) widening(from []int32, wanted int) (way []int, to []int32) {
	for width := 1; width <= 3 && s.looked < s.Limit; width++ {
		if way, to = s.further(from, wanted, width); way != nil {
			return way, to
		}
	}
	return nil, nil
}

type search struct {
	Problem
	looked int
	target []Atom // a milestone, or the goal
}

// held counts the atoms of the target that hold.
func (s *search) held(state []int32) int {
	n := 0
	for _, a := range s.target {
		if state[a.Variable] == a.Value {
			n++
		}
	}
	return n
}

// A node is a state and how it was come to.
type node struct {
	state  []int32
	parent int
	action int
}

// further is a way from a state to one in which so much of the goal holds, and
// that state; nil if there is none, or if it takes more than the limit to find.
func (s *search) further(from []int32, wanted, width int) ([]int, []int32) {
	fresh := newNovelty(width, len(from))
	fresh.add(from, nil)
	nodes := []node{{from, -1, -1}}
	next := make([]int32, len(from))
	for at := 0; at < len(nodes); at++ {
		for a := range s.Actions {
			state := nodes[at].state
			copy(next, state)
			if !s.Apply(a, state, next) || slices.Equal(state, next) {
				continue
			}
			if s.looked++; s.looked >= s.Limit {
				return nil, nil
			}
			if s.held(next) >= wanted {
				way := []int{a}
				for n := at; n > 0; n = nodes[n].parent {
					way = append(way, nodes[n].action)
				}
				slices.Reverse(way)
				return way, slices.Clone(next)
			}
			if fresh.add(next, state) {
				nodes = append(nodes, node{slices.Clone(next), at, a})
			}
		}
	}
	return nil, nil
}

// needed leaves out steps, the first ones first, without which the rest can still
// be done and leads to the goal; then pairs of steps that undo each other.
func (s *search) needed(plan []int) []int {
	states := make([][]int32, 1, len(plan)+1) // before each step
	states[0] = s.Start
	again := func() {
		states = states[:1]
		for i, a := range plan {
			next := slices.Clone(states[i])
			s.Apply(a, states[i], next)
			states = append(states, next)
		}
	}
	state, next := slices.Clone(s.Start), slices.Clone(s.Start)
	// without reports whether steps i and j can be left out; i comes first.
	without := func(i, j int) bool {
		copy(state, states[i])
		for n := i + 1; n < len(plan); n++ {
			if n == j {
				continue
			}
			copy(next, state)
			if !s.Apply(plan[n], state, next) {
				return false
			}
			state, next = next, state
		}
		return s.held(state) == len(s.Goal)
	}
	again()
	for changed := true; changed; {
		changed = false
		for i := 0; i < len(plan); i++ {
			if without(i, -1) {
				plan = slices.Delete(plan, i, i+1)
				again()
				changed = true
				i--
			}
		}
		for i := 0; i < len(plan) && !changed; i++ {
			for j := i + 1; j < len(plan) && !changed; j++ {
				if without(i, j) {
					plan = slices.Delete(slices.Delete(plan, j, j+1), i, i+1)
					again()
					changed = true
				}
			}
		}
	}
	return plan
}

// A novelty remembers what has been seen, by one value, by two, or whole.
type novelty struct {
	width int
	ones  map[uint64]struct{}
	pairs map[[2]uint64]struct{}
	whole map[string]struct{}
	key   []byte
}

func newNovelty(width, variables int) *novelty {
	n := &novelty{width: width}
	switch width {
	case 1:
		n.ones = make(map[uint64]struct{}, 4*variables)
	case 2:
		n.pairs = map[[2]uint64]struct{}{}
	default:
		n.whole = map[string]struct{}{}
	}
	return n
}

func atom(variable int, value int32) uint64 { return uint64(variable)<<32 | uint64(uint32(value)) }

// add remembers a state and reports whether it holds anything new. What it shares
// with the state before it, if any, is not new.
func (n *novelty) add(state, before []int32) bool {
	fresh := false
	if n.width > 2 {
		n.key = n.key[:0]
		for _, v := range state {
			n.key = binary.LittleEndian.AppendUint32(n.key, uint32(v))
		}
		if _, seen := n.whole[string(n.key)]; !seen {
			n.whole[string(n.key)] = struct{}{}
			fresh = true
		}
		return fresh
	}
	for i, v := range state {
		if before != nil && before[i] == v {
			continue
		}
		a := atom(i, v)
		if n.width == 1 {
			if _, seen := n.ones[a]; !seen {
				n.ones[a] = struct{}{}
				fresh = true
			}
			continue
		}
		for j, w := range state {
			if before != nil && j < i && before[j] != state[j] {
				continue // the pair was looked at from the other side
			}
			pair := [2]uint64{min(a, atom(j, w)), max(a, atom(j, w))}
			if _, seen := n.pairs[pair]; !seen {
				n.pairs[pair] = struct{}{}
				fresh = true
			}
		}
	}
	return fresh
}
