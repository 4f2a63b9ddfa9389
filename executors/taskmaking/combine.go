package taskmaking

import (
	"slices"
	"strconv"

	"worldc/rng"
	"worldc/world"
	"worldc/world/engine"
)

// CombineOptions say which combinations are wanted.
type CombineOptions struct {
	// Sizes are the numbers of tools that a combination may have.
	Sizes []int

	// Combinations is the number of combinations, PerCombination that of the
	// scenarios of each.
	Combinations, PerCombination int

	// Distractors is how many other tools of the world a scenario shows.
	Distractors int

	// Seed goes into the stories, for whoever writes them.
	Seed uint64

	// Stream opens the random stream of the world for a purpose.
	Stream func(parts ...string) *rng.Stream
}

// A Combination is a group of tools that compose, with its scenarios.
type Combination struct {
	// Tools are the names of its tools, in the order of the world.
	Tools []string

	// Scenarios are those that were made, Missed those that were not.
	Scenarios []Scenario
	Missed    []Miss
}

// A Scenario is a task over a combination.
type Scenario struct {
	Made

	// Round is its position among the scenarios of its combination, from 0.
	Round int
}

// The reasons why there are no more combinations in a world.
const (
	// ReasonFewTools is that a world has not as many tools as a combination.
	ReasonFewTools = "the world has fewer tools than a combination needs"

	// ReasonApart is that no two tools of a world have anything to do with each
	// other: none feeds another, and no two are about the same rows.
	ReasonApart = "no two tools of the world compose"

	// ReasonUnneeded is that the walks over the tools of a combination come to
	// nothing, or leave one of them out.
	ReasonUnneeded = "no walk needs every tool of the combination"

	// ReasonNoMore is that all combinations of a world have been tried.
	ReasonNoMore = "the world has no more combinations of tools of which each is needed"
)

// The walks that are tried for a scenario: first of all of a combination, to see
// whether it composes, and then when it is known to.
const attemptsFirst, attemptsNext = 12, 24

// Combine finds combinations of tools in a world that e has loaded, and makes
// scenarios of each (SynWorld §3.1): walks over its tools alone that need every
// one of them. Where there are fewer combinations than wanted, why says so.
//
// A combination is likelier to have tools that those before it do not have. The
// n-th scenario of a combination depends on those before it only in that it is
// about other rows: asking for more keeps those that there are.
func Combine(e *engine.Engine, w *world.World, feeds []world.Feed, o CombineOptions) (list []Combination, why string) {
	g := survey(e, w, feeds)
	least := slices.Min(o.Sizes)
	if len(g.tools) < least {
		return nil, ReasonFewTools
	}
	c := &combiner{ground: g, options: o, seen: map[string]bool{}, uses: make([]int64, len(g.tools))}
	if !c.weigh() {
		return nil, ReasonApart
	}
	// Tools that seem to compose may not. Those that do when people say only what
	// people know come first; then, if need be, those that want an id to be said.
	// None is loose: tools that have nothing in common but the domain are no
	// combination.
	var left [][]int
	for tried := 0; len(list) < o.Combinations && tried < 4*o.Combinations+24; tried++ {
		if group := c.draw(strconv.Itoa(tried)); group != nil && !c.take(group, strict, &list) {
			left = append(left, group)
		}
	}
	for i := 0; len(list) < o.Combinations && i < len(left); i++ {
		c.take(left[i], frank, &list)
	}
	switch {
	case len(list) == 0:
		return nil, ReasonUnneeded
	case len(list) < o.Combinations:
		return list, ReasonNoMore
	}
	return list, ""
}

// A combiner looks for the combinations of a world. Tools go by their positions
// in ground.tools.
type combiner struct {
	*ground
	options CombineOptions
	bonds   [][]int64 // how much two tools have to do with each other
	seen    map[string]bool
	uses    []int64 // how many combinations have a tool
}

// What two tools have in common that are about the same rows, or about rows of
// which one refers to the other; a feed has up to 1000.
const sameRows, relatedRows = 300, 150

// weigh finds out how much tools have to do with each other, and reports whether
// any do.
func (c *combiner) weigh() bool {
	any := false
	c.bonds = make([][]int64, len(c.tools))
	for i, a := range c.tools {
		c.bonds[i] = make([]int64, len(c.tools))
		for j, b := range c.tools {
			if i == j {
				continue
			}
			bond := max(c.feeds[a][b], c.feeds[b][a])
			if a.table != nil && b.table != nil {
				switch {
				case a.table == b.table:
					bond += sameRows
				case refers(a.table, b.table), refers(b.table, a.table):
					bond += relatedRows
				}
			}
			// Two that both read rarely need each other, and two lists never do.
			if a.Effect == world.Read && b.Effect == world.Read {
				bond /= 2
			}
			c.bonds[i][j] = bond
			any = any || bond > 0
		}
	}
	return any
}

func refers(a, b *table) bool {
	return slices.ContainsFunc(a.parents, func(c *column) bool { return c.parent == b })
}

