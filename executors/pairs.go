package executors

import (
	"context"
	"crypto/sha256"

	"worldc/world"
)

// An opening is how a trial begins: of which task it is, which tools were shown,
// and what was said before the agent first spoke.
type opening [sha256.Size]byte

// pair joins trials that were accepted with trials that were rejected: the first
// of each that begin alike, then the second, as long as there are both. What
// remains are the pairs in the order of the accepted trials, each with the
// rejected one behind it.
func (s *rowsource) pair(ctx context.Context, in *Input, out *Output) error {
	openings := make([]opening, len(s.entries))
	found := make([]bool, len(s.entries))
	for line, err := range linesByName(ctx, in, in.Ancestors[world.TrajectoryType]) {
		if err != nil {
			return err
		}
		if at, ok := line.in(s.numbers); ok {
			openings[at], found[at] = openingOf(line.text), true
		}
	}
	rejected := map[opening][]int32{}
	for i := range s.entries {
		if found[i] && !s.entries[i].accepted {
			rejected[openings[i]] = append(rejected[openings[i]], int32(i))
		}
	}
	paired := make([]bool, len(s.entries))
	var pairs, alone, left int64
	for i := range s.entries {
		if !s.entries[i].accepted {
			continue
		}
		others := rejected[openings[i]]
		if !found[i] || len(others) == 0 {
			alone++
			continue
		}
		rejected[openings[i]] = others[1:]
		s.entries[i].order, s.entries[others[0]].order = int32(2*pairs), int32(2*pairs+1)
		paired[i], paired[others[0]] = true, true
		pairs++
	}
	for i := range s.entries {
		if !s.entries[i].accepted && !paired[i] {
			left++
		}
	}
	for id, at := range s.numbers { //lint:ordered each by itself
		if at != unwanted && !paired[at] {
			s.numbers[id] = unwanted
		}
	}
	out.Skip(pairs, "it is the rejected trial of a pair")
	out.Skip(alone, "it was accepted, and no rejected trial of its task that begins like it is left")
	out.Skip(left, "it was rejected, and no accepted trial of its task that begins like it is left")
	out.Measure("pairs", pairs)
	if pairs == 0 {
		s.entries = nil
	}
	return nil
}

// openingOf is the opening of a trajectory, which is given as its line.
func openingOf(line []byte) opening {
	h := sha256.New()
	for _, name := range []string{"task", "world", "tools"} {
		h.Write(field(line, name))
		h.Write([]byte{'\n'})
	}
	for turn := range elements(field(line, "turns")) {
		if textField(turn, "role") == string(world.AssistantRole) {
			break
		}
		h.Write(turn)
		h.Write([]byte{'\n'})
	}
	return opening(h.Sum(nil))
}
