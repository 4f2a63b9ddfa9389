package toolsmith

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"worldc/roles"
	"worldc/world"
)

var update = flag.Bool("update", false, "write testdata/library.golden anew")

// library is an invented domain in which most of what a toolsmith decides
// happens once.
func library(t testing.TB) roles.Brief {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "library.json"))
	if err != nil {
		t.Fatal(err)
	}
	var tools []pooled
	if err := json.Unmarshal(raw, &tools); err != nil {
		t.Fatal(err)
	}
	b := roles.Brief{Domain: world.Domain{ID: "library", Name: "city library"}}
	for _, p := range tools {
		b.Tools = append(b.Tools, world.Tool{
			ID: world.ToolID("library", p.Name, 0), Name: p.Name, Description: p.Description,
			Parameters: p.InputSchema, Returns: p.OutputSchema, ParameterOrder: propertyOrder(p.InputSchema),
		})
	}
	return b
}

// TestLibrary compares the world of the library with the one that was read by
// eye. Read what changed before you write it anew.
func TestLibrary(t *testing.T) {
	b := library(t)
	d, err := New().Design(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n# Policy\n\n%s\n# Prelude\n\n%s", d.Schema, d.Policy, d.Prelude)
	for i, x := range d.Tools {
		fmt.Fprintf(&out, "\n# %s: %s, %s of %s\n", b.Tools[i].Name, x.Effect, x.Does.Operation, x.Does.Table)
		fmt.Fprintf(&out, "# %s\n", x.Description)
		for _, u := range x.Does.Uses {
			fmt.Fprintf(&out, "#   %s\n", strings.Join(strings.Fields(u.Parameter+" "+u.Property+" "+string(u.Part)+" "+u.Column), " "))
		}
		var gives []string
		for _, g := range x.Does.Gives {
			gives = append(gives, g.Output+"="+g.Column)
		}
		fmt.Fprintf(&out, "# gives %s\n%s", strings.Join(gives, " "), x.Code)
	}
	file := filepath.Join("testdata", "library.golden")
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("the world of the library is another (-golden +now):\n%s", diff)
	}
	scores, complaints := map[world.Operation]*score{}, map[string]int{}
	if e, w := loaded(t, b, d, 4); e != nil {
		execute(t, e, w, scores, complaints)
		logScores(t, scores, complaints)
	}
}
