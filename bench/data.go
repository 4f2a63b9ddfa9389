package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"

	"worldc/community/planted"
	"worldc/rng"
	"worldc/similarity"
	"worldc/similarity/storied"
)

// writeData writes the inputs of all cases. They are the same on every
// machine. Numbers are little-endian.
//
//	*.graph   uint32 vertices, edges; then uint32 a, b, weight of each edge
//	*.sparse  uint32 vectors, features; uint64 components; then uint32
//	          offsets (vectors+1), uint32 features, int32 values
//	*.stories the same; a feature has one value wherever it occurs
//	*.dense   uint32 vectors, dimensions; then int16 values
//	*.jsonl   records, about 100 MB
func writeData(dir string) error {
	for _, b := range planted.Benchmarks {
		edges, _ := planted.Graph(b.Parameters)
		if err := write(filepath.Join(dir, b.Name+".graph"), []uint32{uint32(b.Vertices), uint32(len(edges))}, edges); err != nil {
			return err
		}
	}
	for _, n := range []int{30_000, 100_000} {
		if err := writeVectors(filepath.Join(dir, fmt.Sprintf("%dk.sparse", n/1000)), sparse(n)); err != nil {
			return err
		}
	}
	v := dense(30_000, 256)
	if err := write(filepath.Join(dir, "30k-256.dense"), []uint32{uint32(v.Len()), uint32(v.Dimensions)}, v.Values); err != nil {
		return err
	}
	if err := writeRecords(filepath.Join(dir, "100MB.jsonl")); err != nil {
		return err
	}
	// peers.sh looks for the last of these.
	for _, n := range []int{20_000, 100_000} {
		if err := writeVectors(filepath.Join(dir, fmt.Sprintf("%dk.stories", n/1000)), storied.Vectors(n)); err != nil {
			return err
		}
	}
	return nil
}

func writeVectors(path string, v similarity.Vectors) error {
	offsets := make([]uint32, len(v.Offsets))
	for i, o := range v.Offsets {
		offsets[i] = uint32(o)
	}
	return write(path, []uint32{uint32(v.Len()), slices.Max(v.Features) + 1}, uint64(len(v.Values)), offsets, v.Features, v.Values)
}

func write(path string, parts ...any) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for _, p := range parts {
		if err := binary.Write(w, binary.LittleEndian, p); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

const sparseFeatures = 50_000

// zipf draws numbers below n, k with probability proportional to 1/(k+1).
func zipf(s *rng.Stream, n int) func() uint32 {
	cumulated := make([]float64, n)
	sum := 0.0
	for k := range cumulated {
		sum += 1 / float64(k+1)
		cumulated[k] = sum
	}
	return func() uint32 { return uint32(min(sort.SearchFloat64s(cumulated, s.Float64()*sum), n-1)) }
}

// sparse makes n vectors of about 36 components like those of tools: features
// by Zipf's law, weighted by rarity; a third resemble an earlier vector.
func sparse(n int) similarity.Vectors {
	s := rng.New(1, "bench", "sparse")
	draw := zipf(s, sparseFeatures)
	v := similarity.Vectors{Offsets: []int{0}}
	for i := range n {
		var row []uint32
		if i > 0 && s.IntN(3) == 0 {
			j := s.IntN(i)
			for _, f := range v.Features[v.Offsets[j]:v.Offsets[j+1]] {
				if s.IntN(4) > 0 {
					row = append(row, f)
				}
			}
		}
		for want := 18 + s.IntN(36); len(row) < want; {
			row = append(row, draw())
			slices.Sort(row)
			row = slices.Compact(row)
		}
		weights, squares := make([]float64, len(row)), 0.0
		for k, f := range row {
			weights[k] = math.Sqrt(float64(f + 8))
			squares += float64(weights[k] * weights[k])
		}
		for k, f := range row {
			v.Features = append(v.Features, f)
			v.Values = append(v.Values, int32(math.Round(weights[k]/math.Sqrt(squares)*(1<<15))))
		}
		v.Offsets = append(v.Offsets, len(v.Values))
	}
	return v
}

// dense makes n unit vectors scaled to 2¹⁵-1: around a centre for every ten
// vectors, at distances that make some pairs similar.
func dense(n, dimensions int) similarity.Dense {
	s := rng.New(1, "bench", "dense")
	centres := make([][]float64, n/10)
	// The sum of four uniform numbers is near enough to normal.
	normal := func() float64 { return s.Float64() + s.Float64() + s.Float64() + s.Float64() - 2 }
	for c := range centres {
		for range dimensions {
			centres[c] = append(centres[c], normal())
		}
	}
	v := similarity.Dense{Dimensions: dimensions}
	row := make([]float64, dimensions)
	for range n {
		centre, squares := centres[s.IntN(len(centres))], 0.0
		spread := 0.4 + float64(s.Float64()*0.8)
		for d := range row {
			row[d] = centre[d] + float64(spread*normal())
			squares += float64(row[d] * row[d])
		}
		for d := range row {
			v.Values = append(v.Values, int16(math.Round(row[d]/math.Sqrt(squares)*(1<<15-1))))
		}
	}
	return v
}

// writeRecords writes lines like those of a dataset: ids that do not repeat,
// names and texts of few words that do.
func writeRecords(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	s := rng.New(1, "bench", "records")
	draw := zipf(s, 20_000)
	letters := rng.New(2, "bench", "records")
	vocabulary := make([]string, 20_000)
	for i := range vocabulary {
		word := make([]byte, 2+letters.IntN(8))
		for k := range word {
			word[k] = "etaoinshrdlucmfwypvbgkjqxz"[min(letters.IntN(26), letters.IntN(26))]
		}
		vocabulary[i] = string(word)
	}
	words := func(n int) string {
		text := ""
		for i := range n {
			if i > 0 {
				text += " "
			}
			text += vocabulary[draw()]
		}
		return text
	}
	for size := 0; size < 100_000_000; {
		n, err := fmt.Fprintf(w, `{"calls":[{"arguments":{"%s_id":"%x"},"name":"get_%s","result":{"%s":"%s","total":%d}}],"content":"%s","id":"%016x","role":"assistant","train":true}`+"\n",
			vocabulary[draw()], s.Uint64()>>32, vocabulary[draw()], vocabulary[draw()], words(1+s.IntN(4)), s.IntN(10_000), words(20+s.IntN(80)), s.Uint64())
		if err != nil {
			return err
		}
		size += n
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
