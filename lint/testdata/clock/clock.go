// Package clock breaks the rule of its name.
package clock

import "time"

func stamp(start time.Time) (time.Time, time.Duration) {
	at := time.Now()             // want "clock: time.Now reads the clock"
	passed := time.Since(start)  // want "clock: time.Since reads the clock"
	_ = time.Until(start)        // want "clock: time.Until"
	_ = at.In(time.Local)        // want "clock: time.Local is this machine's time zone"
	f := time.Now                // want "clock: time.Now reads the clock"
	_ = time.Unix(0, 0).UTC()    // a moment that is given
	time.Sleep(time.Millisecond) // waits, but learns nothing
	return f(), passed
}
