package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"worldc/inspect"
)

func newStore(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "store",
		Short: "Look after the store of artifacts",
		Long: `The store keeps the artifacts of all specs, so that a build runs only what changed.
It is $WORLDC_STORE, else worldc in the user's cache directory.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newStoreVerify(c), newStoreGC(c))
	return cmd
}

func newStoreVerify(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Read the whole store and list what is damaged",
		Long: `Verify reads every object of the store and compares it with its digest. Damage costs
nothing but time: the next build makes again what it needs.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := openStore()
			if err != nil {
				return err
			}
			problems := int64(0)
			objects, err := store.Verify(cmd.Context(), func(problem string) {
				problems++
				fmt.Fprintln(c.out, inspect.Clean(problem))
			})
			if err != nil {
				return err
			}
			if problems > 0 {
				fmt.Fprintf(c.err, "%s: %s; the next build makes again what it needs\n", store.Dir(), inspect.Count(problems, "problem"))
				return errFailed
			}
			fmt.Fprintf(c.out, "%s: %s, all whole\n", store.Dir(), inspect.Count(objects, "object"))
			return nil
		},
	}
}

func newStoreGC(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "gc",
		Short: "Remove from the store what no spec uses any more",
		Long: `Gc keeps what the last two builds of every spec that still exists came to, and removes
everything else. It needs the store to itself.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := openStore()
			if err != nil {
				return err
			}
			freed, err := store.GC(cmd.Context())
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s: freed %s\n", store.Dir(), inspect.Count(freed, "byte"))
			return nil
		},
	}
}
