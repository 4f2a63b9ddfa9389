package optimizer

import (
	"fmt"
	"regexp"
	"strings"

	"worldc/roles/advice"
)

// A workflow is a list of numbered steps, a line each. What others wrote there
// keeps its lines.

// numberOf is what a step begins with.
var numberOf = regexp.MustCompile(`^\s*\d{1,3}[.)]\s+`)

// linesOf are the steps of a workflow without their numbers.
func linesOf(workflow string) []string {
	var lines []string
	for line := range strings.Lines(workflow) {
		if line = strings.TrimSpace(numberOf.ReplaceAllString(line, "")); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// numbered is a workflow of steps.
func numbered(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%d. %s", i+1, line)
	}
	return b.String()
}

// addStep puts advice into a workflow: as a step of its own before those that say
// what to do when something goes wrong, or in the place of what is said of the
// same.
func addStep(workflow string, a advice.Advice) string {
	lines := linesOf(workflow)
	for i, line := range lines {
		for _, old := range advice.Read(line) {
			if !old.Same(a) {
				continue
			}
			if old.Sentence() == a.Sentence() {
				return workflow
			}
			lines[i] = advice.Add(line, a)
			return numbered(lines)
		}
	}
	at := len(lines)
	for at > 0 && (lines[at-1] == habitRepeats || lines[at-1] == habitEmpties) {
		at--
	}
	lines = append(lines[:at], append([]string{a.Sentence()}, lines[at:]...)...)
	return numbered(lines)
}
