package golden

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"worldc/formats"
	"worldc/inspect"
	"worldc/world"
)

// treeLines is how much of a tree the page shows.
const treeLines = 56

// TestSynWorldPage compares docs/synworld.md with what examples/synworld.hcl makes,
// and with the figures that [TestSynWorldFigures] has measured.
func TestSynWorldPage(t *testing.T) {
	store, dir, b := run(t, filepath.Join(examplesDir, "synworld.hcl"))
	page := map[string]string{}
	for _, r := range b.Results {
		if r.Err != nil {
			t.Fatalf("%s: %v", r.Node.Address, r.Err)
		}
		if r.Node.Address != "evaluation.after" {
			continue
		}
		for line, err := range store.Lines(r.Entry.Info) {
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(line), `"by":"all"`) {
				page["gain"] += inspect.Pretty(world.ScoreType, line, nil, nil)
			}
		}
	}
	worlds := recordsOf[world.World](t, filepath.Join(dir, "knowledge", "worlds.jsonl.zst"))
	documents := map[string]world.Tool{}
	var drift []string
	kinds := map[string]bool{}
	for i := range worlds {
		for j := range worlds[i].Tools {
			documents[worlds[i].Tools[j].Tool.ID] = worlds[i].Tools[j].Tool
		}
		for _, d := range worlds[i].Drift {
			if !kinds[d.Kind] {
				kinds[d.Kind] = true
				told := "tells it"
				switch {
				case d.Kind == world.DriftCase:
					told = "there is none"
				case d.Hinted:
					told = "hints"
				}
				drift = append(drift, fmt.Sprintf("| `%s` | %s | %s | %s |", documents[d.Tool].Name, d.Kind, strings.ReplaceAll(d.Truth, "|", "\\|"), told))
			}
		}
	}
	page["drift"] = strings.Join(drift, "\n")
	files, err := filepath.Glob(filepath.Join(dir, "knowledge", "data", "*.jsonl.zst"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v", files, err)
	}
	tree := strings.Split(inspect.KnowledgeTree(recordsOf[world.Knowledge](t, files[0]), func(id string) (world.Tool, bool) {
		tool, ok := documents[id]
		return tool, ok
	}), "\n")
	workflow, err := os.ReadFile(filepath.Join(dir, "documents.mcp", "workflow.md"))
	if err != nil {
		t.Fatal(err)
	}
	page["workflow"] = string(workflow)
	page["tool"], page["description"] = refinedTool(t, filepath.Join(dir, "documents.openai_tools"))
	page["tree"] = strings.Join(tree[:min(treeLines, len(tree))], "\n")
	addFigures(t, page)
	addQuestions(t, page)
	comparePage(t, "synworld", page)
}

// addFigures makes the tables of the page.
func addFigures(t *testing.T, page map[string]string) {
	raw, err := os.ReadFile(synWorldFigures)
	var figures []searchFigure
	if err == nil {
		err = json.Unmarshal(raw, &figures)
	}
	if err != nil {
		t.Fatal(err)
	}
	of := func(run string, drift float64) (list []searchFigure) {
		for _, f := range figures {
			if f.Run == run && f.Drift == drift {
				list = append(list, f)
			}
		}
		return list
	}
	each := func(list []searchFigure, value func(*searchFigure) float64) string {
		var values []float64
		for i := range list {
			values = append(values, value(&list[i]))
		}
		return spread(values)
	}
	score := func(f *searchFigure) float64 { return f.Chosen.Score }
	errands := func(f *searchFigure) float64 { return f.Chosen.Errands }
	gain := func(f *searchFigure) float64 { return f.Chosen.Errands - f.Original.Errands }
	gap := func(f *searchFigure) float64 { return f.Chosen.Score - f.Chosen.Errands }

	both := of("both", 0.3)
	n := both[0].Scenarios
	page["settings"] = fmt.Sprintf("%d seeds, `drift { rate = 0.3 }`, %d scenarios (with seed 1, %d to search by and %d to choose by), %d iterations, %d errands with seed 1.",
		len(both), figureScenarios, n.Search, n.HeldOut, figureIterations, n.Errands)
	var runs []string
	for _, r := range [][2]string{
		{"none", "`none` (ReAct: the documents as they are)"}, {"one_shot", "`one_shot` (EasyTool)"}, {"per_tool", "`per_tool` (DRAFT)"}, {"chain", "`chain` (Self-Refine)"},
		{"softmix", "`softmix` (AFlow)"}, {"workflow", "`mcts`, the workflow only"}, {"descriptions", "`mcts`, descriptions only"}, {"both", "`mcts`, both (SynWorld)"},
	} {
		list := of(r[0], 0.3)
		runs = append(runs, fmt.Sprintf("| %s | %s | %s | %s | %s |", r[1], each(list, score), each(list, errands), each(list, gain), each(list, gap)))
	}
	page["runs"] = strings.Join(runs, "\n")
	page["together"] = fmt.Sprintf("%s more than descriptions alone, and %s more than the workflow alone", paired(both, of("descriptions", 0.3)), paired(both, of("workflow", 0.3)))
	var iterations []string
	for i := range figureIterations {
		at := func(value func(v *versionFigure) float64) string {
			return each(both, func(f *searchFigure) float64 { // a search that has ended stays where it is
				return value(&f.Curve[min(i, len(f.Curve)-1)])
			})
		}
		iterations = append(iterations, fmt.Sprintf("| %d | %s | %s | %s |", i, at(func(v *versionFigure) float64 { return v.Best }),
			at(func(v *versionFigure) float64 { return v.Errands }), at(func(v *versionFigure) float64 { return v.Best - v.Errands })))
	}
	page["iterations"] = strings.Join(iterations, "\n")
	counts := []string{"| 0 | " + each(both, func(f *searchFigure) float64 { return f.Original.Errands }) + " |"}
	for _, name := range []string{"tenth", "quarter", "half", "both"} {
		list := of(name, 0.3)
		counts = append(counts, fmt.Sprintf("| %d | %s |", list[0].Scenarios.Search+list[0].Scenarios.HeldOut, each(list, errands)))
	}
	page["counts"] = strings.Join(counts, "\n")
	before := func(f *searchFigure) float64 { return f.Original.Errands }
	plain := of("both", 0)
	page["plain"] = fmt.Sprintf("errands %s before, %s after, a difference of %s.", each(plain, before), each(plain, errands), each(plain, gain))
	withheld := of("withheld", 0.3)
	page["withheld"] = fmt.Sprintf("errands %s before, %s after, a gain of %s beside one of %s with all that it knows.", each(withheld, before), each(withheld, errands), each(withheld, gain), each(both, gain))
}

