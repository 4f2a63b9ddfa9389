package executors

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"worldc/executors/taskmaking"
	"worldc/roles"
	"worldc/roles/chat"
	"worldc/roles/writer"
	"worldc/sandbox"
	"worldc/spec"
	"worldc/world"
)

// The reasons for which a scenario is not taken.
const (
	reasonResembles = "it says nearly the same as an earlier one"
	reasonBeyond    = "there are as many as the limit"
)

// scenarios makes tasks over combinations of tools (SynWorld §3.1). First it
// finds, in each world, which tools compose and what is to be done with them; then
// it has a writer tell the scenarios, in rounds, the first of every combination
// before the second of any; each is compared with those that were taken before.
func scenarios(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Scenarios)
	feeds, err := feedsByDomain(in)
	if err != nil {
		return err
	}
	worlds, err := in.collect("worlds")
	if err != nil {
		return err
	}
	k, err := newScenarioMaker(in, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.workers.Close()) }()
	found := shardedBy(ctx, in, "scenarios", worldItems, len(worlds), func(i int) (combined, error) {
		var w world.World
		if err := json.Unmarshal(worlds[i], &w); err != nil {
			return combined{}, err
		}
		return k.combine(ctx, in, &w, feeds[w.Domain])
	})
	most := int64(config.Combinations) * int64(config.PerCombination)
	out.Plan(int64(len(worlds)) * most)
	// by round, then combination, then world
	var waiting [][][]scenario
	sizes := map[string]int64{}
	for c, err := range found {
		if err != nil {
			return err
		}
		if c.Why != "" {
			out.Find(world.Finding{
				Subject: c.Name, Place: c.World, Action: world.Rejected, Reason: c.Why,
				Detail: fmt.Sprintf("%d of %d combinations of %s", len(c.Combinations), config.Combinations, k.parts()),
			})
			out.Reject(most-1-int64(len(c.Combinations)*config.PerCombination), c.Why)
		}
		for n, group := range c.Combinations {
			sizes[strconv.Itoa(len(group.Tools))]++
			for _, m := range group.Missed {
				out.Find(world.Finding{
					Subject: fmt.Sprintf("scenario %d of %s", m.Task+1, c.Name), Place: c.World, Action: world.Rejected, Reason: m.Reason, Detail: strings.Join(group.Tools, ", "),
				})
			}
			for _, made := range group.Scenarios {
				round := made.Round
				for len(waiting) <= round {
					waiting = append(waiting, nil)
				}
				for len(waiting[round]) <= n {
					waiting[round] = append(waiting[round], nil)
				}
				waiting[round][n] = append(waiting[round][n], scenario{Made: made.Made, world: c.World, names: c.Identifiers, group: c.World + "\x00" + strings.Join(group.Tools, "\x00")})
			}
		}
	}
	var order []scenario
	for _, round := range waiting {
		order = append(order, slices.Concat(round...)...)
	}
	totals := newTaskTotals()
	taken, err := k.take(ctx, order, out, func(c *scenario) error {
		totals.add(&c.Task)
		return out.Write(&c.Task)
	})
	if err != nil {
		return err
	}
	if taken == 0 && !out.preview() && len(worlds) > 0 {
		return noScenarios(out)
	}
	totals.measure(out)
	out.Measure("combinations", sizes)
	return nil
}

// noScenarios is the error of scenarios of which none is left.
func noScenarios(out *Output) error {
	var lines []string
	for _, reason := range slices.Sorted(maps.Keys(out.report.Reasons)) {
		lines = append(lines, fmt.Sprintf("%d %s", out.report.Reasons[reason], reason))
	}
	for _, f := range out.report.Findings[:min(len(out.report.Findings), 5)] {
		lines = append(lines, fmt.Sprintf("%s: %s (%s)", f.Subject, f.Reason, f.Detail))
	}
	return fmt.Errorf("none of %d scenarios can be made:\n  %s", out.planned, strings.Join(lines, "\n  "))
}

// parts are what a combination is made of: "2 or 3 tools".
func (k *scenarioMaker) parts() string {
	if k.config.Kind == world.MultiHop {
		return anyOf(k.config.Hops) + " facts"
	}
	return anyOf(k.config.ToolsPerScenario) + " tools"
}

// anyOf are numbers of which each does: "2 or 3".
func anyOf(sizes []int) string {
	var words []string
	for _, n := range sizes {
		words = append(words, strconv.Itoa(n))
	}
	return strings.Join(words, " or ")
}

// combined are the combinations of one world.
type combined struct {
	World       string   `json:"world"`
	Name        string   `json:"name"`
	Identifiers []string `json:"identifiers"`

	Combinations []taskmaking.Combination `json:"combinations"`

	// Why says why there are not as many as are wanted; empty where there are.
	Why string `json:"why,omitempty"`
}

// A scenario is one that is to be told and compared.
type scenario struct {
	taskmaking.Made
	world, group string
	names        []string // of tools and parameters, which nobody says
	lost         *world.Finding
}

