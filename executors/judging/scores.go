package judging

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"worldc/world"
)

// A Player is who makes attempts: a model, and what it was told.
type Player struct {
	Model string

	// Knowledge are the ids of the versions of action knowledge that it was told, a
	// space between two; empty where it had the documents as they are.
	Knowledge string
}

func (p Player) compare(q Player) int {
	return cmp.Or(cmp.Compare(p.Model, q.Model), cmp.Compare(p.Knowledge, q.Knowledge))
}

// versions are the ids of the knowledge.
func (p Player) versions() []string {
	if p.Knowledge == "" {
		return nil
	}
	return strings.Split(p.Knowledge, " ")
}

// String is what a person calls the player.
func (p Player) String() string {
	if p.Knowledge == "" {
		return p.Model
	}
	return p.Model + ", told " + strings.ReplaceAll(p.Knowledge, " ", " and ")
}

// Attempts are what one player's trials at one task came to.
type Attempts struct {
	Player
	Task string

	// Calls is the number of the task's golden calls, Domain what it belongs
	// to.
	Calls  int
	Domain string

	// Variant is how the task's script was rewritten; empty for one as it was
	// written, and for a task that is in no script.
	Variant string

	// Tries are the trials, in their order.
	Tries []Try
}

// A Try is what one trial at a task came to.
type Try struct {
	Trial            int
	Accepted, Unsure bool

	// Game is how a game went; nil where the task is none of a script's.
	Game *Game

	// Answer is how the answer fits; nil where the task is no question.
	Answer *Match

	// Golden says that every tool of the golden calls was called.
	Golden bool
}

// A Game is how far a game got: of its conditions, so many held in the end; of its
// actions, so many could be carried out, and so many were actions of the script.
type Game struct{ Held, Of, Steps, Valid, Formed int }

// gameScore is the mean of games; nil where there are none.
func gameScore(attempts []Attempts) *world.GameScore {
	var s world.GameScore
	won, valid, formed := 0, 0, 0
	progress := new(big.Rat)
	for _, a := range attempts {
		for _, t := range a.Tries {
			g := t.Game
			if g == nil || g.Of == 0 {
				continue
			}
			s.Games++
			s.Steps += g.Steps
			valid += g.Valid
			formed += g.Formed
			if g.Held == g.Of {
				won++
			}
			progress.Add(progress, big.NewRat(int64(g.Held), int64(g.Of)))
		}
	}
	if s.Games == 0 {
		return nil
	}
	games := big.NewRat(int64(s.Games), 1)
	s.Success = round6(new(big.Rat).Quo(big.NewRat(int64(won), 1), games))
	s.Progress = round6(progress.Quo(progress, games))
	if s.Steps > 0 {
		s.Grounding = round6(big.NewRat(int64(valid), int64(s.Steps)))
		s.Formed = round6(big.NewRat(int64(formed), int64(s.Steps)))
	}
	return &s
}

// answerScore is the mean of answers; nil where there are none.
func answerScore(attempts []Attempts) *world.AnswerScore {
	var s world.AnswerScore
	exact := 0
	common := map[int]int64{} // of the answers that have so many tokens with what is right
	for _, a := range attempts {
		for _, t := range a.Tries {
			if t.Answer == nil {
				continue
			}
			s.Answers++
			if t.Answer.Exact {
				exact++
			}
			if t.Answer.All > 0 {
				common[t.Answer.All] += int64(t.Answer.Common)
			}
		}
	}
	if s.Answers == 0 {
		return nil
	}
	sum, answers := new(big.Rat), big.NewRat(int64(s.Answers), 1)
	for _, all := range slices.Sorted(maps.Keys(common)) {
		sum.Add(sum, big.NewRat(common[all], int64(all)))
	}
	s.F1 = round6(sum.Quo(sum, answers))
	s.ExactMatch = round6(big.NewRat(int64(exact), int64(s.Answers)))
	return &s
}

// halves is what a try is worth (StableToolBench): two halves if it was accepted,
// none if it was rejected, one if a judge was unsure.
func (t Try) halves() int64 {
	switch {
	case t.Unsure:
		return 1
	case t.Accepted:
		return 2
	}
	return 0
}

// accepted is the number of tries that were accepted.
func (a *Attempts) accepted() int {
	n := 0
	for _, t := range a.Tries {
		if t.Accepted {
			n++
		}
	}
	return n
}

