package main

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"worldc/executors/playing"
	"worldc/executors/roleplaying"
	"worldc/model/faultserver"
	"worldc/world"
)

const (
	gamesExample    = "../../examples/agentrefine-chat.hcl"
	gamesRecordings = "../../examples/recordings/agentrefine-chat.zst"

	// gamesSlips is the share of answers that go wrong.
	gamesSlips = 0.4
)

// stageGames starts a server that writes and plays games, and goes wrong in some of its
// answers.
func stageGames(t *testing.T, spec, recordings string, slips float64, options faultserver.Options) *staged {
	t.Helper()
	s := &staged{spec: spec}
	player := playing.New(playing.Options{Seed: chatSeed, Slips: slips, Games: func() ([]*world.Script, error) {
		return records[world.Script](t, append([]string{spec, "scripts.games"}, s.args...)...)
	}})
	options.Key = chatKey
	options.Reply = func(a faultserver.Ask) faultserver.Answer {
		reply, err := player.Answer(a.Request, a.Seed)
		if err != nil {
			t.Errorf("the player: %v", err)
			return faultserver.Answer{Status: 400, Message: err.Error()}
		}
		return faultserver.Answer{Reply: &reply}
	}
	server, err := faultserver.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	s.server, s.stop = server, sync.OnceValue(server.Close)
	t.Cleanup(func() { s.stop() })
	s.args = []string{"--var", "base_url=" + server.URL(), "--var", "recordings=" + recordings, "--allow-path", filepath.Dir(recordings)}
	return s
}

// TestGamesExample builds the example in which a model writes and plays games, live and
// from recordings.
func TestGamesExample(t *testing.T) {
	builtAnywhere(t, "TestGamesExample", gamesExample, gamesRecordings, func(recordings string) *staged {
		return stageGames(t, gamesExample, recordings, gamesSlips, faultserver.Options{})
	})
}

