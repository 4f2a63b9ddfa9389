package executors

import (
	"fmt"

	"worldc/artifact"
)

// Read returns the text of a file, decompressed, and makes sure that it is the
// file that was planned for: the Key holds its digest.
func (f File) Read(max int64) ([]byte, error) {
	data, err := artifact.ReadFile(f.Path, max)
	if err != nil {
		return nil, err
	}
	return data, f.unchanged()
}

// unchanged makes sure that a file is still the one that was planned for.
func (f File) unchanged() error {
	digest, _, err := artifact.RawDigest(f.Path)
	if err == nil && digest != f.Digest {
		err = fmt.Errorf("%s changed while the build was running: build again", f.Document)
	}
	return err
}
