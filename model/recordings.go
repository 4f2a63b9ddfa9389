package model

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"

	"worldc/artifact"
)

// A file of recordings is a zstd file that is appended to: pairs of a skippable
// frame, the index, and a frame of canonical JSON lines, one for each call. An
// index says where each line is, what it answers and the digest of the answer,
// so that a file is opened without reading what it holds. Every zstd tool reads
// the lines.
//
//	index   magic, length, head, rows, SHA-256 of head and rows
//	head    "worldcR1", number of rows, compressed and uncompressed size of the frame
//	row     identity, ordinal, ending, limit, completion tokens, offset and
//	        length of the line, length of the answer in it, digest of the answer
const (
	indexMagic = 0x184D2A59 // a skippable frame
	indexName  = "worldcR1"
	indexHead  = 8 + 4 + 4 + 4
	indexRow   = 32 + 7*4 + 32
	indexSum   = 32

	// frameBytes is how much goes into a frame before it is full, and maxFrame
	// what is believed of a frame that is read.
	frameBytes      = 64 << 10
	frameBytesSmall = 256 << 10 // of files that are written anew
	maxFrame        = 64 << 20

	// checkedTail is how much at the end of a file is read when it is opened to
	// be appended to: no more than that is ever under way when power fails.
	checkedTail = 16 << 20
)

// An ending says how an answer ended, and so which bounds of tokens it serves.
type ending uint32

const (
	endedItself ending = iota // any bound that its tokens fit into
	endedCut                  // the bound it was cut at, and lower ones
	endedLong                 // the request was too long: that bound, and higher ones
	endings
)

// A key is what an answer is found by.
type key struct {
	id      Identity
	ordinal uint32
}

// A row is what the index says of an answer.
type row struct {
	key
	ending     ending
	limit      uint32 // of tokens, 0 is none
	completion uint32 // tokens of the reply; 0 where the server does not say
	offset     uint32 // of the line in its frame
	length     uint32
	answer     uint32 // length of the answer, which follows lineStart
	digest     artifact.Digest
}

// serves reports whether the answer is one for a bound of tokens.
func (r *row) serves(limit int) bool {
	limited, bound := limit > 0, uint32(limit)
	switch {
	case limited == (r.limit > 0) && bound == r.limit:
		return true // the bound it was asked with
	case r.ending == endedCut && limited:
		return r.limit > 0 && bound <= r.limit || r.completion > 0 && bound <= r.completion
	case r.ending == endedCut:
		return false
	case r.ending == endedLong:
		return limited && bound >= r.limit
	case !limited:
		return true
	}
	return r.limit > 0 && bound >= r.limit || r.completion > 0 && bound >= r.completion
}

// A place is where an answer lies.
type place struct {
	row
	frame *frame
}

// A frame is where lines lie in the file.
type frame struct {
	offset     int64
	compressed int64
	bytes      int64
}

// answers are those to one question and ordinal, by how they ended. The newest
// of each kind counts.
type answers [endings]*place

// Recordings are what models have answered. Any number of goroutines and
// processes may use one file at once.
type Recordings struct {
	path     string
	readOnly bool
	packer   *artifact.Packer
	keeper   keeper
	damage   []string // what could not be read

	cache frameCache

	looking sync.Mutex // who reads or writes the end of the file has it
	end     int64      // of what is known of the file

	mu    sync.RWMutex
	file  *os.File
	known map[key]*answers
}

// thePacker is one for all: it takes memory, and holds no state.
var thePacker = sync.OnceValue(artifact.NewPacker)

// OpenRecordings opens the file path and makes it where there is none. What a
// crash left unfinished at its end, which nobody was told of, is taken off. With
// readOnly nothing is made or written, and a file that is not there is an error.
func OpenRecordings(path string, readOnly bool) (*Recordings, error) {
	r := &Recordings{path: path, readOnly: readOnly, packer: thePacker(), known: map[key]*answers{}, cache: newFrameCache()}
	if err := r.open(); err != nil {
		return nil, fmt.Errorf("recordings: %w", err)
	}
	if !readOnly {
		r.keeper.start(r)
	}
	return r, nil
}

func (r *Recordings) open() (err error) {
	if r.readOnly {
		if r.file, err = os.Open(r.path); err != nil {
			return err
		}
		err = r.catchUp(reading)
	} else {
		err = r.locked(func() error { return r.catchUp(opening) })
	}
	if err != nil && r.file != nil {
		return errors.Join(err, r.file.Close())
	}
	return err
}

