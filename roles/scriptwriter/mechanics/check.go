package mechanics

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/world"
)

// The bounds of a game that somebody else has written. They are far above what a
// person can keep in mind, and keep small what a planner has to go through.
const (
	mostSorts      = 40
	mostAttributes = 30
	mostThings     = 200
	mostRules      = 40
	mostName       = 60   // characters
	mostText       = 1000 // characters
	mostWays       = 4000 // to fill the parameters of all rules
	mostNumber     = 1_000_000
)

// reserved are the names that mean something in the code of a game.
var reserved = strings.Fields(`and as assert break class continue def del elif else except finally for from global if import in is lambda load nonlocal not or pass
	raise return try while with yield True False None print fail len str int float bool list dict tuple range sorted reversed enumerate zip min max abs round any all db now
	thing of between change select a things listed seen row player you name nothing true false some no each`)

// Check finds what is wrong with a game whose writer makes mistakes that are not
// ours: all that would otherwise panic, and all that the planner and the engine could
// understand in two ways. With no problem the game can be planned and made a world
// of. It is for games without a Prelude and without Tells.
func (g *Game) Check() []world.Problem {
	c := &checker{game: g, names: map[string]*Thing{}}
	c.sorts()
	if len(c.found) == 0 {
		c.things()
	}
	if len(c.found) == 0 {
		c.rules()
		c.goal()
	}
	return c.found
}

// A checker goes through a game.
type checker struct {
	game  *Game
	found []world.Problem
	names map[string]*Thing // of all things, by name

	rule  *Rule
	where string
}

// say notes a problem where the checker is.
func (c *checker) say(format string, args ...any) {
	c.found = append(c.found, world.Problem{Where: c.where, What: fmt.Sprintf(format, args...)})
}

// identifier checks what is a name in code and tables.
func (c *checker) identifier(name, what string, taken []string) {
	switch {
	case !isName(name) || len(name) > mostName:
		c.say("%q cannot be the name of %s: small letters, digits and _ can", name, what)
	case slices.Contains(taken, name):
		c.say("%q cannot be the name of %s: it has a meaning of its own", name, what)
	}
}

// text checks what is shown to a player.
func (c *checker) text(text, what string) {
	switch {
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || !unicode.IsPrint(r) && r != ' ' }):
		c.say("%s has characters that cannot be printed", what)
	case utf8.RuneCountInString(text) > mostText:
		c.say("%s has more than %d characters", what, mostText)
	}
}

func (c *checker) sorts() {
	g := c.game
	c.where = "kinds"
	if len(g.Sorts) > mostSorts {
		c.say("there are %d: %d at most", len(g.Sorts), mostSorts)
	}
	seen := map[string]bool{}
	for _, s := range g.Sorts {
		c.where = "kind " + s.Name
		if s.Name != playerSort {
			c.identifier(s.Name, "a kind", nil)
		}
		if seen[s.Name] {
			c.say("stands there twice")
		}
		seen[s.Name] = true
		if len(s.Attributes) > mostAttributes {
			c.say("has %d properties: %d at most", len(s.Attributes), mostAttributes)
		}
		own := map[string]bool{}
		for _, a := range s.Attributes {
			c.identifier(a.Name, "a property", []string{"name"})
			if own[a.Name] {
				c.say("has the property %s twice", a.Name)
			}
			own[a.Name] = true
			for _, of := range a.Sorts {
				if g.sort(of) == nil {
					c.say("the property %s holds things of the kind %q, which there is not", a.Name, of)
				}
			}
		}
	}
	if !seen[playerSort] {
		c.where = "kinds"
		c.say("the player is missing")
	}
}

