package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"worldc/inspect"
)

func newVerify(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "verify DIR",
		Short: "Check the files of a dataset against its manifest",
		Long: `Verify reads every file of a dataset and compares it with SHA256SUMS and with the
digests and numbers of records in manifest.toml. It lists all that differs, is
missing, or does not belong there. It needs nothing but the dataset.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, err := inspect.Verify(cmd.Context(), args[0], func(problem string) { fmt.Fprintln(c.out, problem) })
			if err != nil {
				return err
			}
			if v.Problems > 0 {
				fmt.Fprintf(c.err, "%s: %s\n", args[0], inspect.Count(int64(v.Problems), "problem"))
				return errFailed
			}
			fmt.Fprintf(c.out, "%s: %s, %s, all as the manifest says\n", args[0],
				inspect.Count(int64(v.Files), "file"), inspect.Count(v.Records, "record"))
			return nil
		},
	}
}
