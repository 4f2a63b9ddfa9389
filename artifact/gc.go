package artifact

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// ErrBusy says that another process uses the store.
var ErrBusy = errors.New("another worldc uses the store: try again when it is done")

// GC removes what no build is likely to ask for again and returns how many
// bytes that freed. It keeps
//
//   - the entries of keep and of the two last remembered builds of every spec
//     that still exists, with their artifacts and reports;
//   - the shards of those keys, as far as their nodes are not finished.
//
// All else goes: other entries, objects that no entry leads to, damaged
// entries, shards, locks and temporary files of processes that died, and the
// memory of specs that are gone. There is no clock in that: what a spec still
// uses stays however old it is, what no spec uses goes however new it is.
//
// GC wants the store to itself and returns ErrBusy if another process has it
// open. No other method of s may run meanwhile.
func (s *Store) GC(ctx context.Context, keep ...Key) (freed int64, err error) {
	format := filepath.Join(s.dir, formatName)
	if err := s.use.Unlock(); err != nil {
		return 0, s.writeError(err)
	}
	alone, err := s.files.TryLock(format, true)
	if err == nil && alone != nil {
		freed, err = s.collect(ctx, keep)
		err = errors.Join(err, alone.Unlock())
	} else if err == nil {
		err = ErrBusy
	}
	use, again := s.files.TryLock(format, false)
	if use == nil && again == nil {
		again = ErrBusy
	}
	if again != nil {
		use = nothingHeld{}
	}
	s.use = use
	if err = errors.Join(err, again); err != nil {
		return freed, fmt.Errorf("store gc: %w", err)
	}
	return freed, nil
}

// nothingHeld stands for a lock that was lost.
type nothingHeld struct{}

func (nothingHeld) Unlock() error { return nil }
func (nothingHeld) Remove() error { return nil }

func (s *Store) collect(ctx context.Context, keep []Key) (freed int64, err error) {
	remove := func(path string) error {
		n, err := s.removeFile(path)
		freed += n
		return err
	}
	keys := map[Key]bool{}
	for _, k := range keep {
		keys[k] = true
	}
	err = s.each(ctx, "specs", func(path, _ string) error {
		r, err := s.readRemembered(path)
		if err == nil {
			_, err = s.files.Stat(r.Spec)
		}
		if err != nil {
			return remove(path)
		}
		for _, build := range r.Builds {
			for _, k := range build {
				keys[k] = true
			}
		}
		return nil
	})
	if err != nil {
		return freed, err
	}

	objects := map[Digest]bool{}
	finished := map[Key]bool{}
	err = s.eachBranch(ctx, "nodes", func(path, name string) error {
		k, err := ParseKey(strings.TrimSuffix(name, ".json"))
		if err != nil || !keys[k] {
			return remove(path)
		}
		data, err := readWhole(s.files, path, maxEntry)
		if err != nil {
			return err
		}
		e, err := decodeEntry(data, k)
		if err != nil {
			return remove(path)
		}
		for _, i := range e.objects() {
			objects[i.Digest] = true
		}
		finished[k] = true
		return nil
	})
	if err != nil {
		return freed, err
	}
	err = s.eachBranch(ctx, "objects", func(path, name string) error {
		d, err := ParseDigest(strings.TrimSuffix(name, ".zst"))
		if err == nil && objects[d] {
			return nil
		}
		return remove(path)
	})
	if err != nil {
		return freed, err
	}
	err = s.each(ctx, "shards", func(path, name string) error {
		k, err := ParseKey(name)
		if err == nil && keys[k] && !finished[k] {
			return nil
		}
		n, err := s.removeTree(path)
		freed += n
		return err
	})
	if err != nil {
		return freed, err
	}
	if err := s.each(ctx, "locks", func(path, _ string) error { return remove(path) }); err != nil {
		return freed, err
	}
	return freed, s.each(ctx, "tmp", func(path, _ string) error {
		if path == s.scratch {
			return nil
		}
		n, err := s.removeTree(path)
		freed += n
		return err
	})
}

// each calls f for the files of a directory of the store, in order of name.
func (s *Store) each(ctx context.Context, dir string, f func(path, name string) error) error {
	dir = filepath.Join(s.dir, dir)
	names, err := s.files.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, name := range names {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = f(filepath.Join(dir, name), name)
		}
	}
	return err
}

// eachBranch is each for a directory of directories.
func (s *Store) eachBranch(ctx context.Context, dir string, f func(path, name string) error) error {
	return s.each(ctx, dir, func(_, branch string) error {
		return s.each(ctx, filepath.Join(dir, branch), f)
	})
}
