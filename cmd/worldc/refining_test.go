package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"worldc/executors/playing"
	"worldc/model/faultserver"
	"worldc/world"
)

// refiningSpec refines the knowledge about a shop's tools, by a served model.
const refiningSpec = `
variable "base_url" {
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
	dir := t.TempDir()
	t.Setenv("WORLDC_STORE", filepath.Join(dir, "store"))
	if err := os.CopyFS(filepath.Join(dir, "tools"), os.DirFS("../../examples/tools")); err != nil {
		t.Fatal(err)
	}
	spec := filepath.Join(dir, "shop.hcl")
	if err := os.WriteFile(spec, []byte(refiningSpec), 0o666); err != nil {
		t.Fatal(err)
	}
	player := playing.New(playing.Options{})
	server, err := faultserver.Start(faultserver.Options{Reply: func(a faultserver.Ask) faultserver.Answer {
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
	args := []string{"--var", "base_url=" + server.URL()}
	status, _, stderr := command(t, append([]string{"build", spec}, args...)...)
	if status != 0 {
		t.Fatal(stderr)
	}
	if server.Requests() == 0 || server.Twice() > 0 {
		t.Errorf("%d requests, %d of them paid for twice", server.Requests(), server.Twice())
	}
	_, live, _ := command(t, append([]string{"cat", spec, "mcts.manual"}, args...)...)
	versions, err := records[world.Knowledge](t, append([]string{spec, "mcts.manual"}, args...)...)
	if err != nil || len(versions) < 2 || versions[len(versions)-1].Why == "" {
		t.Fatalf("%d versions, %v", len(versions), err)
	}
	if best := versions[0].Score; !(versions[1].Score > best) {
		t.Errorf("the documents are worth %v, what the model made of them %v", best, versions[1].Score)
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
