package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

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
		golden string
	)
	cmd := &cobra.Command{
		Use:   "diff A B | DIR --golden FILE",
		Short: "Compare two datasets record by record",
		Long: `Diff compares two datasets, or two files of a JSON record a line, plain or zstd.
Records are the same record if they have the same id; those without one are
compared by content, then by position. First come the numbers, then the records
that were changed, added, removed or moved.

With --golden it compares one dataset with a golden, as golden/*.txtar are: the
digest and the counts of every node, and a few records.

Exit status: 0 the same, 1 they differ, 2 trouble.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if golden != "" {
				return cobra.ExactArgs(1)(cmd, args)
			}
			return cobra.ExactArgs(2)(cmd, args)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as one JSON object")
	cmd.Flags().IntVar(&limit, "limit", 20, "list at most `N` records of each kind; 0 is only the numbers")
	cmd.Flags().StringVar(&golden, "golden", "", "compare one dataset with this golden `file`")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if golden != "" {
			return c.diffGolden(cmd.Context(), args[0], golden)
		}
		if limit < 0 {
			return usageError{fmt.Errorf("--limit %d: expected 0 or more records", limit)}
		}
		d, err := inspect.Diff(cmd.Context(), args[0], args[1], inspect.DiffOptions{Limit: limit})
		if err == nil {
			err = c.printDiff(d, asJSON)
		}
		if err != nil {
			return c.trouble(err)
		}
		if !d.Same {
			return diffDiffers
		}
		return nil
	}
	return cmd
}

// trouble says why nothing could be compared.
func (c *console) trouble(err error) error {
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(c.err, "worldc: interrupted")
	} else {
		fmt.Fprintf(c.err, "worldc: %s\n", inspect.Clean(err.Error()))
	}
	return diffTrouble
}

// diffGolden compares a dataset with a golden file.
func (c *console) diffGolden(ctx context.Context, dir, golden string) error {
	data, err := os.ReadFile(golden)
	if err != nil {
		return c.trouble(err)
	}
	differences, err := inspect.CompareGolden(ctx, dir, data)
	if err != nil {
		return c.trouble(err)
	}
	for _, d := range differences {
		fmt.Fprintln(c.out, inspect.Clean(d))
	}
	if len(differences) > 0 {
		return diffDiffers
	}
	return nil
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
