package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/inspect"
)

func newPlan(c *console) *cobra.Command {
	var (
		asJSON bool
		sample int64
	)
	cmd := &cobra.Command{
		Use:   "plan SPEC",
		Short: "Show what a build would run, and why, and what models would cost",
		Long: `Plan shows every node: hit (its artifact is in the store), run (with the reason),
or unknown until nodes upstream have run. It writes nothing.

Of nodes that ask served models it estimates calls, tokens, cost and time, by what is
recorded of the last build. Where nothing is, --sample N makes N calls a node and what
these need, records them, and estimates by them; a build goes on from there.`,
		Args: cobra.ExactArgs(1),
	}
	flags, modelFlags := addSpecFlags(cmd), addModelFlags(cmd)
	cmd.Flags().Int64Var(&sample, "sample", 0, "make about `N` calls of models in each node that asks them, and estimate by these")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the plan as one JSON object")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if sample < 0 || sample > 1_000_000 || cmd.Flags().Changed("sample") && sample == 0 {
			return usageError{fmt.Errorf("--sample %d: expected 1 to 1,000,000 calls", sample)}
		}
		if _, err := modelFlags.mode(); err != nil {
			return err
		}
		p, err := c.plan(args[0], flags)
		if err != nil {
			return err
		}
		store, err := openStore()
		if err != nil {
			return err
		}
		models, err := modelFlags.openModels(p, nil, store, sample == 0)
		if err != nil {
			return err
		}
		defer c.closeModels(models, &err)
		var sampled *compiler.Build
		if sample > 0 {
			if sampled, err = c.sample(cmd.Context(), p, store, models, sample, flags); err != nil {
				return err
			}
		}
		decisions := p.Decide(store, models)
		estimates := p.Estimates(store, models, decisions, sampled)
		if asJSON {
			if err := c.printPlan(decisions, estimates, sampled, models); err != nil {
				return err
			}
			return sampleFailed(sampled)
		}
		for _, d := range decisions {
			fmt.Fprintf(c.out, "%-8s%s", d.Status, d.Node.Address)
			if len(d.Reasons) > 0 {
				fmt.Fprintf(c.out, "  (%s)", strings.Join(d.Reasons, "; "))
			}
			fmt.Fprintln(c.out)
			for _, line := range estimated(estimates[d.Node]) {
				fmt.Fprintln(c.out, line)
			}
		}
		if models.Any() {
			fmt.Fprintln(c.out, total(p, decisions, estimates))
		}
		c.damage(store)
		return sampleFailed(sampled)
	}
	return cmd
}

// sampleFailed is the error of a sample of which a node failed. What it came to
// nevertheless has been told.
func sampleFailed(sample *compiler.Build) error {
	if sample != nil && sample.Failed() {
		return errors.New("a part of the sample failed; what was answered is recorded")
	}
	return nil
}

// sample builds a part of every node that asks models, and says what that took.
func (c *console) sample(ctx context.Context, p *compiler.Plan, store *artifact.Store, models *compiler.Models, calls int64, flags *specFlags) (*compiler.Build, error) {
	targets := p.Asking()
	if len(targets) == 0 {
		return nil, nil
	}
	progress := newProgress(c, p)
	b := p.Build(ctx, compiler.Options{
		Store: store, Jobs: runtime.GOMAXPROCS(0), Targets: targets, Sample: calls, Models: models, Allowed: flags.permissions(), Events: progress.event,
	})
	progress.close()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.spent(b, models)
	return b, nil
}

// estimated says what a node will ask of models, a line for each role.
func estimated(list []compiler.Estimate) []string {
	var lines []string
	for _, e := range list {
		who := e.Model
		if e.Role != "" {
			who += " as " + e.Role
		}
		line := ""
		switch {
		case e.Calls != nil:
			line = fmt.Sprintf("about %s of %s for %s", inspect.Count(*e.Calls, "call"), who, inspect.Count(*e.Records, "record"))
			if e.PromptTokens != nil {
				line += fmt.Sprintf(": %s tokens in, %s out", inspect.Thousands(*e.PromptTokens), inspect.Thousands(*e.CompletionTokens))
			}
			line += ", " + dollars(e.CostUSD)
			if e.Seconds != nil {
				line += ", " + duration(*e.Seconds)
			}
			line += ", by the " + e.Basis
		case e.Until != "":
			line = fmt.Sprintf("calls of %s: unknown until %s has run", who, e.Until) + mean(e.Mean)
		default:
			line = fmt.Sprintf("calls of %s: unknown, since this node was not built before; --sample 10 finds out", who) + mean(e.Mean)
		}
		if e.Recorded > 0 {
			line += fmt.Sprintf("; %s of the last build recorded", inspect.Count(e.Recorded, "answer"))
		}
		lines = append(lines, inspect.Clean("          "+line))
	}
	return lines
}

