package spec

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
)

// read reads and parses the files of the spec. It reports false if that is so
// wrong that nothing more can be said.
func (l *loader) read() bool {
	info, err := os.Stat(l.spec.Path)
	if err != nil {
		l.add(Errorf(Range{}, "Cannot read the spec", "%s: %s.", l.spec.Path, reason(err)))
		return false
	}
	names := []string{l.spec.Path}
	if info.IsDir() {
		l.spec.Dir = l.spec.Path
		if names = l.list(); names == nil {
			return false
		}
	} else {
		l.spec.Dir = filepath.Dir(l.spec.Path)
		if !isSource(l.spec.Path) {
			l.add(Errorf(Range{}, "Not a spec", "%s: the files of a spec end in .hcl or .hcl.json.", l.spec.Path))
			return false
		}
	}
	good := true
	for _, name := range names {
		src, ok := l.readFile(name)
		if !ok {
			good = false
			continue
		}
		l.spec.Files[name] = &hcl.File{Bytes: src}
		f, ok := l.parse(name, src)
		good = good && ok
		if f != nil {
			l.bodies = append(l.bodies, f.Body)
		}
	}
	l.allow()
	return good
}

// isSource reports whether a file is part of a spec, by its name.
func isSource(name string) bool {
	return strings.HasSuffix(name, ".hcl") || strings.HasSuffix(name, ".hcl.json")
}

// list returns the files of a directory spec, sorted by name.
func (l *loader) list() []string {
	entries, err := os.ReadDir(l.spec.Path)
	if err != nil {
		l.add(Errorf(Range{}, "Cannot read the spec", "%s: %s.", l.spec.Path, reason(err)))
		return nil
	}
	var names []string
	for _, e := range entries {
		if isSource(e.Name()) && !strings.HasPrefix(e.Name(), ".") && !e.IsDir() {
			names = append(names, filepath.Join(l.spec.Path, e.Name()))
		}
	}
	if names == nil {
		l.add(Errorf(Range{}, "No spec here", "The directory %s holds no file that ends in .hcl or .hcl.json.", l.spec.Path))
	}
	if len(names) > maxFiles {
		l.add(Errorf(Range{}, "Spec too large", "The directory %s holds %d files of a spec; at most %d are allowed.", l.spec.Path, len(names), maxFiles))
		return nil
	}
	return names
}

// readFile reads a file of the language, no more of it than a guard allows.
func (l *loader) readFile(name string) ([]byte, bool) {
	fail := func(why string) ([]byte, bool) {
		l.add(Errorf(Range{}, "Cannot read the spec", "%s: %s.", name, why))
		return nil, false
	}
	// A pipe or a device would block or never end.
	info, err := os.Stat(name)
	if err != nil {
		return fail(reason(err))
	}
	if !info.Mode().IsRegular() {
		return fail("not a regular file")
	}
	f, err := os.Open(name)
	if err != nil {
		return fail(reason(err))
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err != nil {
		return fail(reason(err))
	}
	if len(src) > maxFileBytes {
		l.add(Errorf(Range{}, "Spec too large",
			"%s is larger than %d bytes. Large catalogues of tools belong in documents that a source block reads.", name, maxFileBytes))
		return nil, false
	}
	return src, true
}

// parse parses one file after the guards have passed it. The file is also
// entered in the spec's Files, for diagnostics to show.
func (l *loader) parse(name string, src []byte) (*hcl.File, bool) {
	var f *hcl.File
	var diags hcl.Diagnostics
	if strings.HasSuffix(name, ".json") {
		if diags = l.guardJSON(name, src); !diags.HasErrors() {
			f, diags = hcljson.Parse(src, name)
		}
	} else if diags = l.guardNative(name, src); !diags.HasErrors() {
		f, diags = hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	}
	l.add(diags...)
	if f != nil {
		l.spec.Files[name] = f
	}
	return f, !diags.HasErrors()
}

// reason is the part of a file error that says why: the name is said apart,
// and differs between machines.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	var number syscall.Errno
	if errors.As(err, &number) {
		switch {
		case errors.Is(number, fs.ErrNotExist):
			return "there is no such file"
		case errors.Is(number, fs.ErrPermission):
			return "permission denied"
		}
	}
	return err.Error()
}

// position returns the place of byte offset i of src.
func position(name string, src []byte, i int) Range {
	line := 1 + bytes.Count(src[:i], []byte{'\n'})
	column := i - bytes.LastIndexByte(src[:i], '\n')
	start := hcl.Pos{Line: line, Column: column, Byte: i}
	end := start
	if i < len(src) {
		end.Column++
		end.Byte++
	}
	return Range{Filename: name, Start: start, End: end}
}
