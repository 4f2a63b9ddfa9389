package executors

import (
	"context"
	"iter"
)

// batchItems is how many items are worked on at a time where they are too many
// to hold.
const batchItems = 512

// inBatches computes f for items that come one after the other, in parallel,
// and calls emit with the results in their order. While one batch is computed
// the one before is emitted, so f and emit run at the same time. It is for work
// that is cheaper than keeping its results for a build that goes on (see
// [Sharded]).
//
// Where served models are asked, items wait and do not work: then as many are
// under way as models may answer at once, and one that takes long holds up
// nobody (see [inWindow]).
func inBatches[T, R any](ctx context.Context, in *Input, items iter.Seq2[T, error], f func(T) (R, error), emit func(R) error) error {
	if width := in.width(); width > in.Workers {
		return inWindow(ctx, in, func() int { return width }, items, f, emit)
	}
	type computed struct {
		results []R
		err     error
	}
	var running chan computed // the batch that is computed; nil if none is
	defer func() {
		if running != nil {
			<-running // nobody works any more when this returns
		}
	}()
	// next begins to compute a batch, and emits the one before.
	next := func(batch []T) error {
		before := running
		running = nil
		var done computed
		if before != nil {
			if done = <-before; done.err != nil {
				return done.err
			}
		}
		if len(batch) > 0 {
			running = make(chan computed, 1)
			go func(c chan<- computed) {
				results := make([]R, len(batch))
				err := parallel(ctx, in.Workers, len(batch), func(i int) (err error) {
					results[i], err = f(batch[i])
					return err
				})
				c <- computed{results, err}
			}(running)
		}
		for _, r := range done.results {
			if err := emit(r); err != nil {
				return err
			}
		}
		return nil
	}
	most := in.atMost(batchItems)
	batch := make([]T, 0, most)
	for item, err := range items {
		if err != nil {
			return err
		}
		if batch = append(batch, item); len(batch) == most {
			if err := next(batch); err != nil {
				return err
			}
			batch = make([]T, 0, most)
		}
	}
	if err := next(batch); err != nil {
		return err
	}
	return next(nil)
}
