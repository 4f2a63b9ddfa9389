package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newValidate(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "validate SPEC...",
		Short: "Check specs without building anything",
		Args:  cobra.MinimumNArgs(1),
	}
	flags := addSpecFlags(cmd)
	cmd.ValidArgsFunction = completeSpecs
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		var failed error
		for _, path := range args {
			p, err := c.plan(path, flags)
			if err != nil {
				failed = err
				continue
			}
			fmt.Fprintf(c.out, "%s: valid, %s\n", path, plural(len(p.Nodes), "node"))
		}
		return failed
	}
	return cmd
}

func completeSpecs(_ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return []string{"hcl", "json"}, cobra.ShellCompDirectiveFilterFileExt
}
