// Package world holds the records that worldc makes and their rules: what a
// Tool, an Edge or a Domain is, what its fields mean, and how its id comes
// about. It knows no files, no spec and no executor.
//
// A record's id depends on what the record is and where it hangs, never on its
// content, its position in a stream or the time: the same record keeps its id
// when its content changes, so that two builds can be compared record by
// record.
package world

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Type names the type of a record. An artifact holds records of one type.
type Type string

// The record types of worldc.
const (
	ToolType       Type = "Tool"
	EdgeType       Type = "Edge"
	DomainType     Type = "Domain"
	WorldType      Type = "World"
	TaskType       Type = "Task"
	PersonaType    Type = "Persona"
	ScriptType     Type = "Script"
	TrajectoryType Type = "Trajectory"
	VerdictType    Type = "Verdict"
	PlacementType  Type = "Placement"
	ScoreType      Type = "Score"
	KnowledgeType  Type = "Knowledge"
)

// ID is the id of the record of type t that hangs under parts: its parents'
// ids, then its natural key or its ordinal under the parent. It is 16
// hexadecimal digits; parts are hashed with their lengths, so no two lists of
// parts run together.
func ID(t Type, parts ...string) string {
	h := sha256.New()
	var length [8]byte
	write := func(s string) {
		binary.LittleEndian.PutUint64(length[:], uint64(len(s)))
		h.Write(length[:])
		h.Write([]byte(s))
	}
	write("worldc id 1")
	write(string(t))
	for _, p := range parts {
		write(p)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
