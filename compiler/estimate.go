package compiler

import (
	"encoding/json"
	"errors"
	"math"
	"time"

	"worldc/artifact"
	"worldc/executors"
	"worldc/model"
	"worldc/spec"
	"worldc/world"
)

// An Estimate is what a node will ask of a served model in one role, as far as
// that can be known before. What is nil cannot.
type Estimate struct {
	Attribute string `json:"attribute"`
	Model     string `json:"model"`
	Role      string `json:"role"`

	// Records is how many records the node sets out to make.
	Records *int64 `json:"records"`

	Calls            *int64   `json:"calls"`
	PromptTokens     *int64   `json:"prompt_tokens"`
	CompletionTokens *int64   `json:"completion_tokens"`
	CostUSD          *float64 `json:"cost_usd"`
	Seconds          *float64 `json:"seconds"`

	// Mean is what a call of the role took that is recorded; nil if none is.
	Mean *MeanCall `json:"mean,omitempty"`

	// Basis says what calls are counted by: the node's "last build" or a
	// "sample"; "" if there is none.
	Basis string `json:"basis,omitempty"`

	// Recorded is how many answers of the last build are in the recordings. Those
	// that are asked for again cost nothing.
	Recorded int64 `json:"recorded"`

	// Until names the node that has to run before more can be known.
	Until string `json:"until,omitempty"`
}

// A MeanCall is what a call took on average.
type MeanCall struct {
	Answers          int64   `json:"answers"` // of which it is the mean
	PromptTokens     float64 `json:"prompt_tokens"`
	CompletionTokens float64 `json:"completion_tokens"`
	Seconds          float64 `json:"seconds,omitempty"` // 0 if not known
}

// Estimates says what the decisions cost that are not hits, by node. sample is a
// build that made a sample of each; nil where there is none.
func (p *Plan) Estimates(store *artifact.Store, models *Models, decisions []Decision, sample *Build) map[*Node][]Estimate {
	e := &estimator{models: models, bases: map[*Node]basis{}, records: map[*Node]*int64{}, means: map[meanKey]mean{}}
	last := store.Recall(p.identity())
	status := map[*Node]Decision{}
	for _, d := range decisions {
		status[d.Node] = d
		n := d.Node
		if d.Status == Hit {
			records := n.Records(d.Entry)
			e.records[n] = &records
			continue
		}
		if sample != nil {
			if r := sample.Result(n); r != nil && r.Err == nil && r.Status != Blocked && n.asks() {
				e.bases[n] = basis{name: "sample", report: r.Report}
				continue
			}
		}
		if key, ok := last[n.Address]; ok {
			if entry, ok := store.Lookup(key); ok {
				if raw, err := store.Report(entry); err == nil {
					b := basis{name: "last build", entry: entry}
					if json.Unmarshal(raw, &b.report) == nil {
						e.bases[n] = b
					}
				}
			}
		}
	}
	all := map[*Node][]Estimate{}
	for _, d := range decisions { // upstream comes first
		n := d.Node
		if d.Status == Hit {
			continue
		}
		planned, until := e.planned(n)
		if accepted := e.bases[n].share(planned); accepted != nil {
			e.records[n] = accepted
		}
		if n.asksItself() {
			all[n] = e.node(store, n, planned, until)
		}
	}
	return all
}

// An estimator knows what was made before.
type estimator struct {
	models  *Models
	bases   map[*Node]basis
	records map[*Node]*int64 // that nodes have, or will have by their basis
	means   map[meanKey]mean
}

// A basis is what a node came to before, in whole or in a sample.
type basis struct {
	name   string
	report executors.Report
	entry  artifact.Entry
}

// ended is how many records came to an end of some kind.
func (b basis) ended() int64 {
	c := b.report.Counts
	return c.Accepted + c.Rejected + c.Failed
}

// share is how many of so many planned records will be accepted, if it goes on
// as it went.
func (b basis) share(planned *int64) *int64 {
	ended := b.ended()
	if planned == nil || ended == 0 {
		return nil
	}
	n := int64(math.Round(float64(*planned) * float64(b.report.Counts.Accepted) / float64(ended)))
	return &n
}

