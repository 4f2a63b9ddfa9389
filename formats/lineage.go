package formats

import "worldc/world"

// A Lineage says where a row comes from, for rows that have no place for ids.
type Lineage struct {
	// File and Line are where the row stands: a file of the dataset, and a line
	// of it, from 1.
	File string `json:"file"`
	Line int64  `json:"line"`

	// ID is the trajectory's.
	ID string `json:"id"`

	Task  string `json:"task"`
	World string `json:"world"`

	// Domain is the id of the domain that the world was made for, and DomainName
	// what it is called; an imported world has none.
	Domain     string `json:"domain,omitempty"`
	DomainName string `json:"domain_name,omitempty"`

	Model   string        `json:"model"`
	Trial   int           `json:"trial"`
	Outcome world.Outcome `json:"outcome"`

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
