package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"worldc/world"
	"worldc/world/engine"
)

// someWorkers are closed at the end of the test, and skip it where there can
// be none.
func someWorkers(t testing.TB, limits Limits) *Workers {
	t.Helper()
	p := NewWorkers(limits)
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	k, err := p.Load(context.Background(), shop())
	var unavailable *UnavailableError
	if errors.As(err, &unavailable) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}

// kiosk is a world with names of the shop's that mean something else there.
func kiosk(n int) *world.World {
	w := &world.World{
		ID:     world.WorldID("kiosk", n),
		Clock:  fmt.Sprintf("2025-01-01T00:00:%02d", n%60),
		Schema: "CREATE TABLE goods (id TEXT NOT NULL PRIMARY KEY, left INTEGER NOT NULL CHECK (left < 20));",
		Rows:   map[string][]json.RawMessage{"goods": {json.RawMessage(fmt.Sprintf(`{"id":"pen","left":%d}`, n%20))}},
	}
	w.Tools = []world.WorldTool{
		tool("look", world.Read, `{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]}`, "def look(id):\n    return [now, db.get(\"goods\", id)]\n"),
		tool("stock", world.Write, `{"type":"object","properties":{"price":{"type":"number"}},"required":["price"]}`,
			"def stock(price):\n    return db.insert(\"goods\", {\"id\": db.new_id(\"g\"), \"left\": int(price)})\n"),
	}
	return w
}

// idle is the only process that waits for a world.
func idle(t *testing.T, p *Workers) *process {
	t.Helper()
	if len(p.idle) != 1 {
		t.Fatalf("%d processes are idle, want 1", len(p.idle))
	}
	return p.idle[0].process
}

// TestWorkersForget: a process that served other worlds answers, from the first
// call on, what the engine answers that never saw them.
func TestWorkersForget(t *testing.T) {
	limits := testLimits()
	limits.Engine.Steps = 50_000
	p := someWorkers(t, limits)
	first := idle(t, p)
	var before *Session
	for i := range 40 {
		w := kiosk(i)
		if i%2 == 0 {
			w = shop()
		}
		k, err := p.Load(context.Background(), w)
		if err != nil {
			t.Fatal(err)
		}
		if k.process != first {
			t.Fatal("the process that was idle is not used")
		}
		s, want := mustSession(t, k), inProcess(t, w, limits.Engine).Session()
		for _, c := range everyKind {
			got, err := s.Call(c.Tool, c.Arguments)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want.Call(c.Tool, c.Arguments), got); d != "" {
				t.Errorf("world %d: %s(%s): %s", i, c.Tool, c.Arguments, d)
			}
		}
		state, err := s.State()
		if d := cmp.Diff(want.State(), state); d != "" || err != nil {
			t.Errorf("world %d: %v %s", i, err, d)
		}
		if before != nil {
			if _, err := before.Call("look", []byte(`{"id":"pen"}`)); err == nil || err.Error() != "the worker is closed" {
				t.Errorf("a session of the world before answers, or says %v", err)
			}
		}
		before = s
		if err := k.Close(); err != nil {
			t.Fatal(err)
		}
		idle(t, p)
	}
}

