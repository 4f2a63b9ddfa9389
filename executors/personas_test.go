package executors

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPersonaText(t *testing.T) {
	for _, c := range []struct {
		line          string
		lines         bool
		text, problem string
	}{
		{"  A cook\twho sings ", false, "A cook who sings", ""},
		{"A \x1b[31mred\u202e cook", false, "A [31mred cook", ""},
		{"A \xff cook", false, "", personaIsNoUTF8},
		{"\u200b", false, "", personaIsEmpty},
		{`{"persona":"A judge"}`, false, `{"persona":"A judge"}`, ""},
		{`{"persona":"A judge","text":"other"}`, true, "A judge", ""},
		{`{"text":"A\nclown"}`, true, "A clown", ""},
		{`"A diver"`, true, "A diver", ""},
		{`{"persona":3}`, true, "", personaIsNoObject},
		{`{"persona":"A`, true, "", personaIsNoObject},
		{`A diver`, true, "", personaIsNoObject},
		{`{"name":"A diver"}`, true, "", personaIsEmpty},
	} {
		if text, problem := personaText([]byte(c.line), c.lines); text != c.text || problem != c.problem {
			t.Errorf("%q is %q %q, want %q %q", c.line, text, problem, c.text, c.problem)
		}
	}
}

func FuzzPersonaText(f *testing.F) {
	f.Add([]byte(`{"persona":"A judge"}`), true)
	f.Fuzz(func(t *testing.T, line []byte, lines bool) {
		if len(strings.TrimSpace(string(line))) == 0 {
			return
		}
		text, problem := personaText(line, lines)
		if (text == "") == (problem == "") {
			t.Fatalf("%q %q", text, problem)
		}
		if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			t.Fatalf("%q", text)
		}
	})
}
