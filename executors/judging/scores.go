package judging

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"worldc/world"
)

// Attempts are what one model's trials at one task came to.
type Attempts struct {
	Model, Task string

	// Calls is the number of the task's golden calls, Domain what it belongs
	// to.
	Calls  int
	Domain string

	Trials, Accepted int
}

// Scores are the scores of each model: over all tasks, by the number of golden
// calls and by domain. checks names what a trajectory had to pass; k is the
// largest number of trials to compute pass^k for, 0 for all that every task of
// a group has.
func Scores(checks string, attempts []Attempts, k int) []world.Score {
	attempts = slices.Clone(attempts)
	slices.SortFunc(attempts, func(a, b Attempts) int {
		return cmp.Or(cmp.Compare(a.Model, b.Model), cmp.Compare(a.Task, b.Task))
	})
	var scores []world.Score
	for len(attempts) > 0 {
		n := 1
		for n < len(attempts) && attempts[n].Model == attempts[0].Model {
			n++
		}
		scores = append(scores, modelScores(checks, attempts[:n], k)...)
		attempts = attempts[n:]
	}
	return scores
}

// GroupScores are the scores of each model on the attempts of one group.
func GroupScores(checks, by, name string, attempts []Attempts, k int) []world.Score {
	var scores []world.Score
	for start := 0; start < len(attempts); {
		end := start + 1
		for end < len(attempts) && attempts[end].Model == attempts[start].Model {
			end++
		}
		scores = append(scores, score(checks, by, name, attempts[start:end], k))
		start = end
	}
	return scores
}

// modelScores are the scores of one model.
func modelScores(checks string, attempts []Attempts, k int) []world.Score {
	scores := []world.Score{score(checks, "all", "", attempts, k)}
	group := func(by string, name func(Attempts) string, order func(a, b Attempts) int) {
		sorted := slices.Clone(attempts)
		slices.SortStableFunc(sorted, order)
		for len(sorted) > 0 {
			n := 1
			for n < len(sorted) && name(sorted[n]) == name(sorted[0]) {
				n++
			}
			scores = append(scores, score(checks, by, name(sorted[0]), sorted[:n], k))
			sorted = sorted[n:]
		}
	}
	group("calls", func(a Attempts) string { return CallsBin(a.Calls) }, func(a, b Attempts) int { return cmp.Compare(a.Calls, b.Calls) })
	group("domain", func(a Attempts) string { return a.Domain }, func(a, b Attempts) int { return cmp.Compare(a.Domain, b.Domain) })
	return scores
}

// callsBins are the least numbers of calls of each bin.
var callsBins = []int{0, 1, 2, 3, 4, 5, 7, 10, 15}

// CallsBin names the bin in which a number of calls falls, such as `5-6`.
func CallsBin(calls int) string {
	i := len(callsBins) - 1
	for callsBins[i] > calls {
		i--
	}
	from := strconv.Itoa(callsBins[i])
	switch {
	case i == len(callsBins)-1:
		return from + "+"
	case callsBins[i+1] == callsBins[i]+1:
		return from
	}
	return from + "-" + strconv.Itoa(callsBins[i+1]-1)
}

func score(checks, by, group string, attempts []Attempts, k int) world.Score {
	s := world.Score{
		ID: world.ScoreID(checks, attempts[0].Model, by, group), Evaluation: checks,
		Model: attempts[0].Model, By: by, Group: group, Tasks: len(attempts), Pass: []float64{},
	}
	least := attempts[0].Trials
	for _, a := range attempts {
		s.Trajectories += a.Trials
		s.Accepted += a.Accepted
		least = min(least, a.Trials)
	}
	if k > 0 {
		least = min(least, k)
	}
	for j := 1; j <= least; j++ {
		s.Pass = append(s.Pass, round6(PassHat(attempts, j)))
	}
	return s
}

// PassHat is pass^k: the mean over the tasks of C(c,k)/C(n,k), for n trials of
// which c succeed (tau-bench §3). Every task has at least k trials.
func PassHat(attempts []Attempts, k int) *big.Rat {
	sum := new(big.Rat)
	for _, a := range attempts {
		if a.Trials < k {
			panic("judging: a task has fewer trials than k")
		}
		all := new(big.Int).Binomial(int64(a.Trials), int64(k))
		good := new(big.Int)
		if a.Accepted >= k {
			good.Binomial(int64(a.Accepted), int64(k))
		}
		sum.Add(sum, new(big.Rat).SetFrac(good, all))
	}
	return sum.Quo(sum, new(big.Rat).SetInt64(int64(len(attempts))))
}

// round6 rounds a number of at least 0 to six decimals, halves up.
func round6(r *big.Rat) float64 {
	const unit = 1_000_000
	n := new(big.Int).Mul(r.Num(), big.NewInt(2*unit))
	n.Add(n, r.Denom())
	n.Quo(n, new(big.Int).Lsh(r.Denom(), 1))
	return float64(n.Int64()) / unit
}
