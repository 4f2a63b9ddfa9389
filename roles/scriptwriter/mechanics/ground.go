package mechanics

import (
	"fmt"
	"iter"
	"slices"

	"worldc/planner"
)

// A Step is a rule with the values of its parameters, in their order.
type Step struct {
	Rule   *Rule
	Values []string
}

// mostLooked bounds the states that are looked at for one game: it is cheaper to
// draw another one than to look for the way through one that is hard to plan.
const mostLooked = 20_000

// Plan finds a way to win the game; ok is false if none was found.
func (g *Game) Plan() (steps []Step, looked int, ok bool) {
	w := g.ground(true)
	w.problem.Limit = mostLooked
	plan, looked, ok := planner.Solve(w.problem)
	if !ok {
		return nil, looked, false
	}
	for _, a := range plan {
		steps = append(steps, w.steps[a])
	}
	return steps, looked, true
}

// Within finds a way to win the game in at most so many steps; ok is false if none was
// found.
func (g *Game) Within(most int) (steps []Step, ok bool) {
	w := g.ground(true)
	w.problem.Limit = mostLooked
	plan, ok := planner.Within(w.problem, most)
	for _, a := range plan {
		steps = append(steps, w.steps[a])
	}
	return steps, ok
}

// A ground game is one in numbers. A variable is an attribute of a thing that some
// rule may change; what none changes is looked up. A value is a number as it is, a
// flag as 0 or 1, and a text or a thing as its place among all texts, which begin
// with the names of the things.
type ground struct {
	game   *Game
	cast   []Thing
	sorts  []*Sort        // of the things
	things map[string]int // by name
	texts  map[string]int32
	words  []string

	pairs     map[pair]int       // the things that join two others
	variables map[[2]string]bool // sort and attribute that change
	slots     []map[string]slot  // by thing: its attributes
	start     []int32
	steps     []Step
	rules     []compiled
	of        []int // the rule of each step
	arguments [][]int32
	problem   planner.Problem
	varies    bool // a variable was read
}

// A slot is where an attribute of a thing has its value.
type slot struct {
	variable int32 // -1 where nothing changes it
	value    int32
}

const nothing = -1 << 30

// A pair is two things that a thing of a sort joins, by its attributes `one` and
// `other`, in either order.
type pair struct {
	sort       string
	one, other int32
}

type compiled struct {
	place *term
	needs [][]comparison
	does  []effect
}

// ground puts a game into numbers; possible leaves out the steps that can never be
// taken because of what nothing changes.
func (g *Game) ground(possible bool) *ground {
	w := &ground{game: g, cast: g.cast(), things: map[string]int{}, texts: map[string]int32{}, pairs: map[pair]int{}, variables: map[[2]string]bool{}}
	for i, t := range w.cast {
		if _, twice := w.things[t.Name]; twice {
			panic(fmt.Sprintf("mechanics: two things are called %q", t.Name))
		}
		w.things[t.Name] = i
		w.text(t.Name)
		w.sorts = append(w.sorts, g.sort(t.Sort))
	}
	for i := range g.Rules {
		r := &g.Rules[i]
		var c compiled
		if r.Place != "" {
			t := parseTerm(r.Place)
			c.place = &t
		}
		for _, n := range r.Needs {
			c.needs = append(c.needs, parseCondition(n.Condition))
		}
		for _, d := range r.Does {
			e := parseEffect(d)
			c.does = append(c.does, e)
			for _, s := range g.Sorts {
				w.variables[[2]string{s.Name, e.name}] = true
			}
		}
		w.rules = append(w.rules, c)
	}
	for i, t := range w.cast {
		slots := map[string]slot{}
		if w.sorts[i] != nil {
			for _, a := range w.sorts[i].Attributes {
				v := w.value(a.of(t))
				if w.variables[[2]string{t.Sort, a.Name}] {
					slots[a.Name] = slot{int32(len(w.start)), 0}
					w.start = append(w.start, v)
				} else {
					slots[a.Name] = slot{-1, v}
				}
			}
		}
		w.slots = append(w.slots, slots)
	}
	for i, t := range w.cast {
		one, joins := t.Values["one"].(string)
		other, two := t.Values["other"].(string)
		if joins && two {
			a, b := w.text(one), w.text(other)
			for _, p := range []pair{{t.Sort, b, a}, {t.Sort, a, b}} {
				if _, taken := w.pairs[p]; !taken {
					w.pairs[p] = i
				}
			}
		}
	}
	for i := range g.Rules {
		if len(g.Rules[i].Does) > 0 { // what only looks changes nothing
			w.instances(i, possible)
		}
	}
	w.problem = planner.Problem{Start: w.start, Actions: len(w.steps), Apply: w.apply, Goal: w.atoms(g.Goal), Milestones: w.atoms(g.Milestones)}
	return w
}

