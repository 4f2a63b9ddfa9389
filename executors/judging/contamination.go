package judging

import (
	"errors"
	"slices"

	"worldc/executors/textvector"
	"worldc/similarity"
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

	// Where texts are compared by what they say, too.
	embed func(text string) ([]int16, error)
	near  *similarity.SeenDense
	texts []string // that near holds, each once
	known map[string]bool
}

const reasonContaminated = "its text stands in a file that it is not to be trained on"

// NewContamination returns the check for runs of n words, of which a goal, or
// the turns of a user, may have a share in common with the texts that are added.
func NewContamination(n int, share float64) *Contamination {
	return &Contamination{n: n, share: share}
}

// Embed has texts compared by their embeddings as well: two are close if their
// cosine is above maxSimilarity, in millionths. It is called before any text is
// added.
func (o *Contamination) Embed(maxSimilarity uint32, embed func(text string) ([]int16, error)) {
	o.embed, o.near, o.known = embed, similarity.NewSeenDense(maxSimilarity, million), map[string]bool{}
}

// leastWords is how many words a text of others has at least that is compared by
// what it says: names and numbers of a benchmark are close to many.
const leastWords = 5

// Texts are those of others that are compared by what they say, each once and
// sorted. AddVector adds their vectors, one after the other.
func (o *Contamination) Texts() []string {
	slices.Sort(o.texts)
	return o.texts
}

// AddVector adds the embedding of the next of the Texts.
func (o *Contamination) AddVector(v []int16) { o.near.Add(v) }

// Add adds a text of others.
func (o *Contamination) Add(text string) {
	if o.near != nil && !o.known[text] && len(textvector.Words(text)) >= leastWords {
		o.known[text] = true
		o.texts = append(o.texts, text)
	}
	for gram := range gramHashes(textvector.Words(text), o.n) {
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
		return o.saysTheSame(c, said)
	}}
}

const reasonClose = "what it says is close to a text that it is not to be trained on"

// saysTheSame rejects a case whose goal, or one of whose user's turns, says nearly what
// a text of others says.
func (o *Contamination) saysTheSame(c *Case, said []string) *Rejection {
	if o.near == nil || o.near.Len() == 0 {
		return nil
	}
	for i, text := range append([]string{c.Task.Goal}, said...) {
		if len(textvector.Words(text)) < leastWords {
			continue
		}
		v, err := o.embed(text)
		if err != nil {
			c.Trouble = errors.Join(c.Trouble, err)
			return nil
		}
		if first, similar, ok := o.near.Find(v); ok {
			what := "the goal of the task"
			if i > 0 {
				what = "a turn of the user"
			}
			return reject(reasonClose, "similarity %s of %s to %q", decimals(similar), what, clip(o.texts[first]))
		}
	}
	return nil
}

func (o *Contamination) exceeded(shared, all int) bool {
	return float64(shared) > o.share*float64(all)
}

// overlap counts the runs of texts that stand in those of others, and names the
// first.
func (o *Contamination) overlap(texts []string) (shared, all int, first string) {
	for _, text := range texts {
		words := textvector.Words(text)
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
