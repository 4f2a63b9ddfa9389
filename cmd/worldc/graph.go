package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"worldc/compiler"
)

func newGraph(c *console) *cobra.Command {
	var format string
	formats := []string{"dot", "mermaid", "json"}
	cmd := &cobra.Command{
		Use:   "graph SPEC",
		Short: "Draw the nodes of a spec and what they read",
		Args:  cobra.ExactArgs(1),
	}
	flags := addSpecFlags(cmd)
	cmd.Flags().StringVar(&format, "format", "dot", "dot, mermaid or json")
	cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if !slices.Contains(formats, format) {
			return usageError{fmt.Errorf("--format %q: expected %s", format, strings.Join(formats, ", "))}
		}
		p, err := c.plan(args[0], flags)
		if err != nil {
			return err
		}
		switch format {
		case "dot":
			c.drawDOT(p)
		case "mermaid":
			c.drawMermaid(p)
		case "json":
			return c.drawJSON(p)
		}
		return nil
	}
	return cmd
}

func (c *console) drawDOT(p *compiler.Plan) {
	fmt.Fprintln(c.out, "digraph worldc {\n  rankdir=LR;\n  node [shape=box];")
	for _, n := range p.Nodes {
		fmt.Fprintf(c.out, "  %q;\n", n.Address)
	}
	for _, n := range p.Nodes {
		for _, in := range n.Inputs {
			fmt.Fprintf(c.out, "  %q -> %q [label=%q];\n", in.Node.Address, n.Address, in.Node.Emits)
		}
		for _, a := range n.Ancestors {
			fmt.Fprintf(c.out, "  %q -> %q [label=%q, style=dashed];\n", a.Node.Address, n.Address, a.Type)
		}
	}
	fmt.Fprintln(c.out, "}")
}

func (c *console) drawMermaid(p *compiler.Plan) {
	fmt.Fprintln(c.out, "flowchart LR")
	name := map[*compiler.Node]string{}
	for i, n := range p.Nodes {
		name[n] = fmt.Sprintf("n%d", i)
		fmt.Fprintf(c.out, "  %s[\"%s\"]\n", name[n], strings.ReplaceAll(n.Address, `"`, "#quot;"))
	}
	for _, n := range p.Nodes {
		for _, in := range n.Inputs {
			fmt.Fprintf(c.out, "  %s -->|%s| %s\n", name[in.Node], in.Node.Emits, name[n])
		}
		for _, a := range n.Ancestors {
			fmt.Fprintf(c.out, "  %s -.->|%s| %s\n", name[a.Node], a.Type, name[n])
		}
	}
}

// drawnNode is a node in the JSON of `graph`.
type drawnNode struct {
	Address string      `json:"address"`
	Emits   string      `json:"emits"`
	At      string      `json:"at"`
	Inputs  []drawnEdge `json:"inputs"`
	Needs   []drawnEdge `json:"needs"`
}

type drawnEdge struct {
	Attribute string `json:"attribute,omitempty"`
	Address   string `json:"address"`
	Type      string `json:"type"`
}

func (c *console) drawJSON(p *compiler.Plan) error {
	nodes := []drawnNode{}
	for _, n := range p.Nodes {
		d := drawnNode{Address: n.Address, Emits: string(n.Emits), At: n.At(), Inputs: []drawnEdge{}, Needs: []drawnEdge{}}
		for _, in := range n.Inputs {
			d.Inputs = append(d.Inputs, drawnEdge{in.Attribute, in.Node.Address, string(in.Node.Emits)})
		}
		for _, a := range n.Ancestors {
			d.Needs = append(d.Needs, drawnEdge{"", a.Node.Address, string(a.Type)})
		}
		nodes = append(nodes, d)
	}
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(map[string]any{"nodes": nodes})
}
