package judging

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"worldc/world"
)

// Answer is the check for the answer to a question, by the rules of the official
// scorer of HotpotQA: the F1 of the tokens of two texts, after capitals, punctuation,
// articles and superfluous space are taken off.
type Answer struct {
	// MinF1 is the F1, in millionths, that an answer must exceed; one of 1 always
	// does. SynWorld takes 0.5.
	MinF1 uint32

	// Exact asks for the same text instead.
	Exact bool
}

const (
	reasonNoQuestion = "the task has no answer"
	reasonAnswer     = "the answer is not the one that is asked for"
)

// AnswerCheck is the name of the check for the answer.
const AnswerCheck = "answer"

// Check is the check for the answer.
func (o Answer) Check() Check {
	return Check{Name: AnswerCheck, Judge: func(c *Case) *Rejection {
		if len(c.Task.Outputs) == 0 {
			return reject(reasonNoQuestion, "it has no outputs")
		}
		said := AnswerOf(c.Trajectory)
		for _, gold := range c.Task.Outputs {
			if o.Exact && answerText(said) == answerText(gold) {
				return nil
			}
			if common, all := AnswerF1(said, gold); !o.Exact && (uint64(common)*1_000_000 > uint64(all)*uint64(o.MinF1) || common == all && all > 0) {
				return nil
			}
		}
		return reject(reasonAnswer, "%q, not %q", clip(said), clip(c.Task.Outputs[0]))
	}}
}

var (
	// answerLine is how agents are told to end; answerSentence how they say it
	// otherwise.
	answerLine     = regexp.MustCompile(`(?im)^[ \t*_#>]*answer[*_]*:[*_ \t]*([^\n]*)`)
	answerSentence = regexp.MustCompile(`(?i)\banswers?(?: [a-z ]{1,24}?)?(?:[*_]*:| is| are| was| would be)[:*_ ]+([^\n]*?)(?:[.!?](?:\s|$)|\n|$)`)
)

// AnswerOf is what the agent gives as its answer: what stands behind `Answer:`, or
// after "the answer is", in the last message that has either; else the last
// message, whole.
func AnswerOf(t *world.Trajectory) string {
	last := ""
	for _, turn := range slices.Backward(t.Turns) {
		if turn.Role != world.AssistantRole || len(turn.Calls) > 0 || turn.Content == "" {
			continue
		}
		for _, form := range []*regexp.Regexp{answerLine, answerSentence} {
			if found := form.FindAllStringSubmatch(turn.Content, -1); found != nil {
				return strings.Trim(found[len(found)-1][1], " *_\t")
			}
		}
		if last == "" {
			last = turn.Content
		}
	}
	return last
}

// AnswerF1 is the F1 of the tokens of two texts as a fraction: twice the tokens in
// common, and the tokens of both together. Where one of them says yes, no or
// noanswer, and the other something else, it is 0.
func AnswerF1(said, gold string) (common, all int) {
	a, b := answerText(said), answerText(gold)
	for _, word := range []string{"yes", "no", "noanswer"} {
		if a != b && (a == word || b == word) {
			return 0, len(strings.Fields(a)) + len(strings.Fields(b))
		}
	}
	left := map[string]int{}
	for _, token := range strings.Fields(b) {
		left[token]++
	}
	for _, token := range strings.Fields(a) {
		all++
		if left[token] > 0 {
			left[token]--
			common++
		}
	}
	return 2 * common, all + len(strings.Fields(b))
}

// A Match is how an answer fits a question: its F1 as [AnswerF1] gives it, and whether
// it is the same text.
type Match struct {
	Common, All int
	Exact       bool
}

// MatchAnswer is how an answer fits the best of the texts that are right.
func MatchAnswer(said string, gold []string) (best Match) {
	for _, g := range gold {
		m := Match{Exact: answerText(said) == answerText(g)}
		m.Common, m.All = AnswerF1(said, g)
		if better := int64(m.Common)*int64(max(1, best.All)) - int64(best.Common)*int64(max(1, m.All)); better > 0 || best.All == 0 {
			best.Common, best.All = m.Common, m.All
		}
		best.Exact = best.Exact || m.Exact
	}
	return best
}

// answerText is a text as answers are compared: in lower case, without the
// punctuation of ASCII, then without articles, with single spaces.
func answerText(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < 0x80 && strings.ContainsRune("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", r) {
			return -1
		}
		return r
	}, strings.ToLower(text))
	// An article is a run of letters, digits and underscores; what stands around it may
	// be punctuation that is not ASCII's.
	var rest strings.Builder
	for text != "" {
		end := strings.IndexFunc(text, func(r rune) bool { return !inWord(r) })
		if end < 0 {
			end = len(text)
		}
		if word := text[:end]; word == "a" || word == "an" || word == "the" {
			rest.WriteByte(' ')
		} else {
			rest.WriteString(word)
		}
		text = text[end:]
		next := strings.IndexFunc(text, inWord)
		if next < 0 {
			next = len(text)
		}
		rest.WriteString(text[:next])
		text = text[next:]
	}
	return strings.Join(strings.Fields(rest.String()), " ")
}

// inWord reports whether a character is part of a word, as \w has it in Python.
func inWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }
