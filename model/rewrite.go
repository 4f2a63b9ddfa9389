package model

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"worldc/artifact"
)

// A Recorded is an answer as it lies in recordings.
type Recorded struct {
	Use
	Role   string // who asked
	Record string
	Served string // the model, as the server named it
	Class  Class  // of an outcome; "" is a reply
	Limit  int    // of tokens, that it was asked with; 0 is none
	Usage  Usage
	Took   time.Duration // of the call that was answered; 0 where it is not known

	// Request is what was asked, as canonical JSON. Reply is what was answered,
	// likewise.
	Request, Reply json.RawMessage
}

// each calls do for every line that counts, in the order of the file, with the
// whole line. Frames that cannot be read are passed over.
func (r *Recordings) each(do func(l *line, row row) error) error {
	for _, p := range r.places() {
		text, err := r.text(p)
		if err != nil {
			continue
		}
		l := &line{}
		if err := json.Unmarshal(text, l); err != nil {
			continue
		}
		if err := do(l, p.row); err != nil {
			return err
		}
	}
	return nil
}

// places are where answers lie, in the order of the file.
func (r *Recordings) places() []*place {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var all []*place
	for _, a := range r.known { //lint:ordered sorted below
		for _, p := range a {
			if p != nil {
				all = append(all, p)
			}
		}
	}
	slices.SortFunc(all, func(a, b *place) int {
		return cmp.Or(cmp.Compare(a.frame.offset, b.frame.offset), cmp.Compare(a.offset, b.offset))
	})
	return all
}

// text is the line at a place.
func (r *Recordings) text(p *place) ([]byte, error) {
	content, err := r.content(p.frame)
	if err != nil {
		return nil, err
	}
	return p.cut(content)
}

// Each calls do for every answer, in the order in which they were recorded. An
// error of do ends it.
func (r *Recordings) Each(do func(Recorded) error) error {
	return r.each(func(l *line, row row) error {
		a, err := decodeAnswer(l.Answer)
		if err != nil {
			return err
		}
		return do(Recorded{
			Use: Use{row.id, int(row.ordinal), row.digest}, Role: l.Call.Role, Record: l.Call.Record, Served: l.Call.Served,
			Class: a.Class, Limit: int(row.limit), Usage: a.Usage, Took: time.Duration(l.Call.Took) * time.Millisecond, Request: l.Request, Reply: l.Answer,
		})
	})
}

// Verify reads everything and reports what is wrong: frames that cannot be
// read, and lines whose request, ordinal or answer is not what the index says.
// It returns the number of answers that are right.
func (r *Recordings) Verify(report func(problem string)) int {
	for _, d := range r.Damage() {
		report(d)
	}
	if n, err := r.unread(); err != nil {
		report(fmt.Sprintf("%s: %v", r.path, err))
	} else if n > 0 {
		report(fmt.Sprintf("%s: its last %d bytes are no whole answers: an interrupted build left them, or the file was cut short; copy it again, or the next build takes them off and asks again what it needs", r.path, n))
	}
	right := 0
	for _, p := range r.places() {
		if err := r.verify(p); err != nil {
			report(fmt.Sprintf("%s: the answer to %s, ordinal %d: %v", r.path, p.id, p.ordinal, err))
			continue
		}
		right++
	}
	return right
}

// unread is how many bytes at the end of the file hold nothing that can be read.
func (r *Recordings) unread() (int64, error) {
	r.looking.Lock()
	defer r.looking.Unlock()
	info, err := r.file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size() - r.end, nil
}

func (r *Recordings) verify(p *place) error {
	if _, err := r.read(p); err != nil {
		return err
	}
	text, err := r.text(p)
	if err != nil {
		return err
	}
	l := &line{}
	if err := json.Unmarshal(text, l); err != nil {
		return err
	}
	switch {
	case artifact.DigestOf(l.Request) != p.id || l.ID != p.id:
		return errors.New("the request is not the one that it is found by")
	case l.Ordinal != p.ordinal:
		return errors.New("the ordinal is not the one that it is found by")
	case artifact.DigestOf(l.Answer) != p.digest:
		return errors.New("the answer is not the one that was recorded")
	}
	return nil
}

// Merged says what came of merging or pruning.
type Merged struct {
	Kept    int // answers that are in the file now
	Dropped int // answers that were in a file and are not

	// Differ are answers that two files give to one request, where the first
	// file's was kept.
	Differ int
}

// MergeRecordings writes what the files sources hold into the file path, which
// may be one of them and is replaced as a whole. Of two answers to one request
// that of the earlier source is kept.
func MergeRecordings(path string, sources ...string) (Merged, error) {
	seen := map[key]*answers{}
	return rewrite(path, sources, func(p *place, m *Merged) bool {
		a := seen[p.key]
		if a == nil {
			a = &answers{}
			seen[p.key] = a
		}
		for _, old := range a {
			if old != nil && old.serves(int(p.limit)) {
				if old.digest != p.digest {
					m.Differ++
				}
				return false
			}
		}
		if a[p.ending] == nil {
			a[p.ending] = p
		}
		return true
	})
}

// PruneRecordings leaves in the file path what keep wants.
func PruneRecordings(path string, keep func(Use) bool) (Merged, error) {
	return rewrite(path, []string{path}, func(p *place, _ *Merged) bool {
		return keep(Use{p.id, int(p.ordinal), p.digest})
	})
}

// rewrite writes the answers of sources that keep wants into the file path,
// densely packed. While it runs no other process can write to path; those that
// have it open change over to the new one.
func rewrite(path string, sources []string, keep func(*place, *Merged) bool) (m Merged, err error) {
	var from []*Recordings
	defer func() {
		for _, r := range from {
			err = errors.Join(err, r.Close())
		}
	}()
	for _, source := range sources {
		r, err := OpenRecordings(source, true)
		if err != nil {
			return m, err
		}
		from = append(from, r)
	}
	to, err := OpenRecordings(path, false)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	err = to.locked(func() error {
		return replaceFile(path, func(write func([]byte) error) error {
			return pack(from, keep, &m, write)
		})
	})
	if err != nil {
		return m, fmt.Errorf("recordings: %w", err)
	}
	return m, nil
}

// pack writes the answers that keep wants as frames.
func pack(from []*Recordings, keep func(*place, *Merged) bool, m *Merged, write func([]byte) error) error {
	b := batch{packer: thePacker(), max: frameBytesSmall, small: true}
	for _, r := range from {
		if err := r.catchUp(reading); err != nil { // somebody may have written before the lock was there
			return err
		}
		for _, p := range r.places() {
			if !keep(p, m) {
				m.Dropped++
				continue
			}
			if err := r.verify(p); err != nil {
				return fmt.Errorf("%s: the answer to %s, ordinal %d: %w", r.path, p.id, p.ordinal, err)
			}
			text, err := r.text(p)
			if err != nil {
				return err
			}
			m.Kept++
			if out := b.add(nil, p.row, append(bytes.Clone(text), '\n')); len(out) > 0 {
				if err := write(out); err != nil {
					return err
				}
				b.done = nil
			}
		}
	}
	return write(b.flush(nil))
}

// replaceFile puts what fill writes in the place of the file path, or leaves
// that as it was.
func replaceFile(path string, fill func(write func([]byte) error) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	err = fill(func(data []byte) error {
		_, err := f.Write(data)
		return err
	})
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
