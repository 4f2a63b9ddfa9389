// Package chat plays the roles by asking a chat model: it writes the question
// from a template that a person can read and replace (package prompts), reads
// the answer strictly, holds it against the schema and against the world, and
// sends it back with what is wrong a bounded number of times.
//
// Rules. What a role is not to know is not in its question: no golden call, no
// row that it has not seen. Documents, rows and words of others are data: they
// stand in the question as JSON between tags that nothing in them can close. A
// question depends on the record alone, so that a recording of its answer serves
// every build; what tells apart the trials of a record is the ordinal. What a
// model does not give in the end is a [*model.Failure] with its class: whoever
// asked decides what becomes of the record.
package chat

import (
	"fmt"
	"strings"

	"worldc/model"
	"worldc/roles/chat/prompts"
)

// Options say how a model plays.
type Options struct {
	// Language is that of all that the model writes for people; "" is English.
	Language string

	// Repairs is how often an answer that cannot be used is sent back; Restarts how
	// often it is asked for anew when that does not help.
	Repairs, Restarts int

	// MaxDescription and MaxObservation are the numbers of characters to which
	// the descriptions of tools and the results of calls are cut before the model
	// reads them; 0 cuts none. A policy is cut to twice MaxDescription
	// (papers.md §1.1).
	MaxDescription, MaxObservation int

	// Prompts are templates in the place of worldc's own, by role.
	Prompts map[string]string
}

// A Model plays roles. It may be used from any goroutine.
type Model struct {
	asker     model.Asker
	options   Options
	language  string
	templates map[string]*prompts.Template
}

// New is a model that asks a. The error is what is wrong with a template of the
// options.
func New(a model.Asker, o Options) (*Model, error) {
	m := &Model{asker: a, options: o, language: o.Language, templates: map[string]*prompts.Template{}}
	if m.language == "" {
		m.language = English
	}
	for _, role := range prompts.Roles() {
		t, err := prompts.Parse(role, o.Prompts[role])
		if err != nil {
			return nil, fmt.Errorf("prompts.%s: %w", role, err)
		}
		m.templates[role] = t
	}
	return m, nil
}

// English is the language of a model that is told none.
const English = "English"

// IsEnglish reports whether a language is English, so that the words of labels
// can be looked for in a text.
func IsEnglish(language string) bool {
	first, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(language)), "-")
	return first == "" || first == "en" || strings.HasSuffix(first, "english")
}

// fill is a section of a role's template.
func (m *Model) fill(role, section string, values map[string]string) string {
	all := map[string]string{"language": m.language}
	for name, value := range values { //lint:ordered into a map
		all[name] = value
	}
	return m.templates[role].Fill(section, all)
}

// system is the message that every question of a role begins with.
func (m *Model) system(role string, values map[string]string) model.Message {
	return model.Message{Role: "system", Content: m.fill(role, "system", values)}
}

// Restart is the ordinal of what is asked anew for the n-th time, where it was
// first asked with an ordinal below a million.
func Restart(ordinal, n int) int { return ordinal + n*1_000_000 }

// says is a message of the user.
func says(content string) model.Message { return model.Message{Role: "user", Content: content} }