// refresh takes in what other processes have recorded meanwhile, unless somebody
// is at it. Who is about to pay for an answer looks first.
func (r *Recordings) refresh() {
	if r.readOnly || !r.looking.TryLock() {
		return
	}
	defer r.looking.Unlock()
	if r.file != nil {
		// What cannot be read now is not there: the next writing says why.
		_ = r.catchUp(reading)
	}
}

// Path is the name of the file.
func (r *Recordings) Path() string { return r.path }

// Damage says what of the file could not be read; what lay there is asked again.
func (r *Recordings) Damage() []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return append([]string(nil), r.damage...)
}

// Len is the number of answers.
func (r *Recordings) Len() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	n := 0
	for _, a := range r.known { //lint:ordered a sum of integers
		for _, p := range a {
			if p != nil {
				n++
			}
		}
	}
	return n
}

// Close waits for what is being recorded and closes the file.
func (r *Recordings) Close() error {
	r.keeper.stop()
	r.looking.Lock()
	defer r.looking.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	err := r.file.Close()
	r.file = nil
	return err
}

// find returns where the answer to a question lies, or nil. Of several that
// serve the one that ended by itself counts.
func (r *Recordings) find(k key, limit int) *place {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.known[k].find(limit)
}

func (a *answers) find(limit int) *place {
	if a == nil {
		return nil
	}
	for _, p := range a {
		if p != nil && p.serves(limit) {
			return p
		}
	}
	return nil
}

// Holds reports whether an answer is among those recorded for its request: if
// all that a node has used are, its result still holds.
func (r *Recordings) Holds(u Use) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	a := r.known[key{u.Request, uint32(u.Ordinal)}]
	if a == nil {
		return false
	}
	for _, p := range a {
		if p != nil && p.digest == u.Answer {
			return true
		}
	}
	return false
}

// drop forgets an answer that cannot be read, so that it is asked again.
func (r *Recordings) drop(bad *place, why error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.damage = append(r.damage, fmt.Sprintf("%s: %v", r.path, why))
	if a := r.known[bad.key]; a != nil && a[bad.ending] == bad {
		a[bad.ending] = nil
	}
}

// read returns the answer at a place.
func (r *Recordings) read(p *place) (*answer, error) {
	content, err := r.content(p.frame)
	if err != nil {
		return nil, err
	}
	text, err := p.cut(content)
	if err != nil {
		return nil, err
	}
	from, to := len(lineStart), len(lineStart)+int(p.answer)
	if to > len(text) || artifact.DigestOf(text[from:to]) != p.digest {
		return nil, fmt.Errorf("the line at byte %d of the frame at byte %d is not what its index says", p.offset, p.frame.offset)
	}
	return decodeAnswer(text[from:to])
}

// A line is one call as it stands in the file.
type line struct {
	Answer  json.RawMessage `json:"answer"`
	Call    callNote        `json:"call"`
	ID      artifact.Digest `json:"id"`
	Ordinal uint32          `json:"ordinal"`
	Request json.RawMessage `json:"request"`
}

// A callNote is what is worth knowing of a call and decides nothing.
type callNote struct {
	Format Format `json:"format,omitempty"` // how the server was told of the schema
	Limit  uint32 `json:"limit,omitempty"`
	Record string `json:"record,omitempty"`
	Role   string `json:"role,omitempty"`
	Served string `json:"served,omitempty"` // the model, as the server names it
	Took   int64  `json:"took,omitempty"`   // milliseconds from the request sent to the answer read
}

// write writes the note as canonical JSON. Names that are not UTF-8 are mended:
// they decide nothing.
func (n *callNote) write(w *writer) {
	w.raw(`{`)
	before := len(w.dst)
	member := func(name, text string) {
		if text != "" {
			if len(w.dst) > before {
				w.raw(`,`)
			}
			w.raw(name)
			w.text(strings.ToValidUTF8(text, "?"))
		}
	}
	member(`"format":`, string(n.Format))
	if n.Limit > 0 {
		if len(w.dst) > before {
			w.raw(`,`)
		}
		w.raw(`"limit":`)
		w.number(int64(n.Limit))
	}
	member(`"record":`, n.Record)
	member(`"role":`, n.Role)
	member(`"served":`, n.Served)
	if n.Took > 0 {
		if len(w.dst) > before {
			w.raw(`,`)
		}
		w.raw(`"took":`)
		w.number(n.Took)
	}
	w.raw(`}`)
}

