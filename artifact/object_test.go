package artifact

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	seekable "github.com/SaveTheRbtz/zstd-seekable-format-go/pkg"
	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// store writes lines into the store as an artifact.
func store(t testing.TB, s *Store, lines []string) Info {
	t.Helper()
	w, err := s.Create()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Discard()
	for _, line := range lines {
		if err := w.WriteLine([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	info, err := w.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// longLines are enough for several frames, one of them with a single record
// that is larger than a frame.
func longLines() (lines []string) {
	for i := range 22_000 {
		lines = append(lines, fmt.Sprintf(`{"id":"%08x","text":"%s"}`, i*2654435761, strings.Repeat(fmt.Sprint(i), 50)))
	}
	lines[20_000] = fmt.Sprintf(`{"id":"large","text":"%s"}`, strings.Repeat("0123456789", frameSize/8))
	lines[20_001] = `{"name":"no id"}`
	lines[20_002] = lines[20_003]
	return lines
}

func TestObject(t *testing.T) {
	lines := longLines()
	want := strings.Join(lines, "\n") + "\n"
	var first []byte
	for _, workers := range []int{1, 3} {
		files := newMemFiles()
		s, err := openStore(files, crashDir, newCodec(workers))
		if err != nil {
			t.Fatal(err)
		}
		info := store(t, s, lines)
		if info.Digest != DigestOf([]byte(want)) || info.Records != int64(len(lines)) || info.Bytes != int64(len(want)) {
			t.Fatalf("%+v", info)
		}
		f, err := files.find(s.objectPath(info.Digest))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = f.data
		} else if !bytes.Equal(first, f.data) {
			t.Errorf("%d workers make other bytes than one", workers)
		}

		var got strings.Builder
		for line, err := range s.Lines(info) {
			if err != nil {
				t.Fatal(err)
			}
			got.Write(line)
			got.WriteByte('\n')
		}
		if got.String() != want {
			t.Error("Lines differ from what was written")
		}
		for range 5 { // leaving early must not race with reading ahead
			for line, err := range s.Lines(info) {
				if err != nil || string(line) != lines[0] {
					t.Fatal(err)
				}
				break
			}
		}
		checkIndexed(t, s, info, lines)
	}
	checkForeignReaders(t, first, want)
}

func checkIndexed(t *testing.T, s *Store, info Info, lines []string) {
	t.Helper()
	x, err := s.Open(info)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if x.Len() != int64(len(lines)) {
		t.Errorf("Len = %d", x.Len())
	}
	for i := 0; i < len(lines); i += 97 {
		if line, err := x.At(int64(i)); err != nil || string(line) != lines[i] {
			t.Fatalf("At(%d) = %s, %v", i, clip(string(line)), err)
		}
		id, _ := lineID([]byte(lines[i]))
		if line, ok, err := x.Get(string(id)); err != nil || !ok || string(line) != lines[i] {
			t.Fatalf("Get(%s) = %s, %v, %v", id, clip(string(line)), ok, err)
		}
	}
	for _, i := range []int{20_000, 20_002, 20_003} {
		id, _ := lineID([]byte(lines[i]))
		if line, ok, err := x.Get(string(id)); err != nil || !ok || string(line) != lines[i] {
			t.Errorf("Get(%s) = %s, %v, %v", id, clip(string(line)), ok, err)
		}
	}
	for _, id := range []string{"", "no such id", "\xff"} {
		if line, ok, err := x.Get(id); err != nil || ok {
			t.Errorf("Get(%q) = %s, %v", id, line, err)
		}
	}
}

// checkForeignReaders reads an object as others do who know the format.
func checkForeignReaders(t *testing.T, object []byte, want string) {
	t.Helper()
	d, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	r, err := seekable.NewReader(bytes.NewReader(object), d)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || string(got) != want {
		t.Errorf("the seekable format's reader: %d bytes instead of %d, %v", len(got), len(want), err)
	}
	part := make([]byte, 1000)
	if _, err := r.ReadAt(part, frameSize-500); err != nil || string(part) != want[frameSize-500:frameSize+500] {
		t.Errorf("the seekable format's reader at a border of frames: %v", err)
	}
	tool, err := exec.LookPath("zstd")
	if err != nil {
		t.Skip("no zstd command to read an object with")
	}
	path := filepath.Join(t.TempDir(), "object.zst")
	if err := os.WriteFile(path, object, 0o666); err != nil {
		t.Fatal(err)
	}
	if got, err := exec.Command(tool, "-dc", path).Output(); err != nil || string(got) != want {
		t.Errorf("zstd -d: %d bytes instead of %d, %v", len(got), len(want), err)
	}
}

// An empty artifact is a file that zstd decompresses to nothing.
func TestEmptyObject(t *testing.T) {
	files := newMemFiles()
	s, err := openMem(files)
	if err != nil {
		t.Fatal(err)
	}
	info := store(t, s, nil)
	if info.Records != 0 || info.Bytes != 0 || info.Digest != DigestOf(nil) {
		t.Errorf("%+v", info)
	}
	for line, err := range s.Lines(info) {
		t.Errorf("%s, %v", line, err)
	}
	f, err := files.find(s.objectPath(info.Digest))
	if err != nil {
		t.Fatal(err)
	}
	tool, err := exec.LookPath("zstd")
	if err != nil {
		t.Skip("no zstd command to read an object with")
	}
	cmd := exec.Command(tool, "-dc")
	cmd.Stdin = bytes.NewReader(f.data)
	if got, err := cmd.Output(); err != nil || len(got) != 0 {
		t.Errorf("zstd -d: %q, %v", got, err)
	}
}

func TestWriterRefuses(t *testing.T) {
	s, err := openMem(newMemFiles())
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Create()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"", "a\nb"} {
		if err := w.WriteLine([]byte(line)); err == nil || err.Error() != "record 1: not one line of canonical JSON" {
			t.Errorf("%q: %v", line, err)
		}
	}
	if err := w.Write("\xff"); err == nil {
		t.Error("text that is not UTF-8 is written")
	}
	w.Discard()
	w.Discard()
	defer func() {
		if recover() == nil {
			t.Error("a write after Discard does not panic")
		}
	}()
	w.WriteLine([]byte("1"))
}

// A trailer reads back as it was written, whatever the records.
func TestTrailer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w trailer
		for range rapid.IntRange(0, 4).Draw(t, "frames") {
			ids := rapid.SliceOfN(rapid.StringMatching(`[a-c]{1,2}`), 1, 8).Draw(t, "ids")
			w.addFrame([]byte(`{"id":"` + strings.Join(ids, "\"}\n{\"id\":\"") + "\"}\n"))
		}
		x, err := decodeTrailer(w.encode())
		if err != nil {
			t.Fatal(err)
		}
		if x.records != w.records || x.bytes != w.bytes || len(x.frames) != len(w.frames) {
			t.Fatalf("%+v became %+v", w, x)
		}
		found := 0
		for _, id := range []string{"a", "b", "c", "aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc"} {
			found += len(x.find(hashID([]byte(id))))
		}
		if int64(found) != w.records {
			t.Fatalf("%d of %d records are found", found, w.records)
		}
	})
}

