package artifact

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// sequenceOf yields lines, and err after them unless it is nil.
func sequenceOf(lines []string, err error) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, line := range lines {
			if !yield([]byte(line), nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "train.jsonl.zst")
	for _, lines := range [][]string{{}, {""}, {`{"a":1}`}, longLines()} {
		text := ""
		if len(lines) > 0 {
			text = strings.Join(lines, "\n") + "\n"
		}
		want := FileInfo{Digest: DigestOf([]byte(text)), Records: int64(len(lines)), Bytes: int64(len(text))}
		for _, level := range []int{1, 3, 19} {
			if level != 3 && len(text) > 1<<20 {
				continue // no other code
			}
			var first []byte
			for _, workers := range []int{1, 8} {
				info, err := WriteFile(path, level, workers, sequenceOf(lines, nil))
				if err != nil || info != want {
					t.Fatalf("%+v, %v; want %+v", info, err, want)
				}
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if first == nil {
					first = data
				} else if !bytes.Equal(first, data) {
					t.Errorf("level %d: %d workers make other bytes than one", level, workers)
				}
			}
			if n := countFrames(first); n > 1 {
				t.Errorf("%d lines become %d frames: python-zstandard would read the first", len(lines), n)
			}
		}
		if info, err := DigestFile(path, Limits{}); err != nil || info != want {
			t.Errorf("DigestFile: %+v, %v; want %+v", info, err, want)
		}
	}
}

// countFrames counts what looks like the beginning of a zstd frame.
func countFrames(data []byte) int { return bytes.Count(data, []byte{0x28, 0xB5, 0x2F, 0xFD}) }

// After any error the file is what it was before, and nothing else is there.
func TestWriteFileFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.zst")
	write(t, dir, map[string]string{"x.zst": "before"})
	broken := errors.New("broken")
	for _, c := range []struct {
		lines iter.Seq2[[]byte, error]
		want  string
	}{
		{sequenceOf([]string{"a"}, broken), "cannot write " + path + ": broken"},
		{sequenceOf([]string{"a", "b\nc"}, nil), "cannot write " + path + ": line 2 holds a newline"},
	} {
		if _, err := WriteFile(path, 3, 2, c.lines); err == nil || err.Error() != c.want {
			t.Errorf("%v; want %s", err, c.want)
		}
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "before" {
		t.Errorf("%q, %v", data, err)
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) != 1 {
		t.Errorf("%v, %v", names, err)
	}
	if err := ReplaceFile(filepath.Join(dir, "none", "x"), nil); err == nil || !strings.HasPrefix(err.Error(), "cannot write "+filepath.Join(dir, "none", "x")+": ") {
		t.Errorf("%v", err)
	}
}

func TestWriteFileFaults(t *testing.T) {
	for n := 1; ; n++ {
		files := newMemFiles()
		hit := false
		files.before = func(i int, _, _ string) error {
			if i == n {
				hit = true
				return syscall.ENOSPC
			}
			return nil
		}
		_, err := writeFile(files, "/x.zst", 3, 1, sequenceOf([]string{"a", "b"}, nil))
		if !hit {
			if err != nil || len(files.Files()) != 1 {
				t.Errorf("%v, %q", err, files.Files())
			}
			return
		}
		if err == nil || !strings.HasPrefix(err.Error(), "no space left for /x.zst: ") {
			t.Errorf("operation %d: %v", n, err)
		}
		for _, path := range files.Files() {
			if path != "/x.zst" { // which is whole, if only its directory could not be synced
				t.Errorf("operation %d: %s is left over", n, path)
			}
		}
	}
}

func ExampleNewKey() {
	fields := []Field{{"kind", "tool_graph"}, {"similarity_threshold", "0.6"}}
	for _, f := range fields {
		fmt.Println(f)
	}
	fmt.Println(NewKey(fields))
	// Output:
	// "kind" "tool_graph"
	// "similarity_threshold" "0.6"
	// 68e0f10da62925e33fc7a559f3a7c075077e6f5fe639609696c8904ec72bbdb3
}