// A scenarioMaker makes scenarios: it finds them by trying calls, has them told,
// and compares what they say.
type scenarioMaker struct {
	config   *spec.Scenarios
	writer   roles.Writer
	english  bool
	together int
	near     *nearness
	workers  *sandbox.Workers
}

func newScenarioMaker(in *Input, config *spec.Scenarios) (*scenarioMaker, error) {
	k := &scenarioMaker{config: config, writer: writer.New(), english: true, together: in.Workers, workers: in.confined()}
	m, said, err := in.played(config.Writer)
	if m != nil {
		k.writer, k.english, k.together = m.Writer(), chat.IsEnglish(said.Language), in.width()
	}
	k.near = newNearness(in, config)
	return k, err
}

// combine finds the combinations of a world, where its code may run.
func (k *scenarioMaker) combine(ctx context.Context, in *Input, w *world.World, feeds []world.Feed) (c combined, err error) {
	c = combined{World: w.ID, Name: nameOf(w), Identifiers: identifiers(w)}
	if w.Domain == "" && !in.Allowed.TrustCode {
		return c, fmt.Errorf("world %s was imported: to make scenarios its tools are called in worldc's own process, so say with --trust-code that you vouch for them", nameOf(w))
	}
	search := combinationSearch{
		World: w, Feeds: feeds, Sizes: k.config.ToolsPerScenario, Combinations: k.config.Combinations,
		PerCombination: k.config.PerCombination, Distractors: k.config.Distractors, Seed: in.Seed,
	}
	if k.config.Kind == world.MultiHop {
		search.Hops, search.Comparisons = k.config.Hops, k.config.Comparisons
	}
	var found combinationFind
	if ownCode(w) || in.Allowed.TrustCode {
		e, err := loadHere(w)
		if err != nil {
			return c, fmt.Errorf("world %s: %w", nameOf(w), err)
		}
		found, err = search.search(e)
		if err := errors.Join(err, e.Close()); err != nil {
			return c, fmt.Errorf("world %s: %w", nameOf(w), err)
		}
	} else if err := k.confined(ctx, w, &search, &found); err != nil {
		return c, fmt.Errorf("world %s: %w", nameOf(w), err)
	}
	c.Combinations, c.Why = found.Combinations, found.Why
	return c, nil
}

// confined has a confined worker find the combinations of a world.
func (k *scenarioMaker) confined(ctx context.Context, w *world.World, search *combinationSearch, found *combinationFind) (err error) {
	worker, err := k.workers.Load(ctx, w)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, worker.Close()) }()
	question, err := json.Marshal(search)
	if err != nil {
		return err
	}
	answer, err := worker.Do(combinationsJob, question, tasksCalls)
	if err != nil {
		return err
	}
	return json.Unmarshal(answer, found)
}

// take has scenarios told in their order, as many as may be needed, and hands on
// those that are taken. It returns how many these are.
func (k *scenarioMaker) take(ctx context.Context, order []scenario, out *Output, emit func(*scenario) error) (taken int, err error) {
	limit := len(order)
	if k.config.Limit > 0 {
		limit = min(limit, k.config.Limit)
	}
	limit = int(out.atMost(int64(limit)))
	for next := 0; next < len(order); {
		if taken >= limit {
			out.Skip(int64(len(order)-next), reasonBeyond)
			break
		}
		part := order[next:min(len(order), next+limit-taken)]
		next += len(part)
		if err := k.tell(ctx, part); err != nil {
			return taken, err
		}
		var told []*scenario
		for i := range part {
			if part[i].lost == nil {
				told = append(told, &part[i])
			}
		}
		if err := k.near.add(ctx, told); err != nil {
			return taken, err
		}
		for i := range part {
			c := &part[i]
			if c.lost != nil {
				out.Find(*c.lost)
				continue
			}
			taken++
			if err := emit(c); err != nil {
				return taken, err
			}
		}
	}
	return taken, nil
}

// tell has scenarios told. What a text lacks or gives away rejects it.
func (k *scenarioMaker) tell(ctx context.Context, part []scenario) error {
	return parallel(ctx, k.together, len(part), func(i int) error {
		c := &part[i]
		if c.Task.Goal != "" {
			return nil // a question says itself what is wanted
		}
		story := c.Story
		story.Avoid = c.names
		text, err := k.writer.Instruct(ctx, story)
		if f, ok := given(err); ok {
			lost := lostTo(c.Task.ID, c.world, world.Failed, f)
			c.lost = &lost
			return nil
		}
		if err != nil {
			return fmt.Errorf("task %s: %w", c.Task.ID, err)
		}
		reject := func(reason, detail string) {
			c.lost = &world.Finding{Subject: c.Task.ID, Place: c.world, Action: world.Rejected, Reason: reason, Detail: detail}
		}
		if missing := writer.Missing(text, story, k.english); len(missing) > 0 {
			reject(reasonUntold, missing[0])
		} else if leaked := writer.Leaks(text, c.names); len(leaked) > 0 {
			reject(reasonLeaks, leaked[0])
		}
		c.Task.Background, c.Task.Goal, c.Task.Known = text.Background, text.Goal, text.Known
		return nil
	})
}