// gamesSpec is the example with some of its text changed, beside what it reads.
func gamesSpec(t *testing.T, dir string, changes ...string) string {
	t.Helper()
	text, err := os.ReadFile(gamesExample)
	if err != nil {
		t.Fatal(err)
	}
	changed := string(text)
	for i := 0; i < len(changes); i += 2 {
		before := changed
		if changed = strings.Replace(changed, changes[i], changes[i+1], 1); changed == before {
			t.Fatalf("the example has changed: where is %q?", changes[i])
		}
	}
	personas, err := os.ReadFile("../../examples/personas.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"agentrefine-chat.hcl": changed, "personas.txt": string(personas)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "agentrefine-chat.hcl")
}

// TestGamesFaults: against a server that misbehaves on the way games come out as without
// it. Where it is the model that misbehaves (it declines, is cut short, or says what
// nobody can read) records are lost and none vanishes, and every game that is had holds
// what the verifier wants.
func TestGamesFaults(t *testing.T) {
	t.Setenv(chatKeyName, chatKey)
	dir := t.TempDir()
	spec := gamesSpec(t, dir, "limit   = 4", "limit   = 5")
	build := func(name string, fault func([sha256.Size]byte, int) faultserver.Fault) (*staged, map[string]string, string) {
		t.Setenv("WORLDC_STORE", filepath.Join(dir, name+"-store"))
		s := stageGames(t, spec, filepath.Join(dir, name+".zst"), gamesSlips, faultserver.Options{Fault: fault, Elsewhere: "http://127.0.0.1:9/v1"})
		status, stdout, stderr := command(t, append([]string{"build", spec, "-o", filepath.Join(dir, name), "--json"}, s.args...)...)
		if status != 0 {
			t.Fatalf("%s: %s%s", name, stdout, stderr)
		}
		if n := s.server.Twice(); n > 0 {
			t.Errorf("%s: %d requests were paid for twice", name, n)
		}
		t.Logf("%s: %d requests, faults %v", name, s.server.Requests(), s.server.Faults())
		return s, files(t, filepath.Join(dir, name)), stdout
	}
	_, want, _ := build("sound", nil)
	ontheway := slices.DeleteFunc(slices.Clone(passing), func(f faultserver.Fault) bool {
		return slices.Contains([]faultserver.Fault{faultserver.EmptyReply, faultserver.UnknownTool, faultserver.ArgumentsCut, faultserver.AgainstTheSchema}, f)
	})
	_, got, _ := build("rough", faultserver.Mixed(3, 80, 2, ontheway))
	sameFiles(t, "rough", want, got)

	s, _, stdout := build("moody", faultserver.Mixed(5, 120, 1, []faultserver.Fault{
		faultserver.Length, faultserver.ContentFilter, faultserver.Refuses, faultserver.TooLong, faultserver.EmptyReply, faultserver.AgainstTheSchema,
	}))
	for _, n := range accounted(t, stdout) {
		if strings.HasPrefix(n.Address, "filter.") && (n.Rejected > 0 || n.Accepted == 0) {
			t.Errorf("%s: games are broken: %+v", n.Address, n)
		}
	}
	for _, node := range []string{"roleplay.whole", "roleplay.turns"} {
		games, err := records[world.Trajectory](t, append([]string{spec, node}, s.args...)...)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range games {
			checkGame(t, node, g)
		}
	}
}

// checkGame checks that a game that is had is whole: it is won, somebody erred twice and
// got over it, and no mistake is trained.
func checkGame(t *testing.T, node string, g *world.Trajectory) {
	t.Helper()
	wrong, right := 0, false
	for i := range g.Turns {
		u := &g.Turns[i]
		switch {
		case u.Role != world.AssistantRole:
			continue
		case !strings.HasPrefix(u.Content, "Thought: ") || strings.Count(u.Content, "\n") != 1 || !strings.Contains(u.Content, "\nAction: "):
			t.Errorf("%s, game %s: turn %d is %q", node, g.ID, i, u.Content)
		case u.Mistake() != "":
			wrong++
		}
		right = u.Mistake() == ""
		if u.Train.Content != right {
			t.Errorf("%s, game %s: turn %d is trained: %t, with the flags %v", node, g.ID, i, u.Train.Content, u.Flags)
		}
	}
	if wrong < 2 || !right || g.Outcome != world.Done || g.Progress == nil || g.Progress.Held != g.Progress.Of {
		t.Errorf("%s, game %s: %d mistakes, %s, %+v", node, g.ID, wrong, g.Outcome, g.Progress)
	}
}

// TestGamesSides has worldc play one of the sides, and games without mistakes: what a
// chat model says goes with what the engine says.
func TestGamesSides(t *testing.T) {
	t.Setenv(chatKeyName, chatKey)
	dir := t.TempDir()
	t.Setenv("WORLDC_STORE", filepath.Join(dir, "store"))
	spec := gamesSpec(t, dir, `roleplay "turns" {
  scripts     = scripts.games
  game_master = model.author
  player      = model.author
}
`, `roleplay "turns" {
  scripts     = scripts.games
  game_master = model.author
}
roleplay "strict" {
  scripts     = scripts.games
  game_master = model.author
  player      = model.author
  strict_dm   = true
}
roleplay "played" {
  scripts = scripts.games
  player  = model.author
  trials  = 2
}
roleplay "flawless" {
  scripts         = scripts.games
  game_master     = model.author
  player          = model.author
  min_refinements = 0
}
rollouts "exam" {
  tasks    = scripts.games
  agent    = model.author
  protocol = "react"
  trials   = 2
}
filter "exam" {
  from = rollouts.exam

  state_alignment {}
}
evaluation "exam" {
  from = filter.exam
}
`, "[roleplay.whole, roleplay.turns]", "[roleplay.whole, roleplay.turns, roleplay.strict, roleplay.played, roleplay.flawless]")
	s := stageGames(t, spec, filepath.Join(dir, "recorded.zst"), gamesSlips, faultserver.Options{})
	status, stdout, stderr := command(t, append([]string{"build", spec, "-o", filepath.Join(dir, "out")}, s.args...)...)
	t.Logf("%s%s", stdout, stderr)
	if status != 0 {
		t.FailNow()
	}
	differ := map[string]bool{}
	for node, model := range map[string]string{"roleplay.whole": "author", "roleplay.turns": "procedural", "roleplay.strict": "author", "roleplay.played": "author", "roleplay.flawless": "author"} {
		games, err := records[world.Trajectory](t, append([]string{spec, node}, s.args...)...)
		if err != nil || len(games) == 0 {
			t.Errorf("%s has %d games, %v", node, len(games), err)
		}
		for _, g := range games {
			if node != "roleplay.flawless" {
				checkGame(t, node, g)
			}
			if g.Model != model {
				t.Errorf("%s: the player of game %s is %s", node, g.ID, g.Model)
			}
			for i := range g.Turns {
				for _, f := range g.Turns[i].Flags {
					if strings.HasPrefix(f, roleplaying.DisagreesFlag) {
						differ[node] = true
					}
				}
			}
		}
	}
	// A model that plays by itself is judged, whatever it comes to.
	games, err := records[world.Trajectory](t, append([]string{spec, "rollouts.exam"}, s.args...)...)
	if err != nil || len(games) != 8 || games[0].Model != "author" || len(games[0].Turns) < 9 {
		t.Errorf("%d games are played, %v", len(games), err)
	}
	if len(differ) == 0 || differ["roleplay.played"] || differ["roleplay.strict"] {
		t.Errorf("game masters and the engine disagree in %v", differ)
	}
}
