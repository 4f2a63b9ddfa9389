package main

import (
	"path/filepath"
	"sync"
	"testing"

	"worldc/executors/playing"
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
