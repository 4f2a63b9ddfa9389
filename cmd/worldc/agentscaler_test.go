package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"worldc/model/faultserver"
)

// served is examples/agentscaler.hcl with a served model in every role, and with
// whatever else is to be replaced in it, beside the documents that it reads.
// Everything else stands as it does there.
func served(t *testing.T, dir string, replaced ...string) string {
	t.Helper()
	text, err := os.ReadFile("../../examples/agentscaler.hcl")
	if err != nil {
		t.Fatal(err)
	}
	changed := string(text)
	edits := append([]string{
		"tool_pool \"services\" {\n", "tool_pool \"services\" {\n  rewrite_descriptions = model.author\n",
		"domains \"areas\" {\n", "domains \"areas\" {\n  refine_edges = model.author\n",
		"worlds \"services\" {\n", "worlds \"services\" {\n  toolsmith = model.author\n",
		"tasks \"errands\" {\n", "tasks \"errands\" {\n  writer = model.author\n",
		"  agent          = model.clerk\n", "  agent = model.author\n  user  = model.author\n",
		// Tools that are described in other words make domains of other names.
		`exclude_domains = ["order"]`, `exclude_domains = ["orders"]`,
		`    domains = ["order"]`, `    domains = ["orders"]`,
		"  required_outputs {}\n", "  required_outputs {}\n  judge \"faithful\" {\n    model = model.author\n    votes = 3\n  }\n",
	}, replaced...)
	for i := 0; i < len(edits); i += 2 {
		if strings.Count(changed, edits[i]) != 1 {
			t.Fatalf("the example has changed: where is %q?", edits[i])
		}
		changed = strings.Replace(changed, edits[i], edits[i+1], 1)
	}
	changed += `
variable "base_url" {
  type = string
}

variable "recordings" {
  type = string
}

model "author" {
  provider    = "openai"
  name        = "author"
  base_url    = var.base_url
  api_key_env = "` + chatKeyName + `"
  recordings  = var.recordings
  seed        = ` + fmt.Sprint(chatSeed) + `

  max_observation = 4096
  max_concurrency = 32
}
`
	if err := os.CopyFS(filepath.Join(dir, "tools"), os.DirFS("../../examples/tools")); err != nil {
		t.Fatal(err)
	}
	spec := filepath.Join(dir, "agentscaler.hcl")
	if err := os.WriteFile(spec, []byte(changed), 0o666); err != nil {
		t.Fatal(err)
	}
	return spec
}

// A dealing is how a server deals with requests.
type dealing struct {
	name  string
	fault func([sha256.Size]byte, int) faultserver.Fault
}

// TestAgentScaler builds examples/agentscaler.hcl with a served model in every
// role: by a server that answers, by one that fails now and then, and by nobody,
// from the recordings of either. All come to the same bytes, and nothing is paid
// for twice. Everybody runs it with fewer tasks and without faults, which
// TestChatExampleFaults has; WORLDC_MEASURE=1 runs the example as it is, with
// both.
func TestAgentScaler(t *testing.T) {
	dealings := []dealing{{name: "sound"}}
	smaller := []string{
		"  per_domain = 2\n", "  per_domain = 1\n", "  per_world = 12\n", "  per_world = 2\n",
		"    size            = 120\n", "    size            = 12\n", "    size    = 12\n", "    size    = 2\n",
	}
	if os.Getenv("WORLDC_MEASURE") != "" {
		dealings, smaller = append(dealings, dealing{"faulty", faultserver.Mixed(7, 40, 2, passing)}), nil
	}
	dir := t.TempDir()
	spec := served(t, dir, smaller...)

	var want map[string]string
	for _, how := range dealings {
		t.Setenv(chatKeyName, chatKey)
		t.Setenv("WORLDC_STORE", filepath.Join(dir, how.name+"-store"))
		s := stageChat(t, spec, filepath.Join(dir, how.name+".zst"), how.fault)
		before := time.Now()
		out := filepath.Join(dir, how.name)
		status, stdout, stderr := command(t, append([]string{"build", spec, "-o", out}, s.args...)...)
		t.Logf("%s: %v, %d requests, faults %v\n%s%s", how.name, time.Since(before).Round(time.Second/10), s.server.Requests(), s.server.Faults(), stdout, stderr)
		if status != 0 {
			t.FailNow()
		}
		if n := s.server.Twice(); n > 0 {
			t.Errorf("%s: %d requests were paid for twice", how.name, n)
		}
		live := files(t, out)
		if want == nil {
			want = live
			for _, role := range []string{"rewrite_descriptions", "refine_edges", "toolsmith", "writer", "agent", "user", "judge"} {
				if !strings.Contains(stderr, "answers of author as "+role+": ") {
					t.Errorf("nobody asked for the role %s", role)
				}
			}
		}
		sameFiles(t, how.name, want, live)

		asked := s.server.Requests()
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
		t.Setenv(chatKeyName, "")
		t.Setenv("WORLDC_STORE", filepath.Join(dir, how.name+"-again"))
		before = time.Now()
		again := filepath.Join(dir, how.name+"-again-out")
		if status, stdout, stderr := command(t, append([]string{"build", spec, "-o", again, "--model-calls=replay"}, s.args...)...); status != 0 {
			t.Fatalf("%s%s", stdout, stderr)
		}
		t.Logf("%s: replayed in %v", how.name, time.Since(before).Round(time.Second/10))
		sameFiles(t, how.name+", replayed", live, files(t, again))
		if s.server.Requests() != asked {
			t.Errorf("%s: the replay has asked the server", how.name)
		}
	}
}
