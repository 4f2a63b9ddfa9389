package artifact

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"iter"
)

// An object is an open object file whose seek table agrees with its size.
type object struct {
	file    file
	path    string
	info    Info
	frames  []frameSpan
	trailer frameSpan
}

// openObject opens the object of i and checks that its size is right.
func (s *Store) openObject(i Info) (*object, error) {
	path := s.objectPath(i.Digest)
	f, err := s.files.Open(path)
	if err != nil {
		return nil, damagedBy(i, path, err)
	}
	o := &object{file: f, path: path, info: i}
	if err := o.readTable(); err != nil {
		f.Close() // it was only read
		return nil, o.damaged(err)
	}
	return o, nil
}

func (o *object) readTable() error {
	stat, err := o.file.Stat()
	if err != nil {
		return err
	}
	spans, err := readSeekTable(o.file, stat.Size())
	if err != nil {
		return err
	}
	last := len(spans) - 1
	o.frames, o.trailer = spans[:last], spans[last]
	if o.trailer.start != o.info.Bytes {
		return fmt.Errorf("it holds %d bytes instead of %d", o.trailer.start, o.info.Bytes)
	}
	return nil
}

func (o *object) damaged(err error) error { return damagedBy(o.info, o.path, err) }

// rawTrailer reads the frame of the trailer and returns the whole and the
// trailer in it.
func (o *object) rawTrailer() (raw, encoded []byte, err error) {
	raw = make([]byte, o.trailer.compressed)
	if err := readAt(o.file, raw, o.trailer.offset); err != nil {
		return nil, nil, err
	}
	head, err := appendHead(nil, trailerMagic, len(raw)-skippableHead)
	if err == nil && !bytes.HasPrefix(raw, head) {
		err = errors.New("its trailer has a wrong header")
	}
	return raw, raw[skippableHead : len(raw)-fileSumSize], err
}

// readTrailer reads the trailer and checks it against the Info.
func (o *object) readTrailer() (index, error) {
	_, encoded, err := o.rawTrailer()
	if err != nil {
		return index{}, err
	}
	if DigestOf(encoded) != o.info.Trailer {
		return index{}, errors.New("its trailer does not have the digest it should have")
	}
	x, err := decodeTrailer(encoded)
	if err != nil {
		return index{}, err
	}
	if x.records != o.info.Records || x.bytes != o.info.Bytes || len(x.frames) != len(o.frames) {
		return index{}, errors.New("its trailer belongs to another object")
	}
	for n, f := range x.frames {
		if f.bytes != o.frames[n].bytes {
			return index{}, fmt.Errorf("its seek table is wrong about frame %d", n)
		}
	}
	return x, nil
}

// checkObject checks that the object of i exists with the right size.
func (s *Store) checkObject(i Info) error {
	o, err := s.openObject(i)
	if err != nil {
		return err
	}
	o.file.Close() //lint:unchecked it was only read
	return nil
}

// Lines yields the records of an artifact in order, without their newlines.
// A line is valid until the next one. Every frame is checked by its CRC and
// the whole by its digest, its number of records and the sum of the file,
// before the lines of the last frame are handed out; what does not agree ends
// the sequence with a *[DamagedError].
func (s *Store) Lines(i Info) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		o, err := s.openObject(i)
		if err != nil {
			yield(nil, err)
			return
		}
		defer o.file.Close() //lint:unchecked it was only read
		r := newSequence(s, o)
		if len(o.frames) == 0 {
			if err := r.check(); err != nil {
				yield(nil, o.damaged(err))
			}
			return
		}

		// While the lines of one frame are used, the next is decoded.
		ahead := make(chan decoded, 1)
		fetch := func(n int, memory decoded) {
			d := r.decode(n, memory)
			if d.err == nil && n+1 == len(o.frames) {
				d.err = r.check()
			}
			ahead <- d
		}
		go fetch(0, decoded{})
		var spare decoded
		for n := range o.frames {
			d := <-ahead
			if d.err != nil {
				yield(nil, o.damaged(d.err))
				return
			}
			more := n+1 < len(o.frames)
			if more {
				go fetch(n+1, spare)
			}
			for rest := d.content; len(rest) > 0; {
				var line []byte
				line, rest, _ = bytes.Cut(rest, []byte{'\n'})
				if !yield(line, nil) {
					if more {
						<-ahead // before the file is closed
					}
					return
				}
			}
			spare = d
		}
	}
}

// A sequence decodes the frames of an object, one after the other.
type sequence struct {
	object  *object
	store   *Store
	digest  hash.Hash // of the content
	sum     hash.Hash // of the file
	records int64
}

func newSequence(s *Store, o *object) *sequence {
	return &sequence{object: o, store: s, digest: sha256.New(), sum: sha256.New()}
}

// A decoded frame, or why it could not be decoded.
type decoded struct {
	content, raw []byte
	err          error
}

// decode decodes frame n, after those before it.
func (r *sequence) decode(n int, memory decoded) (d decoded) {
	o := r.object
	d.content, d.raw, d.err = decodeFrame(r.store.codec.decoder, o.file, o.frames[n], memory.raw, memory.content)
	if d.err != nil {
		return d
	}
	r.digest.Write(d.content)
	r.sum.Write(d.raw)
	r.records += int64(bytes.Count(d.content, []byte{'\n'}))
	if len(d.content) == 0 || d.content[len(d.content)-1] != '\n' {
		d.err = fmt.Errorf("frame %d does not end with a record", n)
	}
	return d
}

// check compares the whole, after the last frame, with what it should be.
func (r *sequence) check() error {
	o := r.object
	if got := Digest(r.digest.Sum(nil)); got != o.info.Digest {
		return fmt.Errorf("its content has the digest %s", got)
	}
	if r.records != o.info.Records {
		return fmt.Errorf("it holds %d records instead of %d", r.records, o.info.Records)
	}
	raw, _, err := o.rawTrailer()
	if err != nil {
		return err
	}
	summed := len(raw) - fileSumSize
	r.sum.Write(raw[:summed])
	if !bytes.Equal(r.sum.Sum(nil), raw[summed:]) {
		return errors.New("the sum of the file is wrong: it has changed, though not its records")
	}
	return nil
}

// rehash reads a whole object file of which only the digest is known, and
// returns what it holds.
func (s *Store) rehash(ctx context.Context, path string, digest Digest) (i Info, err error) {
	f, err := s.files.Open(path)
	if err != nil {
		return Info{}, err
	}
	defer f.Close() // it was only read
	stat, err := f.Stat()
	if err != nil {
		return Info{}, err
	}
	spans, err := readSeekTable(f, stat.Size())
	if err != nil {
		return Info{}, err
	}
	last := len(spans) - 1
	o := &object{file: f, path: path, frames: spans[:last], trailer: spans[last]}
	_, encoded, err := o.rawTrailer()
	if err != nil {
		return Info{}, err
	}
	o.info = Info{Digest: digest, Bytes: o.trailer.start, Trailer: DigestOf(encoded)}

	// The trailer is right if it is the one that these records have.
	var again trailer
	r := newSequence(s, o)
	var d decoded
	for n := range o.frames {
		if err := ctx.Err(); err != nil {
			return Info{}, err
		}
		if d = r.decode(n, d); d.err != nil {
			return Info{}, d.err
		}
		again.addFrame(d.content)
	}
	o.info.Records = again.records
	if err := r.check(); err != nil {
		return Info{}, err
	}
	if DigestOf(again.encode()) != o.info.Trailer {
		return Info{}, errors.New("its trailer does not belong to its records")
	}
	return o.info, nil
}
