package drifting

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"worldc/executors/selftest"
	"worldc/rng"
	"worldc/roles/advice"
	"worldc/world"
	"worldc/world/engine"
)

// A clinic is a world with four tables and fourteen tools, and calls that its tools
// were tested with.
func clinic(t testing.TB) (*world.World, *engine.Engine, map[string][]json.RawMessage) {
	t.Helper()
	raw, err := os.ReadFile("../rolling/testdata/clinic.json")
	if err != nil {
		t.Fatal(err)
	}
	w := &world.World{}
	if err := json.Unmarshal(raw, w); err != nil {
		t.Fatal(err)
	}
	addSessions(w)
	e := load(t, w)
	rows, err := selftest.ReadRows(w)
	if err != nil {
		t.Fatal(err)
	}
	good := map[string][]json.RawMessage{}
	for i := range w.Tools {
		x := &w.Tools[i]
		r := selftest.Run(e, w, x, rows, rng.New(1, x.Tool.ID))
		good[x.Tool.ID] = r.Good
	}
	return w, e, good
}

// addSessions adds a table whose tools take numbers, instants and one of a few
// values, which the clinic lacks.
func addSessions(w *world.World) {
	w.Schema += "\nCREATE TABLE sessions (id TEXT NOT NULL PRIMARY KEY, minutes INTEGER, price REAL, priority TEXT, starts_at TEXT);\n"
	w.Rows["sessions"] = []json.RawMessage{[]byte(`{"id":"ses_1","minutes":30,"price":12.5,"priority":"very high","starts_at":"2025-07-01T09:30:00Z"}`)}
	w.Tables = append(w.Tables, world.Table{Name: "sessions", Thing: "session", Key: []string{"id"}, Columns: []world.Column{
		{Name: "id", Type: "TEXT", Required: true, Unique: true}, {Name: "minutes", Type: "INTEGER"}, {Name: "price", Type: "REAL"},
		{Name: "priority", Type: "TEXT", Enum: []json.RawMessage{[]byte(`"very high"`), []byte(`"low"`)}}, {Name: "starts_at", Type: "TEXT"},
	}})
	use := func(name string) world.Use {
		return world.Use{Parameter: name, Part: world.Set, Column: "sessions." + name}
	}
	w.Tools = append(w.Tools, world.WorldTool{
		Tool: world.Tool{ID: "create_session", Name: "create_session", Parameters: []byte(`{"type":"object","properties":{
			"minutes":{"type":"integer","minimum":1},"price":{"type":["number","null"]},"priority":{"enum":["very high","low"],"type":"string"},"starts_at":{"type":"string","format":"date-time"}},
			"required":["minutes","price","priority","starts_at"]}`)},
		Effect: world.Write,
		Does:   &world.Behaviour{Operation: world.Create, Table: "sessions", Uses: []world.Use{use("minutes"), use("price"), use("priority"), use("starts_at")}},
		Code: `def create_session(minutes, price, priority, starts_at):
    """Makes a session."""
    return db.insert("sessions", {
        "id": db.new_id("ses_"), "minutes": minutes, "price": price, "priority": priority, "starts_at": starts_at,
    })
`})
}

