// Package acting reads what a player of a script writes: which action a text is,
// with which values, and whether the actions of a script can be told apart at all
// (AgentRefine §3.1 and §3.3).
//
// An action is a template with placeholders, a regular expression with a group for
// each of them, and a closed list of values for each. A text is that action if the
// expression matches all of it, and every group, without the space around it, is in
// the list, to the letter.
package acting

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"worldc/world"
)

// Actions are the actions of one script, ready to be matched. They may be used by
// several goroutines.
type Actions struct{ list []action }

type action struct {
	*world.ScriptAction
	pattern      *regexp.Regexp // nil for the usual one
	placeholders []string       // in the order of the template
	literals     []string       // what stands before, between and behind them
	legal        []legal        // by placeholder
}

// legal are the values of a placeholder.
type legal struct {
	values []string          // as they are listed
	many   map[string]string // the same, by themselves without space, where there are many
}

// fewValues is up to how many values are compared one by one.
const fewValues = 16

// find is the value as it is listed of one that is written, without the space around
// it.
func (l *legal) find(written string) (value string, ok bool) {
	if l.many != nil {
		value, ok = l.many[written]
		return value, ok
	}
	for _, v := range l.values {
		if v == written || len(v) > len(written) && strings.TrimSpace(v) == written {
			return v, true
		}
	}
	return "", false
}

// A Move is an action with its values.
type Move struct {
	Action *world.ScriptAction

	// Values are by placeholder, as the closed list has them.
	Values map[string]string
}

// New reads the actions of a script. The problems are all that keeps one from
// being matched; with any of them there are no Actions. [Actions.Check] finds what
// makes them ambiguous.
func New(actions []world.ScriptAction) (*Actions, []world.Problem) {
	a := &Actions{}
	var found []world.Problem
	templates := map[string]int{}
	for i := range actions {
		where := fmt.Sprintf("actions[%d]", i)
		if first, twice := templates[actions[i].Template]; twice {
			found = append(found, world.Problem{Where: where + ".template", What: fmt.Sprintf("%q is that of actions[%d] too", actions[i].Template, first)})
		}
		templates[actions[i].Template] = i
		x, problems := read(&actions[i], where)
		found = append(found, problems...)
		a.list = append(a.list, x)
	}
	if len(found) > 0 {
		return nil, found
	}
	return a, nil
}

// mostPattern bounds the bytes of an expression: one that a person can check is
// short, and what a long one costs to compile is not bounded by its length.
const mostPattern = 1000

func read(s *world.ScriptAction, where string) (action, []world.Problem) {
	x := action{ScriptAction: s}
	var found []world.Problem
	problem := func(where, format string, args ...any) {
		found = append(found, world.Problem{Where: where, What: fmt.Sprintf(format, args...)})
	}
	var err error
	if x.placeholders, x.literals, err = split(s.Template); err != nil {
		problem(where+".template", "%q %v", s.Template, err)
		return x, found
	}
	if len(s.Pattern) > mostPattern {
		problem(where+".pattern", "has %d bytes, more than the %d that are taken", len(s.Pattern), mostPattern)
	} else if usual(s.Pattern, x.literals) {
		// It is matched without.
	} else if x.pattern, err = regexp.Compile(s.Pattern); err != nil {
		problem(where+".pattern", "%q is no regular expression that can be used: %s", s.Pattern, reason(s.Pattern, err))
	} else if groups := x.pattern.NumSubexp(); groups != len(x.placeholders) {
		problem(where+".pattern", "%q has %d groups, the template %q has %d placeholders", s.Pattern, groups, s.Template, len(x.placeholders))
	}
	for _, p := range x.placeholders {
		at := where + ".values." + p
		if len(s.Values[p]) == 0 {
			problem(at, "the list is empty: nothing can stand for {%s}", p)
		}
		list := legal{}
		if len(s.Values[p]) > fewValues {
			list.many = make(map[string]string, len(s.Values[p]))
		}
		for i, v := range s.Values[p] {
			list.values = s.Values[p][:i]
			plain := strings.TrimSpace(v)
			switch _, twice := list.find(plain); {
			case plain == "":
				problem(at, "a value is empty")
			case twice:
				problem(at, "%q stands twice", plain)
			}
			if list.many != nil {
				list.many[plain] = v
			}
		}
		list.values = s.Values[p]
		x.legal = append(x.legal, list)
	}
	for _, p := range sortedKeys(s.Values) {
		if !slices.Contains(x.placeholders, p) {
			problem(where+".values."+p, "the template %q has no placeholder {%s}", s.Template, p)
		}
	}
	return x, found
}

