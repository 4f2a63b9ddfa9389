package executors

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"worldc/artifact"
)

func newInput(t *testing.T, workers int) *Input {
	t.Helper()
	store, err := artifact.OpenStore(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return &Input{Store: store, Workers: workers, Key: artifact.NewKey([]artifact.Field{{Label: "test", Value: t.Name()}})}
}

// collect gathers a pass until it ends or fails.
func collectInts(ctx context.Context, in *Input, n int, f func(int) (int, error)) ([]int, error) {
	var got []int
	for v, err := range Sharded(ctx, in, "test", n, f) {
		if err != nil {
			return got, err
		}
		got = append(got, v)
	}
	return got, nil
}

func TestShardedYieldsInOrder(t *testing.T) {
	for _, workers := range []int{1, 3, 8} {
		for _, n := range []int{0, 1, shardItems, 2*shardItems + 7} {
			got, err := collectInts(context.Background(), newInput(t, workers), n, func(i int) (int, error) { return 3 * i, nil })
			if err != nil || len(got) != n {
				t.Fatalf("workers %d, n %d: %d results, %v", workers, n, len(got), err)
			}
			for i, v := range got {
				if v != 3*i {
					t.Fatalf("workers %d, n %d: result %d is %d", workers, n, i, v)
				}
			}
		}
	}
}

// A build that fails in the third shard and is run again computes no item of
// the first two a second time.
func TestShardedResumes(t *testing.T) {
	in := newInput(t, 4)
	n := 3 * shardItems
	var computed atomic.Int64
	fail := true
	f := func(i int) (int, error) {
		computed.Add(1)
		if fail && i == 2*shardItems+5 {
			return 0, errors.New("interrupted")
		}
		return i, nil
	}
	if got, err := collectInts(context.Background(), in, n, f); err == nil || len(got) != 2*shardItems {
		t.Fatalf("%d results, error %v; want %d and an error", len(got), err, 2*shardItems)
	}
	computed.Store(0)
	fail = false
	got, err := collectInts(context.Background(), in, n, f)
	if err != nil || len(got) != n {
		t.Fatalf("%d results, error %v", len(got), err)
	}
	if c := computed.Load(); c != shardItems {
		t.Errorf("the second run computed %d items, want the %d of one shard", c, shardItems)
	}
}

// The error that is reported is that of the lowest index, whatever the number
// of workers.
func TestParallelReportsTheFirstError(t *testing.T) {
	for range 50 {
		err := parallel(context.Background(), 8, 5000, func(i int) error {
			if i >= 1234 && i%7 == 2 {
				return fmt.Errorf("item %d", i)
			}
			return nil
		})
		if err == nil || err.Error() != "item 1234" {
			t.Fatalf("got %v, want item 1234", err)
		}
	}
}

func TestParallelStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := parallel(ctx, 2, 10, func(int) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
