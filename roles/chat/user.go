package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/model"
	"worldc/roles"
	"worldc/world"
)

// A User is a chat model as the user of rollouts. It knows what the task's person
// wants and knows, and no call.
type User struct{ model *Model }

var _ roles.User = User{}

// User is the model as a user.
func (m *Model) User() User { return User{m} }

// Meet implements [roles.User].
func (u User) Meet(b roles.UserBrief) roles.Person {
	m := u.model
	p := &person{model: m, brief: b, facts: roles.Facts(b.Known, b.Steps), steps: max(1, len(b.Steps))}
	facts := make([]fact, len(p.facts))
	for i, f := range p.facts {
		facts[i] = fact{i + 1, f.Name, f.Value}
	}
	about := map[string]string{"background": b.Background, "goal": b.Goal, "time": b.Clock}
	wants := make([]want, len(b.Steps))
	for i, s := range stepsOf(b.Steps) {
		wants[i] = want{Number: s.Number, Do: s.Do, Thing: s.Thing}
		for _, d := range s.Tell {
			wants[i].Tell = append(wants[i].Tell, d.Label)
		}
	}
	if len(wants) == 0 {
		wants = []want{{Number: 1, Do: "what the goal says"}}
	}
	values := map[string]string{"person": data(about), "wants": data(wants), "facts": data(facts), "manner": mannerOf(b.Seed, "rollouts", b.Talk), "clock": word(b.Clock)}
	p.messages = []model.Message{m.system("user", nil), says(m.fill("user", "person", values) + "\n\n" + m.fill("user", "begin", nil))}
	p.known = fold(values["person"] + values["wants"] + values["facts"])
	return p
}

// A want is a step as the model is told of it, beside the goal, which tells all
// about it.
type want struct {
	Number int      `json:"number"`
	Do     string   `json:"do"`
	Thing  string   `json:"thing,omitempty"`
	Tell   []string `json:"tell,omitempty"`
}

// A fact is a fact as the model is told of it.
type fact struct {
	Number int             `json:"number"`
	Name   string          `json:"name"`
	Value  json.RawMessage `json:"value"`
}

// A person is the user of one talk.
type person struct {
	model    *Model
	brief    roles.UserBrief
	facts    []world.Fact
	steps    int
	messages []model.Message
	known    string // all that the person knows or has heard, folded
}

// spoken is the answer that a user owes.
type spoken struct {
	Say     string `json:"say"`
	Raises  []int  `json:"raises"`
	Reveals []int  `json:"reveals"`
	Agrees  string `json:"agrees"`
	Stop    bool   `json:"stop"`
}

var spokenSchema = schemaOf("user", object("say", text, "raises", list(number), "reveals", list(number), "agrees", oneOf("yes", "no", "none"), "stop", boolean))

// mostSpoken is how many characters a message may have beside those of the
// person's brief.
const mostSpoken = 1500

// Answer implements [roles.Person].
func (p *person) Answer(ctx context.Context, heard *roles.AgentDecision) (roles.UserDecision, error) {
	if heard != nil {
		p.messages = append(p.messages, says(heard.Say))
		p.known += " " + fold(heard.Say)
	}
	q := question{
		purpose: model.Purpose{Role: "user", Record: p.brief.Talk}, ordinal: p.brief.Ordinal, schema: spokenSchema, messages: p.messages,
	}
	// A talk is begun anew as a whole: here an answer is only sent back.
	a, said, err := askOnce(ctx, p.model, q, func(a *spoken) []string { return p.check(a, heard == nil) })
	if err != nil {
		return roles.UserDecision{}, err
	}
	p.messages = append(p.messages, said)
	d := roles.UserDecision{Say: strings.TrimSpace(a.Say), Raise: before(a.Raises), Reveal: before(a.Reveals), Stop: a.Stop}
	switch a.Agrees {
	case "yes":
		d.Agree = roles.Yes
	case "no":
		d.Agree = roles.No
	}
	return d, nil
}

// before are positions from 0 of numbers from 1.
func before(numbers []int) []int {
	var list []int
	for _, n := range numbers {
		list = append(list, n-1)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// check says what is wrong with what a person says.
func (p *person) check(a *spoken, opening bool) []string {
	var problems []string
	if strings.TrimSpace(a.Say) == "" {
		problems = append(problems, `"say" is empty`)
	}
	if n := utf8.RuneCountInString(a.Say); n > mostSpoken+len(p.brief.Goal) {
		problems = append(problems, fmt.Sprintf("the message has %d characters: write as people type", n))
	}
	for _, n := range a.Raises {
		if n < 1 || n > p.steps {
			problems = append(problems, fmt.Sprintf("there is no want %d", n))
		}
	}
	for _, n := range a.Reveals {
		if n < 1 || n > len(p.facts) {
			problems = append(problems, fmt.Sprintf("there is no fact %d", n))
		}
	}
	if opening && a.Stop {
		problems = append(problems, "the talk has just begun: do not stop")
	}
	for _, token := range codes(a.Say) {
		if !strings.Contains(p.known, fold(token)) {
			problems = append(problems, fmt.Sprintf("%q stands neither in what you know nor in what the assistant wrote: do not make it up", token))
		}
	}
	return problems
}

// codes are what nobody has in mind who was not told it: numbers of four digits
// or more, and words of capitals and digits such as AB-1207.
func codes(text string) []string {
	var list []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("()[]{}\"“”„«»，。；、", r)
	}) {
		capitals, digits := 0, 0
		for _, r := range w {
			switch {
			case unicode.IsUpper(r):
				capitals++
			case '0' <= r && r <= '9':
				digits++
			}
		}
		if folded := fold(w); capitals > 0 && digits > 0 && len(folded) >= 5 && !strings.HasSuffix(folded, "am") && !strings.HasSuffix(folded, "pm") {
			list = append(list, strings.Trim(w, ".,;:!?'’*_`~-–—"))
			continue
		}
		for _, run := range strings.FieldsFunc(w, func(r rune) bool { return r < '0' || '9' < r }) {
			if len(run) >= 4 {
				list = append(list, run)
			}
		}
	}
	return list
}

// fold is a text without what people write in different ways: case, and all that
// is neither letter nor digit.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