// paired is by how much more errands searches do than others with the same seeds: the
// mean of the differences and its standard error, in per cent.
func paired(more, less []searchFigure) string {
	var values []float64
	for i := range more {
		values = append(values, more[i].Chosen.Errands-less[i].Chosen.Errands)
	}
	return meanOf(values, int64(len(values)))
}

// addQuestions makes the table of questions.
func addQuestions(t *testing.T, page map[string]string) {
	raw, err := os.ReadFile(questionFigures)
	var figures []searchFigure
	if err == nil {
		err = json.Unmarshal(raw, &figures)
	}
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, r := range [][2]string{{"none", "`none`"}, {"per_tool", "`per_tool` (DRAFT)"}, {"chain", "`chain` (Self-Refine)"}, {"mcts", "`mcts` (SynWorld)"}} {
		var practice, questions, versions []float64
		for _, f := range figures {
			if f.Run == r[0] {
				practice, questions = append(practice, f.Chosen.Score), append(questions, f.Chosen.Errands)
				versions = append(versions, float64(len(f.Curve))/100)
			}
		}
		rows = append(rows, fmt.Sprintf("| %s | %s | %s | %s |", r[1], spread(practice), spread(questions), spread(versions)))
	}
	page["questions"] = strings.Join(rows, "\n")
}

// spread is the mean of shares and their standard deviation, in per cent.
func spread(values []float64) string { return meanOf(values, 1) }

// meanOf is the mean of shares and the root of their variance over a number of them,
// in per cent.
func meanOf(values []float64, over int64) string {
	n := big.NewRat(int64(len(values)), 1)
	mean, variance := new(big.Rat), new(big.Rat)
	for _, v := range values {
		mean.Add(mean, new(big.Rat).SetFloat64(100*v))
	}
	mean.Quo(mean, n)
	for _, v := range values {
		d := new(big.Rat).Sub(new(big.Rat).SetFloat64(100*v), mean)
		variance.Add(variance, d.Mul(d, d))
	}
	if len(values) > 1 {
		variance.Quo(variance, big.NewRat(int64(len(values)-1)*over, 1))
	}
	deviation := new(big.Float).SetPrec(100).SetRat(variance)
	deviation.Sqrt(deviation)
	text := mean.FloatString(1)
	if text == "-0.0" {
		text = "0.0"
	}
	return text + " ± " + deviation.Text('f', 1)
}

// refinedTool is the first tool of a list that knowledge describes.
func refinedTool(t *testing.T, dir string) (name, description string) {
	for _, l := range recordsOf[formats.Lineage](t, filepath.Join(dir, "rows.jsonl.zst")) {
		if len(l.Knowledge) == 0 {
			continue
		}
		row := recordsOf[struct{ Function world.Tool }](t, filepath.Join(dir, filepath.FromSlash(l.File)))[l.Line-1]
		return row.Function.Name, row.Function.Description
	}
	t.Fatal("knowledge describes no tool")
	return "", ""
}
