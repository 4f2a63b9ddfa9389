// Package audit asks people whether turns of an agent were judged rightly: it
// draws turns that were judged correct and turns that were judged wrong, writes
// them to a file that people fill in, and says how often they agree (AgentRefine
// §5, "50 trajectories, one correct and one wrong turn each").
//
// The file does not say how a turn was judged, so that nobody is led to agree;
// that is read again from the trajectories when the file comes back.
package audit

import (
	"cmp"
	"iter"
	"slices"

	"worldc/rng"
	"worldc/world"
)

// A Label is what a turn was judged to be, or what a person says it is.
type Label string

// The labels of a turn.
const (
	Correct Label = "correct"
	Wrong   Label = "wrong"
)

// Judged is how a turn was judged: wrong where it is flagged as a mistake, and
// otherwise correct. Only turns of the agent are judged, and only where something
// came after them, since it is what came after that judges them.
func Judged(t *world.Trajectory, turn int) (Label, bool) {
	if turn < 0 || turn+1 >= len(t.Turns) || t.Turns[turn].Role != world.AssistantRole {
		return "", false
	}
	if t.Turns[turn].Mistake() != "" {
		return Wrong, true
	}
	return Correct, true
}

// A Sample is two turns of a trajectory, in the order in which they are in it.
type Sample struct {
	Trajectory *world.Trajectory
	Turns      [2]int
}

// Draw draws n trajectories in which there is a turn that was judged correct and
// one that was judged wrong, and one of each. What is drawn depends on the seed and
// on the trajectories, not on their order, and a larger n keeps what a smaller one
// drew. able is in how many trajectories there are both.
func Draw(trajectories iter.Seq2[*world.Trajectory, error], seed uint64, n int) (drawn []Sample, able int64, err error) {
	type ticket struct {
		Sample
		number uint64
	}
	var tickets []ticket
	order := func(a, b ticket) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.Trajectory.ID, b.Trajectory.ID))
	}
	for t, err := range trajectories {
		if err != nil {
			return nil, able, err
		}
		var correct, wrong []int
		for i := range t.Turns {
			switch label, _ := Judged(t, i); label {
			case Correct:
				correct = append(correct, i)
			case Wrong:
				wrong = append(wrong, i)
			}
		}
		if len(correct) == 0 || len(wrong) == 0 {
			continue
		}
		able++
		random := rng.New(seed, "audit", t.ID)
		x := ticket{number: random.Uint64()}
		x.Trajectory, x.Turns = t, [2]int{rng.Pick(random, correct), rng.Pick(random, wrong)}
		slices.Sort(x.Turns[:])
		at, _ := slices.BinarySearchFunc(tickets, x, order)
		if tickets = slices.Insert(tickets, at, x); len(tickets) > n {
			tickets = tickets[:n]
		}
	}
	for _, x := range tickets {
		drawn = append(drawn, x.Sample)
	}
	return drawn, able, nil
}
