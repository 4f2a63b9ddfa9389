package executors

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"worldc/artifact"
)

// DigestFile is the digest of a file's bytes as they lie there, and their
// number.
func DigestFile(path string) (digest artifact.Digest, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return digest, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return digest, 0, err
	}
	if !info.Mode().IsRegular() {
		return digest, 0, errors.New("it is not a regular file")
	}
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		return digest, 0, err
	}
	return artifact.Digest(h.Sum(nil)), size, nil
}

// Read returns the text of a file, decompressed, and makes sure that it is the
// file that was planned for: the Key holds its digest.
func (f File) Read(max int64) ([]byte, error) {
	data, err := artifact.ReadFile(f.Path, max)
	if err != nil {
		return nil, err
	}
	digest, _, err := DigestFile(f.Path)
	if err != nil {
		return nil, err
	}
	if digest != f.Digest {
		return nil, fmt.Errorf("%s changed while the build was running: build again", f.Document)
	}
	return data, nil
}
