package executors

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"

	"worldc/model"
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
	finding  world.Finding // where there is no script: what was wrong at last
}

// scripts writes games for personas. A script comes in the order of the personas
// and their numbers; one that cannot be had is rejected with what was wrong at
// last.
func scripts(ctx context.Context, in *Input, out *Output) (err error) {
	config := in.Block.Config.(*spec.Scripts)
	played := newGrounds(ctx, in)
	defer func() { err = errors.Join(err, played.close()) }()
	k, err := newScripter(in, config)
	if err != nil {
		return err
	}
	k.grounds = played
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
		made, err := k.write(ctx, s)
		return made, at("script of persona "+s.persona.ID, err)
	}, func(made scripted) error {
		attempts[strconv.Itoa(made.attempts)]++
		if made.script == nil {
			out.Find(made.finding)
			return nil
		}
		families[cmp.Or(made.script.Family, writtenFamily)]++
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

// writtenFamily stands for the family of scripts that a model wrote.
const writtenFamily = "written by a model"

// A scripter is who writes scripts.
type scripter struct {
	config  *spec.Scripts
	seed    uint64
	writer  roles.ScriptWriter
	grounds *grounds

	// asked says that the writer is a model, which goes on from what it wrote by
	// itself: it is called once for a script.
	asked bool
}

// newScripter finds out who writes.
func newScripter(in *Input, config *spec.Scripts) (*scripter, error) {
	k := &scripter{config: config, seed: in.Seed, writer: scriptwriter.New()}
	m, _, err := in.played(config.Writer)
	if m != nil {
		k.writer, k.asked = m.ScriptWriter(), true
	}
	return k, err
}

// write has a script written until it can be played.
func (k *scripter) write(ctx context.Context, s scripting) (made scripted, err error) {
	brief := roles.ScriptBrief{
		Seed: k.seed, Persona: s.persona, Number: s.number, Attempts: k.config.Attempts, MinSteps: k.config.MinSteps,
		Playable: func(script *world.Script) ([]world.Problem, error) {
			return k.grounds.playable(script, k.config.MinSteps)
		},
	}
	if k.asked {
		return k.ask(ctx, brief)
	}
	for ; brief.Attempt < k.config.Attempts; brief.Attempt++ {
		made.attempts++
		script, err := k.writer.Script(ctx, brief)
		if err != nil {
			return made, err
		}
		if script == nil {
			brief.Problems = []world.Problem{{Where: "script", What: "the writer found no way to win it"}}
			continue
		}
		script.ID, script.Persona = world.ScriptID(s.persona.ID, s.number), s.persona.ID
		if brief.Problems, err = k.grounds.playable(script, k.config.MinSteps); err != nil {
			return made, err
		}
		if len(brief.Problems) == 0 {
			made.script = script
			return made, nil
		}
	}
	p := brief.Problems[0]
	made.finding = world.Finding{Subject: subjectOf(brief) + ": " + p.Where, Action: world.Rejected, Reason: reasonScript, Detail: p.What}
	return made, nil
}

// subjectOf names a script that there is not.
func subjectOf(b roles.ScriptBrief) string {
	return fmt.Sprintf("%s, script %d", b.Persona.ID, b.Number+1)
}

// ask has a model write a script.
func (k *scripter) ask(ctx context.Context, b roles.ScriptBrief) (made scripted, err error) {
	made.script, err = k.writer.Script(ctx, b)
	if f, ok := given(err); ok {
		made.attempts, made.finding = k.config.Attempts, lostTo(subjectOf(b), "", world.Rejected, f)
		if f.Class == model.Validation {
			made.finding.Reason = reasonScript
		}
		return made, nil
	}
	if err == nil {
		made.attempts = made.script.CallsUsed
	}
	return made, err
}
