package mechanics

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// prelude is what the code of all rules uses, and what the game adds.
func (g *Game) prelude() string {
	var tables []string
	for _, s := range g.Sorts {
		tables = append(tables, strconv.Quote(s.Name))
	}
	text := "TABLES = [" + strings.Join(tables, ", ") + `]

def thing(name):
    """The row of a thing, or None."""
    if name == None:
        return None
    for table in TABLES:
        row = db.get(table, name)
        if row != None:
            return row
    return None

def of(row, attribute):
    """An attribute of a thing that may not be there or not have it."""
    if row == None or attribute not in row:
        return None
    return row[attribute]

def between(table, one, other):
    """The thing that joins two others, or None."""
    for pair in [(one, other), (other, one)]:
        for row in db.find(table, {"one": pair[0], "other": pair[1]}):
            return row
    return None

def change(name, changes):
    """Changes a thing of whatever table."""
    for table in TABLES:
        if db.get(table, name) != None:
            return db.update(table, name, changes)
    fail("logic_error: There is nothing of that kind.")

def select(table, having):
    """The things of a table that have these attributes, by name."""
    found = []
    for row in db.find(table, order = ["name"]):
        if len([k for k in having if row[k] != having[k]]) == 0:
            found.append(row)
    return found

def a(name):
    """A name with its article, if it takes one."""
    head = name.split(" of ")[0]
    if name[0].isupper() or name[0].isdigit() or name.startswith("the ") or head.endswith("s") and not head.endswith("ss"):
        return name
    return ("an " if name[0] in "aeiou" else "a ") + name

def things(names):
    """Things in a sentence."""
    return listed([a(n) for n in names])

def count(n, unit):
    """So many of something."""
    return str(n) + " " + unit + ("" if n == 1 else "s")

def listed(words):
    """Words as a list in a sentence."""
    if len(words) == 0:
        return "nothing"
    if len(words) == 1:
        return words[0]
    return ", ".join(words[:-1]) + " and " + words[-1]
`
	if slices.ContainsFunc(g.Rules, func(r Rule) bool { return len(r.Lists) > 0 }) {
		text += seen
	}
	if g.Prelude != "" {
		text += "\n" + strings.TrimSpace(g.Prelude) + "\n"
	}
	return text
}

// seen is what the code of rules with lists uses.
const seen = `
def seen(rows, shown):
    """Things with what can be seen of them."""
    words = []
    for row in rows:
        about = []
        for attribute in shown:
            word, value = attribute.replace("_", " "), row[attribute]
            if value == True:
                about.append(word)
            elif value != None and value != False:
                about.append(word + " " + str(value))
        words.append(row["name"] + (" (" + ", ".join(about) + ")" if len(about) > 0 else ""))
    return listed(words)
`

// A coder writes the function of one rule.
type coder struct {
	game *Game
	rule *Rule
	b    strings.Builder

	// fresh are the variables that hold a row as it is now, by what it is of: a
	// parameter, or the player.
	fresh map[string]bool
}

