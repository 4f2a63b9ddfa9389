package golden

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"worldc/inspect"
	"worldc/world"
)

// TestWorldsPage compares docs/worlds.md with the worlds and tasks that
// examples/worlds.hcl makes.
func TestWorldsPage(t *testing.T) {
	dir := publish(t, filepath.Join(examplesDir, "worlds.hcl"))
	w := worldWith(t, filepath.Join(dir, "tasks", "worlds.jsonl.zst"), "cancel_event")
	page := map[string]string{"name": w.Name, "schema": strings.TrimSpace(w.Schema), "rows": someRows(t, &w), "policy": quoted(w.Policy)}
	for _, name := range []string{"cancel_event", "get_event"} {
		i := slices.IndexFunc(w.Tools, func(x world.WorldTool) bool { return x.Tool.Name == name })
		if i < 0 {
			t.Fatalf("the world has no tool %s", name)
		}
		page[name] = strings.TrimSpace(w.Tools[i].Code)
		decision, err := json.MarshalIndent(w.Tools[i].Does, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		page[name+"_does"] = string(decision)
	}
	files, err := filepath.Glob(filepath.Join(dir, "tasks", "data", "*.jsonl.zst"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v", files, err)
	}
	for _, task := range recordsOf[world.Task](t, files[0]) {
		if task.World == w.ID && !task.ReadOnly() && len(task.Calls) > 2 {
			page["task"] = inspect.Pretty(world.TaskType, mustJSON(t, task), namesOf(w), nil)
			break
		}
	}
	comparePage(t, "worlds", page)
}

// worldWith is the first world that has a tool of a name.
func worldWith(t *testing.T, path, tool string) world.World {
	t.Helper()
	for _, w := range recordsOf[world.World](t, path) {
		if slices.ContainsFunc(w.Tools, func(x world.WorldTool) bool { return x.Tool.Name == tool }) {
			return w
		}
	}
	t.Fatalf("no world has the tool %s", tool)
	return world.World{}
}

// someRows shows the first rows of each table.
func someRows(t *testing.T, w *world.World) string {
	t.Helper()
	var b strings.Builder
	for _, table := range w.Tables {
		rows := w.Rows[table.Name]
		fmt.Fprintf(&b, "-- %s: %d rows\n", table.Name, len(rows))
		for _, raw := range rows[:min(3, len(rows))] {
			fmt.Fprintf(&b, "%s\n", raw)
		}
	}
	return strings.TrimSpace(b.String())
}

// namesOf finds the names of worlds and of their tools.
func namesOf(worlds ...world.World) inspect.Names {
	names := map[string]string{}
	for _, w := range worlds {
		names[w.ID] = w.Name
		for _, t := range w.Tools {
			names[t.Tool.ID] = t.Tool.Name
		}
	}
	return func(id string) (string, bool) {
		name, ok := names[id]
		return name, ok
	}
}

func quoted(text string) string {
	return "> " + strings.Join(strings.Split(strings.TrimSpace(text), "\n"), "\n> ")
}
