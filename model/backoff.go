package model

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	firstBackoff = 500 * time.Millisecond
	mostBackoff  = 30 * time.Second

	// mostRetryAfter bounds what a server may ask for.
	mostRetryAfter = time.Minute
)

// backoff is how long to wait before the n-th retry, from 1: twice as long each
// time, and from three to five quarters of that, so that requests that failed
// together do not come back together. The share is drawn from what is asked.
func backoff(k key, n int) time.Duration {
	d := mostBackoff
	if n < 8 {
		d = min(d, firstBackoff<<(n-1))
	}
	seed := binary.LittleEndian.AppendUint32(append([]byte("backoff"), k.id[:]...), k.ordinal)
	sum := sha256.Sum256(binary.LittleEndian.AppendUint32(seed, uint32(n)))
	share := time.Duration(binary.LittleEndian.Uint16(sum[:])) // of 65536
	return d*3/4 + d/2*share/65536
}

// retryAfter is what a server asks for in Retry-After (seconds, or a date) or
// retry-after-ms, at most mostRetryAfter. What is no time to come is none.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	if d, ok := span(h.Get("Retry-After-Ms"), float64(time.Millisecond)); ok {
		return d, true
	}
	text := strings.TrimSpace(h.Get("Retry-After"))
	if d, ok := span(text, float64(time.Second)); ok {
		return d, true
	}
	date, err := http.ParseTime(text)
	if err != nil || !date.After(now) {
		return 0, false
	}
	return min(date.Sub(now), mostRetryAfter), true
}

// span reads a number of units.
func span(text string, unit float64) (time.Duration, bool) {
	n, err := strconv.ParseFloat(text, 64)
	if math.IsNaN(n) || n <= 0 || err != nil && !math.IsInf(n, 1) {
		return 0, false
	}
	return time.Duration(math.Min(n*unit, float64(mostRetryAfter))), true
}
