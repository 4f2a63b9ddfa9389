// Package golden builds every example and compares what comes out with the
// golden beside this file: golden/NAME.txtar for examples/NAME.hcl.
package golden

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/executors"
	"worldc/inspect"
	"worldc/spec"
)

var update = flag.Bool("update", false, "rewrite the goldens")

const examplesDir = "../examples"

func TestExamples(t *testing.T) {
	specs, err := filepath.Glob(filepath.Join(examplesDir, "*.hcl"))
	if err != nil || len(specs) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	var names []string
	for _, path := range specs {
		name := strings.TrimSuffix(filepath.Base(path), ".hcl")
		names = append(names, name+".txtar")
		t.Run(name, func(t *testing.T) { compare(t, name, build(t, path).Encode()) })
	}
	goldens, err := filepath.Glob("*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range goldens {
		if !slices.Contains(names, g) {
			t.Errorf("%s is an orphan: no example has its name; remove it", g)
		}
	}
}

func compare(t *testing.T, name string, got []byte) {
	path := name + ".txtar"
	if *update {
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run make golden and review what it writes", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s changed; if that is intended, run make golden and review the difference (-golden +now):\n%s", path, diff)
	}
}

// publish builds an example and returns the directory of its datasets.
func publish(t *testing.T, path string) string {
	_, dir, b := run(t, path)
	for _, r := range b.Results {
		if r.Err != nil {
			t.Fatalf("%s: %v", r.Node.Address, r.Err)
		}
	}
	return dir
}

// run builds an example into a fresh store and directory, and publishes its
// datasets there.
func run(t *testing.T, path string) (store *artifact.Store, dir string, b *compiler.Build) {
	t.Helper()
	s, diags := spec.Load(path, spec.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	plan, diags := compiler.NewPlan(s)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	store, err := artifact.OpenStore(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	models, err := plan.OpenModels(store, plan.Nodes, compiler.ModelsOptions{Mode: compiler.CallsReplay, Key: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := models.Close(); err != nil {
			t.Error(err)
		}
	}()
	dir = filepath.Join(t.TempDir(), "out")
	return store, dir, plan.Build(context.Background(), compiler.Options{
		Store: store, Output: dir, Jobs: 2,
		Allowed: executors.Permissions{Commands: true, TrustCode: true}, Models: models,
	})
}

// build builds an example and describes what came out.
func build(t *testing.T, path string) inspect.Golden {
	store, _, b := run(t, path)
	var g inspect.Golden
	for _, r := range b.Results {
		if r.Err != nil {
			t.Fatalf("%s: %v", r.Node.Address, r.Err)
		}
		sample, err := inspect.Sample(inspect.First(store.Lines(r.Entry.Info), r.Node.Records(r.Entry)), inspect.SampleSize)
		if err != nil {
			t.Fatal(err)
		}
		g.Plan = append(g.Plan, describe(r.Node))
		g.Nodes = append(g.Nodes, inspect.GoldenNode{
			Address: r.Node.Address, Digest: r.Entry.Info.Digest, Records: r.Node.Records(r.Entry), Counts: r.Entry.Counts, Sample: sample,
		})
	}
	return g
}

// describe is a node's line of the plan.
func describe(n *compiler.Node) string {
	line := fmt.Sprintf("%s -> %s", n.Address, n.Emits)
	for _, in := range n.Inputs {
		line += fmt.Sprintf("  %s=%s", in.Attribute, in.Node.Address)
	}
	for _, a := range n.Ancestors {
		line += fmt.Sprintf("  needs %s of %s", a.Type, a.Node.Address)
	}
	return line
}
