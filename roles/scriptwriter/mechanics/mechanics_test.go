package mechanics

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/world"
	"worldc/world/acting"
	"worldc/world/engine"
)

// flat is a game with rooms, a locked door, boxes, a purse and a kettle.
func flat() *Game {
	return &Game{
		Sorts: []Sort{
			{"place", nil},
			{"exit", []Attribute{{Name: "one", Kind: Other, Sorts: []string{"place"}}, {Name: "other", Kind: Other, Sorts: []string{"place"}}, {Name: "locked", Kind: Flag}}},
			{"box", []Attribute{{Name: "place", Kind: Other, Sorts: []string{"place"}}, {Name: "open", Kind: Flag}, {Name: "things", Kind: Number}}},
			{"item", []Attribute{{Name: "inside", Kind: Other}, {Name: "heat", Kind: Text}, {Name: "price", Kind: Number}}},
			{"player", []Attribute{{Name: "place", Kind: Other, Sorts: []string{"place"}}, {Name: "hands", Kind: Number}, {Name: "money", Kind: Number}, {Name: "friend", Kind: Other, Optional: true}}},
		},
		Things: []Thing{
			{"place", "kitchen", nil}, {"place", "hall", nil}, {"place", "cellar", nil},
			{"exit", "kitchen door", map[string]any{"one": "kitchen", "other": "hall"}},
			{"exit", "cellar stairs", map[string]any{"one": "hall", "other": "cellar", "locked": true}},
			{"box", "cupboard", map[string]any{"place": "kitchen", "things": 1}},
			{"box", "chest", map[string]any{"place": "cellar", "open": true, "things": 1}},
			{"item", "key", map[string]any{"inside": "cupboard", "heat": "cold"}},
			{"item", "lamp \"old\"", map[string]any{"inside": "chest", "heat": "cold", "price": 3}},
		},
		Player: map[string]any{"place": "hall", "money": 5},
		Rules: []Rule{
			{Name: "go", Template: "go to {place}", Parameters: []Parameter{{Name: "place", Sorts: []string{"place"}}},
				Needs: []Need{
					{"exit(player.place, place) != nothing", "There is no way from the {player.place} to the {place}."},
					{"exit(player.place, place).locked = false", "The {exit(player.place, place)} is locked."},
				},
				Does: []string{"player.place = place"}, Says: "You are in the {place}.", Tells: "str(len(db.find(\"item\")))"},
			{Name: "unlock", Template: "unlock {exit} with {item}", Parameters: []Parameter{{Name: "exit", Sorts: []string{"exit"}}, {Name: "item", Sorts: []string{"item"}}},
				Needs: []Need{
					{"exit.one = player.place or exit.other = player.place", "The {exit} is not here."},
					{"item.inside = player", "You have no {item}."},
					{"item = 'key'", "That fits no lock."},
				}, Does: []string{"exit.locked = false"}, Says: "Unlocked."},
			{Name: "open_box", Template: "open {box}", Parameters: []Parameter{{Name: "box", Sorts: []string{"box"}}}, Place: "box.place",
				Needs: []Need{{"box.open = false", "It is open."}}, Does: []string{"box.open = true"}, Says: "The {box} has {box.things} things."},
			{Name: "take", Template: "take {item} from {box}", Parameters: []Parameter{{Name: "item", Sorts: []string{"item"}}, {Name: "box", Sorts: []string{"box"}}},
				Place: "item.inside.place", Elsewhere: "The {item} is not here.",
				Needs: []Need{{"item.inside = box", "It is not in there."}, {"box.open = true", "The {box} is closed."}, {"player.hands < 1", "Your hands are full."}, {"player.money >= item.price", "Too dear."}},
				Does:  []string{"item.inside.things -= 1", "item.inside = player", "player.hands += 1", "player.money -= item.price"}, Says: "You have the {item}, and {player.money} left."},
			{Name: "put", Template: "put {item} into {box}", Parameters: []Parameter{{Name: "item", Sorts: []string{"item"}}, {Name: "box", Sorts: []string{"box", "item"}}},
				Place: "box.place", Needs: []Need{{"item.inside = player", "You have no {item}."}, {"box.open = true", "It is closed."}},
				Does: []string{"item.inside = box", "box.things += 1", "player.hands -= 1"}, Says: "Done."},
			{Name: "heat", Template: "warm {item} to {heat}", Parameters: []Parameter{{Name: "item", Sorts: []string{"item"}}, {Name: "heat", Values: []string{"warm", "hot"}}},
				Needs: []Need{{"item.inside = player", "You have no {item}."}, {"player.place = 'kitchen'", "There is no stove."}}, Does: []string{"item.heat = heat"}, Says: "It is {item.heat}."},
			{Name: "shake", Template: "shake {box}", Parameters: []Parameter{{Name: "box", Sorts: []string{"box"}}},
				Needs: []Need{{"some item with inside = box", "It is empty."}, {"no item with inside = box and heat = 'hot' or player.money > 4", "Something in it is hot."}},
				Does:  []string{"each item with inside = box: heat = 'warm'", "each box with place = player.place: open = true", "each box with things = 9: things -= 1"}, Says: "Shaken."},
			{Name: "look", Template: "look", Says: "You are in the {player.place}.", Tells: "listed([b[\"name\"] for b in db.find(\"box\", {\"place\": player[\"place\"]})])"},
		},
		Goal: []Goal{
			{Thing: "lamp \"old\"", Attribute: "inside", Value: "cupboard", Says: "the lamp is in the cupboard"},
			{Thing: "lamp \"old\"", Attribute: "heat", Value: "hot", Says: "the lamp is hot"},
		},
	}
}

