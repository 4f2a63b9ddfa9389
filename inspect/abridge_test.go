package inspect

import (
	"strings"
	"testing"
)

// TestAbridge: short lines stay, long ones are cut where they are long, and no
// change of what was cut goes unseen.
func TestAbridge(t *testing.T) {
	short := `{"list":[1,2,3,4,5],"n":1.5}`
	if got, err := abridge([]byte(short)); err != nil || got != short {
		t.Errorf("a short line became %s (%v)", got, err)
	}
	long := func(item, text string) string {
		return `{"id":"a","list":[` + strings.Repeat(`{"n":1},`, 2000) + item + `],"pair":[1,2,3],"text":"` + strings.Repeat("x", 2000) + text + `"}`
	}
	first, err := abridge([]byte(long("1", "y")))
	if err != nil {
		t.Fatal(err)
	}
	if len(first) > 1200 || !strings.Contains(first, `"list":[{"n":1},{"n":1},"… 1999 more, sha256 `) || !strings.Contains(first, `"pair":[1,2,3]`) || !strings.Contains(first, "… 1401 bytes more, sha256 ") {
		t.Errorf("a long line became %s", first)
	}
	for _, other := range []string{long("2", "y"), long("1", "z")} {
		if got, err := abridge([]byte(other)); err != nil || got == first {
			t.Errorf("a change goes unseen (%v)", err)
		}
	}
}
