package artifact

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// A DamagedError says that an object is not what its digest promises. The
// remedy is [Store.Forget] and making the node again.
type DamagedError struct {
	Digest Digest
	Path   string
	Why    string

	err error
}

// Error names the file and what is wrong with it.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("damaged object in the store: %s: %s", e.Path, e.Why)
}

// Unwrap returns the error of the system behind it, if there is one.
func (e *DamagedError) Unwrap() error { return e.err }

// damagedBy tells damage from trouble that says nothing about the object, such
// as too many open files or a missing permission.
func damagedBy(i Info, path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return &DamagedError{i.Digest, path, "it is missing", err}
	case errors.Is(err, syscall.EIO):
		return &DamagedError{i.Digest, path, "the disk cannot read it", err}
	}
	var system *fs.PathError
	if errors.As(err, &system) {
		return err
	}
	return &DamagedError{i.Digest, path, err.Error(), nil}
}
