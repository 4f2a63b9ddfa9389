package executors

import (
	"encoding/json"
	"slices"

	"worldc/executors/corpus"
	"worldc/executors/selftest"
	"worldc/executors/taskmaking"
	"worldc/rng"
	"worldc/sandbox"
	"worldc/world"
	"worldc/world/engine"
)

// The jobs that confined workers do in worlds whose code worldc did not write.
const (
	selfTestJob = "self-test"
	tasksJob    = "tasks"

	combinationsJob = "combinations"
)

// Jobs are what the workers of a build can be asked to do: who starts workers
// gives them to [sandbox.Main].
func Jobs() sandbox.Jobs {
	return sandbox.Jobs{selfTestJob: doSelfTest, tasksJob: searching((*taskSearch).search), combinationsJob: searching((*combinationSearch).search)}
}

// The calls that a job may take as much time as.
const (
	selfTestCalls = 6
	tasksCalls    = 60
)

// A selfTest asks for the tests of one tool of a world.
type selfTest struct {
	World *world.World `json:"world"`
	Tool  int          `json:"tool"`
	Seed  uint64       `json:"seed"`
}

// doSelfTest answers a selfTest with a [selftest.Report].
func doSelfTest(e *engine.Engine, question []byte) ([]byte, error) {
	var q selfTest
	if err := json.Unmarshal(question, &q); err != nil {
		return nil, err
	}
	rows, err := selftest.ReadRows(q.World)
	if err != nil {
		return nil, err
	}
	t := &q.World.Tools[q.Tool]
	return json.Marshal(selftest.Run(e, q.World, t, rows, worldStream(q.Seed, q.World.ID)("self-test", t.Tool.ID)))
}

// searching is the job that answers a question Q, which is a search in a world, with
// what is found.
func searching[Q, F any](search func(*Q, *engine.Engine) (F, error)) sandbox.Job {
	return func(e *engine.Engine, question []byte) ([]byte, error) {
		var q Q
		if err := json.Unmarshal(question, &q); err != nil {
			return nil, err
		}
		found, err := search(&q, e)
		if err != nil {
			return nil, err
		}
		return json.Marshal(found)
	}
}

// worldStream opens the random streams of a world that is made.
func worldStream(seed uint64, id string) func(purpose ...string) *rng.Stream {
	return func(purpose ...string) *rng.Stream {
		return rng.New(seed, append([]string{"worlds", id}, purpose...)...)
	}
}

// A taskSearch asks for the tasks of a world.
type taskSearch struct {
	World         *world.World `json:"world"`
	Feeds         []world.Feed `json:"feeds"`
	PerWorld      int          `json:"per_world"`
	MinCalls      int          `json:"min_calls"`
	MaxCalls      int          `json:"max_calls"`
	ReadOnlyShare float64      `json:"read_only_share"`
	Seed          uint64       `json:"seed"`
}

// A taskFind is what was found.
type taskFind struct {
	Made   []taskmaking.Made `json:"made"`
	Missed []taskmaking.Miss `json:"missed"`
}

// search makes tasks in a world that e has loaded. They are found in the world as
// the documents of its tools have it, and then made to hold in the world as it is.
func (q *taskSearch) search(e *engine.Engine) (taskFind, error) {
	var f taskFind
	as, plain, err := documented(e, q.World)
	if err != nil {
		return f, err
	}
	f.Made, f.Missed = taskmaking.Make(as, plain, q.Feeds, taskmaking.Options{
		PerWorld: q.PerWorld, MinCalls: q.MinCalls, MaxCalls: q.MaxCalls, ReadOnlyShare: q.ReadOnlyShare, Seed: q.Seed,
		Stream: func(purpose ...string) *rng.Stream {
			return rng.New(q.Seed, append([]string{"tasks", q.World.ID}, purpose...)...)
		},
	})
	f.Made, f.Missed, err = held(e, q.World, f.Made, f.Missed)
	return f, err
}

// A combinationSearch asks for the combinations of tools of a world.
type combinationSearch struct {
	World          *world.World `json:"world"`
	Feeds          []world.Feed `json:"feeds"`
	Sizes          []int        `json:"sizes"`
	Combinations   int          `json:"combinations"`
	PerCombination int          `json:"per_combination"`
	Distractors    int          `json:"distractors"`
	Seed           uint64       `json:"seed"`

	// Hops are set where questions to a corpus are wanted instead.
	Hops        []int   `json:"hops,omitempty"`
	Comparisons float64 `json:"comparisons,omitempty"`
}

