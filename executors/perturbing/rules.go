// Package perturbing rewrites how a script is played without changing what it is
// about: the perturbations of AgentRefine (§3.6 of its robustness study), which show
// whether a model has learnt to read its instructions or has learnt them by heart.
//
// A rule rewrites templates of actions, and with them the expressions that verify
// them, the solution and every text that quotes them; or the names of things
// wherever they stand. A script that was rewritten is checked and played again by
// whoever uses it.
package perturbing

import (
	"fmt"
	"regexp"
	"slices"
)

// A Rule is one way to rewrite scripts.
type Rule struct {
	Name string

	// match and replace rewrite a template; none for a rule of names.
	match   *regexp.Regexp
	replace string

	// joins takes the space out of names that end in a number.
	joins bool
}

// The rules of AgentRefine, for any script: its P1 to P4 as they are for ALFWorld
// follow from them. Scripts may say `the {item}`.
var published = []Rule{
	{Name: "using", match: regexp.MustCompile(`^(.+) with ((?:the )?\{\w+\})$`), replace: "$1 using $2"},
	{Name: "move", match: regexp.MustCompile(`^(?:go|walk|head|step) (?:over )?(?:to|for) (.+)$`), replace: "move to $1"},
	{Name: "from_first", match: regexp.MustCompile(`^(.+?) ((?:the )?\{\w+\}) (?:out of|from) ((?:the )?\{\w+\})$`), replace: "from $3 $1 $2"},
	{Name: "joined_numbers", joins: true},
}

// Published are the names of the rules that worldc knows.
func Published() []string {
	var names []string
	for _, r := range published {
		names = append(names, r.Name)
	}
	return names
}

// Find finds a published rule.
func Find(name string) (Rule, bool) {
	i := slices.IndexFunc(published, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return published[i], true
}

// New is a rule that rewrites templates that match an expression (RE2) as a whole
// or in part; $1 in replace is its first group.
func New(name, match, replace string) (Rule, error) {
	expression, err := regexp.Compile(match)
	if err != nil {
		return Rule{}, fmt.Errorf("%q is no regular expression that can be used: %w", match, err)
	}
	return Rule{Name: name, match: expression, replace: replace}, nil
}
