package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"worldc/executors/playing"
	"worldc/model/faultserver"
	"worldc/roles/agent"
	"worldc/world"
)

// shopSpec is how specs of these tests begin: the areas of a shop's tools.
const shopSpec = `variable "base_url" {
  type = string
}
tool_pool "shop" {
  source "functions" {
    paths = ["tools/retail.jsonl"]
  }
}
tool_graph "similar" {
  tools                = tool_pool.shop
  similarity_threshold = 0.28
}
domains "areas" {
  graph    = tool_graph.similar
  min_size = 3
}
`

// refiningSpec refines the knowledge about a shop's tools, by a served model.
const refiningSpec = shopSpec + `
worlds "shops" {
  domains = domains.areas

  drift {
    rate = 0.6
  }
}
tasks "trials" {
  worlds    = worlds.shops
  per_world = 8

  calls {
    min = 2
    max = 3
  }
}
model "clerk" {
  recovery_rate = 0.2
}
model "scribe" {
  provider = "openai"
  name     = "scribe"
  base_url = var.base_url
}
mcts "manual" {
  scenarios  = tasks.trials
  agent      = model.clerk
  optimizer  = model.scribe
  iterations = 5
}
`

// TestRefiningReplayed: a search in which a model rewrites what is told about tools
// gives the same tree from recordings, with the server gone.
func TestRefiningReplayed(t *testing.T) {
	refineAndReplay(t, refiningSpec)
}

// TestRefiningTalked: so does one in which models talk as well, as the agent and as
// the user.
func TestRefiningTalked(t *testing.T) {
	spec := strings.NewReplacer("  agent      = model.clerk\n", "  agent      = model.scribe\n  user       = model.scribe\n", "per_world = 8", "per_world = 5", "iterations = 5", "iterations = 4").Replace(refiningSpec)
	if strings.Contains(spec, "agent      = model.clerk") {
		t.Fatal("nobody talks but worldc itself")
	}
	refineAndReplay(t, spec)
}

// refineAndReplay builds a spec with a server that plays the model, and again from
// recordings without it.
func refineAndReplay(t *testing.T, text string) {
	dir := t.TempDir()
	t.Setenv("WORLDC_STORE", filepath.Join(dir, "store"))
	if err := os.CopyFS(filepath.Join(dir, "tools"), os.DirFS("../../examples/tools")); err != nil {
		t.Fatal(err)
	}
	spec := filepath.Join(dir, "shop.hcl")
	if err := os.WriteFile(spec, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	var args []string
	roles := map[string]bool{}
	var mu sync.Mutex
	player := playing.New(playing.Options{
		Agent: agent.Options{RecoveryRate: 0.2},
		Talks: func() ([]*world.World, []*world.Task, error) {
			worlds, err := records[world.World](t, append([]string{spec, "worlds.shops"}, args...)...)
			if err != nil {
				return nil, nil, err
			}
			tasks, err := records[world.Task](t, append([]string{spec, "tasks.trials"}, args...)...)
			return worlds, tasks, err
		},
	})
	server, err := faultserver.Start(faultserver.Options{Reply: func(a faultserver.Ask) faultserver.Answer {
		mu.Lock()
		if a.Request.Schema != nil {
			roles[a.Request.Schema.Name] = true
		} else {
			roles["agent"] = true
		}
		mu.Unlock()
		reply, err := player.Answer(a.Request, a.Seed)
		if err != nil {
			t.Errorf("the player: %v", err)
			return faultserver.Answer{Status: 400, Message: err.Error()}
		}
		return faultserver.Answer{Reply: &reply}
	}})
	if err != nil {
		t.Fatal(err)
	}
	args = []string{"--var", "base_url=" + server.URL()}
	status, _, stderr := command(t, append([]string{"build", spec}, args...)...)
	if status != 0 {
		t.Fatal(stderr)
	}
	if server.Requests() == 0 || server.Twice() > 0 {
		t.Errorf("%d requests, %d of them paid for twice", server.Requests(), server.Twice())
	}
	if talked := strings.Contains(text, "user "); !roles["optimizer"] || roles["agent"] != talked || roles["user"] != talked {
		t.Errorf("the server played %v", roles)
	}
	_, live, _ := command(t, append([]string{"cat", spec, "mcts.manual"}, args...)...)
	versions, err := records[world.Knowledge](t, append([]string{spec, "mcts.manual"}, args...)...)
	if err != nil || len(versions) < 2 || versions[len(versions)-1].Why == "" {
		t.Fatalf("%d versions, %v", len(versions), err)
	}
	best := versions[0].Score
	for _, v := range versions {
		best = max(best, v.Score)
	}
	if !(best > versions[0].Score) {
		t.Errorf("the documents are worth %v, what the model made of them %v", versions[0].Score, best)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	recordings, err := filepath.Glob(filepath.Join(dir, "store", "recordings", "*"))
	if err != nil || len(recordings) == 0 {
		t.Fatalf("there are no recordings: %v", err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "store", "nodes")); err != nil {
		t.Fatal(err)
	}
	status, _, stderr = command(t, append([]string{"build", spec, "--model-calls=replay"}, args...)...)
	if status != 0 || !strings.Contains(stderr, "ran     mcts.manual") {
		t.Fatalf("status %d\n%s", status, stderr)
	}
	if _, replayed, _ := command(t, append([]string{"cat", spec, "mcts.manual"}, args...)...); replayed != live {
		t.Errorf("the replayed tree is another:\n%s\nthe first was\n%s", replayed, live)
	}
}
