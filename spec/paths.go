package spec

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Paths are the files that a list of paths matched. A path is relative to the
// file of the spec that names it. `*`, `?` and `[...]` stand for parts of a
// name, `**` for any number of directories; they match no name that begins
// with a dot unless the pattern has the dot.
type Paths []File

// A File is one file that a block reads.
type File struct {
	// Attribute is the argument that names the file, such as
	// `source[0].paths`.
	Attribute string

	// Document names the file wherever the spec lies: its path relative to
	// the spec's directory, with slashes, or the base name of a file outside
	// it. Files of one block that would share a name get an ordinal: `a.json`,
	// `a.json#2`.
	Document string

	// Path opens the file.
	Path string

	// Range is the pattern that matched.
	Range Range
}

// The bounds of what paths may match.
const (
	maxEntries = 1_000_000 // directory entries looked at in one Load
	maxMatches = 100_000   // files of one pattern
	maxPattern = 4096      // bytes of a pattern
)

// allow resolves the directories that paths may match in.
func (l *loader) allow() {
	l.found = map[string]found{}
	if root, err := resolve(l.spec.Dir); err == nil {
		l.roots = append(l.roots, root)
	}
	for _, p := range l.options.AllowPaths {
		root, err := resolve(p)
		if err != nil {
			l.add(Errorf(Range{}, "Invalid --allow-path", "%s: %s.", p, reason(err)))
			continue
		}
		l.roots = append(l.roots, root)
	}
}

// resolve returns the absolute path of a file without symbolic links.
func resolve(name string) (string, error) {
	absolute, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(absolute)
}

// inside reports whether a resolved path is one that the spec may read.
func (l *loader) inside(resolved string) bool {
	return slices.ContainsFunc(l.roots, func(root string) bool { return within(root, resolved) })
}

func within(root, name string) bool {
	rest, ok := strings.CutPrefix(name, root)
	return ok && (rest == "" || rest[0] == filepath.Separator || strings.HasSuffix(root, string(filepath.Separator)))
}

// paths fills a list of files. Each element of a list that is written out has
// its own range.
func (d *decoder) paths(a *argument, field reflect.Value, given *hcl.Attribute, header Range, attribute string) bool {
	elements := []hcl.Expression{given.Expr}
	list, diags := hcl.ExprList(given.Expr)
	if !diags.HasErrors() {
		elements = list
	}
	var files Paths
	seen := map[string]bool{}
	good := true
	for _, e := range elements {
		v := d.value(e, d.site)
		if !v.IsWhollyKnown() {
			good = false
			continue
		}
		if v.IsNull() && diags.HasErrors() {
			return d.absent(a, field, header)
		}
		patterns, ok := asStrings(v, !diags.HasErrors())
		if !ok {
			d.add(Errorf(e.Range(), "Unsuitable value", "%s must be %s, not %s.", a.name, a.expects(), describe(v)))
			good = false
			continue
		}
		for _, p := range patterns {
			names, ok := d.match(p, e.Range())
			good = good && ok
			if d.named += len(names); d.named > maxFileUses {
				d.add(Errorf(e.Range(), tooComplex, "The blocks of a spec read at most %d files, each counted for each block.", maxFileUses))
				return false
			}
			for _, f := range names {
				if !seen[f.path] {
					seen[f.path] = true
					files = append(files, File{Attribute: attribute, Document: f.document, Path: f.path, Range: e.Range()})
				}
			}
		}
	}
	if good && len(files) == 0 && a.required() {
		d.add(Errorf(given.Expr.Range(), "No such file", "%s names no file at all.", a.name))
		return false
	}
	d.block.files = append(d.block.files, files...)
	field.Set(reflect.ValueOf(files))
	return good
}

// asStrings returns the strings of a value: a sequence of strings or, where
// one is enough, a string.
func asStrings(v cty.Value, one bool) ([]string, bool) {
	if one && v.Type().IsPrimitiveType() {
		v = cty.TupleVal([]cty.Value{v})
	}
	if v.IsNull() || !isSequence(v.Type()) {
		return nil, false
	}
	list, err := convert.Convert(v, cty.List(cty.String))
	if err != nil {
		return nil, false
	}
	var s []string
	for it := list.ElementIterator(); it.Next(); {
		_, e := it.Element()
		if e.IsNull() {
			return nil, false
		}
		s = append(s, e.AsString())
	}
	return s, true
}

