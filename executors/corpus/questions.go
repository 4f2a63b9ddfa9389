package corpus

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"worldc/rng"
	"worldc/world"
	"worldc/world/engine"
)

// A Question is a task: something that has to be looked up in several steps.
type Question struct {
	Task world.Task

	// Chain names the relations that lead from what the question names to the
	// answer; Round is the question's position among those of the chain, from 0.
	Chain []string
	Round int
}

// Options say which questions are wanted.
type Options struct {
	// Hops are the numbers of facts that a question may join.
	Hops []int

	// Chains is the number of chains of relations, PerChain that of the questions
	// of each.
	Chains, PerChain int

	// Comparisons is the share of chains, where they may join two facts, that ask
	// whether something is the same of two: yes or no.
	Comparisons float64

	// Stream opens the random stream of the world for a purpose.
	Stream func(parts ...string) *rng.Stream
}

// Ask makes questions about a corpus that e has loaded, and answers them by
// searching: the golden calls search what the question names, then each time what
// the last result links to. A question has one answer, and naming it takes every
// fact: the answer is linked from no document before the last.
func Ask(e *engine.Engine, w *world.World, o Options) ([]Question, error) {
	known := map[string]map[string]string{} // by relation, then subject
	for _, raw := range w.Rows[facts] {
		var f Fact
		if err := json.Unmarshal(raw, &f); err != nil {
			return nil, err
		}
		if known[f.Relation] == nil {
			known[f.Relation] = map[string]string{}
		}
		known[f.Relation][f.Subject] = f.Object
	}
	var list []Question
	seen := map[string]bool{}
	for n := 0; n < 12*o.Chains && len(seen) < o.Chains; n++ {
		// In 2^-32ths, so that the share is compared as an integer.
		if s := o.Stream("comparison", strconv.Itoa(n)); slices.Contains(o.Hops, 2) && s.Uint64()>>32 < uint64(o.Comparisons*(1<<32)) {
			r := relations[s.IntN(len(relations))]
			if key := "same " + r.name; !seen[key] {
				asked, err := comparisons(e, w, r, known[r.name], o)
				if err != nil {
					return nil, err
				}
				list = append(list, asked...)
				seen[key] = len(asked) > 0
			}
			continue
		}
		chain := drawChain(o, o.Stream("chain", strconv.Itoa(n)))
		var names []string
		for _, r := range chain {
			names = append(names, r.name)
		}
		key := strings.Join(names, " ")
		if chain == nil || seen[key] {
			continue
		}
		starts := slices.Collect(func(yield func(string) bool) {
			for _, raw := range w.Rows[facts] {
				var f Fact
				if json.Unmarshal(raw, &f) == nil && f.Relation == chain[0].name && !yield(f.Subject) {
					return
				}
			}
		})
		s := o.Stream("start", key)
		s.Shuffle(len(starts), func(i, j int) { starts[i], starts[j] = starts[j], starts[i] })
		round := 0
		for _, start := range starts {
			if round == o.PerChain {
				break
			}
			t, err := ask(e, w, chain, start, known)
			if err != nil {
				return nil, err
			}
			if t == nil {
				continue
			}
			t.ID = world.ID(world.TaskType, w.ID, world.MultiHop, key, strconv.Itoa(round))
			list = append(list, Question{*t, names, round})
			round++
		}
		if round > 0 {
			seen[key] = true
		}
	}
	return list, nil
}

// drawChain draws relations of which each begins where the one before ends.
func drawChain(o Options, s *rng.Stream) []relation {
	hops := rng.Pick(s, o.Hops)
	chain := []relation{relations[s.IntN(len(relations))]}
	for len(chain) < hops {
		at := chain[len(chain)-1].to
		var next []relation
		for _, r := range relations {
			if r.from == at && !slices.Contains(chain, r) {
				next = append(next, r)
			}
		}
		if len(next) == 0 {
			return nil
		}
		chain = append(chain, next[s.IntN(len(next))])
	}
	return chain
}

