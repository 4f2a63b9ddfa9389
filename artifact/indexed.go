package artifact

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"sort"
	"sync"
)

// cachedBytes is how much decoded content an Indexed keeps: what a join that
// follows the order of its records needs many times over.
const cachedBytes = 64 << 20

// An Indexed is an artifact open for random access, by any number of goroutines.
type Indexed struct {
	store  *Store
	object *object
	index  index

	mu     sync.Mutex
	cache  []cachedFrame // most recently used last
	cached int64
}

type cachedFrame struct {
	number  int
	content []byte
}

// Open opens an artifact for random access, after checking its trailer. Every
// frame is checked by its CRC and its digest when it is read.
func (s *Store) Open(i Info) (*Indexed, error) {
	o, err := s.openObject(i)
	if err != nil {
		return nil, err
	}
	x, err := o.readTrailer()
	if err != nil {
		o.file.Close() //lint:unchecked it was only read
		return nil, o.damaged(err)
	}
	return &Indexed{store: s, object: o, index: x}, nil
}

// Close releases the file.
func (x *Indexed) Close() error { return x.object.file.Close() }

// Len is the number of records.
func (x *Indexed) Len() int64 { return x.index.records }

// Get returns the record of id, without its newline, or false if there is
// none; of several with one id the first. The caller may keep the record.
func (x *Indexed) Get(id string) ([]byte, bool, error) {
	quoted, err := Marshal(id)
	if err != nil {
		return nil, false, nil // no record has an id that is not text
	}
	want := quoted[1 : len(quoted)-1]
	for _, offset := range x.index.find(hashID(want)) {
		line, err := x.lineAt(offset)
		if err != nil {
			return nil, false, err
		}
		if got, ok := lineID(line); ok && bytes.Equal(got, want) {
			return bytes.Clone(line), true, nil
		}
	}
	return nil, false, nil
}

// At returns the n-th record, from 0, without its newline. It panics if there
// is no such record.
func (x *Indexed) At(n int64) ([]byte, error) {
	if n < 0 || n >= x.index.records {
		panic(fmt.Sprintf("artifact: record %d of %d", n, x.index.records))
	}
	for number, f := range x.index.frames {
		if n >= f.records {
			n -= f.records
			continue
		}
		content, err := x.frame(number)
		if err != nil {
			return nil, err
		}
		for ; n > 0; n-- {
			_, content, _ = bytes.Cut(content, []byte{'\n'})
		}
		line, _, _ := bytes.Cut(content, []byte{'\n'})
		return bytes.Clone(line), nil
	}
	panic("artifact: a checked trailer does not add up")
}

// Lines yields n records from the one at position from on, counted from 0,
// without their newlines. It panics if there are not so many. The caller may
// keep them.
func (x *Indexed) Lines(from, n int64) iter.Seq2[[]byte, error] {
	if from < 0 || n < 0 || from+n > x.index.records {
		panic(fmt.Sprintf("artifact: %d records from record %d on, of %d", n, from, x.index.records))
	}
	return func(yield func([]byte, error) bool) {
		skip, left := from, n
		for number, f := range x.index.frames {
			if skip >= f.records {
				skip -= f.records
				continue
			}
			if left == 0 {
				return
			}
			content, err := x.frame(number)
			if err != nil {
				yield(nil, err)
				return
			}
			for len(content) > 0 && left > 0 {
				var line []byte
				line, content, _ = bytes.Cut(content, []byte{'\n'})
				if skip > 0 {
					skip--
					continue
				}
				if left--; !yield(line, nil) {
					return
				}
			}
		}
	}
}

// lineAt returns the line that begins at an offset of the stream.
func (x *Indexed) lineAt(offset int64) ([]byte, error) {
	frames := x.object.frames
	n := sort.Search(len(frames), func(i int) bool { return frames[i].start > offset }) - 1
	if n < 0 || offset >= x.index.bytes {
		return nil, x.object.damaged(fmt.Errorf("its index points to byte %d of %d", offset, x.index.bytes))
	}
	content, err := x.frame(n)
	if err != nil {
		return nil, err
	}
	line, _, _ := bytes.Cut(content[offset-frames[n].start:], []byte{'\n'})
	return line, nil
}

// frame returns the content of a frame, which is never written to again.
func (x *Indexed) frame(number int) ([]byte, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if i := slices.IndexFunc(x.cache, func(c cachedFrame) bool { return c.number == number }); i >= 0 {
		c := x.cache[i]
		x.cache = append(slices.Delete(x.cache, i, i+1), c)
		return c.content, nil
	}
	content, _, err := decodeFrame(x.store.codec.decoder, x.object.file, x.object.frames[number], nil, nil)
	if err == nil && DigestOf(content) != x.index.frames[number].sum {
		err = fmt.Errorf("frame %d does not have the digest it should have", number)
	}
	if err != nil {
		return nil, x.object.damaged(err)
	}
	x.cache = append(x.cache, cachedFrame{number, content})
	x.cached += int64(len(content))
	for x.cached > cachedBytes && len(x.cache) > 1 {
		x.cached -= int64(len(x.cache[0].content))
		x.cache = slices.Delete(x.cache, 0, 1)
	}
	return content, nil
}
