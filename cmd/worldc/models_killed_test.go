package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"worldc/model"
	"worldc/model/faultserver"
)

var kills = flag.Int("kills", 5, "how often TestKilledBuilds kills a build")

// manyTools is a spec whose build asks a model about so many tools.
func manyTools(n int) string {
	spec := `
variable "url" { type = string }
variable "generation" { default = 0 }
model "describer" {
  provider        = "openai"
  base_url        = var.url
  name            = "describer"
  seed            = var.generation
  max_concurrency = 8
  recordings      = "recordings/describer.zst"
}
tool_pool "pool" {
  rewrite_descriptions = model.describer
`
	for i := range n {
		spec += fmt.Sprintf("  tool \"tool_%d\" {\n    description = \"Does thing %d.\"\n  }\n", i, i)
	}
	return spec + "}\ndataset \"tools\" { from = tool_pool.pool }\n"
}

// TestKilledBuilds kills builds that ask a model, at random moments. What was
// recorded is never asked again, by no build; and what comes of it in the end a
// replay makes again without the server, in a namespace that has no network.
func TestKilledBuilds(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "tools.hcl"), []byte(manyTools(80)), 0o666); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	recorded := map[string]bool{} // before the build that runs now
	var again []string
	server, err := faultserver.Start(faultserver.Options{Latency: 5 * time.Millisecond, Reply: func(a faultserver.Ask) faultserver.Answer {
		mu.Lock()
		if asked := fmt.Sprint(*a.Seed, a.Request.Messages[1].Content); recorded[asked] {
			again = append(again, asked)
		}
		mu.Unlock()
		return sensible(a)
	}})
	if err != nil {
		t.Fatal(err)
	}
	gone := sync.OnceFunc(func() { server.Close() })
	defer gone()

	command := func(store, out string, generation int, args ...string) *exec.Cmd {
		c := exec.Command("worldc", append([]string{"build", "tools.hcl", "-o", out, "--var", "url=" + server.URL(), "--var", fmt.Sprint("generation=", generation)}, args...)...)
		c.Dir = dir
		c.Env = append(os.Environ(), "WORLDC_STORE="+filepath.Join(dir, store))
		return c
	}
	draw := rand.New(rand.NewPCG(3, 5))
	killed, finished, generation := 0, 0, 0
	for killed < *kills {
		c := command("store", "out", generation)
		var said bytes.Buffer
		c.Stderr = &said
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(30+draw.IntN(170))*time.Millisecond, func() { c.Process.Kill() })
		err := c.Wait()
		timer.Stop()
		switch {
		case err == nil: // it was faster: another one begins anew
			finished++
			generation++
		case c.ProcessState.ExitCode() == -1:
			killed++
		default:
			t.Fatalf("%v\n%s", err, &said)
		}
		mu.Lock()
		recorded = recordedIn(t, filepath.Join(dir, "recordings", "describer.zst"))
		mu.Unlock()
	}
	t.Logf("%d builds were killed, %d finished; %d answers are recorded, %d requests came", killed, finished, len(recorded), server.Requests())
	if len(again) > 0 {
		t.Errorf("%d requests whose answers were recorded were asked again, such as %q", len(again), again[0])
	}

	if said, err := command("store", "out", generation).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	gone()
	replay := command("store2", "again", generation, "--model-calls=replay")
	if exec.Command("unshare", "-rn", "true").Run() == nil {
		replay.Args = append([]string{"unshare", "-rn"}, replay.Args...)
		if replay.Path, err = exec.LookPath("unshare"); err != nil {
			t.Fatal(err)
		}
	} else {
		t.Log("unshare -rn is not permitted here: the replay runs with the network that there is")
	}
	if said, err := replay.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	compareTrees(t, filepath.Join(dir, "out"), filepath.Join(dir, "again"))
}

// recordedIn is what recordings have answers to: the seed and what was asked.
func recordedIn(t *testing.T, path string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	r, err := model.OpenRecordings(path, true)
	if os.IsNotExist(err) || err != nil && !exists(path) {
		return all
	}
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	err = r.Each(func(a model.Recorded) error {
		var asked struct {
			Messages []struct{ Content string }
			Sampling struct{ Seed int64 }
		}
		if err := json.Unmarshal(a.Request, &asked); err != nil {
			return err
		}
		all[fmt.Sprint(asked.Sampling.Seed, asked.Messages[1].Content)] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// compareTrees compares two directories file by file.
func compareTrees(t *testing.T, a, b string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(a, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		name, err := filepath.Rel(a, path)
		if err != nil {
			return err
		}
		want, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		got, err := os.ReadFile(filepath.Join(b, name))
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs", name)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Errorf("%d files: %v", files, err)
	}
}
