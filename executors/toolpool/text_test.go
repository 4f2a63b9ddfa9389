package toolpool

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/world"
)

func TestMendName(t *testing.T) {
	long := strings.Repeat("a", 70)
	for _, c := range []struct {
		name, want string
		reasons    []string
	}{
		{"get_weather", "get_weather", nil},
		{"Get-Weather2", "Get-Weather2", nil},
		{"math.factorial", "math_factorial", []string{reasonNameChars}},
		{"find pet by id", "find_pet_by_id", []string{reasonNameChars}},
		{" padded ", "padded", []string{reasonNameChars}},
		{"repoAddTopíc", "repoAddTopic", []string{reasonNameChars}},
		{"Straße", "Strau00dfe", []string{reasonNameChars}},
		{"查询天气", "u67e5u8be2u5929u6c14", []string{reasonNameChars}},
		{"a/../b\x00c\n", "a____b_c", []string{reasonNameChars}},
		{"bad\xffbyte", "bad_byte", []string{reasonNameChars}},
		{"!!!", "tool_" + nameHash("!!!"), []string{reasonNameChars}},
		{long, long[:55] + "_" + nameHash(long), []string{reasonNameLength}},
		{"", "", nil}, {"\t\n", "", nil},
	} {
		got, reasons := mendName(c.name)
		if got != c.want || !slices.Equal(reasons, c.reasons) {
			t.Errorf("%q: %q %q, want %q %q", c.name, got, reasons, c.want, c.reasons)
		}
	}
}

// nameHash is the part of a mended name that tells it from others.
func nameHash(name string) string {
	got, _ := mendName(name)
	return got[len(got)-8:]
}

func TestLongNamesStayDifferent(t *testing.T) {
	a, _ := mendName(strings.Repeat("a", 80) + "1")
	b, _ := mendName(strings.Repeat("a", 80) + "2")
	if a == b || len(a) != maxName {
		t.Errorf("%q and %q", a, b)
	}
}

func TestMendNameProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z0-9_. /-]{0,90}`)).Draw(t, "name")
		got, _ := mendName(name)
		if got == "" {
			if strings.TrimSpace(name) != "" {
				t.Fatalf("%q has no name", name)
			}
			return
		}
		if !fits(got) {
			t.Fatalf("%q becomes %q", name, got)
		}
		if again, reasons := mendName(got); again != got || reasons != nil {
			t.Fatalf("%q becomes %q, then %q", name, got, again)
		}
		if fits(name) && got != name {
			t.Fatalf("%q fits and becomes %q", name, got)
		}
	})
}

// fits is the rule for names, said otherwise than in the code.
func fits(name string) bool {
	return len(name) >= 1 && len(name) <= 64 &&
		strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}

func TestTidy(t *testing.T) {
	for _, c := range []struct {
		in, want string
		control  bool
	}{
		{"plain", "plain", false},
		{"  two  blanks\tand a tab ", "two blanks and a tab", false},
		{"line\r\nline \n\n\n\nparagraph", "line\nline\n\nparagraph", false},
		{"<b>HTML</b> & **Markdown**", "<b>HTML</b> & **Markdown**", false},
		{"red \x1b[31mtext\x00", "red [31mtext", true},
		{"turned\u202e text", "turned text", true},
		{"é\xff", "é\uFFFD", false},
		{"line\u2028line", "line\nline", false},
		{"\u00a0", "", false},
	} {
		got, control := tidy(c.in)
		if got != c.want || control != c.control {
			t.Errorf("%q: %q %v, want %q %v", c.in, got, control, c.want, c.control)
		}
		if again, _ := tidy(got); again != got {
			t.Errorf("%q becomes %q, then %q", c.in, got, again)
		}
	}
}

func TestLongDescription(t *testing.T) {
	tool, findings, ok := Mend(Raw{Name: "f", Description: strings.Repeat("é ", maxDescription)})
	if !ok || len(tool.Description) > maxDescription || !strings.HasSuffix(tool.Description, "é…") {
		t.Errorf("%d bytes", len(tool.Description))
	}
	if !slices.Contains(reasons(findings, world.Mended), reasonTextCut) {
		t.Errorf("%v", findings)
	}
}
