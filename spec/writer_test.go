package spec

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

// TestWrite shows what users see, in a log and on a terminal.
func TestWrite(t *testing.T) {
	dir := write(t, map[string]string{"x.hcl": "tool_graph \"g\" {\n\ttools = tool_pool.é\n  for_each = { b = \"x\" }\n" +
		"  similarity_threshold = each.value + 1\n  max_degree = [\n    1,\n    2,\n    3,\n    4,\n  ]\n}\n",
		"y.hcl.json": `{"domains": {"d": {"graph": "${tool_graph.g}", "method": "\u001b[2Jlouvain"}}}`,
		"z.hcl":      "locals {\n  a = [" + strings.Repeat("1, ", 200) + "nothing, " + strings.Repeat("1, ", 200) + "]\n}\n",
	})
	s, diags := Load(dir, Options{})
	plainText := func(color bool, width int) string {
		var b strings.Builder
		if err := Write(&b, diags, s.Files, color, width); err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(b.String(), dir+string(filepath.Separator), "")
	}
	want := `Error: Undeclared name

  on x.hcl line 2, in tool_graph "g":
    2: 	tools = tool_pool.é
       	        ^^^^^^^^^^^

There is no block tool_pool.é.

Error: Invalid operand

  on x.hcl line 4, in tool_graph "g":
    4:   similarity_threshold = each.value + 1
                                ^^^^^^^^^^

with each.value as "x".

Unsuitable value for left operand: a number is
required.

Error: Unsuitable value

  on x.hcl line 5, in tool_graph "g":
    5:   max_degree = [
                      ^
    6:     1,
           ^^
    7:     2,
           ^^
    8:     3,
           ^^
  ...

max_degree must be a whole number, at least 1 and
at most 100000, not a list.

Error: Unsuitable value

  on y.hcl.json line 1, in domains.d:
    1: {"domains": {"d": {"graph": "${tool_graph.g}", "method": "\u001b[2Jlouvain"}}}
                                                                ^^^^^^^^^^^^^^^^^^

method must be "louvain" or "leiden", not
"\x1b[2Jlouvain". Did you mean louvain?

Error: Undeclared name

  on z.hcl line 2, in locals:
    2: ..., 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, nothing, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,...
                                                                                          ^^^^^^^

There is nothing named nothing here. A string
needs quotes: "nothing".

`
	got := plainText(false, 50)
	if d := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); d != "" {
		t.Error(d)
	}
	if colored := plainText(true, 50); !strings.Contains(colored, "\x1b[31mError\x1b[0m") || !strings.Contains(colored, "tools = \x1b[1;4mtool_pool.é\x1b[0m\n") {
		t.Errorf("on a terminal:\n%q", colored)
	}
}

func TestWriteFails(t *testing.T) {
	if err := Write(closed{}, Diagnostics{Errorf(Range{}, "A", "b")}, nil, false, 0); err == nil {
		t.Error("writing to a closed file gives no error")
	}
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errors.New("closed") }

func TestSort(t *testing.T) {
	at := func(file string, b int) Range {
		return Range{Filename: file, Start: hcl.Pos{Byte: b}, End: hcl.Pos{Byte: b + 1}}
	}
	diags := Diagnostics{Errorf(at("b", 1), "4", ""), Errorf(at("a", 9), "3", ""), Warningf(at("a", 2), "2", ""), Errorf(Range{}, "1", "")}
	Sort(diags)
	got := ""
	for _, d := range diags {
		got += d.Summary
	}
	if got != "1234" {
		t.Error(got)
	}
}
