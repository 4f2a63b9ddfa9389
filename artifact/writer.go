package artifact

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
)

// A Writer takes the records of an artifact. Nothing that it writes can be
// seen before Finish, and nothing is left of it after Discard. It is for one
// goroutine; compression happens on others.
type Writer struct {
	store *Store
	file  file
	path  string // of the file while it is written

	frames  *framer
	sum     hash.Hash // of what the file holds
	trailer trailer
	state   writerState
	err     error // the first, after which all fails
}

type writerState int

const (
	writing writerState = iota
	finished
	discarded
)

// Create begins an artifact. The caller must call Finish or Discard; Discard
// after Finish does nothing, so it can be deferred.
func (s *Store) Create() (*Writer, error) {
	path, err := s.aside()
	if err != nil {
		return nil, err
	}
	f, err := s.files.Create(path)
	if err != nil {
		return nil, s.writeError(err)
	}
	w := &Writer{store: s, file: f, path: path, sum: sha256.New()}
	w.frames = newFramer(s.codec, w.write)
	return w, nil
}

// Write adds the canonical JSON of v as a record.
func (w *Writer) Write(v any) error {
	line, err := Marshal(v)
	if err != nil {
		return fmt.Errorf("record %d: %w", w.trailer.records+1, err)
	}
	return w.WriteLine(line)
}

// WriteLine adds a record that is canonical JSON already, such as one from
// [Marshal] or [Store.Lines], without a newline. It keeps no reference to line.
func (w *Writer) WriteLine(line []byte) error {
	if w.state != writing {
		panic("artifact: write to a Writer that is finished or discarded")
	}
	if w.err != nil {
		return w.err
	}
	if len(line) == 0 || bytes.IndexByte(line, '\n') >= 0 {
		return fmt.Errorf("record %d: not one line of canonical JSON", w.trailer.records+1)
	}
	w.trailer.addLine(line)
	w.err = w.frames.add(line)
	return w.err
}

// write takes a compressed frame from the framer.
func (w *Writer) write(f *frame) error {
	if _, err := w.file.Write(f.compressed); err != nil {
		return w.store.writeError(err)
	}
	w.sum.Write(f.compressed)
	w.trailer.frames = append(w.trailer.frames, f.frameSum)
	return nil
}

// Finish makes the artifact durable and visible by its digest. An artifact of
// the same digest that the store holds already is kept in its place. After an
// error the Writer is discarded.
func (w *Writer) Finish() (Info, error) {
	if w.state != writing {
		panic("artifact: Finish of a Writer that is finished or discarded")
	}
	info, err := w.finish()
	if err != nil {
		w.Discard()
		return Info{}, err
	}
	w.state = finished
	return info, nil
}

func (w *Writer) finish() (Info, error) {
	if w.err != nil {
		return Info{}, w.err
	}
	digest, spans, err := w.frames.finish()
	if err != nil {
		return Info{}, err
	}
	encoded := w.trailer.encode()
	tail, err := appendTail(nil, encoded, spans, w.sum)
	if err != nil {
		return Info{}, err
	}
	if _, err := w.file.Write(tail); err != nil {
		return Info{}, w.store.writeError(err)
	}
	info := Info{Digest: digest, Records: w.trailer.records, Bytes: w.trailer.bytes, Trailer: DigestOf(encoded)}
	// An object of this digest may be there already. It is replaced all the same,
	// by equal bytes and at one stroke: nobody has looked whether it is damaged.
	if err := w.file.Sync(); err != nil {
		return Info{}, w.store.writeError(err)
	}
	if err := w.file.Close(); err != nil {
		return Info{}, w.store.writeError(err)
	}
	w.file = nil
	return info, w.store.publish(w.path, w.store.objectPath(info.Digest))
}

// Discard drops what was written. It does nothing after Finish or Discard.
func (w *Writer) Discard() {
	if w.state != writing {
		return
	}
	w.state = discarded
	w.frames.drain()
	if w.file != nil {
		w.file.Close() //lint:unchecked what it holds is dropped anyway
	}
	// What cannot be removed now is removed by the next build.
	_ = w.store.files.Remove(w.path)
}

// A framer cuts a stream of lines into frames and compresses them, a goroutine
// a frame and a bounded number at once, and hands them on in order. The frames
// are the same for any number of workers.
type framer struct {
	codec *codec
	emit  func(*frame) error

	current *frame
	queue   []*frame // being compressed, in order
	free    []*frame
	digest  hash.Hash
	spans   []frameSpan
	end     frameSpan // where the next frame begins
}

// A frame is on its way through a framer.
type frame struct {
	frameSum
	lines, compressed []byte
	done              chan struct{}
}

func newFramer(c *codec, emit func(*frame) error) *framer {
	return &framer{codec: c, emit: emit, digest: sha256.New()}
}

func (f *framer) add(line []byte) error {
	if c := f.current; c != nil && len(c.lines)+len(line)+1 > frameSize {
		if err := f.cut(); err != nil {
			return err
		}
	}
	if f.current == nil {
		f.current = f.take()
	}
	c := f.current
	c.lines = append(append(c.lines, line...), '\n')
	c.records++
	return nil
}

// take returns an empty frame.
func (f *framer) take() *frame {
	if n := len(f.free); n > 0 {
		c := f.free[n-1]
		f.free = f.free[:n-1]
		return &frame{lines: c.lines[:0], compressed: c.compressed[:0], done: make(chan struct{})}
	}
	return &frame{done: make(chan struct{})}
}

// cut sends the current frame off, after making room for it.
func (f *framer) cut() error {
	for len(f.queue) >= f.codec.workers {
		if err := f.next(); err != nil {
			return err
		}
	}
	c := f.current
	f.current = nil
	f.queue = append(f.queue, c)
	go func() {
		defer close(c.done)
		c.bytes = int64(len(c.lines))
		c.compressed = f.codec.encoder.EncodeAll(c.lines, c.compressed)
		c.sum = DigestOf(c.lines)
	}()
	f.digest.Write(c.lines)
	return nil
}

// next waits for the oldest frame and hands it on.
func (f *framer) next() error {
	c := f.queue[0]
	<-c.done
	f.queue = f.queue[1:]
	f.end.compressed, f.end.bytes = int64(len(c.compressed)), c.bytes
	f.spans = append(f.spans, f.end)
	f.end.offset += f.end.compressed
	f.end.start += f.end.bytes
	if err := f.emit(c); err != nil {
		return err
	}
	if cap(c.lines) <= 2*frameSize {
		f.free = append(f.free, c)
	}
	return nil
}

// finish hands on what is left and returns the digest of all lines.
func (f *framer) finish() (Digest, []frameSpan, error) {
	if f.current != nil {
		if err := f.cut(); err != nil {
			return Digest{}, nil, err
		}
	}
	for len(f.queue) > 0 {
		if err := f.next(); err != nil {
			return Digest{}, nil, err
		}
	}
	return Digest(f.digest.Sum(nil)), f.spans, nil
}

// drain waits until no goroutine works for the framer.
func (f *framer) drain() {
	for _, c := range f.queue {
		<-c.done
	}
	f.queue = nil
}
