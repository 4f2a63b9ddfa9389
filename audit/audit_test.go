package audit

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/world"
)

// talk is a trajectory of turns: c is one of the agent's that was right, w one that
// was wrong, u one of the user's.
func talk(id, turns string) *world.Trajectory {
	t := &world.Trajectory{ID: id, Turns: []world.Turn{{Role: world.SystemRole, Content: "Rules of " + id}}}
	for i, kind := range turns {
		x := world.Turn{Role: world.AssistantRole, Content: fmt.Sprintf("turn %d", i)}
		switch kind {
		case 'u':
			x.Role = world.UserRole
		case 'w':
			x.Flags = []string{world.MistakeFlag + "place_error"}
		}
		t.Turns = append(t.Turns, x)
	}
	return t
}

func all(talks ...*world.Trajectory) iter.Seq2[*world.Trajectory, error] {
	return func(yield func(*world.Trajectory, error) bool) {
		for _, t := range talks {
			if !yield(t, nil) {
				return
			}
		}
	}
}

// What nothing comes after was not judged, and who made no mistake shows nothing.
func TestJudged(t *testing.T) {
	x := talk("a", "ucuwuc")
	for turn, want := range []Label{"", "", Correct, "", Wrong, "", ""} {
		if got, _ := Judged(x, turn); got != want {
			t.Errorf("turn %d: %q, not %q", turn, got, want)
		}
	}
	drawn, able, err := Draw(all(talk("right", "ucucu"), talk("wrong", "uwuwu"), talk("late", "ucuw"), x), 1, 50)
	if err != nil || able != 1 || len(drawn) != 1 || drawn[0].Turns != [2]int{2, 4} {
		t.Errorf("%v %d %v", drawn, able, err)
	}
}

// What is drawn does not depend on the order of the trajectories, one turn of each
// judgement is drawn, and more trajectories keep the fewer.
func TestDraw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var talks []*world.Trajectory
		for i := range rapid.IntRange(0, 20).Draw(t, "talks") {
			talks = append(talks, talk(fmt.Sprint("t", i), rapid.StringMatching(`(u[cw]){0,6}u?`).Draw(t, "turns")))
		}
		n, seed := rapid.IntRange(1, 25).Draw(t, "n"), rapid.Uint64().Draw(t, "seed")
		drawn, able, err := Draw(all(talks...), seed, n)
		if err != nil || int64(len(drawn)) != min(able, int64(n)) {
			t.Fatalf("%d of %d, %v", len(drawn), able, err)
		}
		for _, s := range drawn {
			a, _ := Judged(s.Trajectory, s.Turns[0])
			b, _ := Judged(s.Trajectory, s.Turns[1])
			if a == b || a == "" || b == "" || s.Turns[0] >= s.Turns[1] {
				t.Fatalf("%v: %q and %q", s.Turns, a, b)
			}
		}
		again, _, _ := Draw(all(rapid.Permutation(talks).Draw(t, "order")...), seed, n+3)
		if diff := cmp.Diff(drawn, again[:len(drawn)]); diff != "" {
			t.Fatalf("another order, or three more, draws others:\n%s", diff)
		}
	})
}

// What goes out and comes back is about the same turns, whatever stands in them,
// and whatever a spreadsheet makes of the file.
func TestThereAndBack(t *testing.T) {
	x := talk("=1+1", "ucuwu")
	x.Turns[1].Content = "=HYPERLINK(\"x\")\x1b[2J;, \"quoted\"\nnext"
	x.Turns[2].Content = "@SUM(A1)"
	var file bytes.Buffer
	if err := Write(&file, []Sample{{x, [2]int{2, 4}}}); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(file.Bytes())).ReadAll()
	if err != nil || len(records) != 3 {
		t.Fatalf("%v %v", records, err)
	}
	for _, r := range records {
		for _, cell := range r {
			if strings.ContainsAny(cell, "\x1b") || cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
				t.Errorf("a spreadsheet might compute %q", cell)
			}
		}
	}
	if strings.Contains(file.String(), "place_error") {
		t.Errorf("the file says how a turn was judged:\n%s", file.String())
	}
	records[1][2], records[2][2] = " Correct", "WRONG"
	want := []Row{{2, "=1+1", 2, Correct}, {6, "=1+1", 4, Wrong}}
	for _, comma := range []rune{',', ';', '\t'} {
		var back bytes.Buffer
		back.WriteString("\ufeff")
		w := csv.NewWriter(&back)
		w.Comma, w.UseCRLF = comma, true
		if err := w.WriteAll(records); err != nil {
			t.Fatal(err)
		}
		got, err := Read(&back)
		if err != nil {
			t.Fatalf("%q: %v", comma, err)
		}
		for i := range got {
			got[i].Line = want[i].Line
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", comma, diff)
		}
	}
}

