package golden

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/executors"
	"worldc/executors/importing"
	"worldc/shareddata"
	"worldc/shareddata/taubench"
	"worldc/spec"
	"worldc/world"
)

const tauSpec = `
import "worlds" {
  type  = "worlds"
  paths = ["retail/**", "airline/**"]
}

locals {
  sets = { train = "retail", dev = "retail", test = "airline" }
}

import "gold" {
  for_each = local.sets
  type     = "tasks"
  paths    = ["${each.key}.json"]
  worlds   = import.worlds
}

import "talks" {
  type  = "trajectories"
  paths = ["talks.jsonl"]
  tasks = import.gold["test"]
  model = "gpt-4o"
}

filter "reward" {
  from = import.talks
  validity {
    results = "any"
  }
  state_alignment {}
  required_outputs {}
}

filter "strict" {
  from = import.talks
  validity {
    results = "any"
  }
  state_alignment {}
  required_outputs {}
  exact_match {
    apply_to = "read_only"
  }
}

evaluation "gpt-4o" {
  from = filter.reward
  k    = 2
}
`

// A tauBuild is tau-bench, imported and judged.
type tauBuild struct {
	store *artifact.Store
	build *compiler.Build
}

func buildTau(t *testing.T) *tauBuild {
	dir := t.TempDir()
	for _, name := range []string{"retail", "airline"} {
		worldFolder(t, filepath.Join(dir, name), name)
	}
	for file, set := range map[string]string{"train": "retail.train", "dev": "retail.dev", "test": "airline.test"} {
		tasks := shareddata.Parse[[]map[string]any](t, shareddata.Read(t, "taubench/"+set+".tasks.json"))
		for i := range tasks {
			tasks[i]["world"] = set[:len(set)-len(file)-1]
		}
		raw, err := json.Marshal(tasks)
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, file+".json"), raw)
	}
	put(t, filepath.Join(dir, "talks.jsonl"), shareddata.Read(t, "taubench/airline.gpt-4o.trajectories.jsonl.zst"))
	put(t, filepath.Join(dir, "tau.hcl"), []byte(tauSpec))
	s, diags := spec.Load(filepath.Join(dir, "tau.hcl"), spec.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	plan, diags := compiler.NewPlan(s)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	store, err := artifact.OpenStore(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	b := plan.Build(context.Background(), compiler.Options{
		Store: store, Output: filepath.Join(t.TempDir(), "out"), Jobs: 2, Allowed: executors.Permissions{TrustCode: true},
	})
	for _, r := range b.Results {
		if r.Err != nil {
			t.Fatalf("%s: %v", r.Node.Address, r.Err)
		}
	}
	return &tauBuild{store, b}
}

// result is what became of a node.
func (b *tauBuild) result(t *testing.T, address string) *compiler.Result {
	for _, r := range b.build.Results {
		if r.Node.Address == address {
			return r
		}
	}
	t.Fatalf("no node %s", address)
	return nil
}

// records are the records of a node.
func records[T any](t *testing.T, b *tauBuild, address string) []T {
	var list []T
	for line, err := range b.store.Lines(b.result(t, address).Entry.Info) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, shareddata.Parse[T](t, line))
	}
	return list
}

// TestTauBench imports tau-bench, judges the recorded talks and compares the
// verdicts with the rewards that tau-bench gave, and docs/tau-bench.md with
// what came out.
func TestTauBench(t *testing.T) {
	if testing.Short() {
		t.Skip("building tau-bench takes half a minute")
	}
	b := buildTau(t)
	page := tauFigures(t, b)
	comparePage(t, "tau-bench", page)
}

