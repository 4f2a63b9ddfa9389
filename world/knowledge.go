package world

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Knowledge is what an agent is told about its tools beyond, or instead of, their
// documents: a description for each tool and one workflow for all of them (the
// action knowledge of SynWorld §3). A search writes every version that it tried,
// which is its tree; one of them is chosen.
type Knowledge struct {
	ID string `json:"id"`

	// Round is when the version was made, from 0, which is the root: the documents
	// as they are.
	Round int `json:"round"`

	// Parent is the version that this one was made of; empty for the root.
	Parent string `json:"parent,omitempty"`

	// Descriptions are the descriptions of tools by the tools' ids: of those that
	// differ from the tool's document.
	Descriptions map[string]string `json:"descriptions"`

	// Workflow is how to go about tasks with these tools; empty if nothing is said.
	Workflow string `json:"workflow"`

	// Score is the mean outcome over the scenarios, in [0, 1], and HeldOutScore
	// that over others; absent where the version was not tried on any.
	Score        float64  `json:"score"`
	HeldOutScore *float64 `json:"held_out_score,omitempty"`

	// WatchedScore is the mean outcome over tasks that are no part of the search;
	// absent where the version was not tried on any.
	WatchedScore *float64 `json:"watched_score,omitempty"`

	// Visits and Total are the statistics of the search: how often a round went
	// through the node, and the sum of the scores that it brought.
	Visits int     `json:"visits"`
	Total  float64 `json:"total"`

	// Terminal says that the node was not gone on from, and why.
	Terminal string `json:"terminal,omitempty"`

	// Modification is what was changed against the parent, Why what in the parent's
	// trajectories was the reason.
	Modification string `json:"modification,omitempty"`
	Why          string `json:"why,omitempty"`

	// Chosen marks the version that is used.
	Chosen bool `json:"chosen"`
}

// KnowledgeID is the id of the n-th version (from 0) of a search, which is named by
// what it searches and how.
func KnowledgeID(search string, n int) string { return ID(KnowledgeType, search, ordinal(n)) }

// Validate returns the rules that the record breaks.
func (k *Knowledge) Validate() []Problem {
	var l problemList
	if k.ID == "" {
		l.add("id", "is missing")
	}
	if !(k.Score >= 0 && k.Score <= 1) {
		l.add("score", "is %v, must lie in [0, 1]", k.Score)
	}
	if k.HeldOutScore != nil && !(*k.HeldOutScore >= 0 && *k.HeldOutScore <= 1) {
		l.add("held_out_score", "is %v, must lie in [0, 1]", *k.HeldOutScore)
	}
	if k.WatchedScore != nil && !(*k.WatchedScore >= 0 && *k.WatchedScore <= 1) {
		l.add("watched_score", "is %v, must lie in [0, 1]", *k.WatchedScore)
	}
	for _, id := range slices.Sorted(maps.Keys(k.Descriptions)) {
		if k.Descriptions[id] == "" {
			l.add(fmt.Sprintf("descriptions.%s", id), "is empty: a tool without a description cannot be chosen")
		}
	}
	return l
}

// Together is what several versions say: of each tool what the first of them says
// that says anything of it, and the workflows of all, one after the other.
func Together(versions []*Knowledge) *Knowledge {
	all := &Knowledge{Descriptions: map[string]string{}}
	var workflows []string
	for _, k := range versions {
		for id, text := range k.Descriptions { //lint:ordered into a map
			if _, earlier := all.Descriptions[id]; !earlier {
				all.Descriptions[id] = text
			}
		}
		if k.Workflow != "" {
			workflows = append(workflows, k.Workflow)
		}
	}
	all.Workflow = strings.Join(workflows, "\n\n")
	return all
}

// WorkflowTitle is the heading under which agents read the workflow.
const WorkflowTitle = "## How to go about it"

// Told is a world as an agent sees it who is told the knowledge: tools have its
// descriptions, and what the workflow says of them, or of all tools, stands behind
// the policy. It shares all else with w, and is for reading only.
func (k *Knowledge) Told(w *World) *World {
	told := *w
	told.Tools = slices.Clone(w.Tools)
	for i := range told.Tools {
		if text, ok := k.Descriptions[told.Tools[i].Tool.ID]; ok {
			told.Tools[i].Tool.Description = text
		}
	}
	if workflow := concerning(k.Workflow, w.Tools); workflow != "" {
		told.Policy = strings.TrimLeft(strings.TrimSpace(w.Policy)+"\n\n"+WorkflowTitle+"\n\n"+workflow, "\n")
	}
	return &told
}
