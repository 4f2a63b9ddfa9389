package golden

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"worldc/shareddata"
	"worldc/shareddata/taubench"
)

// worldFolder writes a world of tau-bench as a folder that worldc imports: the
// project's schema and tools, tau-bench's documents and database.
func worldFolder(t testing.TB, dir, name string) {
	testdata := filepath.Join("..", "world", "engine", "testdata", "tau", name)
	for _, file := range []string{"schema.sql", "tools.star"} {
		raw, err := os.ReadFile(filepath.Join(testdata, file))
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, file), raw)
	}
	kinds := shareddata.Parse[map[string]string](t, shareddata.Read(t, "taubench/"+name+".tool-kinds.json"))
	tools := shareddata.Parse[[]struct {
		Type     string                     `json:"type"`
		Function map[string]json.RawMessage `json:"function"`
	}](t, shareddata.Read(t, "tools/tau-"+name+".tools.json"))
	for i := range tools {
		effect := `"read"`
		if kinds[shareddata.Parse[string](t, tools[i].Function["name"])] == "write" {
			effect = `"write"`
		}
		tools[i].Function["effect"] = json.RawMessage(effect)
	}
	raw, err := json.Marshal(tools)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "tools.json"), raw)
	put(t, filepath.Join(dir, "world.json"), []byte(`{"name": "`+name+`", "clock": "2024-05-15T15:00:00"}`))
	put(t, filepath.Join(dir, "policy.md"), shareddata.Read(t, "taubench/"+name+".policy.md"))
	tables := taubench.Retail
	if name == "airline" {
		tables = taubench.Airline
	}
	for table, rows := range tables(t) {
		raw, err := json.Marshal(rows)
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, "rows", table+".json"), raw)
	}
}

func put(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
