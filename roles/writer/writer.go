package writer

import (
	"context"
	"errors"
	"slices"
	"strings"

	"worldc/rng"
	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// A Writer is the procedural writer. It is safe for concurrent use.
type Writer struct{ nouns nouns }

var _ roles.Writer = (*Writer)(nil)

// New makes a writer.
func New() *Writer { return &Writer{nouns: newNouns()} }

// ErrNoSteps is the error for a story in which nothing is wanted.
var ErrNoSteps = errors.New("the story has no steps")

// Instruct writes the instruction of a story. Equal stories give equal
// instructions; all that is drawn is drawn from the stream of the story's seed
// and task. The only error is [ErrNoSteps].
func (w *Writer) Instruct(_ context.Context, s roles.Story) (roles.Instruction, error) {
	if len(s.Steps) == 0 {
		return roles.Instruction{}, ErrNoSteps
	}
	t := newTeller(w, s)
	background, goal := t.tale()
	return roles.Instruction{Background: background, Goal: goal, Known: known(t.nouns, s)}, nil
}

func newTeller(w *Writer, s roles.Story) *teller {
	stream := rng.New(s.Seed, "writer", s.Task)
	t := &teller{
		voice: voice{Stream: stream, used: map[string]bool{}, dates: stream.IntN(8)},
		nouns: w.nouns,
		story: withReasons(s),
		told:  map[string]bool{},
		named: make([]phrase, len(s.Steps)),
		focus: -1,
	}
	t.agent = rng.Pick(stream, []string{"the agent", "the agent", "the assistant", "the support agent", "support", "the help desk", "whoever answers", "the service desk", "the person who answers", "the operator"})
	if self, facts := t.themself(); self != "" && t.Chance(3, 5) {
		t.self, t.selfFacts = self, facts
	}
	t.own = t.self == "" && t.personal() && t.Chance(1, 2)
	return t
}

// withReasons is the story with the reasons of changes among the wishes: a person
// does not know an order by the reason why it is to be cancelled.
func withReasons(s roles.Story) roles.Story {
	s.Steps = slices.Clone(s.Steps)
	for i, step := range s.Steps {
		if step.Operation != world.Move && step.Operation != world.Delete || !slices.ContainsFunc(step.Target, isReason) {
			continue
		}
		step.Values = slices.Clone(step.Values)
		var target []roles.Detail
		for _, d := range step.Target {
			if isReason(d) && d.Of == "" {
				step.Values = append(step.Values, d)
			} else {
				target = append(target, d)
			}
		}
		step.Target = target
		s.Steps[i] = step
	}
	return s
}

// personal reports whether the things of the story can be the person's own: no
// step names a person that might be somebody else.
func (t *teller) personal() bool {
	for _, s := range t.story.Steps {
		switch classOf(speech.InWords(s.Thing)) {
		case visitClass, orderClass, accountClass, moneyClass, workClass, writingClass:
		default:
			return false
		}
		for _, d := range append(append([]roles.Detail(nil), s.Target...), s.Values...) {
			if kindOf(d) == kPerson || isPersonThing(speech.InWords(d.Of)) || kindOf(d) == kEmail {
				return false
			}
		}
	}
	return true
}

// paragraph joins clauses as sentences.
func paragraph(clauses []string) string {
	var list []string
	for _, c := range clauses {
		if s := sentence(c); s != "" {
			list = append(list, s)
		}
	}
	return bare(strings.Join(list, " "))
}
