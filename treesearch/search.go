package treesearch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
)

// Search searches. The error is that of Expand or Try, a score outside [0, 1], or
// options that make no sense; the tree is then what was found before.
func Search[S any](ctx context.Context, p Problem[S], o Options) (*Tree[S], error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	s := &search[S]{problem: p, options: o, tree: &Tree[S]{}}
	err := s.run(ctx)
	s.tell()
	return s.tree, err
}

func (o *Options) check() error {
	switch {
	case o.Strategy != MCTS && o.Strategy != Chain && o.Strategy != SoftMix:
		return fmt.Errorf("treesearch: there is no strategy %q", o.Strategy)
	case o.Iterations < 1:
		return fmt.Errorf("treesearch: %d iterations try nothing", o.Iterations)
	case o.Iterations > math.MaxInt32/8:
		return fmt.Errorf("treesearch: %d iterations are more than the %d that it can count", o.Iterations, math.MaxInt32/8)
	case o.Width < 1:
		return fmt.Errorf("treesearch: with a width of %d nothing is made of the root", o.Width)
	case o.Depth < 0 || o.Patience < 0:
		return errors.New("treesearch: depth and patience count, and cannot be negative")
	case !(o.Exploration >= 0) || !(o.Margin >= 0):
		return errors.New("treesearch: exploration and margin are numbers of 0 and above")
	case o.Strategy == SoftMix && o.Draw == nil:
		return errors.New("treesearch: softmix draws")
	}
	return nil
}

// A search is a tree that grows. What selection reads is apart from states and
// scores, children next to each other: a million nodes are gone through in a
// second.
type search[S any] struct {
	problem Problem[S]
	options Options
	tree    *Tree[S]
	slots   []slot
	at      []int32 // the slots of nodes

	best   float64
	since  int  // states tried since the best
	newest int  // the last state that was tried
	stuck  bool // nothing could be made of it
	logs   rootLogs
}

// A slot is what selection knows of a node: its bound is mean + width·√ln(visits
// of the parent). It fills a line of the processor's cache.
type slot struct {
	mean, width float64 // total/visits, exploration/√visits
	total       float64
	visits      int32
	node, depth int32
	up          int32 // the parent's slot, -1 at the root

	// The children that were asked for, one after the other, and for how many
	// there is room before they move.
	first, asked, room int32

	open   int32 // children that are not terminal
	closed bool  // it is terminal, or being tried for the first time
	ended  bool  // it is terminal
}

// A leaf is a node of this round.
type leaf[S any] struct {
	parent, node int
	state        S
	score        float64
	err          error
}

func (s *search[S]) run(ctx context.Context) error {
	o := &s.options
	const expected = 1 << 20 // more nodes than that are found room for as they come
	s.slots = make([]slot, 0, min(o.Iterations, expected))
	s.at = make([]int32, 0, min(o.Iterations, expected))
	s.tree.Nodes = make([]Node[S], 0, min(o.Iterations, expected))
	s.add(-1)
	root := &leaf[S]{parent: -1, state: s.problem.Root}
	s.tree.Nodes[0].State = root.state
	if root.score, root.err = s.problem.Try(ctx, 0, root.state); root.err != nil {
		return root.err
	}
	if err := s.settle(root); err != nil {
		return err
	}
	batch := make([]leaf[S], 0, o.leaves())
	for tried := 1; tried < o.Iterations; tried += len(batch) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if o.Patience > 0 && s.since >= o.Patience {
			s.tree.End = NoPatience
			return nil
		}
		batch = batch[:0]
		for len(batch) < min(o.leaves(), o.Iterations-tried) {
			parent := s.choose()
			if parent < 0 {
				break
			}
			batch = append(batch, leaf[S]{parent: parent, node: s.add(parent)})
		}
		if len(batch) == 0 {
			s.tree.End = NothingLeft
			return nil
		}
		s.work(ctx, batch)
		for i := range batch {
			if err := s.settle(&batch[i]); err != nil {
				return err
			}
		}
	}
	s.tree.End = Finished
	return nil
}

// add makes a node that is about to be tried. Where others are chosen meanwhile,
// it counts as a visit that brought nothing, so that they go elsewhere.
func (s *search[S]) add(parent int) int {
	n := len(s.tree.Nodes)
	node, x, at := Node[S]{Parent: parent}, slot{node: int32(n), up: -1, closed: true}, 0
	if parent < 0 {
		s.slots = append(s.slots, slot{})
	} else {
		at = s.place(parent)
		x.up = s.at[parent]
		x.depth = s.slots[x.up].depth + 1
		node.Depth = int(x.depth)
		up := &s.tree.Nodes[parent]
		if up.last > 0 {
			s.tree.Nodes[up.last].next = int32(n)
		} else {
			up.first = int32(n)
		}
		up.last = int32(n)
	}
	s.slots[at] = x
	s.at = append(s.at, int32(at))
	s.tree.Nodes = append(s.tree.Nodes, node)
	if s.options.leaves() > 1 {
		s.count(n, 1, 0)
	}
	return n
}

