package inspect

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"worldc/artifact"
	"worldc/jsonwalk"
)

// A comparer compares one stream record by record, in two passes. The first
// reads both sides and keeps a row for each record: where it stands, a hash of
// what makes it the same record, and a hash of its text. Sorted by the former,
// the rows of both sides meet. The second pass reads again those records only
// that are to be told apart field by field, or listed.
type comparer struct {
	ctx     context.Context
	a, b    side
	pair    streamPair
	options DiffOptions
	result  *StreamDifference
	note    func(string)

	// identities are what rows were made of, by side; nil where they have ids of
	// their own or it is not known.
	identities [2]identities

	pairs          *sorter // of pairRows
	removed, added firsts

	order   []uint32 // positions in b of the pairs, in the order of a
	unmoved []bool   // pairs that need not move; nil if none need to
}

// Records are compared by these words of a row:
//
//	record row   identity (2), position, text (2), length and whether it has an id
//	loose row    position, whether it has an id
//	pair row     position in a, position in b, whether the texts differ, length in b
const (
	identityHi, identityLo, position, textHi, textLo, lengthAndID = 0, 1, 2, 3, 4, 5

	loosePosition, looseID = 0, 1

	pairA, pairB, pairDiffers, pairLength = 0, 1, 2, 3
)

// maxMoves is the greatest number of records whose moves are counted: that
// takes 13 bytes for each.
const maxMoves = 8 << 20

// firsts counts positions that come in order, and keeps the first.
type firsts struct {
	count int64
	first []uint64
}

func (f *firsts) add(position uint64, limit int) {
	f.count++
	if len(f.first) < limit {
		f.first = append(f.first, position)
	}
}

func (c *comparer) run() error {
	if err := c.identify(); err != nil {
		return err
	}
	rowsA, rowsB, err := c.index()
	defer rowsA.close()
	defer rowsB.close()
	if err != nil {
		return err
	}
	c.result.RecordsA, c.result.RecordsB = rowsA.count, rowsB.count
	c.pairs = newSorter(c.options.Rows)
	defer c.pairs.close()
	if err := c.match(rowsA, rowsB); err != nil {
		return err
	}
	if err := c.arrange(); err != nil {
		return err
	}
	r := c.result
	r.Removed, r.Added = c.removed.count, c.added.count
	r.Unchanged = c.pairs.count - r.Changed
	if r.Same() {
		return nil
	}
	d := describer{comparer: c}
	if err := d.run(); err != nil {
		return err
	}
	return c.nameRows()
}

// index makes the rows of both sides, at once.
func (c *comparer) index() (rowsA, rowsB *sorter, err error) {
	ctx, cancel := context.WithCancel(c.ctx)
	defer cancel()
	rows := [2]*sorter{newSorter(c.options.Rows), newSorter(c.options.Rows)}
	var notes [2][]string
	var errs [2]error
	var wg sync.WaitGroup
	for i, s := range []struct {
		side  side
		files []artifact.ManifestFile
	}{{c.a, c.pair.a.Files}, {c.b, c.pair.b.Files}} {
		wg.Go(func() {
			lines := s.side.records(ctx, s.files, func(_ artifact.ManifestFile, err error) error {
				if !s.side.single {
					notes[i] = append(notes[i], err.Error())
				}
				return nil
			})
			for line, err := range lines {
				if err == nil {
					err = addRecord(rows[i], s.side.Dataset, line, c.identities[i])
				}
				if err != nil {
					errs[i] = err
					cancel()
					return
				}
			}
		})
	}
	wg.Wait()
	for _, n := range slices.Concat(notes[0], notes[1]) {
		c.note(n)
	}
	// One side's error stops the other, whose own is then no news.
	slices.SortStableFunc(errs[:], func(x, y error) int {
		return cmp.Compare(canceled(x), canceled(y))
	})
	return rows[0], rows[1], errs[0]
}

func canceled(err error) int {
	switch {
	case err == nil:
		return 2
	case errors.Is(err, context.Canceled):
		return 1
	}
	return 0
}

// addRecord adds the row of a record, which is told apart by its id, or by one of
// the identities.
func addRecord(rows *sorter, d *Dataset, line Line, all identities) error {
	if len(line.Text) == 0 {
		return badLine(d, line, "an empty line is no record")
	}
	sum := sha256.Sum256(line.Text)
	word := func(sum []byte, i int) uint64 { return binary.BigEndian.Uint64(sum[8*i:]) }
	r := row{position: uint64(rows.count), textHi: word(sum[:], 0), textLo: word(sum[:], 1)}
	r[lengthAndID] = uint64(len(line.Text)) << 1
	if d.isLineage(line.File) {
		identity := identityOf(line.Text)
		r[identityHi], r[identityLo] = identity[0], identity[1]
		r[lengthAndID] |= 1
	} else if id, ok := recordID(line.Text); ok {
		identity := sha256.Sum256(append([]byte("id "), id...))
		r[identityHi], r[identityLo] = word(identity[:], 0), word(identity[:], 1)
		r[lengthAndID] |= 1
	} else if identity, ok := all.identity(line); ok {
		r[identityHi], r[identityLo] = identity[0], identity[1]
		r[lengthAndID] |= 1
	} else {
		r[identityHi], r[identityLo] = word(sum[:], 2), word(sum[:], 3)
	}
	return rows.add(r)
}

