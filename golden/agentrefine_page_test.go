package golden

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/executors/roleplaying"
	"worldc/inspect"
	"worldc/world"
)

// TestAgentRefinePage compares docs/agentrefine.md with what the examples of
// AgentRefine make. It follows the shortest game that has mistakes of two kinds.
func TestAgentRefinePage(t *testing.T) {
	store, dir, b := run(t, filepath.Join(examplesDir, "agentrefine.hcl"))
	page := map[string]string{"counts": countsTable(b)}
	scripts := map[string]world.Script{}
	for _, s := range made[world.Script](t, store, b, "scripts.games") {
		scripts[s.ID] = s
	}
	games := made[world.Trajectory](t, store, b, "roleplay.games")
	shown := slices.MinFunc(games, func(a, b world.Trajectory) int {
		return cmp.Or(-cmp.Compare(min(2, len(mistakes(&a))), min(2, len(mistakes(&b)))), cmp.Compare(len(a.Turns), len(b.Turns)))
	})
	page["rules"] = shown.Turns[0].Content
	page["solution"] = strings.Join(scripts[shown.Task].Solution, "\n")
	page["game"] = inspect.Pretty(world.TrajectoryType, mustJSON(t, shown), nil, nil)
	page["weights"] = weightsOf(t, filepath.Join(dir, "sft"), &shown)
	page["families"] = familiesTable(games, scripts)
	attempts, ok := resultOf(t, b, "roleplay.games").Report.Measures["attempts_per_accepted"]
	if !ok {
		t.Fatal("a roleplay does not report its attempts")
	}
	page["attempts"] = fmt.Sprint(attempts)

	store, _, b = run(t, filepath.Join(examplesDir, "agentrefine-perturbed.hcl"))
	for _, s := range made[world.Score](t, store, b, "evaluation.robustness") {
		if s.By == "variant" || s.By == "robustness" {
			page["robustness"] += inspect.Pretty(world.ScoreType, mustJSON(t, s), nil, nil)
			if s.By == "variant" {
				page["each"] = fmt.Sprint(s.Trajectories)
			}
		}
	}

	store, _, b = run(t, filepath.Join(examplesDir, "agentrefine-chat.hcl"))
	page["chat"] = countsTable(b)
	page["flag"] = roleplaying.DisagreesFlag + string(world.LogicError)
	modes := []string{"whole", "turns"}
	differ := 0
	var calls []string
	for _, mode := range modes {
		r := resultOf(t, b, "roleplay."+mode)
		page["faults"] += faultsTable(r.Report.Reasons, mode)
		calls = append(calls, fmt.Sprintf("%v (`%s`)", r.Report.Measures["attempts_per_accepted"], mode))
		for _, g := range made[world.Trajectory](t, store, b, "roleplay."+mode) {
			for i := range g.Turns {
				if slices.ContainsFunc(g.Turns[i].Flags, func(f string) bool { return strings.HasPrefix(f, roleplaying.DisagreesFlag) }) {
					differ++
				}
			}
		}
	}
	page["faults"], page["calls"], page["differ"] = strings.TrimSpace(page["faults"]), strings.Join(calls, " and "), fmt.Sprint(differ)
	comparePage(t, "agentrefine", page)
}

// made are the records of a node.
func made[R any](t *testing.T, store *artifact.Store, b *compiler.Build, address string) []R {
	t.Helper()
	var list []R
	for raw, err := range store.Lines(resultOf(t, b, address).Entry.Info) {
		if err != nil {
			t.Fatal(err)
		}
		var r R
		if err := json.Unmarshal(raw, &r); err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// faultsTable has a line for every fault of the games of a mode.
func faultsTable(reasons map[string]int64, mode string) string {
	kept := map[roleplaying.Fault]string{
		roleplaying.BrokenText: "the turns before", roleplaying.MissingKeys: "the turns before", roleplaying.OutOfTurn: "the turns before", roleplaying.Contradiction: "the turns before",
		roleplaying.UnnoticedAction: "the turns before the action", roleplaying.WrongFlag: "all but the judgement", roleplaying.NotCompleted: "all turns", roleplaying.TooFewErrors: "nothing",
		roleplaying.LeftOff: "all turns",
	}
	var s strings.Builder
	for _, f := range append(slices.Clone(roleplaying.Faults), roleplaying.LeftOff) {
		if n := reasons["noted: played again: "+string(f)]; n > 0 {
			fmt.Fprintf(&s, "| `%s` | %s | %d | %s |\n", mode, f, n, kept[f])
		}
		if n := reasons["rejected: "+string(f)]; n > 0 {
			fmt.Fprintf(&s, "| `%s` | %s, and no attempt is left | %d | the game is rejected |\n", mode, f, n)
		}
	}
	return s.String()
}

// mistakes are how many mistakes of each kind a game has.
func mistakes(g *world.Trajectory) map[string]int {
	kinds := map[string]int{}
	for i := range g.Turns {
		if kind := g.Turns[i].Mistake(); kind != "" {
			kinds[kind]++
		}
	}
	return kinds
}

// weightsOf are the weights of what the assistant says in the row of a game.
func weightsOf(t *testing.T, dir string, g *world.Trajectory) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "data", "*.jsonl.zst"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v", files, err)
	}
	for raw, err := range artifact.ReadLines(files[0], artifact.Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		var row struct {
			Messages []struct {
				Role, Content string
				Weight        int
			}
		}
		if err := json.Unmarshal(raw, &row); err != nil {
			t.Fatal(err)
		}
		// What the game master says last is in no row: nothing is trained behind it.
		if len(row.Messages) != len(g.Turns)-1 || row.Messages[2].Content != g.Turns[2].Content || row.Messages[0].Content != g.Turns[0].Content {
			continue
		}
		var weights []string
		for _, m := range row.Messages {
			if m.Role == "assistant" {
				weights = append(weights, fmt.Sprint(m.Weight))
			}
		}
		return strings.Join(weights, " ")
	}
	t.Fatalf("no row of game %s", g.ID)
	return ""
}

// familiesTable has a line for every family of scripts.
func familiesTable(games []world.Trajectory, scripts map[string]world.Script) string {
	type family struct {
		turns, steps []int
		wrong        map[string]int
	}
	families := map[string]*family{}
	var names []string
	for i := range games {
		script := scripts[games[i].Task]
		f := families[script.Family]
		if f == nil {
			f = &family{wrong: map[string]int{}}
			families[script.Family] = f
			names = append(names, script.Family)
		}
		f.turns = append(f.turns, len(games[i].Turns))
		f.steps = append(f.steps, len(script.Solution))
		for kind, n := range mistakes(&games[i]) {
			f.wrong[kind] += n
		}
	}
	median := func(list []int) int { slices.Sort(list); return list[(len(list)-1)/2] }
	slices.Sort(names)
	var s strings.Builder
	for _, name := range names {
		f := families[name]
		fmt.Fprintf(&s, "| %s | %d | %d | %d | %d | %d | %d |\n", name, len(f.turns), median(f.turns), median(f.steps),
			f.wrong[string(world.ParameterError)], f.wrong[string(world.PlaceError)], f.wrong[string(world.LogicError)])
	}
	return strings.TrimSpace(s.String())
}
