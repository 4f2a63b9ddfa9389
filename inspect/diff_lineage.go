package inspect

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"slices"
	"strconv"

	"worldc/artifact"
	"worldc/jsonwalk"
)

// A rowIdentity is a hash of what a row was made of: the record, and of it the
// turn, or the trial that it is preferred to.
type rowIdentity [2]uint64

// identities are those of the rows of files, line by line. They are what tells
// rows apart that have no ids of their own.
type identities map[string][]rowIdentity

// maxIdentified is the greatest number of rows that are told apart by what they
// were made of: each takes 16 bytes.
const maxIdentified = maxMoves

// readIdentities reads the lineage of the rows of a side. There are none where the
// dataset has no lineage, or one that cannot be used: then rows are told apart by
// what they say.
func (s side) readIdentities(ctx context.Context) (identities, error) {
	found := identities{}
	for _, stream := range s.Streams() {
		if stream.Type != LineageType || stream.Records > maxIdentified {
			continue
		}
		for line, err := range s.lines(ctx, stream.Files, func(artifact.ManifestFile, error) error { return nil }) {
			if err != nil {
				return nil, err
			}
			file, ok := jsonwalk.Text(jsonwalk.Field(line.Text, "file"))
			number, err := strconv.ParseInt(string(jsonwalk.Field(line.Text, "line")), 10, 64)
			if !ok || err != nil || number != int64(len(found[file]))+1 {
				return nil, nil // it is not what worldc writes
			}
			found[file] = append(found[file], identityOf(line.Text))
		}
	}
	return found, nil
}

// identityOf is the identity of the row that a line of lineage is about.
func identityOf(lineage []byte) rowIdentity {
	h := sha256.New()
	for _, name := range []string{"id", "turn", "rejected"} {
		h.Write(jsonwalk.Field(lineage, name))
		h.Write([]byte{'\n'})
	}
	var sum [sha256.Size]byte
	h.Sum(sum[:0])
	return rowIdentity{binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:])}
}

// isLineage reports whether a file says where rows come from.
func (d *Dataset) isLineage(file string) bool {
	return slices.ContainsFunc(d.Manifest.Files, func(f artifact.ManifestFile) bool { return f.Path == file && f.Type == string(LineageType) })
}

// records are the lines of files as they are compared: lines of lineage without
// the place of the row, which is another for all rows that come after one that
// was added.
func (s side) records(ctx context.Context, files []artifact.ManifestFile, mismatch func(artifact.ManifestFile, error) error) iter.Seq2[Line, error] {
	lines := s.lines(ctx, files, mismatch)
	if len(files) == 0 || !s.isLineage(files[0].Path) {
		return lines
	}
	return func(yield func(Line, error) bool) {
		for line, err := range lines {
			for _, name := range []string{"line", "file"} {
				if value := jsonwalk.Field(line.Text, name); err == nil && value != nil {
					line.Text = bytes.Replace(line.Text, slices.Concat([]byte(`"`+name+`":`), value, []byte(",")), nil, 1)
				}
			}
			if !yield(line, err) {
				return
			}
		}
	}
}

// identify gives the comparer what it can tell rows apart by, if both sides have
// it for all rows of the stream: otherwise none would be found on the other side.
func (c *comparer) identify() error {
	if c.pair.a.Type != RowType || c.pair.b.Type != RowType {
		return nil
	}
	var both [2]identities
	for i, s := range []struct {
		side  side
		files []artifact.ManifestFile
	}{{c.a, c.pair.a.Files}, {c.b, c.pair.b.Files}} {
		all, err := s.side.identities(c.ctx)
		if err != nil {
			return err
		}
		for _, f := range s.files {
			if int64(len(all[f.Path])) != f.Records {
				return nil
			}
		}
		both[i] = all
	}
	c.identities = both
	return nil
}

// identity is that of the row at a line, if it is known.
func (all identities) identity(l Line) (rowIdentity, bool) {
	rows := all[l.File]
	if l.Number > int64(len(rows)) {
		return rowIdentity{}, false
	}
	return rows[l.Number-1], true
}

// nameRows gives the rows that are listed without an id that of the record that
// they were made of.
func (c *comparer) nameRows() error {
	if c.identities[0] == nil {
		return nil
	}
	r := c.result
	var wanted [2]map[int64][]*string // by position
	for i := range wanted {
		wanted[i] = map[int64][]*string{}
	}
	want := func(side int, ref *RecordRef) {
		if ref.ID == "" {
			wanted[side][ref.Position] = append(wanted[side][ref.Position], &ref.ID)
		}
	}
	for i := range r.ChangedRecords {
		want(0, &r.ChangedRecords[i].RecordRef)
	}
	for i := range r.RemovedRecords {
		want(0, &r.RemovedRecords[i])
	}
	for i := range r.MovedRecords {
		want(0, &r.MovedRecords[i].RecordRef)
	}
	for i := range r.AddedRecords {
		want(1, &r.AddedRecords[i])
	}
	for i, s := range []struct {
		side  side
		files []artifact.ManifestFile
	}{{c.a, c.pair.a.Files}, {c.b, c.pair.b.Files}} {
		if err := s.side.nameRows(c.ctx, s.files, wanted[i]); err != nil {
			return err
		}
	}
	return nil
}

// nameRows fills in ids by the positions of rows in files.
func (s side) nameRows(ctx context.Context, files []artifact.ManifestFile, wanted map[int64][]*string) error {
	before := map[string]int64{} // rows in the files before each
	var rows int64
	for _, f := range files {
		before[f.Path] = rows
		rows += f.Records
	}
	left := len(wanted)
	for _, stream := range s.Streams() {
		if stream.Type != LineageType {
			continue
		}
		for line, err := range s.lines(ctx, stream.Files, func(artifact.ManifestFile, error) error { return nil }) {
			if err != nil {
				return err
			}
			if left == 0 {
				return nil
			}
			file, _ := jsonwalk.Text(jsonwalk.Field(line.Text, "file"))
			first, ok := before[file]
			if !ok {
				continue
			}
			number, _ := strconv.ParseInt(string(jsonwalk.Field(line.Text, "line")), 10, 64)
			ids := wanted[first+number]
			if ids == nil {
				continue
			}
			left--
			id, _ := recordID(line.Text)
			for _, ref := range ids {
				*ref = string(id)
			}
		}
	}
	return nil
}