// mean says what a call took that is recorded.
func mean(m *compiler.MeanCall) string {
	if m == nil {
		return ""
	}
	text := fmt.Sprintf("; by %s a call takes %.0f tokens in, %.0f out", inspect.Count(m.Answers, "recorded call"), m.PromptTokens, m.CompletionTokens)
	if m.Seconds > 0 {
		text += fmt.Sprintf(", %.2f s", m.Seconds)
	}
	return text
}

// duration writes a time that is only estimated.
func duration(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second))
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", seconds)
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", math.Ceil(d.Minutes()))
	}
	return fmt.Sprintf("%.0f h", math.Ceil(d.Hours()))
}

// total adds up what is known of the estimates, and says what is not.
func total(p *compiler.Plan, decisions []compiler.Decision, estimates map[*compiler.Node][]compiler.Estimate) string {
	sum := sumOf(decisions, estimates)
	if sum.Roles == 0 {
		return "models: nothing to ask"
	}
	line := "models: "
	if sum.Unknown < sum.Roles {
		line += fmt.Sprintf("about %s, %s tokens in, %s out, %s", inspect.Count(sum.Calls, "call"),
			inspect.Thousands(sum.PromptTokens), inspect.Thousands(sum.CompletionTokens), dollars(sum.CostUSD))
	}
	switch {
	case sum.Unknown == sum.Roles:
		line += "what they will be asked is not known yet"
	case sum.Unknown > 0:
		line += fmt.Sprintf("; and what is not known yet, of %d roles", sum.Unknown)
	}
	if left := compiler.Left(p.Spec.Experiment.Budget, compiler.Spending{CostUSD: new(float64)}); left != "" {
		line += "; budget: " + left
	}
	return line
}

// plannedSum is what is known of all estimates together.
type plannedSum struct {
	compiler.Spending
	Roles   int `json:"roles"`
	Unknown int `json:"unknown"`
}

func sumOf(decisions []compiler.Decision, estimates map[*compiler.Node][]compiler.Estimate) plannedSum {
	sum := plannedSum{Spending: compiler.Spending{CostUSD: new(float64)}}
	for _, d := range decisions {
		for _, e := range estimates[d.Node] {
			sum.Roles++
			if e.Calls == nil || e.PromptTokens == nil {
				sum.Unknown++
			}
			if e.Calls != nil {
				sum.Calls += *e.Calls
			}
			if e.PromptTokens != nil {
				sum.PromptTokens += *e.PromptTokens
				sum.CompletionTokens += *e.CompletionTokens
			}
			if e.CostUSD == nil {
				sum.CostUSD = nil
			} else if sum.CostUSD != nil {
				*sum.CostUSD += *e.CostUSD
			}
		}
	}
	return sum
}

// plannedNode is a node in the JSON of `plan --json`.
type plannedNode struct {
	Address string              `json:"address"`
	Status  compiler.Status     `json:"status"`
	Reasons []string            `json:"reasons"`
	Models  []compiler.Estimate `json:"models,omitempty"`
}

func (c *console) printPlan(decisions []compiler.Decision, estimates map[*compiler.Node][]compiler.Estimate, sampled *compiler.Build, models *compiler.Models) error {
	result := struct {
		Nodes  []plannedNode      `json:"nodes"`
		Models *plannedSum        `json:"models,omitempty"`
		Asked  *compiler.Spending `json:"asked,omitempty"` // by the sample
	}{Nodes: []plannedNode{}}
	for _, d := range decisions {
		n := plannedNode{d.Node.Address, d.Status, d.Reasons, estimates[d.Node]}
		if n.Reasons == nil {
			n.Reasons = []string{}
		}
		result.Nodes = append(result.Nodes, n)
	}
	if models.Any() {
		sum := sumOf(decisions, estimates)
		result.Models = &sum
	}
	if sampled != nil {
		spent := models.Spent()
		result.Asked = &spent
	}
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(result)
}
