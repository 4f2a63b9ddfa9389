package inspect

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"worldc/artifact"
)

// pull turns a sorted table into a function that returns its rows one by one,
// then nil. A row is valid until the next.
func pull(s *sorter) (next func() (*row, error), stop func()) {
	pulled, stop := iter.Pull2(s.sorted())
	var current row
	return func() (*row, error) {
		r, err, ok := pulled()
		if !ok || err != nil {
			return nil, err
		}
		current = r
		return &current, nil
	}, stop
}

// A reader reads the records of files forward, by their positions.
type reader struct {
	side     side
	next     func() (Line, error, bool)
	stop     func()
	position uint64 // of the next record
	line     []byte

	// passed is told of each record that is read, if it is set.
	passed func(position uint64, line []byte)
}

func newReader(ctx context.Context, s side, files []artifact.ManifestFile) *reader {
	lines := s.records(ctx, files, func(artifact.ManifestFile, error) error { return nil })
	r := &reader{side: s}
	r.next, r.stop = iter.Pull2(lines)
	return r
}

func (r *reader) close() { r.stop() }

// at returns the record at a position, which may not be before the last one.
func (r *reader) at(position uint64) ([]byte, error) {
	for r.position <= position {
		line, err, ok := r.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("%s: its files changed while they were read", r.side.Dir)
		}
		r.line = line.Text
		if r.passed != nil {
			r.passed(r.position, line.Text)
		}
		r.position++
	}
	return r.line, nil
}

// Counterparts are the records of b that the second pass asks for in the order
// of a. Where b has another order they are laid out anew on disk.
type counterparts struct {
	reader  *reader
	buckets *buckets // nil where b is in the order of a
	added   []uint64 // positions of records that are only listed, still to come
}

func (d *describer) openB() (*counterparts, error) {
	c := &counterparts{reader: newReader(d.ctx, d.b, d.pair.b.Files), added: d.added.first}
	c.reader.passed = func(position uint64, line []byte) {
		if len(c.added) > 0 && c.added[0] == position {
			d.result.AddedRecords = append(d.result.AddedRecords, reference(line, position))
			c.added = c.added[1:]
		}
	}
	if d.result.Changed == 0 || d.result.Moved == 0 {
		return c, nil
	}
	var err error
	c.buckets, err = d.bucket(c.reader)
	if err != nil {
		c.close()
	}
	return c, err
}

// fetch returns the record of b that belongs to a pair.
func (c *counterparts) fetch(pair row) ([]byte, error) {
	if c.buckets != nil {
		return c.buckets.fetch(pair)
	}
	return c.reader.at(pair[pairB])
}

// rest reads what is only listed and has not been passed yet.
func (c *counterparts) rest() error {
	if len(c.added) == 0 {
		return nil
	}
	_, err := c.reader.at(c.added[len(c.added)-1])
	return err
}

func (c *counterparts) close() {
	c.reader.close()
	if c.buckets != nil {
		c.buckets.close()
	}
}

const (
	// bucketBytes is how much of the records of b is in memory at once when
	// they are wanted in another order; maxBuckets bounds the open files.
	bucketBytes = 64 << 20
	maxBuckets  = 256
)

// buckets hold the changed records of b, on disk, by the order of a: each a
// stretch of that order, in itself in the order of b.
type buckets struct {
	files   []*tempFile
	writers []*bufio.Writer
	firsts  []uint64 // the position in a of the first record of each bucket

	loaded  int // the bucket in memory, or -1
	records map[uint64][]byte
}

// bucket reads the changed records of b into buckets.
func (d *describer) bucket(r *reader) (*buckets, error) {
	b := &buckets{loaded: -1}
	var total uint64
	for pair, err := range d.pairs.sorted() {
		if err != nil {
			return b, err
		}
		if pair[pairDiffers] != 0 {
			total += pair[pairLength]
		}
	}
	size := max(bucketBytes, total/maxBuckets+1)
	byB := newSorter(d.options.Rows)
	defer byB.close()
	var filled uint64
	for pair, err := range d.pairs.sorted() {
		if err != nil {
			return b, err
		}
		if pair[pairDiffers] == 0 {
			continue
		}
		if len(b.files) == 0 || filled >= size {
			f, err := newTempFile()
			if err != nil {
				return b, err
			}
			b.files = append(b.files, f)
			b.writers = append(b.writers, bufio.NewWriterSize(f, 1<<16))
			b.firsts = append(b.firsts, pair[pairA])
			filled = 0
		}
		filled += pair[pairLength]
		if err := byB.add(row{pair[pairB], pair[pairA], uint64(len(b.files) - 1)}); err != nil {
			return b, err
		}
	}
	for want, err := range byB.sorted() {
		if err != nil {
			return b, err
		}
		line, err := r.at(want[0])
		if err != nil {
			return b, err
		}
		w := b.writers[want[2]]
		var head [16]byte
		binary.LittleEndian.PutUint64(head[:], want[1])
		binary.LittleEndian.PutUint64(head[8:], uint64(len(line)))
		_, err = w.Write(head[:])
		if err == nil {
			_, err = w.Write(line)
		}
		if err != nil {
			return b, tempError(err)
		}
	}
	for _, w := range b.writers {
		if err := w.Flush(); err != nil {
			return b, tempError(err)
		}
	}
	b.writers = nil
	return b, nil
}

// fetch returns the record of b that belongs to a pair.
func (b *buckets) fetch(pair row) ([]byte, error) {
	n, found := slices.BinarySearch(b.firsts, pair[pairA])
	if !found {
		n--
	}
	if n != b.loaded {
		if err := b.load(n); err != nil {
			return nil, err
		}
	}
	line, ok := b.records[pair[pairA]]
	if !ok {
		return nil, errors.New("inspect: a record is in no bucket")
	}
	return line, nil
}

func (b *buckets) load(n int) error {
	b.loaded, b.records = n, map[uint64][]byte{}
	r := bufio.NewReaderSize(io.NewSectionReader(b.files[n], 0, 1<<62), 1<<18)
	for {
		var head [16]byte
		if _, err := io.ReadFull(r, head[:]); err == io.EOF {
			return nil
		} else if err != nil {
			return tempError(err)
		}
		line := make([]byte, binary.LittleEndian.Uint64(head[8:]))
		if _, err := io.ReadFull(r, line); err != nil {
			return tempError(err)
		}
		b.records[binary.LittleEndian.Uint64(head[:])] = line
	}
}

func (b *buckets) close() {
	for _, f := range b.files {
		f.discard()
	}
	b.files, b.records = nil, nil
}