// FuzzObject reads damaged objects: never a panic, never a wrong record.
func FuzzObject(f *testing.F) {
	lines := []string{`{"id":"a","n":1}`, `{"id":"b","n":2}`, `{"n":3}`}
	files := newMemFiles()
	s, err := openMem(files)
	if err != nil {
		f.Fatal(err)
	}
	info := store(f, s, lines)
	object, err := files.find(s.objectPath(info.Digest))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(bytes.Clone(object.data))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		object.data = data
		i := 0
		var failed error
		for line, err := range s.Lines(info) {
			if failed = err; err == nil {
				if i >= len(lines) || string(line) != lines[i] {
					t.Fatalf("record %d is %q", i, line)
				}
				i++
			}
		}
		if failed == nil && i != len(lines) {
			t.Fatalf("%d records and no error", i)
		}
		if failed != nil && !errors.As(failed, new(*DamagedError)) {
			t.Fatal(failed)
		}
		if x, err := s.Open(info); err == nil {
			for i, line := range lines {
				if got, err := x.At(int64(i)); err == nil && string(got) != line {
					t.Fatalf("At(%d) = %q", i, got)
				}
				if got, ok, err := x.Get(string('a' + rune(i))); err == nil && ok != (i < 2) || ok && string(got) != line {
					t.Fatalf("Get = %q", got)
				}
			}
		}
		if _, err := decodeTrailer(data); err == nil && !bytes.HasPrefix(data, []byte(trailerHead)) {
			t.Fatal("a trailer without its head")
		}
	})
}

// The lines of any part of an artifact are those of the whole.
func TestIndexedLines(t *testing.T) {
	s, err := OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	// Long lines, so that there are several frames.
	var all []string
	for n := range 40 {
		all = append(all, fmt.Sprintf(`{"id":"%d","text":"%s"}`, n, strings.Repeat(string(rune('a'+n%26)), 300<<10)))
	}
	x, err := s.Open(store(t, s, all))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if len(x.index.frames) < 3 {
		t.Fatalf("%d frames: the test tests nothing", len(x.index.frames))
	}
	for _, c := range []struct{ from, n int64 }{{0, 40}, {0, 0}, {40, 0}, {0, 1}, {39, 1}, {13, 14}, {14, 13}, {1, 39}} {
		var got []string
		for line, err := range x.Lines(c.from, c.n) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(line))
		}
		if !slices.Equal(got, all[c.from:c.from+c.n]) {
			t.Errorf("%d lines from %d on: %d lines, not the right ones", c.n, c.from, len(got))
		}
	}
}
