package artifact

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// A FileInfo describes a file of records outside the store.
type FileInfo struct {
	// Digest is the SHA-256 of the uncompressed content, Bytes its length.
	Digest Digest
	Bytes  int64

	// Records is the number of lines.
	Records int64
}

// WriteFile writes lines, which come without newlines, into the zstd file
// path, synced and renamed into place: after an error there is no file, or the
// one that was there before. Level is that of the zstd command, 1 to 22; at 0
// the file is not compressed.
//
// The file is one zstd frame. Readers in common use, such as python-zstandard
// with its defaults and what is built on it, stop without an error after the
// first frame of a file, and would lose the rest of the records. The bytes are
// the same for any number of workers, which may only run ahead of the writing;
// what wants more cores writes several files at once.
func WriteFile(path string, level int, workers int, lines iter.Seq2[[]byte, error]) (FileInfo, error) {
	return writeFile(osFiles{}, path, level, workers, lines)
}

func writeFile(files fileSystem, path string, level, workers int, lines iter.Seq2[[]byte, error]) (FileInfo, error) {
	var info FileInfo
	err := replaceFile(files, path, func(out io.Writer) (err error) {
		if level == 0 {
			info, err = writeLines(out, lines)
			return err
		}
		z, err := zstd.NewWriter(out,
			zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(level)),
			zstd.WithEncoderCRC(true),
			zstd.WithEncoderConcurrency(max(workers, 1)))
		if err != nil {
			return err
		}
		info, err = writeLines(z, lines)
		return errors.Join(err, z.Close())
	})
	if err != nil {
		return FileInfo{}, err
	}
	return info, nil
}

// writeLines writes lines, each ended by a newline, and says what they are.
func writeLines(out io.Writer, lines iter.Seq2[[]byte, error]) (FileInfo, error) {
	var info FileInfo
	digest := sha256.New()
	both := io.MultiWriter(digest, out)
	buffer := make([]byte, 0, 64<<10)
	flush := func() error {
		_, err := both.Write(buffer)
		info.Bytes += int64(len(buffer))
		buffer = buffer[:0]
		return err
	}
	for line, err := range lines {
		if err == nil && bytes.IndexByte(line, '\n') >= 0 {
			err = fmt.Errorf("line %d holds a newline", info.Records+1)
		}
		if err == nil && len(buffer)+len(line) >= cap(buffer) {
			err = flush()
		}
		if err != nil {
			return info, err
		}
		buffer = append(append(buffer, line...), '\n')
		info.Records++
	}
	if err := flush(); err != nil {
		return info, err
	}
	info.Digest = Digest(digest.Sum(nil))
	return info, nil
}

// Replace has write make the file path, synced and renamed into place: after an
// error there is no file, or the one that was there before.
func Replace(path string, write func(io.Writer) error) error {
	return replaceFile(osFiles{}, path, write)
}

// ReplaceFile writes data into the file path, synced and renamed into place:
// after an error there is no file, or the one that was there before.
func ReplaceFile(path string, data []byte) error {
	return replaceFile(osFiles{}, path, func(out io.Writer) error {
		_, err := out.Write(data)
		return err
	})
}

func replaceFile(files fileSystem, path string, write func(io.Writer) error) error {
	dir := filepath.Dir(path)
	aside := filepath.Join(dir, "."+filepath.Base(path)+"."+randomName())
	err := writeAside(files, aside, write)
	if err == nil {
		err = moveInto(files, aside, path, dir)
	}
	switch {
	case err == nil:
		return nil
	case noSpace(err):
		return fmt.Errorf("no space left for %s: %w", path, err)
	}
	return fmt.Errorf("cannot write %s: %w", path, err)
}