// A talk of any length fits in a cell, with its beginning and its end.
func TestLongTalk(t *testing.T) {
	x := talk("a", strings.Repeat("uc", 500)+"uwu")
	for i := range x.Turns {
		x.Turns[i].Content += strings.Repeat("界", 200)
	}
	x.Turns[0].Content = "Rules " + strings.Repeat("x", 100_000)
	var file bytes.Buffer
	if err := Write(&file, []Sample{{x, [2]int{2, 1002}}}); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	told := records[2][4]
	if len(told) > 32_767 || !strings.HasPrefix(told, "system: Rules") || !strings.Contains(told, " turns are left out here.)") || !strings.Contains(told, "user: turn 1000界") {
		t.Errorf("%d bytes: %.80s", len(told), told)
	}
}

func TestBadFiles(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"empty":         {"", "it is empty"},
		"no header":     {"a,3,correct\n", `it has no column "trajectory": the first row names the columns`},
		"no label":      {"trajectory,turn\na,3\n", `it has no column "label"`},
		"other label":   {"trajectory,turn,label\na,3,yes\n", `line 2: the label is "yes"; expected correct, wrong, or nothing`},
		"no turn":       {"trajectory,turn,label\na,last,wrong\n", `line 2: "last" is no number of a turn`},
		"turn 0":        {"trajectory,turn,label\na,0,wrong\n", `line 2: "0" is no number of a turn`},
		"twice":         {"trajectory,turn,label\na,3,wrong\n'a,3,correct\n", "line 3: turn 3 of trajectory a is on line 2 already"},
		"short row":     {"trajectory,turn,label\na,3\n", "line 2: it has 2 cells, too few for its label"},
		"no csv at all": {"trajectory,turn,label\n\"a,3,wrong\n", `extraneous or missing " in quoted-field`},
	} {
		if _, err := Read(strings.NewReader(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, not %q", name, err, c.want)
		}
	}
}

// FuzzRead reads whatever comes.
func FuzzRead(f *testing.F) {
	f.Add([]byte("trajectory,turn,label\na,3,wrong\n"))
	f.Add([]byte("\ufefftrajectory;turn;label\r\n'=a;3;correct\r\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		rows, err := Read(bytes.NewReader(file))
		for _, r := range rows {
			if r.Turn < 0 || r.Line < 2 || r.Label != Correct && r.Label != Wrong && r.Label != "" {
				t.Errorf("%+v", r)
			}
		}
		if err != nil && rows != nil {
			t.Error("both rows and an error")
		}
	})
}

func TestTable(t *testing.T) {
	var table Table
	for i := range 50 {
		people := map[bool]Label{true: Correct, false: Wrong}
		table.Add(Correct, people[i < 47])
		table.Add(Wrong, people[i < 9])
	}
	table.Add(Wrong, "")
	const want = `                   people: correct   people: wrong      n  people agree
judged correct                  47               3     50  94.0 %
judged wrong                     9              41     50  82.0 %
`
	if table.String() != want || table.Unlabelled != 1 {
		t.Errorf("%s%d", table.String(), table.Unlabelled)
	}
	if text := new(Table).String(); strings.Contains(text, "NaN") {
		t.Error(text)
	}
}