// code is the function of a rule.
func (g *Game) code(r *Rule) string {
	c := &coder{game: g, rule: r, fresh: map[string]bool{}}
	var names []string
	for _, p := range r.Parameters {
		names = append(names, p.Name)
	}
	fmt.Fprintf(&c.b, "def %s(%s):\n", r.Name, strings.Join(names, ", "))
	if r.Summary != "" {
		fmt.Fprintf(&c.b, "    \"\"\"%s\"\"\"\n", r.Summary)
	}
	if r.Place != "" {
		at := c.term(parseTerm(r.Place))
		here := c.term(parseTerm("player.place"))
		elsewhere := r.Elsewhere
		if elsewhere == "" {
			elsewhere = "That cannot be done here. You are in the {player.place}."
		}
		fmt.Fprintf(&c.b, "    if %s == None or %s != %s:\n        fail(%s)\n", at, here, at, c.text("place_error: "+elsewhere))
	}
	for _, n := range r.Needs {
		var ways []string
		for _, x := range parseCondition(n.Condition) {
			ways = append(ways, c.comparison(x))
		}
		message := c.text("logic_error: " + n.Else)
		fmt.Fprintf(&c.b, "    if not (%s):\n        fail(%s)\n", strings.Join(ways, " or "), message)
	}
	for _, d := range r.Does {
		c.effect(parseEffect(d))
	}
	said := c.text(r.Says)
	if r.Tells != "" {
		for _, p := range append(names, playerSort) {
			if strings.Contains(r.Tells, c.variable(p)) {
				c.row(p)
			}
		}
		if r.Says != "" {
			said += ` + " " + `
		} else {
			said = ""
		}
		said += r.Tells
	}
	for i, l := range r.Lists {
		sort, with, err := readSelection(l.Things)
		if err != nil {
			panic("mechanics: " + err.Error())
		}
		shown := make([]string, len(l.Shows))
		for k, name := range l.Shows {
			shown[k] = strconv.Quote(name)
		}
		things := fmt.Sprintf("seen(%s, [%s])", c.selection(sort, with), strings.Join(shown, ", "))
		switch {
		case i > 0 || r.Says != "" || r.Tells != "":
			said += fmt.Sprintf(` + %q + %s + "."`, " "+l.Intro+" ", things)
		default:
			said = fmt.Sprintf(`%q + %s + "."`, l.Intro+" ", things)
		}
	}
	fmt.Fprintf(&c.b, "    return %s\n", said)
	return c.b.String()
}

// variable is the name of the variable that holds the row of a parameter.
func (c *coder) variable(parameter string) string {
	if parameter == playerSort {
		return "player"
	}
	return "the_" + parameter
}

// row makes sure that the row of a parameter or of the player is there, as it is
// now, and names it.
func (c *coder) row(parameter string) string {
	name := c.variable(parameter)
	if !c.fresh[parameter] {
		c.fresh[parameter] = true
		if parameter == playerSort {
			fmt.Fprintf(&c.b, "    player = db.get(\"player\", \"you\")\n")
		} else if p := c.parameter(parameter); len(p.Sorts) == 1 {
			fmt.Fprintf(&c.b, "    %s = db.get(%q, %s)\n", name, p.Sorts[0], parameter)
		} else {
			fmt.Fprintf(&c.b, "    %s = thing(%s)\n", name, parameter)
		}
	}
	return name
}

func (c *coder) parameter(name string) *Parameter {
	i := slices.IndexFunc(c.rule.Parameters, func(p Parameter) bool { return p.Name == name })
	if i < 0 {
		panic(fmt.Sprintf("mechanics: %s has no parameter %s", c.rule.Name, name))
	}
	return &c.rule.Parameters[i]
}

// term is an expression for what a term is worth.
func (c *coder) term(t term) string {
	if t.isValue {
		return literal(t.value)
	}
	var at string
	path := t.path
	switch {
	case t.pair != "":
		at = fmt.Sprintf("between(%q, %s, %s)", t.pair, c.term(*t.joins[0]), c.term(*t.joins[1]))
		if len(path) == 0 {
			return fmt.Sprintf("of(%s, \"name\")", at)
		}
	case len(path) == 1 && path[0] == playerSort:
		return strconv.Quote(You)
	case len(path) == 1:
		c.parameter(path[0])
		return path[0]
	default:
		at = c.row(path[0])
		if path[0] == playerSort || len(c.parameter(path[0]).Sorts) == 1 && c.game.sort(c.parameter(path[0]).Sorts[0]).attribute(path[1]) != nil {
			at, path = fmt.Sprintf("%s[%q]", at, path[1]), path[2:]
			if len(path) == 0 {
				return at
			}
			at = "thing(" + at + ")"
		} else {
			path = path[1:]
		}
	}
	for i, attribute := range path {
		at = fmt.Sprintf("of(%s, %q)", at, attribute)
		if i < len(path)-1 {
			at = "thing(" + at + ")"
		}
	}
	return at
}

