package main

import (
	"encoding/json"
	"errors"

	"github.com/spf13/cobra"

	"worldc/inspect"
)

func newExplain(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explain DIR RECORD",
		Short: "Tell where a record of a dataset comes from",
		Long: `Explain tells the lineage of a record: the nodes that made it and where they stand
in the spec, the records it was made of, and the documents behind those.

RECORD is an id, the beginning of one (at least 6 characters), or FILE:LINE with
a file of the dataset.`,
		Args: cobra.ExactArgs(2),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as one JSON object")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		e, err := inspect.Explain(cmd.Context(), args[0], args[1])
		if err != nil {
			return cleaned(err)
		}
		if asJSON {
			encoder := json.NewEncoder(c.out)
			encoder.SetEscapeHTML(false)
			return encoder.Encode(e)
		}
		_, err = c.out.WriteString(e.Text(args[0]))
		return err
	}
	return cmd
}

// cleaned keeps what a dataset says from controlling the terminal through an
// error that quotes it.
func cleaned(err error) error {
	if text := inspect.Clean(err.Error()); text != err.Error() {
		return errors.New(text)
	}
	return err
}