func (c *checker) things() {
	g := c.game
	c.where = "things"
	if len(g.Things) > mostThings {
		c.say("there are %d: %d at most", len(g.Things), mostThings)
	}
	all := g.cast()
	for i := range all {
		t := &all[i]
		c.where = fmt.Sprintf("thing %q", t.Name)
		switch {
		case t.Sort == playerSort && i < len(g.Things):
			c.say("there is one player, who is told of apart")
		case t.Name == You && i < len(g.Things):
			c.say("only the player is called %q", You)
		case strings.TrimSpace(t.Name) != t.Name || t.Name == "" || utf8.RuneCountInString(t.Name) > mostName || strings.ContainsAny(t.Name, "{}\"'\\"):
			c.say("cannot be called so: a name has 1 to %d characters, without braces, quotation marks and space around it", mostName)
		case c.names[t.Name] != nil:
			c.say("stands there twice: every thing has a name of its own")
		}
		c.text(t.Name, "the name")
		c.names[t.Name] = t
	}
	for i := range all {
		t := &all[i]
		c.where = fmt.Sprintf("thing %q", t.Name)
		sort := g.sort(t.Sort)
		if sort == nil {
			c.say("is of the kind %q, which there is not", t.Sort)
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(t.Values)) {
			if sort.attribute(name) == nil {
				c.say("%s has no property %q: it has %s", t.Sort, name, listOf(attributesOf(sort)))
			}
		}
		for k := range sort.Attributes {
			a := &sort.Attributes[k]
			v, given := t.Values[a.Name]
			if !given || v == nil {
				if !a.Optional && (a.Kind == Text || a.Kind == Other) {
					c.say("needs a value for %s", a.Name)
				}
				continue
			}
			if why := c.unfit(a, v); why != "" {
				c.say("%s: %s", a.Name, why)
			}
		}
	}
}

// unfit says why an attribute cannot have a value; empty if it can.
func (c *checker) unfit(a *Attribute, v any) string {
	switch v := v.(type) {
	case nil:
		if a.Optional && (a.Kind == Text || a.Kind == Other) {
			return ""
		}
		return "it cannot be nothing"
	case bool:
		if a.Kind == Flag {
			return ""
		}
	case int:
		if a.Kind == Number && v >= -mostNumber && v <= mostNumber {
			return ""
		}
	case string:
		switch a.Kind {
		case Text:
			before := len(c.found)
			c.text(v, a.Name)
			if strings.Contains(v, "'") {
				c.say("%s: %q has a quotation mark", a.Name, v)
			}
			if len(c.found) > before {
				return "that is no value"
			}
			return ""
		case Other:
			t := c.names[v]
			switch {
			case t == nil:
				return fmt.Sprintf("there is no thing called %q", v)
			case len(a.Sorts) > 0 && !slices.Contains(a.Sorts, t.Sort):
				return fmt.Sprintf("%q is of the kind %s, not %s", v, t.Sort, strings.Join(a.Sorts, " or "))
			}
			return ""
		}
	}
	return fmt.Sprintf("%v is no %s", v, kindNames[a.Kind])
}

var kindNames = [...]string{Text: "text", Number: "whole number", Flag: "flag", Other: "thing"}

