package artifact

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// Verify reads the whole store: every object is decoded and hashed, with its
// trailer, every entry is checked and its objects looked for. It reports each
// problem with the name of the file and returns the number of objects it read.
// Other builds may go on meanwhile. An error says that it could not go on, not
// that there are problems.
func (s *Store) Verify(ctx context.Context, report func(problem string)) (objects int64, err error) {
	err = s.eachBranch(ctx, "objects", func(path, name string) error {
		err := s.verifyObject(ctx, path, name)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, fs.ErrNotExist):
			return nil // another process has removed it
		case err != nil:
			report(fmt.Sprintf("%s: %v", path, err))
		}
		objects++
		return nil
	})
	if err != nil {
		return objects, err
	}
	err = s.eachBranch(ctx, "nodes", func(path, name string) error {
		k, err := ParseKey(strings.TrimSuffix(name, ".json"))
		var data []byte
		if err == nil {
			data, err = readWhole(s.files, path, maxEntry)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		var e Entry
		if err == nil {
			e, err = decodeEntry(data, k)
		}
		if err == nil {
			for _, i := range e.objects() {
				err = errors.Join(err, s.checkObject(i))
			}
		}
		if err != nil {
			report(fmt.Sprintf("%s: %v", path, err))
		}
		return nil
	})
	if err != nil {
		return objects, err
	}
	return objects, s.each(ctx, "specs", func(path, _ string) error {
		if _, err := s.readRemembered(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			report(fmt.Sprintf("%s: %v", path, err))
		}
		return nil
	})
}

// verifyObject checks all of an object that can be checked from its name.
func (s *Store) verifyObject(ctx context.Context, path, name string) error {
	digest, err := ParseDigest(strings.TrimSuffix(name, filepath.Ext(name)))
	if err != nil {
		return err
	}
	_, err = s.rehash(ctx, path, digest)
	return err
}
