package executors

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	"worldc/jsonwalk"
	"worldc/world"
)

// An opening is how a trial begins: of which task it is, which tools were shown,
// and what was said before the agent first spoke.
type opening [sha256.Size]byte

// A told is a turn as it is compared: 63 bits of what it says, and a last one
// that says whether it is the agent's.
type told uint64

// pair joins trials that were rejected with trials of the same task that were
// accepted: those that say the same up to a turn of the agent. Each rejected
// one, in order, has of those that are left the one with which it goes together
// longest. What remains are the pairs in the order of the accepted trials, each
// with the rejected one behind it.
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
	type group struct{ accepted, rejected []int32 }
	groups := map[opening]*group{}
	for i := range s.entries {
		if !found[i] {
			continue
		}
		g := groups[openings[i]]
		if g == nil {
			g = &group{}
			groups[openings[i]] = g
		}
		if s.entries[i].accepted {
			g.accepted = append(g.accepted, int32(i))
		} else {
			g.rejected = append(g.rejected, int32(i))
		}
	}

	// Of those that have nobody to be paired with, no more need be known.
	turns := map[int32][]told{}
	for line, err := range linesByName(ctx, in, in.Ancestors[world.TrajectoryType]) {
		if err != nil {
			return err
		}
		at, ok := line.in(s.numbers)
		if !ok {
			continue
		}
		if g := groups[openings[at]]; len(g.accepted) > 0 && len(g.rejected) > 0 {
			turns[at] = toldOf(line.text)
		}
	}
	rival := make(map[int32]int32) // by the accepted trial
	for i := range s.entries {
		if !found[i] || s.entries[i].accepted {
			continue
		}
		best, longest := int32(-1), -1
		for _, a := range groups[openings[i]].accepted {
			if _, taken := rival[a]; taken {
				continue
			}
			if n, ok := together(turns[a], turns[int32(i)]); ok && n > longest {
				best, longest = a, n
			}
		}
		if best >= 0 {
			rival[best] = int32(i)
		}
	}

	paired := make([]bool, len(s.entries))
	var pairs, alone, left int64
	for i := range s.entries {
		other, ok := rival[int32(i)]
		if !ok {
			continue
		}
		s.entries[i].order, s.entries[other].order = int32(2*pairs), int32(2*pairs+1)
		paired[i], paired[other] = true, true
		pairs++
	}
	for i := range s.entries {
		switch {
		case paired[i]:
		case s.entries[i].accepted:
			alone++
		default:
			left++
		}
	}
	for id, at := range s.numbers { //lint:ordered each by itself
		if at != unwanted && !paired[at] {
			s.numbers[id] = unwanted
		}
	}
	out.Skip(pairs, "it is the rejected trial of a pair")
	out.Skip(alone, "it was accepted, and no rejected trial of its task is left that parts from it at a turn of the agent")
	out.Skip(left, "it was rejected, and no accepted trial of its task is left that parts from it at a turn of the agent")
	if pairs == 0 {
		s.entries = nil
	}
	return nil
}

// openingOf is the opening of a trajectory, which is given as its line.
func openingOf(line []byte) opening {
	h := sha256.New()
	for _, name := range []string{"task", "world", "tools", "knowledge", "max_description"} {
		h.Write(jsonwalk.Field(line, name))
		h.Write([]byte{'\n'})
	}
	for _, turn := range jsonwalk.AppendElements(nil, jsonwalk.Field(line, "turns")) {
		if jsonwalk.TextField(turn, "role") == string(world.AssistantRole) {
			break
		}
		h.Write(turn)
		h.Write([]byte{'\n'})
	}
	return opening(h.Sum(nil))
}

// toldOf are the turns of a trajectory.
func toldOf(line []byte) []told {
	var list []told
	for _, turn := range jsonwalk.AppendElements(nil, jsonwalk.Field(line, "turns")) {
		h := sha256.New()
		for _, name := range []string{"call_id", "calls", "content", "reasoning", "role"} {
			h.Write(jsonwalk.Field(turn, name))
			h.Write([]byte{'\n'})
		}
		t := told(binary.BigEndian.Uint64(h.Sum(nil))) &^ 1
		if jsonwalk.TextField(turn, "role") == string(world.AssistantRole) {
			t |= 1
		}
		list = append(list, t)
	}
	return list
}

// together is how many turns two trials have in common before they part, and
// whether both go on with a turn of the agent.
func together(a, b []told) (int, bool) {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n, n < len(a) && n < len(b) && a[n]&b[n]&1 == 1
}
