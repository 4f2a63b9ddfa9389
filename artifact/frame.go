package artifact

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"

	"github.com/klauspost/compress/zstd"
)

// An object is a row of zstd frames that decode independently, a skippable
// frame with the trailer, and a skippable frame with the seek table of the
// zstd seekable format, in which the trailer counts as a frame of no content.
//
// The trailer's frame ends with the SHA-256 of the file up to there. Unlike
// the digests in the trailer it depends on the compressor; it finds the bits
// of a file that can change without changing what comes out of it.

// frameSize is how much of a stream goes into one frame, uncompressed. A frame
// ends where the next record would take it past frameSize; only a record that
// is larger than that makes a larger frame.
//
// Smaller frames are read faster at random (a record costs the decoding and
// hashing of its frame, some 2 ms per MiB) and compress worse. Measured at the
// default level, relative to one frame: 120 MB of tools lose 6 % in frames of
// 1 MiB, 3 % in 2 MiB and 2 % in 4 MiB; conversations, which repeat long
// prompts, lose 31 % in frames of 1 MiB and still 5 % in 8 MiB.
const frameSize = 4 << 20

const (
	skippableMagic = 0x184D2A50 // the first of sixteen, by the zstd format
	trailerMagic   = skippableMagic + 7
	seekMagic      = skippableMagic + 14 // by the seekable format
	seekFootMagic  = 0x8F92EAB1

	skippableHead = 8 // magic and length
	seekEntry     = 8 // compressed and uncompressed size
	seekFoot      = 9 // number of frames, descriptor, magic

	fileSumSize = sha256.Size
)

// A codec compresses and decompresses whole frames, for any number of
// goroutines. Used that way it holds nothing but memory, so it is not closed.
type codec struct {
	workers int // frames that are compressed at once
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

// newCodec returns the codec of objects. Their level is the default one: they
// are a cache, and written more often than read.
func newCodec(workers int) *codec {
	return &codec{workers, newEncoder(zstd.SpeedDefault, workers), newDecoder()}
}

// newEncoder returns an encoder whose EncodeAll any number of goroutines may
// use, workers at a time. The bytes depend on the level alone.
func newEncoder(level zstd.EncoderLevel, workers int) *zstd.Encoder {
	e, err := zstd.NewWriter(nil,
		zstd.WithEncoderLevel(level),
		zstd.WithEncoderCRC(true),
		zstd.WithEncoderConcurrency(workers))
	if err != nil {
		panic(err) // the options are constants
	}
	return e
}

// newDecoder returns a decoder whose DecodeAll any number of goroutines may use.
func newDecoder() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(math.MaxInt32))
	if err != nil {
		panic(err)
	}
	return d
}

// A frameSpan says where a frame lies in its file and in its stream.
type frameSpan struct {
	offset     int64 // in the file
	compressed int64
	start      int64 // in the stream
	bytes      int64
}

// appendHead appends the head of a skippable frame of n bytes.
func appendHead(dst []byte, magic uint32, n int) ([]byte, error) {
	if int64(n) > math.MaxUint32 {
		return nil, fmt.Errorf("an index of %d bytes does not fit into an object", n)
	}
	dst = binary.LittleEndian.AppendUint32(dst, magic)
	return binary.LittleEndian.AppendUint32(dst, uint32(n)), nil
}

// appendTail appends the frames that follow the content of an object: the
// trailer, with the sum of the file, and the seek table. Frames hashes what
// was written so far.
func appendTail(dst, trailer []byte, spans []frameSpan, frames hash.Hash) ([]byte, error) {
	tail, err := appendHead(nil, trailerMagic, len(trailer)+fileSumSize)
	if err != nil {
		return nil, err
	}
	tail = append(tail, trailer...)
	frames.Write(tail)
	tail = frames.Sum(tail)
	tail, err = appendSeekTable(tail, spans, int64(len(tail)))
	return append(dst, tail...), err
}

