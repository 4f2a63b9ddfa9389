package artifact

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// memFiles is a file system in memory that knows the difference between what
// was written and what was synced, and that can be made to fail.
//
// A file has content that a reader sees and content that is durable; a
// directory has names that a reader sees and names that are durable. Sync and
// SyncDir make the one the other. Crash returns what a power cut leaves: for
// every file and every name that was not synced anything between the two.
type memFiles struct {
	mu    sync.Mutex
	root  *node
	locks map[string]int // shared holders, or -1

	ops int
	// before is asked before every operation that can fail; it may return the
	// error that the operation ends with. An operation of "write" that fails
	// has written half.
	before func(n int, op, name string) error

	// unsynced says of which files and directories a sync is swallowed: it
	// makes the mutants that the crash test must find.
	unsynced func(name string) bool
}

type node struct {
	dir           bool
	data, durable []byte
	names, synced map[string]*node
}

func newDirNode() *node {
	return &node{dir: true, names: map[string]*node{}, synced: map[string]*node{}}
}

func newMemFiles() *memFiles { return &memFiles{root: newDirNode(), locks: map[string]int{}} }

// enter counts an operation and asks whether it may succeed.
func (m *memFiles) enter(op, name string) error {
	m.ops++
	if m.before != nil {
		if err := m.before(m.ops, op, name); err != nil {
			return &fs.PathError{Op: op, Path: name, Err: err}
		}
	}
	return nil
}

func (m *memFiles) find(name string) (*node, error) {
	n := m.root
	for part := range strings.SplitSeq(strings.Trim(filepath.ToSlash(name), "/"), "/") {
		if part == "" {
			continue
		}
		if !n.dir {
			return nil, syscall.ENOTDIR
		}
		next := n.names[part]
		if next == nil {
			return nil, syscall.ENOENT
		}
		n = next
	}
	return n, nil
}

// at does f with the directory that holds name.
func (m *memFiles) at(op, name string, f func(dir *node, base string) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	err := m.enter(op, name)
	if err != nil {
		return err
	}
	dir, err := m.find(filepath.Dir(name))
	if err == nil {
		err = f(dir, filepath.Base(name))
	}
	if err != nil {
		return &fs.PathError{Op: op, Path: name, Err: err}
	}
	return nil
}