// A combinationFind is what was found, and why it is not more.
type combinationFind struct {
	Combinations []taskmaking.Combination `json:"combinations"`
	Why          string                   `json:"why"`
}

// search finds the combinations of a world that e has loaded: in the world as the
// documents of its tools have it, as tasks are.
func (q *combinationSearch) search(e *engine.Engine) (f combinationFind, err error) {
	if q.Hops != nil {
		return q.ask(e)
	}
	as, plain, err := documented(e, q.World)
	if err != nil {
		return f, err
	}
	found, why := taskmaking.Combine(as, plain, q.Feeds, taskmaking.CombineOptions{
		Sizes: q.Sizes, Combinations: q.Combinations, PerCombination: q.PerCombination, Distractors: q.Distractors, Seed: q.Seed,
		Stream: func(purpose ...string) *rng.Stream {
			return rng.New(q.Seed, append([]string{"scenarios", q.World.ID}, purpose...)...)
		},
	})
	f.Why = why
	for _, c := range found {
		holding := c
		holding.Scenarios = nil
		for _, x := range c.Scenarios {
			good, bad, err := held(e, q.World, []taskmaking.Made{x.Made}, nil)
			if err != nil {
				return f, err
			}
			if len(bad) > 0 {
				holding.Missed = append(holding.Missed, taskmaking.Miss{Task: x.Round, Reason: bad[0].Reason})
				continue
			}
			x.Made = good[0]
			showCalled(&x.Task, q.World)
			holding.Scenarios = append(holding.Scenarios, x)
		}
		f.Combinations = append(f.Combinations, holding)
	}
	return f, nil
}

// The reasons why there are not as many questions as are wanted.
const (
	reasonNoCorpus = "the world is no corpus: multi_hop wants worlds that were made with corpus"
	reasonNoChains = "the corpus has no more chains of facts"
	reasonNoStarts = "the corpus has no more facts that lead along the chain to one answer"
)

// ask finds chains of facts of a corpus and questions along them.
func (q *combinationSearch) ask(e *engine.Engine) (f combinationFind, err error) {
	if !corpus.Is(q.World) {
		f.Why = reasonNoCorpus
		return f, nil
	}
	as, plain, err := documented(e, q.World)
	if err != nil {
		return f, err
	}
	list, err := corpus.Ask(as, plain, corpus.Options{
		Hops: q.Hops, Comparisons: q.Comparisons, Chains: q.Combinations, PerChain: q.PerCombination,
		Stream: func(purpose ...string) *rng.Stream {
			return rng.New(q.Seed, append([]string{"scenarios", q.World.ID}, purpose...)...)
		},
	})
	if err != nil {
		return f, err
	}
	for _, x := range list {
		if x.Round == 0 {
			f.Combinations = append(f.Combinations, taskmaking.Combination{Tools: x.Chain})
		}
		c := &f.Combinations[len(f.Combinations)-1]
		good, bad, err := held(e, q.World, []taskmaking.Made{{Task: x.Task}}, nil)
		if err != nil {
			return f, err
		}
		if len(bad) > 0 {
			c.Missed = append(c.Missed, taskmaking.Miss{Task: x.Round, Reason: bad[0].Reason})
			continue
		}
		c.Scenarios = append(c.Scenarios, taskmaking.Scenario{Made: good[0], Round: x.Round})
	}
	for i := range f.Combinations {
		c := &f.Combinations[i]
		for n := len(c.Scenarios) + len(c.Missed); n < q.PerCombination; n++ {
			c.Missed = append(c.Missed, taskmaking.Miss{Task: n, Reason: reasonNoStarts})
		}
	}
	if len(f.Combinations) < q.Combinations {
		f.Why = reasonNoChains
	}
	return f, nil
}

// showCalled adds to the tools that a task shows those that its calls want as its
// world drifted.
func showCalled(t *world.Task, w *world.World) {
	for _, c := range t.Calls {
		i := slices.IndexFunc(w.Tools, func(x world.WorldTool) bool { return x.Tool.Name == c.Tool })
		if i >= 0 && !slices.Contains(t.Tools, w.Tools[i].Tool.ID) {
			t.Tools = append(t.Tools, w.Tools[i].Tool.ID)
		}
	}
}
