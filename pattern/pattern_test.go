package pattern

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"

	"worldc/rng"
)

// TestDraw: what is drawn matches, and differs from draw to draw.
func TestDraw(t *testing.T) {
	for _, text := range []string{
		`^htl_[0-9]{6}$`, `^(primary|cal_[a-z0-9-]{3,20})$`, `^[A-Z]{3}$`, `^[A-Z0-9]{2,4}(-[A-Z0-9]{1,3}){0,2}$`, `[0-9a-f]{8}-[0-9a-f]{4}`,
		`^\d{4}-\d\d-\d\d$`, `^\w+@\w+\.com$`, `^a*b+c?$`, `(?i)^yes|no$`, `^[^x]{3}$`, `.`,
	} {
		p := Compile(text)
		if p == nil {
			t.Fatalf("%s does not compile", text)
		}
		s := rng.New(1, text)
		for range 50 {
			drawn, ok := p.Draw(s, 0, -1)
			if !ok || !regexp.MustCompile(text).MatchString(drawn) {
				t.Errorf("%s: drew %q", text, drawn)
				break
			}
		}
	}
}

// TestDrawLength: lengths are kept to, or nothing is drawn.
func TestDrawLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		short := rapid.IntRange(0, 20).Draw(t, "short")
		long := short + rapid.IntRange(0, 10).Draw(t, "more")
		s := rng.New(rapid.Uint64().Draw(t, "seed"))
		text, ok := Compile(`^[a-z ]*$`).Draw(s, short, long)
		if ok && (len(text) < short || len(text) > long) {
			t.Fatalf("%q is not %d to %d long", text, short, long)
		}
	})
}

// TestCompile: what Go cannot read, and what matches nothing, draws nothing.
func TestCompile(t *testing.T) {
	for _, text := range []string{"", "(?=x)", "[", string(make([]byte, 2000))} {
		if Compile(text) != nil {
			t.Errorf("%.20q compiles", text)
		}
	}
	if text, ok := Compile(`a\bb`).Draw(rng.New(1), 0, -1); ok {
		t.Errorf("drew %q", text)
	}
}

func FuzzDraw(f *testing.F) {
	f.Add(`^a{1000}$`)
	f.Add(`((((a*)*)*)*)*`)
	f.Fuzz(func(t *testing.T, text string) {
		p := Compile(text)
		if p == nil {
			return
		}
		if drawn, ok := p.Draw(rng.New(1), 0, -1); ok && !regexp.MustCompile(text).MatchString(drawn) {
			t.Errorf("%q: drew %q", text, drawn)
		}
	})
}
