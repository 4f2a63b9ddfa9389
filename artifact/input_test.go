package artifact

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// zstdOf compresses data in one frame.
func zstdOf(t testing.TB, data string, options ...zstd.EOption) string {
	t.Helper()
	e, err := zstd.NewWriter(nil, options...)
	if err != nil {
		t.Fatal(err)
	}
	return string(e.EncodeAll([]byte(data), nil))
}

// inputFile writes a file to read.
func inputFile(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "input")
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// readLines collects the lines before an error.
func readLines(path string, limits Limits) (lines []string, err error) {
	for line, err := range ReadLines(path, limits) {
		if err != nil {
			return lines, err
		}
		lines = append(lines, string(line))
	}
	return lines, nil
}

func TestReadLines(t *testing.T) {
	long := strings.Repeat("x", 200_000)
	skippable := "\x53\x2A\x4D\x18\x03\x00\x00\x00abc"
	for _, c := range []struct {
		name, content string
		want          []string
	}{
		{"lines", "a\nb\n", []string{"a", "b"}},
		{"no newline at the end", "a\nb", []string{"a", "b"}},
		{"CRLF", "a\r\nb\r\n", []string{"a", "b"}},
		{"a lone CR stays", "a\rb\n", []string{"a\rb"}},
		{"empty lines", "\na\n\n\n", []string{"", "a", "", ""}},
		{"other line ends stay", "a\u2028b\u0085c\vd\n", []string{"a\u2028b\u0085c\vd"}},
		{"byte order mark", "\ufeffa\nb\n", []string{"a", "b"}},
		{"long lines", long + "\n" + long + "y\r\n", []string{long, long + "y"}},
		{"zstd", zstdOf(t, "a\nb\n"), []string{"a", "b"}},
		{"zstd of two frames", zstdOf(t, "a\nb") + zstdOf(t, "c\nd\n"), []string{"a", "bc", "d"}},
		{"zstd after a skippable frame", skippable + zstdOf(t, "a\n"), []string{"a"}},
		{"zstd with a byte order mark", zstdOf(t, "\ufeffa\n"), []string{"a"}},
	} {
		lines, err := readLines(inputFile(t, c.content), Limits{})
		if err != nil || !slices.Equal(lines, c.want) {
			t.Errorf("%s: %q, %v", c.name, lines, err)
		}
	}
}

// badInputs are contents with what is said of them after the path.
func badInputs(t testing.TB) []struct{ name, content, want string } {
	frame := zstdOf(t, strings.Repeat("one line and another\n", 1000))
	damaged := []byte(frame)
	damaged[len(damaged)-1] ^= 1
	return []struct{ name, content, want string }{
		{"empty", "", "the file is empty"},
		{"a byte order mark only", "\ufeff", "the file is empty"},
		{"zstd of nothing", zstdOf(t, "", zstd.WithZeroFrames(true)), "the file is empty"},
		{"not UTF-8", "ab\nc\xe9d\n", "line 2 (byte 4): byte 0xE9 is not UTF-8: convert the file with `iconv -t UTF-8` from the encoding it has"},
		{"not UTF-8 after a byte order mark", "\ufeffab\nc\xe9d\n", "line 2 (byte 7): byte 0xE9 is not UTF-8: convert the file with `iconv -t UTF-8` from the encoding it has"},
		{"not UTF-8 in zstd", zstdOf(t, "ab\nc\xe9d\n"), "line 2 (byte 4): byte 0xE9 is not UTF-8: convert the file with `iconv -t UTF-8` from the encoding it has"},
		{"UTF-16", "\xff\xfea\x00", "it is UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`"},
		{"UTF-16, big-endian", "\xfe\xff\x00a", "it is UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`"},
		{"gzip", "\x1f\x8b\x08\x00garbage", "it is compressed with gzip, and only plain and zstd files are read: run `gunzip` on it"},
		{"gzip in zstd", zstdOf(t, "\x1f\x8b\x08\x00garbage"), "it is compressed with gzip, and only plain and zstd files are read: run `gunzip` on it"},
		{"zip", "PK\x03\x04garbage", "it is a zip archive: unpack it"},
		{"zstd, cut", frame[:len(frame)-10], "the compressed file is cut short: copy it again"},
		{"zstd, one byte", frame[:4], "the compressed file is cut short: copy it again"},
		{"zstd, damaged", string(damaged), "the compressed file is damaged"},
		{"zstd, then garbage", frame + "garbage", "the compressed file is damaged"},
		{"zstd of a large window", "\x28\xb5\x2f\xfd\x00\x80\x09\x00\x00x", "it is compressed with a window of more than 8 MiB: compress it again without --ultra or --long"},
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range badInputs(t) {
		path := inputFile(t, c.content)
		check := func(what string, err error) {
			t.Helper()
			if err == nil || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), c.want) || !errors.As(err, new(*InputError)) {
				t.Errorf("%s, %s: %v; want %s", c.name, what, err, c.want)
			}
			if c.want == "the file is empty" && !errors.Is(err, ErrEmpty) {
				t.Errorf("%s, %s: not ErrEmpty", c.name, what)
			}
		}
		_, err := readLines(path, Limits{})
		check("ReadLines", err)
		_, err = ReadFile(path, 0)
		check("ReadFile", err)
	}
}

