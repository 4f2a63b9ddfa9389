package inspect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"worldc/artifact"
	"worldc/formats/files"
)

// Verified says what a verification looked at.
type Verified struct {
	Files    int   // listed in SHA256SUMS, or in the manifest alone
	Records  int64 // in the files of the manifest, as counted
	Problems int
}

// Verify checks the dataset in dir against itself: every file against
// SHA256SUMS, every file of records against the digest and the number of
// records in the manifest, the card and the metadata against both, and that no
// file is missing or there without being listed. Each problem is reported as one line that begins with the file. An
// error says that Verify could not do its work, not that there are problems.
func Verify(ctx context.Context, dir string, report func(problem string)) (Verified, error) {
	var v Verified
	problem := func(format string, args ...any) {
		v.Problems++
		report(Clean(fmt.Sprintf(format, args...)))
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		_, err := OpenDataset(dir)
		return v, err
	}
	manifestPath := filepath.Join(dir, artifact.ManifestName)
	sumsPath := filepath.Join(dir, artifact.SumsName)
	if missing(manifestPath) && missing(sumsPath) {
		return v, notDataset(dir)
	}

	// What SHA256SUMS lists is compared as it lies there. What is said about a
	// file a second time, through the manifest or the metadata, is left out.
	told := map[string]bool{}
	if missing(sumsPath) {
		problem("%s: it is missing", artifact.SumsName)
	} else {
		files, err := artifact.CheckSums(ctx, dir, func(p string) {
			problem("%s", p)
			name, _, _ := strings.Cut(p, ": ")
			told[name] = true
		})
		if ctx.Err() != nil {
			return v, ctx.Err()
		}
		if err != nil {
			problem("%s: it cannot be used: %v", artifact.SumsName, within(dir, artifact.SumsName, err))
		}
		v.Files = int(files)
	}
	if err := irregular(dir, problem); err != nil {
		return v, err
	}

	if missing(manifestPath) {
		if !told[artifact.ManifestName] {
			problem("%s: it is missing", artifact.ManifestName)
		}
		return v, nil
	}
	m, err := artifact.ReadManifest(dir)
	if err != nil {
		problem("%s: it cannot be used: %v", artifact.ManifestName, within(dir, artifact.ManifestName, err))
		return v, nil
	}
	d := &Dataset{Dir: dir, Manifest: m}
	checks := d.checkFiles(ctx)
	if ctx.Err() != nil {
		return v, ctx.Err()
	}
	v.Files = max(v.Files, len(m.Files))
	var rows int64
	for i, f := range m.Files {
		switch c := checks[i]; {
		case errors.Is(c.err, fs.ErrNotExist):
			if !told[f.Path] {
				problem("%s: it is missing", f.Path)
			}
		case c.err != nil:
			problem("%s: %v", f.Path, within(dir, f.Path, c.err))
			told[f.Path] = true
		default:
			v.Records += c.info.Records
			if err := differs(f, c.info.Digest, c.info.Records); err != nil {
				problem("%s: %v", f.Path, err)
				told[f.Path] = true
			} else if c.info.Bytes != f.Bytes {
				problem("%s: it holds %s, and %s by the manifest", f.Path, Count(c.info.Bytes, "byte"), Thousands(f.Bytes))
			}
		}
		if strings.HasPrefix(f.Path, "data/") {
			rows += f.Records
		}
	}
	if root := d.Root(); rows != root.Records {
		problem("%s: the files below data/ hold %s, and %s made %s", artifact.ManifestName, Count(rows, "record"), root.Address, Thousands(root.Records))
	}
	if err := d.unlisted(problem); err != nil {
		return v, err
	}
	d.checkTexts(told, problem)
	return v, ctx.Err()
}

func missing(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// within drops the directory and the file from a message: the user gave the one,
// and the problem begins with the other.
func within(dir, file string, err error) string {
	return strings.TrimPrefix(err.Error(), filepath.Join(dir, filepath.FromSlash(file))+": ")
}

// irregular reports what is neither a file nor a directory: a link can lead
// anywhere.
func irregular(dir string, problem func(string, ...any)) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && path != dir && !e.IsDir() && !e.Type().IsRegular() {
			problem("%s: it is not a regular file", relative(dir, path))
		}
		return err
	})
}

// unlisted reports files of records that the manifest does not know, though
// SHA256SUMS may.
func (d *Dataset) unlisted(problem func(string, ...any)) error {
	known := map[string]bool{}
	for _, f := range d.Manifest.Files {
		known[f.Path] = true
	}
	return filepath.WalkDir(d.Dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if name := relative(d.Dir, path); isRecords(name) && !known[name] {
			problem("%s: it is not listed in %s", name, artifact.ManifestName)
		}
		return nil
	})
}

// isRecords reports whether a file belongs into the manifest: all data do.
func isRecords(name string) bool { return strings.HasPrefix(name, "data/") || holdsRows(name) }

func relative(dir, path string) string {
	name, err := filepath.Rel(dir, path)
	if err != nil {
		return path
	}
	return filepath.ToSlash(name)
}

// A fileCheck is what a file turned out to hold.
type fileCheck struct {
	info artifact.FileInfo
	err  error
}

// checkFiles reads the files of the manifest, several at once.
func (d *Dataset) checkFiles(ctx context.Context) []fileCheck {
	checks := make([]fileCheck, len(d.Manifest.Files))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, f := range d.Manifest.Files {
		slots <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		wg.Go(func() {
			defer func() { <-slots }()
			checks[i] = d.checkFile(f)
		})
	}
	wg.Wait()
	return checks
}

func (d *Dataset) checkFile(f artifact.ManifestFile) (c fileCheck) {
	path := filepath.Join(d.Dir, filepath.FromSlash(f.Path))
	if missing(path) {
		return fileCheck{err: fs.ErrNotExist}
	}
	if _, c.err = d.file(f.Path); c.err == nil {
		c.info, c.err = files.Digest(path, limitsOf(f))
	}
	return c
}
