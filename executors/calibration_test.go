package executors

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"worldc/community"
	"worldc/executors/toolpool"
	"worldc/executors/toolvector"
	"worldc/shareddata"
	"worldc/similarity"
	"worldc/world"
)

// TestCalibration prints the tables of docs/calibration.md: how well domains
// agree with the labels that real tools carry, setting by setting. It takes
// minutes, and runs only where WORLDC_CALIBRATE names a pool:
//
//	WORLDC_CALIBRATE=mcp.tools.jsonl.zst go test -run Calibration -v ./executors
func TestCalibration(t *testing.T) {
	pool := os.Getenv("WORLDC_CALIBRATE")
	if pool == "" {
		t.Skip("set WORLDC_CALIBRATE to the name of a pool to measure what settings do")
	}
	tools := realPool(t, pool)
	apis, categories := labels(tools, sourceAPI), labels(tools, sourceCategory)
	vectors := toolvector.Vectors(tools, 2)
	fmt.Printf("\n%s: %d tools\n\n", pool, len(tools))
	fmt.Println("| threshold | max_degree | method | resolution | edges | domains | median size | largest | tools in domains | NMI api | ARI api | NMI category | ARI category |")
	fmt.Println("|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
	row := func(threshold uint32, degree int, method string, resolution float64) {
		pairs, _ := similarity.Join(vectors, similarity.Options{Numerator: threshold, Denominator: 100, MaxDegree: degree, Workers: 2})
		edges := make([]community.Edge, len(pairs))
		for i, p := range pairs {
			edges[i] = community.Edge{A: p.A, B: p.B, Weight: p.Similarity}
		}
		g, err := community.NewGraph(len(tools), edges)
		if err != nil {
			t.Fatal(err)
		}
		p := community.Detect(g, community.Options{Method: methods[method], Resolution: community.Resolution(resolution * float64(community.Unit)), Seed: 1, Workers: 2})
		var sizes []int
		inside := 0
		for _, m := range p.Members() {
			if len(m) > 1 {
				sizes = append(sizes, len(m))
				inside += len(m)
			}
		}
		slices.Sort(sizes)
		median, largest := 0, 0
		if len(sizes) > 0 {
			median, largest = sizes[len(sizes)/2], sizes[len(sizes)-1]
		}
		fmt.Printf("| %.2f | %d | %s | %g | %d | %d | %d | %d | %.1f %% | %s | %s |\n",
			float64(threshold)/100, degree, method, resolution, len(edges), len(sizes), median, largest,
			100*float64(inside)/float64(len(tools)), apis.agreement(p.Of), categories.agreement(p.Of))
	}
	for _, threshold := range []uint32{30, 40, 45, 50, 55, 60, 70} {
		row(threshold, 64, "leiden", 1)
	}
	for _, degree := range []int{8, 16, 32, 128} {
		row(50, degree, "leiden", 1)
	}
	for _, resolution := range []float64{0.25, 4, 16, 64} {
		row(50, 64, "leiden", resolution)
	}
	for _, resolution := range []float64{1, 16} {
		row(50, 64, "louvain", resolution)
	}
}

// A labelling puts some of the tools into classes.
type labelling struct {
	of      []uint32
	labeled []int // positions of the tools that have a label
}

func labels(tools []world.Tool, of func(world.Tool) string) labelling {
	l := labelling{of: make([]uint32, len(tools))}
	numbers := map[string]uint32{}
	for i, t := range tools {
		name := of(t)
		if name == "" {
			continue
		}
		if _, ok := numbers[name]; !ok {
			numbers[name] = uint32(len(numbers))
		}
		l.of[i] = numbers[name]
		l.labeled = append(l.labeled, i)
	}
	return l
}

// agreement is how well a partition agrees with the labels, among the tools
// that have one.
func (l labelling) agreement(of []uint32) string {
	if len(l.labeled) == 0 {
		return "– | –"
	}
	var a, b []uint32
	for _, i := range l.labeled {
		a, b = append(a, l.of[i]), append(b, of[i])
	}
	return fmt.Sprintf("%.3f | %.3f", community.NormalizedMutualInformation(a, b), community.AdjustedRandIndex(a, b))
}

func sourceAPI(t world.Tool) string { return cmp.Or(t.Source.API, t.Source.Server) }

func sourceCategory(t world.Tool) string {
	if len(t.Source.Categories) > 0 {
		return t.Source.Categories[0]
	}
	return t.Source.Category
}

// realPool imports a pool of real tools, as a tool_pool would, sorted by id.
func realPool(t *testing.T, name string) []world.Tool {
	raws, _, err := toolpool.Parse(toolpool.Functions, toolpool.File{Document: strings.TrimSuffix(name, ".zst"), Data: shareddata.Read(t, "tools/"+name)})
	if err != nil {
		t.Fatal(err)
	}
	var candidates []toolpool.Candidate
	for _, raw := range raws {
		if tool, _, ok := toolpool.Mend(raw); ok {
			candidates = append(candidates, toolpool.Candidate{Place: raw.Place, Tool: tool})
		}
	}
	tools, _ := toolpool.Pool(candidates, toolpool.Options{RequireDescription: true, Deduplicate: true})
	slices.SortFunc(tools, func(a, b world.Tool) int { return cmp.Compare(a.ID, b.ID) })
	return tools
}