// ask makes the question about start; nil where the facts do not lead anywhere, or
// there and back.
func ask(e *engine.Engine, w *world.World, chain []relation, start string, known map[string]map[string]string) (*world.Task, error) {
	phrase, at := start, start
	path := []string{start}
	t := &world.Task{
		World: w.ID, Kind: world.MultiHop, Known: []world.Fact{}, Initial: world.Changes{},
		Tools: []string{w.Tools[0].Tool.ID}, Difficulty: [...]string{"easy", "easy", "easy", "medium", "hard"}[min(4, len(chain))],
	}
	session := e.Session()
	for i, r := range chain {
		object, ok := known[r.name][at]
		if !ok || slices.Contains(path, object) {
			return nil, nil
		}
		c, found, err := searched(session, at)
		if err != nil || found == nil {
			return nil, err // it is not singled out by its title
		}
		links := found.Links
		last := i == len(chain)-1
		answer := object
		for _, later := range chain[i+1:] {
			answer = known[later.name][answer]
		}
		if !slices.Contains(links, object) || !last && (answer == "" || strings.Contains(string(c.Result), answer)) {
			return nil, nil // it is answered too soon
		}
		t.Calls = append(t.Calls, c)
		if last {
			t.Goal = fmt.Sprintf(r.question, phrase)
			t.Outputs = []string{object}
		}
		phrase = fmt.Sprintf(r.phrase, phrase)
		path = append(path, object)
		at = object
	}
	replay, err := e.Replay(t)
	if err != nil {
		return nil, err
	}
	t.State = replay.State
	t.Goal = "You want to know: " + t.Goal
	t.Known = []world.Fact{{Name: "name", Value: canonical(start)}}
	return t, nil
}

// comparisons asks whether two have the same of a relation: yes and no by turns, as
// far as there are such.
func comparisons(e *engine.Engine, w *world.World, r relation, known map[string]string, o Options) ([]Question, error) {
	subjects := slices.Sorted(maps.Keys(known))
	key := "same " + r.name
	s := o.Stream("start", key)
	s.Shuffle(len(subjects), func(i, j int) { subjects[i], subjects[j] = subjects[j], subjects[i] })
	var list []Question
	taken := map[string]bool{}
	first := s.Chance(1, 2)
	for round := range o.PerChain {
		a, b := pair(subjects, known, taken, (round%2 == 0) == first)
		if a == "" {
			if a, b = pair(subjects, known, taken, (round%2 == 0) != first); a == "" {
				break
			}
		}
		taken[a], taken[b] = true, true
		t, err := compare(e, w, r, a, b, known)
		if err != nil {
			return nil, err
		}
		if t == nil {
			continue
		}
		t.ID = world.ID(world.TaskType, w.ID, world.MultiHop, key, strconv.Itoa(len(list)))
		list = append(list, Question{*t, []string{r.name, r.name}, len(list)})
	}
	return list, nil
}

// pair is the first two of the subjects, neither of them taken, that have the same or
// not; "" where there are none.
func pair(subjects []string, known map[string]string, taken map[string]bool, same bool) (a, b string) {
	for i, a := range subjects {
		for _, b := range subjects[i+1:] {
			if !taken[a] && !taken[b] && (known[a] == known[b]) == same {
				return a, b
			}
		}
	}
	return "", ""
}

// compare makes the question about two; nil where one of them is not singled out by
// its title.
func compare(e *engine.Engine, w *world.World, r relation, a, b string, known map[string]string) (*world.Task, error) {
	t := &world.Task{
		World: w.ID, Kind: world.MultiHop, Initial: world.Changes{}, Tools: []string{w.Tools[0].Tool.ID}, Difficulty: "easy",
		Goal: "You want to know: " + fmt.Sprintf(r.same, a, b), Outputs: []string{"no"},
		Known: []world.Fact{{Name: "name", Value: canonical(a)}, {Name: "other name", Value: canonical(b)}},
	}
	if known[a] == known[b] {
		t.Outputs[0] = "yes"
	}
	session := e.Session()
	for _, title := range []string{a, b} {
		c, found, err := searched(session, title)
		if err != nil || found == nil || !slices.Contains(found.Links, known[title]) {
			return nil, err
		}
		t.Calls = append(t.Calls, c)
	}
	replay, err := e.Replay(t)
	if err != nil {
		return nil, err
	}
	t.State = replay.State
	return t, nil
}

// searched is the search for a title and the document that it finds; nil where it
// finds another, or several.
func searched(session *engine.Session, title string) (world.Call, *row, error) {
	arguments, err := json.Marshal(map[string]string{"query": title})
	if err != nil {
		return world.Call{}, nil, err
	}
	result := session.Call("search", arguments)
	var found struct{ Documents []row }
	if !result.OK() || json.Unmarshal(result.Value, &found) != nil || len(found.Documents) != 1 || found.Documents[0].Title != title {
		return world.Call{}, nil, nil
	}
	return world.Call{Tool: "search", Arguments: canonical(map[string]string{"query": title}), Result: result.Value, Effect: world.Read}, &found.Documents[0], nil
}