func TestReadRefusesPlaces(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret")
	write(t, dir, map[string]string{"secret": "x"})
	if err := os.Chmod(secret, 0); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, want string }{
		{dir, "it is a directory: name the files in it, as with DIR/*.jsonl"},
		{filepath.Join(dir, "none"), "there is no such file: file does not exist"},
		{pipe, "it is not a regular file: an input is read more than once, so save it as a file first"},
		{secret, "it may not be read: permission denied; change its permissions"},
	} {
		if c.path == secret && os.Geteuid() == 0 {
			continue // root may read anything
		}
		want := c.path + ": " + c.want
		if _, err := readLines(c.path, Limits{}); err == nil || err.Error() != want {
			t.Errorf("%v; want %s", err, want)
		}
		if _, err := ReadFile(c.path, 0); err == nil || err.Error() != want {
			t.Errorf("%v; want %s", err, want)
		}
		if _, err := DigestFile(c.path, Limits{}); err == nil || err.Error() != want {
			t.Errorf("%v; want %s", err, want)
		}
	}
}

func TestReadLimits(t *testing.T) {
	for _, content := range []string{"abc\ndefgh\n", zstdOf(t, "abc\ndefgh\n")} {
		path := inputFile(t, content)
		if lines, err := readLines(path, Limits{Line: 5, Bytes: 100}); err != nil || len(lines) != 2 {
			t.Errorf("%q, %v", lines, err)
		}
		lines, err := readLines(path, Limits{Line: 4})
		if want := path + ": line 2 (byte 4): the line is longer than 4 bytes: is this a file of lines?"; len(lines) != 1 || err == nil || err.Error() != want {
			t.Errorf("%q, %v; want %s", lines, err, want)
		}
		for _, read := range []func() error{
			func() error { _, err := readLines(path, Limits{Bytes: 9}); return err },
			func() error { _, err := ReadFile(path, 9); return err },
			func() error { _, err := DigestFile(path, Limits{Bytes: 9}); return err },
		} {
			if err := read(); err == nil || !strings.Contains(err.Error(), "it holds more than 9 bytes: split it") {
				t.Errorf("%v", err)
			}
		}
		if data, err := ReadFile(path, 10); err != nil || string(data) != "abc\ndefgh\n" {
			t.Errorf("%q, %v", data, err)
		}
	}
}

// A bomb is a few KB that decompress to 48 MiB of one line, or of short lines.
func TestReadBombs(t *testing.T) {
	for _, c := range []struct {
		unit   string
		want   string
		limits Limits
	}{
		{strings.Repeat("\x00", 1<<20), "line 1 (byte 0): the line is longer than 16777216 bytes", Limits{}},
		{strings.Repeat("a\n", 1<<19), "it holds more than 33554432 bytes: split it", Limits{Bytes: 32 << 20}},
	} {
		var b bytes.Buffer
		e, err := zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		for range 48 {
			if _, err := io.WriteString(e, c.unit); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		path := inputFile(t, b.String())
		var failed error
		for _, err := range ReadLines(path, c.limits) {
			failed = err
		}
		if failed == nil || !strings.Contains(failed.Error(), c.want) {
			t.Errorf("%v; want %s", failed, c.want)
		}
	}
	// Ten thousand frames of nothing are slow for nobody.
	empty := zstdOf(t, "", zstd.WithZeroFrames(true))
	path := inputFile(t, strings.Repeat(empty, 10_000)+zstdOf(t, "a\n"))
	if lines, err := readLines(path, Limits{}); err != nil || len(lines) != 1 {
		t.Errorf("%q, %v", lines, err)
	}
}

func TestDigestFile(t *testing.T) {
	text := "\ufeffa\nb\xff"
	want := FileInfo{Digest: DigestOf([]byte(text)), Bytes: int64(len(text)), Records: 2}
	for _, content := range []string{text, zstdOf(t, text)} {
		if info, err := DigestFile(inputFile(t, content), Limits{}); err != nil || info != want {
			t.Errorf("%+v, %v; want %+v", info, err, want)
		}
	}
	if info, err := DigestFile(inputFile(t, ""), Limits{}); err != nil || info != (FileInfo{Digest: DigestOf(nil)}) {
		t.Errorf("%+v, %v", info, err)
	}
}

// FuzzReadLines holds ReadLines of a plain file against splitting it, and
// reads anything as a file.
func FuzzReadLines(f *testing.F) {
	f.Add([]byte("a\r\nb\n\nc"))
	for _, c := range badInputs(f) {
		f.Add([]byte(c.content))
	}
	f.Add([]byte(zstdOf(f, "a\nb\n")))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := inputFile(t, string(data))
		lines, err := readLines(path, Limits{Bytes: 1 << 20, Line: 1 << 10})
		whole, wholeErr := ReadFile(path, 1<<20)
		if err == nil {
			if wholeErr != nil {
				t.Fatalf("ReadLines reads what ReadFile does not: %v", wholeErr)
			}
			want := strings.Split(strings.TrimSuffix(string(whole), "\n"), "\n")
			for i := range want {
				want[i] = strings.TrimSuffix(want[i], "\r")
			}
			if len(whole) > 0 && !slices.Equal(lines, want) {
				t.Fatalf("%q; want %q", lines, want)
			}
		} else if !errors.As(err, new(*InputError)) {
			t.Fatal(err)
		}
		if len(data) >= 4 && !isZstd(data) && wholeErr == nil && !bytes.Equal(bytes.TrimPrefix(data, []byte("\ufeff")), whole) {
			t.Fatalf("%q became %q", data, whole)
		}
		if _, err := DigestFile(path, Limits{Bytes: 1 << 20}); err != nil && wholeErr == nil {
			t.Fatal(err)
		}
	})
}
