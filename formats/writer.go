package formats

import "github.com/go-json-experiment/json/jsontext"

// A writer appends the canonical JSON of a row. Whoever uses it writes the
// members of objects in their order, and hands over only JSON that is canonical.
type writer struct {
	out []byte
	err error // text that is no UTF-8
}

// newWriter is a writer with room for the row of an example.
func newWriter(e *Example) *writer {
	size := 256
	for _, t := range e.Tools {
		size += len(t) + len(t)/4
	}
	for i := range e.Trajectory.Turns {
		t := &e.Trajectory.Turns[i]
		size += 128 + len(t.Content) + len(t.Content)/8 + len(t.Reasoning)
		for _, c := range t.Calls {
			size += 128 + len(c.Arguments) + len(c.Arguments)/4
		}
	}
	return &writer{out: make([]byte, 0, size)}
}

// raw appends JSON, or a piece of it.
func (w *writer) raw(json string) { w.out = append(w.out, json...) }

// json appends a value.
func (w *writer) json(value []byte) { w.out = append(w.out, value...) }

// text appends a string.
func (w *writer) text(s string) {
	out, err := jsontext.AppendQuote(w.out, s)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.out = out
}

// list appends values with commas between them.
func (w *writer) list(values [][]byte) {
	for i, v := range values {
		w.comma(i)
		w.out = append(w.out, v...)
	}
}

// tools writes the member `tools`. An agent that has none, such as the player of a
// game, has no such member: of an empty list the templates of some models (Llama 3.1
// and later) say that there are functions to be called, and tell how.
func (w *writer) tools(e *Example) {
	if len(e.Tools) == 0 {
		return
	}
	w.raw(`,"tools":[`)
	w.list(e.Tools)
	w.raw(`]`)
}

// comma appends what stands before the i-th of several values.
func (w *writer) comma(i int) {
	if i > 0 {
		w.out = append(w.out, ',')
	}
}

// flag appends true or false.
func (w *writer) flag(b bool) {
	if b {
		w.raw("true")
	} else {
		w.raw("false")
	}
}

// quoted makes a string of what was appended since out was start bytes long:
// JSON in JSON.
func (w *writer) quoted(start int) {
	inner := string(w.out[start:])
	w.out = w.out[:start]
	w.text(inner)
}

// rows is the row that was written, alone.
func (w *writer) rows() ([][]byte, error) {
	if w.err != nil {
		return nil, w.err
	}
	return [][]byte{w.out}, nil
}
