package executors

import (
	"context"
	"iter"
	"strconv"
	"strings"

	"worldc/jsonwalk"
)

// A namedLine is a record and what others may call it by.
type namedLine struct {
	text []byte
	id   string

	// qualified is the id with the position of the artifact, as [Input.Lines]
	// qualifies it where an earlier one has the same; empty in the first.
	qualified string
}

// in finds the line among what is wanted by name. A record that is called by
// its qualified id is not the one that is called by the plain one: a name that
// is known, but not wanted, is [unwanted].
func (n namedLine) in(wanted map[string]int32) (at int32, ok bool) {
	if n.qualified != "" {
		if at, ok = wanted[n.qualified]; ok {
			return at, at != unwanted
		}
	}
	at, ok = wanted[n.id]
	return at, ok && at != unwanted
}

// unwanted is where a record is that is known by its name and not wanted.
const unwanted = -1

// notWanted takes up the name of a record that is not wanted. Of plain names
// nothing need be known.
func notWanted(wanted map[string]int32, id string) {
	if _, known := wanted[id]; !known && strings.Contains(id, "@") {
		wanted[id] = unwanted
	}
}

// name is what the line is called by among what is wanted.
func (n namedLine) name(wanted map[string]int32) string {
	if _, ok := wanted[n.qualified]; ok && n.qualified != "" {
		return n.qualified
	}
	return n.id
}

// linesByName are the records of artifacts, one after the other, each with the
// names under which records downstream may refer to it. The text is valid until
// the next step.
func linesByName(ctx context.Context, in *Input, artifacts []Artifact) iter.Seq2[namedLine, error] {
	return func(yield func(namedLine, error) bool) {
		for i, a := range artifacts {
			suffix := "@" + strconv.Itoa(i+1)
			for line, err := range in.Store.Lines(a.Info) {
				if err == nil {
					err = ctx.Err()
				}
				if err != nil {
					yield(namedLine{}, err)
					return
				}
				n := namedLine{text: line, id: jsonwalk.TextField(line, "id")}
				if i > 0 {
					n.qualified = n.id + suffix
				}
				if !yield(n, nil) {
					return
				}
			}
		}
	}
}
