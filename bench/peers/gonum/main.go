// Gonum finds communities with gonum's Louvain: gonum FILE, where FILE is what
// `bench data` writes. It is a module of its own, so that worldc does not
// depend on gonum.
package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"syscall"
	"time"

	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gonum FILE")
		os.Exit(2)
	}
	raw, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	number := func(i int) int64 { return int64(binary.LittleEndian.Uint32(raw[4*i:])) }
	g := simple.NewWeightedUndirectedGraph(0, 0)
	for v := range number(0) {
		g.AddNode(simple.Node(v))
	}
	for e := range int(number(1)) {
		g.SetWeightedEdge(g.NewWeightedEdge(simple.Node(number(2+3*e)), simple.Node(number(3+3*e)), float64(number(4+3*e))))
	}
	begin, used := time.Now(), cpu()
	found := community.Modularize(g, 1, rand.NewPCG(1, 1)).Communities()
	seconds, used := time.Since(begin).Seconds(), cpu()-used
	json.NewEncoder(os.Stdout).Encode(map[string]any{"seconds": seconds, "cpu": used, "what": "modularity", "value": community.Q(g, found, 1)})
}

// cpu is the CPU seconds of the process so far.
func cpu() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
