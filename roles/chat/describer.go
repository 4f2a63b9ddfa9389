package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"worldc/model"
	"worldc/roles"
	"worldc/world"
)

// A Describer is a chat model that describes tools anew.
type Describer struct{ model *Model }

var _ roles.Describer = Describer{}

// Describer is the model as a describer.
func (m *Model) Describer() Describer { return Describer{m} }

// described is the answer that a describer owes.
type described struct {
	Description string `json:"description"`
}

var describedSchema = schemaOf("rewrite_descriptions", object("description", text))

// mostDescription is how many characters a description may have.
const mostDescription = 2000

// Describe implements [roles.Describer]. The description has to name every
// parameter that the tool requires.
func (d Describer) Describe(ctx context.Context, t world.Tool) (string, error) {
	m := d.model
	q := question{
		purpose: model.Purpose{Role: "rewrite_descriptions", Record: t.ID}, schema: describedSchema,
		messages: []model.Message{m.system("rewrite_descriptions", nil), says(m.fill("rewrite_descriptions", "tool", map[string]string{"tool": data(m.documentOf(&t))}))},
	}
	required := requiredOf(t.Parameters)
	a, _, err := ask(ctx, m, q, func(a *described) []string { return wrongDescription(a.Description, required) })
	return strings.TrimSpace(a.Description), err
}

// wrongDescription says what is wrong with a description.
func wrongDescription(text string, required []string) []string {
	var problems []string
	if strings.TrimSpace(text) == "" {
		problems = append(problems, `"description" is empty`)
	}
	if n := utf8.RuneCountInString(text); n > mostDescription {
		problems = append(problems, fmt.Sprintf("the description has %d characters: %d at most", n, mostDescription))
	}
	for _, name := range required {
		if !strings.Contains(text, name) {
			problems = append(problems, fmt.Sprintf("the description does not name the required parameter %q", name))
		}
	}
	return problems
}

// requiredOf are the parameters that a tool requires.
func requiredOf(parameters json.RawMessage) []string {
	var schema struct {
		Required []string `json:"required"`
	}
	if json.Unmarshal(parameters, &schema) != nil {
		return nil
	}
	return schema.Required
}