// A Scoring is how attempts are scored.
type Scoring struct {
	// Checks names what a trajectory had to pass.
	Checks string

	// K is the largest number of trials to compute pass^k for, 0 for all that every
	// task of a group has.
	K int

	// Reference are the attempts of one player that others are compared with, in
	// the order of tasks; empty if they are not.
	Reference []Attempts
}

// Scores are the scores of each player: over all tasks, by the number of golden
// calls and by domain.
func (x Scoring) Scores(attempts []Attempts) []world.Score {
	attempts = slices.Clone(attempts)
	slices.SortFunc(attempts, func(a, b Attempts) int {
		return cmp.Or(a.compare(b.Player), cmp.Compare(a.Task, b.Task))
	})
	var scores []world.Score
	for len(attempts) > 0 {
		n := 1
		for n < len(attempts) && attempts[n].Player == attempts[0].Player {
			n++
		}
		scores = append(scores, x.playerScores(attempts[:n])...)
		attempts = attempts[n:]
	}
	return scores
}

// GroupScores are the scores of each player on the attempts of one group, which are
// sorted by player.
func (x Scoring) GroupScores(by, name string, attempts []Attempts) []world.Score {
	var scores []world.Score
	for start := 0; start < len(attempts); {
		end := start + 1
		for end < len(attempts) && attempts[end].Player == attempts[start].Player {
			end++
		}
		scores = append(scores, x.score(by, name, attempts[start:end]))
		start = end
	}
	return scores
}

