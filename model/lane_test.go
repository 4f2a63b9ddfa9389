package model

import (
	"context"
	"math"
	"net/http"
	"sync"
	"testing"
	"time"
)

// standing is a clock that stands still.
type standing struct{}

func (standing) Now() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }

func (standing) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func TestRetryAfter(t *testing.T) {
	now := standing{}.Now()
	for text, want := range map[string]time.Duration{
		"7": 7 * time.Second, "1.5": 1500 * time.Millisecond, " 3 ": 3 * time.Second,
		"0": 0, "-5": 0, "NaN": 0, "soon": 0, "": 0, "-Inf": 0,
		"1e9": time.Minute, "Inf": time.Minute, "1e999": time.Minute, "9223372036854775807": time.Minute, "61": time.Minute,
		"Wed, 01 Jan 2020 00:00:20 GMT": 20 * time.Second, "Wed, 01 Jan 2020 09:00:00 GMT": time.Minute, "Tue, 31 Dec 2019 23:59:59 GMT": 0,
	} {
		got, ok := retryAfter(http.Header{"Retry-After": {text}}, now)
		if got != want || ok != (want > 0) {
			t.Errorf("Retry-After %q: %v %v, want %v", text, got, ok, want)
		}
	}
	if got, ok := retryAfter(http.Header{"Retry-After-Ms": {"250"}, "Retry-After": {"9"}}, now); got != 250*time.Millisecond || !ok {
		t.Errorf("retry-after-ms: %v", got)
	}
}

func TestBackoff(t *testing.T) {
	var k key
	total := time.Duration(0)
	for n := 1; n <= 40; n++ {
		whole := time.Duration(math.Min(float64(mostBackoff), float64(firstBackoff)*math.Ldexp(1, n-1)))
		d := backoff(k, n)
		if d < whole*3/4 || d > whole*5/4 {
			t.Errorf("wait %d: %v, want about %v", n, d, whole)
		}
		if n <= 10 {
			total += d
		}
	}
	if total < 90*time.Second || total > 4*time.Minute {
		t.Errorf("ten waits take %v", total)
	}
	if backoff(key{ordinal: 1}, 5) == backoff(k, 5) {
		t.Error("two requests wait equally long")
	}
}

// TestWindow: it opens while all goes well, and an overload halves it once for
// all who were inside.
func TestWindow(t *testing.T) {
	l := newLane(&Settings{}, standing{})
	ctx := context.Background()
	enter := func(n int) (epochs []int) {
		for range n {
			e, err := l.enter(ctx, 1)
			if err != nil {
				t.Fatal(err)
			}
			epochs = append(epochs, e)
		}
		return epochs
	}
	leave := func(epochs []int, went int) {
		for _, e := range epochs {
			l.leave(e, went)
		}
	}
	leave(enter(16), wentWell)
	if l.window != 32 {
		t.Errorf("after a round it is %v wide", l.window)
	}
	for l.window < mostWindow {
		leave(enter(int(l.window)), wentWell)
	}
	leave(enter(int(l.window)), wentWell)
	if l.window != mostWindow {
		t.Errorf("it is %v wide", l.window)
	}
	leave(enter(100), wentOver)
	if l.window != mostWindow/2 {
		t.Errorf("after an overload it is %v wide", l.window)
	}
	leave(enter(128), wentWell)
	if l.window < 128.9 || l.window > 129.1 {
		t.Errorf("after a round more it is %v wide", l.window)
	}
	for range 20 {
		leave(enter(1), wentOver)
	}
	if l.window != 1 || l.inside != 0 {
		t.Errorf("after many it is %v wide, with %d inside", l.window, l.inside)
	}
}

// TestWindowHolds: never are more inside than it is wide, whoever gives up.
func TestWindowHolds(t *testing.T) {
	l := newLane(&Settings{MaxConcurrency: 5}, standing{})
	var mu sync.Mutex
	inside, most, through := 0, 0, 0
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			if i%3 == 0 {
				time.AfterFunc(time.Duration(i)*time.Microsecond, cancel)
			}
			e, err := l.enter(ctx, 1)
			if err != nil {
				return
			}
			mu.Lock()
			inside++
			through++
			most = max(most, inside)
			mu.Unlock()
			time.Sleep(100 * time.Microsecond)
			mu.Lock()
			inside--
			mu.Unlock()
			l.leave(e, wentWell)
		})
	}
	all.Wait()
	if most > 5 || l.inside != 0 || len(l.waiting) != 0 || through < 133 {
		t.Errorf("%d at once, %d left inside, %d waiting, %d through", most, l.inside, len(l.waiting), through)
	}
}
