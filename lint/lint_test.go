package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// want matches the expectation of a line: one quoted pattern for each finding.
var want = regexp.MustCompile("want ((?:(?:\"[^\"]*\"|`[^`]*`)\\s*)+)")

// TestRules holds the fixtures to the rules: each package under testdata says
// on its lines what is to be found there, and nothing else may be. The
// directory's name is the rule that it is about.
func TestRules(t *testing.T) {
	packages, err := load(".", []string{"./testdata/..."})
	if err == nil && len(packages) == 0 {
		packages, err = load(".", fixtures(t))
	}
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	got := map[string][]string{}
	for _, f := range check(packages, nil, false) {
		place := fmt.Sprintf("%s:%d", f.file, f.line)
		got[place] = append(got[place], f.rule+": "+f.message)
		found[f.rule]++
	}
	for _, p := range packages {
		for _, file := range p.files {
			name := p.fset.File(file.FileStart).Name()
			expect(t, name, got)
		}
	}
	for place, messages := range got {
		t.Errorf("%s: found and not expected: %q", place, messages)
	}
	for _, r := range rules {
		if r.check != nil && found[r.name] == 0 {
			t.Errorf("no fixture breaks the rule %s", r.name)
		}
	}
}

// fixtures are the packages under testdata, which ... does not match.
func fixtures(t *testing.T) []string {
	var dirs []string
	for _, pattern := range []string{"testdata/*/*.go", "testdata/*/*/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			dirs = append(dirs, "./"+filepath.Dir(name))
		}
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// expect takes out of got what the file's comments say, and complains of what
// is not there.
func expect(t *testing.T, name string, got map[string][]string) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	for i, line := range lines {
		m := want.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		at := i + 1
		if strings.HasPrefix(strings.TrimSpace(line), "/*") && !strings.Contains(line, "//lint:") {
			// A comment alone speaks of the line below it.
			for at++; strings.TrimSpace(lines[at-1]) == ""; at++ {
			}
		}
		place := fmt.Sprintf("%s:%d", relative(".", name), at)
		for _, quoted := range regexp.MustCompile("\"[^\"]*\"|`[^`]*`").FindAllString(m[1], -1) {
			pattern, err := strconv.Unquote(quoted)
			if err != nil {
				t.Fatalf("%s: %v", place, err)
			}
			hit := slices.IndexFunc(got[place], regexp.MustCompile(pattern).MatchString)
			if hit < 0 {
				t.Errorf("%s: wanted %q, found %q", place, pattern, got[place])
				continue
			}
			if got[place] = slices.Delete(got[place], hit, hit+1); len(got[place]) == 0 {
				delete(got, place)
			}
		}
	}
}

// TestAllowances: an allowance lets one package do one thing, and one that
// nothing needs is reported.
func TestAllowances(t *testing.T) {
	packages, err := load(".", []string{"./testdata/environment"})
	if err != nil {
		t.Fatal(err)
	}
	allowed := []allowance{
		{"environment", "worldc/lint/testdata/environment", "os.Getenv", "for the test"},
		{"environment", "worldc/lint/testdata/clock", "os.Hostname", "another package"},
		{"clock", "worldc/lint/testdata/environment", "os.Getwd", "another rule"},
	}
	var text []string
	for _, f := range check(packages, allowed, true) {
		text = append(text, f.String())
	}
	all := strings.Join(text, "\n")
	for _, here := range []string{"os.Hostname names", "os.Getwd names", "allowance for os.Hostname any more", "allowance for os.Getwd any more"} {
		if !strings.Contains(all, here) {
			t.Errorf("not found: %q in\n%s", here, all)
		}
	}
	for _, gone := range []string{"os.Getenv reads", "allowance for os.Getenv"} {
		if strings.Contains(all, gone) {
			t.Errorf("found: %q in\n%s", gone, all)
		}
	}
}

// TestModule holds worldc to the rules.
func TestModule(t *testing.T) {
	findings, err := lint("..", []string{"./..."})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
}

func TestAllowancesHaveReasons(t *testing.T) {
	names := map[string]bool{}
	for _, r := range rules {
		names[r.name] = true
	}
	for _, a := range allowances {
		if a.reason == "" || !names[a.rule] {
			t.Errorf("%+v: wants a rule that exists and a reason", a)
		}
	}
}

func TestTexts(t *testing.T) {
	todo, fixme := "TO"+"DO", "FIX"+"ME"
	for _, c := range []struct{ name, text, want string }{
		{"a.md", "fine\n", ""},
		{"a.md", "see /wo" + "rk/main/x for it", "a.md:1:5: machinepath: /wo" + "rk/main/x is a path of one machine"},
		{"a.txt", "one\n\"/home" + "/ada/src\"", "a.txt:2:2: machinepath: /home" + "/ada/src\" is a path of one machine"},
		{"a.md", "https://example.org/wo" + "rk/main, a/tm" + "p/b, {root}/tm" + "p/x and $HOME/wo" + "rk/x", ""},
		{"a.json", `{"path": "/home"}`, ""},
		{"a.hcl", "# " + todo + ": later", "a.hcl:1:3: unfinished: finish it, or write an issue"},
		{"a.go", "x() // " + fixme, "a.go:1:8: unfinished: finish it, or write an issue"},
		{"a.go", "package a\n\nvar  x = 1\n", "a.go:1:1: gofmt: not formatted; run gofmt -w a.go"},
		{"a.go", "package a\n\nvar x = 1\n", ""},
		{"a.go", "// good enough for " + "now.", "a.go:1:16: unfinished: these words stand where something is missing"},
		{"a.go", `return "not ` + `implemented"`, ""},
		{"a.bin", todo + "\x00", ""},
		{"a.bin", todo + "\xff", ""},
	} {
		var got []string
		for _, f := range checkText(c.name, []byte(c.text)) {
			got = append(got, f.String())
		}
		if joined := strings.Join(got, "\n"); joined != c.want {
			t.Errorf("%s: %q:\n got %s\nwant %s", c.name, c.text, joined, c.want)
		}
	}
}

// TestTable: CONTRIBUTING.md has the table of rules as it is.
func TestTable(t *testing.T) {
	data, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), table()) {
		t.Errorf("CONTRIBUTING.md does not have this table (go run ./lint -rules):\n%s", table())
	}
}

// TestCommand runs the command as `make lint` does, on a package that breaks
// a rule and on one that does not.
func TestCommand(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "lint")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(binary, "./testdata/gob").Output()
	if want := "testdata/gob/gob.go:6:2: gob: encoding/gob writes maps in any order; use canonical JSON\n"; string(out) != want {
		t.Errorf("got %q, want %q", out, want)
	}
	if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != 1 {
		t.Errorf("findings ended with %v, not with exit status 1", err)
	}
	if out, err := exec.Command(binary, "./nowhere").CombinedOutput(); err == nil || !strings.Contains(string(out), "nowhere") {
		t.Errorf("a package that is not there: %v, %s", err, out)
	}
}
