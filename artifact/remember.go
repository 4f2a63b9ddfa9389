package artifact

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
)

// remembered is the file specs/HASH.json: the keys of the last builds of a
// spec by node address, newest first. They give reasons ("threshold 0.6 ->
// 0.7") and are what GC keeps; no result depends on them.
type remembered struct {
	Spec   string           `json:"spec"`
	Builds []map[string]Key `json:"builds"`
}

// generations is how many builds of a spec are remembered. With two, going
// back on a change costs nothing, even after gc.
const generations = 2

// Remember notes that keys, by node address, are those of the latest build of
// spec. Spec is the absolute path of the spec: GC forgets specs that are gone.
func (s *Store) Remember(spec string, keys map[string]Key) error {
	path := s.specPath(spec)
	r := s.recall(spec)
	if len(r.Builds) > 0 && maps.Equal(r.Builds[0], keys) {
		return nil
	}
	r.Spec = spec
	r.Builds = append([]map[string]Key{keys}, r.Builds...)
	r.Builds = r.Builds[:min(len(r.Builds), generations)]
	data, err := encodeChecked(r)
	if err != nil {
		return err
	}
	return s.put(path, data)
}

// Recall returns the keys that were last remembered for spec, or nil.
func (s *Store) Recall(spec string) map[string]Key {
	if r := s.recall(spec); len(r.Builds) > 0 {
		return r.Builds[0]
	}
	return nil
}

func (s *Store) recall(spec string) remembered {
	path := s.specPath(spec)
	r, err := s.readRemembered(path)
	if err == nil && r.Spec != spec {
		err = fmt.Errorf("it holds the builds of %s", r.Spec)
	}
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.note("damaged memory of builds in the store: %s: %v", path, err)
		}
		return remembered{}
	}
	return r
}

func (s *Store) readRemembered(path string) (r remembered, err error) {
	data, err := readWhole(s.files, path, maxEntry)
	if err == nil {
		err = decodeChecked(data, &r)
	}
	return r, err
}

func (s *Store) specPath(spec string) string {
	return filepath.Join(s.dir, "specs", DigestOf([]byte(spec)).String()+".json")
}
