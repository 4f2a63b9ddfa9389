package sandbox

import (
	"context"
	"errors"
	"testing"

	"worldc/world"
)

// BenchmarkStart is a worker from nothing to a loaded world, and its end: in a
// process of its own, and in one that served another world before.
func BenchmarkStart(b *testing.B) {
	w := shop()
	mustLoad(b, w, DefaultLimits())
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			k, err := Load(context.Background(), w, DefaultLimits())
			if err != nil {
				b.Fatal(err)
			}
			if err := k.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("again", func(b *testing.B) {
		p := someWorkers(b, DefaultLimits())
		for b.Loop() {
			k, err := p.Load(context.Background(), w)
			if err != nil {
				b.Fatal(err)
			}
			if err := k.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkPrepared is what a caller waits for a world where a process was prepared
// in time.
func BenchmarkPrepared(b *testing.B) {
	w := shop()
	mustLoad(b, w, DefaultLimits())
	for range b.N {
		b.StopTimer()
		p := NewWorkers(DefaultLimits())
		p.Prepare()
		p.mu.Lock()
		come := p.coming
		p.mu.Unlock()
		if come != nil {
			<-come
		}
		b.StartTimer()
		k, err := p.Load(context.Background(), w)
		b.StopTimer()
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(k.Close(), p.Close()); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

// BenchmarkCall is one call: in this process, in the worker, and in the worker
// with 99 others in one question.
func BenchmarkCall(b *testing.B) {
	arguments := []byte(`{"id":"pen"}`)
	b.Run("engine", func(b *testing.B) {
		s := inProcess(b, shop(), DefaultLimits().Engine).Session()
		for b.Loop() {
			s.Call("look", arguments)
		}
	})
	b.Run("worker", func(b *testing.B) {
		s := mustSession(b, mustLoad(b, shop(), DefaultLimits()))
		for b.Loop() {
			if _, err := s.Call("look", arguments); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sequence", func(b *testing.B) {
		s := mustSession(b, mustLoad(b, shop(), DefaultLimits()))
		calls := make([]world.Call, 100)
		for i := range calls {
			calls[i] = call("look", `{"id":"pen"}`)
		}
		b.ResetTimer()
		for i := 0; i < b.N; i += len(calls) {
			if _, err := s.Calls(calls); err != nil {
				b.Fatal(err)
			}
		}
	})
}
