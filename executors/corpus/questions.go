package corpus

import (
	"encoding/json"
	"fmt"
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
			t.ID = world.ID(world.TaskType, w.ID, "multi_hop", key, strconv.Itoa(round))
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
		World: w.ID, Kind: "multi_hop", Known: []world.Fact{}, Initial: world.Changes{},
		Tools: []string{w.Tools[0].Tool.ID}, Difficulty: [...]string{"easy", "easy", "easy", "medium", "hard"}[min(4, len(chain))],
	}
	session := e.Session()
	for i, r := range chain {
		object, ok := known[r.name][at]
		if !ok || slices.Contains(path, object) {
			return nil, nil
		}
		arguments, err := json.Marshal(map[string]string{"query": at})
		if err != nil {
			return nil, err
		}
		result := session.Call("search", arguments)
		var found struct{ Documents []row }
		if !result.OK() || json.Unmarshal(result.Value, &found) != nil || len(found.Documents) != 1 || found.Documents[0].Title != at {
			return nil, nil // it is not singled out by its title
		}
		links := found.Documents[0].Links
		last := i == len(chain)-1
		answer := object
		for _, later := range chain[i+1:] {
			answer = known[later.name][answer]
		}
		if !slices.Contains(links, object) || !last && (answer == "" || strings.Contains(string(result.Value), answer)) {
			return nil, nil // it is answered too soon
		}
		t.Calls = append(t.Calls, world.Call{Tool: "search", Arguments: canonical(map[string]string{"query": at}), Result: result.Value, Effect: world.Read})
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
