package model_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"worldc/model"
	. "worldc/model/faultserver"
)

var kills = flag.Int("kills", 5, "how often TestKill kills")

// childOf is set in a process that a test has started to do what a build does.
const childOf = "WORLDC_MODEL_CHILD"

func TestMain(m *testing.M) {
	if what := os.Getenv(childOf); what != "" {
		if err := child(what, os.Args[len(os.Args)-3:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	os.Exit(m.Run())
}

// child asks n things from recordings or a server and says of each, on a line,
// that it has the reply.
func child(what string, args []string) error {
	url, path := args[0], args[1]
	var n int
	if _, err := fmt.Sscan(args[2], &n); err != nil {
		return err
	}
	rec, err := model.OpenRecordings(path, what == "replay")
	if err != nil {
		return err
	}
	set := model.Settings{
		BaseURL: url, Model: "parrot-1", Mode: model.Auto, Recordings: rec, Key: func() string { return os.Getenv("WORLDC_TEST_KEY") },
		Retries: model.Retries{Transport: 9, Provider: 9, Parse: 9, Validation: 9}, MaxConcurrency: 32, Clock: &fakeClock{now: time.Unix(1577836800, 0)},
	}
	if what == "replay" {
		set.Mode = model.Replay
	}
	c, err := model.Open(set)
	if err != nil {
		return err
	}
	defer c.Close()
	s := c.Session()
	errs := make(chan error, n)
	var out sync.Mutex
	var all sync.WaitGroup
	next := make(chan int)
	for range 32 {
		all.Go(func() {
			for i := range next {
				r, err := s.Ask(context.Background(), user(fmt.Sprintf("thing %d", i)))
				if err == nil && r.Content != fmt.Sprintf("You said: thing %d", i) {
					err = fmt.Errorf("thing %d: %q", i, r.Content)
				}
				if err != nil {
					errs <- err
					continue
				}
				out.Lock()
				fmt.Printf("have %d\n", i)
				out.Unlock()
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
	close(errs)
	for err := range errs {
		return err
	}
	if what == "replay" {
		fmt.Println("done")
	}
	return rec.Close()
}

func command(what, url, path string, n int) *exec.Cmd {
	c := exec.Command(os.Args[0], url, path, fmt.Sprint(n))
	c.Env = append(os.Environ(), childOf+"="+what, "WORLDC_TEST_KEY="+testKey)
	c.Stderr = os.Stderr
	return c
}

// TestKill: a process that records is killed at random moments, in the middle
// of faults. What it had the reply to is never asked again, and what the last
// process has is what was said.
func TestKill(t *testing.T) {
	const n = 1000
	path := filepath.Join(t.TempDir(), "calls")
	var mu sync.Mutex
	answered := map[string]int{}
	server := start(t, Options{
		Key: testKey, Latency: 4 * time.Millisecond, Fault: Mixed(1, 200, 2, Transient()),
		Reply: func(a Ask) Answer {
			mu.Lock()
			answered[a.Request.Messages[0].Content]++
			mu.Unlock()
			return parrot(a)
		},
	})
	had := map[string]int{} // what was answered how often when its reply was had
	first := ""
	rng := rand.New(rand.NewPCG(1, 2))
	killed, done, generation := 0, 0, 0
	for killed < *kills {
		// When all has been asked it begins anew, so that there is always something
		// to kill.
		if first == "" {
			generation++
			first = fmt.Sprintf("%s-%d", path, generation)
			mu.Lock()
			clear(answered)
			mu.Unlock()
			clear(had)
		}
		c := command("record", server.URL(), first, n)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		go func(after time.Duration) {
			time.Sleep(after)
			c.Process.Signal(syscall.SIGKILL)
		}(time.Duration(20+rng.IntN(130)) * time.Millisecond)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			what, ok := strings.CutPrefix(lines.Text(), "have ")
			if !ok {
				continue
			}
			what = "thing " + what
			mu.Lock()
			times := answered[what]
			mu.Unlock()
			if old, ok := had[what]; ok && old != times {
				t.Fatalf("kill %d: %s was asked again after its reply was had", killed, what)
			}
			had[what] = times
		}
		err = c.Wait()
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
			killed++
		} else if err != nil {
			t.Fatal(err)
		} else {
			done++
			first = ""
		}
	}
	t.Logf("%d kills, %d runs that ended before; %d replies of %d were had at the last kill", killed, done, len(had), n)
	if first == "" {
		first = fmt.Sprintf("%s-%d", path, generation)
	}
	if err := command("record", server.URL(), first, n).Run(); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	for what, times := range had {
		if answered[what] != times {
			t.Errorf("%s was asked again at the end", what)
		}
	}
	mu.Unlock()
	for g := range generation {
		r, err := model.OpenRecordings(fmt.Sprintf("%s-%d", path, g+1), true)
		if err != nil {
			t.Fatal(err)
		}
		right := r.Verify(func(problem string) { t.Error(problem) })
		if right != r.Len() {
			t.Errorf("%d of %d answers are right", right, r.Len())
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	scan(t, filepath.Dir(path))
}

// TestTwoProcesses: processes that record into one file at the same time do no
// harm to it, and end with the same replies.
func TestTwoProcesses(t *testing.T) {
	const n = 200
	server := start(t, Options{Latency: time.Millisecond})
	path := filepath.Join(t.TempDir(), "calls")
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if err := command("record", server.URL(), path, n).Run(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	r, err := model.OpenRecordings(path, true)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if right := r.Verify(func(p string) { t.Error(p) }); right != n {
		t.Errorf("%d answers, want %d", right, n)
	}
	seen := map[string]bool{}
	if err := r.Each(func(x model.Recorded) error {
		id, err := json.Marshal(x.Use)
		if seen[string(id)] {
			t.Errorf("twice: %s", id)
		}
		seen[string(id)] = true
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestNoSocket: a replay works where there is no network at all, and opens no
// socket where there is one.
func TestNoSocket(t *testing.T) {
	const n = 50
	server := start(t, Options{})
	path := filepath.Join(t.TempDir(), "calls")
	if err := command("record", server.URL(), path, n).Run(); err != nil {
		t.Fatal(err)
	}
	replay := command("replay", "", path, n)
	under := func(argv ...string) (string, error) {
		c := exec.Command(argv[0], append(argv[1:], replay.Args...)...)
		c.Env = replay.Env
		out, err := c.CombinedOutput()
		return string(out), err
	}
	if out, err := under("unshare", "-rn"); err != nil && strings.Contains(out, "unshare") {
		t.Logf("no namespace can be made here: %s", out)
	} else if err != nil || !strings.HasSuffix(out, "done\n") {
		t.Errorf("without a network: %v\n%s", err, out)
	}
	trace := filepath.Join(t.TempDir(), "trace")
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not here: that no socket is opened was not seen")
	}
	if out, err := under("strace", "-f", "-qq", "-e", "trace=%network", "-e", "signal=none", "-o", trace); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	calls, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(calls), "socket(") || strings.Contains(string(calls), "connect(") {
		t.Errorf("a replay opens sockets:\n%s", calls)
	}
}