// place is the slot of the next child of a node. Children move where there is
// no more room for them.
func (s *search[S]) place(parent int) int {
	up := &s.slots[s.at[parent]]
	if up.asked == up.room {
		first := int32(len(s.slots))
		room := max(4, 2*up.room)
		if s.options.Strategy == MCTS { // others know no width
			room = min(room, int32(min(s.options.Width, math.MaxInt32)))
		}
		old := s.slots[up.first : up.first+up.asked]
		up.first, up.room = first, room
		for range room {
			s.slots = append(s.slots, slot{})
		}
		for i := range old {
			moved := first + int32(i)
			s.slots[moved] = old[i]
			s.at[old[i].node] = moved
			for c := range old[i].asked {
				s.slots[old[i].first+c].up = moved
			}
		}
		up = &s.slots[s.at[parent]]
	}
	up.asked++
	up.open++
	return int(up.first + up.asked - 1)
}

// count adds to the statistics of a node and those above it.
func (s *search[S]) count(n int, visits int32, total float64) {
	for at := s.at[n]; at >= 0; at = s.slots[at].up {
		x := &s.slots[at]
		x.visits += visits
		x.total += total
		if x.visits > 0 {
			x.mean = x.total / float64(x.visits)
			x.width = s.options.Exploration / math.Sqrt(float64(x.visits))
		}
	}
}

// work makes and tries the states of a round.
func (s *search[S]) work(ctx context.Context, batch []leaf[S]) {
	one := func(l *leaf[S]) {
		if l.state, l.err = s.problem.Expand(ctx, s.tree, l.parent, l.node); l.err == nil {
			l.score, l.err = s.problem.Try(ctx, l.node, l.state)
		}
	}
	threads := min(max(1, s.options.Threads), len(batch))
	if threads == 1 {
		for i := range batch {
			one(&batch[i])
		}
		return
	}
	// Expand reads the tree, which nobody changes meanwhile.
	var group sync.WaitGroup
	next := make(chan int)
	for range threads {
		group.Go(func() {
			for i := range next {
				one(&batch[i])
			}
		})
	}
	for i := range batch {
		next <- i
	}
	close(next)
	group.Wait()
}

// settle takes up what became of a leaf.
func (s *search[S]) settle(l *leaf[S]) error {
	visits := int32(1)
	if s.options.leaves() > 1 { // it was counted when it was chosen
		visits = 0
	}
	switch {
	case l.err != nil && errors.Is(l.err, ErrNothing):
		s.count(l.node, visits-1, 0)
		s.close(l.node, Nothing)
		s.stuck = true
		return nil
	case l.err != nil:
		return l.err
	case !(l.score >= 0 && l.score <= 1):
		return fmt.Errorf("treesearch: node %d is worth %v, which does not lie in [0, 1]", l.node, l.score)
	}
	node := &s.tree.Nodes[l.node]
	node.State, node.Score, node.Tried = l.state, l.score, true
	s.count(l.node, visits, l.score)
	s.newest = l.node
	if s.since++; l.node == 0 || l.score > s.best {
		s.best, s.since = l.score, 0
	}
	o := &s.options
	switch {
	case o.Prune && l.parent >= 0 && l.score < s.tree.Nodes[l.parent].Score-o.Margin:
		s.close(l.node, Worse)
	case o.Depth > 0 && node.Depth >= o.Depth:
		s.close(l.node, TooDeep)
	default:
		s.slots[s.at[l.node]].closed = false
	}
	return nil
}

// close makes a node terminal, and those above it that are full and have no other
// way on.
func (s *search[S]) close(n int, why Terminal) {
	at := s.at[n]
	for {
		x := &s.slots[at]
		x.closed, x.ended = true, true
		s.tree.Nodes[x.node].Terminal = why
		if x.up < 0 {
			return
		}
		up := &s.slots[x.up]
		if up.open--; up.open > 0 || int(up.asked) < s.options.Width || up.ended || s.options.Strategy != MCTS {
			return
		}
		at, why = x.up, Exhausted
	}
}

// tell writes the statistics into the nodes.
func (s *search[S]) tell() {
	for n, at := range s.at {
		s.tree.Nodes[n].Visits, s.tree.Nodes[n].Total = int(s.slots[at].visits), s.slots[at].total
	}
}

// sortBest sorts nodes by score, of equal ones the older first.
func sortBest(nodes []int, score func(int) float64) {
	slices.SortFunc(nodes, func(a, b int) int {
		return cmp.Or(cmp.Compare(score(b), score(a)), cmp.Compare(a, b))
	})
}