// appendSeekTable appends the seek table of frames and of the trailer behind them.
func appendSeekTable(dst []byte, frames []frameSpan, trailer int64) ([]byte, error) {
	table := make([]byte, 0, (len(frames)+1)*seekEntry+seekFoot)
	for _, f := range append(frames[:len(frames):len(frames)], frameSpan{compressed: trailer}) {
		if f.compressed > math.MaxUint32 || f.bytes > math.MaxUint32 {
			return nil, fmt.Errorf("a record of %d bytes does not fit into an object", f.bytes)
		}
		table = binary.LittleEndian.AppendUint32(table, uint32(f.compressed))
		table = binary.LittleEndian.AppendUint32(table, uint32(f.bytes))
	}
	table = binary.LittleEndian.AppendUint32(table, uint32(len(frames)+1))
	table = append(table, 0) // no checksums in the table: frames carry their own
	table = binary.LittleEndian.AppendUint32(table, seekFootMagic)
	dst, err := appendHead(dst, seekMagic, len(table))
	return append(dst, table...), err
}

// readSeekTable reads the seek table at the end of a file of size bytes. The
// spans it returns, the last of which is the trailer, fill the file up to the
// table without a gap.
func readSeekTable(r io.ReaderAt, size int64) ([]frameSpan, error) {
	if size < skippableHead+seekEntry+seekFoot {
		return nil, fmt.Errorf("it ends after %d bytes, before any seek table", size)
	}
	var foot [seekFoot]byte
	if err := readAt(r, foot[:], size-seekFoot); err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(foot[5:]) != seekFootMagic || foot[4] != 0 {
		return nil, errors.New("it does not end in a seek table: it is cut short or overwritten")
	}
	count := int64(binary.LittleEndian.Uint32(foot[:]))
	length := count*seekEntry + seekFoot
	if count < 1 || length+skippableHead > size {
		return nil, fmt.Errorf("its seek table claims %d frames", count)
	}
	table := make([]byte, skippableHead+length)
	if err := readAt(r, table, size-int64(len(table))); err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(table) != seekMagic || int64(binary.LittleEndian.Uint32(table[4:])) != length {
		return nil, errors.New("its seek table has a wrong header")
	}
	spans := make([]frameSpan, count)
	var offset, start int64
	for i := range spans {
		entry := table[skippableHead+seekEntry*i:]
		spans[i] = frameSpan{
			offset: offset, compressed: int64(binary.LittleEndian.Uint32(entry)),
			start: start, bytes: int64(binary.LittleEndian.Uint32(entry[4:])),
		}
		offset += spans[i].compressed
		start += spans[i].bytes
	}
	if want := size - int64(len(table)); offset != want {
		return nil, fmt.Errorf("its frames should take %d bytes and take %d", offset, want)
	}
	if t := spans[count-1]; t.bytes != 0 || t.compressed < skippableHead+fileSumSize {
		return nil, errors.New("it has no trailer")
	}
	return spans, nil
}

// readAt reads exactly len(p) bytes.
func readAt(r io.ReaderAt, p []byte, off int64) error {
	n, err := r.ReadAt(p, off)
	if n == len(p) {
		return nil
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// decodeFrame reads the frame at span and returns its content, in dst where
// that is large enough. What the frame says about itself must agree with span
// before memory is taken for it.
func decodeFrame(d *zstd.Decoder, r io.ReaderAt, span frameSpan, scratch, dst []byte) (content, raw []byte, err error) {
	raw = grow(scratch, span.compressed)
	if err := readAt(r, raw, span.offset); err != nil {
		return nil, raw, err
	}
	var h zstd.Header
	if err := h.Decode(raw); err != nil {
		return nil, raw, fmt.Errorf("frame at byte %d: %w", span.offset, err)
	}
	// The size is left out of the header of a frame of less than 256 bytes.
	sized := h.HasFCS && h.FrameContentSize == uint64(span.bytes) || !h.HasFCS && span.bytes < 256
	if h.Skippable || !h.HasCheckSum || !sized {
		return nil, raw, fmt.Errorf("frame at byte %d: its header does not agree with the seek table", span.offset)
	}
	content, err = d.DecodeAll(raw, grow(dst, span.bytes)[:0])
	if err != nil {
		return nil, raw, fmt.Errorf("frame at byte %d: %w", span.offset, err)
	}
	if int64(len(content)) != span.bytes {
		return nil, raw, fmt.Errorf("frame at byte %d: %d bytes came out instead of %d", span.offset, len(content), span.bytes)
	}
	return content, raw, nil
}

// grow returns a slice of n bytes, p's memory where it is large enough.
func grow(p []byte, n int64) []byte {
	if int64(cap(p)) < n {
		return make([]byte, n)
	}
	return p[:n]
}
