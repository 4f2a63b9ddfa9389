// Graphs writes the planted graphs of the benchmarks for other programs to
// read: little-endian uint32 vertices, edges, then a, b, weight of each edge.
//
//	graphs DIR
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"

	"worldc/community/planted"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: graphs DIR")
		os.Exit(2)
	}
	for _, x := range planted.Benchmarks {
		edges, _ := planted.Graph(x.Parameters)
		if err := write(filepath.Join(os.Args[1], x.Name+".graph"), x.Vertices, edges); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func write[T any](path string, vertices int, edges []T) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	if err := binary.Write(w, binary.LittleEndian, []uint32{uint32(vertices), uint32(len(edges))}); err != nil {
		return err
	}
	if err := binary.Write(w, binary.LittleEndian, edges); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
