package chat

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"worldc/model"
	"worldc/rng"
	"worldc/roles"
	"worldc/roles/writer"
	"worldc/world"
)

// A Writer is a chat model as the writer of tasks.
type Writer struct{ model *Model }

var _ roles.Writer = Writer{}

// Writer is the model as a writer.
func (m *Model) Writer() Writer { return Writer{m} }

// written is the answer that a writer owes.
type written struct {
	Background string `json:"background"`
	Goal       string `json:"goal"`
}

var writtenSchema = schemaOf("writer", object("background", text, "goal", text))

// Instruct implements [roles.Writer]. What the person knows is not the model's:
// it is the details of the story. The text has to hold every value of it, and no
// name of a tool.
func (w Writer) Instruct(ctx context.Context, s roles.Story) (roles.Instruction, error) {
	if len(s.Steps) == 0 {
		return roles.Instruction{}, writer.ErrNoSteps
	}
	m, known := w.model, writer.Known(s)
	q := question{
		purpose: model.Purpose{Role: "writer", Record: s.Task}, schema: writtenSchema,
		messages: []model.Message{m.system("writer", nil), says(m.fill("writer", "task", map[string]string{
			"domain": word(s.Domain), "clock": word(s.Clock), "story": data(stepsOf(s.Steps)), "avoid": data(slices.DeleteFunc(append([]string{}, s.Avoid...), func(name string) bool { return !writer.Opaque(name) })),
			"manner": mannerOf(s.Seed, "writer", s.Task),
		}))},
	}
	a, _, err := ask(ctx, m, q, func(a *written) []string {
		var problems []string
		if strings.TrimSpace(a.Goal) == "" {
			problems = append(problems, `"goal" is empty`)
		}
		if n := utf8.RuneCountInString(a.Background) + utf8.RuneCountInString(a.Goal); n > mostWritten+len(data(s.Steps)) {
			problems = append(problems, fmt.Sprintf("the text has %d characters: be brief", n))
		}
		i := roles.Instruction{Background: a.Background, Goal: a.Goal, Known: known}
		for _, what := range writer.Missing(i, s, IsEnglish(m.language)) {
			problems = append(problems, "it stands in the steps and is missing in the text: "+what)
		}
		for _, name := range writer.Leaks(i, s.Avoid) {
			problems = append(problems, fmt.Sprintf("the text says %q, which is no word that the person knows", name))
		}
		return problems
	})
	if err != nil {
		return roles.Instruction{}, err
	}
	return roles.Instruction{Background: strings.TrimSpace(a.Background), Goal: strings.TrimSpace(a.Goal), Known: known}, nil
}

// mostWritten is how many characters a text may have beside those of the steps.
const mostWritten = 4000

// A step is a step of a story as models are told of it. It says what is wanted
// and nothing of how it is done.
type step struct {
	Number   int               `json:"number"`
	Do       string            `json:"do"`
	Kind     world.Operation   `json:"kind,omitempty"`
	Thing    string            `json:"thing"`
	Which    []detail          `json:"which,omitempty"`
	SameAs   int               `json:"same_as,omitempty"`
	Relation string            `json:"relation,omitempty"`
	Set      []detail          `json:"set,omitempty"`
	Change   *world.Transition `json:"change,omitempty"`
	Tell     []detail          `json:"tell,omitempty"`
}

// A detail is a detail of a step as models are told of it.
type detail = world.Detail

// stepsOf are steps as models are told of them.
func stepsOf(steps []roles.Step) []step {
	list := make([]step, len(steps))
	for i, s := range steps {
		list[i] = step{
			Number: i + 1, Do: s.Verb, Kind: s.Operation, Thing: s.Thing, Which: s.Target, SameAs: s.Same + 1, Relation: s.Relation,
			Set: s.Values, Change: s.Transition, Tell: s.Wants,
		}
		if s.Verb == "" {
			list[i].Do, list[i].Kind = string(s.Operation), ""
		}
	}
	return list
}

// mannerOf is how a person writes, drawn for a record: without it a model gives
// everybody the voice that it likes best.
func mannerOf(seed uint64, parts ...string) string {
	s := rng.New(seed, append(parts, "manner")...)
	return rng.Pick(s, manners) + ", " + rng.Pick(s, moods)
}

var (
	manners = []string{
		"plain and to the point", "polite and a little formal", "casual, in short sentences", "chatty, with something from the day",
		"terse, in fragments", "careful, explaining themself", "lively and friendly", "dry and matter-of-fact", "in the words of the trade",
	}
	moods = []string{
		"in no hurry", "in a hurry", "a bit annoyed", "in a good mood", "unsure how this works", "used to doing this often", "tired", "on the phone at the same time",
	}
)