// match pairs the rows of equal identity, the n-th with the n-th. What is left
// was removed or added, but for records without an id in one position.
func (c *comparer) match(rowsA, rowsB *sorter) error {
	onlyA, onlyB := newSorter(c.options.Rows), newSorter(c.options.Rows)
	defer onlyA.close()
	defer onlyB.close()
	err := merge(rowsA, rowsB, identityLo+1, func(a, b *row) error {
		switch {
		case b == nil:
			return onlyA.add(row{a[position], a[lengthAndID] & 1, a[lengthAndID] >> 1})
		case a == nil:
			return onlyB.add(row{b[position], b[lengthAndID] & 1, b[lengthAndID] >> 1})
		}
		var differs uint64
		if a[textHi] != b[textHi] || a[textLo] != b[textLo] {
			differs = 1
		}
		return c.pairs.add(row{a[position], b[position], differs, b[lengthAndID] >> 1})
	})
	if err != nil {
		return err
	}
	return merge(onlyA, onlyB, 1, func(a, b *row) error {
		if a != nil && b != nil && a[looseID] == 0 && b[looseID] == 0 {
			return c.pairs.add(row{a[loosePosition], b[loosePosition], 1, b[2]})
		}
		if a != nil {
			c.removed.add(a[loosePosition], c.options.Limit)
		}
		if b != nil {
			c.added.add(b[loosePosition], c.options.Limit)
		}
		return nil
	})
}

// merge walks two sorted tables and calls f with the rows that agree in their
// first words, one of each at a time, and with those that have no counterpart.
func merge(a, b *sorter, words int, f func(a, b *row) error) error {
	nextA, stopA := pull(a)
	defer stopA()
	nextB, stopB := pull(b)
	defer stopB()
	rowA, err := nextA()
	if err != nil {
		return err
	}
	rowB, err := nextB()
	for err == nil && (rowA != nil || rowB != nil) {
		order := 0
		switch {
		case rowA == nil:
			order = 1
		case rowB == nil:
			order = -1
		default:
			order = slices.Compare(rowA[:words], rowB[:words])
		}
		switch {
		case order < 0:
			err = f(rowA, nil)
		case order > 0:
			err = f(nil, rowB)
		default:
			err = f(rowA, rowB)
		}
		if err == nil && order <= 0 {
			rowA, err = nextA()
		}
		if err == nil && order >= 0 {
			rowB, err = nextB()
		}
	}
	return err
}

// arrange walks the pairs in the order of a: it counts the changed, and finds
// out which records moved.
func (c *comparer) arrange() error {
	inOrder := true
	var last uint64
	var n int64
	for r, err := range c.pairs.sorted() {
		if err != nil {
			return err
		}
		if r[pairDiffers] != 0 {
			c.result.Changed++
		}
		inOrder = inOrder && (n == 0 || r[pairB] > last)
		last = r[pairB]
		n++
		if c.pairs.count <= maxMoves && r[pairB] <= math.MaxUint32 {
			c.order = append(c.order, uint32(r[pairB]))
		}
	}
	switch {
	case inOrder:
		c.order = nil
	case int64(len(c.order)) < c.pairs.count:
		c.result.Moved = -1
	default:
		c.unmoved = longestRise(c.order)
		for _, stays := range c.unmoved {
			if !stays {
				c.result.Moved++
			}
		}
	}
	return nil
}

// longestRise marks a longest strictly rising subsequence of distinct numbers
// (patience sorting).
func longestRise(order []uint32) []bool {
	var piles []int32 // the index of the smallest end of a rise of each length
	before := make([]int32, len(order))
	for i, v := range order {
		n, _ := slices.BinarySearchFunc(piles, v, func(j int32, v uint32) int { return cmp.Compare(order[j], v) })
		before[i] = -1
		if n > 0 {
			before[i] = piles[n-1]
		}
		if n == len(piles) {
			piles = append(piles, int32(i))
		} else {
			piles[n] = int32(i)
		}
	}
	rise := make([]bool, len(order))
	if len(piles) > 0 {
		for i := piles[len(piles)-1]; i >= 0; i = before[i] {
			rise[i] = true
		}
	}
	return rise
}

