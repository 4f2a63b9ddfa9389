package executors

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"worldc/model"
)

func numbers(n int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
	}
}

// TestWindow: results come in order, as many items are under way as may be, and
// one that takes long holds up nobody.
func TestWindow(t *testing.T) {
	const width, items = 64, 640
	var now, most atomic.Int64
	slow := make(chan struct{})
	var order []int
	begun := time.Now()
	err := inWindow(t.Context(), &Input{}, func() int { return width }, numbers(items), func(i int) (int, error) {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		if i == 3 {
			<-slow
			return i, nil
		}
		if i == 100 { // which is under way while 3 is
			close(slow)
		}
		time.Sleep(time.Millisecond)
		return i, nil
	}, func(i int) error {
		order = append(order, i)
		return nil
	})
	if err != nil || len(order) != items || !slices.IsSorted(order) {
		t.Errorf("%v, %d results, sorted: %v", err, len(order), slices.IsSorted(order))
	}
	if most.Load() != width {
		t.Errorf("%d were under way at once, want %d", most.Load(), width)
	}
	t.Logf("%d items in %v", items, time.Since(begun))
}

type answering struct{ model.Asker }

func (answering) Ask(context.Context, model.Request) (model.Reply, error) { return model.Reply{}, nil }

// TestWindowFails: when one item fails no other is begun, those under way make no
// more calls, and nobody works any more when the error is returned.
func TestWindowFails(t *testing.T) {
	in := &Input{}
	asker := haltingAsker{answering{}, in}
	wrong := errors.New("wrong")
	var working, begun atomic.Int64
	err := inWindow(t.Context(), in, func() int { return 16 }, numbers(1000), func(i int) (int, error) {
		begun.Add(1)
		working.Add(1)
		defer working.Add(-1)
		if i == 40 {
			return 0, wrong
		}
		for range 100 {
			if _, err := asker.Ask(t.Context(), model.Request{}); err != nil {
				return 0, fmt.Errorf("item %d: %w", i, err)
			}
			time.Sleep(time.Millisecond / 10)
		}
		return i, nil
	}, func(int) error { return nil })
	if !errors.Is(err, wrong) {
		t.Errorf("the error is %v", err)
	}
	if working.Load() != 0 || begun.Load() > 100 {
		t.Errorf("%d work still, %d were begun", working.Load(), begun.Load())
	}
	if _, err := asker.Ask(t.Context(), model.Request{}); err != nil {
		t.Errorf("the next node's calls: %v", err)
	}
	enough := errors.New("enough")
	got := 0
	err = inWindow(t.Context(), in, func() int { return 4 }, numbers(1000), func(i int) (int, error) { return i, nil }, func(int) error {
		if got++; got == 10 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || got != 10 {
		t.Errorf("%v after %d", err, got)
	}
}
