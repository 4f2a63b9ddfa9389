package scriptwriter

import (
	"fmt"
	"slices"
	"strings"

	"worldc/rng"
	m "worldc/roles/scriptwriter/mechanics"
)

// A draw is a game on its way: the chance it is drawn with, and what stands on the
// table so far.
type draw struct {
	*rng.Stream
	things []m.Thing
	player map[string]any
	goal   []m.Goal
	way    []m.Goal
}

// add puts a thing on the table: its sort, its name, and its attributes by name and
// value.
func (d *draw) add(sort, name string, attributes ...any) string {
	d.things = append(d.things, m.Thing{Sort: sort, Name: name, Values: values(attributes)})
	return name
}

// me gives the player attributes by name and value.
func (d *draw) me(attributes ...any) {
	for k, v := range values(attributes) { //lint:ordered into a map
		d.player[k] = v
	}
}

func values(attributes []any) map[string]any {
	v := map[string]any{}
	for i := 0; i < len(attributes); i += 2 {
		v[attributes[i].(string)] = attributes[i+1]
	}
	return v
}

// want is a condition of the goal, and how it reads.
func (d *draw) want(thing, attribute string, value any, says string, args ...any) {
	d.goal = append(d.goal, m.Goal{Thing: thing, Attribute: attribute, Value: value, Says: fmt.Sprintf(says, args...)})
}

// via is a milestone on the way to the goal, for the planner.
func (d *draw) via(thing, attribute string, value any) {
	d.way = append(d.way, m.Goal{Thing: thing, Attribute: attribute, Value: value})
}

// tree joins places, so that each adjoins one or more of those before it: things
// of the sort way, with the attributes one and other.
func (d *draw) tree(way string, places []string) {
	for i := 1; i < len(places); i++ {
		j := d.IntN(i)
		d.add(way, places[i]+" to "+places[j], "one", places[i], "other", places[j])
		if k := d.IntN(i); k != j && d.Chance(1, 4) {
			d.add(way, places[i]+" to "+places[k], "one", places[i], "other", places[k])
		}
	}
}

// one draws one of a list.
func one[T any](d *draw, list []T) T { return list[d.IntN(len(list))] }

// some draws n different ones, in an order that is drawn; all if there are no more.
func some[T any](d *draw, n int, list []T) []T {
	order := slices.Clone(list)
	for i := len(order) - 1; i > 0; i-- {
		j := d.IntN(i + 1)
		order[i], order[j] = order[j], order[i]
	}
	return order[:min(n, len(order))]
}

// between draws a number from low to high, both of them among them.
func (d *draw) between(low, high int) int { return low + d.IntN(high-low+1) }

// a is a name with its article.
func a(name string) string {
	head, _, _ := strings.Cut(name, " of ")
	switch {
	case strings.HasSuffix(head, "s") && !strings.HasSuffix(head, "ss"), strings.HasPrefix(name, "the "):
		return name
	case strings.ContainsRune("aeiou", rune(name[0])):
		return "an " + name
	}
	return "a " + name
}

// listed are words as a list in a sentence.
func listed(words []string) string {
	switch n := len(words); n {
	case 0:
		return "nothing"
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
}

// capital is a text with a capital at its beginning.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
