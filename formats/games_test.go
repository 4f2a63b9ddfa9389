package formats

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/world"
)

// drawGame is a game of AgentRefine (§3.4): the player is told the rules, and then
// observations and its thoughts and actions alternate. Mistakes are flagged, of
// which no turn says by itself that it is trained.
func drawGame(t *rapid.T) *world.Trajectory {
	say := rapid.SampledFrom(append([]string{"Go on.", "look", "take cup from table\nAction: fly"}, sentences...))
	g := &world.Trajectory{ID: "t1", Task: "s1", World: "s1", Model: "m", Progress: &world.Progress{Held: 1, Of: 1}}
	g.Turns = append(g.Turns, world.Turn{Role: world.SystemRole, Kind: "say", Content: "Rules: " + say.Draw(t, "rules")},
		world.Turn{Role: world.UserRole, Kind: "say", Content: "Hall. " + say.Draw(t, "seen"), Aside: "never to be read"})
	kinds := []world.GameError{world.ParameterError, world.PlaceError, world.LogicError}
	for range rapid.IntRange(1, 8).Draw(t, "actions") {
		turn := world.Turn{Role: world.AssistantRole, Kind: world.Act, Content: "Thought: " + say.Draw(t, "thought") + "\nAction: " + say.Draw(t, "action")}
		seen := world.Turn{Role: world.UserRole, Kind: "say", Content: "You see " + say.Draw(t, "seen"), Aside: "never to be read"}
		if rapid.IntRange(0, 2).Draw(t, "mistake") == 0 {
			kind := string(rapid.SampledFrom(kinds).Draw(t, "kind"))
			turn.Flags, seen.Flags = []string{world.MistakeFlag + kind}, []string{"says:" + kind}
		} else {
			turn.Train.Content = true
		}
		g.Turns = append(g.Turns, turn, seen)
	}
	return g
}

// lossReaders read rows of the formats whose masks are not of a trainer of worldc's
// tests: what is said, and which of it has loss. Those that say nothing of loss
// are read as if nothing had.
var lossReaders = map[string]func(t failer, row []byte) []saying{
	"openai": func(t failer, row []byte) (list []saying) {
		talk := into[struct {
			Messages []struct {
				Role, Content string
				Weight        int
			}
			Parallel bool `json:"parallel_tool_calls"`
		}](t, row)
		for _, m := range talk.Messages {
			list = append(list, saying{m.Role, "content", m.Content, m.Weight == 1})
		}
		return list
	},
	"adp": func(t failer, row []byte) (list []saying) {
		talk := into[adpRow](t, row)
		trained := map[int][]string{}
		for _, x := range talk.Details.Train {
			trained[x.At] = x.Fields
		}
		for i, x := range talk.Content {
			who := map[string]string{"message_action": "assistant", "text_observation": x.Source}[x.Class]
			if x.Name == "system" {
				who = "system"
			}
			list = append(list, saying{who, "content", *x.Content, slices.Equal(trained[i], []string{"content"})})
		}
		return list
	},
	"atif": func(t failer, row []byte) (list []saying) {
		for _, s := range into[atifRow](t, row).Steps {
			who := map[string]string{"agent": "assistant"}[s.Source]
			if who == "" {
				who = s.Source
			}
			list = append(list, saying{who, "content", s.Message, s.Extra != nil && slices.Equal(s.Extra.Train, []string{"message"})})
		}
		return list
	},
}

// sharedReaders are those of the trainers that the tests of other talks read with too.
var sharedReaders = []reading{readShareGPT, readLlamaFactoryV1, readAxolotl, readTRL, readVerl, readNeMoRL}

// gameRows are what a trainer makes of the rows of a game: of the one row, or of
// those that it is expanded to. They are nil where the format refuses the game,
// which it may only where it cannot leave a turn out.
func gameRows(t failer, f Format, e *Example, expand bool) (rows [][]saying) {
	examples := []*Example{e}
	if expand {
		examples = e.Expanded()
	}
	for _, one := range examples {
		lines, err := f.Rows(one)
		var unmasked *Unmasked
		if errors.As(err, &unmasked) && !expand {
			if e.Trajectory.Turns[unmasked.Turn].Mistake() == "" || e.Masks[unmasked.Turn] != (world.Mask{}) {
				t.Fatalf("%s: turn %d is no reason to refuse", f.Name, unmasked.Turn)
			}
			return nil
		}
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		for _, line := range lines {
			if strings.Contains(string(line), "never to be read") {
				t.Fatalf("%s: what the game master thought is in a row", f.Name)
			}
			if read, ok := lossReaders[f.Name]; ok {
				rows = append(rows, read(t, line))
				continue
			}
			i := slices.IndexFunc(sharedReaders, func(r reading) bool { return r.format.Name == f.Name })
			if i < 0 {
				t.Fatalf("nobody reads %s", f.Name)
			}
			rows = append(rows, sharedReaders[i].read(t, line, expand))
		}
	}
	return rows
}

