package model

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// How the end of a file is looked at.
type looking int

const (
	reading   looking = iota // somebody may be writing: what is unfinished is left alone
	appending                // under the lock: what is unfinished was left by a crash
	opening                  // likewise, and what was written last is read through
)

// catchUp reads the indexes that others have written since it last looked.
func (r *Recordings) catchUp(how looking) error {
	info, err := r.file.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	if size == r.end {
		return nil
	}
	if size < r.end {
		return fmt.Errorf("%s became shorter while it was in use", r.path)
	}
	at := r.end
	for at < size {
		rows, f, err := readIndex(r.file, at, size)
		if err == nil && how == opening && f.offset > size-checkedTail {
			err = r.readThrough(f)
		}
		if err == nil {
			r.learn(rows, f)
			at = f.offset + f.compressed
			continue
		}
		var system *os.PathError
		if errors.As(err, &system) {
			return err
		}
		next, scanErr := r.nextIndex(at+1, size)
		if scanErr != nil {
			return scanErr
		}
		if next < 0 {
			if at == 0 {
				if ok, err := r.begun(size); !ok {
					return errors.Join(err, fmt.Errorf("%s does not hold recordings", r.path))
				}
			}
			if how == reading {
				break
			}
			if err := r.file.Truncate(at); err != nil {
				return err
			}
			break
		}
		r.mu.Lock()
		r.damage = append(r.damage, fmt.Sprintf("%s: bytes %d to %d cannot be read: %v", r.path, at, next, err))
		r.mu.Unlock()
		at = next
	}
	r.end = at
	return nil
}

// begun reports whether the file begins as recordings do, or would if a crash
// had not left zeros in it.
func (r *Recordings) begun(size int64) (bool, error) {
	want := binary.LittleEndian.AppendUint32(nil, indexMagic)
	want = append(append(want, 0, 0, 0, 0), indexName...) // after the magic, a length
	head := make([]byte, min(int64(len(want)), size))
	if _, err := r.file.ReadAt(head, 0); err != nil {
		return false, err
	}
	for i, b := range head {
		if i/4 != 1 && b != want[i] {
			return len(bytes.Trim(head[i:], "\x00")) == 0, nil
		}
	}
	return true, nil
}

// readThrough decodes a frame to see that it is whole.
func (r *Recordings) readThrough(f *frame) error {
	raw := make([]byte, f.compressed)
	if _, err := r.file.ReadAt(raw, f.offset); err != nil {
		return err
	}
	if _, err := r.packer.Unpack(raw, f.bytes); err != nil {
		return fmt.Errorf("the frame at byte %d: %w", f.offset, err)
	}
	return nil
}

// nextIndex finds the first sound index from offset on, or returns -1.
func (r *Recordings) nextIndex(offset, size int64) (int64, error) {
	mark := binary.LittleEndian.AppendUint32(nil, indexMagic)
	const step = 1 << 20
	buf := make([]byte, min(step+16, max(size-offset, 0)))
	for at := offset; at < size; at += step {
		n, err := r.file.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if n == 0 {
			return 0, err
		}
		for from := 0; ; {
			i := bytes.Index(buf[from:n], mark)
			if i < 0 || from+i >= step {
				break
			}
			if _, _, err := readIndex(r.file, at+int64(from+i), size); err == nil {
				return at + int64(from+i), nil
			}
			from += i + 1
		}
	}
	return -1, nil
}

// learn notes where answers are. A later one takes the place of all that would
// have served instead of it.
func (r *Recordings) learn(rows []row, f *frame) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range rows {
		a := r.known[rows[i].key]
		if a == nil {
			a = &answers{}
			r.known[rows[i].key] = a
		}
		for e, p := range a {
			if p != nil && p.serves(int(rows[i].limit)) {
				a[e] = nil
			}
		}
		a[rows[i].ending] = &place{rows[i], f}
	}
}

// locked runs do while no other process writes to the file. It makes the file
// where there is none, and changes over to the one that has taken its place.
func (r *Recordings) locked(do func() error) (err error) {
	r.looking.Lock()
	defer r.looking.Unlock()
	for {
		if r.file == nil {
			if err := r.create(); err != nil {
				return err
			}
		}
		if err := flock(r.file, unix.LOCK_EX); err != nil {
			return err
		}
		mine, err := r.file.Stat()
		if err != nil {
			return err
		}
		there, err := os.Stat(r.path)
		if err == nil && os.SameFile(mine, there) {
			break
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		if err := r.forget(); err != nil {
			return err
		}
	}
	defer func() { err = errors.Join(err, flock(r.file, unix.LOCK_UN)) }()
	return do()
}

// create opens the file for writing, and makes it lasting where it is new.
func (r *Recordings) create() error {
	file, err := os.OpenFile(r.path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.file = file
	r.mu.Unlock()
	return syncDir(filepath.Dir(r.path))
}

// forget lets go of a file that another has taken the place of.
func (r *Recordings) forget() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.file.Close()
	r.end = 0
	r.file, r.damage = nil, nil
	clear(r.known)
	r.cache.clear()
	return err
}

func flock(f *os.File, how int) error {
	for {
		err := unix.Flock(int(f.Fd()), how)
		if !errors.Is(err, unix.EINTR) {
			if err != nil {
				return &os.PathError{Op: "lock", Path: f.Name(), Err: err}
			}
			return nil
		}
	}
}

// syncDir makes lasting what files a directory has.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
