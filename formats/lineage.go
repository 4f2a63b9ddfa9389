package formats

import "worldc/world"

// A Lineage says where a row comes from, for rows that have no place for ids.
type Lineage struct {
	// File and Line are where the row stands: a file of the dataset, and a line
	// of it, from 1.
	File string `json:"file"`
	Line int64  `json:"line"`

	// ID is that of what the row was made of: a trajectory, a task or a tool. Type
	// says which, where it is no trajectory.
	ID   string     `json:"id"`
	Type world.Type `json:"type,omitempty"`

	// Renamed is what a tool is called in its record, where its row calls it
	// otherwise.
	Renamed string `json:"renamed,omitempty"`

	// Turn is the turn of the trajectory that the row ends with, from 0, where
	// turns are expanded.
	Turn *int `json:"turn,omitempty"`

	// Rejected is the trial that a pair prefers the trajectory to.
	Rejected string `json:"rejected,omitempty"`

	// Task is that of a trajectory or the row itself; a tool has none, and one of a
	// pool has no world either.
	Task  string `json:"task,omitempty"`
	World string `json:"world,omitempty"`

	// Domain is the id of the domain that the world was made for, and DomainName
	// what it is called; an imported world has none.
	Domain     string `json:"domain,omitempty"`
	DomainName string `json:"domain_name,omitempty"`

	// Model, Trial and Outcome are those of a trajectory.
	Model   *string       `json:"model,omitempty"`
	Trial   *int          `json:"trial,omitempty"`
	Outcome world.Outcome `json:"outcome,omitempty"`

	// Knowledge and MaxDescription say what the agent of a trajectory was told of its
	// tools otherwise than their documents do ([world.Trajectory]); of a tool,
	// Knowledge are the versions of action knowledge that describe it.
	Knowledge      []string `json:"knowledge,omitempty"`
	MaxDescription int      `json:"max_description,omitempty"`

	// Stage and Rank are those of the curriculum's placement.
	Stage     string `json:"stage,omitempty"`
	Rank      int    `json:"rank,omitempty"`
	Placement string `json:"placement,omitempty"`

	// Split is the part of the split that the row is in.
	Split string `json:"split,omitempty"`

	// Verdicts are those on the trajectory.
	Verdicts []LineageVerdict `json:"verdicts,omitempty"`
}

// A LineageVerdict is a verdict in short.
type LineageVerdict struct {
	ID       string `json:"id"`
	Accepted bool   `json:"accepted"`
	By       string `json:"by"`
}