// playerScores are the scores of one player.
func (x Scoring) playerScores(attempts []Attempts) []world.Score {
	scores := []world.Score{x.score("all", "", attempts)}
	group := func(by string, name func(Attempts) string, order func(a, b Attempts) int) {
		sorted := slices.Clone(attempts)
		slices.SortStableFunc(sorted, order)
		for len(sorted) > 0 {
			n := 1
			for n < len(sorted) && name(sorted[n]) == name(sorted[0]) {
				n++
			}
			scores = append(scores, x.score(by, name(sorted[0]), sorted[:n]))
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

// Robustness are the scores of each player by how scripts were rewritten, and over
// all the rewritten ones: the mean over the variants and the population standard
// deviation, of two or more (AgentRefine's robustness study). There are none where no
// script was rewritten. attempts are sorted by player.
func (x Scoring) Robustness(attempts []Attempts) []world.Score {
	var scores []world.Score
	for start := 0; start < len(attempts); {
		end := start + 1
		for end < len(attempts) && attempts[end].Player == attempts[start].Player {
			end++
		}
		sorted := slices.Clone(attempts[start:end])
		start = end
		slices.SortStableFunc(sorted, func(a, b Attempts) int { return cmp.Compare(a.Variant, b.Variant) })
		var variants [][]Attempts
		for len(sorted) > 0 {
			n := 1
			for n < len(sorted) && sorted[n].Variant == sorted[0].Variant {
				n++
			}
			variants = append(variants, sorted[:n])
			sorted = sorted[n:]
		}
		if len(variants) == 1 && variants[0][0].Variant == "" {
			continue
		}
		for _, v := range variants {
			scores = append(scores, x.score("variant", v[0].Variant, v))
		}
		if variants[0][0].Variant == "" {
			variants = variants[1:]
		}
		if len(variants) > 1 {
			scores = append(scores, x.overVariants(variants))
		}
	}
	return scores
}

// overVariants is the score over variants, each of which counts the same.
func (x Scoring) overVariants(variants [][]Attempts) world.Score {
	s := x.score("robustness", strconv.Itoa(len(variants))+" variants", slices.Concat(variants...))
	var rates []*big.Rat
	for _, v := range variants {
		rates = append(rates, PassHat(v, 1))
	}
	over := spread(rates)
	s.Variants = &over
	return s
}

func (x Scoring) score(by, group string, attempts []Attempts) world.Score {
	s := world.Score{
		ID: world.ScoreID(x.Checks, attempts[0].Model, by, group, attempts[0].versions()...), Evaluation: x.Checks,
		Model: attempts[0].Model, Knowledge: attempts[0].versions(), By: by, Group: group, Tasks: len(attempts), Pass: []float64{}, PassAt: []float64{},
	}
	least := len(attempts[0].Tries)
	for _, a := range attempts {
		s.Trajectories += len(a.Tries)
		s.Accepted += a.accepted()
		for _, t := range a.Tries {
			if t.Accepted && t.Golden {
				s.GoldenPaths++
			}
		}
		least = min(least, len(a.Tries))
	}
	s.PassRate = passRate(attempts, least)
	s.Against = x.compare(attempts)
	s.Games = gameScore(attempts)
	s.Answers = answerScore(attempts)
	if x.K > 0 {
		least = min(least, x.K)
	}
	for j := 1; j <= least; j++ {
		s.Pass = append(s.Pass, round6(PassHat(attempts, j)))
		s.PassAt = append(s.PassAt, round6(PassAt(attempts, j)))
	}
	return s
}

// passRate is the mean worth of the tasks' r-th tries, over the r below
// repetitions, and its deviation.
func passRate(attempts []Attempts, repetitions int) world.Spread {
	rates := make([]*big.Rat, repetitions)
	for r := range rates {
		halves := int64(0)
		for _, a := range attempts {
			halves += a.Tries[r].halves()
		}
		rates[r] = big.NewRat(halves, 2*int64(len(attempts)))
	}
	return spread(rates)
}

// spread is the mean of numbers and their standard deviation as a population.
func spread(rates []*big.Rat) world.Spread {
	n := big.NewRat(int64(len(rates)), 1)
	mean, variance := new(big.Rat), new(big.Rat)
	for _, r := range rates {
		mean.Add(mean, r)
	}
	mean.Quo(mean, n)
	for _, r := range rates {
		d := new(big.Rat).Sub(r, mean)
		variance.Add(variance, d.Mul(d, d))
	}
	variance.Quo(variance, n)
	return world.Spread{Mean: round6(mean), Deviation: root6(variance), Repetitions: len(rates)}
}

// root6 is the square root of a number of at least 0, rounded to six decimals.
func root6(r *big.Rat) float64 {
	f := new(big.Float).SetPrec(256).SetRat(r)
	root, _ := f.Sqrt(f).Rat(nil)
	return round6(root)
}

// compare puts attempts beside those of the reference, trial by trial; nil where
// no task was tried by both.
func (x Scoring) compare(attempts []Attempts) *world.Comparison {
	c := &world.Comparison{}
	for _, a := range attempts {
		at, found := slices.BinarySearchFunc(x.Reference, a.Task, func(r Attempts, task string) int { return cmp.Compare(r.Task, task) })
		if !found {
			continue
		}
		other := x.Reference[at]
		c.Model, c.Knowledge = other.Model, other.versions()
		for _, mine := range a.Tries {
			i := slices.IndexFunc(other.Tries, func(t Try) bool { return t.Trial == mine.Trial })
			switch {
			case i < 0:
			case mine.Accepted == other.Tries[i].Accepted:
				c.Ties++
			case mine.Accepted:
				c.Wins++
			default:
				c.Losses++
			}
		}
	}
	if c.Wins+c.Losses+c.Ties == 0 {
		return nil
	}
	return c
}

// PassHat is pass^k: the mean over the tasks of C(c,k)/C(n,k), for n trials of
// which c succeed (tau-bench §3). Every task has at least k trials.
func PassHat(attempts []Attempts, k int) *big.Rat {
	return chances(attempts, k, (*Attempts).accepted)
}

// PassAt is pass@k: the mean over the tasks of 1 - C(n-c,k)/C(n,k). Every task has at
// least k trials.
func PassAt(attempts []Attempts, k int) *big.Rat {
	all := chances(attempts, k, func(a *Attempts) int { return len(a.Tries) - a.accepted() })
	return all.Sub(big.NewRat(1, 1), all)
}

// chances are those of drawing, of the trials of a task, k that are among so many,
// averaged over the tasks.
func chances(attempts []Attempts, k int, among func(*Attempts) int) *big.Rat {
	sum := new(big.Rat)
	for i := range attempts {
		a := &attempts[i]
		if len(a.Tries) < k {
			panic("judging: a task has fewer trials than k")
		}
		all := new(big.Int).Binomial(int64(len(a.Tries)), int64(k))
		good := new(big.Int)
		if c := among(a); c >= k {
			good.Binomial(int64(c), int64(k))
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