func load(t testing.TB, w *world.World) *engine.Engine {
	t.Helper()
	e, err := engine.Load(w, engine.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// stage is a session as calls are made on.
type stage struct{ *engine.Session }

func (s stage) Call(name string, arguments []byte) (engine.Result, error) {
	return s.Session.Call(name, arguments), nil
}

func (s stage) State() (world.State, error) { return s.Session.State(), nil }

func open(e *engine.Engine) func() (Stage, error) {
	return func() (Stage, error) { return stage{e.Session()}, nil }
}

// every is what could drift in a world, each by itself: of each kind the first, the
// middle and the last that a tool could have.
func every(w *world.World) []world.Drift {
	var list []world.Drift
	for i := range w.Tools {
		for _, k := range kinds {
			options := k.options(w, &w.Tools[i])
			for n, d := range options {
				if n != 0 && n != len(options)/2 && n != len(options)-1 {
					continue
				}
				d.Tool = w.Tools[i].Tool.ID
				list = append(list, d)
				if d.Kind != world.DriftCase {
					d.Hinted = true
					list = append(list, d)
				}
			}
		}
	}
	return list
}

// For every drift that there may be: who does as the document says is refused and
// told what is wanted; what is told, done to the refused call, has it do what it did
// where nothing drifted.
func TestKinds(t *testing.T) {
	w, e, good := clinic(t)
	tried := map[string]int{}
	for _, d := range every(w) {
		drifted, failed := Apply(w, []world.Drift{d})
		if len(failed) > 0 {
			t.Errorf("%s of %s: %v", d.Kind, name(w, d.Tool), failed[0])
			continue
		}
		really := load(t, drifted)
		if why, err := Prove(drifted, &drifted.Drift[0], good[d.Tool], open(e), open(really)); err != nil {
			t.Fatal(err)
		} else if why != "" {
			t.Logf("%s of %s would be taken back: %s", d.Kind, name(w, d.Tool), why)
			continue
		}
		for _, arguments := range good[d.Tool] {
			tool := name(w, d.Tool)
			was := e.Session()
			want := was.Call(tool, arguments)
			s := really.Session()
			have := s.Call(tool, arguments)
			if d.Kind != world.DriftCase && have.OK() {
				continue // the call has nothing of what drifted
			}
			var ways [][]advice.Advice
			switch {
			case d.Kind == world.DriftCase:
				ways = advice.Unfound(toolNamed(w, tool).Tool.Parameters, arguments, have.Error+string(have.Value)).Ways
			case d.Hinted:
				clue, ok := advice.Suspect(have.Error, toolNamed(w, tool).Tool.Parameters, arguments)
				if ways = clue.Ways; !ok || clue.Wants != (d.Kind == world.DriftOrder) || advice.FromError(have.Error) != nil {
					t.Errorf("%s of %s: %q leads to %+v", d.Kind, tool, have.Error, clue)
				}
			default:
				ways = [][]advice.Advice{advice.FromError(have.Error)}
			}
			x := newTeller(drifted)
			value, err := x.make(stage{s}, world.Call{Tool: tool, Arguments: arguments})
			if err != nil {
				t.Errorf("%s of %s: %s fails: %v", d.Kind, tool, arguments, err)
				continue
			}
			made := x.calls[len(x.calls)-1].Arguments
			right := slices.ContainsFunc(ways, func(way []advice.Advice) bool {
				changed := arguments
				for _, a := range way {
					if a.Kind == advice.First {
						return d.Kind == world.DriftOrder && a.Other == d.Before && a.Field == d.Field
					}
					changed, _ = a.Apply(changed)
				}
				return bytes.Equal(changed, made)
			})
			if !right && !(d.Hinted && d.Kind == world.DriftOrder) && !(d.Kind == world.DriftCase && bytes.Equal(made, arguments)) {
				t.Errorf("%s of %s: from %q comes %v, and what holds is %s", d.Kind, tool, have.Error, ways, made)
			}
			x.learn(want.Value, value)
			p, _ := json.Marshal(was.Changes())
			q, _ := json.Marshal(s.Changes())
			if !x.same(want.Value, value) || !x.same(p, q) {
				t.Errorf("%s of %s: %s gives %s, not %s", d.Kind, tool, made, value, want.Value)
			}
			if tried[d.Kind] == 0 {
				t.Logf("%s: %s", d.Kind, drifted.Tools[slices.IndexFunc(w.Tools, func(x world.WorldTool) bool { return x.Tool.ID == d.Tool })].Code)
			}
			tried[d.Kind]++
		}
		if plain := drifted.Undrifted(); !bytes.Equal(encoded(t, plain), encoded(t, w)) {
			t.Errorf("%s of %s cannot be undone", d.Kind, name(w, d.Tool))
		}
	}
	for _, kind := range world.DriftKinds {
		if tried[kind] == 0 {
			t.Errorf("no %s was tried", kind)
		}
	}
	t.Log(tried)
}

func encoded(t testing.TB, w *world.World) []byte {
	raw, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func name(w *world.World, id string) string {
	for i := range w.Tools {
		if w.Tools[i].Tool.ID == id {
			return w.Tools[i].Tool.Name
		}
	}
	return ""
}

func toolNamed(w *world.World, name string) *world.WorldTool {
	for i := range w.Tools {
		if w.Tools[i].Tool.Name == name {
			return &w.Tools[i]
		}
	}
	return nil
}

// Raising the rate keeps what drifted; without a rate nothing drifts, and with the
// rate 1 every tool does that a kind fits.
func TestDraw(t *testing.T) {
	w, _, _ := clinic(t)
	draw := func(rate float64, kinds ...string) map[string]string {
		drawn := map[string]string{}
		for _, d := range Draw(w, Options{Rate: rate, Spread: 0.3, Hints: 0.5, Kinds: kinds, Stream: func(tool string) *rng.Stream { return rng.New(7, tool) }}) {
			raw, err := json.Marshal(d)
			if err != nil {
				t.Fatal(err)
			}
			drawn[d.Tool] += string(raw)
		}
		return drawn
	}
	if n := len(draw(0)); n > 0 {
		t.Errorf("%d drift without a rate", n)
	}
	if n := len(draw(1)); n != len(w.Tools) {
		t.Errorf("%d of %d drift", n, len(w.Tools))
	}
	before := map[string]string{}
	for _, rate := range []float64{0.1, 0.3, 0.5, 0.9, 1} {
		now := draw(rate)
		for id, d := range before {
			if now[id] != d {
				t.Errorf("at the rate %g %s is %s, was %s", rate, name(w, id), now[id], d)
			}
		}
		before = now
	}
	for _, d := range draw(1, world.DriftOrder, world.DriftEnum) {
		if !bytes.Contains([]byte(d), []byte(`"order"`)) && !bytes.Contains([]byte(d), []byte(`"enum"`)) {
			t.Errorf("%s was not asked for", d)
		}
	}
}

// Several things may be untrue of a tool, and those who know all do what they did
// where nothing was; who does not know one of them does not.
func TestSpread(t *testing.T) {
	w, e, good := clinic(t)
	for seed := range uint64(3) {
		drifts := Draw(w, Options{Rate: 1, Spread: 0.7, Hints: 0.5, Stream: func(tool string) *rng.Stream { return rng.New(seed, tool) }})
		of := map[string]int{}
		for {
			drifted, failed := Apply(w, drifts)
			if len(failed) > 0 {
				t.Fatal(failed)
			}
			really := load(t, drifted)
			var left []world.Drift
			for n := range drifted.Drift {
				d := &drifted.Drift[n]
				why, err := Prove(drifted, d, good[d.Tool], open(e), open(really))
				if err != nil {
					t.Fatal(err)
				}
				if why == "" {
					left = append(left, *d)
				} else {
					t.Logf("%s of %s is taken back: %s", d.Kind, name(w, d.Tool), why)
				}
			}
			if len(left) == len(drifts) {
				break
			}
			drifts = left
		}
		most, kinds := 0, map[string]bool{}
		for _, d := range drifts {
			of[d.Tool]++
			most = max(most, of[d.Tool])
			kinds[d.Kind] = true
		}
		if most < 2 || most > mostLies || len(kinds) < 5 {
			t.Errorf("seed %d: at most %d of a tool, %d kinds", seed, most, len(kinds))
		}
	}
}
