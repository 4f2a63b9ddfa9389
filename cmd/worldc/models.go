package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/inspect"
)

// modelFlags say how served models are asked.
type modelFlags struct{ calls string }

func addModelFlags(cmd *cobra.Command) *modelFlags {
	f := &modelFlags{}
	cmd.Flags().StringVar(&f.calls, "model-calls", string(compiler.CallsAuto),
		"where answers of served models come from: `MODE` auto (recordings, else the server), live (the server, once more) or replay (recordings alone, without a socket)")
	modes := []string{string(compiler.CallsAuto), string(compiler.CallsLive), string(compiler.CallsReplay)}
	if err := cmd.RegisterFlagCompletionFunc("model-calls", cobra.FixedCompletions(modes, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err)
	}
	return f
}

func (f *modelFlags) mode() (compiler.ModelCalls, error) {
	mode := compiler.ModelCalls(f.calls)
	switch mode {
	case compiler.CallsAuto, compiler.CallsLive, compiler.CallsReplay:
		return mode, nil
	}
	return "", usageError{fmt.Errorf("--model-calls %q: expected auto, live or replay", f.calls)}
}

// openModels opens what the served models of the nodes need. The keys are in the
// environment and nowhere else: they are looked up for each request.
func (f *modelFlags) openModels(p *compiler.Plan, nodes []*compiler.Node, store *artifact.Store, readOnly bool) (*compiler.Models, error) {
	mode, err := f.mode()
	if err != nil {
		return nil, err
	}
	if len(nodes) == 0 {
		nodes = p.Nodes
	}
	return p.OpenModels(store, p.Upstream(nodes), compiler.ModelsOptions{Mode: mode, ReadOnly: readOnly, Key: os.Getenv})
}

// closeModels closes recordings: what was answered is on the disk by then.
func (c *console) closeModels(m *compiler.Models, err *error) {
	if m == nil {
		return
	}
	for _, d := range m.Damage() {
		fmt.Fprintf(c.err, "warning: recordings were damaged, and what they lack is asked again: %s\n", inspect.Clean(d))
	}
	*err = errors.Join(*err, m.Close())
}

// usage says what a node asked its models, a line for each role.
func usage(r *compiler.Result) []string {
	var lines []string
	for _, u := range r.Report.Models {
		line := fmt.Sprintf("%10s  %s of %s", inspect.Thousands(u.Calls), plainNoun(u.Calls, "answer"), u.Model)
		if u.Role != "" {
			line += " as " + u.Role
		}
		line += fmt.Sprintf(": %s tokens in, %s out, %s", inspect.Thousands(u.PromptTokens), inspect.Thousands(u.CompletionTokens), dollars(r.Node.Cost(u)))
		lines = append(lines, inspect.Clean(line))
	}
	return lines
}

func plainNoun(n int64, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// dollars writes a cost.
func dollars(cost *float64) string {
	if cost == nil {
		return "cost unknown"
	}
	return fmt.Sprintf("$%.4f", *cost)
}

// spent ends a build that asked models for a reader: what was asked anew, what is
// left of the budget, and how to go on where it is spent.
func (c *console) spent(b *compiler.Build, m *compiler.Models) {
	if m == nil || !m.Any() {
		return
	}
	s := m.Spent()
	line := "models: nothing was asked anew"
	if s.Calls > 0 {
		line = fmt.Sprintf("models: %s made, %s tokens in, %s out, %s", inspect.Count(s.Calls, "call"),
			inspect.Thousands(s.PromptTokens), inspect.Thousands(s.CompletionTokens), dollars(s.CostUSD))
	}
	left := compiler.Left(b.Plan.Spec.Experiment.Budget, s)
	if left != "" {
		line += "; left of the budget: " + left
	}
	fmt.Fprintln(c.err, line)
	if b.OverBudget() {
		fmt.Fprintln(c.err, strings.Join([]string{
			"The budget is spent. What was answered is recorded and is not asked again: the same command goes on from there,",
			"with a budget of the same size. To go further at once, raise it in the experiment block.",
		}, "\n"))
	}
}
