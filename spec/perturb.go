package spec

import (
	"regexp"
	"slices"
	"strings"
)

// A Perturb rewrites how scripts are played and changes nothing of what they are
// about (AgentRefine §3.6): a model that reads its instructions plays them as well
// as before, one that has learnt them by heart does not. A rewritten script is
// checked and its solution played again.
//
// For a variant for each rule, use `for_each`.
type Perturb struct {
	// From are the scripts.
	From References `spec:"from" reads:"Script"`

	// Rules are published rules: `using` writes `with` before the last thing of an
	// action as `using`, `move` writes `go to` and `walk to` as `move to`, `from_first`
	// puts where something is taken from first, `joined_numbers` takes the space out of
	// names that end in a number.
	Rules []string `spec:"rules,optional"`

	// Own are rules of your own, after the published ones.
	Own []PerturbRule `spec:"rule,block"`

	// ExcludeFamilies leaves out the scripts of these families, for training on what
	// a test will not have.
	ExcludeFamilies []string `spec:"exclude_families,optional"`

	// OnlyChanged leaves out the scripts to which no rule applies. Otherwise they go
	// on as they are, so that all variants have the same scripts.
	OnlyChanged bool `spec:"only_changed" default:"false"`
}

// A PerturbRule rewrites the templates of actions.
type PerturbRule struct {
	// Name stands in the records that the rule changed.
	Name string `spec:"name,label"`

	// Match is a regular expression (RE2) that is looked for in a template, such as
	// `^put (\{\w+\}) on (\{\w+\})$`.
	Match string `spec:"match"`

	// Replace is what stands there instead; $1 is the first group.
	Replace string `spec:"replace"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

// PublishedRules are the rules that a perturb may name; package perturbing knows
// what they do, and a test holds the two equal.
var PublishedRules = []string{"using", "move", "from_first", "joined_numbers"}

func (p *Perturb) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	for _, r := range p.Rules {
		if !slices.Contains(PublishedRules, r) {
			diags = append(diags, Errorf(at("rules"), "Unsuitable value", "There is no rule %q. There are %s.", r, strings.Join(PublishedRules, ", ")))
		}
	}
	if len(p.Rules)+len(p.Own)+len(p.ExcludeFamilies) == 0 {
		diags = append(diags, Errorf(at("rules"), "Missing argument", "This changes nothing: give rules, rule blocks or exclude_families."))
	}
	for _, r := range p.Own {
		if _, err := regexp.Compile(r.Match); err != nil {
			diags = append(diags, Errorf(r.Range, "Unsuitable value", "match %q is no regular expression that can be used: %v.", r.Match, err))
		}
	}
	return diags
}