// units is what a node's calls grow with: the tools of a graph and of domains, the
// trajectories of an evaluation, elsewhere the records that it sets out to make.
func (b basis) units(kind string) int64 {
	measure := map[string]string{"tool_graph": "tools", "domains": "tools", "evaluation": "trajectories"}[kind]
	if measure != "" {
		switch n := b.report.Measures[measure].(type) {
		case int64: // of a report that was just made
			return n
		case float64: // of one that was read
			return int64(n)
		}
		return 0
	}
	return b.ended()
}

// planned is how many records a node will set out to make; nil if that depends
// on what another comes to, which is named.
func (e *estimator) planned(n *Node) (*int64, string) {
	sum := func(of []*Node, times int64) (*int64, string) {
		var total int64
		for _, up := range of {
			records := e.records[up]
			if records == nil {
				return nil, up.Address
			}
			total += *records
		}
		total *= times
		return &total, ""
	}
	read := func(attribute string) []*Node {
		var list []*Node
		for _, in := range n.Inputs {
			if in.Attribute == attribute {
				list = append(list, in.Node)
			}
		}
		return list
	}
	switch c := n.Block.Config.(type) {
	case *spec.ToolGraph:
		return sum(read("tools"), 1)
	case *spec.Domains:
		var pools []*Node
		for _, a := range n.Ancestors {
			if a.Type == world.ToolType {
				pools = append(pools, a.Node)
			}
		}
		return sum(pools, 1)
	case *spec.Worlds:
		return sum(read("domains"), int64(c.PerDomain))
	case *spec.Tasks:
		return sum(read("worlds"), int64(c.PerWorld))
	case *spec.Rollouts:
		planned, until := sum(read("tasks"), int64(c.Trials))
		if planned != nil && c.Until != nil && c.Until.Candidates > 0 {
			*planned = min(*planned, int64(c.Until.Candidates))
		}
		return planned, until
	case *spec.Scripts:
		return sum(read("personas"), int64(c.PerPersona))
	case *spec.Roleplay:
		return sum(read("scripts"), int64(c.Trials))
	case *spec.Evaluation:
		players := int64(1)
		if c.Against != nil {
			players++
		}
		return sum(read("tasks"), players*int64(c.Trials))
	case *spec.Filter:
		return sum(read("from"), 1)
	case *spec.Mcts:
		versions := int64(c.Iterations)
		return &versions, ""
	}
	if b, ok := e.bases[n]; ok {
		planned := b.report.Counts.Planned
		return &planned, ""
	}
	return nil, ""
}

// node is what a node will ask.
func (e *estimator) node(store *artifact.Store, n *Node, planned *int64, until string) []Estimate {
	b, known := e.bases[n]
	usage := b.report.Models
	if len(usage) == 0 {
		known = false
		seen := map[*spec.Block]bool{}
		for _, r := range n.Block.Models {
			m := r.Target.Config.(*spec.Model)
			role := roleOf(n.Block, r.Attribute)
			if !m.Served() || seen[r.Target] && role == "" {
				continue
			}
			seen[r.Target] = true
			if role == "" {
				role = executors.EmbeddingRole
			}
			usage = append(usage, executors.ModelUsage{Attribute: r.Attribute, Model: m.Name, Role: role})
		}
	}
	var list []Estimate
	for _, u := range usage {
		x := Estimate{Attribute: u.Attribute, Model: u.Model, Role: u.Role, Records: planned, Until: until}
		if known {
			x.Basis = b.name
			if units := b.units(n.Block.Kind); units > 0 && planned != nil {
				calls := int64(math.Ceil(float64(u.Calls) * float64(*planned) / float64(units)))
				x.Calls = &calls
			}
		}
		e.price(n, u, &x)
		list = append(list, x)
	}
	if known && b.name == "last build" && len(list) > 0 {
		list[0].Recorded = e.models.held(store, n, b.entry)
	}
	return list
}

