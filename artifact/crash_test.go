package artifact

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

var crashes = flag.Int("crashes", 5_000, "number of crash states that TestCrash looks at")

const crashDir = "/mnt/store"

// memCodec is shared by the stores of the tests in memory, for which making
// one would be most of the work.
var memCodec = newCodec(2)

func openMem(files *memFiles) (*Store, error) { return openStore(files, crashDir, memCodec) }

func nodeKey(n int) Key { return NewKey([]Field{{"node", fmt.Sprint(n)}}) }

// nodeLines are the records of node n. Nodes 1 and 2 have the same.
func nodeLines(n int) (lines []string) {
	if n == 2 {
		n = 1
	}
	for i := range 3 * n {
		lines = append(lines, fmt.Sprintf(`{"id":"%d-%d","text":"%s"}`, n, i, strings.Repeat("x", 10*i)))
	}
	return lines
}

const (
	nodeCount  = 4
	nodeReport = `{"counts":{}}`
)

// buildNodes is what a build does with the store. It calls ack when a node has
// been acknowledged.
func buildNodes(s *Store, ack func(n int)) error {
	keys := map[string]Key{}
	for n := range nodeCount {
		k := nodeKey(n)
		keys[fmt.Sprint(n)] = k
		if _, ok := s.Lookup(k); !ok {
			if err := buildNode(s, n); err != nil {
				return err
			}
		}
		ack(n)
	}
	if err := s.Remember("/spec.hcl", keys); err != nil {
		return err
	}
	ack(nodeCount)
	return nil
}

func buildNode(s *Store, n int) error {
	k := nodeKey(n)
	unlock, err := s.Lock(context.Background(), k)
	if err != nil {
		return err
	}
	defer unlock()
	var part [][]byte
	for _, line := range nodeLines(n) {
		part = append(part, []byte(line))
	}
	h := s.Shards(k)
	if lines, ok := h.Load("part", 0); ok {
		part = lines
	} else if err := h.Save("part", 0, part); err != nil {
		return err
	}
	w, err := s.Create()
	if err != nil {
		return err
	}
	defer w.Discard()
	for _, line := range part {
		if err := w.WriteLine(line); err != nil {
			return err
		}
	}
	info, err := w.Finish()
	if err != nil {
		return err
	}
	if err := s.Commit(Entry{Key: k, Type: "tool", Info: info}, []byte(nodeReport)); err != nil {
		return err
	}
	return h.Remove()
}

// checkNode compares what the store holds for node n with what it should hold.
func checkNode(s *Store, n int) error {
	e, ok := s.Lookup(nodeKey(n))
	if !ok {
		return errLost
	}
	want := nodeLines(n)
	i := 0
	for line, err := range s.Lines(e.Info) {
		if err != nil {
			return err
		}
		if i >= len(want) || string(line) != want[i] {
			return fmt.Errorf("node %d, record %d: %s", n, i, line)
		}
		i++
	}
	if i != len(want) {
		return fmt.Errorf("node %d has %d records, not %d", n, i, len(want))
	}
	if report, err := s.Report(e); err != nil || string(report) != nodeReport {
		return fmt.Errorf("node %d: report %s, %v", n, report, err)
	}
	return nil
}

var errLost = errors.New("an acknowledged node is lost")

// checkCrashed looks at a file system after a crash: what was acknowledged is
// there, and nothing is there that is wrong.
func checkCrashed(files *memFiles, acked []bool) error {
	s, err := openMem(files)
	if err != nil {
		return err
	}
	for n := range nodeCount {
		if err := checkNode(s, n); err != nil && (acked[n] || err != errLost) {
			return err
		}
	}
	if len(s.Recall("/spec.hcl")) != nodeCount && acked[nodeCount] {
		return errors.New("the remembered keys are lost")
	}
	if d := s.Damage(); len(d) > 0 {
		return errors.New(d[0])
	}
	return nil
}

// crashEverywhere runs a build and cuts the power before every operation,
// states times in all. It returns the first thing that is wrong afterwards.
func crashEverywhere(t *testing.T, states int, unsynced func(name string) bool) (looked int, wrong error) {
	count := newMemFiles()
	s, err := openMem(count)
	if err != nil {
		t.Fatal(err)
	}
	if err := buildNodes(s, func(int) {}); err != nil {
		t.Fatal(err)
	}
	perOp := max(1, states/(count.ops+1))
	files := newMemFiles()
	acked := make([]bool, nodeCount+1)
	crash := func(n int) {
		for i := range perOp {
			r := rand.New(rand.NewPCG(uint64(n), uint64(i)))
			after := files.Crash(r)
			looked++
			err := checkCrashed(after, acked)
			if err == nil && r.IntN(20) == 0 {
				err = resume(after)
			}
			if err != nil {
				wrong = fmt.Errorf("power cut before operation %d, state %d: %w", n, i, err)
				return
			}
		}
	}
	files.before = func(n int, _, _ string) error {
		if wrong == nil {
			crash(n)
		}
		return nil
	}
	if s, err = openMem(files); err != nil {
		t.Fatal(err)
	}
	files.unsynced = unsynced
	if err := buildNodes(s, func(n int) { acked[n] = true }); err != nil {
		t.Fatal(err)
	}
	if wrong == nil {
		crash(files.ops + 1)
	}
	return looked, wrong
}

