package spec

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"x.hcl", "a=1\nlong_name   =2 # two\n\n# Before.\ntool_pool \"p\"{\ntool \"t\"{}\n}", "a         = 1\nlong_name = 2 # two\n\n# Before.\ntool_pool \"p\" {\n  tool \"t\" {}\n}\n"},
		{"x.hcl", "locals {\n  a = <<-EOT\n      keep   this\n    EOT\n}\n", "locals {\n  a = <<-EOT\n      keep   this\n    EOT\n}\n"},
		{"x.hcl", "", ""},
		{"x.hcl.json", `{"a":[1e3,"x"],"a":{}}`, "{\n  \"a\": [\n    1e3,\n    \"x\"\n  ],\n  \"a\": {}\n}\n"},
	} {
		got, diags := Format(c.name, []byte(c.src))
		if diags.HasErrors() || string(got) != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.name, diags, got, c.want)
		}
	}
}

func TestFormatLeavesWhatIsWrong(t *testing.T) {
	for name, src := range map[string]string{
		"x.hcl":      "a = = 1\n",
		"y.hcl":      "a = \"\xff\"\n",
		"z.hcl":      strings.Repeat("[", 200),
		"x.hcl.json": "{\"a\": }",
	} {
		got, diags := Format(name, []byte(src))
		if !diags.HasErrors() || string(got) != src {
			t.Errorf("%s: %v\n%s", name, diags, got)
		}
	}
}

// TestFormatTwice checks that formatting is done after once, and that it keeps
// what the source says.
func TestFormatTwice(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"a", "b_c", " ", "  ", "\n", "\n\n", "=", "{", "}", "[", "]", "(", ")", ",", "\"x\"", "\"${a}\"", "# note\n", "// note\n", "/* note */",
		"1", "-", "+", "?", ":", "<<EOT\n text\nEOT\n", "\t", "for", "in", "=>", ".", "tool \"t\" {\n}\n", "x = 1\n", "\r\n",
	})
	rapid.Check(t, func(t *rapid.T) {
		src := []byte(strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "pieces"), ""))
		once, diags := Format("x.hcl", src)
		if diags.HasErrors() {
			return
		}
		twice, diags := Format("x.hcl", once)
		if diags.HasErrors() {
			t.Fatalf("formatting broke %q: %q", src, once)
		}
		if !bytes.Equal(once, twice) {
			t.Fatalf("%q\nformats to %q\nand then to %q", src, once, twice)
		}
	})
}
