package artifact

import (
	"context"
	"testing"
)

// TestEntryCalls checks that the list of calls of an entry lives as long as the
// entry, and that an entry without its list is a miss.
func TestEntryCalls(t *testing.T) {
	s, err := OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	object := func(lines ...string) Info {
		w, err := s.Create()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			if err := w.WriteLine([]byte(l)); err != nil {
				t.Fatal(err)
			}
		}
		i, err := w.Finish()
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	key := NewKey([]Field{{"kind", "rollouts"}})
	e := Entry{Key: key, Type: "Trajectory", Info: object(`{"id":"a"}`), Calls: object(`{"answer":"1","id":"2","ordinal":0}`), Counts: Counts{Planned: 1, Accepted: 1}}
	if err := s.Commit(e, []byte(`{}`)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.GC(context.Background(), key); err != nil {
		t.Fatal(err)
	}
	got, ok := s.Lookup(key)
	if !ok || got.Calls != e.Calls {
		t.Fatalf("after gc: %v, calls %v, want %v", ok, got.Calls, e.Calls)
	}
	if err := s.Forget(e.Calls); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Lookup(key); ok {
		t.Error("an entry without its calls is a hit")
	}
	if err := s.Commit(e, []byte(`{}`)); err == nil {
		t.Error("an entry without its calls can be committed")
	}
}