// document returns the name of a file in records and manifests.
func (l *loader) document(name string) string {
	for _, resolve := range []func(string) (string, error){filepath.Abs, resolve} {
		dir, err1 := resolve(l.spec.Dir)
		file, err2 := resolve(name)
		if err1 != nil || err2 != nil || !within(dir, file) {
			continue
		}
		if relative, err := filepath.Rel(dir, file); err == nil {
			return filepath.ToSlash(relative)
		}
	}
	return filepath.Base(name)
}

// nameDocuments gives files that share a name ordinals.
func nameDocuments(files []File) {
	seen := make(map[string]int, len(files))
	for i := range files {
		name := files[i].Document
		for seen[files[i].Document] > 0 {
			seen[name]++
			files[i].Document = name + "#" + strconv.Itoa(seen[name])
		}
		seen[files[i].Document] = 1
	}
}

// A found is what a pattern matched: files, or why there are none.
type found struct {
	files []matched
	wrong *Diagnostic
}

// A matched is a file that a pattern matched.
type matched struct{ path, document string }

// match returns the files that a pattern matches, sorted by bytes. A pattern is
// looked for once: the instances of a block have the same.
func (l *loader) match(pattern string, r Range) ([]matched, bool) {
	f, ok := l.found[pattern]
	if !ok {
		var names []string
		names, f.wrong = l.find(pattern)
		for _, name := range names {
			f.files = append(f.files, matched{name, l.document(name)})
		}
		l.found[pattern] = f
	}
	if f.wrong != nil {
		l.add(Errorf(r, f.wrong.Summary, "%s", f.wrong.Detail))
		return nil, false
	}
	return f.files, true
}

func (l *loader) find(pattern string) ([]string, *Diagnostic) {
	fail := func(summary, detail string, args ...any) ([]string, *Diagnostic) {
		return nil, Errorf(Range{}, summary, detail, args...)
	}
	if err := checkPattern(pattern); err != nil {
		return fail("Invalid pattern", "%q is not a path: %s.", pattern, err)
	}
	if strings.IndexByte(pattern, 0) >= 0 {
		return fail("Invalid pattern", "%q is not a path: it holds a zero byte.", pattern)
	}
	if len(pattern) > maxPattern {
		return fail("Invalid pattern", "A path has at most %d bytes.", maxPattern)
	}
	clean := path.Clean(filepath.ToSlash(pattern))
	w := &walk{loader: l}
	dir := l.spec.Dir
	if path.IsAbs(clean) {
		dir, clean = "/", clean[1:]
	}
	w.directory(dir, strings.Split(clean, "/"))
	switch {
	case w.trouble != "":
		return fail("Cannot read a path", "%s: %s.", w.where, w.trouble)
	case w.outside != "":
		return fail("Path leaves the spec",
			"%s lies outside of the spec's directory%s. Move it there, or allow it with --allow-path.", w.outside, pick(l.spec.Dir == ".", "", " "+l.spec.Dir))
	case w.special != "":
		return fail("Cannot read a path", "%s is %s, not a file.%s", w.special, w.kind,
			pick(w.kind == "a directory", " Write "+strconv.Quote(path.Join(pattern, "*"))+" for the files in it.", ""))
	case len(w.files) == 0 && hasMeta(pattern):
		return fail("No such file", "No file matches %q in %s.", pattern, l.directory())
	case len(w.files) == 0:
		return fail("No such file", "There is no file %q in %s.", pattern, l.directory())
	}
	slices.Sort(w.files)
	return slices.Compact(w.files), nil
}

// directory is the directory of the spec as messages name it: the one in which worldc
// was called has no name that says anything.
func (l *loader) directory() string {
	if l.spec.Dir == "." {
		return "the spec's directory"
	}
	return l.spec.Dir
}

