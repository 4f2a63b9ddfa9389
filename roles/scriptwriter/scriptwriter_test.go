package scriptwriter

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"worldc/executors/gaming"
	"worldc/rng"
	"worldc/roles"
	m "worldc/roles/scriptwriter/mechanics"
	"worldc/world"
)

// drawn is a script of a family, or nil where the game has no solution.
func drawn(f *family, persona string, seed uint64) (*world.Script, error) {
	all := families
	defer func() { families = all }()
	families = []family{*f}
	return New().Script(context.Background(), roles.ScriptBrief{Seed: seed, Persona: world.Persona{ID: "p", Text: persona}})
}

// Nearly every persona of the examples has a family that fits it, and every family
// has a persona.
func TestFits(t *testing.T) {
	text, err := os.ReadFile("../../examples/personas.txt")
	if err != nil {
		t.Fatal(err)
	}
	fitting, of, without := map[string]int{}, 0, []string{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		of++
		found := false
		for i := range families {
			if families[i].suits(line) {
				fitting[families[i].name]++
				found = true
			}
		}
		if !found {
			without = append(without, line)
		}
	}
	t.Logf("%d of %d personas have a family that fits: %v", of-len(without), of, fitting)
	if share := 100 * (of - len(without)) / of; share < 95 {
		t.Errorf("only %d %% of the personas have a family that fits; without: %q", share, without)
	}
	for i := range families {
		if fitting[families[i].name] == 0 {
			t.Errorf("no persona fits %s", families[i].name)
		}
	}
}

// Every family's scripts can be played: nothing is ambiguous, and what the planner
// found wins.
func TestFamilies(t *testing.T) {
	for i := range families {
		f := &families[i]
		t.Run(f.name, func(t *testing.T) {
			unsolved := 0
			lengths := map[int]int{}
			for seed := range uint64(12) {
				s, err := drawn(f, "A baker who likes order", seed)
				if err != nil {
					t.Fatal(err)
				}
				if s == nil {
					unsolved++
					continue
				}
				b, problems, err := gaming.Open(s, false)
				if err != nil || len(problems) > 0 {
					for _, tool := range s.World.Tools {
						fmt.Println(tool.Code)
					}
					t.Fatal(seed, problems, err)
				}
				if problems, err = b.Settle(4); err != nil {
					t.Fatal(err)
				}
				lengths[len(s.Solution)]++
				if len(problems) > 0 {
					t.Error(seed, problems)
				}
				if err := b.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if unsolved > 1 || len(lengths) < 4 {
				t.Errorf("%d scripts could not be had; lengths %v", unsolved, lengths)
			}
		})
	}
}

// What is wanted in a family is not always the same: other attributes of other things.
func TestGoals(t *testing.T) {
	for i := range families {
		f := &families[i]
		kinds, words := map[string]bool{}, map[string]bool{}
		for n := range 100 {
			d := &draw{Stream: rng.New(7, "goals", f.name, fmt.Sprint(n)), player: map[string]any{}}
			_, goal := f.draw(d)
			sorts := map[string]string{m.You: "player"}
			for _, x := range d.things {
				sorts[x.Name] = x.Sort
			}
			asked := map[string]bool{}
			for _, g := range d.goal {
				asked[sorts[g.Thing]+"."+g.Attribute] = true
			}
			kinds[strings.Join(slices.Sorted(maps.Keys(asked)), " ")] = true
			words[goal] = true
		}
		if len(kinds) < 2 || len(words) < 30 {
			t.Errorf("%s: %d kinds of goals, %d in words", f.name, len(kinds), len(words))
		}
		if f.name == escape.name && len(kinds) < 6 {
			t.Errorf("what is wanted in escape rooms is of %d kinds", len(kinds))
		}
	}
}

// TestLook prints scripts with their solutions played.
func TestLook(t *testing.T) {
	if os.Getenv("LOOK") == "" {
		t.Skip()
	}
	for i := range families {
		if families[i].name != os.Getenv("LOOK") {
			continue
		}
		var seed uint64
		fmt.Sscan(os.Getenv("SEED"), &seed)
		s, err := drawn(&families[i], "A head librarian who is moving forty thousand books into a new building", seed)
		if err != nil || s == nil {
			t.Fatal(err, s)
		}
		b, problems, err := gaming.Open(s, false)
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		fmt.Println(s.World.Policy)
		fmt.Println("GOAL", s.Task.Goal)
		for _, a := range s.Actions {
			fmt.Println("  -", a.Template, a.Values)
		}
		for _, c := range s.Conditions {
			fmt.Println("  =", c.Says)
		}
		g, _ := b.Start()
		for _, a := range s.Actions {
			if !strings.Contains(a.Template, "{") {
				fmt.Println(">>", a.Template, "\n  ", g.Do(a.Template).Text)
			}
		}
		g, _ = b.Start()
		for _, text := range s.Solution {
			fmt.Println(">", text)
			x := g.Do(text)
			fmt.Println("   ", x.Error, x.Text, x.Won)
		}
	}
}
