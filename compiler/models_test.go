package compiler

import (
	"strings"
	"testing"
)

// TestFileName checks that names of models become names of files that differ,
// whatever file systems take for the same.
func TestFileName(t *testing.T) {
	if got := fileName("gpt-4.1-mini"); got != "gpt-4.1-mini" {
		t.Errorf("a plain name becomes %q", got)
	}
	seen := map[string]string{}
	for _, name := range []string{
		"Qwen/Qwen3-32B", "qwen/qwen3-32b", "qwen-qwen3-32b", "qwen3:14b", "qwen3-14b", "..", ".", "", "../../etc/passwd", "中文", "中",
		strings.Repeat("x", 300), strings.Repeat("x", 301), "a\x00b",
	} {
		file := fileName(name)
		if other, ok := seen[strings.ToLower(file)]; ok {
			t.Errorf("%q and %q have one file, %s", name, other, file)
		}
		seen[strings.ToLower(file)] = name
		if strings.ContainsAny(file, "/\\\x00:") || strings.HasPrefix(file, ".") || len(file) > 100 || name != "" && file == "" {
			t.Errorf("%q becomes %q", name, file)
		}
	}
	if got := fileName("Qwen/Qwen3-32B"); !strings.HasPrefix(got, "qwen-qwen3-32b-") {
		t.Errorf("Qwen/Qwen3-32B becomes %q", got)
	}
}
