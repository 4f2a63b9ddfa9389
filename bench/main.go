// Bench measures worldc's kernels beside the programs that people use for the
// same work: one machine, the same input, one after the other, one thread each
// unless a line says otherwise.
//
//	bench data DIR             write the inputs
//	bench ours DIR CASE N      run one case with N workers, print a result
//	bench compare DIR [CASE]   run the cases (those whose names begin with
//	                           CASE) and their peers, print the ratios
//
// DIR is also where peers.sh, which installs and builds the peers and then
// calls all of this, leaves what it builds. Every program prints one JSON
// object with the seconds and the CPU seconds of the work itself, without
// reading its input. The table compares CPU seconds, which a busy machine
// disturbs less.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	var err error
	switch args := os.Args[1:]; {
	case len(args) == 2 && args[0] == "data":
		err = writeData(args[1])
	case len(args) == 4 && args[0] == "ours":
		var workers int
		if workers, err = strconv.Atoi(args[3]); err == nil {
			err = ours(args[1], args[2], workers)
		}
	case (len(args) == 2 || len(args) == 3) && args[0] == "compare":
		err = compare(args[1], append(args[2:], "")[0])
	default:
		fmt.Fprintln(os.Stderr, "usage: bench data DIR | ours DIR CASE WORKERS | compare DIR [CASE]")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