// price adds tokens, cost and time to an estimate of calls.
func (e *estimator) price(n *Node, u executors.ModelUsage, x *Estimate) {
	m := n.modelOf(u.Attribute)
	recorded := e.mean(n, u)
	if recorded.answers > 0 {
		x.Mean = &MeanCall{recorded.answers, tenths(recorded.prompt), tenths(recorded.completion), math.Round(recorded.seconds*1000) / 1000}
	}
	if x.Calls == nil || m == nil {
		return
	}
	calls := float64(*x.Calls)
	prompt, completion := recorded.prompt, recorded.completion
	if u.Calls > 0 { // by what the node itself asked
		prompt, completion = float64(u.PromptTokens)/float64(u.Calls), float64(u.CompletionTokens)/float64(u.Calls)
	} else if recorded.answers == 0 {
		return
	}
	in, out := int64(math.Ceil(calls*prompt)), int64(math.Ceil(calls*completion))
	x.PromptTokens, x.CompletionTokens = &in, &out
	x.CostUSD = cost(m.Price, float64(in), float64(out))
	if recorded.timed == 0 {
		return
	}
	atOnce := float64(m.MaxConcurrency)
	if atOnce == 0 {
		atOnce = 16 // with which the client begins
	}
	if x.Records != nil {
		atOnce = math.Max(1, math.Min(atOnce, float64(*x.Records)))
	}
	seconds := calls * recorded.seconds / atOnce
	if m.RateLimit.RPM > 0 {
		seconds = math.Max(seconds, calls*60/float64(m.RateLimit.RPM))
	}
	if m.RateLimit.TPM > 0 {
		seconds = math.Max(seconds, float64(in+out)*60/float64(m.RateLimit.TPM))
	}
	seconds = math.Ceil(seconds*10) / 10
	x.Seconds = &seconds
}

func tenths(x float64) float64 { return math.Round(x*10) / 10 }

// modelOf is the model that an attribute refers to.
func (n *Node) modelOf(attribute string) *spec.Model {
	for _, r := range n.Block.Models {
		if r.Attribute == attribute {
			return r.Target.Config.(*spec.Model)
		}
	}
	return nil
}

// A mean is what calls took, as recorded.
type mean struct {
	answers            int64
	prompt, completion float64 // tokens of a call

	timed   int64
	seconds float64 // of a call
}

type meanKey struct {
	path, role string
}

// mostMeans is how many answers are looked at: a mean does not need them all.
const mostMeans = 20_000

// mean is that of the calls which are recorded of a role.
func (e *estimator) mean(n *Node, u executors.ModelUsage) mean {
	var s *served
	for _, r := range n.Block.Models {
		if r.Attribute == u.Attribute {
			s = e.models.served[r.Target]
		}
	}
	if s == nil || s.recordings == nil {
		return mean{}
	}
	key := meanKey{s.path, u.Role}
	if _, ok := e.means[key]; !ok {
		e.means[key] = mean{}
		for role, m := range meansOf(s.recordings) { //lint:ordered into a map
			e.means[meanKey{s.path, role}] = m
		}
	}
	return e.means[key]
}

// meansOf are the means of recordings by role.
func meansOf(r *model.Recordings) map[string]mean {
	type total struct {
		usage model.Usage
		timed int64
		took  time.Duration
	}
	totals := map[string]*total{}
	looked := 0
	enough := errors.New("enough")
	err := r.Each(func(a model.Recorded) error {
		t := totals[a.Role]
		if t == nil {
			t = &total{}
			totals[a.Role] = t
		}
		t.usage.Add(a.Usage)
		if a.Took > 0 && a.Usage.Calls > 0 {
			t.timed++
			t.took += a.Took
		}
		if looked++; looked == mostMeans {
			return enough
		}
		return nil
	})
	if err != nil && !errors.Is(err, enough) {
		return nil
	}
	means := map[string]mean{}
	for role, t := range totals { //lint:ordered into a map
		m := mean{answers: t.usage.Calls, timed: t.timed}
		if m.answers > 0 {
			m.prompt, m.completion = float64(t.usage.PromptTokens)/float64(m.answers), float64(t.usage.CompletionTokens)/float64(m.answers)
		}
		if t.timed > 0 {
			m.seconds = t.took.Seconds() / float64(t.timed)
		}
		means[role] = m
	}
	return means
}
