package world

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	// stepNumber is what a step of a workflow begins with.
	stepNumber = regexp.MustCompile(`^\d{1,3}([.)] )`)

	// quotedName is a name that a workflow has in backquotes.
	quotedName = regexp.MustCompile("`([A-Za-z_][A-Za-z0-9_.-]*)`")
)

// concerning is a workflow without the steps that are about other tools: a search
// over many worlds writes one workflow, and who works in one of them is not told
// what holds in the others. A step is about others if it has names in backquotes and
// none of them is a tool or a parameter here. The steps that stay are numbered
// anew; what goes on below a step goes with it.
func concerning(workflow string, tools []WorldTool) string {
	names := map[string]bool{}
	for i := range tools {
		t := &tools[i].Tool
		names[t.Name] = true
		var document struct{ Properties map[string]json.RawMessage }
		if json.Unmarshal(t.Parameters, &document) == nil {
			for name := range document.Properties { //lint:ordered into a set
				names[name] = true
			}
		}
	}
	steps := stepsOf(workflow)
	here := slices.DeleteFunc(slices.Clone(steps), func(step string) bool {
		quoted := quotedName.FindAllStringSubmatch(step, -1)
		return len(quoted) > 0 && !slices.ContainsFunc(quoted, func(match []string) bool { return names[match[1]] })
	})
	if len(here) == len(steps) {
		return workflow
	}
	for i, n := 0, 0; i < len(here); i++ {
		if stepNumber.MatchString(here[i]) {
			n++
			here[i] = stepNumber.ReplaceAllString(here[i], fmt.Sprint(n)+"$1")
		}
	}
	return strings.TrimSpace(strings.Join(here, ""))
}

// stepsOf are the steps of a workflow with their line feeds: a numbered line and what
// is indented below it, and every other line by itself.
func stepsOf(workflow string) []string {
	var steps []string
	for line := range strings.Lines(workflow) {
		if below := line[0] == ' ' || line[0] == '\t'; below && len(steps) > 0 && stepNumber.MatchString(steps[len(steps)-1]) {
			steps[len(steps)-1] += line
			continue
		}
		steps = append(steps, line)
	}
	return steps
}
