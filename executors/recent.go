package executors

import "sync"

// recent keeps what was read lately: of neighbouring trajectories many are about
// one task. It holds at least the last recentItems that were asked for and at
// most twice as many.
type recent[T any] struct {
	mu         sync.Mutex
	young, old map[string]*T
}

const recentItems = 256

// get is the item of an id, read anew where it is not known.
func (r *recent[T]) get(id string, read func() (*T, error)) (*T, error) {
	r.mu.Lock()
	item := r.young[id]
	if item == nil {
		item = r.old[id]
	}
	r.mu.Unlock()
	if item == nil {
		var err error
		if item, err = read(); err != nil {
			return nil, err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.young == nil || len(r.young) >= recentItems {
		r.old, r.young = r.young, make(map[string]*T, recentItems)
	}
	r.young[id] = item
	return item, nil
}
