package artifact

import (
	"cmp"
	"fmt"
	"slices"
)

// LockFormat is the format of lock files that this worldc writes, and the
// newest that it reads.
const LockFormat = 1

// A Lock is the content of worldc.lock: the digest of every external input of
// a spec. `worldc build --locked` refuses inputs that differ from it.
type Lock struct {
	// Format is LockFormat; Encode sets it.
	Format int `toml:"format"`

	// Inputs are sorted by name.
	Inputs []Input `toml:"input"`
}

const lockHead = "# Written by `worldc lock`: the digests of the inputs of the spec beside it. Do not edit;\n# commit it, and `worldc build --locked` builds from exactly these inputs or not at all.\n\n"

// Encode writes the lock, the same bytes for the same inputs in any order.
func (l *Lock) Encode() ([]byte, error) {
	c := Lock{Format: LockFormat, Inputs: slices.SortedFunc(slices.Values(l.Inputs), func(a, b Input) int { return cmp.Compare(a.Name, b.Name) })}
	if err := checkInputs(c.Inputs); err != nil {
		return nil, err
	}
	return encodeTOML(lockHead, c)
}

// DecodeLock reads a lock. It refuses unknown fields and formats newer than
// LockFormat.
func DecodeLock(data []byte) (*Lock, error) {
	var l Lock
	if err := decodeTOML(data, LockFormat, "lock", &l); err != nil {
		return nil, err
	}
	if err := checkInputs(l.Inputs); err != nil {
		return nil, err
	}
	return &l, nil
}

// Differences compares the lock with the inputs of a build and says of each
// that differs how, in order of name.
func (l *Lock) Differences(inputs []Input) []string {
	locked, now := map[string]Input{}, map[string]Input{}
	for _, in := range l.Inputs {
		locked[in.Name] = in
	}
	for _, in := range inputs {
		now[in.Name] = in
	}
	var names []string
	for _, in := range slices.Concat(l.Inputs, inputs) {
		names = append(names, in.Name)
	}
	slices.Sort(names)
	var differences []string
	for _, name := range slices.Compact(names) {
		was, isLocked := locked[name]
		is, isThere := now[name]
		switch {
		case !isLocked:
			differences = append(differences, name+" is not in the lock")
		case !isThere:
			differences = append(differences, name+" is in the lock and no input of the spec any more")
		case was.Digest != is.Digest:
			differences = append(differences, fmt.Sprintf("%s has changed: its digest is %s (%d bytes), locked is %s (%d bytes)", name, is.Digest, is.Bytes, was.Digest, was.Bytes))
		}
	}
	return differences
}