// draw draws a group that was not drawn before, in the order of the tools; nil
// where it comes to one that was.
func (c *combiner) draw(ordinal string) []int {
	s := c.options.Stream("combination", ordinal)
	for range 16 {
		size := rng.Pick(s, c.options.Sizes)
		weights := make([]int64, len(c.tools))
		for i := range weights {
			for _, bond := range c.bonds[i] {
				weights[i] = max(weights[i], bond)
			}
			weights[i] /= 1 + 2*c.uses[i]
		}
		var group []int
		for len(group) < size && sum(weights) > 0 {
			t := s.Weighted(weights)
			group = append(group, t)
			for i := range weights {
				weights[i] = 0
				for _, member := range group {
					weights[i] = max(weights[i], c.bonds[i][member])
				}
				weights[i] /= 1 + c.uses[i]
			}
			for _, member := range group {
				weights[member] = 0
			}
		}
		slices.Sort(group)
		key := ""
		for _, t := range group {
			key += strconv.Itoa(t) + " "
		}
		if len(group) == size && !c.seen[key] {
			c.seen[key] = true
			return group
		}
	}
	return nil
}

func sum(list []int64) (n int64) {
	for _, x := range list {
		n += x
	}
	return n
}

// take adds a group to the combinations, if there are scenarios of it.
func (c *combiner) take(group []int, m manner, list *[]Combination) bool {
	found, ok := c.scenarios(group, m)
	if ok {
		*list = append(*list, found)
		for _, t := range group {
			c.uses[t]++
		}
	}
	return ok
}

// scenarios makes the scenarios of a group; it is not ok where there is none.
func (c *combiner) scenarios(group []int, m manner) (found Combination, ok bool) {
	g := c.only(group)
	var ids []string
	for _, t := range g.tools {
		found.Tools = append(found.Tools, t.Tool.Name)
		ids = append(ids, t.Tool.ID)
	}
	o := Options{MinCalls: len(group), MaxCalls: len(group) + 3, Seed: c.options.Seed}
	var earlier []*walk
	for n := range c.options.PerCombination {
		attempts := attemptsNext
		if n == 0 {
			attempts = attemptsFirst
		}
		purpose := append([]string{"scenario"}, ids...)
		purpose = append(purpose, strconv.Itoa(n))
		stream := func(more ...string) *rng.Stream { return c.options.Stream(append(slices.Clone(purpose), more...)...) }
		w := g.scenario(n, o, m, attempts, earlier, stream)
		switch {
		case w != nil:
			earlier = append(earlier, w)
			x := w.made(o)
			x.Task.Kind = "combination"
			x.Task.ID = world.ID(world.TaskType, slices.Concat([]string{g.world.ID, "combination"}, ids, []string{strconv.Itoa(n)})...)
			x.Story.Task = x.Task.ID
			x.Task.Tools = c.shown(ids, stream("tools"))
			found.Scenarios = append(found.Scenarios, Scenario{x, n})
		case n == 0:
			return found, false
		default:
			found.Missed = append(found.Missed, Miss{n, ReasonAlike})
		}
	}
	return found, true
}

// scenario makes the n-th scenario of a combination; nil where there is none.
func (g *ground) scenario(n int, o Options, m manner, attempts int, earlier []*walk, stream func(...string) *rng.Stream) *walk {
	for attempt := range attempts {
		w := &walk{ground: g, stream: stream(strconv.Itoa(attempt)), options: o, readOnly: !g.writes, n: n, group: g.tools, manner: m}
		if w.make() != "" {
			continue
		}
		// At first another scenario has to want other things too; rather than none
		// it may want the same of other rows.
		alike := slices.ContainsFunc(earlier, func(other *walk) bool {
			return slices.Equal(w.rows(), other.rows()) || attempt < attempts/2 && w.wishes() == other.wishes()
		})
		if !alike {
			return w
		}
	}
	return nil
}

// only is the ground with the tools of a group alone.
func (g *ground) only(group []int) *ground {
	only := *g
	only.tools, only.givers, only.reads, only.writes = nil, map[*table][]*tool{}, false, false
	for _, i := range group {
		t := g.tools[i]
		only.tools = append(only.tools, t)
		only.reads = only.reads || t.Effect == world.Read
		only.writes = only.writes || t.Effect == world.Write
	}
	only.findGivers()
	return &only
}

// shown are the tools that an agent is shown: those of the combination, and some
// others of the world.
func (c *combiner) shown(ids []string, s *rng.Stream) []string {
	shown := slices.Clone(ids)
	others := slices.DeleteFunc(slices.Clone(c.ids), func(id string) bool { return slices.Contains(ids, id) })
	s.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	for _, id := range others[:min(len(others), c.options.Distractors)] {
		shown = slices.Insert(shown, s.IntN(len(shown)+1), id)
	}
	return shown
}

// lacking are the tools of the combination that the walk has not called.
func (w *walk) lacking() []*tool {
	return slices.DeleteFunc(slices.Clone(w.group), func(t *tool) bool {
		return slices.ContainsFunc(w.calls, func(c call) bool { return c.tool == t })
	})
}
