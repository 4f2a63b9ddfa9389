package sandbox

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// noSignal is sent to find out whether one could be.
const noSignal = syscall.Signal(0)

// inheritable opens a file in such a way that every child has it open too, and
// returns its number.
func inheritable(t *testing.T, path string) string {
	fd, err := unix.Open(path, unix.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	return strconv.Itoa(fd)
}

func processID(k *Worker) int { return k.process.worker.Pid }

// awaitDeath waits until there is no process with an id.
func awaitDeath(t *testing.T, id string) {
	pid, err := strconv.Atoi(id)
	if err != nil {
		t.Fatal(err)
	}
	for range 500 {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if err != nil || len(stat) == 0 { // a zombie has no command line
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("the worker %d lives on", pid)
}
