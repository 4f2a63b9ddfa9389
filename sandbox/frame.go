package sandbox

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"worldc/world"
	"worldc/world/engine"
)

// A frame is its length in four bytes, little-endian, and so many bytes: an
// opcode and fields. A field is a number (uvarint) or a text (its length, and
// so many bytes).

// The opcodes of questions. An answer has one of the two below.
const (
	opHello   = 'H' //                       ->, once the worker is up
	opLoad    = 'L' // limits, world         -> problems
	opStart   = 'S' // session, changes      -> problems
	opCall    = 'C' // session, calls        -> results
	opReplay  = 'R' // changes, calls        -> problems, results, state
	opDigest  = 'D' // session               -> digest
	opState   = 'T' // session               -> state
	opRows    = 'W' // session               -> rows
	opFork    = 'K' // session, another      ->
	opValue   = 'U' // session, table, key, column -> what is wrong, whether it is there, value
	opEnd     = 'E' // session               ->
	opForget  = 'V' //                       ->, once the world is gone
	opJob     = 'J' // calls, name, question -> what went wrong, answer
	opAnswer  = 'A'
	opFailure = 'F' // a text: why the question makes no sense
)

// maxQuestion bounds what a worker reads: a world, above all.
const maxQuestion = 1 << 30

// A message is a frame that is written or read. Reading beyond the end sets
// bad, which is asked once, at the end.
type message struct {
	b   []byte
	bad bool
}

// header is what a frame begins with: room for its length.
const header = 4

// begin empties the message and writes its opcode.
func (m *message) begin(op byte) {
	m.b = append(m.b[:0], 0, 0, 0, 0, op)
	m.bad = false
}

func (m *message) putNumber(n uint64) { m.b = binary.AppendUvarint(m.b, n) }

func (m *message) putText(s string) {
	m.putNumber(uint64(len(s)))
	m.b = append(m.b, s...)
}

func (m *message) putBytes(s []byte) {
	m.putNumber(uint64(len(s)))
	m.b = append(m.b, s...)
}

func (m *message) putCalls(calls []world.Call) {
	m.putNumber(uint64(len(calls)))
	for i := range calls {
		m.putText(calls[i].Tool)
		m.putBytes(calls[i].Arguments)
	}
}

func (m *message) putResult(r *engine.Result) {
	m.putBytes(r.Value)
	m.putText(string(r.Fault))
	m.putText(r.Error)
	m.putText(r.Detail)
	m.putText(string(r.Effect))
	m.putNumber(r.Steps)
}

// send writes the frame at one stroke.
func (m *message) send(w io.Writer) error {
	n := len(m.b) - header
	if n > maxQuestion {
		return fmt.Errorf("a message of %d bytes; %d are allowed", n, maxQuestion)
	}
	binary.LittleEndian.PutUint32(m.b, uint32(n))
	_, err := w.Write(m.b)
	return err
}

// receive reads the next frame, of most bytes at most, and returns its opcode.
// Memory is taken as the bytes come, not as the length promises.
func (m *message) receive(r *bufio.Reader, most int64) (op byte, err error) {
	var head [header]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, err
	}
	n := int64(binary.LittleEndian.Uint32(head[:]))
	if n < 1 || n > most {
		return 0, fmt.Errorf("a message of %d bytes; 1 to %d are allowed", n, most)
	}
	m.b, m.bad = m.b[:0], false
	const step = 1 << 20
	for n > 0 {
		part := int(min(n, step))
		at := len(m.b)
		if cap(m.b)-at < part {
			grown := make([]byte, at, max(2*cap(m.b), at+part))
			copy(grown, m.b)
			m.b = grown
		}
		m.b = m.b[:at+part]
		if _, err := io.ReadFull(r, m.b[at:]); err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		n -= int64(part)
	}
	op = m.b[0]
	m.b = m.b[1:]
	return op, nil
}

func (m *message) number() uint64 {
	n, size := binary.Uvarint(m.b)
	if size <= 0 {
		m.bad, m.b = true, nil
		return 0
	}
	m.b = m.b[size:]
	return n
}

// count is a number of things that each take a byte at least.
func (m *message) count() int {
	n := m.number()
	if n > uint64(len(m.b)) {
		m.bad, m.b = true, nil
		return 0
	}
	return int(n)
}

// bytes is a text as it stands in the frame, valid until the next one.
func (m *message) bytes() []byte {
	n := m.number()
	if n > uint64(len(m.b)) {
		m.bad, m.b = true, nil
		return nil
	}
	s := m.b[:n:n]
	m.b = m.b[n:]
	return s
}

func (m *message) text() string { return string(m.bytes()) }

// result reads what putResult wrote.
func (m *message) result() engine.Result {
	var r engine.Result
	if v := m.bytes(); len(v) > 0 {
		r.Value = append(r.Value, v...)
	}
	r.Fault = engine.Fault(m.text())
	r.Error = m.text()
	r.Detail = m.text()
	r.Effect = world.Effect(m.text())
	r.Steps = m.number()
	return r
}

// done reports what is wrong with a frame that was read to its end.
func (m *message) done() error {
	if m.bad || len(m.b) > 0 {
		return errors.New("a message that is not what its opcode says")
	}
	return nil
}
