//go:build unix

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// kill starts builds into a fresh store, ends each with SIGKILL at a random
// moment, some of them a second time while they resume, lets the last one
// finish, and compares what it wrote with an uninterrupted build. The store
// must verify afterwards. A kill that comes after the build has ended does not
// count.
func kill(ctx context.Context, w *workshop, args []string) error {
	flags := flag.NewFlagSet("kill", flag.ContinueOnError)
	n := flags.Int("n", 200, "kills")
	seed := flags.Uint64("seed", uint64(time.Now().UnixNano()), "seed of the random moments")
	if err := flags.Parse(args); err != nil {
		return err
	}
	list, err := specs(flags.Args())
	if err != nil {
		return err
	}
	w.say("seed %d: prove kill -n %d -seed %[1]d", *seed, *n)
	random := rand.New(rand.NewPCG(*seed, 0))
	for i, spec := range list {
		// The kills are shared out among the specs.
		share := (*n*(i+1))/len(list) - (*n*i)/len(list)
		if err := w.killSpec(ctx, spec, share, random); err != nil {
			return fmt.Errorf("seed %d: %w", *seed, err)
		}
	}
	return nil
}

func (w *workshop) killSpec(ctx context.Context, spec []string, n int, random *rand.Rand) error {
	// What there is to compare with, and how long a build takes: the shortest
	// of three, since the first finds a cold machine.
	var want tree
	var wantNodes []node
	var whole time.Duration
	for range 3 {
		dir, err := os.MkdirTemp(w.dir, "uninterrupted-")
		if err != nil {
			return err
		}
		start := time.Now()
		if wantNodes, err = w.into(dir, spec).run(ctx); err != nil {
			return err
		}
		if took := time.Since(start); whole == 0 || took < whole {
			whole = took
		}
		if want, err = readTree(filepath.Join(dir, "out")); err != nil {
			return err
		}
	}
	landed, late, again, kept := 0, 0, 0, 0
	for trial := 0; landed < n; trial++ {
		if late > 20*n+100 {
			return fmt.Errorf("%d of %d kills came too late: the build is too short (%v) to be hit", late, late+landed, whole)
		}
		dir := filepath.Join(w.dir, "trial-"+strconv.Itoa(trial))
		fail := func(err error) error { return fmt.Errorf("%v, trial %d: %w", spec, trial, err) }
		b := w.into(dir, spec)
		hit, err := b.killed(ctx, moment(random, whole))
		if err != nil {
			return fail(err)
		}
		if !hit {
			late++
		} else {
			landed++
			if landed < n && random.IntN(3) == 0 {
				if hit, err = b.killed(ctx, moment(random, whole)); err != nil {
					return fail(err)
				} else if hit {
					landed++
					again++
				}
			}
		}
		nodes, err := b.run(ctx)
		if err != nil {
			return fail(fmt.Errorf("the resumed build failed: %w", err))
		}
		for _, nd := range nodes {
			if hit && nd.Status == "hit" {
				kept++
				break
			}
		}
		got, err := readTree(b.output)
		if err != nil {
			return fail(err)
		}
		if err := want.compare(got); err != nil {
			return fail(err)
		}
		if err := sameNodes(wantNodes, nodes); err != nil {
			return fail(err)
		}
		if err := w.verify(ctx, b.store); err != nil {
			return fail(err)
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	w.say("%v: %d kills in builds of %v (%d of them in a resumed build; %d more came too late): %d files and %d nodes equal every time, every store verified; %d resumed builds found work done before the kill",
		spec, landed, whole.Round(time.Millisecond), again, late, want.files(), len(wantNodes), kept)
	return nil
}

// into is a build of the spec with store and output in dir.
func (w *workshop) into(dir string, spec []string) build {
	return build{worldc: w.worldc, args: spec, store: filepath.Join(dir, "store"), output: filepath.Join(dir, "out")}
}

// moment is when to kill: anywhere in a build, one in four within its last
// tenth, where the datasets are put in place.
func moment(random *rand.Rand, whole time.Duration) time.Duration {
	if random.IntN(4) == 0 {
		return whole - time.Duration(random.Int64N(int64(whole)/10+1))
	}
	return time.Duration(random.Int64N(int64(whole) + 1))
}

// killed starts the build and kills it and all it started after a while. It
// reports whether the build was still there to be killed.
func (b build) killed(ctx context.Context, after time.Duration) (bool, error) {
	var timer *time.Timer
	b.started = func(p *os.Process) {
		timer = time.AfterFunc(after, func() { syscall.Kill(-p.Pid, syscall.SIGKILL) })
	}
	_, err := b.run(ctx)
	if timer != nil {
		timer.Stop()
	}
	var exit interface{ Sys() any }
	if errors.As(err, &exit) {
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() && status.Signal() == syscall.SIGKILL {
			return true, nil
		}
	}
	return false, err
}
