package executors

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/executors/perturbing"
	"worldc/spec"
	"worldc/world"
)

// Why a script is not among those that were rewritten.
const (
	reasonExcluded    = "its family is excluded"
	reasonUnperturbed = "no rule applies to it"
	reasonPerturbed   = "it cannot be played as it was rewritten"
)

// What is noted of a perturb that does not do what it says.
const (
	reasonNothing  = "a rule changes no script that is taken"
	reasonNoFamily = "no script is of a family that is excluded"
)

// perturb rewrites scripts and has what comes out checked and played, as if it had
// been written so; or it tells games in other words ([retell]).
func perturb(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Perturb)
	if isFrom(in.Inputs["from"], world.TrajectoryType) {
		return retell(ctx, in, out)
	}
	played := newGrounds(ctx, in)
	defer func() { err = errors.Join(err, played.close()) }()
	var rules []perturbing.Rule
	for _, name := range config.Rules {
		r, known := perturbing.Find(name)
		if !known {
			panic("executors: the spec lets pass the rule " + name)
		}
		rules = append(rules, r)
	}
	for _, o := range config.Own {
		r, err := perturbing.New(o.Name, o.Match, o.Replace)
		if err != nil {
			return err
		}
		rules = append(rules, r)
	}
	variant := variantOf(config)
	var total int64
	for _, a := range in.Inputs["from"] {
		total += a.Info.Records
	}
	out.Plan(total)
	type rewritten struct {
		was      world.Script
		now      *world.Script
		changed  []string
		problems []world.Problem
	}
	changes, kept, families := map[string]int64{}, int64(0), map[string]bool{}
	err = inBatches(ctx, in, Records[world.Script](in, in.Inputs["from"]), func(s world.Script) (rewritten, error) {
		x := rewritten{was: s}
		if slices.Contains(config.ExcludeFamilies, s.Family) {
			return x, nil
		}
		r, problems, err := perturbing.Rewrite(&s, variant, rules)
		if x.problems = problems; err != nil || len(problems) > 0 {
			return x, at("script "+s.ID, err)
		}
		if x.now, x.changed = r.Script, r.Changed; len(x.changed) > 0 {
			x.problems, err = played.playable(x.now, 1)
		}
		return x, at("script "+s.ID, err)
	}, func(x rewritten) error {
		families[x.was.Family] = true
		switch {
		case len(x.problems) > 0:
			p := x.problems[0]
			out.Find(world.Finding{Subject: x.was.ID, Action: world.Rejected, Reason: reasonPerturbed, Detail: p.String()})
			return nil
		case x.now == nil:
			out.Skip(1, reasonExcluded)
			return nil
		case len(x.changed) == 0:
			if config.OnlyChanged {
				out.Skip(1, reasonUnperturbed)
				return nil
			}
			kept++
		}
		for _, name := range x.changed {
			changes[name]++
		}
		return out.Write(x.now)
	})
	if err != nil && !errors.Is(err, ErrEnough) {
		return err
	}
	out.Measure("changed_by", changes)
	out.Measure("unchanged", kept)
	noteFamilies(out, config.ExcludeFamilies, families)
	for _, r := range rules {
		if changes[r.Name] == 0 && !out.preview() {
			out.Find(world.Finding{Subject: r.Name, Action: world.Noted, Reason: reasonNothing, Detail: "the variant is as if there were no such rule"})
		}
	}
	if c := out.report.Counts; err == nil && c.Accepted == 0 && total > 0 {
		return fmt.Errorf("none of %d scripts is left: %d are excluded or unchanged, %d cannot be played as they were rewritten%s", total, c.Skipped, c.Rejected, firstDetail(out))
	}
	return err
}

// noteFamilies notes the families that were to be excluded and that there are none
// of, since a name that is misspelt would leave in what a test is about.
func noteFamilies(out *Output, excluded []string, there map[string]bool) {
	delete(there, "")
	for _, name := range excluded {
		if !there[name] && !out.preview() {
			out.Find(world.Finding{
				Subject: name, Action: world.Noted, Reason: reasonNoFamily, Detail: "there are " + cmp.Or(strings.Join(slices.Sorted(maps.Keys(there)), ", "), "none"),
			})
		}
	}
}

// firstDetail is the detail of the first finding that has one, in brackets; empty
// where there is none.
func firstDetail(out *Output) string {
	for _, f := range out.report.Findings {
		if f.Detail != "" {
			return " (" + f.Detail + ")"
		}
	}
	return ""
}

// variantOf names what a block does to scripts: the rules that it applies, and what
// it leaves out, unless the block has a name for it.
func variantOf(config *spec.Perturb) string {
	if config.Variant != "" {
		return config.Variant
	}
	names := slices.Clone(config.Rules)
	for _, o := range config.Own {
		names = append(names, o.Name)
	}
	if len(config.ExcludeFamilies) > 0 {
		names = append(names, "without "+strings.Join(config.ExcludeFamilies, ", "))
	}
	return strings.Join(names, "+")
}
