package spec

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"worldc/roles/chat/prompts"

	"github.com/google/go-cmp/cmp"
)

// served is a spec with a model of these arguments, and rollouts that it plays.
func served(arguments string) string {
	return `
model "m" {
  provider = "openai"
  name     = "m"
` + arguments + `
}
tool_pool "p" {
  tool "t" {}
}
tool_graph "g" { tools = tool_pool.p }
domains "d" { graph = tool_graph.g }
worlds "w" { domains = domains.d }
tasks "t" { worlds = worlds.w }
filter "strict" {
  judge "j" { model = model.m }
}
rollouts "r" {
  tasks = tasks.t
  agent = model.m
  user  = model.m
  until {
    accepted = 1
    by       = filter.strict
  }
}
filter "f" {
  from   = rollouts.r
  policy = filter.strict
}
dataset "x" { from = filter.f }
`
}

// TestModelFields checks what a model adds to the Key of those it plays for:
// what can shape its answers, and nothing else.
func TestModelFields(t *testing.T) {
	fields := func(arguments string) map[string]string {
		s := load(t, write(t, map[string]string{"x.hcl": served(arguments)}), Options{})
		all := map[string]string{}
		for _, f := range s.Block("rollouts.r").Fields() {
			if name, ok := strings.CutPrefix(f.Label, "agent."); ok {
				all[name] = f.Value
			}
		}
		return all
	}
	plain := fields(`  base_url = "http://localhost/v1"`)
	if d := cmp.Diff(map[string]string{
		"provider": "openai", "name": "m", "max_tokens": "8192", "structured_output": "auto", "language": "English",
		"repairs": "3", "restarts": "1", "max_description": "0", "max_observation": "0",
	}, plain); d != "" {
		t.Errorf("fields: %s", d)
	}
	for _, free := range []string{
		`api_key_env = "KEY"`, `max_concurrency = 3`, `recordings = "r.zst"`, `timeouts { total = 5 }`, `rate_limit { rpm = 5 }`, `retries { parse = 0 }`,
		"price {\n input = 1\n output = 1\n}",
	} {
		if d := cmp.Diff(plain, fields("  base_url = \"http://elsewhere/v1\"\n"+free)); d != "" {
			t.Errorf("%s changes what is asked: %s", free, d)
		}
	}
	for keyed, want := range map[string]string{
		`temperature = 0`: "0", `top_p = 0.5`: "0.5", `seed = 3`: "3", `max_tokens = 1`: "1", `language = "Welsh"`: "Welsh", `repairs = 0`: "0",
		`extra = { top_k = 1 }`: `{"top_k":1}`,
	} {
		name, _, _ := strings.Cut(keyed, " ")
		if got := fields("  base_url = \"http://localhost/v1\"\n" + keyed)[name]; got != want {
			t.Errorf("%s: the field %s is %q", keyed, name, got)
		}
	}
}

// TestModelsOf checks that a block knows the models that it asks, those of its
// policies too, and that they are no edges of the graph.
func TestModelsOf(t *testing.T) {
	s := load(t, write(t, map[string]string{"x.hcl": served(`  base_url = "http://localhost/v1"`)}), Options{})
	for address, want := range map[string][]string{
		"rollouts.r": {"agent", "user", "until.by.judge[0].model"},
		"filter.f":   {"judge[0].model"},
		"dataset.x":  nil,
	} {
		b := s.Block(address)
		var got []string
		for _, r := range b.Models {
			got = append(got, r.Attribute)
			if r.Target != s.Block("model.m") {
				t.Errorf("%s: %s is %s", address, r.Attribute, r.Target.Address())
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", address, d)
		}
		for _, r := range b.References {
			if r.Target.Kind == "model" {
				t.Errorf("%s has an edge to %s", address, r.Target.Address())
			}
		}
	}
}

// TestNoKeyInDiagnostics checks that messages about a spec that holds a key do
// not repeat it.
func TestNoKeyInDiagnostics(t *testing.T) {
	const key = "sk-canary-0123456789abcdefABCDEF"
	for _, arguments := range []string{
		`base_url = "http://localhost/v1"` + "\n" + `api_key = "` + key + `"`,
		`base_url = "http://localhost/v1"` + "\n" + `api_key_env = "` + key + `"`,
		`base_url = "http://localhost/v1"` + "\n" + `api_key_env = "x ` + key + `"`,
		`base_url = "http://user:` + key + `@localhost/v1"`,
		`base_url = "http://localhost/v1?key=` + key + `"`,
		`base_url = "http://localhost/` + key + `:%zz"`,
		`base_url = "` + key + `"`,
		`base_url = ["` + key + `"]`,
		`api_key_env = ["` + key + `"]`,
		`base_url = "http://localhost/v1"` + "\n" + `language = nothing("` + key + `")`,
		`base_url = "http://localhost/v1"` + "\n" + `temperature = "` + key + `"`,
	} {
		dir := write(t, map[string]string{"x.hcl": served(arguments)})
		s, diags := Load(filepath.Join(dir, "x.hcl"), Options{})
		said := text(t, s, diags)
		if !diags.HasErrors() {
			t.Errorf("%s: nothing is wrong with it", arguments)
		}
		if strings.Contains(said, "canary") {
			t.Errorf("%s: the key is shown:\n%s", arguments, said)
		}
	}
}

// TestAside: variables that only say where and how models are asked, by way of
// locals too.
func TestAside(t *testing.T) {
	s := load(t, write(t, map[string]string{"x.hcl": `
variable "host" { default = "localhost" }
variable "port" { default = "8000" }
variable "both" { default = "m" }
variable "size" { default = 4 }
variable "seed" {
  default = 1
  validation {
    condition     = var.seed > 0
    error_message = "No seed."
  }
}
variable "calls" {
  default = 8
  validation {
    condition     = var.calls > 0
    error_message = "No calls."
  }
}
locals {
  server = "${var.host}:${var.port}"
  url    = "http://${local.server}/${var.both}"
  name   = var.both
  small  = local.smaller
  smaller = var.size
}
` + served(`  base_url = local.url
  max_concurrency = var.calls
  max_tokens = local.small
  language = local.name
  seed = var.seed`)}), Options{})
	if d := cmp.Diff([]string{"calls", "host", "port"}, s.Aside); d != "" {
		t.Error(d)
	}
}

// TestModelsPage checks that the model blocks of docs/models.md are ones.
func TestModelsPage(t *testing.T) {
	page, err := os.ReadFile("../docs/models.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := 0
	for _, part := range strings.Split(string(page), "```hcl\n")[1:] {
		source, _, _ := strings.Cut(part, "```")
		dir := write(t, map[string]string{"x.hcl": source, "prompts/writer.md": prompts.Builtin("writer")})
		if formatted, diags := Format("x.hcl", []byte(source)); diags.HasErrors() || string(formatted) != source {
			t.Errorf("not formatted:\n%s", source)
		}
		s, diags := Load(filepath.Join(dir, "x.hcl"), Options{})
		if diags.HasErrors() {
			t.Errorf("%s\n%s", source, text(t, s, diags))
		}
		blocks += len(s.Blocks)
	}
	if blocks < 7 {
		t.Errorf("the page has %d model blocks", blocks)
	}
}
