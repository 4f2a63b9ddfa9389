package executors

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"worldc/roles"
	"worldc/roles/scriptwriter"
	"worldc/spec"
	"worldc/world"
)

// A scripting is one script on its way: which of which persona, and what became
// of it.
type scripting struct {
	persona world.Persona
	number  int
}

type scripted struct {
	script   *world.Script
	attempts int
	problems []world.Problem // of the last attempt, where there is no script
}

// scripts writes games for personas. A script comes in the order of the personas
// and their numbers; one that cannot be had is rejected with what was wrong at
// last.
func scripts(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Scripts)
	played := newGrounds(ctx, in.Allowed)
	defer func() { err = errors.Join(err, played.close()) }()
	var writer roles.ScriptWriter = scriptwriter.New()
	var total int64
	for _, a := range in.Inputs["personas"] {
		total += a.Info.Records * int64(config.PerPersona)
	}
	out.Plan(total)
	items := func(yield func(scripting, error) bool) {
		for p, err := range Records[world.Persona](in, in.Inputs["personas"]) {
			for n := range config.PerPersona {
				if !yield(scripting{p, n}, err) || err != nil {
					return
				}
			}
		}
	}
	families, steps, attempts := map[string]int64{}, map[string]int64{}, map[string]int64{}
	variety := newVariety()
	err = inBatches(ctx, in, items, func(s scripting) (scripted, error) {
		made, err := writeScript(ctx, in.Seed, writer, played, s, config)
		return made, at("script of persona "+s.persona.ID, err)
	}, func(made scripted) error {
		attempts[strconv.Itoa(made.attempts)]++
		if made.script == nil {
			p := made.problems[0]
			out.Find(world.Finding{Subject: p.Where, Action: world.Rejected, Reason: reasonScript, Detail: p.What})
			return nil
		}
		families[made.script.Family]++
		steps[strconv.Itoa(len(made.script.Solution))]++
		variety.add(made.script)
		return out.Write(made.script)
	})
	if err != nil && !errors.Is(err, ErrEnough) {
		return err
	}
	out.Measure("families", families)
	out.Measure("solution_steps", steps)
	out.Measure("attempts", attempts)
	variety.measure(out)
	return err
}

// reasonScript is why there is no script.
const reasonScript = "no script could be written that can be played"

// writeScript has a script written until it can be played.
func writeScript(ctx context.Context, seed uint64, writer roles.ScriptWriter, played *grounds, s scripting, config *spec.Scripts) (made scripted, err error) {
	brief := roles.ScriptBrief{Seed: seed, Persona: s.persona, Number: s.number}
	for ; brief.Attempt < config.Attempts; brief.Attempt++ {
		made.attempts++
		script, err := writer.Script(ctx, brief)
		if err != nil {
			return made, err
		}
		if script == nil {
			brief.Problems = []world.Problem{{Where: "script", What: "the writer found no way to win it"}}
			continue
		}
		script.ID, script.Persona = world.ScriptID(s.persona.ID, s.number), s.persona.ID
		if brief.Problems, err = played.playable(script, config.MinSteps); err != nil {
			return made, err
		}
		if len(brief.Problems) == 0 {
			made.script = script
			return made, nil
		}
	}
	made.problems = brief.Problems
	made.problems[0].Where = fmt.Sprintf("%s, script %d: %s", s.persona.ID, s.number+1, made.problems[0].Where)
	return made, nil
}
