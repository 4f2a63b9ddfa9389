package artifact

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary stand in for a worldc process.
func TestMain(m *testing.M) {
	if dir := os.Getenv("ARTIFACT_TEST_BUILD"); dir != "" {
		if err := buildOnDisk(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// buildOnDisk is a process that builds all nodes and checks them.
func buildOnDisk(dir string) error {
	s, err := OpenStore(dir)
	if err != nil {
		return err
	}
	defer s.Close()
	return buildAndCheck(s)
}

func buildAndCheck(s *Store) error {
	if err := buildNodes(s, func(int) {}); err != nil {
		return err
	}
	for n := range nodeCount {
		if err := checkNode(s, n); err != nil {
			return err
		}
	}
	if d := s.Damage(); len(d) > 0 {
		return fmt.Errorf("damage: %s", d[0])
	}
	return nil
}

func startBuild(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "ARTIFACT_TEST_BUILD="+dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); errors.Is(err, syscall.ENOEXEC) {
		t.Skip("this test's binary is emulated and cannot start another of itself")
	} else if err != nil {
		t.Fatal(err)
	}
	return cmd
}

// Several goroutines of several processes make the same nodes in one store.
func TestConcurrentBuilds(t *testing.T) {
	dir := t.TempDir()
	var processes []*exec.Cmd
	for range 2 {
		processes = append(processes, startBuild(t, dir))
	}
	s, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := buildAndCheck(s); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			for n := range nodeCount { // without a lock, as two stores on one disk may be
				info := store(t, s, nodeLines(n))
				if err := s.Commit(Entry{Key: nodeKey(n), Type: "tool", Info: info}, []byte(nodeReport)); err != nil {
					t.Error(err)
				}
				x, err := s.Open(info)
				if err != nil {
					t.Error(err)
					continue
				}
				for i, line := range nodeLines(n) {
					if got, err := x.At(int64(i)); err != nil || string(got) != line {
						t.Errorf("%s, %v", got, err)
					}
				}
				x.Close()
			}
		})
	}
	wg.Wait()
	for _, p := range processes {
		if err := p.Wait(); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Verify(context.Background(), func(p string) { t.Error(p) }); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// A process that is killed at any moment leaves a store in which the next
// build finds nothing wrong and leaves nothing over.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(3, 4))
	for range 25 {
		p := startBuild(t, dir)
		time.Sleep(time.Duration(r.IntN(30)) * time.Millisecond)
		p.Process.Kill()
		p.Wait()
		if r.IntN(3) == 0 { // begin afresh now and then
			if err := buildOnDisk(dir); err != nil {
				t.Fatal(err)
			}
			for _, scratch := range []string{"tmp", "shards", "locks"} {
				names, err := os.ReadDir(dir + "/" + scratch)
				if err == nil && len(names) > 0 {
					t.Errorf("%s: %s is left over", scratch, names[0].Name())
				}
			}
			dir = t.TempDir()
		}
	}
}
