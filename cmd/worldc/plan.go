package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"worldc/compiler"
)

func newPlan(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "plan SPEC",
		Short: "Show what a build would run, and why",
		Long: `Plan shows every node: hit (its artifact is in the store), run (with the reason),
or unknown until nodes upstream have run. It writes nothing.`,
		Args: cobra.ExactArgs(1),
	}
	flags := addSpecFlags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the plan as one JSON object")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		p, err := c.plan(args[0], flags)
		if err != nil {
			return err
		}
		store, err := openStore()
		if err != nil {
			return err
		}
		decisions := p.Decide(store, nil)
		if asJSON {
			return c.printPlan(decisions)
		}
		for _, d := range decisions {
			fmt.Fprintf(c.out, "%-8s%s", d.Status, d.Node.Address)
			if len(d.Reasons) > 0 {
				fmt.Fprintf(c.out, "  (%s)", strings.Join(d.Reasons, "; "))
			}
			fmt.Fprintln(c.out)
		}
		c.damage(store)
		return nil
	}
	return cmd
}

// plannedNode is a node in the JSON of `plan --json`.
type plannedNode struct {
	Address string          `json:"address"`
	Status  compiler.Status `json:"status"`
	Reasons []string        `json:"reasons"`
}

func (c *console) printPlan(decisions []compiler.Decision) error {
	result := struct {
		Nodes []plannedNode `json:"nodes"`
	}{[]plannedNode{}}
	for _, d := range decisions {
		n := plannedNode{d.Node.Address, d.Status, d.Reasons}
		if n.Reasons == nil {
			n.Reasons = []string{}
		}
		result.Nodes = append(result.Nodes, n)
	}
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(result)
}
