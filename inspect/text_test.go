package inspect

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain text":               "plain text",
		"\x1b[31mred\x1b[0m":       `\x1b[31mred\x1b[0m`,
		"a\r\nb\tc":                `a\x0d\nb\tc`,
		"\u009b31m":                `\u009b31m`,
		"safe\u202eevil":           `safe\u202eevil`,
		"zero\u200bwidth\ufeff":    `zero\u200bwidth\ufeff`,
		"tag \U000e0041":           `tag \U000e0041`,
		"bad \xff byte":            `bad \xff byte`,
		"\x7f":                     `\x7f`,
		"👩‍💻 and é and 日本":         "👩‍💻 and é and 日本",
		"line\u2028separator":      `line\u2028separator`,
		"replacement \ufffd stays": "replacement \ufffd stays",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	got := wrap("one two three\n\nfour  five \x1b[2J "+strings.Repeat("x", 20), 10)
	want := []string{"one two", "three", "four five", `\x1b[2J`, "xxxxxxxxxx", "xxxxxxxxxx"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1234567: "-1,234,567", 1e9: "1,000,000,000"} {
		if got := Thousands(n); got != want {
			t.Errorf("Thousands(%d) = %s, want %s", n, got, want)
		}
	}
}

// FuzzText: text for a person has no control characters, is no wider than
// asked for, and comes out whatever goes in.
func FuzzText(f *testing.F) {
	f.Add("one two three", 12)
	f.Add("\x1b]0;title\x07 \u202e 日本語", 9)
	f.Fuzz(func(t *testing.T, s string, columns int) {
		columns = 8 + columns&63
		for _, line := range append(wrap(s, columns), shorten(s, columns)) {
			if strings.ContainsFunc(line, unsafe) || !utf8.ValidString(line) {
				t.Fatalf("%q is not clean", line)
			}
			if runewidth.StringWidth(line) > columns {
				t.Fatalf("%q is wider than %d", line, columns)
			}
		}
	})
}

func TestParsePlace(t *testing.T) {
	for in, want := range map[string]struct {
		file string
		line int64
		ok   bool
	}{
		"a.jsonl:1":              {"a.jsonl", 1, true},
		"out/x/data/a:b.zst:12":  {"out/x/data/a:b.zst", 12, true},
		"0123456789abcdef":       {},
		"a:0":                    {},
		"a:":                     {},
		":3":                     {},
		"a:-1":                   {},
		"a:1x":                   {},
		"a:99999999999999999999": {},
		"a:007":                  {"a", 7, true},
	} {
		file, line, ok := ParsePlace(in)
		if file != want.file || line != want.line || ok != want.ok {
			t.Errorf("ParsePlace(%q) = %q, %d, %v", in, file, line, ok)
		}
	}
}

// FuzzParsePlace: what is a place is made of a file and a line that make the
// same place again.
func FuzzParsePlace(f *testing.F) {
	for _, s := range []string{"a:1", "a:b:2", ":1", "x", "a:+1", "日:3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		file, line, ok := ParsePlace(s)
		if !ok {
			if file != "" || line != 0 {
				t.Fatalf("%q: %q %d", s, file, line)
			}
			return
		}
		if file == "" || line < 1 || !strings.HasPrefix(s, file+":") {
			t.Fatalf("%q: %q %d", s, file, line)
		}
		again, n, ok := ParsePlace(fmt.Sprintf("%s:%d", file, line))
		if !ok || again != file || n != line {
			t.Fatalf("%q: %q %d, then %q %d", s, file, line, again, n)
		}
	})
}
