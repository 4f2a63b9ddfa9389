package executors

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"iter"
	"maps"
	"slices"

	"worldc/artifact"
)

// A spool puts lines into another order than that in which they come: they are
// sorted into buckets of neighbouring places, which are kept on disk while there
// are more than fit into memory. For one goroutine.
type spool struct {
	shards  *artifact.Shards
	purpose string
	buckets map[uint64]*spoolBucket
	held    int64 // bytes in memory
	most    int64 // of them
}

type spoolBucket struct {
	lines [][]byte // each with its place before it
	bytes int64
	saved int // shards on disk
}

// A place is where a line belongs: in a group, by rank. Places are sorted by
// group, then rank, and no two lines have one.
type place struct{ group, rank uint32 }

const (
	spoolRanks = 1 << 12  // ranks of a group in one bucket
	spoolBytes = 48 << 20 // of lines in memory
	placeBytes = 16       // of a place, in hexadecimal digits
)

func newSpool(in *Input, purpose string) *spool {
	return &spool{shards: in.Store.Shards(in.Key), purpose: purpose, buckets: map[uint64]*spoolBucket{}, most: spoolBytes}
}

// add takes a line, and keeps no reference to it.
func (s *spool) add(p place, line []byte) error {
	key := uint64(p.group)<<32 | uint64(p.rank/spoolRanks)
	b := s.buckets[key]
	if b == nil {
		b = &spoolBucket{}
		s.buckets[key] = b
	}
	placed := make([]byte, 0, placeBytes+len(line))
	placed = binary.BigEndian.AppendUint32(placed, p.group)
	placed = binary.BigEndian.AppendUint32(placed, p.rank)
	placed = hex.AppendEncode(placed[:0], bytes.Clone(placed))
	b.lines = append(b.lines, append(placed, line...))
	n := int64(placeBytes + len(line))
	b.bytes += n
	if s.held += n; s.held > s.most {
		return s.flush()
	}
	return nil
}

// flush saves the largest buckets until half of the memory is free.
func (s *spool) flush() error {
	keys := slices.Sorted(maps.Keys(s.buckets))
	slices.SortStableFunc(keys, func(a, b uint64) int { return cmp.Compare(s.buckets[b].bytes, s.buckets[a].bytes) })
	for _, key := range keys {
		if s.held <= s.most/2 {
			break
		}
		b := s.buckets[key]
		if err := s.shards.Save(s.name(key), b.saved, b.lines); err != nil {
			return err
		}
		b.saved++
		s.held -= b.bytes
		b.lines, b.bytes = nil, 0
	}
	return nil
}

// name is what a bucket is called on disk.
func (s *spool) name(key uint64) string { return fmt.Sprintf("%s-%016x", s.purpose, key) }

// lines yields the lines in the order of their places, once.
func (s *spool) lines() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(s.buckets)) {
			b := s.buckets[key]
			lines := b.lines
			for i := range b.saved {
				saved, ok := s.shards.Load(s.name(key), i)
				if !ok {
					yield(nil, fmt.Errorf("what was kept on disk for a while cannot be read: build again"))
					return
				}
				lines = append(lines, saved...)
			}
			b.lines = nil
			slices.SortFunc(lines, func(a, b []byte) int { return bytes.Compare(a[:placeBytes], b[:placeBytes]) })
			for _, line := range lines {
				if !yield(line[placeBytes:], nil) {
					return
				}
			}
		}
	}
}
