package planner

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// An operator changes variables where others have values.
type operator struct {
	needs, does []Atom
}

func problemOf(start []int32, goal []Atom, operators []operator) Problem {
	return Problem{Start: start, Goal: goal, Actions: len(operators), Apply: func(a int, state, next []int32) bool {
		for _, n := range operators[a].needs {
			if state[n.Variable] != n.Value {
				return false
			}
		}
		for _, d := range operators[a].does {
			next[d.Variable] = d.Value
		}
		return true
	}}
}

// reachable reports by plain search whether the goal can be reached, and how far
// it is.
func reachable(p Problem) (int, bool) {
	type entry struct {
		state []int32
		depth int
	}
	seen := [][]int32{p.Start}
	queue := []entry{{p.Start, 0}}
	s := &search{Problem: p, target: p.Goal}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if s.held(at.state) == len(p.Goal) {
			return at.depth, true
		}
		for a := range p.Actions {
			next := slices.Clone(at.state)
			if p.Apply(a, at.state, next) && !slices.ContainsFunc(seen, func(x []int32) bool { return slices.Equal(x, next) }) {
				seen = append(seen, next)
				queue = append(queue, entry{next, at.depth + 1})
			}
		}
	}
	return 0, false
}

// A plan is found where there is one and nowhere else, whatever it is to come past;
// it leads to the goal step by step, and none of its steps can be left out.
func TestSolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "variables")
		value := rapid.Int32Range(0, 2)
		atomOf := rapid.Custom(func(t *rapid.T) Atom {
			return Atom{rapid.Int32Range(0, int32(n-1)).Draw(t, "variable"), value.Draw(t, "value")}
		})
		var operators []operator
		undo := rapid.Bool().Draw(t, "undo")
		for range rapid.IntRange(0, 8).Draw(t, "operators") {
			v, from, to := rapid.Int32Range(0, int32(n-1)).Draw(t, "of"), value.Draw(t, "from"), value.Draw(t, "to")
			var needs []Atom
			for _, a := range rapid.SliceOfN(atomOf, 0, 2).Draw(t, "needs") {
				if a.Variable != v {
					needs = append(needs, a)
				}
			}
			operators = append(operators, operator{append(slices.Clone(needs), Atom{v, from}), []Atom{{v, to}}})
			if undo {
				operators = append(operators, operator{append(slices.Clone(needs), Atom{v, to}), []Atom{{v, from}}})
			}
		}
		var goal []Atom
		for v := range n {
			if rapid.Bool().Draw(t, "wanted") {
				goal = append(goal, Atom{int32(v), value.Draw(t, "goal")})
			}
		}
		p := problemOf(rapid.SliceOfN(value, n, n).Draw(t, "start"), goal, operators)
		// Milestones lead anywhere, into dead ends too.
		p.Milestones = rapid.SliceOfN(atomOf, 0, 3).Draw(t, "milestones")
		plan, _, ok := Solve(p)
		shortest, possible := reachable(p)
		if ok != possible {
			t.Fatalf("solved %v, solvable %v", ok, possible)
		}
		if !ok {
			return
		}
		if len(plan) < shortest {
			t.Fatalf("%d steps where %d are needed", len(plan), shortest)
		}
		follow := func(leave int) bool {
			state := slices.Clone(p.Start)
			for i, a := range plan {
				next := slices.Clone(state)
				if i == leave {
					continue
				}
				if !p.Apply(a, state, next) {
					return false
				}
				state = next
			}
			return (&search{Problem: p, target: p.Goal}).held(state) == len(goal)
		}
		if !follow(-1) {
			t.Fatalf("%v does not lead to the goal", plan)
		}
		for i := range plan {
			if follow(i) {
				t.Fatalf("step %d of %v is idle", i, plan)
			}
		}
	})
}

// Ten boxes are to be carried through a row of rooms, one at a time.
func boxes(n int) Problem {
	const rooms = 8
	start, goal := make([]int32, n+2), []Atom{}
	start[n+1] = -1 // what is carried
	for i := range n {
		start[i] = int32(i % rooms)
		goal = append(goal, Atom{int32(i), rooms - 1 - int32(i%rooms)})
	}
	return Problem{Start: start, Goal: goal, Actions: 2 + 2*n, Apply: func(a int, s, next []int32) bool {
		switch {
		case a == 0:
			next[n]++
			return s[n] < rooms-1
		case a == 1:
			next[n]--
			return s[n] > 0
		case a < 2+n: // take
			next[a-2], next[n+1] = rooms, int32(a-2)
			return s[a-2] == s[n] && s[n+1] < 0
		default:
			next[a-2-n], next[n+1] = s[n], -1
			return s[n+1] == int32(a-2-n)
		}
	}}
}

func TestBoxes(t *testing.T) {
	plan, looked, ok := Solve(boxes(10))
	if !ok || len(plan) < 40 {
		t.Errorf("%d steps, %d states, %v", len(plan), looked, ok)
	}
	t.Logf("%d steps, %d states", len(plan), looked)
}

func BenchmarkSolve(b *testing.B) {
	p := boxes(4)
	for b.Loop() {
		if _, _, ok := Solve(p); !ok {
			b.Fatal("no way")
		}
	}
}

// The way that is found within a number of actions is a shortest one, and one is found
// wherever there is one.
func TestWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "variables")
		value := rapid.Int32Range(0, 2)
		atom := rapid.Custom(func(t *rapid.T) Atom {
			return Atom{rapid.Int32Range(0, int32(n-1)).Draw(t, "variable"), value.Draw(t, "value")}
		})
		operators := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) operator {
			return operator{rapid.SliceOfN(atom, 0, 2).Draw(t, "needs"), rapid.SliceOfN(atom, 1, 2).Draw(t, "does")}
		}), 1, 6).Draw(t, "operators")
		p := problemOf(rapid.SliceOfN(value, n, n).Draw(t, "start"), rapid.SliceOfN(atom, 1, 2).Draw(t, "goal"), operators)
		far, can := reachable(p)
		most := rapid.IntRange(0, 6).Draw(t, "most")
		plan, ok := Within(p, most)
		if ok != (can && far <= most) || ok && len(plan) != far {
			t.Fatalf("%v, %t; the goal is %d actions away (%t)", plan, ok, far, can)
		}
		state := slices.Clone(p.Start)
		for _, a := range plan {
			next := slices.Clone(state)
			if !p.Apply(a, state, next) {
				t.Fatalf("%v cannot be done", plan)
			}
			state = next
		}
	})
}
