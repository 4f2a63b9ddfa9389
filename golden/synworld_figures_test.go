package golden

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/spec"
)

// synWorldFigures is what [TestSynWorldFigures] measures, and docs/synworld.md
// shows.
const synWorldFigures = "testdata/synworld-figures.json"

// The settings of the figures: those of the paper, and as many errands of each
// world as there are.
const (
	figureScenarios  = 100
	figureIterations = 15
	figureErrands    = 20
	figureSeeds      = 5
)

// A searchFigure is what one search came to. Rates are shares of 1.
type searchFigure struct {
	// Seed and Drift are those of the build, Run is which of the searches of
	// examples/synworld-ablation.hcl it is.
	Seed  int     `json:"seed"`
	Drift float64 `json:"drift"`
	Run   string  `json:"run"`

	// Scenarios are those it searched by and those that were kept out, Errands the
	// tasks that it never saw.
	Scenarios struct {
		Search  int `json:"search"`
		HeldOut int `json:"held_out"`
		Errands int `json:"watched"`
	} `json:"scenarios"`

	// Original are the documents as they are, Chosen is the version that was chosen;
	// Curve is the best so far by iteration.
	Original versionFigure   `json:"original"`
	Chosen   versionFigure   `json:"chosen"`
	Curve    []versionFigure `json:"curve"`
	End      string          `json:"end"`
}

type versionFigure struct {
	Iteration int     `json:"iteration"`
	Score     float64 `json:"score"`
	Best      float64 `json:"best,omitempty"`
	Errands   float64 `json:"watched"`
}

// TestSynWorldFigures measures what docs/synworld.md shows: the searches of
// examples/synworld-ablation.hcl with the paper's settings and several seeds, with
// drift and without. Only those that are not in WORLDC_STORE are made.
func TestSynWorldFigures(t *testing.T) {
	if os.Getenv("WORLDC_MEASURE") == "" {
		t.Skip("set WORLDC_MEASURE=1 to measure anew what docs/synworld.md shows: some minutes")
	}
	at := os.Getenv("WORLDC_STORE")
	if at == "" {
		at = filepath.Join(t.TempDir(), "store")
	}
	store, err := artifact.OpenStore(at)
	if err != nil {
		t.Fatal(err)
	}
	var figures []searchFigure
	for seed := 1; seed <= figureSeeds; seed++ {
		figures = append(figures, searches(t, store, seed, 0.3)...)
		figures = append(figures, searches(t, store, seed, 0, "both")...)
		t.Logf("seed %d of %d", seed, figureSeeds)
	}
	text, err := json.MarshalIndent(figures, "", "\t")
	if err == nil {
		err = os.WriteFile(synWorldFigures, append(text, '\n'), 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// questionFigures is what [TestQuestionFigures] measures, and docs/synworld.md shows.
const questionFigures = "testdata/synworld-questions-figures.json"

// TestQuestionFigures measures what docs/synworld.md shows of examples/synworld-search.hcl:
// strategies, with several seeds.
func TestQuestionFigures(t *testing.T) {
	if os.Getenv("WORLDC_MEASURE") == "" {
		t.Skip("set WORLDC_MEASURE=1 to measure anew what docs/synworld.md shows of questions")
	}
	store, err := artifact.OpenStore(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	var figures []searchFigure
	for seed := 1; seed <= figureSeeds; seed++ {
		for _, strategy := range []string{"none", "per_tool", "chain", "mcts"} {
			for _, f := range built(t, store, "synworld-search.hcl", map[string]string{"seed": strconv.Itoa(seed), "strategy": strategy}) {
				f.Seed, f.Drift, f.Run = seed, 1, strategy
				figures = append(figures, f)
			}
		}
	}
	text, err := json.MarshalIndent(figures, "", "\t")
	if err == nil {
		err = os.WriteFile(questionFigures, append(text, '\n'), 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// searches builds searches of the ablation, all if none are named.
func searches(t *testing.T, store *artifact.Store, seed int, drift float64, names ...string) []searchFigure {
	t.Helper()
	figures := built(t, store, "synworld-ablation.hcl", map[string]string{
		"seed": strconv.Itoa(seed), "drift": fmt.Sprint(drift), "scenarios": strconv.Itoa(figureScenarios),
		"iterations": strconv.Itoa(figureIterations), "errands": strconv.Itoa(figureErrands),
	}, names...)
	for i := range figures {
		figures[i].Seed, figures[i].Drift = seed, drift
	}
	return figures
}

// built builds the searches of an example, all if no instances are named. Run is the
// instance.
func built(t *testing.T, store *artifact.Store, example string, vars map[string]string, names ...string) []searchFigure {
	t.Helper()
	s, diags := spec.Load(filepath.Join(examplesDir, example), spec.Options{Vars: vars})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	plan, diags := compiler.NewPlan(s)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	options := compiler.Options{Store: store, Jobs: 2}
	for _, n := range plan.Nodes {
		if b := n.Block; b.Kind == "mcts" && (len(names) == 0 || slices.Contains(names, b.Key)) {
			options.Targets = append(options.Targets, n)
		}
	}
	var err error
	if options.Models, err = plan.OpenModels(store, plan.Nodes, compiler.ModelsOptions{Mode: compiler.CallsReplay, Key: func(string) string { return "" }}); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := options.Models.Close(); err != nil {
			t.Error(err)
		}
	}()
	var figures []searchFigure
	for _, r := range plan.Build(context.Background(), options).Results {
		if r.Err != nil {
			t.Fatalf("%s: %v", r.Node.Address, r.Err)
		}
		if !slices.Contains(options.Targets, r.Node) {
			continue
		}
		f := searchFigure{}
		measures, err := json.Marshal(r.Report.Measures)
		if err == nil {
			err = json.Unmarshal(measures, &f)
		}
		if err != nil {
			t.Fatal(err)
		}
		f.Run = r.Node.Block.Key
		figures = append(figures, f)
	}
	return figures
}
