package compiler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/sync/errgroup"

	"worldc/artifact"
	"worldc/executors"
	"worldc/formats"
	"worldc/formats/files"
	"worldc/spec"
)

// lockRetry is how long to wait before asking again for a lock that another
// build holds.
const lockRetry = 50 * time.Millisecond

// previewDir is where a preview's datasets go, below the output directory.
const previewDir = "preview"

// datasetDir is the name of a dataset's directory: NAME, or NAME.KEY.
func datasetDir(b *spec.Block) string {
	if b.HasKey {
		return b.Name + "." + b.Key
	}
	return b.Name
}

// publish brings DIR/NAME to what the dataset node came to. A directory that
// holds just that already is left alone; one that worldc did not write is
// refused; any other is replaced at one stroke.
func (b *builder) publish(ctx context.Context, n *Node, r *Result) error {
	output := b.options.Output
	if b.options.Preview > 0 {
		output = filepath.Join(output, previewDir)
	}
	dir := filepath.Join(output, datasetDir(n.Block))
	if err := ours(dir); err != nil {
		return err
	}
	texts, card, err := b.texts(n, r)
	if err != nil {
		return err
	}
	if current(ctx, dir, texts, card, r.Report.Files) {
		r.Dataset = dir
		return nil
	}
	if err := os.MkdirAll(output, 0o777); err != nil {
		return err
	}
	// One build at a time writes here, so that what is left of a dead one can
	// be told from what is being written.
	lock := flock.New(output, flock.SetFlag(os.O_RDONLY))
	if _, err := lock.TryLockContext(ctx, lockRetry); err != nil {
		return fmt.Errorf("locking %s: %w", output, err)
	}
	defer lock.Close()
	prefix := "." + datasetDir(n.Block) + ".worldc-"
	if err := removeLeftovers(output, prefix); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(output, prefix)
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if err := b.write(ctx, n, r, temp, texts, card); err != nil {
		return err
	}
	if err := swap(temp, dir); err != nil {
		return err
	}
	r.Dataset, r.Written = dir, true
	return syncDir(output)
}

// removeLeftovers removes what builds that died left behind. The caller holds
// the lock of the directory.
func removeLeftovers(output, prefix string) error {
	entries, err := os.ReadDir(output)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), prefix) {
			if err := os.RemoveAll(filepath.Join(output, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// write makes the whole directory at temp.
func (b *builder) write(ctx context.Context, n *Node, r *Result, temp string, texts map[string][]byte, card *formats.Card) error {
	// MkdirTemp makes private directories; a dataset is as public as the
	// user's other files.
	if err := publicDir(temp); err != nil {
		return err
	}
	if err := b.writeFiles(ctx, n, r, temp); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		path := filepath.Join(temp, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := writeText(path, texts[name]); err != nil {
			return err
		}
	}
	metadata, err := croissant(temp, card)
	if err != nil {
		return err
	}
	if err := writeText(filepath.Join(temp, croissantName), metadata); err != nil {
		return err
	}
	if err := artifact.WriteSums(temp); err != nil {
		return err
	}
	return syncTree(temp)
}

// writeFiles writes the files of records, as many at once as there are jobs:
// each takes one core.
func (b *builder) writeFiles(ctx context.Context, n *Node, r *Result, temp string) error {
	rows, err := b.options.Store.Open(r.Entry.Info)
	if err != nil {
		return err
	}
	defer rows.Close()
	shape := shapeOf(n)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, b.options.Jobs))
	var from int64
	for _, f := range r.Report.Files {
		var lines iter.Seq2[[]byte, error]
		if f.From == "" {
			lines = rows.Lines(from, f.Records)
			from += f.Records
		} else {
			in := b.input(n, r.Key)
			lines = in.Lines(in.Ancestors[f.From])
		}
		group.Go(func() error {
			path := filepath.Join(temp, filepath.FromSlash(f.Path))
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				return err
			}
			info, err := files.Write(path, shape, whileAlive(ctx, lines))
			if err != nil {
				return err
			}
			if info.Digest != f.Digest || info.Records != f.Records {
				return fmt.Errorf("%s came out with the digest %s and %d records, not %s and %d", f.Path, info.Digest, info.Records, f.Digest, f.Records)
			}
			return nil
		})
	}
	return group.Wait()
}

// shapeOf is how a dataset's rows are written. What accompanies them are JSON
// lines, of which it says no more than the effort.
func shapeOf(n *Node) files.Shape {
	config := n.Block.Config.(*spec.Dataset)
	shape := files.Shape{Level: config.CompressionLevel, Bare: config.Compression == "none"}
	if len(n.Inputs) > 0 {
		shape.Format, _ = executors.FormatOf(config, n.Inputs[0].Node.Emits)
	}
	return shape
}

