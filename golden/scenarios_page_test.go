package golden

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"worldc/executors/textvector"
	"worldc/roles"
	"worldc/roles/writer"
	"worldc/similarity"
	"worldc/world"
)

// TestScenariosPage compares docs/scenarios.md with how similar scenarios of the
// tools of the examples are to each other, and to what they are when they are told
// again.
func TestScenariosPage(t *testing.T) {
	told, page := calibration(t)
	page["quantiles"], page["thresholds"] = told.quantiles(), told.thresholds()
	for name, cosines := range map[string][]float64{"retold": told.retold, "sisters": told.sisters, "others": told.others} {
		page[name] = fmt.Sprintf("%.2f %%", 100*told.share(cosines, 45))
	}
	best, most := 0, 0.0
	for percent := range 100 {
		if gain := told.share(told.retold, percent) - told.share(told.sisters, percent); gain > most {
			best, most = percent, gain
		}
	}
	page["best"] = fmt.Sprintf("%.2f", float64(best)/100)
	comparePage(t, "scenarios", page)
}

// A telling is the cosines of pairs of scenarios, ascending: of a story and the same
// story told by another seed, of two stories of one combination of tools, and of two
// of different combinations.
type telling struct{ retold, sisters, others []float64 }

// calibration makes scenarios of the tools of the examples, tells them again, and
// compares them all.
func calibration(t *testing.T) (*telling, map[string]string) {
	dir := t.TempDir()
	spec, err := os.ReadFile("testdata/scenarios.hcl")
	if err == nil {
		err = os.CopyFS(filepath.Join(dir, "tools"), os.DirFS(filepath.Join(examplesDir, "tools")))
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "scenarios.hcl"), spec, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	store, _, b := run(t, filepath.Join(dir, "scenarios.hcl"))
	scenarios := made[world.Task](t, store, b, "scenarios.all")
	worlds := map[string]world.World{}
	domains := map[string]bool{}
	for _, w := range made[world.World](t, store, b, "worlds.services") {
		worlds[w.ID] = w
		domains[w.Domain] = true
	}
	teller, v := writer.New(), textvector.New()
	again := textvector.New()
	for _, s := range scenarios {
		w := worlds[s.World]
		story := roles.Story{Seed: 11, Task: s.ID, Domain: w.Name, Clock: w.Clock, Steps: s.Steps}
		for _, tool := range w.Tools {
			story.Avoid = append(append(story.Avoid, tool.Tool.Name), tool.Tool.ParameterOrder...)
		}
		first, err := teller.Instruct(context.Background(), story)
		if err != nil {
			t.Fatal(err)
		}
		if first.Background != s.Background || first.Goal != s.Goal {
			t.Fatalf("the story of scenario %s is not the one that it tells:\n%s\n%s", s.ID, first.Goal, s.Goal)
		}
		story.Seed++
		second, err := teller.Instruct(context.Background(), story)
		if err != nil {
			t.Fatal(err)
		}
		v.Add(first.Background + "\n" + first.Goal)
		again.Add(first.Background + "\n" + first.Goal)
		again.Add(second.Background + "\n" + second.Goal)
	}
	told := &telling{}
	group := func(s *world.Task) string {
		tools := map[string]bool{}
		for _, c := range s.Calls {
			tools[c.Tool] = true
		}
		return fmt.Sprint(s.World, tools)
	}
	rows, both := v.Vectors(), again.Vectors()
	for i := range scenarios {
		told.retold = append(told.retold, cosineOf(both, 2*i, 2*i+1))
		for j := range i {
			c := cosineOf(rows, i, j)
			if group(&scenarios[i]) == group(&scenarios[j]) {
				told.sisters = append(told.sisters, c)
			} else {
				told.others = append(told.others, c)
			}
		}
	}
	for _, list := range [][]float64{told.retold, told.sisters, told.others} {
		slices.Sort(list)
	}
	return told, map[string]string{"scenarios": fmt.Sprint(len(scenarios)), "worlds": fmt.Sprint(len(worlds)), "domains": fmt.Sprint(len(domains))}
}

// cosineOf is the cosine of two vectors.
func cosineOf(v similarity.Vectors, i, j int) float64 {
	var dot, a, b float64
	values := map[uint32]float64{}
	for k := v.Offsets[i]; k < v.Offsets[i+1]; k++ {
		x := float64(v.Values[k])
		values[v.Features[k]] = x
		a += float64(x * x)
	}
	for k := v.Offsets[j]; k < v.Offsets[j+1]; k++ {
		x := float64(v.Values[k])
		dot += float64(x * values[v.Features[k]])
		b += float64(x * x)
	}
	if dot == 0 {
		return 0
	}
	return dot / math.Sqrt(float64(a*b))
}

// rows are the kinds of pairs by what they are called.
func (s *telling) rows(line func(name string, cosines []float64)) {
	line("one story, told twice", s.retold)
	line("two stories of one combination", s.sisters)
	line("stories of different combinations", s.others)
}

// quantiles is a table of the cosines.
func (s *telling) quantiles() string {
	var b strings.Builder
	b.WriteString("| pairs | 1 % | 10 % | 25 % | 50 % | 75 % | 90 % | 99 % | greatest |\n|---|---|---|---|---|---|---|---|---|\n")
	s.rows(func(name string, cosines []float64) {
		fmt.Fprintf(&b, "| %s |", name)
		for _, percent := range []int{1, 10, 25, 50, 75, 90, 99, 100} {
			fmt.Fprintf(&b, " %.2f |", cosines[percent*(len(cosines)-1)/100])
		}
		b.WriteByte('\n')
	})
	return strings.TrimSuffix(b.String(), "\n")
}

// thresholds is a table of what thresholds reject.
func (s *telling) thresholds() string {
	list := []int{30, 35, 40, 45, 50, 55, 60}
	var b strings.Builder
	b.WriteString("| threshold |")
	for _, percent := range list {
		fmt.Fprintf(&b, " %.2f |", float64(percent)/100)
	}
	b.WriteString("\n|---|" + strings.Repeat("--:|", len(list)) + "\n")
	s.rows(func(name string, cosines []float64) {
		fmt.Fprintf(&b, "| %s |", name)
		for _, percent := range list {
			fmt.Fprintf(&b, " %.2f %% |", 100*s.share(cosines, percent))
		}
		b.WriteByte('\n')
	})
	return strings.TrimSuffix(b.String(), "\n")
}

// share is the share of cosines that reach so many hundredths.
func (s *telling) share(cosines []float64, percent int) float64 {
	first, _ := slices.BinarySearch(cosines, float64(percent)/100)
	return float64(len(cosines)-first) / float64(len(cosines))
}
