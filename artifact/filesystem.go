package artifact

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"github.com/gofrs/flock"
)

// A fileSystem is what the store asks of the operating system. The tests put
// one in its place that fails on demand and forgets what was not synced.
type fileSystem interface {
	// Open opens a file for reading, Create makes a new one for writing.
	Open(name string) (file, error)
	Create(name string) (file, error)

	// Mkdir, Rename, Remove, Stat and ReadDir are those of package os; the
	// names from ReadDir are sorted.
	Mkdir(name string) error
	Rename(from, to string) error
	Remove(name string) error
	Stat(name string) (fs.FileInfo, error)
	ReadDir(name string) ([]string, error)

	// SyncDir makes durable which names a directory holds.
	SyncDir(name string) error

	// TryLock locks the file name, shared or exclusive, or returns nil if
	// another holder stands in the way. An exclusive lock makes its file; a
	// shared one is for files that exist and works where nothing can be written.
	TryLock(name string, exclusive bool) (held, error)
}

// A file is an open file of a fileSystem.
type file interface {
	io.Reader
	io.ReaderAt
	io.Writer
	io.Closer
	Sync() error
	Stat() (fs.FileInfo, error)
}

// A held lock is let go by Unlock; Remove lets it go and removes its file.
type held interface {
	Unlock() error
	Remove() error
}

// osFiles is the real file system.
type osFiles struct{}

func (osFiles) Open(name string) (file, error) { return os.Open(name) }

func (osFiles) Create(name string) (file, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

func (osFiles) Mkdir(name string) error               { return os.Mkdir(name, 0o777) }
func (osFiles) Rename(from, to string) error          { return os.Rename(from, to) }
func (osFiles) Remove(name string) error              { return os.Remove(name) }
func (osFiles) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }

func (osFiles) ReadDir(name string) ([]string, error) {
	entries, err := os.ReadDir(name)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

func (osFiles) SyncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	return cmp.Or(d.Sync(), d.Close())
}

func (osFiles) TryLock(name string, exclusive bool) (held, error) {
	if !exclusive {
		l := flock.New(name, flock.SetFlag(os.O_RDONLY))
		if ok, err := l.TryRLock(); !ok || err != nil {
			return nil, cmp.Or(err, l.Close())
		}
		return osLock{l}, nil
	}
	for {
		l := flock.New(name, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o666))
		if ok, err := l.TryLock(); !ok || err != nil {
			return nil, cmp.Or(err, l.Close())
		}
		// The holder before us may have removed the file between our opening
		// and our locking it: then we hold a lock that nobody else can see.
		mine, err := l.Stat()
		if err != nil {
			return nil, cmp.Or(err, l.Close())
		}
		if now, err := os.Stat(name); err == nil && os.SameFile(mine, now) {
			return osLock{l}, nil
		}
		if err := l.Close(); err != nil {
			return nil, err
		}
	}
}

type osLock struct{ lock *flock.Flock }

func (l osLock) Unlock() error { return l.lock.Close() }

// Remove removes the file while the lock on it is held, so that whoever waits
// for it sees that it is gone.
func (l osLock) Remove() error {
	return cmp.Or(os.Remove(l.lock.Path()), l.lock.Close())
}

// readWhole returns the content of a file of at most max bytes.
func readWhole(files fileSystem, name string, max int64) (data []byte, err error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // it is only read
	data, err = io.ReadAll(io.LimitReader(f, max+1))
	if err == nil && int64(len(data)) > max {
		err = fmt.Errorf("read %s: it is larger than %d bytes", name, max)
	}
	return data, err
}

// writeAside writes a new file and syncs it. After an error nothing is left.
func writeAside(files fileSystem, name string, write func(io.Writer) error) error {
	f, err := files.Create(name)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = cmp.Or(err, f.Close()); err != nil {
		// What cannot be removed either is found by the next sweep.
		_ = files.Remove(name)
	}
	return err
}

// moveInto renames a synced file into a directory and syncs the directory.
func moveInto(files fileSystem, from, to, dir string) error {
	if err := files.Rename(from, to); err != nil {
		_ = files.Remove(from)
		return err
	}
	return files.SyncDir(dir)
}

// noSpace reports whether err is a disk, quota or file size limit reached.
func noSpace(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// readOnly reports whether err says that a place cannot be written to.
func readOnly(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}
