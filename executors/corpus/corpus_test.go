package corpus

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"worldc/rng"
	"worldc/world"
	"worldc/world/engine"
)

// aCorpus draws a corpus and loads it.
func aCorpus(t *rapid.T) (world.World, *engine.Engine, uint64) {
	size, seed := rapid.IntRange(1, 40).Draw(t, "documents"), rapid.Uint64Range(0, 1000).Draw(t, "seed")
	w := World(size, 0, "2025-06-02T08:00:00", rng.New(seed, "corpus"))
	e, err := engine.Load(&w, engine.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return w, e, seed
}

func rowsOf[R any](t *rapid.T, raws []json.RawMessage) []R {
	list := make([]R, len(raws))
	for i, raw := range raws {
		if err := json.Unmarshal(raw, &list[i]); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// Every title is one of its own, and searching it finds that document alone; every
// fact is told in the document of its subject, and its object has one too.
func TestWorld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, e, seed := aCorpus(t)
		if again := World(len(w.Rows[documents]), 0, w.Clock, rng.New(seed, "corpus")); len(again.Rows[documents]) == len(w.Rows[documents]) && !cmp.Equal(w, again) {
			t.Fatalf("the same corpus is another: %s", cmp.Diff(w, again))
		}
		if !Is(&w) {
			t.Fatal("it is not known again")
		}
		told := map[string]row{}
		titles := map[string]bool{}
		session := e.Session()
		for _, d := range rowsOf[row](t, w.Rows[documents]) {
			if lower := strings.ToLower(d.Title); titles[lower] {
				t.Fatalf("two are called %q", d.Title)
			} else {
				titles[lower] = true
			}
			told[d.Title] = d
			if strings.Contains(d.Text, "%") || strings.Contains(d.Text, "  ") || !strings.HasSuffix(d.Text, ".") {
				t.Errorf("a document that nobody would print: %q", d.Text)
			}
			result := session.Call("search", canonical(map[string]string{"query": strings.ToUpper(d.Title)}))
			var found struct{ Documents []row }
			if !result.OK() || json.Unmarshal(result.Value, &found) != nil || len(found.Documents) != 1 || found.Documents[0].Title != d.Title {
				t.Fatalf("searching %q finds %s %s", d.Title, result.Value, result.Error)
			}
		}
		for _, f := range rowsOf[Fact](t, w.Rows[facts]) {
			d, ok := told[f.Subject]
			if _, known := told[f.Object]; !ok || !known || f.Subject == f.Object {
				t.Errorf("%v is about what has no document", f)
			}
			if !strings.Contains(d.Text, f.Object) || !slices.Contains(d.Links, f.Object) {
				t.Errorf("%v is not told: %q %v", f, d.Text, d.Links)
			}
		}
	})
}

// Golden calls give what they say; the answer comes out last and no sooner; and who
// asks for more questions keeps those that there are.
func TestAsk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, e, seed := aCorpus(t)
		o := Options{
			Hops:   rapid.SliceOfNDistinct(rapid.IntRange(2, 5), 1, 3, rapid.ID[int]).Draw(t, "hops"),
			Chains: rapid.IntRange(1, 3).Draw(t, "chains"), PerChain: rapid.IntRange(1, 2).Draw(t, "per chain"),
			Stream: func(parts ...string) *rng.Stream { return rng.New(seed, parts...) },
		}
		list, err := Ask(e, &w, o)
		if err != nil {
			t.Fatal(err)
		}
		count := map[string]int{}
		for _, q := range list {
			chain := strings.Join(q.Chain, " ")
			if q.Round != count[chain] || q.Round >= o.PerChain {
				t.Fatalf("question %d of %s comes after %d", q.Round, chain, count[chain])
			}
			count[chain]++
			if n := len(q.Task.Calls); n != len(q.Chain) || !slices.Contains(o.Hops, n) {
				t.Errorf("%d calls for %s, of %v hops", n, chain, o.Hops)
			}
			answer := q.Task.Outputs[0]
			if strings.Contains(q.Task.Goal, answer) {
				t.Errorf("the question says the answer, %s: %s", answer, q.Task.Goal)
			}
			replay, err := e.Replay(&q.Task)
			if err != nil || replay.Failed >= 0 {
				t.Fatalf("call %d of %q fails: %v", replay.Failed, q.Task.Goal, err)
			}
			for i, r := range replay.Results {
				if string(r.Value) != string(q.Task.Calls[i].Result) {
					t.Errorf("call %d gives %s, not %s", i, r.Value, q.Task.Calls[i].Result)
				}
				if strings.Contains(string(r.Value), answer) != (i == len(replay.Results)-1) {
					t.Errorf("%q: result %d of %d: %s", q.Task.Goal, i, len(replay.Results), r.Value)
				}
			}
			if d := cmp.Diff(q.Task.State, replay.State); d != "" {
				t.Error(d)
			}
			if p := q.Task.Validate(); len(p) > 0 {
				t.Error(p)
			}
		}
		if len(count) > o.Chains {
			t.Errorf("%d chains, of %d", len(count), o.Chains)
		}
		o.PerChain++
		more, err := Ask(e, &w, o)
		if err != nil {
			t.Fatal(err)
		}
		more = slices.DeleteFunc(more, func(q Question) bool { return q.Round == o.PerChain-1 })
		if d := cmp.Diff(list, more); d != "" {
			t.Errorf("who asks for %d of each gets others: %s", o.PerChain, d)
		}
	})
}

// A corpus of the usual size has chains of every length.
func TestEveryLength(t *testing.T) {
	w := World(200, 0, "2025-06-02T08:00:00", rng.New(1, "corpus"))
	e, err := engine.Load(&w, engine.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}()
	for hops := 2; hops <= 5; hops++ {
		list, err := Ask(e, &w, Options{Hops: []int{hops}, Chains: 4, PerChain: 2, Stream: func(parts ...string) *rng.Stream { return rng.New(uint64(hops), append(parts, strconv.Itoa(hops))...) }})
		if err != nil || len(list) < 4 {
			t.Errorf("%d questions of %d hops: %v", len(list), hops, err)
		}
	}
}
