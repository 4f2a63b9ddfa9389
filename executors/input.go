package executors

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"worldc/artifact"
	"worldc/model"
	"worldc/sandbox"
	"worldc/spec"
	"worldc/world"
)

// Input is everything an executor may depend on: its block, the records it
// reads, its files and the seed. What can change speed but not results
// (Workers, Store, Progress) is here too, and stays out of the Key.
type Input struct {
	Block *spec.Block
	Seed  uint64

	// Inputs holds the artifacts of each attribute that reads records, in
	// the order of its references; Ancestors those that the executor Needs.
	Inputs    map[string][]Artifact
	Ancestors map[world.Type][]Artifact

	// Files are the block's files with the digests they had in the plan.
	Files []File

	// Key is the node's; unfinished work is kept under it.
	Key artifact.Key

	Store   *artifact.Store
	Workers int

	// AtOnce, if not 0, is how many items may be worked on that are not asked for
	// yet: a preview does not have models answer for what nobody will see.
	AtOnce int

	// Askers say who answers for the served models that the block refers to.
	Askers map[*spec.Block]model.Asker

	// Allowed says what the user permitted on the command line.
	Allowed Permissions

	// Confined are the processes in which the code of others runs, which all nodes of
	// a build share. Nil has an executor start its own.
	Confined *Confined

	// Progress is told how far the node is, in whatever it counts.
	Progress func(done, total int64)

	// halted says that the node has failed, and what is under way shall end.
	halted atomic.Bool
}

// Confined are processes in which the code of others runs.
type Confined = sandbox.Workers

// NewConfined are processes for [Input.Confined], of which none is started yet. Who
// makes them closes them.
func NewConfined() *Confined { return sandbox.NewWorkers(sandbox.DefaultLimits()) }

// confined are the processes for the code of others. Who asks for them closes them.
func (in *Input) confined() *Confined {
	if in.Confined == nil {
		return NewConfined()
	}
	return in.Confined.Borrow()
}

// BringsCode reports whether a block takes up code that worldc did not write, which
// has to run in confined processes unless the user vouches for it.
func BringsCode(b *spec.Block, allowed Permissions) bool {
	if allowed.TrustCode {
		return false
	}
	i, is := b.Config.(*spec.Import)
	return is && (i.Type == "worlds" || i.Type == "scripts")
}

// Served is the model that an attribute refers to, if it is one that answers
// calls, and who is asked. The model is nil where worldc itself plays.
func (in *Input) Served(attribute spec.References) (*spec.Model, model.Asker) {
	if len(attribute) == 0 {
		return nil, nil
	}
	m, ok := attribute[0].Config.(*spec.Model)
	if !ok || !m.Served() {
		return nil, nil
	}
	asker := in.Askers[attribute[0]]
	if asker == nil {
		panic("executors: nobody answers for " + attribute[0].Address())
	}
	return m, asker
}

// atMost is how many of n items are worked on at once.
func (in *Input) atMost(n int) int {
	if in.AtOnce > 0 {
		return min(n, in.AtOnce)
	}
	return n
}

// Permissions are what the user has to grant on the command line.
type Permissions struct {
	// Commands lets command blocks run programs.
	Commands bool

	// TrustCode lets the code of imported worlds run in this process, where
	// only the engine's own limits hold.
	TrustCode bool
}

// An Artifact is one input: the records of one node.
type Artifact struct {
	Type world.Type
	Info artifact.Info
}

// A File is an external input. Digest and Bytes are those of the file as it
// lies there, compressed or not.
type File struct {
	spec.File
	Digest artifact.Digest
	Bytes  int64
}

// Lines iterates over the canonical lines of the artifacts, one after the
// other. Where an id occurs in more than one of them the later record's id is
// qualified by the position of its artifact in the list, from 1: "id@2". The
// slice is valid until the next step.
func (in *Input) Lines(artifacts []Artifact) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		seen := map[string]bool{}
		for position, a := range artifacts {
			var here []string
			for line, err := range in.Store.Lines(a.Info) {
				if err == nil && len(artifacts) > 1 {
					line, err = qualify(line, position+1, seen, &here)
				}
				if !yield(line, err) || err != nil {
					return
				}
			}
			for _, id := range here {
				seen[id] = true
			}
		}
	}
}

// qualify gives the record a qualified id if its own was seen in an earlier
// artifact, and adds its own id to here.
func qualify(line []byte, position int, seen map[string]bool, here *[]string) ([]byte, error) {
	var head struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return nil, fmt.Errorf("a record that is not an object: %w", err)
	}
	*here = append(*here, head.ID)
	if !seen[head.ID] {
		return line, nil
	}
	var record map[string]json.RawMessage
	if err := json.Unmarshal(line, &record); err != nil {
		return nil, err
	}
	record["id"] = json.RawMessage(strconv.Quote(head.ID + "@" + strconv.Itoa(position)))
	return artifact.Marshal(record)
}

// Records iterates over the records of the artifacts as values of type T.
func Records[T any](in *Input, artifacts []Artifact) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for line, err := range in.Lines(artifacts) {
			var record T
			if err == nil {
				err = json.Unmarshal(line, &record)
			}
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

// ReadAll collects the records of the artifacts.
func ReadAll[T any](ctx context.Context, in *Input, artifacts []Artifact) ([]T, error) {
	var total int64
	for _, a := range artifacts {
		total += a.Info.Records
	}
	all := make([]T, 0, total)
	lines := make([][]byte, 0, total)
	for line, err := range in.Lines(artifacts) {
		if err != nil {
			return nil, err
		}
		lines = append(lines, append([]byte(nil), line...))
	}
	all = all[:len(lines)]
	err := parallel(ctx, in.Workers, len(lines), func(i int) error {
		err := json.Unmarshal(lines[i], &all[i])
		lines[i] = nil
		return err
	})
	return all, err
}

// collect reads the lines of an input, which fits into memory.
func (in *Input) collect(input string) ([][]byte, error) {
	var lines [][]byte
	for line, err := range in.Lines(in.Inputs[input]) {
		if err != nil {
			return nil, err
		}
		lines = append(lines, slices.Clone(line))
	}
	return lines, nil
}

// parallel calls f for 0 to n-1 in any order from a number of goroutines, and
// returns the error of the lowest index that failed.
func parallel(ctx context.Context, workers, n int, f func(i int) error) error {
	// Blocks keep the workers from waiting for each other, and are small enough
	// that a few slow items do not leave one of them working alone.
	block := max(1, min(64, n/(16*max(1, workers))))
	workers = max(1, min(workers, (n+block-1)/block))
	errs := make([]error, workers)
	failed := make([]int, workers)
	var next int
	var mu sync.Mutex
	var wg sync.WaitGroup
	stop := false
	for w := range workers {
		failed[w] = n
		wg.Go(func() {
			for {
				mu.Lock()
				from := next
				next += block
				done := stop || from >= n
				mu.Unlock()
				if done || ctx.Err() != nil {
					return
				}
				for i := from; i < min(from+block, n); i++ {
					if err := f(i); err != nil {
						errs[w], failed[w] = err, i
						mu.Lock()
						stop = true
						mu.Unlock()
						return
					}
				}
			}
		})
	}
	wg.Wait()
	first := -1
	for w := range workers {
		if errs[w] != nil && (first < 0 || failed[w] < failed[first]) {
			first = w
		}
	}
	if first >= 0 {
		return errs[first]
	}
	return ctx.Err()
}
