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
	digest, _, err := artifact.RawDigest(f.Path)
	if err != nil {
		return nil, err
	}
	if digest != f.Digest {
		return nil, fmt.Errorf("%s changed while the build was running: build again", f.Document)
	}
	return data, nil
}
