package inspect

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/formats"
	"worldc/formats/files"
	"worldc/jsonwalk"
	"worldc/world"
)

// maxLine is the longest record that is read. Only lines take memory.
const maxLine = 64 << 20

// limitsOf bounds what is read of a file: it may be edited, and somewhat larger
// than the manifest says, but not a bomb.
func limitsOf(f artifact.ManifestFile) artifact.Limits {
	if f.Bytes == 0 {
		return artifact.Limits{Bytes: 1 << 44, Line: maxLine}
	}
	return artifact.Limits{Bytes: 2*f.Bytes + 1<<30, Line: maxLine}
}

// A Dataset is a directory that a dataset block made.
type Dataset struct {
	Dir      string
	Manifest *artifact.Manifest
}

// OpenDataset reads the manifest of the dataset in dir. It looks at no other
// file.
func OpenDataset(dir string) (*Dataset, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such directory", dir)
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, fmt.Errorf("%s: it is a file; expected the directory of a dataset, which holds a %s", dir, artifact.ManifestName)
	}
	if _, err := os.Lstat(filepath.Join(dir, artifact.ManifestName)); errors.Is(err, fs.ErrNotExist) {
		return nil, notDataset(dir)
	}
	m, err := artifact.ReadManifest(dir)
	if err != nil {
		return nil, err
	}
	return &Dataset{Dir: dir, Manifest: m}, nil
}

// notDataset says that dir holds no dataset, and which directories below it do:
// `build -o out` puts each into a directory of its own.
func notDataset(dir string) error {
	found, _ := filepath.Glob(filepath.Join(escapeGlob(dir), "*", artifact.ManifestName))
	hint := ""
	if len(found) > 0 {
		var names []string
		for _, f := range found[:min(len(found), 5)] {
			names = append(names, filepath.Dir(f))
		}
		hint = "; did you mean " + strings.Join(names, " or ") + "?"
	}
	return fmt.Errorf("%s: it is not a dataset: it has no %s%s", dir, artifact.ManifestName, hint)
}

