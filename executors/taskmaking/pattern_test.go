package taskmaking

import (
	"regexp"
	"testing"
)

// FuzzExample: an example matches, whatever the pattern.
func FuzzExample(f *testing.F) {
	for _, pattern := range []string{`^[a-zA-Z0-9]{19,50}$`, `^(OB_EV\d{1,7})$`, `^[\da-z]{26}$`, `a|b`, `(?i)x+y*`, `[^a-z]`, `^\S+@\S+$`, `(`, `[[:word:]]{300}`, `$^`, `\bx`} {
		f.Add(pattern)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		text, ok := example(pattern)
		re, err := regexp.Compile(pattern)
		if !ok || err != nil {
			return
		}
		if len(text) > 4*maxExample {
			t.Errorf("%q has an example of %d bytes", pattern, len(text))
		}
		if !re.MatchString(text) && !hasAssertion(pattern) {
			t.Errorf("%q does not match %q", text, pattern)
		}
	})
}

// hasAssertion reports whether a pattern looks around, which examples do not
// heed.
func hasAssertion(pattern string) bool {
	return regexp.MustCompile(`\\[bBAz]|[$^]`).MatchString(pattern)
}

// TestExample: those that documents have.
func TestExample(t *testing.T) {
	for pattern, want := range map[string]string{
		`^[a-zA-Z0-9]{19,50}$`: "aaaaaaaaaaaaaaaaaaa", `^(OB_EV\d{1,7})$`: "OB_EV0", `^[A-Z]{3}$`: "AAA", `^\+\d{2} \d+$`: "+00 0", `^v\d+(\.\d+)?$`: "v0",
	} {
		if got, ok := example(pattern); !ok || got != want {
			t.Errorf("%s: %q, want %q", pattern, got, want)
		}
		if got, _ := example(pattern); !regexp.MustCompile(pattern).MatchString(got) {
			t.Errorf("%s does not match %s", got, pattern)
		}
	}
}
