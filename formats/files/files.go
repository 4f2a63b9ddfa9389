// Package files knows how rows lie in files: JSON lines, compressed or plain,
// Parquet, or one JSON document. It writes rows into each kind of file and reads
// back the very rows, as canonical JSON, so that a file has one digest whatever
// its kind.
package files

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"iter"
	"os"

	"worldc/artifact"
	"worldc/formats"
)

// A Shape is how rows are written.
type Shape struct {
	// Format is that of the rows. Of records as they are it is the zero value.
	Format formats.Format

	// Level is the effort of zstd, 1 to 22.
	Level int

	// Bare leaves the pages of Parquet uncompressed.
	Bare bool
}

// Write writes rows into the file path, which is of the kind that its name says,
// synced and renamed into place: after an error there is no file, or the one that
// was there before. Rows are canonical JSON. What is returned is that of the
// rows as lines of text, whatever the kind.
func Write(path string, s Shape, rows iter.Seq2[[]byte, error]) (artifact.FileInfo, error) {
	kind, ok := formats.KindOf(path)
	if !ok {
		return artifact.FileInfo{}, fmt.Errorf("%s: no rows can be written into a file of such a name", path)
	}
	switch kind {
	case formats.Parquet:
		return writeParquet(path, s, rows)
	case formats.Document:
		return writeDocument(path, s.Format, rows)
	case formats.Plain:
		return artifact.WriteFile(path, 0, 1, rows)
	default:
		return artifact.WriteFile(path, s.Level, 1, rows)
	}
}

// Rows yields the rows of a file, of whatever kind its name says, in canonical
// JSON where the file was written by [Write]. A row is valid until the next. An
// error ends the sequence.
func Rows(path string, limits artifact.Limits) iter.Seq2[[]byte, error] {
	kind, _ := formats.KindOf(path)
	switch kind {
	case formats.Parquet:
		return parquetRows(path, limits)
	case formats.Document:
		return documentRows(path, limits)
	default:
		return lines(path, limits)
	}
}

// lines are the lines of a file; one without content has none.
func lines(path string, limits artifact.Limits) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for text, err := range artifact.ReadLines(path, limits) {
			if errors.Is(err, artifact.ErrEmpty) || !yield(text, err) {
				return
			}
		}
	}
}

// Digest is what the rows of a file are as lines of text: what [Write] returned.
func Digest(path string, limits artifact.Limits) (artifact.FileInfo, error) {
	if kind, _ := formats.KindOf(path); kind == formats.Compressed || kind == formats.Plain {
		return artifact.DigestFile(path, limits)
	}
	if err := regular(path); err != nil {
		return artifact.FileInfo{}, err
	}
	s := newSum()
	for row, err := range Rows(path, limits) {
		if err != nil {
			return artifact.FileInfo{}, err
		}
		s.add(row)
	}
	return s.info(), nil
}

func regular(path string) error {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: it is not a regular file", path)
	}
	return err
}

// A sum is what rows are as lines.
type sum struct {
	hash           hash.Hash
	records, bytes int64
}

func newSum() *sum { return &sum{hash: sha256.New()} }

func (s *sum) add(row []byte) {
	s.hash.Write(row)
	s.hash.Write([]byte{'\n'})
	s.records++
	s.bytes += int64(len(row)) + 1
}

func (s *sum) info() artifact.FileInfo {
	return artifact.FileInfo{Digest: artifact.Digest(s.hash.Sum(nil)), Bytes: s.bytes, Records: s.records}
}
