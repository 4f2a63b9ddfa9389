package model

import (
	"context"
	"fmt"
	"math"
	"sync"
)

// An Allowance bounds what a build may ask for anew; 0 is no bound. What is in
// recordings costs nothing.
type Allowance struct {
	MaxCalls  int64
	MaxTokens int64   // of prompts and replies together
	MaxCost   float64 // US dollars
}

// An Account is what the models of one build share: the allowance, what has
// been spent of it, and the limits of each server. A call is paid for before it
// is made, with the most that it can cost, and what it did not cost comes back
// with the reply, so that no allowance is ever passed. Where little is left,
// calls wait for those under way.
//
// A call counts if the server answered 200, or if no whole answer came back: it
// may have been worked on. Where a server does not say what it used, the text is
// taken at a token for every three bytes. Only a reply without a bound of its
// own can cost more than was set aside for it.
type Account struct {
	mu        sync.Mutex
	allowance Allowance
	maxCost   int64 // nano-dollars
	spent     spending
	reserved  spending
	unpriced  bool          // something was spent that has no price
	changed   chan struct{} // closed when something comes back

	lanes map[string]*lane
}

// A spending is calls, tokens and nano-dollars.
type spending struct {
	calls, prompt, completion, nanos int64
}

func (s *spending) add(o spending) {
	s.calls += o.calls
	s.prompt += o.prompt
	s.completion += o.completion
	s.nanos += o.nanos
}

func (s *spending) take(o spending) {
	s.add(spending{-o.calls, -o.prompt, -o.completion, -o.nanos})
}

// NewAccount returns an account of which nothing has been spent.
func NewAccount(a Allowance) *Account {
	return &Account{allowance: a, maxCost: nanos(a.MaxCost), changed: make(chan struct{}), lanes: map[string]*lane{}}
}

func nanos(dollars float64) int64 {
	if !(dollars > 0) {
		return 0
	}
	return int64(math.Min(math.Ceil(dollars*1e9), math.MaxInt64/4))
}

// Spent is what the build has asked for anew. Cost is nil where something of it
// has no price.
func (a *Account) Spent() (u Usage, cost *float64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.unpriced {
		c := float64(a.spent.nanos) / 1e9
		cost = &c
	}
	return Usage{Calls: a.spent.calls, PromptTokens: a.spent.prompt, CompletionTokens: a.spent.completion}, cost
}

// reserve sets aside what a call can cost at most. An error that is not ctx's
// says which bound it would pass.
func (a *Account) reserve(ctx context.Context, want spending) error {
	for {
		a.mu.Lock()
		why := a.passed(want)
		if why == "" {
			a.reserved.add(want)
			a.mu.Unlock()
			return nil
		}
		changed, under := a.changed, a.reserved.calls
		a.mu.Unlock()
		if under == 0 {
			return budgetError(why)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// A budgetError says which bound a call would pass.
type budgetError string

// Error implements error.
func (e budgetError) Error() string { return string(e) }

// passed says which bound the call would pass, or "".
func (a *Account) passed(want spending) string {
	all := a.spent
	all.add(a.reserved)
	all.add(want)
	spent := a.spent.prompt + a.spent.completion
	switch tokens := all.prompt + all.completion; {
	case a.allowance.MaxCalls > 0 && all.calls > a.allowance.MaxCalls:
		return fmt.Sprintf("max_calls = %d: %d calls were made", a.allowance.MaxCalls, a.spent.calls)
	case a.allowance.MaxTokens > 0 && tokens > a.allowance.MaxTokens:
		return fmt.Sprintf("max_tokens = %d: %d tokens were used, and the next call may use %d", a.allowance.MaxTokens, spent, want.prompt+want.completion)
	case a.maxCost > 0 && all.nanos > a.maxCost:
		return fmt.Sprintf("max_cost_usd = %g: %.4f dollars were spent, and the next call may cost %.4f", a.allowance.MaxCost, float64(a.spent.nanos)/1e9, float64(want.nanos)/1e9)
	}
	return ""
}

// settle gives back what was set aside and books what was spent.
func (a *Account) settle(reserved, spent spending, priced bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.reserved.take(reserved)
	a.spent.add(spent)
	a.unpriced = a.unpriced || !priced && spent.calls > 0
	close(a.changed)
	a.changed = make(chan struct{})
}

// cost is the price of tokens in nano-dollars, rounded up.
func (p *Price) cost(prompt, completion int64) int64 {
	if p == nil {
		return 0
	}
	// Dollars for a million tokens are thousands of nano-dollars for one.
	in, out := math.Ceil(p.Input*1e6), math.Ceil(p.Output*1e6)
	return (int64(in)*prompt + int64(out)*completion + 999) / 1000
}

// lane returns the lane of a model on a server.
func (a *Account) lane(s *Settings, clock Clock) *lane {
	name := s.BaseURL + "\n" + s.Model
	a.mu.Lock()
	defer a.mu.Unlock()
	l := a.lanes[name]
	if l == nil {
		l = newLane(s, clock)
		a.lanes[name] = l
	} else {
		l.narrow(s)
	}
	return l
}