// split takes a template apart.
func split(template string) (placeholders, literals []string, err error) {
	if strings.TrimSpace(template) == "" {
		return nil, nil, fmt.Errorf("says nothing")
	}
	rest := template
	for {
		before, after, found := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return nil, nil, fmt.Errorf("closes a brace that is not open")
		}
		literals = append(literals, before)
		if !found {
			return placeholders, literals, nil
		}
		name, behind, closed := strings.Cut(after, "}")
		switch {
		case !closed:
			return nil, nil, fmt.Errorf("leaves a brace open")
		case !placeholder.MatchString(name):
			return nil, nil, fmt.Errorf("has a placeholder {%s}: its name has to be letters, digits and underscores", name)
		case slices.Contains(placeholders, name):
			return nil, nil, fmt.Errorf("has {%s} twice", name)
		}
		placeholders, rest = append(placeholders, name), behind
	}
}

var placeholder = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// reason says why an expression does not compile. What Perl and Python have and
// RE2 has not is named, since authors expect it to work.
func reason(pattern string, err error) string {
	switch {
	case lookAround.MatchString(pattern):
		return "look-around ((?=, (?!, (?<=, (?<!) is not available in RE2; list the values instead"
	case backReference.MatchString(pattern):
		return "a back-reference (\\1) is not available in RE2; list the values instead"
	}
	return err.Error()
}

var (
	lookAround    = regexp.MustCompile(`\(\?<?[=!]`)
	backReference = regexp.MustCompile(`\\[1-9]`)
)

// Match is the action that a text is; ok is false if it is none.
func (a *Actions) Match(text string) (m Move, ok bool) {
	x, at, ok := a.search(text, make([]int, 0, mostGroups))
	if !ok {
		return Move{}, false
	}
	m.Action = x.ScriptAction
	text = strings.TrimSpace(text)
	if len(x.placeholders) > 0 {
		m.Values = make(map[string]string, len(x.placeholders))
	}
	for i, p := range x.placeholders {
		m.Values[p], _ = x.legal[i].find(strings.TrimSpace(text[at[2*i]:at[2*i+1]]))
	}
	return m, true
}

// Legal reports whether a text is an action.
func (a *Actions) Legal(text string) bool {
	_, _, ok := a.search(text, make([]int, 0, mostGroups))
	return ok
}

// mostGroups is twice the placeholders that an action seldom has more of.
const mostGroups = 8

// search is the action that a text is, and where in it, without the space around it,
// the values stand. room is for these.
func (a *Actions) search(text string, room []int) (x *action, at []int, ok bool) {
	text = strings.TrimSpace(text)
	// Most texts are a template with its values, which is faster to see than an
	// expression to run.
	for i := range a.list {
		if x = &a.list[i]; x.spells(text) {
			if at, ok = x.match(text, room); ok {
				return x, at, true
			}
		}
	}
	for i := range a.list {
		if x = &a.list[i]; x.pattern != nil {
			if at, ok = x.match(text, room); ok {
				return x, at, true
			}
		}
	}
	return nil, nil, false
}

// spells reports whether the text begins and ends as the template does.
func (x *action) spells(text string) bool {
	return strings.HasPrefix(text, x.literals[0]) && strings.HasSuffix(text, x.literals[len(x.literals)-1])
}

// match is where the values stand in a text that the expression matches, all of
// which are legal.
func (x *action) match(text string, room []int) (at []int, ok bool) {
	if at, ok = x.find(text, room); !ok {
		return nil, false
	}
	for i := range x.placeholders {
		if at[2*i] < 0 {
			return nil, false
		}
		if _, ok := x.legal[i].find(strings.TrimSpace(text[at[2*i]:at[2*i+1]])); !ok {
			return nil, false
		}
	}
	return at, true
}

// find is where the groups stand in a text, all of which the expression matches:
// from and to of each, below 0 for one that takes no part.
func (x *action) find(text string, room []int) (at []int, ok bool) {
	if x.pattern == nil {
		return x.groups(text, room)
	}
	at = x.pattern.FindStringSubmatchIndex(text)
	if at == nil || at[0] != 0 || at[1] != len(text) {
		return nil, false
	}
	return at[2:], true
}

