// Package importing turns what others wrote into records: folders into worlds,
// lists of instructions and actions into tasks, messages into trajectories.
//
// It works in two steps. Reading ([Folder.World], [Task], [Trajectory]) finds
// out what a text means and opens no file. Executing ([ExecuteTask],
// [ExecuteTrajectory]) makes the calls in the world and puts what they come to
// in the place of what the text claims.
//
// Rules. What can be computed is not believed. What cannot be a record is
// refused with a [Problem], whose reason is one of a fixed set of short
// sentences; what differs from the text is a note. Text of strangers is bounded
// by who reads the files, and is checked to be JSON that a record can hold.
package importing

import (
	"fmt"

	"worldc/world"
)

// A Problem is why something is no record.
type Problem struct {
	// Reason is the same for like cases, so that reasons can be counted.
	Reason string

	// Detail is about this case.
	Detail string
}

func problem(reason, detail string, args ...any) *Problem {
	return &Problem{reason, fmt.Sprintf(detail, args...)}
}

// A Note is something worth saying about a record that came to be.
type Note struct {
	Action         world.Action // Mended or Noted
	Reason, Detail string
}

// Clip shortens a text for a message.
func Clip(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
