package engine

import (
	"runtime"
	"testing"
)

// BenchmarkGold replays the 520 golden sequences of tau-bench's retail world,
// each with a fresh state and the digest of what it came to: as the trials of a
// task are, and each for the first time, by an engine that forgets what it
// learned of SQLite's verdicts after every 520. The collector has the headroom
// that the command has.
func BenchmarkGold(b *testing.B) {
	headroom := make([]byte, 256<<20)
	defer runtime.KeepAlive(headroom)
	e := tauEngine(b, "retail")
	tasks := append(tauTasks(b, "retail.train"), tauTasks(b, "retail.dev")...)
	replay := func(x tauTask) {
		s := e.Session()
		for _, a := range x.Actions {
			s.Call(a.Name, a.Arguments)
		}
		s.Digest()
	}
	forget := func() {
		for _, t := range e.tables {
			for _, c := range t.checks {
				c.since = nil
			}
		}
	}
	for _, c := range []struct {
		name    string
		forgets bool
	}{{"again", false}, {"first", true}} {
		b.Run(c.name, func(b *testing.B) {
			for _, x := range tasks {
				replay(x)
			}
			b.ReportAllocs()
			b.ResetTimer()
			defer perCore(b, "replays")()
			for i := range b.N {
				if c.forgets && i%len(tasks) == 0 {
					forget()
				}
				replay(tasks[i%len(tasks)])
			}
		})
	}
}

// BenchmarkCall is one call that reads, and one that is refused.
func BenchmarkCall(b *testing.B) {
	e := tauEngine(b, "retail")
	for _, c := range []struct{ name, tool, arguments string }{
		{"read", "get_order_details", `{"order_id":"#W2611340"}`},
		{"user", "get_user_details", `{"user_id":"noah_brown_6181"}`},
		{"refused", "get_order_details", `{"order_id":"#W0"}`},
		{"arguments", "get_order_details", `{"order":"#W0"}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := e.Session()
			b.ReportAllocs()
			defer perCore(b, "calls")()
			for range b.N {
				s.Call(c.tool, []byte(c.arguments))
			}
		})
	}
}

// BenchmarkSession is a state that is begun, written once and digested.
func BenchmarkSession(b *testing.B) {
	e := tauEngine(b, "retail")
	b.Run("empty", func(b *testing.B) {
		defer perCore(b, "sessions")()
		for range b.N {
			s := e.Session()
			s.Digest()
		}
	})
	b.Run("written", func(b *testing.B) {
		defer perCore(b, "sessions")()
		for range b.N {
			s := e.Session()
			s.Call("modify_user_address", []byte(`{"user_id":"noah_brown_6181","address1":"1 Main St","address2":"","city":"Denver","state":"CO","country":"USA","zip":"80279"}`))
			s.Digest()
		}
	})
}

// BenchmarkLoad compiles the retail world.
func BenchmarkLoad(b *testing.B) {
	w := tauWorld(b, "retail")
	b.ResetTimer()
	for range b.N {
		e, err := Load(w, DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
