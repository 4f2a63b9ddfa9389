package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A rule looks at one package and reports what breaks it.
type rule struct {
	name  string
	about string // one line for the table: what is refused, and what to do instead
	tests bool   // whether test files are held to it too
	check func(p *pkg, report func(pos token.Pos, message string))
}

// rules is the whole table. The last three are about texts, not packages:
// see texts.go.
var rules = []rule{
	{name: "clock", about: "`time.Now`, `Since`, `Until`, the local zone: a build does not know what time it is", check: refuse(clockCalls)},
	{name: "environment", about: "environment variables, host, user, directories, processors: what a build depends on stands in the spec", check: refuse(environmentCalls)},
	{name: "math", about: "functions of `math` whose bits differ between processors; use detmath", check: mathCalls},
	{name: "random", about: "shared or unseeded randomness, and draws that use transcendental functions; use rng", tests: true, check: randomCalls},
	{name: "sort", about: "`sort.Slice`, `sort.Sort`, sorting floats: use `slices.SortFunc` with an order that ends in a unique id", check: sortCalls},
	{name: "graph", about: "graph algorithms that walk a map: topological order, paths, drawing", check: refuse(graphCalls)},
	{name: "gob", about: "`encoding/gob`: it writes maps in any order", check: gobImport},
	{name: "maporder", about: "a range over a map whose order can be seen afterwards; sort the keys, or say why it does not matter: `//lint:ordered reason`", check: mapOrder},
	{name: "fused", about: "a float product that meets + or -, which some processors compute with one rounding; write `float64(x*y) + z`", check: fused},
	{name: "hashed", about: "`%v` in what is hashed: its text is not a format; write labelled, quoted values", check: hashed},
	{name: "unchecked", about: "a dropped error of Close, Sync, Flush or Write on what is being written, or of printing to standard output; `//lint:unchecked reason` where it has no use", check: unchecked},
	{name: "globals", about: "a package variable that is assigned to, or an `init` function: state is passed", check: globals},
	{name: "packagedoc", about: "a package without a comment that says what it is for", check: packageDoc},
	{name: "exporteddoc", about: "an exported name without a comment", check: exportedDoc},
	{name: "packagename", about: "packages called util, common, helpers, types and the like: name what is in them", check: packageName},
	{name: "gofmt", about: "a file that gofmt would change", tests: true, check: nil},
	{name: "unfinished", about: "to-do marks and words that stand where something is missing", tests: true, check: nil},
	{name: "machinepath", about: "paths of one machine, in any file of the repository", tests: true, check: nil},
}

// table is the table of rules in Markdown, as CONTRIBUTING.md holds it.
func table() string {
	var b strings.Builder
	b.WriteString("| rule | refuses |\n| --- | --- |\n")
	for _, r := range rules {
		fmt.Fprintf(&b, "| `%s` | %s |\n", r.name, r.about)
	}
	return b.String()
}

// A finding is one place that breaks a rule.
type finding struct {
	file    string // relative to the directory of the run, with slashes
	line    int
	column  int
	rule    string
	message string
}

// String is the finding as compilers write theirs.
func (f finding) String() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s", f.file, f.line, f.column, f.rule, f.message)
}

func sorted(findings []finding) []finding {
	slices.SortFunc(findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column),
			cmp.Compare(a.rule, b.rule), cmp.Compare(a.message, b.message))
	})
	return slices.Compact(findings)
}

// directive matches `//lint:ordered reason` and `//lint:unchecked reason`.
var directive = regexp.MustCompile(`^//lint:([a-z]+)(?:\s+(.*))?$`)

// excuses maps the word of a directive to the rule it answers.
var excuses = map[string]string{"ordered": "maporder", "unchecked": "unchecked"}

