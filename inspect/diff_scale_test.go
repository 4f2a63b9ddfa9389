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

// TestDiffRowsAtScale compares as many rows without ids, which lineage tells
// apart: one was added in front, and one in a thousand changed.
func TestDiffRowsAtScale(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("WORLDC_DIFF_RECORDS"))
	if err != nil {
		t.Skip("set WORLDC_DIFF_RECORDS to a number of records, such as 1000000")
	}
	words := strings.Repeat("Find the bookings of a guest by name, date or room and return the first page. ", 14)
	write := func(name string, from, version int) string {
		dir := filepath.Join(t.TempDir(), name)
		os.MkdirAll(filepath.Join(dir, "data"), 0o777)
		m := &artifact.Manifest{Dataset: "dataset.big"}
		for _, f := range []struct {
			path, holds string
			line        func(i int) []byte
		}{
			{shard(0, 1), "Row", func(i int) []byte {
				v := 0
				if i%1000 == 0 {
					v = version
				}
				return fmt.Appendf(nil, `{"messages":[{"content":"%d %s","role":"user"},{"content":"%d","role":"assistant","weight":1}],"parallel_tool_calls":false}`, i, words, v)
			}},
			{"rows.jsonl.zst", "Lineage", func(i int) []byte {
				return []byte(lineageLine(shard(0, 1), i-from+1, fmt.Sprintf("%016x", uint64(i)*0x9e3779b97f4a7c15), 2))
			}},
		} {
			info, err := artifact.WriteFile(filepath.Join(dir, filepath.FromSlash(f.path)), 1, 1, func(yield func([]byte, error) bool) {
				for i := from; i < n; i++ {
					if !yield(f.line(i), nil) {
						return
					}
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			m.Files = append(m.Files, artifact.ManifestFile{Path: f.path, Type: f.holds, Digest: info.Digest, Records: info.Records})
		}
		data, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile(filepath.Join(dir, artifact.ManifestName), data, 0o666)
		return dir
	}
	a, b := write("a", 1, 0), write("b", 0, 1)
	cpu := cpuTime()
	d := diff(t, a, b, DiffOptions{Limit: 20})
	cpu = cpuTime() - cpu
	s := d.Streams[0]
	t.Logf("%d added, %d changed, %d unchanged in %.1f s of CPU; peak of the process so far %d MiB", s.Added, s.Changed, s.Unchanged, cpu.Seconds(), peak()>>20)
	if s.Added != 1 || s.Changed != int64((n-1)/1000) || s.Removed != 0 || s.Moved != 0 {
		t.Errorf("%+v", s)
	}
	if n <= 1_000_000 && (cpu > time.Minute || peak() > 512<<20) {
		t.Errorf("%v of CPU and %d MiB are too much", cpu, peak()>>20)
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
