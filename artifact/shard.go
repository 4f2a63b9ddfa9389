package artifact

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
)

// Shards are the scratch of a node that is not finished: the results of the
// parts of its work, committed one by one, so that an interrupted build goes
// on where it was. A shard that is damaged or that a crash swallowed is a miss
// and its part is done again; nothing else depends on it, which is why shards,
// unlike objects, are not synced.
type Shards struct {
	store *Store
	key   Key
	dir   string
}

// Shards returns the scratch of the node of k. It belongs to the holder of
// [Store.Lock] for k.
func (s *Store) Shards(k Key) *Shards {
	return &Shards{store: s, key: k, dir: filepath.Join(s.dir, "shards", k.String())}
}

// Load returns the lines of shard i of a purpose, or false where there is none
// that can be trusted.
func (h *Shards) Load(purpose string, i int) ([][]byte, bool) {
	packed, err := readWhole(h.store.files, h.path(purpose, i), maxShard)
	if err != nil {
		return nil, false
	}
	data, err := h.store.codec.decoder.DecodeAll(packed, nil)
	if err != nil {
		return nil, false
	}
	head := h.head(purpose, i)
	sum, rest, ok := bytes.Cut(data, []byte{'\n'})
	if !ok || string(sum) != DigestOf(rest).String() || !bytes.HasPrefix(rest, head) {
		return nil, false
	}
	body := rest[len(head):]
	lines := bytes.Split(body, []byte{'\n'})
	return lines[: len(lines)-1 : len(lines)-1], true
}

// Save stores the lines of shard i of a purpose, which must hold no newline.
func (h *Shards) Save(purpose string, i int, lines [][]byte) error {
	s := h.store
	body := h.head(purpose, i)
	for _, line := range lines {
		if bytes.IndexByte(line, '\n') >= 0 {
			panic("artifact: a line of a shard holds a newline")
		}
		body = append(append(body, line...), '\n')
	}
	data := append([]byte(DigestOf(body).String()+"\n"), body...)
	if err := s.durableDir(h.dir); err != nil {
		return s.writeError(err)
	}
	aside, err := s.aside()
	if err != nil {
		return err
	}
	f, err := s.files.Create(aside)
	if err != nil {
		return s.writeError(err)
	}
	_, err = f.Write(s.codec.encoder.EncodeAll(data, nil))
	if err = cmp.Or(err, f.Close()); err == nil {
		err = s.files.Rename(aside, h.path(purpose, i))
	}
	if err != nil {
		_ = s.files.Remove(aside)
	}
	return s.writeError(err)
}

// Remove drops all shards of the node, after its commit.
func (h *Shards) Remove() error {
	if _, err := h.store.removeTree(h.dir); err != nil {
		return h.store.writeError(err)
	}
	h.store.mu.Lock()
	delete(h.store.known, h.dir)
	h.store.mu.Unlock()
	return nil
}

const maxShard = 1 << 30

// head names the shard inside of it, so that one cannot pass for another.
func (h *Shards) head(purpose string, i int) []byte {
	return []byte(h.key.String() + " " + strconv.Quote(purpose) + " " + strconv.Itoa(i) + "\n")
}

func (h *Shards) path(purpose string, i int) string {
	if purpose == "" || !isFileName(purpose) || i < 0 {
		panic(fmt.Sprintf("artifact: shard %d of purpose %q", i, purpose))
	}
	return filepath.Join(h.dir, purpose+"-"+strconv.Itoa(i)+".zst")
}

// isFileName reports whether name is safe as a file name on any system.
func isFileName(name string) bool {
	for _, c := range []byte(name) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-':
		default:
			return false
		}
	}
	return true
}

// removeTree removes a directory of files and returns how many bytes they had.
// It is no error if there is none.
func (s *Store) removeTree(dir string) (freed int64, err error) {
	names, err := s.files.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	for _, name := range names {
		if err != nil {
			return freed, err
		}
		var n int64
		n, err = s.removeFile(filepath.Join(dir, name))
		freed += n
	}
	if err == nil {
		err = s.files.Remove(dir)
	}
	return freed, err
}

// removeFile removes a file and returns its size.
func (s *Store) removeFile(path string) (int64, error) {
	stat, err := s.files.Stat(path)
	if err == nil {
		err = s.files.Remove(path)
	}
	if err != nil {
		return 0, err
	}
	return stat.Size(), nil
}