// TestWorkersAreNotReused: a process that is not as good as new ends, and the
// next world has a new one.
func TestWorkersAreNotReused(t *testing.T) {
	limits := testLimits()
	grow := tool("grow", world.Read, noArguments, "def grow():\n    x = \"x\" * 90000000\n    return len(x)\n")
	grow.Effect = world.Read
	spin := tool("spin", world.Read, noArguments, "def spin():\n    x = [0] * 1000\n    for i in range(40):\n        x = x + x\n    return 0\n")
	for _, c := range []struct {
		name   string
		spoil  func(t *testing.T, k *Worker, cancel func())
		killed bool
	}{
		{"dead", func(t *testing.T, k *Worker, _ func()) {
			var died *DiedError
			if _, err := mustSession(t, k).Call("spin", []byte(`{}`)); !errors.As(err, &died) {
				t.Fatalf("spin came to %v", err)
			}
		}, false},
		{"grown", func(t *testing.T, k *Worker, _ func()) {
			if r, err := mustSession(t, k).Call("grow", []byte(`{}`)); err != nil || string(r.Value) != "90000000" {
				t.Fatalf("grow came to %s, %s, %v", r.Value, r.Error, err)
			}
		}, false},
		{"cancelled", func(_ *testing.T, _ *Worker, cancel func()) { cancel() }, false},
		{"killed while idle", func(*testing.T, *Worker, func()) {}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := someWorkers(t, limits)
			first := idle(t, p)
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			k, err := p.Load(ctx, shop(grow, spin))
			if err != nil {
				t.Fatal(err)
			}
			if k.process != first {
				t.Fatal("the process that was idle is not used")
			}
			c.spoil(t, k, cancel)
			if err := k.Close(); err != nil {
				t.Fatal(err)
			}
			if c.killed {
				idle(t, p).kill()
			} else if len(p.idle) != 0 {
				t.Fatal("the process is idle, and waits for another world")
			}
			k, err = p.Load(context.Background(), shop())
			if err != nil {
				t.Fatal(err)
			}
			if k.process == first {
				t.Error("the next world has the same process")
			}
			if r, err := mustSession(t, k).Call("look", []byte(`{"id":"pen"}`)); err != nil || !r.OK() {
				t.Errorf("look came to %s, %v", r.Error, err)
			}
			if err := k.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestWorkersWrongWorld: what is wrong with a world is told by a used process as
// by a new one, which is used again after that.
func TestWorkersWrongWorld(t *testing.T) {
	p := someWorkers(t, testLimits())
	first := idle(t, p)
	broken := shop()
	broken.Tools[0].Code = "def look(id):\n    return nothing\n"
	_, want := engine.Load(broken, engine.DefaultLimits())
	for range 3 {
		_, err := p.Load(context.Background(), broken)
		if d := cmp.Diff(want, err); d != "" {
			t.Error(d)
		}
		if idle(t, p) != first {
			t.Error("the process is not used again")
		}
	}
	bomb := shop()
	bomb.Prelude += "\nx = [0]\nfor_ever = [x.extend(x) for _ in range(60)]\n"
	_, err := p.Load(context.Background(), bomb)
	var died *DiedError
	if !errors.As(err, &died) || died.Why != Memory {
		t.Errorf("a world that needs too much memory comes to %v", err)
	}
	if len(p.idle) != 0 {
		t.Error("a process that died is idle")
	}
}

// TestWorkersAtOnce: worlds that are loaded at the same time have processes of
// their own, and no more are started than are needed at one time.
func TestWorkersAtOnce(t *testing.T) {
	p := someWorkers(t, testLimits())
	var group sync.WaitGroup
	for g := range 3 {
		group.Go(func() {
			for i := range 8 {
				k, err := p.Load(context.Background(), kiosk(g+3*i))
				if err != nil {
					t.Error(err)
					return
				}
				s, err := k.Session()
				if err != nil {
					t.Error(err)
					return
				}
				r, err := s.Call("look", []byte(`{"id":"pen"}`))
				if want := fmt.Sprintf(`["2025-01-01T00:00:%02d",{"id":"pen","left":%d}]`, g+3*i, (g+3*i)%20); err != nil || string(r.Value) != want {
					t.Errorf("look came to %s, %s, %v; want %s", r.Value, r.Error, err, want)
				}
				if err := k.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if n := len(p.idle); n < 1 || n > 3 {
		t.Errorf("%d processes are idle after three worlds at a time", n)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if len(p.idle) != 0 {
		t.Error("processes are idle after the end")
	}
}

// A process that is being started is waited for and taken by the first who loads,
// and what is borrowed outlives who borrowed it.
func TestPrepared(t *testing.T) {
	p := someWorkers(t, DefaultLimits())
	p.Prepare()
	p.Prepare() // there is one coming
	for range 2 {
		b := p.Borrow()
		k, err := b.Load(context.Background(), shop())
		if err != nil {
			t.Fatal(err)
		}
		if s := mustSession(t, k); s == nil {
			t.Fatal("no session")
		}
		if err := errors.Join(k.Close(), b.Close()); err != nil {
			t.Fatal(err)
		}
		if n := len(p.idle); n != 1 {
			t.Fatalf("%d processes are idle, want the one that was prepared", n)
		}
	}
	// Several who come at once: one has what is coming, the others start their own.
	q := NewWorkers(DefaultLimits())
	q.Prepare()
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			k, err := q.Load(context.Background(), shop())
			if err == nil {
				err = k.Close()
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	q.Prepare() // is nothing any more
	if len(q.idle) > 0 || q.coming != nil {
		t.Error("a process was prepared for nobody")
	}
}
