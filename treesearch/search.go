package treesearch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"worldc/detmath"
)

// Search searches. The error is that of Expand or Try, a score outside [0, 1], or
// options that make no sense; the tree is then what was found before.
func Search[S any](ctx context.Context, p Problem[S], o Options) (*Tree[S], error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	s := &search[S]{problem: p, options: o, tree: &Tree[S]{}}
	s.logs.work = func(n float64) float64 { return math.Sqrt(detmath.Log(n)) }
	s.widths.work = func(n float64) float64 { return o.Exploration / math.Sqrt(n) }
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
// scores: a million nodes are gone through in a second.
type search[S any] struct {
	problem Problem[S]
	options Options
	tree    *Tree[S]

	best   float64
	since  int  // states tried since the best
	newest int  // the last state that was tried
	stuck  bool // nothing could be made of it

	logs   byVisits // √ln(visits)
	widths byVisits // exploration/√visits
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
	nodes := min(o.Iterations, expected)
	s.logs.known, s.widths.known = make([]float64, 0, nodes+1), make([]float64, 0, nodes+1)
	s.tree.Nodes, s.tree.at, s.tree.families = make([]Node[S], 0, nodes), make([]place, 0, nodes), make([]family, 0, nodes/siblings+1)
	s.add(-1, 0)
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
			at, depth := s.choose()
			if at < 0 {
				break
			}
			batch = append(batch, leaf[S]{parent: int(s.tree.node(at)), node: s.add(at, depth+1)})
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

// add makes a node at a depth, below that at a place, -1 for the root, that is about to
// be tried. Where others are chosen meanwhile, it counts as a visit that brought nothing, so that
// they go elsewhere.
func (s *search[S]) add(up place, depth int) int {
	t := s.tree
	n, at := len(t.Nodes), s.place(up)
	*t.link(at) = linkTo(int32(n), closed)
	t.at = append(t.at, at)
	t.Nodes = append(t.Nodes, Node[S]{Parent: int(t.families[at.family()].of), Depth: depth})
	if s.options.leaves() > 1 {
		s.count(n, 1, 0)
	}
	return n
}

// place is where the next child of the node at a place stands; that of the root, where
// that is -1.
func (s *search[S]) place(up place) place {
	if up < 0 {
		return placeOf(s.family(up, -1), 0)
	}
	t := s.tree
	down := *t.link(up)
	if down&parental == 0 {
		down = linkTo(s.family(up, down.number()), parental)
		*t.link(up) = down
	}
	first := down.number()
	at, child := first, t.families[first].asked
	for ; child >= siblings; child -= siblings {
		if t.families[at].more == 0 {
			more := s.family(up, t.families[at].of)
			t.families[at].more = more
		}
		at = t.families[at].more
	}
	t.families[first].asked++
	return placeOf(at, child)
}

// family is the number of a new family, of the node at a place.
func (s *search[S]) family(at place, n int32) int32 {
	const nobody = closed | terminal
	t := s.tree
	t.families = append(t.families, family{parent: at, of: n, links: [siblings]link{nobody, nobody, nobody}})
	return int32(len(t.families) - 1)
}

// count adds to the statistics of a node and those above it.
func (s *search[S]) count(n int, visits int32, total float64) {
	families := s.tree.families
	for at := s.tree.at[n]; at >= 0; {
		f, i := &families[at.family()], at.child()
		f.visits[i] += visits
		f.total[i] += total
		at = f.parent
	}
}

// work makes and tries the states of a round.
func (s *search[S]) work(ctx context.Context, batch []leaf[S]) {
	threads := min(max(1, s.options.Threads), len(batch))
	if threads == 1 {
		for i := range batch {
			s.try(ctx, &batch[i])
		}
		return
	}
	// Expand reads the tree, which nobody changes meanwhile.
	var group sync.WaitGroup
	next := make(chan int)
	for range threads {
		group.Go(func() {
			for i := range next {
				s.try(ctx, &batch[i])
			}
		})
	}
	for i := range batch {
		next <- i
	}
	close(next)
	group.Wait()
}

// try makes and tries one state.
func (s *search[S]) try(ctx context.Context, l *leaf[S]) {
	if l.state, l.err = s.problem.Expand(ctx, s.tree, l.parent, l.node); l.err == nil {
		l.score, l.err = s.problem.Try(ctx, l.node, l.state)
	}
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
		*s.tree.link(s.tree.at[l.node]) &^= closed
	}
	return nil
}

// close makes a node terminal, and those above it that are full and have no other
// way on.
func (s *search[S]) close(n int, why Terminal) {
	t := s.tree
	at := t.at[n]
	for {
		*t.link(at) |= closed | terminal
		t.Nodes[t.node(at)].Terminal = why
		if at = t.families[at.family()].parent; at < 0 {
			return
		}
		if down := *t.link(at); down&terminal != 0 || s.options.Strategy != MCTS || !s.exhausted(down.number()) {
			return
		}
		why = Exhausted
	}
}

// exhausted reports whether a node with this family, and maybe more, is full and all its
// children are terminal.
func (s *search[S]) exhausted(n int32) bool {
	families := s.tree.families
	if int(families[n].asked) < s.options.Width {
		return false
	}
	for {
		for _, l := range families[n].links {
			if l&terminal == 0 {
				return false
			}
		}
		if n = families[n].more; n == 0 {
			return true
		}
	}
}

// tell writes the statistics into the nodes.
func (s *search[S]) tell() {
	for n, at := range s.tree.at {
		f, i := &s.tree.families[at.family()], at.child()
		s.tree.Nodes[n].Visits, s.tree.Nodes[n].Total = int(f.visits[i]), f.total[i]
	}
}

// sortBest sorts nodes by score, of equal ones the older first.
func sortBest(nodes []int, score func(int) float64) {
	slices.SortFunc(nodes, func(a, b int) int {
		return cmp.Or(cmp.Compare(score(b), score(a)), cmp.Compare(a, b))
	})
}
