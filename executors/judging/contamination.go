package judging

import (
	"slices"

	"worldc/world"
)

// Contamination is the check for texts of others, such as those of a benchmark:
// runs of N words of what the user says, or of the goal of the task, that stand
// in them.
//
// A run is known by 64 bits of its hash: among a billion runs of trajectories
// and a million of others, a run is taken for another with a chance of one in
// twenty thousand.
type Contamination struct {
	n     int
	share float64
	grams []uint64 // ascending once the texts are read
}

const reasonContaminated = "its text stands in a file that it is not to be trained on"

// NewContamination returns the check for runs of n words, of which a goal, or
// the turns of a user, may have a share in common with the texts that are added.
func NewContamination(n int, share float64) *Contamination {
	return &Contamination{n: n, share: share}
}

// Add adds a text of others.
func (o *Contamination) Add(text string) {
	for gram := range gramHashes(words(text), o.n) {
		o.grams = append(o.grams, gram)
	}
	// Texts that repeat one another take no more room than one of them.
	if n := len(o.grams); n > 1<<20 && n == cap(o.grams) {
		o.seal()
	}
}

func (o *Contamination) seal() {
	slices.Sort(o.grams)
	o.grams = slices.Compact(o.grams)
}

// Grams is the number of different runs of the texts.
func (o *Contamination) Grams() int { o.seal(); return len(o.grams) }

// Check is the check, after all texts have been added.
func (o *Contamination) Check() Check {
	o.seal()
	return Check{Name: "decontaminate", Judge: func(c *Case) *Rejection {
		if shared, all, first := o.overlap([]string{c.Task.Goal}); o.exceeded(shared, all) {
			return reject(reasonContaminated, "the goal of the task shares %d of %d runs of %d words: %q", shared, all, o.n, clip(first))
		}
		var said []string
		for _, turn := range c.Trajectory.Turns {
			if turn.Role == world.UserRole {
				said = append(said, turn.Content)
			}
		}
		if shared, all, first := o.overlap(said); o.exceeded(shared, all) {
			return reject(reasonContaminated, "the user's turns share %d of %d runs of %d words: %q", shared, all, o.n, clip(first))
		}
		return nil
	}}
}

func (o *Contamination) exceeded(shared, all int) bool {
	return float64(shared) > o.share*float64(all)
}

// overlap counts the runs of texts that stand in those of others, and names the
// first.
func (o *Contamination) overlap(texts []string) (shared, all int, first string) {
	for _, text := range texts {
		words := words(text)
		at := 0
		for gram := range gramHashes(words, o.n) {
			if _, found := slices.BinarySearch(o.grams, gram); found {
				if shared == 0 {
					first = join(words[at : at+o.n])
				}
				shared++
			}
			all++
			at++
		}
	}
	return shared, all, first
}