// resume builds again on what a crash left, and expects a store without
// anything left over.
func resume(files *memFiles) error {
	s, err := openMem(files)
	if err != nil {
		return err
	}
	if err := buildNodes(s, func(int) {}); err != nil {
		return err
	}
	for n := range nodeCount {
		if err := checkNode(s, n); err != nil {
			return err
		}
	}
	if err := s.Close(); err != nil {
		return err
	}
	return leftovers(files)
}

// leftovers names the first file that belongs to no finished build.
func leftovers(files *memFiles) error {
	for _, path := range files.Files() {
		for _, scratch := range []string{"/tmp/", "/shards/", "/locks/"} {
			if strings.HasPrefix(path, crashDir+scratch) {
				return fmt.Errorf("%s is left over", path)
			}
		}
	}
	return nil
}

func TestCrash(t *testing.T) {
	looked, err := crashEverywhere(t, *crashes, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d crash states: nothing lost, nothing wrong", looked)
}

// A store that forgot one of its syncs must not pass TestCrash.
func TestCrashFindsMutants(t *testing.T) {
	in := func(dir string) func(string) bool {
		return func(name string) bool { return filepath.Dir(name) == crashDir+dir }
	}
	is := func(dir string) func(string) bool {
		return func(name string) bool { return name == crashDir+dir }
	}
	for _, mutant := range []struct {
		what     string
		unsynced func(string) bool
	}{
		{"files", func(name string) bool { return strings.HasPrefix(name, crashDir+"/tmp/") }},
		{"objects/xx", in("/objects")},
		{"nodes/xx", in("/nodes")},
		{"objects", is("/objects")},
		{"nodes", is("/nodes")},
		{"specs", is("/specs")},
		{"the store", is("")},
	} {
		looked, err := crashEverywhere(t, 2000, mutant.unsynced)
		if err == nil {
			t.Errorf("without syncing %s, %d crash states show nothing wrong", mutant.what, looked)
		} else {
			t.Logf("without syncing %s: %v", mutant.what, err)
		}
	}
}

// takesSpace are the operations that a full disk makes fail.
var takesSpace = map[string]bool{"create": true, "write": true, "sync": true, "close": true, "mkdir": true, "rename": true, "syncdir": true, "lock": true}

// TestFaults lets every operation of a build fail, one by one, once or from
// then on. The build must fail with a message that names the place, or do all
// its work; and a build after that must succeed and leave nothing over.
func TestFaults(t *testing.T) {
	kinds := map[string]error{"EIO": syscall.EIO, "ENOSPC": syscall.ENOSPC, "EMFILE": syscall.EMFILE, "EROFS": syscall.EROFS}
	for name, fault := range kinds {
		for _, persistent := range []bool{false, true} {
			if persistent == (fault == syscall.EMFILE) && fault != syscall.EIO && fault != syscall.ENOSPC {
				continue // too many files pass, a medium that is read-only stays so
			}
			t.Run(fmt.Sprintf("%s/persistent=%v", name, persistent), func(t *testing.T) {
				t.Parallel()
				failed := 0
				for n := 1; ; n++ {
					files := newMemFiles()
					hit := false
					var op, path string
					files.before = func(i int, o, p string) error {
						if fault == syscall.ENOSPC && !takesSpace[o] {
							return nil
						}
						if i >= n && !hit || hit && persistent {
							if !hit {
								op, path = o, p
							}
							hit = true
							return fault
						}
						return nil
					}
					acked := make([]bool, nodeCount+1)
					err := func() error {
						s, err := openMem(files)
						if err != nil {
							return err
						}
						defer s.Close()
						return buildNodes(s, func(n int) { acked[n] = true })
					}()
					if !hit {
						break
					}
					at := fmt.Sprintf("operation %d, %s %s", n, op, path)
					if err != nil {
						failed++
						if !errors.Is(err, fault) || !strings.Contains(err.Error(), crashDir) {
							t.Errorf("%s: %v", at, err)
						}
						if fault == syscall.ENOSPC && !strings.Contains(err.Error(), "no space left for the store") {
							t.Errorf("%s: %v", at, err)
						}
					} else if !maps.Equal(map[int]bool{0: acked[0], 1: acked[1], 2: acked[2], 3: acked[3]}, map[int]bool{0: true, 1: true, 2: true, 3: true}) {
						t.Errorf("%s: the build succeeded without doing its work", at)
					}
					files.Kill()
					if err := checkCrashed(files, acked); err != nil {
						t.Errorf("%s: afterwards: %v", at, err)
					}
					files.Kill()
					if err := resume(files); err != nil {
						t.Errorf("%s: the next build: %v", at, err)
					}
				}
				if failed == 0 {
					t.Error("no fault had a consequence")
				}
				t.Logf("%d builds failed as they should", failed)
			})
		}
	}
}
