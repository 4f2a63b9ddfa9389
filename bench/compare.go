package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// A peer is a program that does the work of a case; DIR in its arguments
// stands for the directory. target is the ratio that worldc is held to, 0 if
// none.
type peer struct {
	name   string
	argv   []string
	target float64
}

func igraph(method, graph string, target float64) peer {
	return peer{"igraph (C)", []string{"DIR/igraph", "DIR/" + graph + ".graph", method}, target}
}

func python(name, what, input string, target float64) peer {
	return peer{name, []string{"/usr/bin/python3", "bench/peers/peers.py", what, "DIR/" + input}, target}
}

// cases are what is measured: a kernel and an input, and who else can do it.
var cases = []struct {
	name  string
	peers []peer
}{
	{"louvain 30k-275k", []peer{
		igraph("louvain", "30k-275k", 8),
		python("networkx", "networkx", "30k-275k.graph", 100),
		{"gonum", []string{"DIR/gonum", "DIR/30k-275k.graph"}, 100},
	}},
	{"louvain 300k-5M", []peer{igraph("louvain", "300k-5M", 8)}},
	{"louvain 100k-1M-mixed", []peer{igraph("louvain", "100k-1M-mixed", 0)}},
	{"leiden 100k-1M-mixed", []peer{igraph("leiden", "100k-1M-mixed", 3)}},
	{"sparse 30k", []peer{python("scikit-learn", "sklearn", "30k.sparse", 30)}},
	{"sparse 100k", []peer{python("scikit-learn", "sklearn", "100k.sparse", 30)}},
	{"firstcome 20k", []peer{python("scikit-learn", "radius", "20k.stories", 50)}},
	{"firstcome 100k", []peer{python("scikit-learn", "radius", "100k.stories", 50)}}, // which takes eight minutes
	{"dense 30k-256", []peer{python("faiss", "faiss", "30k-256.dense", 1.5)}},
	{"write 100MB", []peer{{"zstd -3", []string{"bench/peers/zstd.sh", "DIR/100MB.jsonl", "DIR/peer.zst"}, 0.65}}},
}

// compare runs the cases whose names begin with prefix. Each of ours runs with
// one worker and one processor, then with two.
func compare(dir, prefix string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	fmt.Printf("%-24s %-14s %10s %10s %-24s %8s %8s\n", "case", "program", "seconds", "CPU", "result", "ratio", "target")
	line := func(name, program string, r result, rest string) {
		fmt.Printf("%-24s %-14s %10.3f %10.3f %-24s %s\n", name, program, r.Seconds, r.CPU, r.What+" "+strconv.FormatFloat(r.Value, 'g', 8, 64), rest)
	}
	for _, c := range cases {
		if !strings.HasPrefix(c.name, prefix) {
			continue
		}
		one, err := run(1, self, "ours", dir, c.name, "1")
		if err != nil {
			return err
		}
		line(c.name, "worldc", one, "")
		two, err := run(2, self, "ours", dir, c.name, "2")
		if err != nil {
			return err
		}
		line("", "two workers", two, fmt.Sprintf("%7.2fx", one.Seconds/two.Seconds))
		if one.Value != two.Value {
			return fmt.Errorf("%s: one worker gives %v, two give %v", c.name, one.Value, two.Value)
		}
		for _, p := range c.peers {
			argv := make([]string, len(p.argv))
			for i, a := range p.argv {
				argv[i] = strings.ReplaceAll(a, "DIR", filepath.Clean(dir))
			}
			r, err := run(1, argv[0], argv[1:]...)
			if err != nil {
				fmt.Printf("%-24s %-14s %v\n", "", p.name, err)
				continue
			}
			rest := fmt.Sprintf("%7.2fx", cmp.Or(r.CPU, r.Seconds)/one.CPU)
			if p.target > 0 {
				rest += fmt.Sprintf(" %7gx", p.target)
			}
			line("", p.name, r, rest)
		}
	}
	return nil
}

// run runs a program on so many threads and reads the result that it prints.
func run(threads int, name string, args ...string) (r result, err error) {
	command := exec.Command(name, args...)
	n := strconv.Itoa(threads)
	command.Env = append(os.Environ(), "GOMAXPROCS="+n, "OMP_NUM_THREADS="+n, "OPENBLAS_NUM_THREADS="+n)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return r, fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return r, json.Unmarshal(out, &r)
}
