package formats

import (
	"strings"
	"unicode"

	"worldc/world"
)

// The workflow of action knowledge as a Markdown document: what stands in the system
// prompt of an agent that is told it, to be put into the prompts of others. Characters
// that would control a terminal are left out.

// workflowTexts is the workflow beside a list of tools, where there is one.
func workflowTexts(d Described) []Text {
	text := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.TrimSpace(d.Workflow))
	if text == "" {
		return nil
	}
	return []Text{{Path: "workflow.md", Data: []byte(world.WorkflowTitle + "\n\n" + text + "\n")}}
}
