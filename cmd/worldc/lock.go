package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newLock(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lock SPEC",
		Short: "Write down the digest of every input, for build --locked",
		Long: `Lock writes NAME.lock beside NAME.hcl, or worldc.lock in a directory of specs: the
digest of every external input as it is now. Commit it. With --locked a build
refuses inputs that differ from it.`,
		Args: cobra.ExactArgs(1),
	}
	flags := addSpecFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		p, err := c.plan(args[0], flags)
		if err != nil {
			return err
		}
		path, changed, err := p.WriteLock()
		if err != nil {
			return err
		}
		state := "is up to date"
		if changed {
			state = "written"
		}
		fmt.Fprintf(c.out, "%s %s: %s\n", path, state, plural(len(p.ExternalInputs()), "input"))
		return nil
	}
	return cmd
}
