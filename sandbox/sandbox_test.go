package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"worldc/world"
	"worldc/world/engine"
)

// everyKind are calls with every kind of end.
var everyKind = []world.Call{
	call("look", `{"id":"pen"}`),
	call("sell", `{"id":"pen","n":4}`),
	call("sell", `{"id":"pen","n":40}`),
	call("look", `{"id":"ink"}`),
	call("look", `{"it":1}`),
	call("look", `[`),
	call("lok", `{}`),
	call("stock", `{"price":7.25}`),
	call("stock", `{"price":7.25}`),
	call("stock", `{"price":-1}`),
	call("count", `{"n":1000}`),
	call("count", `{"n":100000000}`),
}

// TestAgrees: what a worker answers is what the engine answers in this process.
func TestAgrees(t *testing.T) {
	w := shop()
	limits := testLimits()
	limits.Engine.Steps = 50_000
	k := mustLoad(t, w, limits)
	e := inProcess(t, w, limits.Engine)
	want := e.Session()
	s := mustSession(t, k)
	for _, c := range everyKind {
		got, err := s.Call(c.Tool, c.Arguments)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want.Call(c.Tool, c.Arguments), got); d != "" {
			t.Errorf("%s(%s): %s", c.Tool, c.Arguments, d)
		}
	}
	state, err := s.State()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want.State(), state); d != "" {
		t.Error(d)
	}
	digest, err := s.Digest()
	if err != nil || digest != want.Digest() {
		t.Errorf("digest %s (%v), want %s", digest, err, want.Digest())
	}
	rows, err := s.Rows()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want.Rows(), rows); d != "" {
		t.Error(d)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}

	task := &world.Task{Calls: everyKind, Initial: world.Changes{"goods": {"pad": {
		Before: map[string]json.RawMessage{"stock": json.RawMessage("3")}, After: map[string]json.RawMessage{"stock": json.RawMessage("30")},
	}}}}
	wanted, err := e.Replay(task)
	if err != nil {
		t.Fatal(err)
	}
	got, err := k.Replay(task)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(wanted, got); d != "" {
		t.Error(d)
	}
	if got.Failed != 2 {
		t.Errorf("the first call that fails is %d, want 2", got.Failed)
	}
}

// TestWrongWorld: what is wrong with a world, or with changes, is told as the
// engine tells it.
func TestWrongWorld(t *testing.T) {
	broken := shop()
	broken.Tools[0].Code = "def look(id):\n    return nothing\n"
	_, want := engine.Load(broken, engine.DefaultLimits())
	_, err := Load(context.Background(), broken, testLimits())
	var unavailable *UnavailableError
	if errors.As(err, &unavailable) {
		t.Skip(err)
	}
	if d := cmp.Diff(want, err); d != "" {
		t.Error(d)
	}
	k := mustLoad(t, shop(), testLimits())
	initial := world.Changes{"goods": {"cup": {After: map[string]json.RawMessage{"id": json.RawMessage(`"cup"`), "price": json.RawMessage("0"), "stock": json.RawMessage("1")}}}}
	_, want = inProcess(t, shop(), engine.DefaultLimits()).Start(initial)
	_, err = k.Start(initial)
	if d := cmp.Diff(want, err); d != "" {
		t.Error(d)
	}
	if _, err = k.Replay(&world.Task{Initial: initial}); err == nil || err.Error() != want.Error() {
		t.Errorf("replay: %v, want %v", err, want)
	}
	if _, err := k.Session(); err != nil {
		t.Errorf("changes that do not fit ended the worker: %v", err)
	}
}

// TestShared: sessions of several goroutines do not see each other.
func TestShared(t *testing.T) {
	k := mustLoad(t, shop(), testLimits())
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			s, err := k.Session()
			if err != nil {
				t.Error(err)
				return
			}
			for range n + 1 {
				if _, err := s.Call("sell", []byte(`{"id":"pen"}`)); err != nil {
					t.Error(err)
				}
			}
			r, err := s.Call("look", []byte(`{"id":"pen"}`))
			if want := fmt.Sprintf(`"stock":%d`, 10-n-1); err != nil || !strings.Contains(string(r.Value), want) {
				t.Errorf("%s (%v), want %s", r.Value, err, want)
			}
		})
	}
	wg.Wait()
}

// TestEnds: a worker ends with its context, when it is closed, and when a call
// takes too long, and says which.
func TestEnds(t *testing.T) {
	endless := tool("endless", world.Read, noArguments, "def endless():\n    for i in range(1 << 40):\n        pass\n")
	limits := testLimits()
	limits.Engine.Steps = 1 << 60
	t.Run("context", func(t *testing.T) {
		mustLoad(t, shop(endless), limits) // or skip
		ctx, cancel := context.WithCancel(context.Background())
		k, err := Load(ctx, shop(endless), limits)
		if err != nil {
			t.Fatal(err)
		}
		s := mustSession(t, k)
		time.AfterFunc(50*time.Millisecond, cancel)
		if _, err := s.Call("endless", []byte("{}")); !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want %v", err, context.Canceled)
		}
		if _, err := k.Session(); !errors.Is(err, context.Canceled) {
			t.Errorf("afterwards: %v, want %v", err, context.Canceled)
		}
	})
	t.Run("closed", func(t *testing.T) {
		k := mustLoad(t, shop(), limits)
		s := mustSession(t, k)
		if err := k.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Call("look", []byte("{}")); err == nil || err.Error() != "the worker is closed" {
			t.Error(err)
		}
		if err := s.Close(); err == nil {
			t.Error("the session of a closed worker was closed")
		}
	})
	t.Run("wall", func(t *testing.T) {
		limits := limits
		limits.Processor, limits.Wall = time.Minute, 3*time.Second
		s := mustSession(t, mustLoad(t, shop(endless), limits))
		_, err := s.Calls([]world.Call{call("look", `{"id":"pen"}`), call("endless", "{}")})
		if d := cmp.Diff(&DiedError{Why: Wall, Tool: "endless", Call: 1, Detail: "a call took longer than 3s"}, err); d != "" {
			t.Error(d)
		}
	})
	t.Run("processor", func(t *testing.T) {
		limits := limits
		limits.Processor = 500 * time.Millisecond
		s := mustSession(t, mustLoad(t, shop(endless), limits))
		_, err := s.Call("endless", []byte("{}"))
		if d := cmp.Diff(&DiedError{Why: Processor, Tool: "endless", Detail: "a call took more than 1s of processor time"}, err); d != "" {
			t.Error(d)
		}
		if want := "endless: the worker died: a call took more than 1s of processor time"; err.Error() != want {
			t.Errorf("%q, want %q", err, want)
		}
	})
}

// TestLimits: limits that no worker can live with are refused.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		change func(*Limits)
		want   string
	}{
		{func(l *Limits) { l.Memory = 1 << 20 }, "a worker needs 64 MiB of memory at least, not 1 MiB"},
		{func(l *Limits) { l.Processor = 0 }, "a worker needs time: processor time is 0s, time in all 2m0s"},
		{func(l *Limits) { l.Wall = -1 }, "a worker needs time: processor time is 10s, time in all -1ns"},
	} {
		l := DefaultLimits()
		c.change(&l)
		if _, err := Load(context.Background(), shop(), l); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}
