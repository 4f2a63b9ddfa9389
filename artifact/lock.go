package artifact

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// lockPoll is how often a waiting build asks again. A node takes longer than
// that, and asking costs microseconds.
const lockPoll = 20 * time.Millisecond

// Lock makes the caller the only builder of k, in all processes, and waits
// until it can or ctx is done. After unlock no file is left of the lock; one
// of a process that died is taken over. After Lock the caller looks k up
// again: the builder it waited for may have finished it.
func (s *Store) Lock(ctx context.Context, k Key) (unlock func(), err error) {
	ticker := time.NewTicker(lockPoll)
	defer ticker.Stop()
	for {
		l, err := s.tryLock(k)
		if err != nil {
			return nil, s.writeError(err)
		}
		if l != nil {
			return func() { _ = l.Remove() }, nil // the system lets go of it in any case
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for another build to finish the same node: %w", context.Cause(ctx))
		case <-ticker.C:
		}
	}
}

// tryLock returns the lock of k, or nil while another builder holds it.
func (s *Store) tryLock(k Key) (held, error) {
	dir := filepath.Join(s.dir, "locks")
	if err := s.files.Mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return s.files.TryLock(filepath.Join(dir, k.String()), true)
}
