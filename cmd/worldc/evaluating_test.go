package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"worldc/executors/playing"
	"worldc/model/faultserver"
	"worldc/roles"
	"worldc/roles/agent"
	"worldc/world"
)

// evaluatingSpec scores a served model in talks that it has itself, and in the same
// talks as rollouts have them.
const evaluatingSpec = shopSpec + `
worlds "shops" {
  domains = domains.areas
}
tasks "errands" {
  worlds    = worlds.shops
  per_world = 2
}
model "chat" {
  provider = "openai"
  name     = "chat"
  base_url = var.base_url
}
filter "success" {
  state_alignment {}
  required_outputs {}
}
evaluation "direct" {
  tasks  = tasks.errands
  agent  = model.chat
  user   = model.chat
  policy = filter.success
  trials = 2
}
model "other" {
  provider = "openai"
  name     = "other"
  base_url = var.base_url
}
evaluation "both" {
  tasks = tasks.errands
  agent = model.chat
  user  = model.chat

  against {
    agent = model.other
  }
}
rollouts "talks" {
  tasks  = tasks.errands
  agent  = model.chat
  user   = model.chat
  trials = 2
}
filter "talks" {
  from   = rollouts.talks
  policy = filter.success
}
evaluation "rolled" {
  from = filter.talks
}
`

// TestEvaluatingModels: an evaluation that has a served model attempt tasks asks what
// rollouts ask, so that one is paid for and both come to the same; and says the same
// from recordings, with the server gone.
func TestEvaluatingModels(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("WORLDC_STORE", filepath.Join(dir, "store"))
	if err := os.CopyFS(filepath.Join(dir, "tools"), os.DirFS("../../examples/tools")); err != nil {
		t.Fatal(err)
	}
	spec := filepath.Join(dir, "shop.hcl")
	if err := os.WriteFile(spec, []byte(evaluatingSpec), 0o666); err != nil {
		t.Fatal(err)
	}
	var args []string
	player := playing.New(playing.Options{
		Agent: agent.Options{RecoveryRate: 0.5, Errors: map[roles.Mistake]float64{roles.WrongArgument: 0.2, roles.EarlyStop: 0.1}},
		Talks: func() ([]*world.World, []*world.Task, error) {
			worlds, err := records[world.World](t, append([]string{spec, "worlds.shops"}, args...)...)
			if err != nil {
				return nil, nil, err
			}
			tasks, err := records[world.Task](t, append([]string{spec, "tasks.errands"}, args...)...)
			return worlds, tasks, err
		},
	})
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
	args = []string{"--var", "base_url=" + server.URL()}
	build := func(more ...string) {
		t.Helper()
		if status, _, stderr := command(t, append(append([]string{"build", spec}, args...), more...)...); status != 0 {
			t.Fatal(stderr)
		}
	}
	build("--target", "tasks.errands")
	build("--target", "evaluation.rolled")
	asked := server.Requests()
	build("--target", "evaluation.direct")
	if asked == 0 || server.Requests() != asked {
		t.Errorf("%d requests for rollouts, and %d more for an evaluation of the same talks", asked, server.Requests()-asked)
	}
	scores := func(node string) (list []world.Score) {
		found, err := records[world.Score](t, append([]string{spec, node}, args...)...)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range found {
			list = append(list, *s)
		}
		return list
	}
	rolled, direct := scores("evaluation.rolled"), scores("evaluation.direct")
	if len(rolled) == 0 || len(direct) != len(rolled) {
		t.Fatalf("%d scores of rollouts, %d of the evaluation", len(rolled), len(direct))
	}
	for i, s := range rolled {
		if s.ID != direct[i].ID || s.Accepted != direct[i].Accepted || s.Trajectories != direct[i].Trajectories || s.Model != "chat" {
			t.Errorf("rolled %+v, direct %+v", s, direct[i])
		}
	}
	build("--target", "evaluation.both")
	if server.Requests() <= asked {
		t.Error("nobody was asked for the talks of who is compared with")
	}
	if both := scores("evaluation.both"); both[0].Model != "chat" || both[0].Against == nil || both[0].Against.Model != "other" || both[0].Trajectories != 4 {
		t.Errorf("%+v", both[0])
	}
	_, live, _ := command(t, append([]string{"cat", spec, "evaluation.both"}, args...)...)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "store", "nodes")); err != nil {
		t.Fatal(err)
	}
	build("--target", "evaluation.both", "--model-calls=replay")
	if _, replayed, _ := command(t, append([]string{"cat", spec, "evaluation.both"}, args...)...); replayed != live || !strings.Contains(live, `"against":`) {
		t.Errorf("the replayed scores are others:\n%s\nthe first were\n%s", replayed, live)
	}
}
