package writer

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"

	"worldc/roles"
)

// scribe writes for all tests.
var scribe = New()

func instruct(t testing.TB, s roles.Story) roles.Instruction {
	t.Helper()
	i, err := scribe.Instruct(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// TestLook prints instructions for whoever wants to read them:
// WORLDC_LOOK=60 go test -run TestLook -v
func TestLook(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("WORLDC_LOOK"))
	if n == 0 {
		t.Skip("set WORLDC_LOOK to the number of instructions to print")
	}
	from, _ := strconv.Atoi(os.Getenv("WORLDC_FROM"))
	for k := from; k < from+n; k++ {
		i := instruct(t, inventedStory(1, k))
		fmt.Printf("--- %d\n%s\n>> %s\n", k, i.Background, i.Goal)
	}
}

// TestEverythingIsSaid checks that all facts stand in the text, and that nothing
// is said twice over.
func TestEverythingIsSaid(t *testing.T) {
	for k := range 1500 {
		s := inventedStory(7, k)
		i := instruct(t, s)
		if missing := Contains(i, s); len(missing) > 0 {
			t.Errorf("story %d: %q\n%s\n%s", k, missing, i.Background, i.Goal)
		}
	}
}