func (c *checker) rules() {
	g := c.game
	c.where = "actions"
	if len(g.Rules) == 0 || len(g.Rules) > mostRules {
		c.say("there are %d: 1 to %d are possible", len(g.Rules), mostRules)
		return
	}
	seen := map[string]bool{}
	total := 0
	for i := range g.Rules {
		r := &g.Rules[i]
		c.rule, c.where = r, "action "+r.Name
		c.identifier(r.Name, "an action", reserved)
		if seen[r.Name] {
			c.say("stands there twice")
		}
		seen[r.Name] = true
		ways := 1
		for _, p := range r.Parameters {
			c.identifier(p.Name, "a placeholder", reserved)
			n := len(g.legal(p))
			if n == 0 {
				c.say("nothing can stand for {%s}", p.Name)
			}
			ways = min(ways*max(1, n), 1<<20)
		}
		if total += ways; total > mostWays {
			c.say("with it there are more than %d ways to act: list fewer values", mostWays)
			return
		}
		c.text(r.Summary, `"about"`)
		if strings.ContainsAny(r.Summary, `"\`) {
			c.say(`"about" has a quotation mark or a backslash`)
		}
		if r.Place != "" {
			if t, err := c.typeOf(r.Place); err != nil {
				c.say("place: %v", err)
			} else if why := c.apart(typed{kind: Other}, t); why != "" || t.nothing {
				c.say("place: %q is no place", r.Place)
			} else if g.sort(playerSort).attribute("place") == nil {
				c.say("place: the player has no property place")
			}
			c.says(r.Elsewhere, "elsewhere")
		}
		for _, n := range r.Needs {
			c.condition(n.Condition)
			if c.says(n.Else, "otherwise"); strings.TrimSpace(n.Else) == "" {
				c.say("needs: nothing tells the player that %q does not hold", n.Condition)
			}
		}
		for _, d := range r.Does {
			c.effect(d)
		}
		c.says(r.Says, "says")
		if strings.TrimSpace(r.Says) == "" && len(r.Lists) == 0 {
			c.say("says nothing: the player has to see something")
		}
		for _, l := range r.Lists {
			c.list(&l)
		}
	}
}

// says checks a text with terms in it.
func (c *checker) says(text, what string) {
	c.text(text, what)
	pieces, err := readText(text)
	if err != nil {
		c.say("%s: %v", what, err)
		return
	}
	for _, p := range pieces {
		if p.term == nil {
			continue
		}
		if _, err := c.kindOf(p.term); err != nil {
			c.say("%s: %v", what, err)
		}
	}
}

// A typed is what a term is worth: a kind, and of things the sorts, where none is any.
type typed struct {
	kind    Kind
	sorts   []string
	nothing bool // the value nothing
	literal *string
	lacks   bool // it may be nothing: something on the way to it may
}

func (c *checker) typeOf(text string) (typed, error) {
	t, err := readTerm(text)
	if err != nil {
		return typed{}, err
	}
	return c.kindOf(&t)
}

// kindOf is what a term is worth; the error is why it is worth nothing.
func (c *checker) kindOf(t *term) (typed, error) {
	if t.isValue {
		switch v := t.value.(type) {
		case bool:
			return typed{kind: Flag}, nil
		case int:
			return typed{kind: Number}, nil
		case string:
			return typed{kind: Text, literal: &v}, nil
		}
		return typed{nothing: true}, nil
	}
	var at typed
	path := t.path
	if t.pair != "" {
		s := c.game.sort(t.pair)
		for _, side := range []string{"one", "other"} {
			if a := s.attribute(side); a == nil || a.Kind != Other {
				return at, fmt.Errorf("%s(…) joins nothing: only a kind with the properties one and other, which hold things, does", t.pair)
			}
		}
		for _, j := range t.joins {
			if side, err := c.kindOf(j); err != nil {
				return at, err
			} else if side.kind != Other && side.literal == nil {
				return at, fmt.Errorf("%s(…) joins two things", t.pair)
			}
		}
		at = typed{kind: Other, sorts: []string{t.pair}, lacks: true}
	} else {
		switch i := slices.IndexFunc(c.rule.Parameters, func(p Parameter) bool { return p.Name == path[0] }); {
		case path[0] == playerSort:
			at = typed{kind: Other, sorts: []string{playerSort}}
		case i < 0 && c.names[path[0]] != nil:
			return at, fmt.Errorf("write '%s' in quotation marks: it is a thing and no placeholder of this action", path[0])
		case i < 0:
			return at, fmt.Errorf("%q is no placeholder of this action", path[0])
		case len(c.rule.Parameters[i].Sorts) > 0:
			at = typed{kind: Other, sorts: c.rule.Parameters[i].Sorts}
		default:
			at = typed{kind: Text}
		}
		path = path[1:]
	}
	for _, name := range path {
		if at.kind != Other || at.nothing {
			return at, fmt.Errorf("%s is no thing, and so has no %s", kindNames[at.kind], name)
		}
		var next *typed
		lacks := at.lacks
		for i := range c.game.Sorts {
			s := &c.game.Sorts[i]
			if len(at.sorts) > 0 && !slices.Contains(at.sorts, s.Name) {
				continue
			}
			a := s.attribute(name)
			if lacks = lacks || a == nil || a.Optional; a == nil {
				continue
			}
			if next == nil {
				next = &typed{kind: a.Kind, sorts: slices.Clone(a.Sorts)}
				continue
			}
			if next.kind != a.Kind {
				return at, fmt.Errorf("%s is a %s of some and a %s of others", name, kindNames[next.kind], kindNames[a.Kind])
			}
			if len(next.sorts) > 0 && len(a.Sorts) > 0 {
				next.sorts = append(next.sorts, a.Sorts...)
			} else {
				next.sorts = nil
			}
		}
		if next == nil {
			return at, fmt.Errorf("%s has no property %s", strings.Join(orAny(at.sorts), " or "), name)
		}
		at = *next
		at.lacks = lacks
	}
	return at, nil
}

func orAny(sorts []string) []string {
	if len(sorts) == 0 {
		return []string{"no kind"}
	}
	return sorts
}

// apart says why two terms cannot be compared, or the second cannot be the value of
// the first; empty if they can.
func (c *checker) apart(a, b typed) string {
	if a.literal != nil && b.kind == Other && !b.nothing {
		a, b = b, a
	}
	switch {
	case a.nothing || b.nothing:
		return ""
	case a.kind == Other && b.literal != nil:
		t := c.names[*b.literal]
		switch {
		case t == nil:
			return fmt.Sprintf("there is no thing called %q", *b.literal)
		case len(a.sorts) > 0 && !slices.Contains(a.sorts, t.Sort):
			return fmt.Sprintf("%q is of the kind %s, not %s", *b.literal, t.Sort, strings.Join(a.sorts, " or "))
		}
		return ""
	case a.kind != b.kind:
		return fmt.Sprintf("one is a %s, the other a %s", kindNames[a.kind], kindNames[b.kind])
	}
	return ""
}

func (c *checker) condition(text string) {
	list, err := readCondition(text)
	if err != nil {
		c.say("needs: %v", err)
		return
	}
	for i := range list {
		x := &list[i]
		if x.operator == "some" || x.operator == "no" {
			c.selection(x.sort, x.with, "needs")
			continue
		}
		left, err := c.kindOf(&x.left)
		if err != nil {
			c.say("needs, %q: %v", text, err)
			continue
		}
		right, err := c.kindOf(&x.right)
		if err != nil {
			c.say("needs, %q: %v", text, err)
			continue
		}
		if why := c.apart(left, right); why != "" {
			c.say("needs, %q: %s", text, why)
		} else if x.operator != "=" && x.operator != "!=" && (left.kind != Number || right.kind != Number || left.nothing || right.nothing) {
			c.say("needs, %q: %s compares numbers", text, x.operator)
		}
	}
}

// selection checks things of a sort that have certain attributes.
func (c *checker) selection(sort string, with []match, what string) {
	s := c.game.sort(sort)
	if s == nil {
		c.say("%s: %q is no kind", what, sort)
		return
	}
	for i := range with {
		a := s.attribute(with[i].attribute)
		if a == nil {
			c.say("%s: %s has no property %s", what, sort, with[i].attribute)
			continue
		}
		value, err := c.kindOf(&with[i].value)
		if err != nil {
			c.say("%s: %v", what, err)
		} else if why := c.apart(typed{kind: a.Kind, sorts: a.Sorts}, value); why != "" {
			c.say("%s, %s: %s", what, a.Name, why)
		}
	}
}

func (c *checker) effect(text string) {
	e, err := readEffect(text)
	if err != nil {
		c.say("effects: %v", err)
		return
	}
	value, err := c.kindOf(&e.value)
	if err != nil {
		c.say("effects, %q: %v", text, err)
		return
	}
	if e.name == "one" || e.name == "other" {
		c.say("effects, %q: what joins two things joins them for ever", text)
		return
	}
	owners := []string{e.sort}
	if e.sort != "" {
		c.selection(e.sort, e.with, "effects")
	} else {
		owner := e.target
		owner.path = owner.path[:len(owner.path)-1]
		of, err := c.kindOf(&owner)
		if err != nil {
			c.say("effects, %q: %v", text, err)
			return
		}
		if of.kind != Other {
			c.say("effects, %q: only things have properties", text)
			return
		}
		if owners = of.sorts; len(owners) == 0 {
			for _, s := range c.game.Sorts {
				owners = append(owners, s.Name)
			}
		}
	}
	for _, name := range owners {
		s := c.game.sort(name)
		if s == nil {
			return // it is said already
		}
		a := s.attribute(e.name)
		if a == nil {
			c.say("effects, %q: this may be of the kind %s, which has no property %s", text, name, e.name)
			return
		}
		switch {
		case e.operator != "=" && (a.Kind != Number || value.kind != Number || value.nothing):
			c.say("effects, %q: %s is for numbers", text, e.operator)
		case value.nothing && (!a.Optional || a.Kind == Number || a.Kind == Flag):
			c.say("effects, %q: the %s of %s cannot be nothing", text, a.Name, name)
		case value.lacks && (!a.Optional || a.Kind == Number || a.Kind == Flag):
			c.say("effects, %q: the %s of %s cannot be nothing, which the value may be", text, a.Name, name)
		default:
			if why := c.apart(typed{kind: a.Kind, sorts: a.Sorts}, value); why != "" {
				c.say("effects, %q: %s", text, why)
			} else if a.Kind == Other && len(a.Sorts) > 0 && value.literal == nil && !value.nothing && (len(value.sorts) == 0 || slices.ContainsFunc(value.sorts, func(s string) bool { return !slices.Contains(a.Sorts, s) })) {
				c.say("effects, %q: the %s of %s has to be of the kind %s", text, a.Name, name, strings.Join(a.Sorts, " or "))
			} else {
				continue
			}
		}
		return
	}
}

func (c *checker) list(l *List) {
	c.text(l.Intro, "lists")
	sort, with, err := readSelection(l.Things)
	if err != nil {
		c.say("lists: %v", err)
		return
	}
	c.selection(sort, with, "lists")
	for _, name := range l.Shows {
		if s := c.game.sort(sort); s != nil && s.attribute(name) == nil {
			c.say("lists: %s has no property %s that could be shown", sort, name)
		}
	}
}

func (c *checker) goal() {
	c.where = "completion conditions"
	if len(c.game.Goal) == 0 {
		c.say("are missing: nothing says when the game is won")
	}
	changed := map[string]bool{}
	for i := range c.game.Rules {
		for _, d := range c.game.Rules[i].Does {
			if e, err := readEffect(d); err == nil {
				changed[e.name] = true
			}
		}
	}
	for _, w := range c.game.Goal {
		c.where = fmt.Sprintf("completion condition %q", w.Says)
		t := c.names[w.Thing]
		if t == nil {
			c.say("there is no thing called %q", w.Thing)
			continue
		}
		a := c.game.sort(t.Sort).attribute(w.Attribute)
		if a == nil {
			c.say("%s has no property %q", t.Sort, w.Attribute)
			continue
		}
		if why := c.unfit(a, w.Value); why != "" {
			c.say("%s", why)
		}
		if !changed[w.Attribute] {
			c.say("no action changes the %s of anything", w.Attribute)
		}
		if strings.TrimSpace(w.Says) == "" {
			c.say("says nothing")
		}
		c.text(w.Says, `"says"`)
	}
}

func attributesOf(s *Sort) []string {
	var names []string
	for _, a := range s.Attributes {
		names = append(names, a.Name)
	}
	return names
}

// listOf are words in a list; "none" if there are none.
func listOf(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}
