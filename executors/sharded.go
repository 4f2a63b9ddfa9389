package executors

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"worldc/artifact"
)

// shardItems is how many items make a shard. It is part of the format of
// unfinished work, and of nothing else.
const shardItems = 2048

// Sharded computes f for the items 0 to n-1 and yields the results in order.
// Items are computed in parallel, a shard at a time, and each shard is
// committed under the node's key as soon as it is whole: a build that was
// interrupted reads the finished shards instead of computing them. purpose
// tells apart the passes of one executor.
//
// Where served models are asked, shards are not committed: their answers are
// recorded one by one, and what a node has asked is known only if it is asked
// again, from the recordings.
//
// T must survive JSON: what f returns is what it would be read back as.
func Sharded[T any](ctx context.Context, in *Input, purpose string, n int, f func(i int) (T, error)) iter.Seq2[T, error] {
	return shardedBy(ctx, in, purpose, shardItems, n, f)
}

// shardedBy is [Sharded] with shards of another number of items: fewer where
// an item is large, since a shard is held in memory.
func shardedBy[T any](ctx context.Context, in *Input, purpose string, items, n int, f func(i int) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		shards, items := in.Store.Shards(in.Key), in.atMost(items)
		kept := len(in.Askers) == 0
		for shard, start := 0, 0; start < n; shard, start = shard+1, start+items {
			size := min(items, n-start)
			var results []T
			var lines [][]byte
			err := errNotKept
			if kept {
				results, err = loadShard[T](shards, purpose, shard, size)
			}
			if err != nil {
				results, lines, err = computeShard(ctx, in, start, size, f)
				if err == nil && kept {
					err = shards.Save(purpose, shard, lines)
				}
			}
			if err != nil {
				yield(zero, err)
				return
			}
			if in.Progress != nil {
				in.Progress(int64(start+size), int64(n))
			}
			for _, r := range results {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// shardedItems is [Sharded] for items that come one after the other. Those of a
// finished shard are read again and not computed: reading is what tells them apart,
// and has to be cheap.
func shardedItems[T, R any](ctx context.Context, in *Input, purpose string, items int, list iter.Seq2[T, error], f func(T) (R, error)) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var zero R
		shards, most := in.Store.Shards(in.Key), in.atMost(items)
		shard := 0
		// do yields the results of a shard.
		do := func(batch []T) (goOn bool) {
			results, err := loadShard[R](shards, purpose, shard, len(batch))
			if err != nil {
				var lines [][]byte
				results, lines, err = computeShard(ctx, in, 0, len(batch), func(i int) (R, error) { return f(batch[i]) })
				if err == nil {
					err = shards.Save(purpose, shard, lines)
				}
			}
			if err != nil {
				yield(zero, err)
				return false
			}
			shard++
			for _, r := range results {
				if !yield(r, nil) {
					return false
				}
			}
			return true
		}
		batch := make([]T, 0, most)
		for item, err := range list {
			if err != nil {
				yield(zero, err)
				return
			}
			if batch = append(batch, item); len(batch) == most {
				if !do(batch) {
					return
				}
				batch = batch[:0]
			}
		}
		if len(batch) > 0 {
			do(batch)
		}
	}
}

var errNotKept = errors.New("shards are not kept")

// computeShard returns the results of a shard, and their lines as they are to
// be committed.
func computeShard[T any](ctx context.Context, in *Input, start, size int, f func(i int) (T, error)) ([]T, [][]byte, error) {
	results, lines := make([]T, size), make([][]byte, size)
	err := parallel(ctx, in.width(), size, func(i int) error {
		var err error
		if results[i], err = f(start + i); err != nil {
			return err
		}
		lines[i], err = artifact.Marshal(results[i])
		return err
	})
	return results, lines, err
}

// loadShard reads a finished shard; one that is missing, damaged or of another
// size is an error, and is computed again.
func loadShard[T any](shards *artifact.Shards, purpose string, shard, size int) ([]T, error) {
	lines, ok := shards.Load(purpose, shard)
	if !ok || len(lines) != size {
		return nil, fmt.Errorf("no shard %s %d", purpose, shard)
	}
	results := make([]T, size)
	for i, line := range lines {
		if err := json.Unmarshal(line, &results[i]); err != nil {
			return nil, err
		}
	}
	return results, nil
}
