package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"worldc/examples"
)

func newInit(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a spec that builds, to start from",
		Long: `Init writes the quickstart example to DIR (default: here): a spec and the tool
documents that it reads. It overwrites nothing.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			return c.writeExample(dir)
		},
	}
}

// writeExample writes the quickstart's files, all or, if one of them is there
// already, none.
func (c *console) writeExample(dir string) error {
	files, err := examples.Quickstart()
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s exists already: init overwrites nothing", path)
		}
	}
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o666); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "wrote %s\n", path)
	}
	fmt.Fprintf(c.out, "\nNow run: worldc build %s\n", filepath.Join(dir, examples.QuickstartSpec))
	return nil
}
