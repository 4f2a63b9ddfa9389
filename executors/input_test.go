package executors

import (
	"slices"
	"testing"

	"worldc/world"
)

// store commits records with these ids and returns the artifact.
func put(t *testing.T, in *Input, ids ...string) Artifact {
	t.Helper()
	w, err := in.Store.Create()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Discard()
	for _, id := range ids {
		if err := w.Write(map[string]any{"id": id, "name": "n" + id}); err != nil {
			t.Fatal(err)
		}
	}
	info, err := w.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return Artifact{Type: world.ToolType, Info: info}
}

func TestLinesQualifyIdsThatCollide(t *testing.T) {
	in := newInput(t, 1)
	a, b, c := put(t, in, "x", "y"), put(t, in, "y", "z"), put(t, in, "x", "y")
	var ids []string
	for r, err := range Records[struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}](in, []Artifact{a, b, c}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.ID+"="+r.Name)
	}
	want := []string{"x=nx", "y=ny", "y@2=ny", "z=nz", "x@3=nx", "y@3=ny"}
	if !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
}

func TestOutputRefusesLostRecords(t *testing.T) {
	in := newInput(t, 1)
	w, err := in.Store.Create()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Discard()
	out := NewOutput(w, world.ToolType, 0)
	out.Plan(4)
	if err := out.Write(map[string]any{"id": "x"}); err != nil {
		t.Fatal(err)
	}
	out.Find(world.Finding{Subject: "y", Action: world.Rejected, Reason: "no good"})
	out.Find(world.Finding{Subject: "x", Action: world.Mended, Reason: "a little"})
	if _, err := out.Report(false); err == nil || err.Error() != "records were lost: 4 planned, but 1 accepted + 1 rejected + 0 failed + 0 skipped" {
		t.Errorf("got %v", err)
	}
	out.Skip(2, "not wanted")
	report, err := out.Report(false)
	if err != nil {
		t.Fatal(err)
	}
	if report.Reasons["rejected: no good"] != 1 || report.Reasons["mended: a little"] != 1 || report.Reasons["skipped: not wanted"] != 2 {
		t.Errorf("reasons %v", report.Reasons)
	}
}

func TestBucket(t *testing.T) {
	bounds := []int64{0, 1, 2, 4, 8}
	for n, want := range map[int64]string{0: "0", 1: "1", 2: "2-3", 3: "2-3", 4: "4-7", 7: "4-7", 8: "8+", 1000: "8+"} {
		if got := bucket(bounds, n); got != want {
			t.Errorf("bucket(%d) = %s, want %s", n, got, want)
		}
	}
}
