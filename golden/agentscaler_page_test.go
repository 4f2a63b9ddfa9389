package golden

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/inspect"
	"worldc/world"
)

// TestAgentScalerPage compares docs/agentscaler.md with what
// examples/agentscaler.hcl makes. It follows one row from the dataset back to
// its beginning.
func TestAgentScalerPage(t *testing.T) {
	path := filepath.Join(examplesDir, "agentscaler.hcl")
	store, dir, b := run(t, path)
	for _, r := range b.Results {
		if r.Err != nil {
			t.Fatalf("%s: %v", r.Node.Address, r.Err)
		}
	}
	spec, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sft := filepath.Join(dir, "sft")
	page := map[string]string{"spec": strings.TrimSpace(string(spec)), "counts": countsTable(b), "funnel": funnelTable(t, b, "filter.funnel")}

	const file = "data/vertical/train-00000-of-00001.jsonl.zst"
	line := mostTold(t, sft, file)
	explained, err := inspect.Explain(context.Background(), sft, fmt.Sprintf("%s:%d", file, line))
	if err != nil {
		t.Fatal(err)
	}
	page["row"] = fmt.Sprintf("%s:%d", file, line)
	page["explain"] = strings.TrimRight(explained.Text("out/sft"), "\n")

	var talk world.Trajectory
	for raw, err := range store.Lines(resultOf(t, b, "rollouts.talks").Entry.Info) {
		if err != nil {
			t.Fatal(err)
		}
		var x world.Trajectory
		if err := json.Unmarshal(raw, &x); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(page["explain"], "trajectory "+x.ID) {
			talk = x
			page["talk"] = inspect.Pretty(world.TrajectoryType, raw, nil, nil)
		}
	}
	for _, task := range recordsOf[world.Task](t, filepath.Join(sft, "tasks.jsonl.zst")) {
		if task.ID == talk.Task {
			page["task"] = inspect.Pretty(world.TaskType, mustJSON(t, task), namesOf(recordsOf[world.World](t, filepath.Join(sft, "worlds.jsonl.zst"))...), nil)
		}
	}
	page["messages"] = rowAt(t, filepath.Join(sft, file), line)
	comparePage(t, "agentscaler", page)
}

func resultOf(t *testing.T, b *compiler.Build, address string) *compiler.Result {
	t.Helper()
	for _, r := range b.Results {
		if r.Node.Address == address {
			return r
		}
	}
	t.Fatalf("no node %s", address)
	return nil
}

// countsTable has a line for every node.
func countsTable(b *compiler.Build) string {
	var s strings.Builder
	for _, r := range b.Results {
		c := r.Entry.Counts
		fmt.Fprintf(&s, "| `%s` | %s | %d | %d | %d | %d |\n", r.Node.Address, r.Node.Emits, c.Planned, c.Accepted, c.Rejected, c.Skipped)
	}
	return strings.TrimSpace(s.String())
}

// funnelTable has a line for every reason for which a filter rejected.
func funnelTable(t *testing.T, b *compiler.Build, address string) string {
	t.Helper()
	r := resultOf(t, b, address)
	var s strings.Builder
	top, _ := r.Report.Commonest(100)
	for _, c := range top {
		check, why, _ := strings.Cut(strings.TrimPrefix(c.Reason, "rejected: "), ": ")
		fmt.Fprintf(&s, "| %s | %s | %d |\n", check, why, c.Count)
	}
	return strings.TrimSpace(s.String())
}

// mostTold is the number of the row of a file that has the most messages, the
// first of equals.
func mostTold(t *testing.T, dir, file string) int64 {
	t.Helper()
	best, most, number := int64(0), 0, int64(0)
	for raw, err := range artifact.ReadLines(filepath.Join(dir, file), artifact.Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		number++
		var row struct {
			Messages []json.RawMessage `json:"messages"`
		}
		if err := json.Unmarshal(raw, &row); err != nil {
			t.Fatal(err)
		}
		if len(row.Messages) > most {
			best, most = number, len(row.Messages)
		}
	}
	return best
}

// rowAt is a row without its tools, a message a line.
func rowAt(t *testing.T, path string, line int64) string {
	t.Helper()
	number := int64(0)
	for raw, err := range artifact.ReadLines(path, artifact.Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		if number++; number < line {
			continue
		}
		var row struct {
			Messages []json.RawMessage `json:"messages"`
		}
		if err := json.Unmarshal(raw, &row); err != nil {
			t.Fatal(err)
		}
		var s strings.Builder
		for _, m := range row.Messages {
			fmt.Fprintf(&s, "%s\n", m)
		}
		return strings.TrimSpace(s.String())
	}
	t.Fatalf("%s has no line %d", path, line)
	return ""
}
