package artifact

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sort"
)

// A trailer is the index of an object. It follows from the records alone, not
// from how they were compressed, so that its digest can stand in an [Info].
type trailer struct {
	records, bytes int64
	frames         []frameSum
	ids            []idRef // sorted by hash, then offset
}

// A frameSum describes the content of one frame.
type frameSum struct {
	bytes, records int64
	sum            Digest
}

// An idRef says at which byte of the stream the record of an id begins. The id
// itself is at that byte, so eight bytes of its hash are enough.
type idRef struct{ hash, offset uint64 }

const (
	trailerHead  = "worldc object 1\n"
	trailerFixed = len(trailerHead) + 4*8
	trailerFrame = 8 + 8 + sha256.Size
	trailerID    = 8 + 8
)

// hashID places an id in the index.
func hashID(id []byte) uint64 {
	sum := sha256.Sum256(id)
	return binary.LittleEndian.Uint64(sum[:])
}

// addLine counts a line of the stream, which is given without its newline.
func (t *trailer) addLine(line []byte) {
	if id, ok := lineID(line); ok {
		t.ids = append(t.ids, idRef{hashID(id), uint64(t.bytes)})
	}
	t.records++
	t.bytes += int64(len(line)) + 1
}

// addFrame counts the lines of a whole frame.
func (t *trailer) addFrame(content []byte) {
	f := frameSum{bytes: int64(len(content)), sum: DigestOf(content)}
	for len(content) > 0 {
		var line []byte
		line, content, _ = bytes.Cut(content, []byte{'\n'})
		t.addLine(line)
		f.records++
	}
	t.frames = append(t.frames, f)
}

// encode sorts the ids and writes the trailer.
func (t *trailer) encode() []byte {
	slices.SortFunc(t.ids, func(a, b idRef) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.offset, b.offset))
	})
	le := binary.LittleEndian
	b := make([]byte, 0, trailerFixed+len(t.frames)*trailerFrame+len(t.ids)*trailerID)
	b = append(b, trailerHead...)
	b = le.AppendUint64(b, uint64(t.records))
	b = le.AppendUint64(b, uint64(t.bytes))
	b = le.AppendUint64(b, uint64(len(t.frames)))
	b = le.AppendUint64(b, uint64(len(t.ids)))
	for _, f := range t.frames {
		b = le.AppendUint64(b, uint64(f.bytes))
		b = le.AppendUint64(b, uint64(f.records))
		b = append(b, f.sum[:]...)
	}
	for _, r := range t.ids {
		b = le.AppendUint64(b, r.hash)
		b = le.AppendUint64(b, r.offset)
	}
	return b
}

// An index is an encoded trailer, read in place: that of a million records
// takes 16 MB.
type index struct {
	records, bytes int64
	frames         []frameSum
	ids            []byte
}

// decodeTrailer reads an encoded trailer.
func decodeTrailer(b []byte) (index, error) {
	le := binary.LittleEndian
	if len(b) < trailerFixed || !bytes.HasPrefix(b, []byte(trailerHead)) {
		return index{}, errors.New("its trailer is not one of this format")
	}
	fixed := b[len(trailerHead):]
	records, size := le.Uint64(fixed), le.Uint64(fixed[8:])
	frames, ids := le.Uint64(fixed[16:]), le.Uint64(fixed[24:])
	rest := uint64(len(b) - trailerFixed)
	if frames > rest/trailerFrame || ids > rest/trailerID || frames*trailerFrame+ids*trailerID != rest ||
		ids > records || records > size || size > 1<<62 {
		return index{}, fmt.Errorf("its trailer claims %d records, %d bytes, %d frames and %d ids in %d bytes", records, size, frames, ids, len(b))
	}
	x := index{records: int64(records), bytes: int64(size), frames: make([]frameSum, frames)}
	b = b[trailerFixed:]
	var sumBytes, sumRecords uint64
	for i := range x.frames {
		n, r := le.Uint64(b), le.Uint64(b[8:])
		if n > size || r > records {
			return index{}, fmt.Errorf("its trailer is wrong about frame %d", i)
		}
		x.frames[i] = frameSum{bytes: int64(n), records: int64(r), sum: Digest(b[16:trailerFrame])}
		sumBytes += n
		sumRecords += r
		b = b[trailerFrame:]
	}
	if sumBytes != size || sumRecords != records {
		return index{}, errors.New("its trailer does not add up")
	}
	x.ids = b
	return x, nil
}

// find returns the offsets at which a record whose id has this hash may begin,
// in stream order.
func (x *index) find(hash uint64) []int64 {
	le := binary.LittleEndian
	at := func(i int) uint64 { return le.Uint64(x.ids[i*trailerID:]) }
	n := len(x.ids) / trailerID
	var offsets []int64
	for i := sort.Search(n, func(i int) bool { return at(i) >= hash }); i < n && at(i) == hash; i++ {
		offsets = append(offsets, int64(le.Uint64(x.ids[i*trailerID+8:])))
	}
	return offsets
}