func load(t interface{ Fatal(...any) }, g *Game) *engine.Engine {
	w := g.World("w", "2026-01-01T09:00:00")
	if problems := w.Validate(); len(problems) > 0 {
		t.Fatal(problems)
	}
	e, err := engine.Load(&w, engine.DefaultLimits())
	if err != nil {
		for _, tool := range w.Tools {
			fmt.Println(tool.Code)
		}
		t.Fatal(err)
	}
	return e
}

// What the planner finds is what the engine carries out, and wins.
func TestPlan(t *testing.T) {
	g := flat()
	steps, looked, ok := g.Plan()
	if !ok {
		t.Fatalf("no plan in %d states", looked)
	}
	e := load(t, g)
	defer e.Close()
	s := e.Session()
	for _, step := range steps {
		c := step.Call()
		if r := s.Call(c.Tool, c.Arguments); !r.OK() {
			t.Fatalf("%s: %s %s", step.Words(), r.Error, r.Detail)
		} else {
			t.Logf("%s -> %s", step.Words(), r.Value)
		}
	}
	for _, c := range g.Conditions() {
		if !strings.Contains(string(c.Key), "lamp") || c.Says == "" {
			t.Errorf("%+v", c)
		}
		if !holds(s.Rows(), c) {
			t.Errorf("%s does not hold in the end", c.Says)
		}
	}
	a, problems := acting.New(g.Actions())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if problems := a.Check(); len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, step := range steps {
		if m, ok := a.Match(step.Words()); !ok || m.Action.Tool != step.Rule.Name {
			t.Errorf("%q is read as %v", step.Words(), m)
		}
	}
}

func holds(rows map[string][]json.RawMessage, c world.Condition) bool {
	for _, raw := range rows[c.Table] {
		var row, key map[string]json.RawMessage
		if json.Unmarshal(raw, &row) == nil && json.Unmarshal(c.Key, &key) == nil && string(row["name"]) == string(key["name"]) {
			return string(row[c.Column]) == string(c.Equals)
		}
	}
	return false
}

// The planner's rules and the engine's code are one: at every step of a random walk
// they agree on what can be done and on what comes of it.
func TestOneMeaning(t *testing.T) {
	g := flat()
	e := load(t, g)
	defer e.Close()
	w := g.ground(false)
	rapid.Check(t, func(t *rapid.T) { agree(t, w, e) })
}

// agree takes a random walk through a game.
func agree(t *rapid.T, w *ground, e *engine.Engine) {
	s := e.Session()
	state := append([]int32{}, w.start...)
	next := append([]int32{}, w.start...)
	for range rapid.IntRange(1, 40).Draw(t, "steps") {
		a := rapid.IntRange(0, len(w.steps)-1).Draw(t, "step")
		copy(next, state)
		can := w.apply(a, state, next)
		c := w.steps[a].Call()
		r := s.Call(c.Tool, c.Arguments)
		if r.OK() != can {
			t.Fatalf("%s: the planner says %v, the engine %q %s", w.steps[a].Words(), can, r.Error, r.Detail)
		}
		if !can {
			if !strings.HasPrefix(r.Error, "place_error: ") && !strings.HasPrefix(r.Error, "logic_error: ") {
				t.Fatalf("%s: %q", w.steps[a].Words(), r.Error)
			}
			continue
		}
		state, next = next, state
	}
	rows := s.Rows()
	for i, thing := range w.cast {
		for _, raw := range rows[thing.Sort] {
			var row map[string]any
			if err := json.Unmarshal(raw, &row); err != nil {
				t.Fatal(err)
			}
			if row["name"] != thing.Name {
				continue
			}
			for name, slot := range w.slots[i] {
				v := row[name]
				if f, ok := v.(float64); ok {
					v = int(f)
				}
				if have := slot.of(state); have != w.value(v) {
					t.Fatalf("the %s of %s is %v for the engine, %d for the planner", name, thing.Name, row[name], have)
				}
			}
		}
	}
}

func TestMistakesPanic(t *testing.T) {
	for want, change := range map[string]func(*Game){
		"is no term":                func(g *Game) { g.Rules[0].Does = []string{"player.place = Kitchen!"} },
		"changes no attribute":      func(g *Game) { g.Rules[0].Does = []string{"place = 3"} },
		"compares nothing":          func(g *Game) { g.Rules[0].Needs = []Need{{"player.place", ""}} },
		"has no parameter door":     func(g *Game) { g.Rules[0].Does = []string{"door.open = true"} },
		"two things are called":     func(g *Game) { g.Things = append(g.Things, g.Things[0]) },
		"which the goal asks for":   func(g *Game) { g.Goal = []Goal{{Thing: "lamp \"old\"", Attribute: "price", Value: 1}} },
		"which it does not have":    func(g *Game) { g.Goal = []Goal{{Thing: "chest", Attribute: "heat", Value: "hot"}} },
		"is no value of an attribu": func(g *Game) { g.Player["money"] = 1.5 },
	} {
		g := flat()
		change(g)
		func() {
			defer func() {
				if p := recover(); p == nil || !strings.Contains(fmt.Sprint(p), want) {
					t.Errorf("%v, want a panic with %q", p, want)
				}
			}()
			g.Plan()
		}()
	}
}
