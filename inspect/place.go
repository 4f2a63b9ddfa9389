package inspect

import (
	"fmt"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"worldc/artifact"
)

// ParsePlace splits FILE:LINE, the line counted from 1. It returns false for
// what has not that form, which is then an id.
func ParsePlace(s string) (file string, line int64, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 {
		return "", 0, false
	}
	digits := s[i+1:]
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "", 0, false
	}
	line, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || line < 1 {
		return "", 0, false
	}
	return s[:i], line, true
}

// find returns the file of records that a user means: by its path in the
// dataset, by its path from here, or by its last part where that is enough.
func (d *Dataset) find(name string) (artifact.ManifestFile, error) {
	wanted := []string{path.Clean(filepath.ToSlash(name))}
	if dir, err := filepath.Abs(d.Dir); err == nil {
		if file, err := filepath.Abs(name); err == nil {
			wanted = append(wanted, relative(dir, file))
		}
	}
	var byBase []artifact.ManifestFile
	for _, f := range d.Manifest.Files {
		for _, w := range wanted {
			if f.Path == w {
				return f, nil
			}
		}
		if path.Base(f.Path) == wanted[0] {
			byBase = append(byBase, f)
		}
	}
	if len(byBase) == 1 {
		return byBase[0], nil
	}
	var names []string
	for i, f := range d.Manifest.Files {
		if i == 8 {
			names = append(names, "…")
			break
		}
		names = append(names, f.Path)
	}
	return artifact.ManifestFile{}, fmt.Errorf("%s: no file of records is named %s; there are %s", d.Dir, name, strings.Join(names, ", "))
}