// Words is a move as the player writes it.
func (m Move) Words() string {
	placeholders, literals, err := split(m.Action.Template)
	if err != nil {
		panic("acting: " + m.Action.Template + " " + err.Error())
	}
	var b strings.Builder
	for i, l := range literals {
		b.WriteString(l)
		if i < len(placeholders) {
			b.WriteString(m.Values[placeholders[i]])
		}
	}
	return b.String()
}

// Fault says why a text is no template, as in "says nothing"; nil where it is one.
func Fault(template string) error {
	_, _, err := split(template)
	return err
}

// Pattern is an expression that matches what a template says, with any space around
// it. It panics where the template is none.
func Pattern(template string) string {
	_, literals, err := split(template)
	if err != nil {
		panic("acting: " + template + " " + err.Error())
	}
	return expression(literals)
}

// expression is the one of a template with these literals.
func expression(literals []string) string {
	var b strings.Builder
	b.WriteString(`^\s*`)
	for i, l := range literals {
		if i > 0 {
			b.WriteString(`(.+?)`)
		}
		b.WriteString(regexp.QuoteMeta(l))
	}
	b.WriteString(`\s*$`)
	return b.String()
}

// Parameters are the placeholders of a template in their order; none where it is no
// template.
func Parameters(template string) []string {
	placeholders, _ := Parts(template)
	return placeholders
}

// Parts are the placeholders of a template in their order, and the texts before, between
// and behind them. What is no template is one text.
func Parts(template string) (placeholders, literals []string) {
	placeholders, literals, err := split(template)
	if err != nil {
		return nil, []string{template}
	}
	return placeholders, literals
}

// Arguments are the values of a move as the JSON object that its tool takes.
func (m Move) Arguments() []byte {
	if raw, ok := m.plain(); ok {
		return raw
	}
	raw, err := json.Marshal(m.Values)
	if err != nil {
		panic(err) // texts
	}
	if m.Values == nil {
		return []byte("{}")
	}
	return raw
}

// plain is the JSON of values that stand in it as they are, as most do; ok is false
// where one does not.
func (m Move) plain() (raw []byte, ok bool) {
	var room [mostGroups / 2]string
	names := room[:0]
	for name := range m.Values { //lint:ordered they are sorted
		names = append(names, name)
	}
	slices.Sort(names)
	raw = append(raw, '{')
	for i, name := range names {
		if i > 0 {
			raw = append(raw, ',')
		}
		for j, text := range [2]string{name, m.Values[name]} {
			for _, c := range []byte(text) {
				if c < ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
					return nil, false
				}
			}
			raw = append(raw, '"')
			raw = append(raw, text...)
			raw = append(raw, '"')
			if j == 0 {
				raw = append(raw, ':')
			}
		}
	}
	return append(raw, '}'), true
}

// Like is the action whose expression a text matches, whatever its values; ok is
// false where there is none. Values are as they stand in the text, without the space
// around them.
func (a *Actions) Like(text string) (m Move, ok bool) {
	text = strings.TrimSpace(text)
	for i := range a.list {
		x := &a.list[i]
		at, ok := x.find(text, make([]int, 0, mostGroups))
		if !ok {
			continue
		}
		m = Move{Action: x.ScriptAction, Values: make(map[string]string, len(x.placeholders))}
		for j, p := range x.placeholders {
			if at[2*j] >= 0 {
				m.Values[p] = strings.TrimSpace(text[at[2*j]:at[2*j+1]])
			}
		}
		return m, true
	}
	return Move{}, false
}

// Wrong says of a text that is no action what is wrong with it: the value that is
// not in a list, or that it is like no action at all.
func (a *Actions) Wrong(text string) string {
	text = strings.TrimSpace(text)
	for i := range a.list {
		x := &a.list[i]
		at, ok := x.find(text, nil)
		if !ok {
			continue
		}
		for j, p := range x.placeholders {
			if at[2*j] < 0 {
				continue
			}
			value := strings.TrimSpace(text[at[2*j]:at[2*j+1]])
			if _, legal := x.legal[j].find(value); !legal {
				return fmt.Sprintf("%q cannot be the %s of %q", clipped(value), p, x.Template)
			}
		}
	}
	return fmt.Sprintf("%q is none of the actions", clipped(text))
}

// clipped is the beginning of what a player wrote, which may be anything.
func clipped(text string) string {
	if r := []rune(text); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return text
}
