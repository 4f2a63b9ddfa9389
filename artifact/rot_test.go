package artifact

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

var rots = flag.Int("rots", 10, "number of bits that TestRotOfLargeObject flips")

// rot is one way in which a file goes bad.
type rot struct {
	name string
	data []byte
}

// rotten returns ways in which a small file goes bad: a bit of every byte
// flipped, cut at many lengths, zeroed, longer by a byte.
func rotten(data []byte) (ways []rot) {
	for i := range data {
		flipped := bytes.Clone(data)
		flipped[i] ^= 1 << (i % 8)
		ways = append(ways, rot{fmt.Sprintf("byte %d flipped", i), flipped})
		if i%7 == 0 || i > len(data)-20 {
			ways = append(ways, rot{fmt.Sprintf("cut after %d bytes", i), data[:i:i]})
		}
	}
	return append(ways,
		rot{"zeroed", make([]byte, len(data))},
		rot{"longer by a byte", append(bytes.Clone(data), 0)})
}

// lookAtNode uses node n in every way that reads. It returns what the store
// says is wrong, and fails the test if it hands out anything that is wrong.
func lookAtNode(t *testing.T, s *Store, n int) (said []string) {
	t.Helper()
	e, ok := s.Lookup(nodeKey(n))
	if !ok {
		return s.Damage()
	}
	want := nodeLines(n)
	damaged := func(err error) {
		var d *DamagedError
		if !errors.As(err, &d) {
			t.Errorf("%v is no DamagedError", err)
		}
		said = append(said, err.Error())
	}
	i := 0
	for line, err := range s.Lines(e.Info) {
		switch {
		case err != nil:
			damaged(err)
		case i >= len(want) || string(line) != want[i]:
			t.Fatalf("node %d, record %d is wrong: %s", n, i, line)
		}
		i++
	}
	if len(said) == 0 && i != len(want) {
		t.Fatalf("node %d ends after %d records", n, i)
	}
	if report, err := s.Report(e); err != nil {
		damaged(err)
	} else if string(report) != nodeReport {
		t.Fatalf("node %d has a wrong report: %s", n, report)
	}
	if x, err := s.Open(e.Report); err != nil {
		damaged(err)
	} else {
		x.Close()
	}
	x, err := s.Open(e.Info)
	if err != nil {
		damaged(err)
		return said
	}
	defer x.Close()
	for i, line := range want {
		id, _ := lineID([]byte(line))
		for _, get := range []func() ([]byte, bool, error){
			func() ([]byte, bool, error) { return x.Get(string(id)) },
			func() ([]byte, bool, error) { line, err := x.At(int64(i)); return line, true, err },
		} {
			if got, ok, err := get(); err != nil {
				damaged(err)
			} else if !ok || string(got) != line {
				t.Fatalf("node %d, record %d is wrong: %s", n, i, got)
			}
		}
	}
	return said
}

// heal does what a build does about damage: it forgets the objects and makes
// the nodes again.
func heal(s *Store) error {
	for n := range nodeCount {
		e, ok := s.Lookup(nodeKey(n))
		if ok {
			bad := false
			for _, i := range []Info{e.Info, e.Report} {
				for _, err := range s.Lines(i) {
					bad = bad || err != nil
				}
				x, err := s.Open(i)
				if err == nil {
					x.Close()
				}
				if bad = bad || err != nil; bad {
					if err := s.Forget(i); err != nil {
						return err
					}
				}
			}
			if !bad {
				continue
			}
		}
		if err := buildNode(s, n); err != nil {
			return err
		}
	}
	return nil
}

func TestRot(t *testing.T) {
	files := newMemFiles()
	s, err := openMem(files)
	if err != nil {
		t.Fatal(err)
	}
	if err := buildNodes(s, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	ways, healed := 0, 0
	for _, path := range files.Files() {
		if strings.HasSuffix(path, "/format") {
			continue
		}
		f, err := files.find(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, way := range rotten(f.data) {
			ways++
			good := f.data
			f.data = way.data
			check := func() {
				t.Helper()
				s, err := openMem(files)
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close()
				var said []string
				for n := range nodeCount {
					said = append(said, lookAtNode(t, s, n)...)
				}
				if s.Recall("/spec.hcl") == nil {
					said = append(said, s.Damage()...)
				}
				if !strings.Contains(strings.Join(said, "\n"), path) {
					t.Errorf("%s, %s: not named, only %q", path, way.name, said)
				}
				var problems []string
				if _, err := s.Verify(context.Background(), func(p string) { problems = append(problems, p) }); err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(strings.Join(problems, "\n"), path) {
					t.Errorf("%s, %s: Verify only says %q", path, way.name, problems)
				}
				if ways%20 != 0 {
					return
				}
				healed++
				if err := heal(s); err != nil {
					t.Fatalf("%s, %s: %v", path, way.name, err)
				}
				for n := range nodeCount {
					if err := checkNode(s, n); err != nil {
						t.Errorf("%s, %s: healed, but %v", path, way.name, err)
					}
				}
			}
			check()
			// What was healed is a new file.
			if now, err := files.find(path); err == nil && now != f {
				f = now
			}
			f.data = good
		}
	}
	t.Logf("%d rotten files named, %d healed", ways, healed)
}

// Files that are whole but stand in for each other are found too.
func TestRotSwapped(t *testing.T) {
	files := newMemFiles()
	s, err := openMem(files)
	if err != nil {
		t.Fatal(err)
	}
	if err := buildNodes(s, func(int) {}); err != nil {
		t.Fatal(err)
	}
	paths := files.Files()
	for i, a := range paths {
		for _, b := range paths[i+1:] {
			if filepath.Ext(a) != filepath.Ext(b) || filepath.Ext(a) == "" {
				continue
			}
			x, _ := files.find(a)
			y, _ := files.find(b)
			x.data, y.data = y.data, x.data
			s, err := openMem(files)
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for n := range nodeCount {
				said = append(said, lookAtNode(t, s, n)...)
			}
			s.Recall("/spec.hcl")
			all := strings.Join(append(said, s.Damage()...), "\n")
			if !strings.Contains(all, a) || !strings.Contains(all, b) {
				t.Errorf("%s and %s swapped: only %q", a, b, said)
			}
			x.data, y.data = y.data, x.data
		}
	}
}

func TestRotOfLargeObject(t *testing.T) {
	files := newMemFiles()
	s, err := openMem(files)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Create()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	var want []byte
	for i := 0; len(want) < frameSize+frameSize/2; i++ {
		line := fmt.Sprintf(`{"id":"%x","text":"%s"}`, i, strings.Repeat(fmt.Sprint(r.Uint64()), 20))
		want = append(append(want, line...), '\n')
		if err := w.WriteLine([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	info, err := w.Finish()
	if err != nil {
		t.Fatal(err)
	}
	path := s.objectPath(info.Digest)
	f, err := files.find(path)
	if err != nil {
		t.Fatal(err)
	}
	good := f.data
	for range *rots {
		bit := r.IntN(8 * len(good))
		f.data = bytes.Clone(good)
		f.data[bit/8] ^= 1 << (bit % 8)
		var got []byte
		failed := false
		for line, err := range s.Lines(info) {
			if failed = err != nil; !failed {
				got = append(append(got, line...), '\n')
			}
		}
		if !failed {
			t.Errorf("bit %d: not found by Lines", bit)
		}
		if !bytes.HasPrefix(want, got) {
			t.Fatalf("bit %d: wrong records", bit)
		}
		if _, err := s.rehash(context.Background(), path, info.Digest); err == nil {
			t.Errorf("bit %d: not found by Verify", bit)
		}
	}
}
