package executors

import (
	"context"
	"errors"
	"iter"

	"worldc/model"
	"worldc/spec"
)

// unknownConcurrency is how many calls a served model may answer at once that
// finds out itself how many it bears.
const unknownConcurrency = 256

// width is how many items are worked on at a time: as many as there are workers,
// and, where served models are asked, as many as they may answer at once. It
// changes how long a node takes and nothing else.
func (in *Input) width() int {
	if len(in.Askers) == 0 {
		return in.Workers
	}
	total := 0
	seen := map[*spec.Block]bool{}
	for _, r := range in.Block.Models {
		m, ok := r.Target.Config.(*spec.Model)
		if !ok || !m.Served() || seen[r.Target] {
			continue
		}
		seen[r.Target] = true
		if m.MaxConcurrency > 0 {
			total += m.MaxConcurrency
		} else {
			total += unknownConcurrency
		}
	}
	if total == 0 {
		return in.Workers
	}
	return max(in.Workers, in.atMost(total))
}

// errHalted is what becomes of a call that is not made any more.
var errHalted = errors.New("the node has failed, and asks no more")

// inWindow computes f for items that come one after the other, and calls emit
// with the results in their order. Up to most() items are under way, and twice
// as many wait to be emitted. When one fails no other is begun, and those under
// way make no more calls of models; those that are under way end, since they are
// paid for and are recorded.
func inWindow[T, R any](ctx context.Context, in *Input, most func() int, items iter.Seq2[T, error], f func(T) (R, error), emit func(R) error) (err error) {
	type slot struct {
		done   chan struct{}
		result R
		err    error
	}
	next, stop := iter.Pull2(items)
	defer stop()
	var queue []*slot
	defer func() {
		if err != nil {
			in.halted.Store(true)
		}
		for _, s := range queue { // nobody works any more when this returns
			<-s.done
		}
		in.halted.Store(false)
	}()
	room := make(chan struct{}, max(1, most()))
	for ended := false; ; {
		for !ended && len(queue) < 2*max(1, min(most(), cap(room))) {
			item, err, ok := next()
			if !ok {
				ended = true
				break
			}
			if err != nil {
				return err
			}
			s := &slot{done: make(chan struct{})}
			queue = append(queue, s)
			go func() {
				defer close(s.done)
				room <- struct{}{}
				defer func() { <-room }()
				if s.err = ctx.Err(); s.err == nil && in.halted.Load() {
					s.err = errHalted
				}
				if s.err == nil {
					if s.result, s.err = f(item); s.err != nil {
						in.halted.Store(true)
					}
				}
			}()
		}
		if len(queue) == 0 {
			return ctx.Err()
		}
		head := queue[0]
		<-head.done
		if queue = queue[1:]; head.err != nil {
			if errors.Is(head.err, errHalted) {
				head.err = firstError(func(yield func(error) bool) {
					for _, s := range queue {
						if <-s.done; !yield(s.err) {
							return
						}
					}
				}, head.err)
			}
			return head.err
		}
		if err := emit(head.result); err != nil {
			return err
		}
	}
}

// firstError is the first error that says why the node failed, or otherwise.
func firstError(errs iter.Seq[error], otherwise error) error {
	for err := range errs {
		if err != nil && !errors.Is(err, errHalted) {
			return err
		}
	}
	return otherwise
}

// A haltingAsker makes no more calls when its node has failed.
type haltingAsker struct {
	model.Asker
	in *Input
}

// Ask implements [model.Asker].
func (a haltingAsker) Ask(ctx context.Context, r model.Request) (model.Reply, error) {
	if a.in.halted.Load() {
		return model.Reply{}, errHalted
	}
	return a.Asker.Ask(ctx, r)
}
