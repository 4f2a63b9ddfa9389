package artifact

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestStoreOnDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "store")
	s, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := buildNodes(s, func(int) {}); err != nil {
		t.Fatal(err)
	}
	for n := range nodeCount {
		if err := checkNode(s, n); err != nil {
			t.Error(err)
		}
	}
	e, ok := s.Lookup(nodeKey(1))
	if !ok {
		t.Fatal(s.Damage())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, scratch := range []string{"tmp", "shards", "locks"} {
		names, err := os.ReadDir(filepath.Join(dir, scratch))
		if err != nil || len(names) > 0 {
			t.Errorf("%s: %v, %v", scratch, names, err)
		}
	}

	// Another process finds what the first left.
	s, err = OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if again, ok := s.Lookup(nodeKey(1)); !ok || again.Info != e.Info || again.Type != "tool" {
		t.Errorf("%+v, %v", again, ok)
	}
	if n, err := s.Verify(context.Background(), func(p string) { t.Error(p) }); err != nil || n != 4 {
		t.Errorf("%d objects, %v", n, err)
	}
	if err := s.Forget(e.Info); err != nil {
		t.Error(err)
	}
	if err := s.Forget(e.Info); err != nil {
		t.Error(err)
	}
	if _, ok := s.Lookup(nodeKey(1)); ok || len(s.Damage()) != 1 || !strings.HasSuffix(s.Damage()[0], ".zst: it is missing") {
		t.Errorf("a forgotten object is found: %v %q", ok, s.Damage())
	}
	if len(s.Recall("/spec.hcl")) != nodeCount || s.Recall("/other.hcl") != nil {
		t.Error("Recall")
	}
}

func TestOpenStoreRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"a newer format", map[string]string{"format": "worldc store 2\n"}, "has format 2, and this worldc knows formats up to 1: use a newer worldc, or set WORLDC_STORE to another directory"},
		{"a damaged format", map[string]string{"format": "\x00\x00\x00"}, "does not say \"worldc store 1\": it is damaged or not worldc's"},
		{"something else", map[string]string{"thesis.tex": "x"}, "is not a store: it holds thesis.tex and no file named \"format\"; set WORLDC_STORE to an empty or new directory"},
	} {
		dir := t.TempDir()
		write(t, dir, c.files)
		_, err := OpenStore(dir)
		if err == nil || !strings.HasPrefix(err.Error(), "cannot open the store: ") || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %s", c.name, err, c.want)
		}
	}
	file := inputFile(t, "x")
	if _, err := OpenStore(file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a file: %v", err)
	}
	// What an interrupted first use leaves is no obstacle.
	dir := t.TempDir()
	write(t, dir, map[string]string{"format.0123456789abcdef": "worl"})
	s, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}

// A store on a medium that cannot be written to serves lookups.
func TestReadOnlyStore(t *testing.T) {
	files := newMemFiles()
	s, err := openMem(files)
	if err != nil {
		t.Fatal(err)
	}
	if err := buildNodes(s, func(int) {}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	files.before = func(_ int, op, _ string) error {
		switch op {
		case "create", "write", "mkdir", "rename", "remove", "sync", "lock":
			return syscall.EROFS
		}
		return nil
	}
	if s, err = openMem(files); err != nil {
		t.Fatal(err)
	}
	for n := range nodeCount {
		if err := checkNode(s, n); err != nil {
			t.Error(err)
		}
	}
	_, err = s.Create()
	want := "the store " + crashDir + " cannot be written to: mkdir " + crashDir + "/tmp"
	if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "read-only file system; set WORLDC_STORE to a directory that can") {
		t.Errorf("%v; want %s...", err, want)
	}
}

func TestShards(t *testing.T) {
	files := newMemFiles()
	s, err := openMem(files)
	if err != nil {
		t.Fatal(err)
	}
	h := s.Shards(nodeKey(1))
	for _, lines := range [][][]byte{{}, {[]byte("")}, {[]byte("a"), []byte(""), bytes.Repeat([]byte("b"), 1<<20)}} {
		if err := h.Save("part", 3, lines); err != nil {
			t.Fatal(err)
		}
		got, ok := h.Load("part", 3)
		if !ok || fmt.Sprintf("%q", got) != fmt.Sprintf("%q", lines) {
			t.Errorf("%q, %v; want %q", got, ok, lines)
		}
	}
	for _, miss := range []func() ([][]byte, bool){
		func() ([][]byte, bool) { return h.Load("part", 2) },
		func() ([][]byte, bool) { return h.Load("other", 3) },
		func() ([][]byte, bool) { return s.Shards(nodeKey(2)).Load("part", 3) },
	} {
		if got, ok := miss(); ok {
			t.Errorf("%q is loaded", got)
		}
	}
	if err := h.Save("part", 4, [][]byte{[]byte("x")}); err != nil {
		t.Fatal(err)
	}
	three, _ := files.find(h.path("part", 3))
	four, _ := files.find(h.path("part", 4))
	three.data = four.data
	if got, ok := h.Load("part", 3); ok {
		t.Errorf("shard 4 passes for shard 3: %q", got)
	}
	for i := range four.data {
		four.data = bytes.Clone(four.data)
		four.data[i] ^= 0x10
		if got, ok := h.Load("part", 4); ok && (len(got) != 1 || string(got[0]) != "x") {
			t.Errorf("byte %d flipped: %q", i, got)
		}
		four.data[i] ^= 0x10
	}
	if err := h.Remove(); err != nil {
		t.Fatal(err)
	}
	if err := h.Remove(); err != nil {
		t.Fatal(err)
	}
	if err := h.Save("part", 0, nil); err != nil {
		t.Errorf("after Remove: %v", err)
	}
}

func TestLockWaits(t *testing.T) {
	s, err := OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	unlock, err := s.Lock(context.Background(), nodeKey(1))
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Lock(context.Background(), nodeKey(2))
	if err != nil {
		t.Fatal(err)
	}
	other()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Lock(ctx, nodeKey(1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a held lock: %v", err)
	}
	got := make(chan error)
	go func() {
		unlock, err := s.Lock(context.Background(), nodeKey(1))
		if err == nil {
			unlock()
		}
		got <- err
	}()
	unlock()
	if err := <-got; err != nil {
		t.Error(err)
	}
}

func TestCommitRefuses(t *testing.T) {
	s, err := openMem(newMemFiles())
	if err != nil {
		t.Fatal(err)
	}
	missing := Info{Digest: DigestOf([]byte("x")), Records: 1, Bytes: 2}
	if err := s.Commit(Entry{Key: nodeKey(1), Info: missing}, []byte("{}")); !errors.As(err, new(*DamagedError)) {
		t.Errorf("an entry without its object: %v", err)
	}
	if _, ok := s.Lookup(nodeKey(1)); ok {
		t.Error("it was committed")
	}
}
