package model

import (
	"context"
	"time"
)

// A Clock tells the time and waits. It decides when a request is sent, never
// what is asked or taken for an answer.
type Clock interface {
	// Now is the time.
	Now() time.Time

	// Sleep waits for d, or until ctx ends and then returns its error.
	Sleep(ctx context.Context, d time.Duration) error
}

// machineClock is the clock of the machine.
type machineClock struct{}

// Now implements Clock.
func (machineClock) Now() time.Time { return time.Now() }

// Sleep implements Clock.
func (machineClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
