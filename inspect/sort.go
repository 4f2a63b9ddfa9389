package inspect

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
)

// A row is what is kept of a record while streams are compared; what its words
// mean depends on the table. Rows are in order of their first word, then the
// second, and so on.
type row [6]uint64

const rowBytes = 6 * 8

func compareRows(a, b row) int {
	for i := range a {
		if c := cmp.Compare(a[i], b[i]); c != 0 {
			return c
		}
	}
	return 0
}

// A sorter sorts rows, a limited number of them in memory and the rest in
// temporary files.
type sorter struct {
	limit int // of rows in memory
	rows  []row
	runs  []*tempFile
	count int64
}

func newSorter(limit int) *sorter { return &sorter{limit: limit} }

func (s *sorter) add(r row) error {
	if len(s.rows) >= s.limit {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.rows = append(s.rows, r)
	s.count++
	return nil
}

// spill writes the rows in memory to a file, sorted.
func (s *sorter) spill() error {
	f, err := newTempFile()
	if err != nil {
		return err
	}
	s.runs = append(s.runs, f)
	slices.SortFunc(s.rows, compareRows)
	w := bufio.NewWriterSize(f, 1<<18)
	var buf [rowBytes]byte
	for _, r := range s.rows {
		for i, word := range r {
			binary.LittleEndian.PutUint64(buf[8*i:], word)
		}
		if _, err := w.Write(buf[:]); err != nil {
			return tempError(err)
		}
	}
	s.rows = s.rows[:0]
	return tempError(w.Flush())
}

// sorted yields all rows in order. It may be called again, but nothing may be
// added any more.
func (s *sorter) sorted() iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		slices.SortFunc(s.rows, compareRows)
		runs := &runHeap{}
		if len(s.rows) > 0 {
			runs.list = append(runs.list, &run{memory: s.rows[1:], head: s.rows[0]})
		}
		for _, f := range s.runs {
			r := &run{file: bufio.NewReaderSize(io.NewSectionReader(f, 0, 1<<62), 1<<18)}
			if ok, err := r.next(); err != nil {
				yield(row{}, err)
				return
			} else if ok {
				runs.list = append(runs.list, r)
			}
		}
		heap.Init(runs)
		for len(runs.list) > 0 {
			r := runs.list[0]
			if !yield(r.head, nil) {
				return
			}
			ok, err := r.next()
			if err != nil {
				yield(row{}, err)
				return
			}
			if ok {
				heap.Fix(runs, 0)
			} else {
				heap.Pop(runs)
			}
		}
	}
}

// close removes the files.
func (s *sorter) close() {
	for _, f := range s.runs {
		f.discard()
	}
	s.runs, s.rows = nil, nil
}

// A run is a sorted sequence of rows: in memory, or in a file.
type run struct {
	head   row
	memory []row
	file   *bufio.Reader
}

func (r *run) next() (bool, error) {
	if r.file == nil {
		if len(r.memory) == 0 {
			return false, nil
		}
		r.head, r.memory = r.memory[0], r.memory[1:]
		return true, nil
	}
	var buf [rowBytes]byte
	if _, err := io.ReadFull(r.file, buf[:]); err == io.EOF {
		return false, nil
	} else if err != nil {
		return false, tempError(err)
	}
	for i := range r.head {
		r.head[i] = binary.LittleEndian.Uint64(buf[8*i:])
	}
	return true, nil
}

type runHeap struct{ list []*run }

func (h *runHeap) Len() int           { return len(h.list) }
func (h *runHeap) Less(i, j int) bool { return compareRows(h.list[i].head, h.list[j].head) < 0 }
func (h *runHeap) Swap(i, j int)      { h.list[i], h.list[j] = h.list[j], h.list[i] }
func (h *runHeap) Push(x any)         { h.list = append(h.list, x.(*run)) }
func (h *runHeap) Pop() any {
	last := len(h.list) - 1
	r := h.list[last]
	h.list = h.list[:last]
	return r
}

// A tempFile is gone when the process is, however it ends: its name is removed
// as soon as it is open, or where that cannot be done, when it is discarded.
type tempFile struct {
	*os.File
	named bool
}

func newTempFile() (*tempFile, error) {
	f, err := os.CreateTemp("", "worldc-diff-*")
	if err != nil {
		return nil, tempError(err)
	}
	return &tempFile{f, os.Remove(f.Name()) != nil}, nil
}

func (f *tempFile) discard() {
	f.Close() //lint:unchecked what was written is not wanted any more
	if f.named {
		os.Remove(f.Name())
	}
}

func tempError(err error) error {
	if err == nil {
		return nil
	}
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("sorting in the temporary directory %s: %w; set TMPDIR to a directory with room", os.TempDir(), err)
}
