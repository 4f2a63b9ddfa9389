package importing

import (
	"encoding/json"

	"worldc/world"
)

// The reasons why a text is no script, and a note on one that is.
const (
	reasonScript     = "it is no script"
	reasonUnplayable = "the script cannot be played"
	reasonPlayed     = "the recorded state is not what the solution comes to"
)

// Script reads a script. It has not been checked or played. Its id is empty where
// the text gives none that a record can have.
func Script(item Item) (*world.Script, *Problem) {
	if item.Problem != nil {
		return nil, item.Problem
	}
	s := &world.Script{}
	if err := json.Unmarshal(item.Raw, s); err != nil {
		return nil, problem(reasonScript, "%s", plainJSON(err))
	}
	if !IsID(s.ID) {
		s.ID = ""
	}
	s.Imported = true
	s.World.Domain = "" // its code is a stranger's, whoever wrote it before
	return s, nil
}

// Unplayable is why a script with these problems is none.
func Unplayable(problems []world.Problem) *Problem {
	return &Problem{reasonUnplayable, problems[0].String()}
}

// Settled compares what playing the solution of a script came to with what its text
// claims; claimed is the digest of the state, and may be empty.
func Settled(s *world.Script, claimed string) []Note {
	if claimed != "" && claimed != s.Task.State.Digest {
		return []Note{{world.Noted, reasonPlayed, ""}}
	}
	return nil
}
