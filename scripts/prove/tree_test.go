//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTree: every kind of difference is seen; a harness that sees none would
// prove nothing.
func TestTree(t *testing.T) {
	a := plant(t, map[string]string{"x/one": "1", "two": "2"})
	if err := a.compare(plant(t, map[string]string{"x/one": "1", "two": "2"})); err != nil {
		t.Error(err)
	}
	if a.files() != 2 {
		t.Errorf("%d files, want 2", a.files())
	}
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"changed", map[string]string{"x/one": "1", "two": "3"}, "the output differs:\n  differs: two: 4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce (1 bytes), not d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35 (1 bytes)"},
		{"gone", map[string]string{"x/one": "1"}, "the output differs:\n  missing: two"},
		{"new", map[string]string{"x/one": "1", "two": "2", "x/.tmp": ""}, "the output differs:\n  not expected: x/.tmp"},
	} {
		if err := a.compare(plant(t, c.files)); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

func plant(t *testing.T, files map[string]string) tree {
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	found, err := readTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
