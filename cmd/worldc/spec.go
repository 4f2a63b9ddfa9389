package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/executors"
	"worldc/spec"
)

// specFlags are the flags of every command that takes a SPEC.
type specFlags struct {
	vars, varFiles, allowPaths []string
	allowCommands              bool
	trustCode                  bool
}

func addSpecFlags(cmd *cobra.Command) *specFlags {
	f := &specFlags{}
	cmd.Flags().StringArrayVar(&f.vars, "var", nil, "set a variable of the spec: `name=value`")
	cmd.Flags().StringArrayVar(&f.varFiles, "var-file", nil, "read variables from a `file`")
	cmd.Flags().StringArrayVar(&f.allowPaths, "allow-path", nil, "let the spec read this `path` outside its directory")
	cmd.Flags().BoolVar(&f.allowCommands, "allow-commands", false, "let command blocks run programs")
	cmd.Flags().BoolVar(&f.trustCode, "trust-code", false, "run the code of imported worlds unconfined")
	cmd.ValidArgsFunction = completeSpec
	return f
}

// completeSpec completes the argument SPEC with spec files and directories.
func completeSpec(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return []string{"hcl", "json"}, cobra.ShellCompDirectiveFilterFileExt
}

func (f *specFlags) permissions() executors.Permissions {
	return executors.Permissions{Commands: f.allowCommands, TrustCode: f.trustCode}
}

func (f *specFlags) options() (spec.Options, error) {
	vars := map[string]string{}
	for _, v := range f.vars {
		name, value, ok := strings.Cut(v, "=")
		if !ok || name == "" {
			return spec.Options{}, usageError{fmt.Errorf("--var %q: expected name=value", v)}
		}
		vars[name] = value
	}
	return spec.Options{Vars: vars, VarFiles: f.varFiles, AllowPaths: f.allowPaths}, nil
}

// plan loads a spec and plans it, and prints what is wrong with it.
func (c *console) plan(path string, f *specFlags) (*compiler.Plan, error) {
	options, err := f.options()
	if err != nil {
		return nil, err
	}
	s, diags := spec.Load(path, options)
	var p *compiler.Plan
	if !diags.HasErrors() {
		var more spec.Diagnostics
		p, more = compiler.NewPlan(s)
		diags = append(diags, more...)
	}
	if err := c.diagnose(s, diags); err != nil {
		return nil, err
	}
	return p, nil
}

// diagnose prints diagnostics in source order; errors among them end the
// command.
func (c *console) diagnose(s *spec.Spec, diags spec.Diagnostics) error {
	spec.Sort(diags)
	if err := spec.Write(c.err, diags, s.Files, c.color, c.width); err != nil {
		return err
	}
	if diags.HasErrors() {
		return errFailed
	}
	return nil
}

// openStore opens the user's store.
func openStore() (*artifact.Store, error) {
	dir, err := artifact.DefaultDir()
	if err != nil {
		return nil, err
	}
	return artifact.OpenStore(dir)
}

// findNodes resolves addresses given on the command line.
func findNodes(p *compiler.Plan, addresses []string) ([]*compiler.Node, error) {
	var nodes []*compiler.Node
	for _, address := range addresses {
		found := p.Find(address)
		if len(found) == 0 {
			return nil, fmt.Errorf("%s has no node %s: it has %s", p.Spec.Path, address, nodesOf(p))
		}
		nodes = append(nodes, found...)
	}
	return nodes, nil
}

// nodesOf lists the addresses that a mistaken one could have meant.
func nodesOf(p *compiler.Plan) string {
	const most = 20
	var names []string
	for _, n := range p.Nodes {
		names = append(names, n.Address)
	}
	if len(names) > most {
		names = append(names[:most], "…")
	}
	return strings.Join(names, ", ")
}

// isDataset reports whether path is a dataset directory rather than a spec.
func isDataset(path string) bool {
	info, err := os.Stat(path + "/manifest.toml")
	return err == nil && info.Mode().IsRegular()
}
