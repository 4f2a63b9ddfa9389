package spec

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
)

// An expectation is a diagnostic that a file says it must give rise to:
//
//	… # ERROR: Summary
//	… # ERROR: Summary -- part of the detail
//
// on the line that the diagnostic points at, WARNING likewise. What cannot
// hold comments has a file beside it, NAME.errors, with lines `LINE: Summary
// -- detail`.
type expectation struct {
	file            string
	line            int
	severity        hcl.DiagnosticSeverity
	summary, detail string
}

var marker = regexp.MustCompile(`# (ERROR|WARNING): `)

func expectations(t *testing.T, file string) []expectation {
	t.Helper()
	var all []expectation
	add := func(line int, kind, text string) {
		e := expectation{file: file, line: line, severity: hcl.DiagError}
		if kind == "WARNING" {
			e.severity = hcl.DiagWarning
		}
		e.summary, e.detail, _ = strings.Cut(strings.TrimSpace(text), " -- ")
		all = append(all, e)
	}
	if src, err := os.ReadFile(file + ".errors"); err == nil {
		for l := range strings.Lines(string(src)) {
			number, text, ok := strings.Cut(l, ": ")
			line, err := strconv.Atoi(number)
			if !ok || err != nil {
				t.Fatalf("%s.errors: %q is not `LINE: Summary`", file, l)
			}
			add(line, "ERROR", text)
		}
		return all
	}
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	line := 0
	for l := range strings.Lines(string(src)) {
		line++
		places := marker.FindAllStringSubmatchIndex(l, -1)
		for i, p := range places {
			end := len(l)
			if i+1 < len(places) {
				end = places[i+1][0]
			}
			add(line, l[p[2]:p[3]], l[p[1]:end])
		}
	}
	return all
}

// specs are the spec files and directories below a directory of testdata.
func specs(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join("testdata", dir))
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, e := range entries {
		if isSource(e.Name()) || e.IsDir() && strings.HasSuffix(e.Name(), ".spec") {
			paths = append(paths, filepath.Join("testdata", dir, e.Name()))
		}
	}
	if paths == nil {
		t.Fatal("no specs in " + dir)
	}
	return paths
}

// TestExpected loads every spec of testdata and compares its diagnostics with
// what its files expect: no more and no less.
func TestExpected(t *testing.T) {
	for _, dir := range []string{"errors", "warnings", "valid"} {
		for _, path := range specs(t, dir) {
			t.Run(filepath.ToSlash(path), func(t *testing.T) {
				s, diags := Load(path, Options{})
				var want []expectation
				for file := range s.Files {
					want = append(want, expectations(t, file)...)
				}
				if (dir == "valid") != (len(want) == 0) {
					t.Errorf("%s expects %d diagnostics", path, len(want))
				}
				compare(t, s, diags, want)
			})
		}
	}
}

func compare(t *testing.T, s *Spec, diags Diagnostics, want []expectation) {
	t.Helper()
	for _, d := range diags {
		if d.Subject == nil {
			t.Errorf("no place: %s: %s", d.Summary, d.Detail)
			continue
		}
		i := slices.IndexFunc(want, func(e expectation) bool {
			return e.file == d.Subject.Filename && e.line == d.Subject.Start.Line &&
				e.severity == d.Severity && e.summary == d.Summary && strings.Contains(d.Detail, e.detail)
		})
		if i < 0 {
			var b strings.Builder
			if err := Write(&b, Diagnostics{d}, s.Files, false, 0); err != nil {
				t.Fatal(err)
			}
			t.Errorf("not expected: %s", b.String())
			continue
		}
		want = slices.Delete(want, i, i+1)
	}
	for _, e := range want {
		t.Errorf("%s:%d: expected %s -- %s", e.file, e.line, e.summary, e.detail)
	}
}
