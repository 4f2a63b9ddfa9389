package executors

import (
	"testing"

	"worldc/executors/judging"
	"worldc/world"
)

// TestGameOf counts the actions of a game: those that could be carried out, and those
// that were actions at all.
func TestGameOf(t *testing.T) {
	act := func(flags ...string) world.Turn {
		return world.Turn{Role: world.AssistantRole, Kind: world.Act, Flags: flags}
	}
	turns := []world.Turn{
		{Role: world.SystemRole, Kind: "say"}, {Role: world.UserRole, Kind: "say"}, act(), {Role: world.UserRole, Kind: "say", Flags: []string{"says:parameter_error"}},
		act("mistake:parameter_error"), act("mistake:place_error"), act("mistake:logic_error"), act("recovery"), {Role: world.AssistantRole, Kind: "say"},
	}
	got := gameOf(&world.Progress{Held: 2, Of: 3}, turns)
	if want := (judging.Game{Held: 2, Of: 3, Steps: 5, Valid: 2, Formed: 4}); *got != want {
		t.Errorf("%+v, want %+v", *got, want)
	}
}
