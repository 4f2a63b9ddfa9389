package spec

import (
	"regexp"
	"slices"
	"strings"

	"worldc/world"
)

// A Perturb rewrites how scripts are played and changes nothing of what they are
// about (AgentRefine §3.6): a model that reads its instructions plays them as well
// as before, one that has learnt them by heart does not. A rewritten script is
// checked and its solution played again.
//
// Games that were played are told again in the words of scripts that another
// perturb rewrote: what the player is told, thinks, does and sees. Such a game is
// played again, and taken if every action comes to what it came to before; what is
// trained of it stays the same.
//
// For a variant for each rule, use `for_each`.
type Perturb struct {
	// From are the scripts, or games of scripts.
	From References `spec:"from" reads:"Script|Trajectory"`

	// Scripts are the rewritten scripts in whose words games are told: each game in
	// those of every variant of its script.
	Scripts References `spec:"scripts,optional" reads:"Script"`

	// Rules are published rules: `using` writes `with` before the last thing of an
	// action as `using`, `move` writes `go to`, `walk to`, `step to` and `head for` as `move to`, `from_first`
	// puts where something is taken from first, `joined_numbers` takes the space out of
	// names that end in a number. What the world says of an action follows: who has to
	// `move to` a room is told that they move there.
	Rules []string `spec:"rules,optional"`

	// Own are rules of your own, after the published ones.
	Own []PerturbRule `spec:"rule,block"`

	// ExcludeFamilies leaves out the scripts of these families, or the games of such
	// scripts, for training on what a test will not have: the paper's fifth
	// perturbation.
	ExcludeFamilies []string `spec:"exclude_families,optional"`

	// Variant is what the robustness report calls the scripts. Left out, it is the
	// names of the rules. With a name and no rules they are as they were written: for a
	// model of the same name that was trained without what it is tested with.
	Variant string `spec:"variant" default:""`

	// OnlyChanged leaves out what no rule applies to. Otherwise it goes on as it is,
	// so that all variants have the same scripts.
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
	if len(p.Rules)+len(p.Own)+len(p.ExcludeFamilies)+len(p.Scripts) == 0 && p.Variant == "" {
		diags = append(diags, Errorf(at("rules"), "Missing argument", "This changes nothing: give rules, rule blocks, exclude_families or a variant; or, for games, scripts."))
	}
	for _, r := range p.Own {
		if _, err := regexp.Compile(r.Match); err != nil {
			diags = append(diags, Errorf(r.Range, "Unsuitable value", "match %q is no regular expression that can be used: %v.", r.Match, err))
		}
	}
	return diags
}

// checkPerturbs checks that scripts are rewritten, and games told in the words of
// scripts.
func (l *loader) checkPerturbs() {
	for _, b := range l.spec.Blocks {
		p, ok := b.Config.(*Perturb)
		if !ok {
			continue
		}
		switch b.Emits() {
		case world.ScriptType:
			if len(p.Scripts) > 0 {
				l.add(Errorf(b.Range, "Superfluous argument", "scripts are those in whose words games are told, and from has scripts here: leave scripts out, or let from be games."))
			}
		case world.TrajectoryType:
			switch {
			case len(p.Rules)+len(p.Own) > 0:
				l.add(Errorf(b.Range, "Superfluous argument", "Rules rewrite scripts, and from has games here: let a perturb rewrite their scripts, and refer to it with scripts."))
			case p.Variant != "":
				l.add(Errorf(b.Range, "Superfluous argument", "A variant is one of scripts, and from has games here."))
			}
		}
	}
}
