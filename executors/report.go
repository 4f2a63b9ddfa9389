package executors

import (
	"cmp"
	"maps"
	"slices"

	"worldc/artifact"
	"worldc/world"
)

// A Report is what a node has to say beside its records: it is committed with
// the artifact, and a cache hit shows it again.
type Report struct {
	Type   world.Type      `json:"type"`
	Counts artifact.Counts `json:"counts"`

	// Reasons counts the findings by action and reason, such as
	// "mended: name cut to 64 characters".
	Reasons map[string]int64 `json:"reasons"`

	// Measures are figures of the whole, such as modularity: name to number,
	// or to a histogram.
	Measures map[string]any `json:"measures"`

	// Funnel is what became of the records check by check, in the order in which
	// the checks were made.
	Funnel []FunnelStep `json:"funnel,omitempty"`

	// Stages says how the stages of a curriculum are made up, by name.
	Stages map[string]StageReport `json:"stages,omitempty"`

	// Models says what served models were asked, sorted by attribute and role:
	// each request counts once, whether it was answered now or recorded before.
	Models []ModelUsage `json:"models,omitempty"`

	// Files are what a dataset node's directory holds.
	Files []DatasetFile `json:"files,omitempty"`

	// Tools is the number of tools that stand behind all else in the artifact of a
	// dataset: those that its rows show, each once, in the order of their bytes.
	// Files that trainers want beside the data are made of them.
	Tools int64 `json:"tools,omitempty"`

	// Workflow is that of the action knowledge of which a dataset lists the tools;
	// it is a file beside the data.
	Workflow string `json:"workflow,omitempty"`

	// Licenses counts the tools of a dataset by the licence of their source;
	// "" is a source that states none.
	Licenses map[string]int64 `json:"licenses,omitempty"`

	// Findings lists every record that was rejected, failed, mended or
	// noted, in the order of the input.
	Findings []world.Finding `json:"findings"`
}

// A ModelUsage is what a served model was asked in one role.
type ModelUsage struct {
	// Attribute is the argument that refers to the model; the first, if several do.
	Attribute string `json:"attribute"`

	// Model is the model's name.
	Model string `json:"model"`

	Role string `json:"role"`

	Calls            int64 `json:"calls"`
	PromptTokens     int64 `json:"prompt_tokens"`
	CompletionTokens int64 `json:"completion_tokens"`

	// Outcomes counts the answers that were none, such as refusals, by class.
	Outcomes map[string]int64 `json:"outcomes,omitempty"`
}

// A FunnelStep is one check of a filter: how many records reached it, and how
// many of these passed.
type FunnelStep struct {
	Check   string `json:"check"`
	Reached int64  `json:"reached"`
	Passed  int64  `json:"passed"`
}

// A StageReport is how a stage is made up: how many trajectories it has, of how
// many tasks and domains, and how many the smallest and the largest domain have.
type StageReport struct {
	Trajectories int64 `json:"trajectories"`
	Tasks        int64 `json:"tasks"`
	Domains      int64 `json:"domains"`
	Smallest     int64 `json:"smallest"`
	Largest      int64 `json:"largest"`
}

// A ReasonCount is how many findings had one reason.
type ReasonCount struct {
	Reason string
	Count  int64
}

// Commonest lists the reasons, most frequent first, ties by name: most of them
// at the most, and how many it left out.
func (r Report) Commonest(most int) (top []ReasonCount, more int) {
	for _, reason := range slices.Sorted(maps.Keys(r.Reasons)) {
		top = append(top, ReasonCount{reason, r.Reasons[reason]})
	}
	slices.SortStableFunc(top, func(a, b ReasonCount) int { return cmp.Compare(b.Count, a.Count) })
	if len(top) > most {
		return top[:most], len(top) - most
	}
	return top, 0
}
