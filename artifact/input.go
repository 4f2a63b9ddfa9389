package artifact

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"syscall"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
)

// Limits bound what is read of an input, whoever wrote it. The zero value
// stands for the defaults.
type Limits struct {
	// Bytes bounds a file, after decompression: 1 GiB by default.
	Bytes int64

	// Line bounds a line in bytes, without its end: 16 MiB by default.
	Line int
}

const (
	defaultInputBytes = 1 << 30
	defaultInputLine  = 16 << 20

	// maxWindow is the largest zstd window that is accepted: what `zstd -19`
	// makes. Decoding takes little more memory than that.
	maxWindow = 8 << 20
)

func (l Limits) orDefault() Limits {
	if l.Bytes == 0 {
		l.Bytes = defaultInputBytes
	}
	if l.Line == 0 {
		l.Line = defaultInputLine
	}
	return l
}

// ErrEmpty is what an [InputError] wraps for a file without content.
var ErrEmpty = errors.New("the file is empty")

// An InputError says what is wrong with an input file, where, and what to do.
type InputError struct {
	Path string

	// Line is the line from 1, or 0 where the whole file is meant. Offset is
	// a byte of the uncompressed content, from 0.
	Line   int64
	Offset int64

	Err error
}

// Error names the file and the place.
func (e *InputError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("%s: line %d (byte %d): %v", e.Path, e.Line, e.Offset, e.Err)
}

// Unwrap returns what is wrong.
func (e *InputError) Unwrap() error { return e.Err }

