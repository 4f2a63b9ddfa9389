package engine

import "worldc/world"

// A Replay is what the golden calls of a task come to when they are executed.
type Replay struct {
	// Results are those of the calls, in their order.
	Results []Result

	// Failed is the position of the first call that failed, -1 where none did.
	// The calls after it were executed all the same.
	Failed int

	State world.State
}

// Replay executes the golden calls of a task from its beginning. The error is
// that of [Engine.Start].
func (e *Engine) Replay(t *world.Task) (*Replay, error) {
	s, err := e.Start(t.Initial)
	if err != nil {
		return nil, err
	}
	r := &Replay{Results: make([]Result, len(t.Calls)), Failed: -1}
	for i, c := range t.Calls {
		r.Results[i] = s.Call(c.Tool, c.Arguments)
		if r.Failed < 0 && !r.Results[i].OK() {
			r.Failed = i
		}
	}
	r.State = s.State()
	return r, nil
}