// atoms are goals in numbers.
func (w *ground) atoms(goals []Goal) (list []planner.Atom) {
	for _, c := range goals {
		s, known := w.slots[w.things[c.Thing]][c.Attribute]
		if _, there := w.things[c.Thing]; !there || !known {
			panic(fmt.Sprintf("mechanics: the goal asks for %s of %s, which it does not have", c.Attribute, c.Thing))
		}
		if s.variable < 0 {
			panic(fmt.Sprintf("mechanics: nothing changes the %s of %s, which the goal asks for", c.Attribute, c.Thing))
		}
		list = append(list, planner.Atom{Variable: s.variable, Value: w.value(c.Value)})
	}
	return list
}

// possible reports whether a step can be taken as far as that depends on what
// nothing changes.
func (w *ground) possible(step int) bool {
	for _, n := range w.rules[w.of[step]].needs {
		w.varies = false
		if !slices.ContainsFunc(n, func(c comparison) bool { return w.holds(step, &c, w.start) }) && !w.varies {
			return false
		}
	}
	return true
}

// instances fills the parameters of a rule in all ways.
func (w *ground) instances(rule int, possible bool) {
	r := &w.game.Rules[rule]
	lists := make([][]string, len(r.Parameters))
	for i, p := range r.Parameters {
		lists[i] = w.game.legal(p)
		if len(lists[i]) == 0 {
			return
		}
	}
	choice := make([]int, len(lists))
	for {
		s := Step{Rule: r}
		var arguments []int32
		for i, c := range choice {
			s.Values = append(s.Values, lists[i][c])
			arguments = append(arguments, w.text(lists[i][c]))
		}
		w.steps, w.of, w.arguments = append(w.steps, s), append(w.of, rule), append(w.arguments, arguments)
		if n := len(w.steps) - 1; possible && !w.possible(n) {
			w.steps, w.of, w.arguments = w.steps[:n], w.of[:n], w.arguments[:n]
		}
		i := 0
		for ; i < len(choice); i++ {
			if choice[i]++; choice[i] < len(lists[i]) {
				break
			}
			choice[i] = 0
		}
		if i == len(choice) {
			return
		}
	}
}

func (w *ground) text(s string) int32 {
	n, known := w.texts[s]
	if !known {
		n = int32(len(w.words))
		w.texts[s] = n
		w.words = append(w.words, s)
	}
	return n
}

func (w *ground) value(v any) int32 {
	switch v := v.(type) {
	case nil:
		return nothing
	case bool:
		if v {
			return 1
		}
		return 0
	case int:
		return int32(v)
	case string:
		return w.text(v)
	}
	panic(fmt.Sprintf("mechanics: %v is no value of an attribute", v))
}

