package compiler

import (
	"worldc/artifact"
)

// Status says what a node's cache decision is, or what became of it.
type Status string

// The statuses of a plan, then those of a build.
const (
	// Hit: the artifact is in the store.
	Hit Status = "hit"
	// Run: the artifact has to be made.
	Run Status = "run"
	// Unknown: that depends on what a node upstream comes to, which runs first.
	Unknown Status = "unknown"

	// Ran: the build made the artifact.
	Ran Status = "ran"
	// Broken: the executor failed.
	Broken Status = "failed"
	// Blocked: a node upstream failed.
	Blocked Status = "blocked"
)

// A Decision is what a build would do with a node.
type Decision struct {
	Node    *Node
	Status  Status
	Reasons []string // why it runs, or cannot be known
	Key     artifact.Key
	Entry   artifact.Entry // of a Hit
}

// Decide looks up every node of the plan in the store. It writes nothing.
func (p *Plan) Decide(store *artifact.Store, models *Models) []Decision {
	last := store.Recall(p.identity())
	made := map[*Node]artifact.Info{}
	decisions := make([]Decision, 0, len(p.Nodes))
	for _, n := range p.Nodes {
		d := Decision{Node: n}
		if waits := n.waitsFor(made); len(waits) > 0 {
			d.Status, d.Reasons = Unknown, waits
			decisions = append(decisions, d)
			continue
		}
		fields := n.keyFields(p.Spec.Experiment.Seed, artifact.Field{}, func(up *Node) artifact.Digest { return made[up].Digest })
		d.Key = artifact.NewKey(fields)
		entry, ok := store.Lookup(d.Key)
		why := ""
		if ok {
			why = models.disagrees(store, n, entry)
		}
		switch {
		case ok && why == "":
			d.Status, d.Entry = Hit, entry
			made[n] = entry.Info
		case ok:
			d.Status, d.Reasons = Run, []string{why}
		default:
			d.Status = Run
			d.Reasons = p.why(store, last, n, fields)
		}
		decisions = append(decisions, d)
	}
	return decisions
}

// waitsFor names the nodes upstream that have to run before the node's key can
// be known.
func (n *Node) waitsFor(made map[*Node]artifact.Info) []string {
	var waits []string
	for _, up := range n.upstream() {
		if _, ok := made[up]; !ok {
			waits = append(waits, up.Address+" runs first")
		}
	}
	return dedupe(waits)
}

// upstream lists the node's inputs and ancestors.
func (n *Node) upstream() []*Node {
	var up []*Node
	for _, in := range n.Inputs {
		up = append(up, in.Node)
	}
	for _, a := range n.Ancestors {
		up = append(up, a.Node)
	}
	return up
}

// why finds the reasons for which a node runs, by the key that its address had
// in the last build of this spec.
func (p *Plan) why(store *artifact.Store, last map[string]artifact.Key, n *Node, fields []artifact.Field) []string {
	key, known := last[n.Address]
	var entry artifact.Entry
	if known {
		entry, known = store.Lookup(key)
	}
	if !known && key == artifact.NewKey(fields) {
		return []string{"its artifact is no longer in the store"}
	}
	return n.reasons(entry, known, fields)
}

// identity names the spec in the store's memory of last builds.
func (p *Plan) identity() string { return p.Spec.Path }
