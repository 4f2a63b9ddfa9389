package clock

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	if at, _ := stamp(time.Now()); at.IsZero() {
		t.Fatal("no time")
	}
}
