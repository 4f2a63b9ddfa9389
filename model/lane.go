package model

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// The window of a lane that no setting bounds: where it begins, and its most.
const (
	firstWindow = 16
	mostWindow  = 256
)

// A lane lets requests to one model on one server through: so many at once as
// the server has borne, at its rates, and none while it wants to be left alone.
//
// How many at once is found as TCP does it: each request that goes well widens
// the window a little, and a server that is overloaded halves it, once for all
// requests that were under way.
type lane struct {
	clock Clock

	mu       sync.Mutex
	window   float64
	most     float64
	inside   int
	waiting  []chan struct{} // in order of arrival
	epoch    int             // of the window: counts halvings
	climbing bool            // no overload yet: the window doubles
	resume   time.Time       // nothing is sent before

	requests, tokens *rate.Limiter // nil is no bound
}

func newLane(s *Settings, clock Clock) *lane {
	l := &lane{clock: clock, window: firstWindow, most: mostWindow, climbing: true}
	if s.MaxConcurrency > 0 {
		l.most = float64(s.MaxConcurrency)
		l.window = l.most
	}
	l.rates(s)
	return l
}

// narrow takes over the bounds of a second model block for the same model,
// where they are lower.
func (l *lane) narrow(s *Settings) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m := float64(s.MaxConcurrency); m > 0 && m < l.most {
		l.most = m
		l.window = min(l.window, m)
	}
	l.rates(s)
}

// rates sets the lower ones of the rates it has and those of s. A bucket holds
// what comes in six seconds.
func (l *lane) rates(s *Settings) {
	lower := func(old *rate.Limiter, perMinute int) *rate.Limiter {
		r := rate.Limit(float64(perMinute) / 60)
		if perMinute == 0 || old != nil && old.Limit() <= r {
			return old
		}
		return rate.NewLimiter(r, max(1, perMinute/10))
	}
	l.requests = lower(l.requests, s.RPM)
	l.tokens = lower(l.tokens, s.TPM)
}

// enter waits for a place in the window and for the rates. It returns the epoch
// that leave wants; after an error there is nothing to leave.
func (l *lane) enter(ctx context.Context, tokens int) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	l.mu.Lock()
	if l.inside < int(l.window) && len(l.waiting) == 0 {
		l.inside++
		l.mu.Unlock()
	} else {
		turn := make(chan struct{}, 1)
		l.waiting = append(l.waiting, turn)
		l.mu.Unlock()
		select {
		case <-turn:
		case <-ctx.Done():
			l.giveUp(turn)
			return 0, ctx.Err()
		}
	}
	if err := l.pace(ctx, tokens); err != nil {
		l.leave(-1, 0)
		return 0, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.epoch, nil
}

// giveUp takes a place in the queue back.
func (l *lane) giveUp(turn chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, w := range l.waiting {
		if w == turn {
			l.waiting = append(l.waiting[:i:i], l.waiting[i+1:]...)
			return
		}
	}
	l.inside-- // it had just been called
	l.admit()
}

// admit calls in those for whom there is room.
func (l *lane) admit() {
	for len(l.waiting) > 0 && l.inside < int(l.window) {
		l.inside++
		l.waiting[0] <- struct{}{}
		l.waiting = l.waiting[1:]
	}
}

// pace waits until the server wants requests again and its rates allow one.
func (l *lane) pace(ctx context.Context, tokens int) error {
	for {
		now := l.clock.Now()
		l.mu.Lock()
		wait := l.resume.Sub(now)
		requests, limited := l.requests, l.tokens
		l.mu.Unlock()
		if wait > 0 {
			if err := l.clock.Sleep(ctx, wait); err != nil {
				return err
			}
			continue // it may have been put off meanwhile
		}
		if requests != nil {
			wait = requests.ReserveN(now, 1).DelayFrom(now)
		}
		for left := tokens; limited != nil && left > 0; left -= limited.Burst() {
			wait = max(wait, limited.ReserveN(now, min(left, limited.Burst())).DelayFrom(now))
		}
		if wait <= 0 {
			return nil
		}
		return l.clock.Sleep(ctx, wait)
	}
}

// How a request went, for the window.
const (
	wentWell   = 1
	wentOver   = -1 // the server is overloaded
	wentNoWhit = 0  // this says nothing
)

// leave gives the place back, and says how it went.
func (l *lane) leave(epoch, went int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inside--
	switch {
	case went == wentOver && epoch == l.epoch:
		l.window = max(1, l.window/2)
		l.epoch++
		l.climbing = false
	case went == wentWell && epoch == l.epoch && l.climbing:
		l.window = min(l.most, l.window+1)
	case went == wentWell && epoch == l.epoch:
		l.window = min(l.most, l.window+1/l.window)
	}
	l.admit()
}

// putOff lets nothing be sent for d.
func (l *lane) putOff(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.clock.Now().Add(d); t.After(l.resume) {
		l.resume = t
	}
}
