package importing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"worldc/artifact"
	"worldc/formats"
)

// An Item is one JSON value of a document.
type Item struct {
	// Place is where it stands: document:line, or document#n (from 1) where it
	// is an element of a list.
	Place string

	// Number is the line or the element, from 1.
	Number int64

	// Raw is the value in canonical form; nil where Problem says why there is none.
	Raw     json.RawMessage
	Problem *Problem

	// Lineage is what the dataset that holds the value says of where it is from;
	// nil if it is no row of a dataset.
	Lineage *formats.Lineage
}

const reasonNotJSON = "it is not JSON that a record can hold"

// Line is the item on one line of JSON lines; not ok for an empty line.
func Line(document string, number int64, line []byte) (item Item, ok bool) {
	if len(bytes.TrimSpace(line)) == 0 {
		return Item{}, false
	}
	item = itemOf(document+":"+strconv.FormatInt(number, 10), line)
	item.Number = number
	return item, true
}

func itemOf(place string, raw []byte) Item {
	canonical, err := artifact.Canonical(raw)
	if err != nil {
		return Item{Place: place, Problem: problem(reasonNotJSON, "%v", err)}
	}
	return Item{Place: place, Raw: canonical}
}

// Items are the values of a whole document: the elements of one array, or the
// values that stand one after the other.
func Items(document string, data []byte) ([]Item, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	var values []json.RawMessage
	for {
		var v json.RawMessage
		err := d.Decode(&v)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line := 1 + bytes.Count(data[:min(int64(len(data)), d.InputOffset())], []byte{'\n'})
			return nil, fmt.Errorf("%s:%d: %w", document, line, err)
		}
		values = append(values, v)
	}
	if len(values) == 1 && bytes.HasPrefix(bytes.TrimSpace(values[0]), []byte{'['}) {
		var elements []json.RawMessage
		if err := json.Unmarshal(values[0], &elements); err != nil {
			return nil, fmt.Errorf("%s: %w", document, err)
		}
		values = elements
	}
	items := make([]Item, len(values))
	for i, v := range values {
		items[i] = itemOf(document+"#"+strconv.Itoa(i+1), v)
		items[i].Number = int64(i) + 1
	}
	return items, nil
}
