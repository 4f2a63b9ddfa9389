//go:build unix

package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A tree is what lies under a directory: the digest of each file by its name,
// "directory" for a directory, and where a symbolic link points to.
type tree map[string]string

// readTree is empty where there is no directory: a spec may come to reports alone.
func readTree(dir string) (tree, error) {
	t := tree{}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		switch {
		case d.IsDir():
			t[rel] = "directory"
		case d.Type()&fs.ModeSymlink != 0:
			to, err := os.Readlink(name)
			if err != nil {
				return err
			}
			t[rel] = "link to " + to
		default:
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			t[rel] = fmt.Sprintf("%x (%d bytes)", sha256.Sum256(data), len(data))
		}
		return nil
	})
	return t, err
}

// files is the number of files in the tree.
func (t tree) files() int {
	n := 0
	for _, what := range t {
		if what != "directory" {
			n++
		}
	}
	return n
}

// compare says in what got differs from t, or returns nil.
func (t tree) compare(got tree) error {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(t)) {
		switch now, ok := got[name]; {
		case !ok:
			lines = append(lines, "  missing: "+name)
		case now != t[name]:
			lines = append(lines, fmt.Sprintf("  differs: %s: %s, not %s", name, now, t[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := t[name]; !ok {
			lines = append(lines, "  not expected: "+name)
		}
	}
	if lines == nil {
		return nil
	}
	return fmt.Errorf("the output differs:\n%s", strings.Join(lines, "\n"))
}
