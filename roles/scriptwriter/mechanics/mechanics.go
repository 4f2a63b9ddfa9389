// Package mechanics is the grammar of games: things with attributes, and rules that
// say what a player can do with them, where, under which conditions, and what comes
// of it. A game written in it is a value from which two things are made that cannot
// disagree: a problem for a planner, and a world with tables, rows and tools that
// an engine executes.
//
// Rules are written in short sentences over terms. A term is a parameter of the
// rule (`item`), an attribute of what it names (`item.inside`), of what that names
// (`item.inside.place`), of the player (`player.place`), a thing that joins two
// others by its attributes `one` and `other`, in either order
// (`exit(player.place, place).open`), or a value: a number, true, false, nothing,
// 'a text'. A thing is its name.
//
//	Condition   TERM = TERM, with != < <= > >= too;
//	            some SORT with ATTRIBUTE = TERM and ATTRIBUTE = TERM, or no SORT with …;
//	            several joined by "or"
//	Effect      TERM = TERM, TERM += TERM, TERM -= TERM;
//	            each SORT with ATTRIBUTE = TERM: ATTRIBUTE = TERM
//	Says        text with {TERM} in it, or {TERM UNIT}
package mechanics

// A Game is a little world with a goal.
type Game struct {
	// Sorts are the tables. One is called player; its one thing is called you.
	Sorts  []Sort
	Things []Thing

	// Player are the values of the player's attributes.
	Player map[string]any

	// Prelude is Starlark that the Tells of rules call. It sees the things of the
	// game by db, and the functions that every game has.
	Prelude string

	Rules []Rule
	Goal  []Goal

	// Milestones are what a way to the goal comes past, one after the other. They
	// help the planner, and say nothing to a player.
	Milestones []Goal
}

// A Sort is a kind of thing: a table.
type Sort struct {
	Name       string
	Attributes []Attribute
}

// An Attribute is a column.
type Attribute struct {
	Name string
	Kind Kind

	// Sorts are those of which a Thing attribute names a thing; none stands for
	// any. An attribute that may be nothing is Optional.
	Sorts    []string
	Optional bool
}

// of is the value of the attribute that a thing begins with: that which is given,
// else false, 0 or nothing.
func (a *Attribute) of(t Thing) any {
	v, given := t.Values[a.Name]
	switch {
	case given && v != nil:
		return v
	case a.Kind == Flag:
		return false
	case a.Kind == Number:
		return 0
	}
	return nil
}

// A Kind is what an attribute holds.
type Kind int

// The kinds of attributes.
const (
	Text Kind = iota
	Number
	Flag
	Other // the name of a thing
)

// A Thing has a name that no other thing has, and a value for each attribute of its
// sort: a string, an int or a bool; nil for nothing.
type Thing struct {
	Sort, Name string
	Values     map[string]any
}

// A Rule is an action.
type Rule struct {
	// Name is the name of the tool, Template the action in words with a
	// {parameter} for each of Parameters.
	Name, Template string

	// Summary says in a sentence what the action is for.
	Summary string

	Parameters []Parameter

	// Place is a term for where the player has to be; empty where that does not
	// matter. Elsewhere tells a player who is in the wrong place; empty is a text
	// that names the place.
	Place, Elsewhere string

	// Needs have to hold, one after the other; the first that does not is told.
	Needs []Need

	// Does are the effects, in their order. A rule without any only looks.
	Does []string

	// Says is what the player sees; Tells, if given, is a Starlark expression over the
	// rows of the parameters, worked out after the effects, whose text is added.
	Says, Tells string

	// Lists are things that the player sees besides, after the effects.
	Lists []List
}

// A List is things that can be seen: "You see" the things of a selection, such as
// `item with place = player.place`, with those of their attributes that Shows names.
type List struct {
	Intro, Things string
	Shows         []string
}

// A Parameter is filled with a thing of one of Sorts, or with one of Values. Where
// both are given, Values are those things of the sorts that it can be.
type Parameter struct {
	Name   string
	Sorts  []string
	Values []string
}

// A Need is a condition, and what a player is told where it does not hold.
type Need struct{ Condition, Else string }

// A Goal is an attribute of a thing that has a value in the end.
type Goal struct {
	Thing, Attribute string
	Value            any

	// Says is the condition in words: "the milk is in the fridge".
	Says string
}

// The name of the player's sort, and what the player is called.
const (
	playerSort = "player"
	You        = "you"
)

// sort finds a sort by its name.
func (g *Game) sort(name string) *Sort {
	for i := range g.Sorts {
		if g.Sorts[i].Name == name {
			return &g.Sorts[i]
		}
	}
	return nil
}

// attribute finds an attribute of a sort.
func (s *Sort) attribute(name string) *Attribute {
	if s == nil {
		return nil
	}
	for i := range s.Attributes {
		if s.Attributes[i].Name == name {
			return &s.Attributes[i]
		}
	}
	return nil
}

// cast are all things, the player last.
func (g *Game) cast() []Thing {
	return append(g.Things[:len(g.Things):len(g.Things)], Thing{playerSort, You, g.Player})
}

// legal are the values that a parameter may have, in the order of the things.
func (g *Game) legal(p Parameter) []string {
	if p.Values != nil {
		return p.Values
	}
	var names []string
	for _, t := range g.Things {
		for _, s := range p.Sorts {
			if t.Sort == s {
				names = append(names, t.Name)
			}
		}
	}
	return names
}
