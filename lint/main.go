// Lint holds worldc to its own rules, most of all to those that keep a build
// reproducible: no clock, no environment, no map order in what is written, no
// arithmetic that differs between processors. CONTRIBUTING.md has the table of
// rules; `go run ./lint -rules` prints it.
//
//	go run ./lint [-rules] [packages]
//
// Without packages it looks at the whole module and at every text file in it.
// Exit status 1 means findings, 2 that it could not look.
//
// Every rule is a function over a type-checked package and knows nothing of
// the others. A place that has a reason to break a rule is named, with the
// reason, in allow.go; an order that does not matter, or an error that may be
// dropped, is said so on the line:
//
//	for name := range pending { //lint:ordered the caller sorts
//	f.Close() //lint:unchecked the write has failed already
//
// An allowance that nothing needs any more is itself a finding.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	flags := flag.NewFlagSet("lint", flag.ContinueOnError)
	rulesOnly := flags.Bool("rules", false, "print the table of rules and stop")
	if err := flags.Parse(os.Args[1:]); err != nil {
		os.Exit(2)
	}
	status, err := run(*rulesOnly, flags.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "lint:", err)
		status = 2
	}
	os.Exit(status)
}

// run prints the findings in order of file and line and returns the exit
// status.
func run(rulesOnly bool, patterns []string) (int, error) {
	out := bufio.NewWriter(os.Stdout)
	if rulesOnly {
		fmt.Fprint(out, table())
		return 0, out.Flush()
	}
	findings, broken := lint(".", patterns)
	for _, f := range findings {
		fmt.Fprintln(out, f)
	}
	if err := errors.Join(broken, out.Flush()); err != nil {
		return 2, err
	}
	if len(findings) > 0 {
		return 1, nil
	}
	return 0, nil
}

// lint looks at the packages under dir that match the patterns, at all of
// them if there is no pattern. Only then it looks at texts, too, and at
// allowances that nothing needs. What does not compile is in the error.
func lint(dir string, patterns []string) ([]finding, error) {
	whole := len(patterns) == 0 || len(patterns) == 1 && patterns[0] == "./..."
	if whole {
		patterns = []string{"./..."}
	}
	packages, broken := load(dir, patterns)
	findings := check(packages, allowances, whole && broken == nil)
	if whole {
		texts, err := checkTexts(dir)
		findings, broken = append(findings, texts...), errors.Join(broken, err)
	}
	return sorted(findings), broken
}