// lineStart is what a line begins with; its answer follows.
const lineStart = `{"answer":`

// cut returns the line of the row in the content of its frame.
func (p *place) cut(content []byte) ([]byte, error) {
	from, to := int64(p.offset), int64(p.offset)+int64(p.length)
	if to > int64(len(content)) {
		return nil, fmt.Errorf("an index names bytes %d to %d of a frame of %d", from, to, len(content))
	}
	return content[from:to], nil
}

// content returns what a frame holds.
func (r *Recordings) content(f *frame) ([]byte, error) {
	if c := r.cache.get(f); c != nil {
		return c, nil
	}
	raw := make([]byte, f.compressed)
	r.mu.RLock()
	file := r.file
	if file == nil {
		r.mu.RUnlock()
		return nil, fs.ErrClosed
	}
	_, err := file.ReadAt(raw, f.offset)
	r.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	c, err := r.packer.Unpack(raw, f.bytes)
	if err != nil {
		return nil, fmt.Errorf("the frame at byte %d: %w", f.offset, err)
	}
	r.cache.put(f, c)
	return c, nil
}

// appendIndex appends the index of rows to dst.
func appendIndex(dst []byte, rows []row, compressed, size int) []byte {
	length := indexHead + indexRow*len(rows) + indexSum
	dst = binary.LittleEndian.AppendUint32(dst, indexMagic)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(length))
	from := len(dst)
	dst = append(dst, indexName...)
	for _, n := range []int{len(rows), compressed, size} {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(n))
	}
	for i := range rows {
		r := &rows[i]
		dst = append(dst, r.id[:]...)
		for _, n := range []uint32{r.ordinal, uint32(r.ending), r.limit, r.completion, r.offset, r.length, r.answer} {
			dst = binary.LittleEndian.AppendUint32(dst, n)
		}
		dst = append(dst, r.digest[:]...)
	}
	sum := artifact.DigestOf(dst[from:])
	return append(dst, sum[:]...)
}

// errTorn says that a file ends in the middle of something.
var errTorn = errors.New("the file ends in the middle of a frame")

// readIndex reads the index at offset of a file of size bytes. It returns the
// frame behind it.
func readIndex(f io.ReaderAt, offset, size int64) ([]row, *frame, error) {
	var head [8 + indexHead]byte
	if offset+int64(len(head)) > size {
		return nil, nil, errTorn
	}
	if _, err := f.ReadAt(head[:], offset); err != nil {
		return nil, nil, err
	}
	word := func(b []byte) int64 { return int64(binary.LittleEndian.Uint32(b)) }
	length, count := word(head[4:]), word(head[16:])
	if word(head[:]) != indexMagic || string(head[8:16]) != indexName || length != indexHead+indexRow*count+indexSum {
		return nil, nil, fmt.Errorf("there is no index of recordings at byte %d", offset)
	}
	fr := &frame{offset: offset + 8 + length, compressed: word(head[20:]), bytes: word(head[24:])}
	if fr.compressed > maxFrame || fr.bytes > maxFrame || length > maxFrame {
		return nil, nil, fmt.Errorf("the index at byte %d claims a frame of %d bytes", offset, fr.bytes)
	}
	if fr.offset > size {
		return nil, nil, errTorn
	}
	body := make([]byte, length)
	if _, err := f.ReadAt(body, offset+8); err != nil {
		return nil, nil, err
	}
	if sum := artifact.DigestOf(body[:length-indexSum]); !bytes.Equal(sum[:], body[length-indexSum:]) {
		return nil, nil, fmt.Errorf("the index at byte %d is damaged", offset)
	}
	if fr.offset+fr.compressed > size {
		return nil, nil, errTorn
	}
	rows := make([]row, count)
	for i := range rows {
		b := body[indexHead+indexRow*i:]
		r := &rows[i]
		r.id = Identity(b[:32])
		words := [7]uint32{}
		for j := range words {
			words[j] = binary.LittleEndian.Uint32(b[32+4*j:])
		}
		r.ordinal, r.limit, r.completion, r.offset, r.length, r.answer = words[0], words[2], words[3], words[4], words[5], words[6]
		if r.ending = ending(words[1]); r.ending >= endings {
			return nil, nil, fmt.Errorf("the index at byte %d is of a newer worldc", offset)
		}
		r.digest = artifact.Digest(b[60:92])
	}
	return rows, fr, nil
}