func (c *coder) comparison(x comparison) string {
	switch x.operator {
	case "no":
		return "len(" + c.selection(x.sort, x.with) + ") == 0"
	case "some":
		return "len(" + c.selection(x.sort, x.with) + ") > 0"
	}
	left, right := c.term(x.left), c.term(x.right)
	switch x.operator {
	case "=":
		return left + " == " + right
	case "!=":
		return left + " != " + right
	}
	// What is nothing is neither more nor less.
	var there []string
	for _, side := range []struct {
		term
		text string
	}{{x.left, left}, {x.right, right}} {
		if !side.isValue {
			there = append(there, side.text+" != None and ")
		}
	}
	return strings.Join(there, "") + left + " " + x.operator + " " + right
}

// effect writes a change. Whatever was read before is read again afterwards: two
// parameters may name one thing.
func (c *coder) effect(e effect) {
	if e.sort != "" {
		value := c.term(e.value)
		if e.operator != "=" {
			value = fmt.Sprintf("row[%q] %s %s", e.name, e.operator[:1], value)
		}
		fmt.Fprintf(&c.b, "    for row in %s:\n        db.update(%q, row[\"name\"], {%q: %s})\n", c.selection(e.sort, e.with), e.sort, e.name, value)
		clear(c.fresh)
		return
	}
	last := len(e.target.path) - 1
	attribute := e.target.path[last]
	value := c.term(e.value)
	if e.operator != "=" {
		value = c.term(e.target) + " " + e.operator[:1] + " " + value
	}
	changes := fmt.Sprintf("{%q: %s}", attribute, value)
	owner := e.target
	owner.path = owner.path[:last]
	switch {
	case owner.pair == "" && len(owner.path) == 1 && owner.path[0] == playerSort:
		fmt.Fprintf(&c.b, "    db.update(\"player\", \"you\", %s)\n", changes)
	case owner.pair == "" && len(owner.path) == 1 && len(c.parameter(owner.path[0]).Sorts) == 1:
		fmt.Fprintf(&c.b, "    db.update(%q, %s, %s)\n", c.parameter(owner.path[0]).Sorts[0], owner.path[0], changes)
	default:
		fmt.Fprintf(&c.b, "    change(%s, %s)\n", c.term(owner), changes)
	}
	clear(c.fresh)
}

// selection is an expression for the things of a sort that have certain
// attributes.
func (c *coder) selection(sort string, with []match) string {
	var parts []string
	for _, w := range with {
		if c.game.sort(sort).attribute(w.attribute) == nil {
			panic(fmt.Sprintf("mechanics: a %s has no attribute %s", sort, w.attribute))
		}
		parts = append(parts, fmt.Sprintf("%q: %s", w.attribute, c.term(w.value)))
	}
	return fmt.Sprintf("select(%q, {%s})", sort, strings.Join(parts, ", "))
}

// text is an expression for a text with terms in it.
func (c *coder) text(text string) string {
	var parts []string
	for _, p := range parseText(text) {
		switch {
		case p.term == nil:
			parts = append(parts, strconv.Quote(p.text))
		case p.unit != "":
			parts = append(parts, fmt.Sprintf("count(%s, %q)", c.term(*p.term), p.unit))
		case len(p.term.path) == 1 && p.term.pair == "" && p.term.path[0] != playerSort:
			parts = append(parts, c.term(*p.term)) // a name
		default:
			parts = append(parts, "str("+c.term(*p.term)+")")
		}
	}
	if len(parts) == 0 {
		return `""`
	}
	return strings.Join(parts, " + ")
}

// literal is a value in Starlark.
func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "None"
	case bool:
		if v {
			return "True"
		}
		return "False"
	case int:
		return strconv.Itoa(v)
	case string:
		return strconv.Quote(v)
	}
	panic(fmt.Sprintf("mechanics: %v is no value", v))
}
