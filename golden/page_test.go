package golden

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"
)

// comparePage compares the page docs/NAME.md with what its template makes of values,
// and returns that; with -update it is written.
func comparePage(t *testing.T, name string, values map[string]string) string {
	t.Helper()
	var text bytes.Buffer
	tmpl, err := template.ParseFiles(filepath.Join("testdata", name+".md.tmpl"))
	if err == nil {
		err = tmpl.Option("missingkey=error").Execute(&text, values)
	}
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "docs", name+".md")
	if *update {
		if err := os.WriteFile(path, text.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return text.String()
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(text.String(), "\n")); diff != "" {
		t.Errorf("docs/%s.md is not what comes out (-page +now); if that is intended, run make golden and read it:\n%s", name, diff)
	}
	return text.String()
}
