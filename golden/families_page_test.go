package golden

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"

	gocmp "github.com/google/go-cmp/cmp"

	"worldc/world"
)

// familiesPage is what testdata/families.md.tmpl makes.
const familiesPage = "../docs/agentrefine-families.md"

// TestFamiliesPage counts how much scripts differ, and what is made of them, and
// compares it with docs/agentrefine-families.md:
//
//	WORLDC_MEASURE=1 go test ./golden -run FamiliesPage
//	go test ./golden -run FamiliesPage -update
func TestFamiliesPage(t *testing.T) {
	if os.Getenv("WORLDC_MEASURE") == "" && !*update {
		t.Skip("set WORLDC_MEASURE=1 to make the thousand scripts of docs/agentrefine-families.md: half a minute")
	}
	// A spec reads what lies beside it.
	dir := t.TempDir()
	for name, from := range map[string]string{"families.hcl": "testdata", "personas.txt": examplesDir} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	store, _, b := run(t, filepath.Join(dir, "families.hcl"))
	scripts := made[world.Script](t, store, b, "scripts.games")
	games := made[world.Trajectory](t, store, b, "roleplay.games")
	report := resultOf(t, b, "roleplay.games").Report
	played := map[string]*world.Trajectory{}
	for i := range games {
		played[games[i].Task] = &games[i]
	}
	total, byFamily := &variety{}, map[string]*variety{}
	for i := range scripts {
		s := &scripts[i]
		if byFamily[s.Family] == nil {
			byFamily[s.Family] = &variety{}
		}
		for _, v := range []*variety{total, byFamily[s.Family]} {
			v.add(s, played[s.ID])
		}
	}
	var names []string
	for name := range byFamily {
		names = append(names, name)
	}
	slices.Sort(names)
	var differ, play strings.Builder
	for _, name := range names {
		v := byFamily[name]
		least, median, most := rangeOf(v.steps)
		fmt.Fprintf(&differ, "| %s | %d | %d | %d | %d | %d, %d, %d | %d | %d |\n", name, v.scripts, v.actions, different(v.sets), different(v.kinds), least, median, most, different(v.steps), different(v.goals))
		_, turns, _ := rangeOf(v.turns)
		fewest, _, _ := rangeOf(v.mistakes)
		fmt.Fprintf(&play, "| %s | %d | %d | %d | %d | %d | %d |\n", name, len(v.turns), turns, fewest, v.wrong[string(world.ParameterError)], v.wrong[string(world.PlaceError)], v.wrong[string(world.LogicError)])
	}
	least, median, most := rangeOf(total.steps)
	fewest, turns, _ := rangeOf(total.turns)
	page := map[string]string{
		"scripts": thousands(total.scripts), "families": fmt.Sprint(len(names)),
		"sets": percent(different(total.sets), total.scripts), "kinds": fmt.Sprint(different(total.kinds)), "lengths": fmt.Sprint(different(total.steps)), "goals": percent(different(total.goals), total.scripts),
		"least": fmt.Sprint(least), "median": fmt.Sprint(median), "most": fmt.Sprint(most),
		"games": thousands(len(games)), "accepted": percent(len(games), total.scripts), "attempts": fmt.Sprint(report.Measures["attempts_per_accepted"]),
		"turns": fmt.Sprint(turns), "shortest": fmt.Sprint(fewest), "mistakes": fmt.Sprint(report.Measures["least_errors"]),
		"differ": strings.TrimSpace(differ.String()), "play": strings.TrimSpace(play.String()),
	}
	var text bytes.Buffer
	tmpl, err := template.ParseFiles("testdata/families.md.tmpl")
	if err == nil {
		err = tmpl.Option("missingkey=error").Execute(&text, page)
	}
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(familiesPage, text.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(familiesPage)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(strings.Split(string(want), "\n"), strings.Split(text.String(), "\n")); diff != "" {
		t.Errorf("docs/agentrefine-families.md is not what comes out (-page +now):\n%s", diff)
	}
}

// A variety is what scripts have of what can differ, one entry for each.
type variety struct {
	scripts, actions   int
	sets, kinds, goals []string // the templates of the actions; what the conditions ask for; the goal in words
	steps              []int
	turns, mistakes    []int // of the games
	wrong              map[string]int
}

// add counts a script, and the game of it where one was accepted.
func (v *variety) add(s *world.Script, game *world.Trajectory) {
	v.scripts++
	v.actions = max(v.actions, len(s.Actions))
	var set, kind []string
	for _, a := range s.Actions {
		set = append(set, a.Template)
	}
	for _, c := range s.Conditions {
		kind = append(kind, c.Table+"."+c.Column)
	}
	slices.Sort(set)
	slices.Sort(kind)
	v.sets, v.kinds = append(v.sets, strings.Join(set, "\n")), append(v.kinds, strings.Join(kind, "\n"))
	v.goals, v.steps = append(v.goals, s.Task.Goal), append(v.steps, len(s.Solution))
	if game == nil {
		return
	}
	if v.wrong == nil {
		v.wrong = map[string]int{}
	}
	all := 0
	for kind, n := range mistakes(game) {
		v.wrong[kind] += n
		all += n
	}
	v.turns, v.mistakes = append(v.turns, len(game.Turns)), append(v.mistakes, all)
}

// different is how many of a list differ.
func different[T interface{ int | string }](list []T) int {
	return len(slices.Compact(slices.Sorted(slices.Values(list))))
}

// rangeOf is the least, the lower median and the most of numbers.
func rangeOf(list []int) (least, median, most int) {
	if len(list) == 0 {
		return 0, 0, 0
	}
	list = slices.Sorted(slices.Values(list))
	return list[0], list[(len(list)-1)/2], list[len(list)-1]
}

// percent is a share in whole percents, cut off.
func percent(n, of int) string { return fmt.Sprintf("%d %%", 100*n/max(1, of)) }

// thousands is a number with a comma before its last three digits.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}
