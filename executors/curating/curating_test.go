package curating

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawCandidates draws trajectories of tasks of domains, sorted by task or not.
func drawCandidates(t *rapid.T) (candidates []Candidate, domains, tasks int) {
	domains = rapid.IntRange(1, 6).Draw(t, "domains")
	for domain := range domains {
		for range rapid.IntRange(0, 12).Draw(t, "tasks") {
			calls := rapid.IntRange(0, 4).Draw(t, "calls")
			writes := rapid.Bool().Draw(t, "writes")
			for range rapid.IntRange(1, 3).Draw(t, "trials") {
				candidates = append(candidates, Candidate{
					ID: fmt.Sprint(len(candidates)), Task: int32(tasks), Domain: int32(domain), Calls: int32(calls), Effort: int32(calls),
					Class: int32(rapid.IntRange(0, 2).Draw(t, "class")), Writes: writes, Draw: rapid.Uint64Range(0, 50).Draw(t, "draw"),
				})
			}
			tasks++
		}
	}
	return candidates, domains, tasks
}

func drawStage(t *rapid.T, domains int) Stage {
	s := Stage{
		Size:         rapid.IntRange(1, 40).Draw(t, "size"),
		Balance:      rapid.SampledFrom([]Balance{Uniform, Sqrt, None}).Draw(t, "balance"),
		MaxPerDomain: rapid.IntRange(0, 8).Draw(t, "max per domain"),
		MaxPerTask:   rapid.IntRange(0, 2).Draw(t, "max per task"),
		Order:        rapid.SampledFrom([]Order{Shuffled, Difficulty, Input}).Draw(t, "order"),
		MinCalls:     rapid.IntRange(0, 2).Draw(t, "min calls"),
		Writes:       rapid.Bool().Draw(t, "require writes"),
		ShareTasks:   rapid.Bool().Draw(t, "share tasks"),
	}
	for range domains {
		s.Takes = append(s.Takes, rapid.Bool().Draw(t, "takes"))
	}
	return s
}

// positions are 0 to n-1.
func positions(n int) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = int32(i)
	}
	return list
}

// TestFill: what a stage takes is within its bounds, in its order, of no earlier
// stage, and counted; a larger stage holds the smaller one.
func TestFill(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		candidates, domains, tasks := drawCandidates(t)
		c := New(candidates, tasks)
		taken, takenTasks := map[int32]bool{}, map[int32]bool{}
		for range 3 {
			s := drawStage(t, domains)
			from := positions(len(candidates))
			smaller, larger := *c, *c
			smaller.outcome, smaller.task = slices.Clone(c.outcome), slices.Clone(c.task)
			larger.outcome, larger.task = slices.Clone(c.outcome), slices.Clone(c.task)
			less, more := s, s
			less.Size, more.Size = max(1, s.Size-3), s.Size+5
			small, large := smaller.Fill(&less, from), larger.Fill(&more, from)
			choice := c.Fill(&s, from)

			holds := func(a, b Choice) {
				rest := b.Taken
				for _, at := range a.Taken {
					i := slices.Index(rest, at)
					if i < 0 {
						t.Fatalf("a larger stage leaves out %d, or has it elsewhere: %v, %v", at, a.Taken, b.Taken)
					}
					rest = rest[i+1:]
				}
			}
			holds(small, choice)
			holds(choice, large)

			perTask, perDomain := map[int32]int{}, make([]int, domains)
			for i, at := range choice.Taken {
				x := candidates[at]
				perTask[x.Task]++
				perDomain[x.Domain]++
				switch {
				case taken[at] || takenTasks[x.Task] && !s.ShareTasks:
					t.Fatalf("%d is in two stages, or its task is", at)
				case !s.Takes[x.Domain] || int(x.Calls) < s.MinCalls || s.Writes && !x.Writes:
					t.Fatalf("%d was not to be taken", at)
				case s.MaxPerTask > 0 && perTask[x.Task] > s.MaxPerTask || s.MaxPerDomain > 0 && perDomain[x.Domain] > s.MaxPerDomain:
					t.Fatalf("too many of task %d or domain %d", x.Task, x.Domain)
				}
				if i == 0 {
					continue
				}
				before := candidates[choice.Taken[i-1]]
				if s.Order == Input && choice.Taken[i-1] >= at || s.Order == Difficulty && before.Class > x.Class {
					t.Fatalf("out of order: %v", choice.Taken)
				}
			}
			for at := range candidates {
				if !slices.Contains(choice.Taken, int32(at)) || taken[int32(at)] {
					continue
				}
				taken[int32(at)], takenTasks[candidates[at].Task] = true, true
			}

			// It is short only where everything else is out of bounds.
			for d, tally := range choice.Domains {
				if tally[Taken] != perDomain[d] {
					t.Fatalf("domain %d: %v, %d were taken", d, tally, perDomain[d])
				}
				if choice.Missing(&s) > 0 && tally[BeyondSize] > 0 {
					t.Fatalf("the stage is short, and yet there is more in domain %d: %v", d, tally)
				}
				all := 0
				for _, x := range candidates {
					if int(x.Domain) == d && s.Takes[d] {
						all++
					}
				}
				if tally.All() != all {
					t.Fatalf("domain %d: %v are not %d", d, tally, all)
				}
			}
			// Uniform: no domain that has more is two behind another.
			if s.Balance == Uniform {
				for d, tally := range choice.Domains {
					for _, n := range perDomain {
						if tally[BeyondSize] > 0 && n > perDomain[d]+1 {
							t.Fatalf("domain %d could have had more: %v", d, perDomain)
						}
					}
				}
			}
		}
		if c.Outcomes().All() != len(candidates) || c.Outcomes()[Taken] != len(taken) {
			t.Fatalf("%v of %d, %d taken", c.Outcomes(), len(candidates), len(taken))
		}
	})
}

// TestSqrt: a domain of a hundred times as many has ten times the share.
func TestSqrt(t *testing.T) {
	var candidates []Candidate
	for i := range 101 * 20 {
		domain := int32(0)
		if i%101 == 0 {
			domain = 1
		}
		candidates = append(candidates, Candidate{ID: fmt.Sprint(i), Task: int32(i), Domain: domain, Draw: uint64(i)})
	}
	choice := New(candidates, len(candidates)).Fill(&Stage{Takes: []bool{true, true}, Size: 110, Balance: Sqrt, Order: Shuffled}, positions(len(candidates)))
	if a, b := choice.Domains[0][Taken], choice.Domains[1][Taken]; a != 100 || b != 10 {
		t.Errorf("%d of the one and %d of the other, want 100 and 10", a, b)
	}
}