// slot finds what a term leads to; ok is false if something on the way is nothing.
func (w *ground) slot(step int, t *term, state []int32) (slot, bool) {
	thing, path := len(w.cast)-1, t.path
	switch {
	case t.pair != "":
		one, other := w.read(step, t.joins[0], state), w.read(step, t.joins[1], state)
		joined, ok := w.pairs[pair{t.pair, one, other}]
		if !ok {
			return slot{}, false
		}
		if len(path) == 0 {
			return slot{-1, int32(joined)}, true
		}
		thing = joined
	case path[0] == playerSort:
		if path = path[1:]; len(path) == 0 {
			return slot{-1, int32(thing)}, true
		}
	default:
		r := &w.game.Rules[w.of[step]]
		i := slices.IndexFunc(r.Parameters, func(p Parameter) bool { return p.Name == path[0] })
		if i < 0 {
			panic(fmt.Sprintf("mechanics: %s has no parameter %s", r.Name, path[0]))
		}
		if path = path[1:]; len(path) == 0 {
			return slot{-1, w.arguments[step][i]}, true
		}
		thing = int(w.arguments[step][i])
	}
	for i, attribute := range path {
		if thing < 0 || thing >= len(w.cast) {
			return slot{}, false
		}
		s, known := w.slots[thing][attribute]
		if !known {
			return slot{}, false
		}
		w.varies = w.varies || s.variable >= 0
		if i == len(path)-1 {
			return s, true
		}
		thing = int(s.of(state))
	}
	panic("mechanics: a path without an end")
}

func (s slot) of(state []int32) int32 {
	if s.variable < 0 {
		return s.value
	}
	return state[s.variable]
}

// read is the value of a term; nothing where something on its way is.
func (w *ground) read(step int, t *term, state []int32) int32 {
	if t.isValue {
		return w.value(t.value)
	}
	s, ok := w.slot(step, t, state)
	if !ok {
		return nothing
	}
	return s.of(state)
}

func (w *ground) holds(step int, c *comparison, state []int32) bool {
	switch c.operator {
	case "no", "some":
		for range w.selected(step, c.sort, c.with, state) {
			return c.operator == "some"
		}
		return c.operator == "no"
	}
	left, right := w.read(step, &c.left, state), w.read(step, &c.right, state)
	switch c.operator {
	case "=":
		return left == right
	case "!=":
		return left != right
	}
	if left == nothing || right == nothing {
		return false
	}
	switch c.operator {
	case "<":
		return left < right
	case "<=":
		return left <= right
	case ">":
		return left > right
	default:
		return left >= right
	}
}

// apply is what a step makes of a state.
func (w *ground) apply(step int, state, next []int32) bool {
	r := &w.rules[w.of[step]]
	if r.place != nil {
		here := w.slots[len(w.cast)-1]["place"]
		if at := w.read(step, r.place, state); at == nothing || at != here.of(state) {
			return false
		}
	}
	for _, n := range r.needs {
		if !slices.ContainsFunc(n, func(c comparison) bool { return w.holds(step, &c, state) }) {
			return false
		}
	}
	for i := range r.does {
		// Effects follow each other: each sees what those before it did.
		e := &r.does[i]
		v := w.read(step, &e.value, next)
		if e.sort != "" {
			// Which things they are is settled before any of them changes.
			var chosen []int
			for thing := range w.selected(step, e.sort, e.with, next) {
				chosen = append(chosen, thing)
			}
			for _, thing := range chosen {
				s, ok := w.slots[thing][e.name]
				if !ok {
					return false
				}
				s.change(e.operator, v, next)
			}
			continue
		}
		s, ok := w.slot(step, &e.target, next)
		if !ok || s.variable < 0 {
			return false
		}
		s.change(e.operator, v, next)
	}
	return true
}

func (s slot) change(operator string, v int32, state []int32) {
	switch operator {
	case "+=":
		v = state[s.variable] + v
	case "-=":
		v = state[s.variable] - v
	}
	state[s.variable] = v
}

// selected are the things of a sort that have certain attributes.
func (w *ground) selected(step int, sort string, with []match, state []int32) iter.Seq[int] {
	return func(yield func(int) bool) {
		wanted := make([]int32, 0, 4)
		for i := range with {
			wanted = append(wanted, w.read(step, &with[i].value, state))
		}
	things:
		for i := range w.cast {
			if w.cast[i].Sort != sort {
				continue
			}
			for n := range with {
				s := w.slots[i][with[n].attribute]
				w.varies = w.varies || s.variable >= 0
				if s.of(state) != wanted[n] {
					continue things
				}
			}
			if !yield(i) {
				return
			}
		}
	}
}