// tauFigures are the generated parts of the page.
func tauFigures(t *testing.T, b *tauBuild) map[string]string {
	page := map[string]string{}
	page["spec"] = strings.TrimSpace(tauSpec)

	var gold, bad strings.Builder
	for _, set := range []string{"retail.train", "retail.dev", "airline.test"} {
		_, name, _ := strings.Cut(set, ".")
		r := b.result(t, fmt.Sprintf("import.gold[%q]", name))
		calls, unchanged := 0, 0
		for _, task := range records[world.Task](t, b, r.Node.Address) {
			calls += len(task.Calls)
			if task.State.Changes.Rows() == 0 {
				unchanged++
			}
		}
		c := r.Report.Counts
		fmt.Fprintf(&gold, "| %s | %d | %d | %d | %d | %d |\n", set, c.Planned, c.Accepted, calls, unchanged, c.Rejected)
		for _, f := range r.Report.Findings {
			if f.Action == world.Rejected {
				_, n, _ := strings.Cut(f.Place, "#")
				number, err := strconv.Atoi(n)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&bad, "| %s %d | %s |\n", set, number-1, f.Detail)
			}
		}
	}
	page["gold"], page["bad"] = strings.TrimSpace(gold.String()), strings.TrimSpace(bad.String())
	page["differ"] = tauDifferences(t, b)
	page["funnel"], page["strict"] = funnel(t, b, "filter.reward"), funnel(t, b, "filter.strict")

	var both, onlyUs, onlyThem, neither int
	var disagree, why strings.Builder
	stages := map[string]int{}
	verdicts := map[string]world.Verdict{}
	for _, v := range records[world.Verdict](t, b, "filter.reward") {
		verdicts[v.Trajectory] = v
	}
	airline := records[world.Task](t, b, `import.gold["test"]`)[0].World
	for _, talk := range taubench.Talks(t) {
		v, ok := verdicts[world.TrajectoryID(importing.TaskID(airline, strconv.Itoa(talk.TaskID), 0), "gpt-4o", talk.Trial)]
		if !ok {
			t.Fatalf("no verdict on task %d, trial %d", talk.TaskID, talk.Trial)
		}
		switch rewarded := talk.Reward == 1; {
		case v.Accepted && rewarded:
			both++
		case v.Accepted:
			onlyUs++
		case rewarded:
			onlyThem++
		default:
			neither++
			stages[failed(&talk)+" | "+v.By]++
		}
		if v.Accepted != (talk.Reward == 1) {
			fmt.Fprintf(&disagree, "| %d | %d | %v | %s | %s: %s |\n", talk.TaskID, talk.Trial, talk.Reward, v.By, v.Reason, v.Detail)
		}
	}
	page["confusion"] = fmt.Sprintf("| accepted | %d | %d |\n| rejected | %d | %d |", both, onlyUs, onlyThem, neither)
	page["disagree"] = strings.TrimSpace(disagree.String())
	for _, s := range slices.Sorted(maps.Keys(stages)) {
		fmt.Fprintf(&why, "| %s | %d |\n", s, stages[s])
	}
	page["why"] = strings.TrimSpace(why.String())

	var scores strings.Builder
	for _, s := range records[world.Score](t, b, "evaluation.gpt-4o") {
		if s.By == "all" || s.By == "calls" {
			fmt.Fprintf(&scores, "| %s | %d | %d | %d | %.3f | %.3f |\n", groupName(s.Group), s.Tasks, s.Trajectories, s.Accepted, s.Pass[0], s.Pass[1])
		}
	}
	page["scores"] = strings.TrimSpace(scores.String())
	return page
}

// groupName is the name of a score's group; that of all tasks has none.
func groupName(group string) string {
	if group == "" {
		return "all"
	}
	return group
}

// failed is the part of tau-bench's reward that was 0.
func failed(x *taubench.Talk) string {
	switch info := x.Info.Reward; {
	case info == nil:
		return "no reward was computed"
	case info.Info.Outputs != nil:
		return "an output is missing"
	}
	return "the database differs"
}

// funnel is how many trajectories reached the end of each stage.
func funnel(t *testing.T, b *tauBuild, address string) string {
	steps := b.result(t, address).Report.Funnel
	parts := []string{fmt.Sprintf("judged %d", steps[0].Reached)}
	for _, step := range steps {
		parts = append(parts, fmt.Sprintf("%s %d", step.Check, step.Passed))
	}
	return strings.Join(parts, " → ")
}

// tauDifferences counts the recorded results that are not what the calls give,
// by tool and by what is apart in them.
func tauDifferences(t *testing.T, b *tauBuild) string {
	counts := map[string]int{}
	for _, f := range b.result(t, "import.talks").Report.Findings {
		if f.Action != world.Noted {
			continue
		}
		_, rest, _ := strings.Cut(f.Detail, ", ")
		tool, rest, _ := strings.Cut(rest, ": recorded ")
		what := "other"
		switch {
		case strings.Contains(rest, `"province":`):
			what = "`province` instead of `state` in an address"
		case tool == "search_onestop_flight":
			what = "seats and prices of the second flight"
		}
		counts["`"+tool+"` | "+what]++
	}
	var list strings.Builder
	for _, c := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&list, "| %s | %d |\n", c, counts[c])
	}
	return strings.TrimSpace(list.String())
}
