package artifact

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The directory of a store:
//
//	format              "worldc store 1"; every user holds a shared lock on it, GC an exclusive one
//	objects/ab/abc….zst an object by its digest
//	nodes/12/123….json  an Entry by its key
//	specs/….json        the last builds of a spec, for reasons and as roots for GC
//	shards/KEY/…        scratch of nodes that are not finished
//	locks/KEY           held by whoever makes the node of that key
//	tmp/…/              files on their way, a directory a process, its lock held while it lives
const (
	formatName = "format"
	formatHead = "worldc store "
	format     = 1

	maxEntry = 64 << 20
)

// A Store keeps artifacts by digest and entries by key, in a directory. It can
// be used by any number of goroutines and processes at once.
type Store struct {
	dir   string
	files fileSystem
	codec *codec
	use   held // the shared lock on the store

	mu      sync.Mutex
	damage  []string
	scratch string          // the temporary directory of this process, once there is one
	owned   held            // its lock
	made    int             // temporary files so far
	known   map[string]bool // directories that are durable
}

// DefaultDir returns the directory of the user's store: $WORLDC_STORE, else
// worldc in the user's cache directory. This is the only place where the
// package reads the environment.
func DefaultDir() (string, error) {
	if dir := os.Getenv("WORLDC_STORE"); dir != "" {
		return dir, nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no place for the store: %w; set WORLDC_STORE to a directory", err)
	}
	return filepath.Join(dir, "worldc"), nil
}

// OpenStore opens the store in dir and makes it where there is none. It
// refuses the store of a newer worldc and a directory that holds something
// else. A store that cannot be written to opens for reading; the first write
// says why it fails.
func OpenStore(dir string) (*Store, error) {
	return openStore(osFiles{}, dir, newCodec(runtime.GOMAXPROCS(0)))
}

func openStore(files fileSystem, dir string, c *codec) (*Store, error) {
	path := filepath.Join(dir, formatName)
	data, err := readWhole(files, path, 4096)
	if errors.Is(err, fs.ErrNotExist) {
		if err = initStore(files, dir); err == nil {
			data, err = readWhole(files, path, 4096)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("cannot open the store: %w", err)
	}
	version, isStore := strings.CutPrefix(strings.TrimSuffix(string(data), "\n"), formatHead)
	n, err := strconv.Atoi(version)
	switch {
	case !isStore || err != nil || n < 1:
		return nil, fmt.Errorf("cannot open the store: %s does not say %q: it is damaged or not worldc's; remove %s to start afresh, or set WORLDC_STORE to another directory", path, formatHead+strconv.Itoa(format), dir)
	case n > format:
		return nil, fmt.Errorf("cannot open the store: %s has format %d, and this worldc knows formats up to %d: use a newer worldc, or set WORLDC_STORE to another directory", dir, n, format)
	}
	use, err := files.TryLock(path, false)
	if err != nil {
		return nil, fmt.Errorf("cannot open the store: %w", err)
	}
	if use == nil {
		return nil, fmt.Errorf("cannot open the store: `worldc store gc` is at work in %s: try again when it is done", dir)
	}
	s := &Store{dir: dir, files: files, codec: c, use: use, known: map[string]bool{}}
	s.sweep()
	return s, nil
}

// initStore makes an empty store of a directory that does not exist or is empty.
func initStore(files fileSystem, dir string) error {
	if err := mkdirAll(files, dir); err != nil {
		return storeError(dir, err)
	}
	names, err := files.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !strings.HasPrefix(name, formatName) { // left by an interrupted initStore
			return fmt.Errorf("%s is not a store: it holds %s and no file named %q; set WORLDC_STORE to an empty or new directory", dir, name, formatName)
		}
	}
	aside := filepath.Join(dir, formatName+"."+randomName())
	err = writeAside(files, aside, func(w io.Writer) error {
		_, err := io.WriteString(w, formatHead+strconv.Itoa(format)+"\n")
		return err
	})
	if err == nil {
		err = moveInto(files, aside, filepath.Join(dir, formatName), dir)
	}
	return storeError(dir, err)
}

// Dir is the directory of the store.
func (s *Store) Dir() string { return s.dir }

// Close lets go of the store. Writers that are open must not be used any more.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.owned != nil {
		// What is left behind is removed by the next build.
		_ = s.owned.Remove()
		_ = s.files.Remove(s.scratch)
		s.owned, s.scratch = nil, ""
	}
	return s.use.Unlock()
}

// Lookup returns the entry of k. Whatever is wrong with it is a miss, and
// remembered in Damage: it cannot be read, its checksum does not hold, it is
// the entry of another key, or an object of it is missing or of a wrong size.
func (s *Store) Lookup(k Key) (Entry, bool) {
	path := s.entryPath(k)
	data, err := readWhole(s.files, path, maxEntry)
	if errors.Is(err, fs.ErrNotExist) {
		return Entry{}, false
	}
	var e Entry
	if err == nil {
		e, err = decodeEntry(data, k)
	}
	if err != nil {
		s.note("damaged entry in the store: %s: %v", path, err)
		return Entry{}, false
	}
	for _, i := range e.objects() {
		if err := s.checkObject(i); err != nil {
			s.note("%v", err)
			return Entry{}, false
		}
	}
	return e, true
}

