package executors

import (
	"context"
	"iter"
)

// batchItems is how many items are worked on at a time where they are too many
// to hold.
const batchItems = 512

// inBatches computes f for items that come one after the other, in parallel,
// and calls emit with the results in their order. It is for work that is
// cheaper than keeping its results for a build that goes on (see [Sharded]).
func inBatches[T, R any](ctx context.Context, in *Input, items iter.Seq2[T, error], f func(T) (R, error), emit func(R) error) error {
	batch := make([]T, 0, batchItems)
	work := func() error {
		results := make([]R, len(batch))
		err := parallel(ctx, in.Workers, len(batch), func(i int) (err error) {
			results[i], err = f(batch[i])
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range results {
			if err := emit(r); err != nil {
				return err
			}
		}
		batch = batch[:0]
		return nil
	}
	for item, err := range items {
		if err != nil {
			return err
		}
		if batch = append(batch, item); len(batch) == batchItems {
			if err := work(); err != nil {
				return err
			}
		}
	}
	return work()
}
