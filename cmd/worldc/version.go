package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"worldc/compiler"
)

func newVersion(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print worldc's version, which is part of every dataset",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(c.out, "worldc %s\n", compiler.Version)
			return nil
		},
	}
}