func (m *memFiles) Open(name string) (file, error) {
	var n *node
	err := m.at("open", name, func(dir *node, base string) error {
		if n = dir.names[base]; n == nil {
			return syscall.ENOENT
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &memFile{m: m, name: name, node: n, reading: true}, nil
}

func (m *memFiles) Create(name string) (file, error) {
	n := &node{}
	err := m.at("create", name, func(dir *node, base string) error {
		if dir.names[base] != nil {
			return syscall.EEXIST
		}
		dir.names[base] = n
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &memFile{m: m, name: name, node: n}, nil
}

func (m *memFiles) Mkdir(name string) error {
	return m.at("mkdir", name, func(dir *node, base string) error {
		if dir.names[base] != nil {
			return syscall.EEXIST
		}
		dir.names[base] = newDirNode()
		return nil
	})
}

func (m *memFiles) Rename(from, to string) error {
	return m.at("rename", from, func(dir *node, base string) error {
		n := dir.names[base]
		if n == nil {
			return syscall.ENOENT
		}
		into, err := m.find(filepath.Dir(to))
		if err != nil {
			return err
		}
		delete(dir.names, base)
		into.names[filepath.Base(to)] = n
		return nil
	})
}

func (m *memFiles) Remove(name string) error {
	return m.at("remove", name, func(dir *node, base string) error {
		n := dir.names[base]
		switch {
		case n == nil:
			return syscall.ENOENT
		case n.dir && len(n.names) > 0:
			return syscall.ENOTEMPTY
		}
		delete(dir.names, base)
		return nil
	})
}

func (m *memFiles) Stat(name string) (info fs.FileInfo, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.enter("stat", name); err != nil {
		return nil, err
	}
	n, err := m.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return memInfo{filepath.Base(name), n.dir, int64(len(n.data))}, nil
}

func (m *memFiles) ReadDir(name string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.enter("readdir", name); err != nil {
		return nil, err
	}
	n, err := m.find(name)
	if err == nil && !n.dir {
		err = syscall.ENOTDIR
	}
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	return slices.Sorted(maps.Keys(n.names)), nil
}

func (m *memFiles) SyncDir(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.enter("syncdir", name); err != nil {
		return err
	}
	n, err := m.find(name)
	if err != nil {
		return &fs.PathError{Op: "syncdir", Path: name, Err: err}
	}
	if m.unsynced == nil || !m.unsynced(name) {
		n.synced = maps.Clone(n.names)
	}
	return nil
}

func (m *memFiles) TryLock(name string, exclusive bool) (held, error) {
	var l held
	op := "lock"
	if !exclusive {
		op = "share"
	}
	err := m.at(op, name, func(dir *node, base string) error {
		if dir.names[base] == nil {
			if !exclusive {
				return syscall.ENOENT
			}
			dir.names[base] = &node{}
		}
		switch n := m.locks[name]; {
		case n == 0 && exclusive:
			m.locks[name] = -1
		case n >= 0 && !exclusive:
			m.locks[name] = n + 1
		default:
			return nil
		}
		l = &memLock{m, name, exclusive}
		return nil
	})
	return l, err
}

type memLock struct {
	m         *memFiles
	name      string
	exclusive bool
}

func (l *memLock) Unlock() error {
	l.m.mu.Lock()
	defer l.m.mu.Unlock()
	if l.exclusive {
		l.m.locks[l.name] = 0
	} else {
		l.m.locks[l.name]--
	}
	return nil
}

func (l *memLock) Remove() error {
	err := l.m.Remove(l.name)
	l.Unlock()
	return err
}

type memInfo struct {
	name string
	dir  bool
	size int64
}

func (i memInfo) Name() string       { return i.name }
func (i memInfo) Size() int64        { return i.size }
func (i memInfo) IsDir() bool        { return i.dir }
func (i memInfo) ModTime() time.Time { return time.Time{} }
func (i memInfo) Sys() any           { return nil }
func (i memInfo) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o777
	}
	return 0o666
}

type memFile struct {
	m    *memFiles
	name string
	node *node
	at   int64

	reading bool
}

func (f *memFile) do(op string, g func() error) error {
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	if err := f.m.enter(op, f.name); err != nil {
		return err
	}
	return g()
}

func (f *memFile) Read(p []byte) (n int, err error) {
	err = f.do("read", func() error {
		if f.at >= int64(len(f.node.data)) {
			return io.EOF
		}
		n = copy(p, f.node.data[f.at:])
		f.at += int64(n)
		return nil
	})
	return n, err
}

func (f *memFile) ReadAt(p []byte, off int64) (n int, err error) {
	err = f.do("read", func() error {
		if off < int64(len(f.node.data)) {
			n = copy(p, f.node.data[off:])
		}
		if n < len(p) {
			return io.EOF
		}
		return nil
	})
	return n, err
}

func (f *memFile) Write(p []byte) (n int, err error) {
	err = f.do("write", func() error {
		n = len(p)
		return nil
	})
	if err != nil {
		n = len(p) / 2
	}
	f.m.mu.Lock()
	defer f.m.mu.Unlock()
	f.node.data = append(f.node.data, p[:n]...)
	return n, err
}

func (f *memFile) Sync() error {
	return f.do("sync", func() error {
		if f.m.unsynced == nil || !f.m.unsynced(f.name) {
			f.node.durable = bytes.Clone(f.node.data)
		}
		return nil
	})
}

func (f *memFile) Close() error {
	if f.reading {
		return nil // it has nothing to lose
	}
	return f.do("close", func() error { return nil })
}

func (f *memFile) Stat() (info fs.FileInfo, err error) {
	err = f.do("stat", func() error {
		info = memInfo{filepath.Base(f.name), false, int64(len(f.node.data))}
		return nil
	})
	return info, err
}

// Crash returns the file system that is found after a power cut at this moment.
// No process lives and no lock is held.
// It is called with the file system at rest, or from before.
func (m *memFiles) Crash(r *rand.Rand) *memFiles {
	after := newMemFiles()
	after.root = crashed(m.root, r, map[*node]*node{})
	return after
}

func crashed(n *node, r *rand.Rand, copies map[*node]*node) *node {
	if c := copies[n]; c != nil {
		return c
	}
	c := &node{dir: n.dir}
	copies[n] = c
	if !n.dir {
		c.data = crashedData(n, r)
		c.durable = c.data
		return c
	}
	all := map[string]bool{}
	for name := range n.names {
		all[name] = true
	}
	for name := range n.synced {
		all[name] = true
	}
	c.names = map[string]*node{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		pick := n.synced[name]
		if n.names[name] != pick && r.IntN(2) == 0 {
			pick = n.names[name]
		}
		if pick != nil {
			c.names[name] = crashed(pick, r, copies)
		}
	}
	c.synced = maps.Clone(c.names)
	return c
}

func crashedData(n *node, r *rand.Rand) []byte {
	if bytes.Equal(n.data, n.durable) {
		return n.data // neither is written to any more
	}
	switch r.IntN(4) {
	case 0:
		return n.durable
	case 1:
		return bytes.Clone(n.data)
	case 2:
		return bytes.Clone(n.data[:r.IntN(len(n.data)+1)])
	default: // the length is there and the blocks are not
		return make([]byte, len(n.data))
	}
}

// Kill is the death of all processes: locks fall, and what they wrote stays.
func (m *memFiles) Kill() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.locks)
	m.before = nil
}

// Files lists the files by their paths.
func (m *memFiles) Files() (paths []string) {
	var walk func(path string, n *node)
	walk = func(path string, n *node) {
		if !n.dir {
			paths = append(paths, path)
		}
		for _, name := range slices.Sorted(maps.Keys(n.names)) {
			walk(path+"/"+name, n.names[name])
		}
	}
	walk("", m.root)
	return paths
}