func escapeGlob(dir string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`).Replace(dir)
}

// Root returns the node of the dataset block: the one that all others lead to.
func (d *Dataset) Root() artifact.ManifestNode {
	for _, n := range d.Manifest.Nodes {
		if n.Address == d.Manifest.Dataset {
			return n
		}
	}
	if n := len(d.Manifest.Nodes); n > 0 {
		return d.Manifest.Nodes[n-1]
	}
	return artifact.ManifestNode{Address: d.Manifest.Dataset}
}

// A Stream is what several files of a dataset hold when they are read one
// after the other: however it was cut into files, it is the same stream.
type Stream struct {
	// Name is the path of its files without their numbers and extensions,
	// such as data/train or tools.
	Name string

	Type    world.Type
	Files   []artifact.ManifestFile
	Records int64
}

// Streams lists the streams of the dataset: the data first, then what
// accompanies it, each by name.
func (d *Dataset) Streams() []Stream {
	var streams []Stream
	for _, f := range d.Manifest.Files {
		name := streamName(f.Path)
		i := slices.IndexFunc(streams, func(s Stream) bool { return s.Name == name })
		if i < 0 {
			i = len(streams)
			streams = append(streams, Stream{Name: name, Type: world.Type(f.Type)})
		}
		streams[i].Files = append(streams[i].Files, f)
		streams[i].Records += f.Records
	}
	slices.SortStableFunc(streams, func(a, b Stream) int {
		if a.IsData() != b.IsData() {
			if a.IsData() {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return streams
}

// IsData reports whether the stream is what the dataset is about, rather than
// what its records refer to.
func (s Stream) IsData() bool { return strings.HasPrefix(s.Name, "data/") }

var numbered = regexp.MustCompile(`-[0-9]{5,}-of-[0-9]{5,}$`)

// streamName is the path of a file without what numbers and packs it.
func streamName(file string) string {
	name := file
	for _, ext := range []string{".zst", path.Ext(strings.TrimSuffix(file, ".zst"))} {
		name = strings.TrimSuffix(name, ext)
	}
	return numbered.ReplaceAllString(name, "")
}

// holdsRows reports whether a file is of a kind that holds records, by its name.
// One JSON document holds them where it is data; elsewhere it may be anything.
func holdsRows(file string) bool {
	kind, ok := formats.KindOf(file)
	return ok && (kind != formats.Document || strings.HasPrefix(file, "data/"))
}

// A Line is a record where it lies. Text is valid until the next one.
type Line struct {
	File   string // of the dataset, with slashes
	Number int64  // from 1
	Text   []byte
}

// Place is FILE:LINE.
func (l Line) Place() string { return fmt.Sprintf("%s:%d", l.File, l.Number) }

// Lines yields the records of files in order and checks, at the end of each,
// that it was what the manifest says.
func (d *Dataset) Lines(ctx context.Context, list []artifact.ManifestFile) iter.Seq2[Line, error] {
	return d.lines(ctx, list, func(_ artifact.ManifestFile, err error) error { return err })
}

// lines is Lines; a file that is not what the manifest says is handed to
// mismatch, which may let it pass.
func (d *Dataset) lines(ctx context.Context, list []artifact.ManifestFile, mismatch func(artifact.ManifestFile, error) error) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for _, f := range list {
			file, err := d.file(f.Path)
			if err != nil {
				yield(Line{}, err)
				return
			}
			h := sha256.New()
			line := Line{File: f.Path}
			for text, err := range files.Rows(file, limitsOf(f)) {
				if line.Number%1024 == 0 && err == nil {
					err = ctx.Err()
				}
				if err != nil {
					yield(line, err)
					return
				}
				line.Number++
				line.Text = text
				h.Write(text)
				h.Write([]byte{'\n'})
				if !yield(line, nil) {
					return
				}
			}
			if err := differs(f, artifact.Digest(h.Sum(nil)), line.Number); err != nil {
				if err := mismatch(f, fmt.Errorf("%s: %w", file, err)); err != nil {
					yield(line, err)
					return
				}
			}
		}
	}
}

// file returns the path of a file of the dataset. Anything but a regular file
// in the directory is refused: a dataset may come from anyone.
func (d *Dataset) file(name string) (string, error) {
	local := filepath.FromSlash(name)
	if !filepath.IsLocal(local) {
		return "", fmt.Errorf("%s: its manifest names the file %q, which is outside", d.Dir, name)
	}
	root, err := os.OpenRoot(d.Dir)
	if err != nil {
		return "", err
	}
	defer root.Close()
	full := filepath.Join(d.Dir, local)
	info, err := root.Lstat(local)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("%s: the file is missing; worldc verify %s tells what else is wrong", full, d.Dir)
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s: it is not a regular file", full)
	}
	return full, nil
}

// differs says how a file is not what the manifest says.
func differs(f artifact.ManifestFile, digest artifact.Digest, records int64) error {
	switch {
	case records != f.Records:
		return fmt.Errorf("it holds %s, and %s by the manifest", Count(records, "record"), Thousands(f.Records))
	case digest != f.Digest:
		return fmt.Errorf("its content has the digest %s, and %s by the manifest", digest, f.Digest)
	}
	return nil
}

// Names reads the names of the tools in the dataset, by which its other records
// are shown to a person.
func (d *Dataset) Names(ctx context.Context) (Names, error) {
	names := map[string]string{}
	for _, s := range d.Streams() {
		if s.Type != world.ToolType {
			continue
		}
		for line, err := range d.Lines(ctx, s.Files) {
			if err != nil {
				return nil, err
			}
			id, _ := recordID(line.Text)
			name, _ := jsonwalk.Text(jsonwalk.Field(line.Text, "name"))
			names[string(id)] = name
		}
	}
	return func(id string) (string, bool) {
		name, ok := names[id]
		return name, ok
	}, nil
}

// Documents reads the tools of the dataset's worlds as these show them, and those of
// its pools that no world has.
func (d *Dataset) Documents(ctx context.Context) (Documents, error) {
	documents := map[string]world.Tool{}
	for _, t := range []world.Type{world.WorldType, world.ToolType} {
		for _, s := range d.Streams() {
			if s.Type != t {
				continue
			}
			for line, err := range d.Lines(ctx, s.Files) {
				if err != nil {
					return nil, err
				}
				var r struct {
					world.Tool
					Tools []struct{ Tool world.Tool }
				}
				if err := json.Unmarshal(line.Text, &r); err != nil {
					return nil, err
				}
				if t == world.ToolType {
					r.Tools = append(r.Tools, struct{ Tool world.Tool }{r.Tool})
				}
				for _, x := range r.Tools {
					if _, known := documents[x.Tool.ID]; !known {
						documents[x.Tool.ID] = x.Tool
					}
				}
			}
		}
	}
	return func(id string) (world.Tool, bool) {
		t, ok := documents[id]
		return t, ok
	}, nil
}
