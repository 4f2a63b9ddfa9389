package artifact

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestGC(t *testing.T) {
	files := newMemFiles()
	s, err := openMem(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range []string{"/spec.hcl", "/gone.hcl"} {
		f, err := files.Create(spec)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	commit := func(n int) Key {
		t.Helper()
		k := nodeKey(n)
		info := store(t, s, []string{fmt.Sprintf(`{"id":"%d"}`, n)})
		if err := s.Commit(Entry{Key: k, Info: info}, []byte(fmt.Sprintf(`{"n":%d}`, n))); err != nil {
			t.Fatal(err)
		}
		return k
	}
	remember := func(spec string, keys ...Key) {
		t.Helper()
		m := map[string]Key{}
		for i, k := range keys {
			m[fmt.Sprint(i)] = k
		}
		if err := s.Remember(spec, m); err != nil {
			t.Fatal(err)
		}
	}
	oldest, older, newest, gone, kept, lost := commit(1), commit(2), commit(3), commit(4), commit(5), commit(6)
	unfinished, forgotten := nodeKey(7), nodeKey(8)
	remember("/spec.hcl", oldest)
	remember("/spec.hcl", older)
	remember("/spec.hcl", newest, unfinished)
	remember("/spec.hcl", newest, unfinished)
	remember("/gone.hcl", gone)
	store(t, s, []string{`"an object that nothing leads to"`})
	for _, k := range []Key{unfinished, forgotten, newest} {
		if err := s.Shards(k).Save("part", 0, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := files.Remove("/gone.hcl"); err != nil {
		t.Fatal(err)
	}

	if _, err := func() (int64, error) {
		other, err := openMem(files)
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		return s.GC(context.Background())
	}(); !errors.Is(err, ErrBusy) {
		t.Errorf("with another process at work: %v", err)
	}
	if _, ok := s.Lookup(lost); !ok {
		t.Error("gc did something all the same")
	}

	size := func() (n int64) {
		for _, path := range files.Files() {
			f, _ := files.find(path)
			n += int64(len(f.data))
		}
		return n
	}
	before := size()
	freed, err := s.GC(context.Background(), kept)
	if err != nil || freed == 0 || freed != before-size() {
		t.Errorf("freed %d of %d, %v", freed, before-size(), err)
	}
	for k, want := range map[Key]bool{oldest: false, older: true, newest: true, gone: false, kept: true, lost: false} {
		if _, ok := s.Lookup(k); ok != want {
			t.Errorf("%s: %v", k, ok)
		}
	}
	if d := s.Damage(); len(d) > 0 {
		t.Errorf("%q", d)
	}
	if n, err := s.Verify(context.Background(), func(p string) { t.Error(p) }); n != 6 || err != nil {
		t.Errorf("%d objects, %v", n, err)
	}
	var shards []string
	for _, path := range files.Files() {
		if strings.Contains(path, "/shards/") {
			shards = append(shards, path)
		}
	}
	if len(shards) != 1 || !strings.Contains(shards[0], unfinished.String()) {
		t.Errorf("%q", shards)
	}
	if s.Recall("/gone.hcl") != nil || s.Recall("/spec.hcl") == nil {
		t.Error("what is remembered")
	}
	if freed, err := s.GC(context.Background(), kept); freed != 0 || err != nil {
		t.Errorf("again: %d, %v", freed, err)
	}
	commit(9) // and the store goes on

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.GC(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
