package judging

import (
	"errors"
	"fmt"

	"worldc/similarity"
	"worldc/world"
)

// A Weighed is what can be said about a case by itself: the costly part of its
// verdict, which is worked out in any order.
type Weighed struct {
	trajectory string

	// at is the first check that the case does not pass by itself, or the number
	// of checks, and rejection is why.
	at        int
	rejection *Rejection

	// unsure says that the check which rejects it, or one of those that let it pass,
	// was unsure.
	unsure bool

	// set are the features of a case that reaches the comparison, or vector is its
	// embedding.
	set    []uint32
	vector []int16
}

// Weigh makes the checks of a case that need no other. It may be called from
// several goroutines.
func (p Policy) Weigh(c *Case) Weighed {
	w := Weighed{trajectory: c.Trajectory.ID, at: len(p)}
	for i, check := range p {
		if check.Near != nil {
			if check.Near.Embed == nil {
				w.set = check.Near.features(c)
				continue
			}
			var err error
			if w.vector, err = check.Near.Embed(check.Near.text(c)); err != nil {
				c.Trouble = errors.Join(c.Trouble, err)
				return w
			}
			continue
		}
		c.Unsure = false
		if w.rejection = check.Judge(c); w.rejection != nil {
			w.at, w.unsure = i, c.Unsure
			break
		}
		w.unsure = w.unsure || c.Unsure
	}
	return w
}

// A Sequence decides on cases one after the other. What it decides depends on
// the cases before, and not on those behind. It is for one goroutine.
type Sequence struct {
	policy Policy
	names  string
	near   int // the position of the check that compares, -1 if there is none
	seen   *similarity.Seen
	dense  *similarity.SeenDense // instead, where cases have embeddings
	ids    []string              // of the trajectories that were seen
}

// NewSequence begins a sequence. The sample are cases like those that will come,
// which make comparing them fast; it changes no verdict, and may be nil.
func (p Policy) NewSequence(sample []*Case) *Sequence {
	s := &Sequence{policy: p, names: p.Names(), near: -1}
	for i, check := range p {
		if check.Near == nil {
			continue
		}
		s.near = i
		if check.Near.Embed != nil {
			s.dense = similarity.NewSeenDense(check.Near.MaxSimilarity, million)
			continue
		}
		f := similarity.NewFrequencies()
		for _, c := range sample {
			f.Add(check.Near.features(c))
		}
		s.seen = similarity.NewSeen(check.Near.MaxSimilarity, million, f)
	}
	return s
}

// Decide is the verdict on the next case, and the number of checks that it
// passed.
func (s *Sequence) Decide(w Weighed) (v world.Verdict, passed int) {
	v = world.Verdict{ID: world.VerdictID(s.names, w.trajectory), Trajectory: w.trajectory}
	at, rejection, unsure := w.at, w.rejection, w.unsure
	if s.near >= 0 && at > s.near {
		if first, similar, ok := s.find(w); ok {
			at, unsure = s.near, false
			rejection = reject(reasonSeen, "similarity %s to trajectory %s", decimals(similar), s.ids[first])
		} else {
			s.add(w)
			s.ids = append(s.ids, w.trajectory)
		}
	}
	v.Unsure = unsure
	if rejection != nil {
		v.By, v.Reason, v.Detail = s.policy[at].Name, rejection.Reason, rejection.Detail
		return v, at
	}
	if len(s.policy) > 0 {
		v.By = s.policy[len(s.policy)-1].Name
	}
	v.Accepted = true
	return v, len(s.policy)
}

// find is the first of the cases that were kept to which one is similar.
func (s *Sequence) find(w Weighed) (first int, similar uint32, ok bool) {
	if s.dense != nil {
		return s.dense.Find(w.vector)
	}
	return s.seen.Find(w.set)
}

func (s *Sequence) add(w Weighed) {
	if s.dense != nil {
		s.dense.Add(w.vector)
		return
	}
	s.seen.Add(w.set)
}

// million is the unit of similarities.
const million = 1_000_000

// decimals writes millionths with two decimals, rounded down.
func decimals(millionths uint32) string {
	return fmt.Sprintf("%d.%02d", millionths/million, millionths%million/10_000)
}
