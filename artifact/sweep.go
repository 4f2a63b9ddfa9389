package artifact

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// sweep removes what processes that died have left: their temporary files,
// their locks, and the shards of nodes that they committed. What belongs to a
// living process is locked and stays. It is done when a store is opened; what
// cannot be removed, as in a store that is only read, harms nobody.
func (s *Store) sweep() {
	s.sweepDir("tmp", func(dir string) {
		if l, err := s.files.TryLock(filepath.Join(dir, scratchLock), true); err == nil && l != nil {
			s.sweepScratch(dir, l)
		}
	})
	s.sweepDir("shards", func(dir string) {
		k, err := ParseKey(filepath.Base(dir))
		if err != nil {
			return
		}
		if _, err := s.files.Stat(s.entryPath(k)); err != nil {
			return // not finished
		}
		if l, err := s.tryLock(k); err == nil && l != nil {
			_, _ = s.removeTree(dir)
			_ = l.Remove()
		}
	})
	s.sweepDir("locks", func(path string) {
		if l, err := s.files.TryLock(path, true); err == nil && l != nil {
			_ = l.Remove()
		}
	})
}

// sweepDir calls f for what lies in a directory of the store.
func (s *Store) sweepDir(name string, f func(path string)) {
	dir := filepath.Join(s.dir, name)
	names, _ := s.files.ReadDir(dir) // none, where it cannot be read
	for _, name := range names {
		f(filepath.Join(dir, name))
	}
}

// sweepScratch removes the temporary directory whose lock is l.
func (s *Store) sweepScratch(dir string, l held) {
	names, err := s.files.ReadDir(dir)
	for _, name := range names {
		if name != scratchLock {
			err = errors.Join(err, s.files.Remove(filepath.Join(dir, name)))
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		_ = l.Unlock() // and leave it to the next
		return
	}
	_ = l.Remove()
	_ = s.files.Remove(dir)
}
