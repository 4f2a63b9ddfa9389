// Package curating chooses what goes into the stages of a curriculum.
//
// Every stage has one sequence in which it would take what there is, whatever
// its size: a size is where the sequence is cut. So a larger stage holds the
// smaller one. Bounds are applied before domains are weighed against one
// another, and a weight is a fraction of integers: the choice is the same on
// every machine.
package curating

import (
	"cmp"
	"math/bits"
	"slices"
)

// A Candidate is a trajectory that may go into a stage.
type Candidate struct {
	// ID is the trajectory's.
	ID string

	// Task and Domain are numbers that tell tasks and domains apart, from 0. A
	// task belongs to one domain.
	Task, Domain int32

	// Class is how difficult the task is said to be, Effort how much there is to
	// do; Calls are its golden calls.
	Class, Effort, Calls int32

	// Writes says that a golden call may write.
	Writes bool

	// Draw is a random number of the trajectory's own.
	Draw uint64
}

// A Stage says what is to be taken.
type Stage struct {
	// Takes says, by domain, what may be taken.
	Takes []bool

	Size         int // 0 is all
	Balance      Balance
	MaxPerDomain int // 0 is no bound
	MaxPerTask   int // 0 is no bound
	Order        Order
	MinCalls     int
	Writes       bool // only what writes
	ShareTasks   bool
}

// A Balance is how a stage is shared out among domains.
type Balance string

// The balances of a stage.
const (
	Uniform Balance = "uniform" // one of each domain in turn
	Sqrt    Balance = "sqrt"    // in proportion to the square root of what each has
	None    Balance = "none"    // as it comes
)

// An Order is the order of a stage.
type Order string

// The orders of a stage.
const (
	Shuffled   Order = "shuffled"
	Difficulty Order = "difficulty"
	Input      Order = "input"
)

// An Outcome says why a candidate was not taken.
type Outcome uint8

// The outcomes, those of a stage that comes nearer to taking it last.
const (
	Elsewhere Outcome = iota // its domain is that of no stage
	InStage                  // another stage has it
	TaskInStage
	FewCalls
	WritesNothing
	BeyondTask
	BeyondDomain
	BeyondSize
	Taken
	outcomes
)

// String is the outcome in words.
func (o Outcome) String() string {
	return [outcomes]string{
		"its domain is that of no stage", "another stage has it", "another stage has its task", "its task has too few calls",
		"its task writes nothing", "beyond max_per_task", "beyond max_per_domain", "beyond the size", "taken",
	}[o]
}

// A Tally counts what became of the candidates of a domain.
type Tally [outcomes]int

// All is the number of candidates.
func (t Tally) All() int {
	n := 0
	for _, count := range t {
		n += count
	}
	return n
}

// A Choice is what a stage took.
type Choice struct {
	// Taken are the positions of the candidates in the order of the stage.
	Taken []int32

	// Domains says what became of the candidates of each domain that the stage
	// takes from; others have none.
	Domains []Tally
}

// Missing is how many candidates there are too few.
func (c *Choice) Missing(s *Stage) int { return max(0, s.Size-len(c.Taken)) }

// A Curriculum is what was taken by the stages so far.
type Curriculum struct {
	candidates []Candidate

	// outcome is the last that a stage had for a candidate; task and stage say
	// which stage (from 1) has a task, or a candidate.
	outcome []Outcome
	task    []int32
	stage   int32
}

// New begins a curriculum over candidates, of a number of tasks.
func New(candidates []Candidate, tasks int) *Curriculum {
	return &Curriculum{candidates: candidates, outcome: make([]Outcome, len(candidates)), task: make([]int32, tasks)}
}

// Outcomes counts what became of all candidates.
func (c *Curriculum) Outcomes() Tally {
	var t Tally
	for _, o := range c.outcome {
		t[o]++
	}
	return t
}