// addBeside adds the files that the readers of a format want beside the data.
func (b *builder) addBeside(texts map[string][]byte, n *Node, r *Result) error {
	config := n.Block.Config.(*spec.Dataset)
	format := shapeOf(n).Format
	if format.Texts == nil {
		return nil
	}
	d := formats.Described{
		Name: datasetDir(n.Block), License: b.plan.Spec.Experiment.License, Expanded: config.ExpandTurns, Pairs: config.Pairs,
		Workflow: r.Report.Workflow,
	}
	var before int64
	for _, f := range r.Report.Files {
		if f.From == "" {
			before += f.Records
		}
		if strings.HasPrefix(f.Path, "data/") {
			d.Files = append(d.Files, f.Path)
		}
	}
	rows, err := b.options.Store.Open(r.Entry.Info)
	if err != nil {
		return err
	}
	defer rows.Close()
	for tool, err := range rows.Lines(before, r.Report.Tools) {
		if err != nil {
			return err
		}
		d.Tools = append(d.Tools, bytes.Clone(tool))
	}
	for _, t := range format.Texts(d) {
		if _, twice := texts[t.Path]; twice || strings.HasPrefix(t.Path, "data/") {
			panic(fmt.Sprintf("compiler: %s wants to be beside the data of the format %s", t.Path, format.Name))
		}
		texts[t.Path] = t.Data
	}
	return nil
}

// whileAlive yields lines until the context ends, which is an error.
func whileAlive(ctx context.Context, lines iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		n := 0
		for line, err := range lines {
			if n++; n%1024 == 0 && err == nil {
				err = ctx.Err()
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// The texts of a dataset's directory. Metadata is not made with the
// others: as SHA256SUMS, it depends on how the files lie there.
const (
	manifestName  = "manifest.toml"
	cardName      = "README.md"
	croissantName = formats.CroissantName
)

// current reports whether dir holds just these files with these contents.
func current(ctx context.Context, dir string, texts map[string][]byte, card *formats.Card, files []executors.DatasetFile) bool {
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		have, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(have, texts[name]) {
			return false
		}
	}
	same := true
	if _, err := artifact.CheckSums(ctx, dir, func(string) { same = false }); err != nil || !same {
		return false
	}
	for _, f := range files {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(f.Path))); err != nil {
			return false
		}
	}
	metadata, err := croissant(dir, card)
	if err != nil {
		return false
	}
	have, err := os.ReadFile(filepath.Join(dir, croissantName))
	return err == nil && bytes.Equal(have, metadata)
}

// croissant describes the dataset of a card as its files lie in dir.
func croissant(dir string, card *formats.Card) ([]byte, error) {
	lying := map[string]formats.Lying{}
	for _, f := range card.Manifest.Files {
		digest, size, err := artifact.RawDigest(filepath.Join(dir, filepath.FromSlash(f.Path)))
		if err != nil {
			return nil, err
		}
		lying[f.Path] = formats.Lying{SHA256: digest, Bytes: size}
	}
	return card.Croissant(lying).Bytes()
}

// ours refuses a directory that worldc may not replace: one that holds
// anything that worldc did not write there.
func ours(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("the dataset cannot be written to %s: %w", dir, err)
	case len(entries) == 0:
		return nil
	}
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return fmt.Errorf("%s is not empty and was not written by worldc: move it away, or choose another directory with -o", dir)
	}
	if _, err := artifact.DecodeManifest(data); err != nil {
		return fmt.Errorf("%s holds a manifest.toml that is not worldc's (%w): move the directory away, or choose another with -o", dir, err)
	}
	foreign, err := artifact.Unlisted(dir)
	if err != nil {
		return fmt.Errorf("%s cannot be told to be worldc's: %w: move it away, or choose another directory with -o", dir, err)
	}
	if len(foreign) > 0 {
		return fmt.Errorf("%s holds %s, which worldc did not write: move it away, or choose another directory with -o", dir, strings.Join(foreign, ", "))
	}
	return nil
}

func writeText(path string, data []byte) error {
	return os.WriteFile(path, data, 0o666)
}

// publicDir gives a directory the mode that the user's umask gives new ones.
func publicDir(dir string) error {
	probe := filepath.Join(dir, "data")
	if err := os.Mkdir(probe, 0o777); err != nil {
		return err
	}
	info, err := os.Stat(probe)
	if err != nil {
		return err
	}
	return os.Chmod(dir, info.Mode().Perm())
}

// syncTree makes a directory durable before it is moved to its place.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return syncPath(path)
	})
}

func syncDir(dir string) error { return syncPath(dir) }

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
