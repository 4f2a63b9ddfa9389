//go:build unix

package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
)

// A variation is a way to build that may not change what comes out.
type variation struct {
	name  string
	args  []string
	env   []string
	bare  bool     // nothing else in the environment
	moved bool     // a copy of the spec, elsewhere
	mask  int      // of the permissions of new files; -1 leaves it
	built []string // the environment that worldc itself is compiled under
}

// variations is the list of "Two builds of one spec are equal, whatever …".
var variations = []variation{
	{name: "one worker", args: []string{"--jobs", "1"}, mask: -1},
	{name: "eight workers", args: []string{"--jobs", "8"}, mask: -1},
	{name: "GOMAXPROCS=1", env: []string{"GOMAXPROCS=1"}, mask: -1},
	{name: "GOMAXPROCS=2", env: []string{"GOMAXPROCS=2"}, mask: -1},
	{name: "GOMAXPROCS=16 and eight workers", env: []string{"GOMAXPROCS=16"}, args: []string{"--jobs", "8"}, mask: -1},
	{name: "another directory", moved: true, mask: -1},
	{name: "a German locale", env: []string{"LANG=de_DE.UTF-8", "LC_ALL=de_DE.UTF-8"}, mask: -1},
	{name: "a Turkish locale", env: []string{"LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8", "LANGUAGE=tr"}, mask: -1},
	{name: "the C locale", env: []string{"LANG=C", "LC_ALL=C"}, mask: -1},
	{name: "TZ=Pacific/Kiritimati", env: []string{"TZ=Pacific/Kiritimati"}, mask: -1},
	{name: "TZ=America/St_Johns", env: []string{"TZ=America/St_Johns"}, mask: -1},
	{name: "umask 077", mask: 0o077},
	{name: "umask 0", mask: 0},
	{name: "no home and an empty environment", bare: true, mask: -1},
	{name: "a collection after every allocation", env: []string{"GOGC=1"}, mask: -1},
	{name: "no fused multiply-add", env: []string{"GODEBUG=cpu.fma=off"}, mask: -1},
	{name: "no vector instructions", env: []string{"GODEBUG=cpu.avx2=off,cpu.avx512f=off,cpu.fma=off,cpu.bmi2=off,cpu.sse41=off"}, mask: -1},
	{name: "verified", args: []string{"--verify"}, mask: -1},
}

// equal builds every spec under every variation, each into a store of its own,
// and compares the trees file by file and the nodes key by key.
func equal(ctx context.Context, w *workshop, args []string) error {
	flags := flag.NewFlagSet("equal", flag.ContinueOnError)
	if err := flags.Parse(args); err != nil {
		return err
	}
	list, err := specs(flags.Args())
	if err != nil {
		return err
	}
	all := slices.Clone(variations)
	compiled := map[string]string{}
	if runtime.GOARCH == "amd64" {
		v := variation{name: "compiled for GOAMD64=v3", built: []string{"GOAMD64=v3"}, mask: -1}
		all = append(all, v)
		if compiled[v.name], err = w.compile(ctx, "worldc-v3", v.built...); err != nil {
			return err
		}
	}
	for i, spec := range list {
		base := w.into(filepath.Join(w.dir, fmt.Sprintf("%d-plain", i)), spec)
		wantNodes, err := base.run(ctx)
		if err != nil {
			return err
		}
		want, err := readTree(base.output)
		if err != nil {
			return err
		}
		for j, v := range all {
			dir := filepath.Join(w.dir, fmt.Sprintf("%d-%d", i, j))
			gotNodes, got, err := w.vary(ctx, v, dir, spec, cmp.Or(compiled[v.name], w.worldc))
			if err == nil {
				err = want.compare(got)
			}
			if err == nil {
				err = sameNodes(wantNodes, gotNodes)
			}
			if err != nil {
				return fmt.Errorf("%v, %s: %w", spec, v.name, err)
			}
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
		}
		w.say("%v: %d files and %d nodes are equal under %d variations", spec, want.files(), len(wantNodes), len(all))
	}
	return nil
}

// vary builds the spec under a variation.
func (w *workshop) vary(ctx context.Context, v variation, dir string, spec []string, worldc string) ([]node, tree, error) {
	b := w.into(dir, slices.Concat(spec, v.args))
	b.worldc, b.env, b.bare = worldc, v.env, v.bare
	if v.moved {
		// The whole directory goes, since the spec names files in it.
		to := filepath.Join(dir, "ein anderer Ort ☂", "a", "b")
		if err := os.CopyFS(to, os.DirFS(filepath.Dir(spec[0]))); err != nil {
			return nil, nil, err
		}
		b.from, b.args[0] = filepath.Join(dir, "ein anderer Ort ☂"), filepath.Join("a", "b", filepath.Base(spec[0]))
	}
	if v.mask >= 0 {
		defer syscall.Umask(syscall.Umask(v.mask))
	}
	nodes, err := b.run(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := readableBy(b.output, v.mask); err != nil {
		return nil, nil, err
	}
	got, err := readTree(b.output)
	return nodes, got, err
}

// readableBy reports a file of the output that others may read although the
// mask forbids it.
func readableBy(dir string, mask int) error {
	if mask <= 0 {
		return nil
	}
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if name == dir && errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if wrong := info.Mode().Perm() & fs.FileMode(mask); wrong != 0 && d.Type()&fs.ModeSymlink == 0 {
			return fmt.Errorf("%s has the permissions %v although the umask is %#o", name, info.Mode(), mask)
		}
		return nil
	})
}

// sameNodes compares keys, digests and numbers of records. Keys must not know
// the machine either, or a shared store would never be hit.
func sameNodes(want, got []node) error {
	if len(want) != len(got) {
		return fmt.Errorf("%d nodes, not %d", len(got), len(want))
	}
	for i, n := range want {
		g := got[i]
		if g.Status = n.Status; g != n {
			return fmt.Errorf("node %+v, not %+v", g, n)
		}
	}
	return nil
}
