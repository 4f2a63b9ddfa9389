package model

import (
	"encoding/hex"
	"errors"
	"sync"
	"time"

	"worldc/artifact"
)

// gather is how long a few answers wait for others to be written with them. Next
// to the time that a model takes it is nothing; without it a fast disk is given
// every answer by itself, and most of the work is giving. A slow one gathers
// enough while it writes.
const (
	gather = time.Millisecond
	few    = 8
)

// commitBytes bounds what is written at once, so that a crash leaves no more
// than checkedTail unfinished.
const commitBytes = 8 << 20

// A keeper writes answers in groups: while one group is on its way to the disk
// the next one forms, and each of its answers costs a share of one sync.
type keeper struct {
	mu      sync.Mutex
	queue   []*keeping
	closed  bool
	wake    chan struct{} // holds one: there is something in the queue, or it is closed
	stopped chan struct{}
}

// A keeping is an answer that is to be written.
type keeping struct {
	row    row
	text   []byte // the line
	answer *answer
	anew   bool // in place of what is recorded
	done   chan error
}

func (k *keeper) start(r *Recordings) {
	k.wake, k.stopped = make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(k.stopped)
		for range k.wake {
			for {
				if k.waiting() < few {
					time.Sleep(gather)
				}
				group := k.take()
				if len(group) == 0 {
					break
				}
				err := r.locked(func() error { return r.write(group) })
				for _, g := range group {
					g.done <- err
				}
			}
			k.mu.Lock()
			closed := k.closed && len(k.queue) == 0
			k.mu.Unlock()
			if closed {
				return
			}
		}
	}()
}

// waiting is how many answers are in the queue.
func (k *keeper) waiting() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.queue)
}

// take returns the beginning of the queue.
func (k *keeper) take() []*keeping {
	k.mu.Lock()
	defer k.mu.Unlock()
	n, bytes := 0, 0
	for n < len(k.queue) && (n == 0 || bytes+len(k.queue[n].text) <= commitBytes) {
		bytes += len(k.queue[n].text)
		n++
	}
	group := k.queue[:n:n]
	k.queue = k.queue[n:]
	return group
}

func (k *keeper) stop() {
	if k.wake == nil {
		return
	}
	k.mu.Lock()
	k.closed = true
	k.mu.Unlock()
	k.ring()
	<-k.stopped
}

func (k *keeper) ring() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// keep records answers. When it returns they are on the disk; answer and digest
// are those of another where another process was first.
func (r *Recordings) keep(all []*keeping) error {
	k := &r.keeper
	k.mu.Lock()
	if k.closed || k.wake == nil {
		k.mu.Unlock()
		return errReadOnly
	}
	k.queue = append(k.queue, all...)
	k.mu.Unlock()
	k.ring()
	var err error
	for _, g := range all {
		err = errors.Join(err, <-g.done)
	}
	return err
}

var errReadOnly = errors.New("the recordings are open for reading alone, or closed")

// newKeeping writes the line of an answer.
func newKeeping(q *question, a *answer, note callNote, anew bool) *keeping {
	text, digest := a.encode()
	row := row{
		key: key{q.id, uint32(q.request.Ordinal)}, ending: a.ending(), limit: uint32(q.limit),
		completion: uint32(min(a.Usage.CompletionTokens, 1<<32-1)), answer: uint32(len(text)), digest: digest,
	}
	note.Limit = row.limit
	w := writer{dst: make([]byte, 0, len(text)+len(q.text)+len(note.Record)+256)}
	w.raw(lineStart)
	w.dst = append(w.dst, text...)
	w.raw(`,"call":`)
	note.write(&w)
	w.raw(`,"id":"`)
	w.dst = hex.AppendEncode(w.dst, q.id[:])
	w.raw(`","ordinal":`)
	w.number(int64(row.ordinal))
	w.raw(`,"request":`)
	w.dst = append(w.dst, q.text...)
	w.raw("}\n")
	line := w.dst
	row.length = uint32(len(line) - 1)
	return &keeping{row: row, text: line, answer: a, anew: anew, done: make(chan error, 1)}
}

// ending says how the answer ended.
func (a *answer) ending() ending {
	switch a.Class {
	case Length:
		return endedCut
	case ContextLength:
		return endedLong
	}
	return endedItself
}

// write appends the group to the file, under its lock. Answers that another
// process has written first take the place of theirs.
func (r *Recordings) write(group []*keeping) error {
	if err := r.catchUp(appending); err != nil {
		return err
	}
	var out []byte
	b := batch{packer: r.packer, max: frameBytes}
	added := map[key]bool{}
	for _, g := range group {
		if !g.anew || added[g.row.key] {
			if p := r.find(g.row.key, int(g.row.limit)); p != nil {
				if a, err := r.read(p); err == nil {
					g.answer, g.row.digest = a, p.digest
					continue
				}
			}
		}
		added[g.row.key] = true
		out = b.add(out, g.row, g.text)
	}
	out = b.flush(out)
	if len(out) == 0 {
		return nil
	}
	if _, err := r.file.WriteAt(out, r.end); err != nil {
		return errors.Join(err, r.file.Truncate(r.end))
	}
	if err := r.file.Sync(); err != nil {
		return errors.Join(err, r.file.Truncate(r.end))
	}
	at := r.end
	for _, f := range b.done {
		f.frame.offset += at
		r.learn(f.rows, f.frame)
	}
	r.end += int64(len(out))
	return nil
}

// A batch gathers lines into frames.
type batch struct {
	packer  *artifact.Packer
	max     int // bytes of a full frame
	small   bool
	rows    []row
	content []byte
	packed  []byte
	done    []batchFrame
}

type batchFrame struct {
	rows  []row
	frame *frame
}

// add takes a line; where that fills a frame it is appended to out.
func (b *batch) add(out []byte, r row, text []byte) []byte {
	if len(b.content) > 0 && len(b.content)+len(text) > b.max {
		out = b.flush(out)
	}
	r.offset = uint32(len(b.content))
	b.rows = append(b.rows, r)
	b.content = append(b.content, text...)
	return out
}

// flush appends what is left as a frame to out.
func (b *batch) flush(out []byte) []byte {
	if len(b.rows) == 0 {
		return out
	}
	b.packed = b.packer.Pack(b.packed[:0], b.content, b.small)
	out = appendIndex(out, b.rows, len(b.packed), len(b.content))
	b.done = append(b.done, batchFrame{b.rows, &frame{int64(len(out)), int64(len(b.packed)), int64(len(b.content))}})
	out = append(out, b.packed...)
	b.rows, b.content = nil, b.content[:0]
	return out
}