// Commit makes e the entry of e.Key: its report first, then the entry; the
// artifact e.Info and the list e.Calls are there already, since Finish returned
// them. Commit sets e.Report. An entry that the key had is replaced.
func (s *Store) Commit(e Entry, report []byte) error {
	if err := s.checkObject(e.Info); err != nil {
		return fmt.Errorf("commit of %s: %w", e.Key, err)
	}
	if e.Calls != (Info{}) {
		if err := s.checkObject(e.Calls); err != nil {
			return fmt.Errorf("commit of %s: %w", e.Key, err)
		}
	}
	w, err := s.Create()
	if err != nil {
		return err
	}
	defer w.Discard()
	if err := w.WriteLine(report); err != nil {
		return fmt.Errorf("report of %s: %w", e.Key, err)
	}
	if e.Report, err = w.Finish(); err != nil {
		return err
	}
	data, err := encodeEntry(e)
	if err != nil {
		return err
	}
	return s.put(s.entryPath(e.Key), data)
}

// Report returns the report that was committed with e: canonical JSON.
func (s *Store) Report(e Entry) (report []byte, err error) {
	for line, err := range s.Lines(e.Report) {
		if err != nil {
			return nil, err
		}
		report = append(report, line...)
	}
	return report, nil
}

// Forget removes a damaged object, so that the nodes that led to it are misses
// and make it again. It is no error if another build was faster.
func (s *Store) Forget(i Info) error {
	path := s.objectPath(i.Digest)
	err := s.files.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = s.files.SyncDir(filepath.Dir(path))
	}
	return s.writeError(err)
}

// Damage lists what Lookup and Recall found wrong, in the order they found it.
func (s *Store) Damage() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.damage)
}

// note remembers damage, once.
func (s *Store) note(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text := fmt.Sprintf(format, args...); !slices.Contains(s.damage, text) {
		s.damage = append(s.damage, text)
	}
}

func (s *Store) objectPath(d Digest) string {
	name := d.String()
	return filepath.Join(s.dir, "objects", name[:2], name+".zst")
}

func (s *Store) entryPath(k Key) string {
	name := k.String()
	return filepath.Join(s.dir, "nodes", name[:2], name+".json")
}

// put writes a file of the store, whole or not at all.
func (s *Store) put(path string, data []byte) error {
	aside, err := s.aside()
	if err != nil {
		return err
	}
	err = writeAside(s.files, aside, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if err != nil {
		return s.writeError(err)
	}
	return s.publish(aside, path)
}

// publish moves a synced file to its place and makes that durable.
func (s *Store) publish(aside, path string) error {
	dir := filepath.Dir(path)
	if err := s.durableDir(dir); err != nil {
		_ = s.files.Remove(aside)
		return s.writeError(err)
	}
	return s.writeError(moveInto(s.files, aside, path, dir))
}

// syncParent makes durable that path is in its directory.
func (s *Store) syncParent(path string) error {
	dir := filepath.Dir(path)
	if err := s.durableDir(dir); err != nil {
		return err
	}
	return s.files.SyncDir(dir)
}

// durableDir makes a directory inside the store and syncs every directory on
// the way to it. One that another process has just made may not be durable
// yet, so the first use in this process syncs in any case.
func (s *Store) durableDir(dir string) error {
	if dir == s.dir {
		return nil
	}
	s.mu.Lock()
	known := s.known[dir]
	s.mu.Unlock()
	if known {
		return nil
	}
	parent := filepath.Dir(dir)
	if err := s.durableDir(parent); err != nil {
		return err
	}
	if err := s.files.Mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := s.files.SyncDir(parent); err != nil {
		return err
	}
	s.mu.Lock()
	s.known[dir] = true
	s.mu.Unlock()
	return nil
}

// aside returns the name of a new temporary file.
func (s *Store) aside() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.owned == nil {
		if err := s.makeScratch(); err != nil {
			return "", s.writeError(err)
		}
	}
	s.made++
	return filepath.Join(s.scratch, strconv.Itoa(s.made)), nil
}

const scratchLock = "lock"

// makeScratch makes the temporary directory of this process.
func (s *Store) makeScratch() error {
	top := filepath.Join(s.dir, "tmp")
	if err := s.files.Mkdir(top); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	// Another process may take the directory for a dead one's before it is
	// locked, and sweep it: then try again.
	for range 100 {
		dir := filepath.Join(top, randomName())
		if err := s.files.Mkdir(dir); err != nil {
			return err
		}
		l, err := s.files.TryLock(filepath.Join(dir, scratchLock), true)
		if errors.Is(err, fs.ErrNotExist) || err == nil && l == nil {
			continue
		}
		if err != nil {
			_ = s.files.Remove(dir)
			return err
		}
		s.scratch, s.owned = dir, l
		return nil
	}
	return fmt.Errorf("cannot make a temporary directory in %s", top)
}

// writeError says what an error of the system means for a store.
func (s *Store) writeError(err error) error { return storeError(s.dir, err) }

func storeError(dir string, err error) error {
	switch {
	case err == nil:
		return nil
	case noSpace(err):
		return fmt.Errorf("no space left for the store %s: %w; make room, run `worldc store gc`, or set WORLDC_STORE to a directory on another disk", dir, err)
	case readOnly(err):
		return fmt.Errorf("the store %s cannot be written to: %w; set WORLDC_STORE to a directory that can", dir, err)
	}
	return fmt.Errorf("cannot write to the store %s: %w", dir, err)
}

// mkdirAll makes dir and what leads to it, and syncs what it changed.
func mkdirAll(files fileSystem, dir string) error {
	if _, err := files.Stat(dir); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := mkdirAll(files, parent); err != nil {
			return err
		}
	}
	if err := files.Mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return files.SyncDir(parent)
}

// randomName returns a file name that no other process uses. It is never part
// of what is stored.
func randomName() string {
	var b [8]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
