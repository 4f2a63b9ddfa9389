package inspect

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"worldc/artifact"
)

// TestDiffAtScale compares two datasets of WORLDC_DIFF_RECORDS records of
// 1.2 KB, such as 1000000, that differ in ever more, and fails if that
// takes more than a minute or 512 MiB for a million.
func TestDiffAtScale(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("WORLDC_DIFF_RECORDS"))
	if err != nil {
		t.Skip("set WORLDC_DIFF_RECORDS to a number of records, such as 1000000")
	}
	words := strings.Repeat("Find the bookings of a guest by name, date or room and return the first page. ", 9)
	record := func(i, version int) []byte {
		return fmt.Appendf(nil, `{"description":"%d %s","id":"%016x","name":"tool_%d","parameter_order":["guest","date","room","page"],`+
			`"parameters":{"properties":{"date":{"format":"date","type":"string"},"guest":{"description":"%x","type":"string"},"page":{"default":%d,"type":"integer"},"room":{"type":"string"}},`+
			`"required":["guest"],"type":"object"},"source":{"document":"hotel/%d.json","format":"openapi","license":"MIT"}}`,
			i, words, uint64(i)*0x9e3779b97f4a7c15, i, uint64(i)*uint64(i)*0x9e3779b97f4a7c15, version, i%977)
	}
	base := t.TempDir()
	write := func(name string, order func(int) int, version func(int) int) string {
		dir := filepath.Join(base, name)
		os.MkdirAll(filepath.Join(dir, "data"), 0o777)
		m := &artifact.Manifest{Dataset: "dataset.big"}
		const shards = 4
		for s := range shards {
			var lines iter.Seq2[[]byte, error] = func(yield func([]byte, error) bool) {
				for i := s * n / shards; i < (s+1)*n/shards; i++ {
					if !yield(record(order(i), version(order(i))), nil) {
						return
					}
				}
			}
			info, err := artifact.WriteFile(filepath.Join(dir, shard(s, shards)), 1, 1, lines)
			if err != nil {
				t.Fatal(err)
			}
			m.Files = append(m.Files, artifact.ManifestFile{Path: shard(s, shards), Digest: info.Digest, Records: info.Records})
		}
		data, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile(filepath.Join(dir, artifact.ManifestName), data, 0o666)
		return dir
	}
	same := func(i int) int { return i }
	zero := func(int) int { return 0 }
	shuffle := rand.New(rand.NewPCG(1, 2)).Perm(n)
	a := write("a", same, zero)
	for _, c := range []struct {
		name    string
		order   func(int) int
		version func(int) int
	}{
		{"one in a thousand changed", same, func(i int) int {
			if i%1000 == 0 {
				return 1
			}
			return 0
		}},
		{"all changed", same, func(int) int { return 1 }},
		{"all changed, in another order", func(i int) int { return shuffle[i] }, func(int) int { return 1 }},
	} {
		b := write("b", c.order, c.version)
		start, cpu := time.Now(), cpuTime()
		d := diff(t, a, b, DiffOptions{Limit: 20})
		took, cpu := time.Since(start), cpuTime()-cpu
		s := d.Streams[0]
		t.Logf("%s: %d changed, %d moved, %d unchanged in %.1f s (%.1f s of CPU); peak of the process so far %d MiB",
			c.name, s.Changed, s.Moved, s.Unchanged, took.Seconds(), cpu.Seconds(), peak()>>20)
		// On a machine with nothing else to do it takes no longer than it
		// computes; on a busy one the clock says nothing about it.
		if n <= 1_000_000 && (cpu > time.Minute || peak() > 512<<20) {
			t.Errorf("%s: %v of CPU and %d MiB are too much", c.name, cpu, peak()>>20)
		}
	}
}

// peak is the largest resident set that the process has had.
func peak() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return usage.Maxrss << 10
}

// cpuTime is how long the process has computed.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
