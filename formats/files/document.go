package files

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/go-json-experiment/json/jsontext"

	"worldc/artifact"
	"worldc/formats"
)

// writeDocument writes rows as the elements of an array, one a line, between the
// head and the tail of the format.
func writeDocument(path string, f formats.Format, rows iter.Seq2[[]byte, error]) (artifact.FileInfo, error) {
	s := newSum()
	err := artifact.Replace(path, func(out io.Writer) error {
		w := bufio.NewWriterSize(out, 64<<10)
		w.WriteString(f.Head)
		for row, err := range rows {
			if err != nil {
				return err
			}
			if s.records > 0 {
				w.WriteByte(',')
			}
			w.WriteByte('\n')
			w.Write(row)
			s.add(row)
		}
		w.WriteByte('\n')
		w.WriteString(f.Tail)
		w.WriteByte('\n')
		return w.Flush() // which tells of any error before
	})
	if err != nil {
		return artifact.FileInfo{}, err
	}
	return s.info(), nil
}

// documentRows yields the elements of the array that a document is, or that its
// last member is, and so on ([formats.Format.Head]).
func documentRows(path string, limits artifact.Limits) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		file, err := os.Open(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer file.Close() //lint:unchecked it was only read
		d := jsontext.NewDecoder(io.LimitReader(file, limits.Bytes))
		stopped := errors.New("no more rows are wanted")
		err = elements(d, func(row []byte) error {
			row, err := artifact.Canonical(row)
			if err == nil && len(row) > limits.Line {
				err = fmt.Errorf("a row of %d bytes is too long", len(row))
			}
			if err == nil && !yield(row, nil) {
				err = stopped
			}
			return err
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(nil, fmt.Errorf("%s: %w", path, err))
		}
	}
}

// errNoArray says that a document has no rows where they should be.
var errNoArray = errors.New("it is no document of rows: its last member is no array")

// elements calls f with each element of the array.
func elements(d *jsontext.Decoder, f func([]byte) error) error {
	found := false
	for {
		kind := d.PeekKind()
		switch {
		case kind == '[' && !found:
			found = true
			if _, err := d.ReadToken(); err != nil {
				return err
			}
			for d.PeekKind() != ']' {
				row, err := d.ReadValue()
				if err != nil {
					return err
				}
				if err := f(row); err != nil {
					return err
				}
			}
			if _, err := d.ReadToken(); err != nil {
				return err
			}
		case kind == '{' && !found, kind == '}' || kind == ']':
			if _, err := d.ReadToken(); err != nil {
				return err
			}
		case kind == '"' || kind == 't' || kind == 'f' || kind == 'n' || kind == '0':
			if found {
				return errNoArray
			}
			if err := d.SkipValue(); err != nil {
				return err
			}
		default:
			_, err := d.ReadToken()
			switch {
			case errors.Is(err, io.EOF) && found:
				return nil
			case err == nil || errors.Is(err, io.EOF):
				return errNoArray
			}
			return err
		}
	}
}