// A walk is a search for the files of one pattern.
type walk struct {
	*loader
	files   []string
	outside string // the first thing found that may not be read
	special string // the first thing named that is no file, and its kind
	kind    string
	where   string // the first thing that could not be read, and why
	trouble string
}

// directory matches the segments of a pattern below dir.
func (w *walk) directory(dir string, segments []string) {
	for len(segments) > 1 && !hasMeta(segments[0]) {
		dir, segments = filepath.Join(dir, segments[0]), segments[1:]
	}
	if !hasMeta(segments[0]) {
		w.named(filepath.Join(dir, segments[0]))
		return
	}
	resolved, err := resolve(dir)
	if err != nil {
		return // nothing there to match
	}
	if !w.inside(resolved) {
		w.outside = pick(w.outside == "", dir, w.outside)
		return
	}
	entries := w.entries(dir)
	if segments[0] == "**" {
		w.deep(dir, entries, segments)
		return
	}
	for _, e := range entries {
		if !visible(e.Name(), segments[0]) || !match(segments[0], e.Name()) {
			continue
		}
		name := filepath.Join(dir, e.Name())
		if len(segments) > 1 {
			if e.IsDir() || e.Type()&fs.ModeSymlink != 0 && isDir(name) {
				w.directory(name, segments[1:])
			}
			continue
		}
		w.entry(name, e)
	}
}

// deep matches `**`: the rest of the pattern here and in every directory
// below. It does not follow symbolic links, which may lead round in circles.
func (w *walk) deep(dir string, entries []fs.DirEntry, segments []string) {
	rest := segments[1:]
	for len(rest) > 0 && rest[0] == "**" {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		rest = []string{"*"}
	}
	w.directory(dir, rest)
	for _, e := range entries {
		if e.IsDir() && visible(e.Name(), "**") {
			w.directory(filepath.Join(dir, e.Name()), segments)
		}
	}
}

// visible reports whether a pattern may match a name that begins with a dot.
func visible(name, pattern string) bool { return name[0] != '.' || pattern[0] == '.' }

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// entries lists a directory, sorted by bytes.
func (w *walk) entries(dir string) []fs.DirEntry {
	entries, err := os.ReadDir(dir)
	if err != nil {
		w.fail(dir, reason(err))
		return nil
	}
	if w.looked += len(entries); w.looked > maxEntries {
		w.fail(dir, "the paths of the spec look at more than "+strconv.Itoa(maxEntries)+" files")
		return nil
	}
	return entries
}

func (w *walk) fail(where, why string) {
	if w.trouble == "" {
		w.where, w.trouble = where, why
	}
}

// entry takes an entry that matched, if it is a file. What is no file is not
// meant by a wildcard.
func (w *walk) entry(name string, e fs.DirEntry) {
	switch {
	case e.Type().IsRegular():
		w.take(name)
	case e.Type()&fs.ModeSymlink != 0:
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			w.takeResolved(name)
		}
	}
}

// named takes a file that the pattern names outright.
func (w *walk) named(name string) {
	info, err := os.Stat(name)
	if err != nil {
		absolute, _ := filepath.Abs(name)
		root, _ := filepath.Abs(w.spec.Dir)
		if !within(root, absolute) && !w.inside(absolute) {
			w.outside = pick(w.outside == "", name, w.outside)
		}
		return
	}
	if resolved, err := resolve(name); err == nil && !w.inside(resolved) {
		w.outside = pick(w.outside == "", name, w.outside)
		return
	}
	if !info.Mode().IsRegular() {
		w.special, w.kind = name, pick(info.IsDir(), "a directory", "a device or a pipe")
		return
	}
	w.take(name)
}

// takeResolved takes a file behind a symbolic link if it may be read.
func (w *walk) takeResolved(name string) {
	resolved, err := resolve(name)
	if err != nil {
		return
	}
	if !w.inside(resolved) {
		w.outside = pick(w.outside == "", name, w.outside)
		return
	}
	w.take(name)
}

func (w *walk) take(name string) {
	if len(w.files) == maxMatches {
		w.fail(w.spec.Dir, "the pattern matches more than "+strconv.Itoa(maxMatches)+" files")
		return
	}
	w.files = append(w.files, name)
}
