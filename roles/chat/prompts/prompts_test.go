package prompts

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestBuiltin: every template of worldc's own is one.
func TestBuiltin(t *testing.T) {
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(Roles()) {
		t.Errorf("%d files for %d roles", len(entries), len(Roles()))
	}
	for _, role := range Roles() {
		if _, err := Parse(role, ""); err != nil {
			t.Errorf("%s: %v", role, err)
		}
	}
}

// TestParse: what is wrong with a template is said with what would be right.
func TestParse(t *testing.T) {
	for _, c := range []struct{ role, text, want string }{
		{"wrter", "", `there is no role "wrter": the roles are rewrite_descriptions, refine_edges, toolsmith, writer, user, agent, judge, optimizer, script_writer, storyteller, game_master, player, repair`},
		{"agent", "You are kind.", "line 1: a template begins with the line `=== system ===`"},
		{"agent", "=== system ===\nYou are kind.", "line 1, section system: {{policy}} has to stand in it"},
		{"agent", "=== system ===\n\n{{policy}}\r\nto {{goal}}", "line 4, section system: there is no {{goal}} here: it knows {{policy}}, {{language}}"},
		{"agent", "=== system ===\n{{policy", "line 2, section system: {{ without }}"},
		{"agent", "=== sytem ===\n{{policy}}", `line 1: agent has no section "sytem": its sections are system`},
		{"agent", "=== system ===\n{{policy}}\n=== system ===\n", "line 3: the section system stands there twice"},
		{"judge", "=== system ===\nJudge.", "the section talk is missing: judge has the sections system, talk"},
		{"refine_edges", "=== system ===\n{{x}}\n=== domain ===\n{{domain}}{{tools}}\n=== target ===\n{{target}}{{sources}}", "line 2, section system: there is no {{x}} here: it knows no names"},
	} {
		_, err := Parse(c.role, c.text)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.text, err, c.want)
		}
	}
}

// TestFill: what is inserted is not looked at again.
func TestFill(t *testing.T) {
	p, err := Parse("agent", "=== system ===\r\n{{ policy }} in {{language}}!\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Fill("system", map[string]string{"policy": "{{language}} === x ===", "language": "German"}), "{{language}} === x === in German!"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if Digest("agent", "") == Digest("agent", "=== system ===\n{{policy}}") || Digest("agent", "") != Digest("agent", Builtin("agent")) {
		t.Error("the digest is not that of the template in force")
	}
}

func FuzzParse(f *testing.F) {
	for _, role := range Roles() {
		f.Add(role, Builtin(role))
	}
	f.Fuzz(func(t *testing.T, role, text string) {
		p, err := Parse(role, text)
		if err != nil {
			return
		}
		for name, s := range p.sections {
			values := map[string]string{}
			for _, n := range s.names() {
				values[n] = "x"
			}
			p.Fill(name, values)
		}
	})
}

var update = flag.Bool("update", false, "write docs/prompts.md anew")

// TestDocs: the page shows the templates as they are.
func TestDocs(t *testing.T) {
	const file = "../../../docs/prompts.md"
	var b strings.Builder
	b.WriteString(docsHead)
	for _, role := range Roles() {
		fmt.Fprintf(&b, "\n## %s\n\nFor %s.\n", role, About(role))
		for _, p := range partsOf(role) {
			needs, may := Names(role, p.name)
			if len(needs)+len(may) == 0 {
				continue
			}
			fmt.Fprintf(&b, "\n- section `%s`:", p.name)
			for _, n := range needs {
				fmt.Fprintf(&b, " **`{{%s}}`**", n)
			}
			for _, n := range may {
				fmt.Fprintf(&b, " `{{%s}}`", n)
			}
		}
		fmt.Fprintf(&b, "\n\n````text\n%s````\n", Builtin(role))
	}
	want := b.String()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != want {
		t.Errorf("docs/prompts.md is not what the templates are: run go test ./roles/chat/prompts -run Docs -update (%v)", err)
	}
}

const docsHead = `# What chat models are told

<!-- Written by a test of package roles/chat/prompts from the templates. Change those. -->

A model that plays a role is asked with a template. A spec replaces it for one role and one model:

` + "```hcl" + `
model "author" {
  provider = "openai"
  # ...
  prompts {
    writer = file("prompts/writer.md")
  }
}
` + "```" + `

A template is a text of sections, each of which begins with a line such as ` + "`=== system ===`" + `. The section ` + "`system`" + ` becomes the system message, the
others become messages of the user. A name in two pairs of braces is replaced by what it stands for; those that are printed **bold** have to stand in the
section. Documents, rows and results come in between ` + "`<data>`" + ` tags as JSON in which ` + "`<` is written `\\u003c`" + `, so that no text in them can end the
data. What a role owes is fixed by worldc: the request carries a JSON Schema of the answer, the answer is checked against it and against the world, and
is sent back with what is wrong (the template ` + "`repair`" + `) as often as the model block's ` + "`repairs`" + ` says.

The template in force is part of the Key of every node that asks with it: change a word, and what was made with it is made anew.
`
