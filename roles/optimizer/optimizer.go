package optimizer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"worldc/roles"
	"worldc/roles/advice"
)

// Options say what an optimizer understands.
type Options struct {
	// Withheld are kinds of advice that it does not find in errors, so that it can
	// be seen what drift costs that nobody foresaw.
	Withheld []advice.Kind
}

// Optimizer is the procedural optimizer. It implements roles.Optimizer.
type Optimizer struct{ options Options }

var _ roles.Optimizer = (*Optimizer)(nil)

// New is an optimizer.
func New(o Options) *Optimizer { return &Optimizer{o} }

// ofOrder reports whether advice is about the order of calls.
func ofOrder(k advice.Kind) bool { return k == advice.First }

// Describe implements roles.Optimizer. What is said about arguments goes into the
// description.
func (o *Optimizer) Describe(_ context.Context, b roles.DescriptionBrief) (roles.Rewriting, error) {
	if b.Concise {
		return concise(b), nil
	}
	s := o.look(b.Tried, b.Tool)
	w := writing{brief: &b.RewriteBrief, text: b.Text}
	for _, f := range s.settled(func(k advice.Kind) bool { return !ofOrder(k) }) {
		f.Tool = ""
		w.take(f, advice.Add)
	}
	experience := ofTool(b.Experience, b.Tool.Name)
	for i := range s.guesses {
		w.try(&s.guesses[i], experience, advice.Add, advice.Remove)
	}
	return w.rewriting(&s), nil
}

// Procedure implements roles.Optimizer. What is said about the order of calls goes
// into the workflow, and what any agent has to be told who wastes calls.
func (o *Optimizer) Procedure(_ context.Context, b roles.ProcedureBrief) (roles.Rewriting, error) {
	s := o.look(b.Tried, nil)
	w := writing{brief: &b.RewriteBrief, text: b.Text}
	for _, f := range s.settled(ofOrder) {
		w.take(f, addStep)
	}
	if !slices.Contains(o.options.Withheld, advice.First) {
		for i := range s.wanting {
			x := &s.wanting[i]
			s.guess(x.call.Tool+" "+x.wants, firsts(x.wants, x, b.Tried, b.Tools), x.answer)
		}
	}
	experience := ofTool(b.Experience, "workflow")
	for i := range s.guesses {
		w.try(&s.guesses[i], experience, addStep, removeStep)
	}
	for _, h := range []struct {
		times   int
		habit   string
		example string
	}{
		{s.repeats, habitRepeats, "a call was made again with the arguments with which it had failed"},
		{s.empties, habitEmpties, "a call gave nothing"},
	} {
		if h.times > 0 {
			w.habit(h.habit, fmt.Sprintf("%s, %s", h.example, times(h.times)))
		}
	}
	return w.rewriting(&s), nil
}

// What holds for every tool.
const (
	habitRepeats = "When a call fails, change what the error names; do not make it again as it was."
	habitEmpties = "When a search gives nothing, search again with less before you say that there is nothing."
)

// A writing is a text that is being changed.
type writing struct {
	brief   *roles.RewriteBrief
	text    string
	changes []string
	reasons []string
	left    int // what there was no room for, or may not be said
}

// take puts a finding into the text, unless it stands there, finds no room, or may
// not be said.
func (w *writing) take(f finding, add func(string, advice.Advice) string) {
	text := add(w.text, f.Advice)
	if text == w.text {
		return
	}
	if !w.fits(text) {
		w.left++
		return
	}
	w.text = text
	w.changes = append(w.changes, f.Sentence())
	w.reasons = append(w.reasons, fmt.Sprintf("%q, %s", brief(f.example), times(f.times)))
}

// habit adds a step that says how to go about errors of any kind.
func (w *writing) habit(step, why string) {
	if strings.Contains(w.text, step) {
		return
	}
	text := numbered(append(linesOf(w.text), step))
	if !w.fits(text) {
		w.left++
		return
	}
	w.text = text
	w.changes, w.reasons = append(w.changes, step), append(w.reasons, why)
}

// fits reports whether a text may stand.
func (w *writing) fits(text string) bool {
	return utf8.RuneCountInString(text) <= w.brief.Longest && (w.brief.Wrong == nil || len(w.brief.Wrong(text)) == 0)
}

// rewriting is what became of the text.
func (w *writing) rewriting(s *seen) roles.Rewriting {
	r := roles.Rewriting{Text: w.text}
	if len(w.changes) == 0 {
		return r
	}
	r.Modification = strings.Join(w.changes, " ")
	r.Why = fmt.Sprintf("%s in %d of %d talks: %s", count(s.errors, "failed call"), s.talks, len(w.brief.Tried), strings.Join(w.reasons, "; "))
	if w.left > 0 {
		r.Why += fmt.Sprintf("; %s left out for want of room", count(w.left, "sentence"))
	}
	return r
}

// brief is the beginning of an error.
func brief(text string) string {
	const most = 160
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
