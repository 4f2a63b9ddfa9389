package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"worldc/inspect"
)

// The exit statuses of diff, those of the diff that everybody knows.
const (
	diffDiffers exitStatus = 1
	diffTrouble exitStatus = 2
)

func newDiff(c *console) *cobra.Command {
	var (
		asJSON bool
		limit  int
	)
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Compare two datasets record by record",
		Long: `Diff compares two datasets, or two files of a JSON record a line, plain or zstd.
Records are the same record if they have the same id; those without one are
compared by content, then by position. First come the numbers, then the records
that were changed, added, removed or moved.

Exit status: 0 the same, 1 they differ, 2 trouble.`,
		Args: cobra.ExactArgs(2),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as one JSON object")
	cmd.Flags().IntVar(&limit, "limit", 20, "list at most `N` records of each kind; 0 is only the numbers")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if limit < 0 {
			return usageError{fmt.Errorf("--limit %d: expected 0 or more records", limit)}
		}
		d, err := inspect.Diff(cmd.Context(), args[0], args[1], inspect.DiffOptions{Limit: limit})
		if err == nil {
			err = c.printDiff(d, asJSON)
		}
		switch {
		case errors.Is(err, context.Canceled):
			fmt.Fprintln(c.err, "worldc: interrupted")
			return diffTrouble
		case err != nil:
			fmt.Fprintf(c.err, "worldc: %s\n", inspect.Clean(err.Error()))
			return diffTrouble
		case !d.Same:
			return diffDiffers
		}
		return nil
	}
	return cmd
}

func (c *console) printDiff(d *inspect.Difference, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(c.out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(d); err != nil {
			return err
		}
	} else if err := d.WriteText(c.out); err != nil {
		return err
	}
	return c.out.Flush()
}