// ReadLines yields the lines of a text file, plain or zstd by its content.
// Lines end at \n or \r\n and at nothing else; they come without their end,
// empty ones too, so that the n-th is line n, and are valid until the next. A
// byte order mark of UTF-8 is dropped. An error ends the sequence; it is an
// *[InputError].
//
// The file is bounded by limits, and so is memory: a zstd bomb ends in an error.
func ReadLines(path string, limits Limits) iter.Seq2[[]byte, error] {
	limits = limits.orDefault()
	return func(yield func([]byte, error) bool) {
		in, err := openInput(path, limits.Bytes)
		if err != nil {
			yield(nil, err)
			return
		}
		defer in.close()
		for {
			line, err := in.line(limits.Line)
			if err == io.EOF {
				return
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// ReadFile returns a whole text file of at most max bytes (0 for the default),
// plain or zstd by its content, without a byte order mark. Errors are those of
// [ReadLines].
func ReadFile(path string, max int64) ([]byte, error) {
	in, err := openInput(path, Limits{Bytes: max}.orDefault().Bytes)
	if err != nil {
		return nil, err
	}
	defer in.close()
	data, err := io.ReadAll(in.text)
	if err != nil {
		return nil, in.failed(err)
	}
	if bad := invalidUTF8(data); bad >= 0 {
		line := int64(1 + bytes.Count(data[:bad], []byte{'\n'}))
		return nil, &InputError{path, line, in.offset + int64(bad), notUTF8(data[bad])}
	}
	return data, nil
}

// DigestFile returns the digest of an input, of its uncompressed content: what
// an input was compressed with does not matter. Bytes and Records (lines)
// count the same content. Only its size is checked.
func DigestFile(path string, limits Limits) (FileInfo, error) {
	in, err := openRaw(path, limits.orDefault().Bytes)
	if err != nil {
		return FileInfo{}, err
	}
	defer in.close()
	h := sha256.New()
	var info FileInfo
	buffer := make([]byte, 256<<10)
	last := byte('\n')
	for {
		n, err := in.text.Read(buffer)
		h.Write(buffer[:n])
		info.Bytes += int64(n)
		info.Records += int64(bytes.Count(buffer[:n], []byte{'\n'}))
		if n > 0 {
			last = buffer[n-1]
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return FileInfo{}, in.failed(err)
		}
	}
	if last != '\n' {
		info.Records++
	}
	info.Digest = Digest(h.Sum(nil))
	return info, nil
}

// An input is an open input file. Its text counts what was read of it.
type input struct {
	path   string
	file   *os.File
	zstd   *zstd.Decoder
	text   *bufio.Reader
	number int64 // of the last line that was read
	offset int64 // of the next byte
	long   []byte
}

func (in *input) close() {
	if in.zstd != nil {
		in.zstd.Close()
	}
	in.file.Close() //lint:unchecked it was only read
}

// openInput opens an input and looks at how it begins.
func openInput(path string, max int64) (*input, error) {
	in, err := openRaw(path, max)
	if err != nil {
		return nil, err
	}
	head, err := in.text.Peek(4)
	if err == io.EOF {
		err = nil
	}
	if err != nil {
		err = in.failed(err)
	} else if len(head) == 0 || string(head) == "\xEF\xBB\xBF" {
		err = &InputError{Path: path, Err: ErrEmpty}
	} else if why := notText(head); why != "" {
		err = &InputError{Path: path, Err: errors.New(why)}
	}
	if err != nil {
		in.close()
		return nil, err
	}
	if bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) {
		n, _ := in.text.Discard(3) // they are in the buffer
		in.offset += int64(n)
	}
	return in, nil
}

// openRaw opens an input of any content, decompressed where it is zstd.
func openRaw(path string, max int64) (*input, error) {
	stat, err := os.Stat(path)
	if err != nil {
		return nil, &InputError{Path: path, Err: plain(err)}
	}
	switch {
	case stat.IsDir():
		return nil, &InputError{Path: path, Err: errors.New("it is a directory: name the files in it, as with DIR/*.jsonl")}
	case !stat.Mode().IsRegular():
		return nil, &InputError{Path: path, Err: errors.New("it is not a regular file: an input is read more than once, so save it as a file first")}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &InputError{Path: path, Err: plain(err)}
	}
	in := &input{path: path, file: f}
	file := bufio.NewReaderSize(f, 64<<10)
	head, err := file.Peek(4)
	if err != nil && err != io.EOF {
		in.close()
		return nil, in.failed(err)
	}
	var text io.Reader = file
	if isZstd(head) {
		in.zstd, err = zstd.NewReader(file,
			zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			in.close()
			return nil, in.failed(err)
		}
		text = in.zstd
	} else if stat.Size() > max {
		in.close()
		return nil, &InputError{Path: path, Err: tooLarge(max)}
	}
	in.text = bufio.NewReaderSize(&bounded{r: text, max: max}, 64<<10)
	return in, nil
}

// line returns the next line, at most max bytes long, or io.EOF.
func (in *input) line(max int) ([]byte, error) {
	start := in.offset
	in.long = in.long[:0]
	for {
		part, err := in.text.ReadSlice('\n')
		in.offset += int64(len(part))
		if err != nil && err != bufio.ErrBufferFull && err != io.EOF {
			in.number++
			return nil, in.failed(err)
		}
		whole := err != bufio.ErrBufferFull
		if err == io.EOF && len(part) == 0 && len(in.long) == 0 {
			return nil, io.EOF
		}
		line := part
		if !whole || len(in.long) > 0 {
			in.long = append(in.long, part...)
			line = in.long
		}
		if whole {
			line = bytes.TrimSuffix(line, []byte{'\n'})
			line = bytes.TrimSuffix(line, []byte{'\r'})
		}
		if len(line) > max {
			in.number++
			return nil, &InputError{in.path, in.number, start, fmt.Errorf("the line is longer than %d bytes: is this a file of lines?", max)}
		}
		if !whole {
			continue
		}
		in.number++
		if bad := invalidUTF8(line); bad >= 0 {
			return nil, &InputError{in.path, in.number, start + int64(bad), notUTF8(line[bad])}
		}
		return line, nil
	}
}

// failed says what an error while reading means.
func (in *input) failed(err error) error {
	switch {
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		err = fmt.Errorf("it is compressed with a window of more than %d MiB: compress it again without --ultra or --long", maxWindow>>20)
	case errors.Is(err, io.ErrUnexpectedEOF) && in.zstd != nil:
		err = errors.New("the compressed file is cut short: copy it again")
	case in.zstd != nil && !errors.As(err, new(*fs.PathError)) && !errors.As(err, new(sizeError)):
		err = fmt.Errorf("the compressed file is damaged (%w): copy it again", err)
	default:
		err = plain(err)
	}
	return &InputError{in.path, in.number, in.offset, err}
}

// plain drops the path from an error of the system: an InputError names it.
func plain(err error) error {
	var system *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no such file: %w", fs.ErrNotExist)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("it may not be read: %w; change its permissions", fs.ErrPermission)
	case errors.Is(err, syscall.EMFILE):
		return fmt.Errorf("too many open files: raise the limit with ulimit -n")
	case errors.As(err, &system):
		return fmt.Errorf("%s: %w", system.Op, system.Err)
	}
	return err
}

// bounded fails as soon as more than max bytes come out of r.
type bounded struct {
	r         io.Reader
	read, max int64
}

type sizeError struct{ error }

func tooLarge(max int64) error {
	return sizeError{fmt.Errorf("it holds more than %d bytes: split it", max)}
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.read += int64(n)
	if b.read > b.max {
		return 0, tooLarge(b.max)
	}
	return n, err
}

// isZstd reports whether a file that begins with head is zstd. A skippable
// frame may come first, as pzstd writes it.
func isZstd(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	magic := binary.LittleEndian.Uint32(head)
	return magic == 0xFD2FB528 || magic&^0xF == skippableMagic
}

// notText says what a file is that begins with head, or "" where it may be text.
func notText(head []byte) string {
	for _, c := range []struct{ magic, why string }{
		{"\x1f\x8b", "it is compressed with gzip, and only plain and zstd files are read: run `gunzip` on it"},
		{"PK\x03\x04", "it is a zip archive: unpack it"},
		{"BZh", "it is compressed with bzip2, and only plain and zstd files are read: run `bunzip2` on it"},
		{"\xFD7zX", "it is compressed with xz, and only plain and zstd files are read: run `unxz` on it"},
		{"PAR1", "it is a parquet file: export it as JSON lines"},
		{"\xFF\xFE", "it is UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`"},
		{"\xFE\xFF", "it is UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`"},
	} {
		if bytes.HasPrefix(head, []byte(c.magic)) {
			return c.why
		}
	}
	return ""
}

// invalidUTF8 returns where p stops being UTF-8, or -1.
func invalidUTF8(p []byte) int {
	if utf8.Valid(p) {
		return -1
	}
	for i := 0; i < len(p); {
		r, n := utf8.DecodeRune(p[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func notUTF8(b byte) error {
	return fmt.Errorf("byte 0x%02X is not UTF-8: convert the file with `iconv -t UTF-8` from the encoding it has", b)
}
