package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"worldc/spec"
)

func newFmt(c *console) *cobra.Command {
	var check bool
	cmd := &cobra.Command{
		Use:   "fmt PATH...",
		Short: "Rewrite spec files in the canonical style",
		Long: `Fmt rewrites *.hcl and *.hcl.json files in place, and lists those it changed. It
moves no comment. Directories are searched, with what is below them.`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: completeSpecs,
	}
	cmd.Flags().BoolVar(&check, "check", false, "list the files that would change, write nothing, and fail if there are any")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		var failed error
		for _, arg := range args {
			files, err := specFiles(arg)
			if err != nil {
				return err
			}
			for _, path := range files {
				changed, err := c.format(path, check)
				if err != nil && !errors.Is(err, errFailed) {
					fmt.Fprintf(c.err, "worldc: %v\n", err)
				}
				if err != nil {
					failed = errFailed
					continue
				}
				if changed {
					fmt.Fprintln(c.out, path)
				}
				if changed && check {
					failed = errFailed
				}
			}
		}
		return failed
	}
	return cmd
}

// specFiles lists the spec files at path: itself, or those below it.
func specFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		if !isSpec(path) {
			return nil, fmt.Errorf("%s: only *.hcl and *.hcl.json files are formatted", path)
		}
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && isSpec(p) {
			files = append(files, p)
		}
		return err
	})
	return files, err
}

func isSpec(path string) bool {
	return strings.HasSuffix(path, ".hcl") || strings.HasSuffix(path, ".hcl.json")
}

// format rewrites one file, unless check, and reports whether it changes.
func (c *console) format(path string, check bool) (bool, error) {
	info, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	formatted, diags := spec.Format(path, src)
	if diags.HasErrors() {
		return false, c.diagnose(&spec.Spec{}, diags)
	}
	if bytes.Equal(src, formatted) {
		return false, nil
	}
	if check {
		return true, nil
	}
	return true, replaceFile(path, formatted, info.Mode().Perm())
}

// replaceFile writes a file beside path and renames it, so that a user's spec
// is never half written.
func replaceFile(path string, data []byte, mode fs.FileMode) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".worldc-fmt-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	if _, err := temp.Write(data); err != nil {
		temp.Close()
		return err
	}
	if err := temp.Chmod(mode); err != nil {
		temp.Close()
		return err
	}
	if err := temp.Sync(); err != nil {
		temp.Close()
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}
