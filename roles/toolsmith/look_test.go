package toolsmith

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestLook prints the world of one API, for reading: WORLDC_LOOK names a pool
// and a part of the name of the API.
func TestLook(t *testing.T) {
	pool, api, ok := strings.Cut(os.Getenv("WORLDC_LOOK"), ":")
	if !ok {
		t.Skip("WORLDC_LOOK=pool:api prints a world")
	}
	for _, b := range briefs(t, "tools/"+pool) {
		if !strings.Contains(b.Domain.Name, api) {
			continue
		}
		d, err := New().Design(context.Background(), b)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("==== %s\n%s\n---- policy\n%s\n---- prelude\n%s\n", b.Domain.Name, d.Schema, d.Policy, d.Prelude)
		for i, x := range d.Tools {
			fmt.Printf("---- %s %s %s\n# %.200q\n# in: %.600s\n# out: %.300s\n", b.Tools[i].Name, b.Tools[i].Source.Method, b.Tools[i].Source.Path, b.Tools[i].Description, b.Tools[i].Parameters, b.Tools[i].Returns)
			fmt.Printf("# says: %s\n# %s %s: %s\n", x.Description, x.Effect, x.Does.Operation, x.Does.Table)
			for _, u := range x.Does.Uses {
				fmt.Printf("#   %s%s %s %s\n", u.Parameter, u.Property, u.Part, u.Column)
			}
			fmt.Println(x.Code + x.Rejected)
		}
		return
	}
}
