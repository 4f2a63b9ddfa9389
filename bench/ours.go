package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sys/unix"

	"worldc/artifact"
	"worldc/community"
	"worldc/similarity"
)

// A result is what every program prints: wall and CPU seconds, and one number
// by which one sees that both sides did the same work.
type result struct {
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu"`
	What    string  `json:"what"` // modularity, pairs, kept, bytes
	Value   float64 `json:"value"`
}

// ours runs a case of worldc's and prints its result.
func ours(dir, name string, workers int) error {
	kind, input, _ := strings.Cut(name, " ")
	path := filepath.Join(dir, input)
	var work func() result
	switch kind {
	case "louvain", "leiden":
		g, err := readGraph(path + ".graph")
		if err != nil {
			return err
		}
		method := map[string]community.Method{"louvain": community.Louvain, "leiden": community.Leiden}[kind]
		work = func() result {
			p := community.Detect(g, community.Options{Method: method, Workers: workers})
			return result{What: "modularity", Value: p.Modularity}
		}
	case "sparse":
		v, err := readSparse(path + ".sparse")
		if err != nil {
			return err
		}
		work = func() result {
			_, s := similarity.Join(v, similarity.Options{Numerator: 6, Denominator: 10, Workers: workers})
			return result{What: "pairs", Value: float64(s.Similar)}
		}
	case "firstcome":
		v, err := readSparse(path + ".stories")
		if err != nil {
			return err
		}
		work = func() result {
			kept := 0
			for _, n := range similarity.FirstCome(v, similarity.Options{Numerator: 45, Denominator: 100, Workers: workers}) {
				if n.Vector < 0 {
					kept++
				}
			}
			return result{What: "kept", Value: float64(kept)}
		}
	case "dense":
		v, err := readDense(path + ".dense")
		if err != nil {
			return err
		}
		work = func() result {
			_, s := similarity.JoinDense(v, similarity.Options{Numerator: 6, Denominator: 10, Workers: workers})
			return result{What: "pairs", Value: float64(s.Similar)}
		}
	case "write":
		lines, err := os.ReadFile(path + ".jsonl")
		if err != nil {
			return err
		}
		work = func() result { return result{What: "bytes", Value: float64(writeFiles(dir, lines, workers))} }
	default:
		return fmt.Errorf("no case %q", name)
	}
	seconds, cpu := clock(unix.CLOCK_MONOTONIC), clock(unix.CLOCK_PROCESS_CPUTIME_ID)
	r := work()
	r.Seconds, r.CPU = clock(unix.CLOCK_MONOTONIC)-seconds, clock(unix.CLOCK_PROCESS_CPUTIME_ID)-cpu
	return json.NewEncoder(os.Stdout).Encode(r)
}

// writeFiles writes the lines into two files, as publishing a dataset does: a
// file is one frame, and files are written side by side.
func writeFiles(dir string, lines []byte, workers int) (size int64) {
	half := bytes.IndexByte(lines[len(lines)/2:], '\n') + len(lines)/2 + 1
	var sizes [2]int64
	var group errgroup.Group
	group.SetLimit(workers)
	for i, part := range [][]byte{lines[:half], lines[half:]} {
		group.Go(func() error {
			out := filepath.Join(dir, fmt.Sprintf("ours.%d.zst", i))
			if _, err := artifact.WriteFile(out, 3, 1, func(yield func([]byte, error) bool) {
				for line := range bytes.Lines(part) {
					if !yield(bytes.TrimSuffix(line, []byte("\n")), nil) {
						return
					}
				}
			}); err != nil {
				return err
			}
			info, err := os.Stat(out)
			if err == nil {
				sizes[i] = info.Size()
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		panic(err)
	}
	return sizes[0] + sizes[1]
}

func clock(id int32) float64 {
	var t unix.Timespec
	if err := unix.ClockGettime(id, &t); err != nil {
		panic(err)
	}
	return float64(t.Nano()) / 1e9
}

func readGraph(path string) (*community.Graph, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	numbers := uint32s(raw)
	edges := make([]community.Edge, numbers[1])
	for i := range edges {
		e := numbers[2+3*i:]
		edges[i] = community.Edge{A: e[0], B: e[1], Weight: e[2]}
	}
	return community.NewGraph(int(numbers[0]), edges)
}

func readSparse(path string) (v similarity.Vectors, err error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return v, err
	}
	numbers := uint32s(raw)
	n, components := int(numbers[0]), int(numbers[2])
	numbers = numbers[4:]
	for _, o := range numbers[:n+1] {
		v.Offsets = append(v.Offsets, int(o))
	}
	v.Features = numbers[n+1:][:components]
	for _, x := range numbers[n+1+components:] {
		v.Values = append(v.Values, int32(x))
	}
	return v, nil
}

func readDense(path string) (v similarity.Dense, err error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return v, err
	}
	v.Dimensions = int(binary.LittleEndian.Uint32(raw[4:]))
	for raw = raw[8:]; len(raw) > 0; raw = raw[2:] {
		v.Values = append(v.Values, int16(binary.LittleEndian.Uint16(raw)))
	}
	return v, nil
}

func uint32s(raw []byte) []uint32 {
	numbers := make([]uint32, len(raw)/4)
	for i := range numbers {
		numbers[i] = binary.LittleEndian.Uint32(raw[4*i:])
	}
	return numbers
}