// A describer is the second pass.
type describer struct {
	*comparer

	fields  map[string]*fieldCount
	changes comparison

	// The record that is being compared, and how many were.
	number  int64
	current []FieldChange
	found   int64

	kept int // bytes of values in the result
}

type fieldCount struct{ records, last int64 }

const (
	// maxFields is how many fields are counted by name; those that come after
	// are counted together.
	maxFields   = 1000
	otherFields = "(other fields)"

	// maxChanges is how many fields of one record are listed.
	maxChanges = 100

	// maxKept is how many bytes of values are kept to be listed; when they are
	// used up, no more records are listed.
	maxKept = 64 << 20
)

func (d *describer) run() error {
	d.fields = map[string]*fieldCount{}
	d.changes.differ = d.differ
	b, err := d.openB()
	if err != nil {
		return err
	}
	defer b.close()
	if err := d.walk(b); err != nil {
		return err
	}
	if err := b.rest(); err != nil {
		return err
	}
	for field, n := range d.fields {
		d.result.Fields = append(d.result.Fields, FieldCount{Clean(field), n.records})
	}
	slices.SortFunc(d.result.Fields, func(x, y FieldCount) int {
		return cmp.Or(cmp.Compare(y.Records, x.Records), cmp.Compare(x.Field, y.Field))
	})
	return nil
}

// walk reads side a and takes from it, in order, what the result needs.
func (d *describer) walk(b *counterparts) error {
	next, stop := pull(d.pairs)
	defer stop()
	reader := newReader(d.ctx, d.a, d.pair.a.Files)
	defer reader.close()
	removed := d.removed.first
	moved := d.options.Limit
	index := 0
	r, err := next()
	for err == nil && (r != nil || len(removed) > 0) {
		if len(removed) > 0 && (r == nil || removed[0] < r[pairA]) {
			var line []byte
			if line, err = reader.at(removed[0]); err == nil {
				d.result.RemovedRecords = append(d.result.RemovedRecords, reference(line, removed[0]))
				removed = removed[1:]
			}
			continue
		}
		moves := d.unmoved != nil && !d.unmoved[index] && moved > 0
		if moves || r[pairDiffers] != 0 {
			var line []byte
			if line, err = reader.at(r[pairA]); err != nil {
				return err
			}
			if moves {
				moved--
				d.result.MovedRecords = append(d.result.MovedRecords, RecordMove{reference(line, r[pairA]), int64(r[pairB]) + 1})
			}
			if r[pairDiffers] != 0 {
				if err := d.change(line, *r, b); err != nil {
					return err
				}
			}
		}
		index++
		r, err = next()
	}
	return err
}

// change compares a record with its counterpart, field by field.
func (d *describer) change(a []byte, r row, counterparts *counterparts) error {
	b, err := counterparts.fetch(r)
	if err != nil {
		return err
	}
	for i, text := range [][]byte{a, b} {
		if !jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true)) {
			s, stream, n := d.a, d.pair.a, r[pairA]
			if i == 1 {
				s, stream, n = d.b, d.pair.b, r[pairB]
			}
			return fmt.Errorf("%s: record %d of %s is not JSON", s.Dir, n+1, stream.Name)
		}
	}
	d.number++
	d.current, d.found = nil, 0
	d.changes.compare(a, b)
	if d.found == 0 {
		d.differ(nil, []byte("(written differently)"), nil, nil)
	}
	if len(d.current) > 0 {
		change := RecordChange{RecordRef: reference(a, r[pairA]), Fields: d.current, More: d.found - int64(len(d.current))}
		d.result.ChangedRecords = append(d.result.ChangedRecords, change)
	}
	return nil
}

// differ is told of each place that differs in the current record.
func (d *describer) differ(path, shape, a, b []byte) {
	count := d.fields[string(shape)]
	if count == nil {
		name := string(shape)
		if len(d.fields) >= maxFields {
			name = otherFields
		}
		if count = d.fields[name]; count == nil {
			count = &fieldCount{}
			d.fields[name] = count
		}
	}
	if count.last != d.number {
		count.last = d.number
		count.records++
	}
	d.found++
	if len(d.result.ChangedRecords) < d.options.Limit && len(d.current) < maxChanges && d.kept < maxKept {
		d.kept += len(a) + len(b)
		d.current = append(d.current, FieldChange{string(path), value(a), value(b)})
	}
}

func value(text []byte) json.RawMessage { return slices.Clone(json.RawMessage(text)) }

// reference names a record.
func reference(line []byte, position uint64) RecordRef {
	ref := RecordRef{Position: int64(position) + 1}
	if id, ok := recordID(line); ok {
		ref.ID = string(id)
	}
	ref.Name, _ = jsonwalk.Text(jsonwalk.Field(line, "name"))
	return ref
}
