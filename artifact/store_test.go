package artifact

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

type testRecord struct {
	ID   string  `json:"id"`
	Name string  `json:"name"`
	N    float64 `json:"n"`
}

func TestStoreRoundTrip(t *testing.T) {
	s, err := OpenStore(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, 3, 100_000} {
		w, err := s.Create()
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			if err := w.Write(testRecord{fmt.Sprintf("%016x", i*7), "name", float64(i)}); err != nil {
				t.Fatal(err)
			}
		}
		info, err := w.Finish()
		if err != nil {
			t.Fatal(err)
		}
		k := NewKey([]Field{{"n", fmt.Sprint(n)}})
		if err := s.Commit(Entry{Key: k, Type: "tool", Info: info}, []byte(`{"a":1}`)); err != nil {
			t.Fatal(err)
		}
		e, ok := s.Lookup(k)
		if !ok {
			t.Fatal(s.Damage())
		}
		i := 0
		for line, err := range s.Lines(e.Info) {
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf(`{"id":"%016x","n":%d,"name":"name"}`, i*7, i); string(line) != want {
				t.Fatalf("%s != %s", line, want)
			}
			i++
		}
		if i != n {
			t.Fatal(i)
		}
		x, err := s.Open(e.Info)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			line, ok, err := x.Get(fmt.Sprintf("%016x", (n-1)*7))
			t.Logf("%s %v %v", line, ok, err)
		}
		_, ok, err = x.Get("nope")
		if ok || err != nil {
			t.Fatal(ok, err)
		}
		x.Close()
	}
	n, err := s.Verify(context.Background(), func(p string) { t.Error(p) })
	t.Log(n, err)
	freed, err := s.GC(context.Background())
	t.Log(freed, err)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	os.ReadDir(".")
}
