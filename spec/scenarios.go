package spec

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// Scenarios makes tasks over combinations of tools (SynWorld §3.1): small groups
// of tools that compose, since one finds what another needs or both are about the
// same things, and for each group several stories, of other rows and other facts,
// in which every tool of the group is needed. The calls that do it are executed,
// as those of tasks are; the other tools of the world stand beside them as
// distractors.
//
// A scenario that says nearly the same as an earlier one is rejected, and the
// report names the one that it resembles. Scenarios come in rounds, the first of
// every combination before the second of any, so that raising `per_combination`
// or `limit` keeps those that there were.
type Scenarios struct {
	// Worlds are those to make scenarios in. Their domains are read as well, where
	// they have one.
	Worlds References `spec:"worlds" reads:"World"`

	// Kind is `combination`, or `multi_hop`: questions to a corpus (`worlds` with
	// `corpus`) that no single document answers, such as in which town the founder of
	// a firm was born. Then a combination is a chain of relations, with the searches
	// that find one after the other as golden calls; nobody need tell the question.
	Kind string `spec:"kind" default:"combination" oneof:"combination|multi_hop"`

	// Hops are the numbers of facts that a question may join.
	Hops []int `spec:"hops" default:"2 3 4" range:"[2,5]"`

	// Comparisons is the share of chains that ask whether something is the same of
	// two, such as whether two firms have their seats in one town: yes or no. There
	// are some only where hops has 2.
	Comparisons float64 `spec:"comparisons" default:"0.2" range:"[0,1]"`

	// Writer tells the scenarios as a person would. Left out, it is worldc itself.
	Writer References `spec:"writer,optional" reads:"model" takes:"a reference to a model"`

	// ToolsPerScenario are the sizes that a combination may have.
	ToolsPerScenario []int `spec:"tools_per_scenario" default:"2 3" range:"[2,5]"`

	// Combinations is how many combinations of tools a world gets, if it has so
	// many that compose.
	Combinations int `spec:"combinations" default:"12" range:"[1,100000]"`

	// PerCombination is how many scenarios a combination gets, if it has so many
	// that differ.
	PerCombination int `spec:"per_combination" default:"3" range:"[1,1000]"`

	// Distractors is how many other tools of its world a scenario shows, if the
	// world has so many.
	Distractors int `spec:"distractors" default:"4" range:"[0,1000]"`

	// MaxSimilarity is how similar to an earlier one a scenario may be: one whose
	// cosine to it is as great or greater is rejected. It is read to six decimals.
	// Left out, it is 0.45, and 0.6 with a model, as in the paper, and 0.95 for
	// questions, which say little but what they ask for: the words of two
	// texts have less in common than their meanings, so that the two scales are not
	// the same (see docs/scenarios.md).
	MaxSimilarity float64 `spec:"max_similarity" default:"0.45" range:"(0,1]"`

	// Vectorizer says what is compared of background and goal: `ngram`, their words;
	// or the embeddings that a served model makes of them. Left
	// out, it is `ngram`.
	Vectorizer References `spec:"vectorizer,optional" reads:"served model" or:"ngram" takes:"\"ngram\" or a reference to a served model"`

	// Scope says with which scenarios one is compared: `pool` with all of them,
	// `combination` with those of the same tools in the same world.
	Scope string `spec:"scope" default:"pool" oneof:"pool|combination"`

	// Limit is the number of scenarios that are enough; 0 is no limit.
	Limit int `spec:"limit" default:"0" range:"[0,100000000]"`

	given map[string]bool // arguments that stand in the spec
}

func (s *Scenarios) complete(given hcl.Attributes) {
	s.given = map[string]bool{}
	for name := range given {
		s.given[name] = true
	}
	switch {
	case given["max_similarity"] != nil:
	case s.Kind == "multi_hop":
		s.MaxSimilarity = 0.95
	case len(s.Vectorizer) > 0:
		s.MaxSimilarity = 0.6
	}
}

// otherKind are the arguments that say nothing of a kind, since they belong to the
// other one.
var otherKind = map[string][]string{
	"combination": {"hops", "comparisons"},
	"multi_hop":   {"tools_per_scenario", "writer", "distractors"},
}

func (s *Scenarios) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	for _, name := range otherKind[s.Kind] {
		if s.given[name] {
			other := "multi_hop"
			if s.Kind == other {
				other = "combination"
			}
			diags = append(diags, Errorf(at(name), "Superfluous argument", "%s belongs to scenarios of the kind %s; these are of the kind %s.", name, other, s.Kind))
		}
	}
	if len(diags) > 0 {
		return diags
	}
	if len(s.ToolsPerScenario) == 0 {
		return Diagnostics{Errorf(at("tools_per_scenario"), "No combinations",
			"tools_per_scenario must name at least one size, such as [2, 3].")}
	}
	if len(s.Hops) == 0 {
		return Diagnostics{Errorf(at("hops"), "No questions", "hops must name at least one number, such as [2, 3].")}
	}
	slices.Sort(s.ToolsPerScenario)
	s.ToolsPerScenario = slices.Compact(s.ToolsPerScenario)
	slices.Sort(s.Hops)
	s.Hops = slices.Compact(s.Hops)
	return nil
}