// TestGames: by the rules of each trainer the thought and the action of a mistake have
// no loss and stay to be read before what repairs it; all else that the player says
// has loss, once; nothing that it is told has any. Where mistakes are to be learned
// too, all of it has.
func TestGames(t *testing.T) {
	for _, f := range All {
		if f.Of != world.TrajectoryType || f.Name == "nemo_gym" { // a gym's rollouts have no masks
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				g := drawGame(t)
				masking := Masking{Errors: rapid.Bool().Draw(t, "mask_errors"), Reasoning: rapid.Bool().Draw(t, "train_reasoning")}
				e := &Example{Trajectory: g, Masks: masking.Masks(g), Tools: [][]byte{[]byte(`{"name":"a"}`), []byte(`{"name":"b"}`)}}
				if lossReaders[f.Name] != nil {
					e.Tools = nil
				}
				expand := rapid.Bool().Draw(t, "expand_turns")
				rows := gameRows(t, f, e, expand)
				if rows == nil {
					if !expand && !slices.ContainsFunc(g.Turns, func(x world.Turn) bool { return x.Mistake() == "" && x.Role == world.AssistantRole }) && masking.Errors {
						return // a game of mistakes only teaches nothing
					}
					if i := slices.IndexFunc(sharedReaders, func(r reading) bool { return r.format.Name == f.Name }); expand || i < 0 || !sharedReaders[i].splits || !masking.Errors {
						if slices.ContainsFunc(e.Masks, func(m world.Mask) bool { return m != world.Mask{} }) {
							t.Fatalf("there is no row")
						}
					}
					return
				}
				losses := map[int]int{} // how often each turn has loss
				for _, row := range rows {
					if len(row) > len(g.Turns) {
						t.Fatalf("%d pieces of %d turns", len(row), len(g.Turns))
					}
					for i, s := range row {
						turn := &g.Turns[i]
						if s.Who != string(turn.Role) || s.Text != turn.Content {
							t.Fatalf("piece %d is %q of %s, and the turn %q of %s", i, s.Text, s.Who, turn.Content, turn.Role)
						}
						if s.Loss {
							losses[i]++
						}
					}
				}
				for i := range g.Turns {
					want := 0
					if turn := &g.Turns[i]; turn.Role == world.AssistantRole && (turn.Mistake() == "" || !masking.Errors) {
						want = 1
					}
					if losses[i] != want {
						t.Fatalf("turn %d (%v) has loss %d times, want %d", i, g.Turns[i].Flags, losses[i], want)
					}
				}
			})
		})
	}
}

// TestGamesHaveNoTools: a row of a game does not say that there are no tools, of
// which some templates would make a list of functions that can be called.
func TestGamesHaveNoTools(t *testing.T) {
	g := &world.Trajectory{ID: "t1", Task: "s1", World: "s1", Model: "m", Turns: []world.Turn{
		{Role: world.SystemRole, Content: "Rules"}, {Role: world.UserRole, Content: "Hall."},
		{Role: world.AssistantRole, Content: "Thought: So.\nAction: look", Train: world.Mask{Content: true}},
	}}
	for _, f := range All {
		if f.Of != world.TrajectoryType {
			continue
		}
		rows, err := f.Rows(&Example{Trajectory: g, Masks: Masking{Errors: true}.Masks(g)})
		if err != nil || len(rows) != 1 {
			t.Fatalf("%s: %v %v", f.Name, rows, err)
		}
		switch f.Name {
		case "openai", "axolotl", "llamafactory_v1", "trl", "nemo_rl":
			if strings.Contains(string(rows[0]), `"tools"`) {
				t.Errorf("%s: %s", f.Name, rows[0])
			}
		case "sharegpt":
			if !strings.Contains(string(rows[0]), `"tools":""`) {
				t.Errorf("%s: %s", f.Name, rows[0])
			}
		case "verl": // a column; verl_rows.py reads no tools of it
			if !strings.Contains(verlPython["talks"], "json.loads(tools) or None") {
				t.Error("verl_rows.py makes tools of an empty list")
			}
		}
	}
}
