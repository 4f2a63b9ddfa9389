package artifact

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// An Info describes a stored stream of records. All of it follows from the
// records alone, whatever machine and version of the compressor stored them.
type Info struct {
	// Digest is the SHA-256 of the lines.
	Digest Digest `json:"digest"`

	// Records is the number of lines, Bytes their total length with newlines.
	Records int64 `json:"records"`
	Bytes   int64 `json:"bytes"`

	// Trailer is the SHA-256 of the trailer (frame table and id index), which
	// is what random access is checked against.
	Trailer Digest `json:"trailer"`
}

// Counts say what became of the records that a node set out to make.
type Counts struct {
	Planned  int64 `json:"planned" toml:"planned"`
	Accepted int64 `json:"accepted" toml:"accepted"`
	Rejected int64 `json:"rejected" toml:"rejected"`
	Failed   int64 `json:"failed" toml:"failed"`
	Skipped  int64 `json:"skipped" toml:"skipped"`
}

// Reconciles reports whether nothing was lost: none is negative and what was
// planned was accepted, rejected, failed or skipped.
func (c Counts) Reconciles() bool {
	return min(c.Planned, c.Accepted, c.Rejected, c.Failed, c.Skipped) >= 0 &&
		c.Planned == c.Accepted+c.Rejected+c.Failed+c.Skipped
}

// An Entry is what the store knows about a Key: the finished result of a node.
type Entry struct {
	Key Key `json:"key"`

	// Fields are what Key hashes, kept so that a later build can say what changed.
	Fields []Field `json:"fields"`

	// Type is the record type of the artifact.
	Type string `json:"type"`

	// Info is the artifact, Report the node's report: an object of one line.
	Info   Info `json:"info"`
	Report Info `json:"report"`

	// Calls is the list of the model calls that the result depends on; zero where
	// there are none.
	Calls Info `json:"calls,omitzero"`

	Counts Counts `json:"counts"`
}

// objects are the objects that the entry leads to.
func (e *Entry) objects() []Info {
	list := []Info{e.Info, e.Report}
	if e.Calls != (Info{}) {
		list = append(list, e.Calls)
	}
	return list
}

// encodeEntry writes e as a file: its canonical JSON, and on a second line the
// digest of the first.
func encodeEntry(e Entry) ([]byte, error) { return encodeChecked(e) }

// decodeEntry reads the entry of k. A file that holds the entry of another key
// is refused: names can be swapped, contents cannot.
func decodeEntry(data []byte, k Key) (Entry, error) {
	var e Entry
	if err := decodeChecked(data, &e); err != nil {
		return Entry{}, err
	}
	if e.Key != k {
		return Entry{}, fmt.Errorf("it holds the entry of key %s", e.Key)
	}
	if e.Info.Digest.IsZero() || e.Report.Digest.IsZero() || e.Info.Records < 0 || e.Info.Bytes < e.Info.Records {
		return Entry{}, errors.New("it describes an impossible artifact")
	}
	return e, nil
}

// encodeChecked writes v as a line of canonical JSON and a line with its digest.
func encodeChecked(v any) ([]byte, error) {
	line, err := Marshal(v)
	if err != nil {
		return nil, err
	}
	out := append(bytes.Clone(line), '\n')
	out = append(out, DigestOf(line).String()...)
	return append(out, '\n'), nil
}

// decodeChecked reads what encodeChecked wrote; any other byte is an error.
func decodeChecked(data []byte, v any) error {
	line, sum, ok := bytes.Cut(data, []byte{'\n'})
	switch {
	case len(data) == 0:
		return errors.New("it is empty")
	case !ok:
		return errors.New("it is cut short")
	case string(sum) != DigestOf(line).String()+"\n":
		return errors.New("its checksum does not match its content")
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	return d.Decode(v)
}