// Fill fills the next stage from candidates, which are given by their positions
// in the order of the input.
func (c *Curriculum) Fill(s *Stage, from []int32) Choice {
	c.stage++
	choice := Choice{Domains: make([]Tally, len(s.Takes))}
	end := func(at int32, o Outcome) {
		choice.Domains[c.candidates[at].Domain][o]++
		c.outcome[at] = max(c.outcome[at], o)
	}
	pools := make([][]int32, len(s.Takes))
	for _, at := range from {
		x := &c.candidates[at]
		switch {
		case !s.Takes[x.Domain]:
		case c.outcome[at] == Taken:
			choice.Domains[x.Domain][InStage]++
		case !s.ShareTasks && c.task[x.Task] != 0:
			end(at, TaskInStage)
		case int(x.Calls) < s.MinCalls:
			end(at, FewCalls)
		case s.Writes && !x.Writes:
			end(at, WritesNothing)
		default:
			pools[x.Domain] = append(pools[x.Domain], at)
		}
	}
	ofTask := map[int32]int{}
	var eligible []pick
	for domain, pool := range pools {
		if s.Order != Input {
			slices.SortFunc(pool, c.byDraw)
		}
		turn := 0
		for _, at := range pool {
			task := c.candidates[at].Task
			switch {
			case s.MaxPerTask > 0 && ofTask[task] == s.MaxPerTask:
				end(at, BeyondTask)
			case s.MaxPerDomain > 0 && turn == s.MaxPerDomain:
				end(at, BeyondDomain)
			default:
				if s.MaxPerTask > 0 {
					ofTask[task]++
				}
				eligible = append(eligible, pick{at: at, turn: uint32(turn)})
				turn++
			}
		}
		for i := len(eligible) - turn; i < len(eligible); i++ {
			eligible[i].of = uint32(turn)
		}
		pools[domain] = nil
	}
	slices.SortFunc(eligible, func(a, b pick) int { return c.compare(s, a, b) })
	for i, p := range eligible {
		if s.Size > 0 && i >= s.Size {
			end(p.at, BeyondSize)
			continue
		}
		end(p.at, Taken)
		choice.Taken = append(choice.Taken, p.at)
	}
	for _, at := range choice.Taken {
		c.task[c.candidates[at].Task] = c.stage
	}
	slices.SortFunc(choice.Taken, func(a, b int32) int { return c.rank(s.Order, a, b) })
	return choice
}

// A pick is a candidate that a stage may take: the turn-th of its domain (from
// 0), which has so many.
type pick struct {
	at       int32
	turn, of uint32
}

// compare is the order in which a stage takes what it may.
func (c *Curriculum) compare(s *Stage, a, b pick) int {
	order := 0
	switch s.Balance {
	case Uniform:
		order = cmp.Compare(a.turn, b.turn)
	case Sqrt:
		// The middle of the turn-th place of a domain that has sqrt(of) places:
		// (turn + 1/2) / sqrt(of), squared and multiplied out (Sainte-Laguë).
		order = compareProducts(uint64(2*a.turn+1), uint64(b.of), uint64(2*b.turn+1), uint64(a.of))
	}
	if order != 0 {
		return order
	}
	if s.Order == Input {
		return cmp.Compare(a.at, b.at)
	}
	return c.byDraw(a.at, b.at)
}

// compareProducts compares x²y with u²v.
func compareProducts(x, y, u, v uint64) int {
	ah, al := bits.Mul64(x*x, y)
	bh, bl := bits.Mul64(u*u, v)
	return cmp.Or(cmp.Compare(ah, bh), cmp.Compare(al, bl))
}

func (c *Curriculum) byDraw(a, b int32) int {
	x, y := &c.candidates[a], &c.candidates[b]
	return cmp.Or(cmp.Compare(x.Draw, y.Draw), cmp.Compare(x.ID, y.ID), cmp.Compare(a, b))
}

// rank is the order of a stage.
func (c *Curriculum) rank(o Order, a, b int32) int {
	x, y := &c.candidates[a], &c.candidates[b]
	switch o {
	case Input:
		return cmp.Compare(a, b)
	case Difficulty:
		if order := cmp.Or(cmp.Compare(x.Class, y.Class), cmp.Compare(x.Effort, y.Effort)); order != 0 {
			return order
		}
	}
	return c.byDraw(a, b)
}