// check holds the packages to every rule. Where whole is set the run covers
// the module, and an allowance that nothing used is reported.
func check(packages []*pkg, allowed []allowance, whole bool) []finding {
	var findings []finding
	used := make([]bool, len(allowed))
	for _, p := range packages {
		excused, problems := p.directives()
		findings = append(findings, problems...)
		for _, r := range rules {
			if r.check == nil {
				continue
			}
			r.check(p, func(pos token.Pos, message string) {
				if p.inTest(pos) && !r.tests {
					return
				}
				f := p.finding(pos, r.name, message)
				for _, d := range excused {
					if d.rule == r.name && d.file == f.file && (d.line == f.line || d.line == f.line-1) {
						d.used = true
						return
					}
				}
				for i, a := range allowed {
					if a.covers(p, f, message) {
						used[i] = true
						return
					}
				}
				findings = append(findings, f)
			})
		}
		places := p.excusable()
		for _, d := range excused {
			if !d.used && !places[place{d.rule, d.file, d.line}] && !places[place{d.rule, d.file, d.line + 1}] {
				findings = append(findings, finding{d.file, d.line, d.column, d.rule, "this //lint: comment excuses nothing; take it out"})
			}
		}
	}
	if whole {
		for i, a := range allowed {
			if !used[i] {
				findings = append(findings, finding{"lint/allow.go", 1, 1, a.rule, fmt.Sprintf("nothing in %s uses the allowance for %s any more; take it out", a.pkg, a.name)})
			}
		}
	}
	return sorted(findings)
}

// A place is a line of a file where a rule may have something to say.
type place struct {
	rule, file string
	line       int
}

// excusable are the places where a directive may stand although the rule finds
// nothing: a reason at a range over a map, or at a dropped error, is welcome
// also where the rule sees by itself that it does no harm.
func (p *pkg) excusable() map[place]bool {
	places := map[place]bool{}
	note := func(rule string, pos token.Pos) {
		at := p.finding(pos, rule, "")
		places[place{rule, at.file, at.line}] = true
	}
	p.functions(func(decl *ast.FuncDecl) {
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			if r, ok := n.(*ast.RangeStmt); ok && isMap(p.info.TypeOf(r.X)) {
				note("maporder", r.Pos())
			}
			return true
		})
		dropped, _, _ := p.errors(decl.Body)
		for _, call := range dropped {
			note("unchecked", call.Pos())
		}
	})
	return places
}

// An excuse is a directive in the source.
type excuse struct {
	file         string
	line, column int
	rule         string
	used         bool
}

func (p *pkg) directives() (excused []*excuse, problems []finding) {
	for _, file := range p.files {
		for _, group := range file.Comments {
			for _, c := range group.List {
				m := directive.FindStringSubmatch(c.Text)
				if m == nil {
					continue
				}
				rule, ok := excuses[m[1]]
				switch {
				case !ok:
					problems = append(problems, p.finding(c.Pos(), "maporder", fmt.Sprintf("there is no directive //lint:%s; there are //lint:ordered and //lint:unchecked", m[1])))
				case strings.TrimSpace(m[2]) == "":
					problems = append(problems, p.finding(c.Pos(), rule, fmt.Sprintf("//lint:%s wants a reason after it", m[1])))
				case p.inTest(c.Pos()):
					problems = append(problems, p.finding(c.Pos(), rule, "tests are not held to this rule; take the comment out"))
				default:
					at := p.finding(c.Pos(), rule, "")
					excused = append(excused, &excuse{file: at.file, line: at.line, column: at.column, rule: rule})
				}
			}
		}
	}
	return excused, problems
}

func (p *pkg) finding(pos token.Pos, rule, message string) finding {
	at := p.fset.Position(pos)
	return finding{relative(p.root, at.Filename), at.Line, at.Column, rule, message}
}

// relative is the file's name as seen from the directory root.
func relative(root, file string) string {
	if dir, err := filepath.Abs(root); err == nil {
		if rel, err := filepath.Rel(dir, file); err == nil {
			file = rel
		}
	}
	return filepath.ToSlash(file)
}

// inspect calls visit for every node of every file of the package.
func (p *pkg) inspect(visit func(n ast.Node) bool) {
	for _, f := range p.files {
		ast.Inspect(f, visit)
	}
}
