package spec

import (
	"os"
	"path/filepath"
	"testing"
)

// write lays out files in a new directory and returns it.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestInstances(t *testing.T) {
	dir := write(t, map[string]string{"tools/a.json": "[]", "x.hcl": `
tool_pool "apis" {
  source "mcp" { paths = ["tools/*.json"] }
}
tool_graph "g" {
  for_each             = { low = 0.5, high = 0.7 }
  tools                = tool_pool.apis
  similarity_threshold = each.value
}
dataset "all" { from = [tool_graph.g, tool_graph.g["low"]] }
`})
	s, diags := Load(dir, Options{})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	var got []string
	for _, r := range s.Block("dataset.all").References {
		got = append(got, r.Target.Address())
	}
	want := []string{`tool_graph.g["high"]`, `tool_graph.g["low"]`, `tool_graph.g["low"]`}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("dataset.all reads %v, want %v", got, want)
	}
	if g := s.Block(`tool_graph.g["high"]`).Config.(*ToolGraph); g.SimilarityThreshold != 0.7 {
		t.Errorf("threshold %v, want 0.7", g.SimilarityThreshold)
	}
}
