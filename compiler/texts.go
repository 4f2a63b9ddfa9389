package compiler

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"worldc/artifact"
	"worldc/executors"
	"worldc/formats"
	"worldc/spec"
)

// texts makes the manifest and the card of a dataset: what the node and those
// upstream of it came to. Both depend on nothing else, so that two builds of
// one spec write the same texts.
func (b *builder) texts(n *Node, r *Result) (map[string][]byte, error) {
	upstream := b.plan.Upstream([]*Node{n})
	manifest := b.manifest(upstream, r)
	encoded, err := manifest.Encode()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		manifestName: encoded,
		cardName:     b.card(n, upstream, manifest, r).Bytes(),
	}, nil
}

func (b *builder) manifest(upstream []*Node, r *Result) artifact.Manifest {
	m := artifact.Manifest{
		Dataset: r.Node.Address,
		Worldc:  Version,
		Seed:    int64(b.plan.Spec.Experiment.Seed),
		Spec:    specDigest(b.plan, upstream),
		Inputs:  externalInputs(upstream),
	}
	for _, up := range upstream {
		entry, holds := b.tasks[up].result.Entry, string(up.Emits)
		if up == r.Node {
			entry, holds = r.Entry, lineType(up, r.Report.Files[0])
		}
		m.Nodes = append(m.Nodes, artifact.ManifestNode{
			Address: up.Address, At: up.At(), Type: holds, Reads: addresses(up.Inputs),
			Digest: entry.Info.Digest, Records: up.Records(entry), Counts: entry.Counts,
		})
	}
	for _, f := range r.Report.Files {
		m.Files = append(m.Files, artifact.ManifestFile{Path: f.Path, Type: lineType(r.Node, f), Digest: f.Digest, Records: f.Records, Bytes: f.Bytes})
	}
	return m
}

// lineType is what a line of a file is: a type of record, or of row.
func lineType(n *Node, f executors.DatasetFile) string {
	switch {
	case f.From != "":
		return string(f.From)
	case f.Holds != "":
		return f.Holds
	}
	return string(n.Emits)
}

func addresses(inputs []Input) []string {
	list := []string{}
	for _, in := range inputs {
		list = append(list, in.Node.Address)
	}
	return dedupe(list)
}

// At says where the node's block stands: the file's name and the line, without
// the directory, which is no part of a dataset.
func (n *Node) At() string {
	r := n.Block.Range
	return filepath.Base(r.Filename) + ":" + strconv.Itoa(r.Start.Line)
}

// specDigest is the digest of what the spec says about these nodes once it is
// evaluated: comments, spacing and the order of blocks are no part of it.
func specDigest(p *Plan, nodes []*Node) artifact.Digest {
	type node struct {
		Address string            `json:"address"`
		Fields  map[string]string `json:"fields"`
		Reads   []string          `json:"reads"`
	}
	list := []node{}
	for _, n := range nodes {
		fields := map[string]string{}
		for _, f := range n.Block.Fields() {
			fields[f.Label] = f.Value
		}
		list = append(list, node{n.Address, fields, addresses(n.Inputs)})
	}
	slices.SortFunc(list, func(a, b node) int { return cmp.Compare(a.Address, b.Address) })
	line, err := artifact.Marshal(map[string]any{"experiment": p.Spec.Experiment, "nodes": list})
	if err != nil {
		panic(fmt.Sprintf("compiler: an evaluated spec that is not JSON: %v", err))
	}
	return artifact.DigestOf(line)
}

func (b *builder) card(n *Node, upstream []*Node, m artifact.Manifest, r *Result) formats.Card {
	e := b.plan.Spec.Experiment
	card := formats.Card{
		Name: datasetDir(n.Block), Description: e.Description, License: e.License,
		Version: Version, Seed: e.Seed, Spec: filepath.Base(b.plan.Spec.Path),
		Type: string(n.Emits), Preview: b.options.Preview, Rows: r.Entry.Counts.Accepted,
	}
	for _, f := range r.Report.Files {
		holds := "where each row comes from"
		switch {
		case f.From != "":
			holds = string(f.From) + " records that the data refers to"
		case strings.HasPrefix(f.Path, "data/"):
			holds = "data"
			card.Type = lineType(n, f)
			card.AddSplit(f.Path)
		}
		card.Files = append(card.Files, formats.CardFile{Path: f.Path, Records: f.Records, Holds: holds})
	}
	for _, up := range upstream {
		result := b.tasks[up].result
		c := result.Entry.Counts
		card.Nodes = append(card.Nodes, formats.CardNode{
			Address: up.Address, Planned: c.Planned, Accepted: c.Accepted, Rejected: c.Rejected, Failed: c.Failed, Skipped: c.Skipped,
			Reasons: reasons(result.Report), Funnel: funnel(result.Report), Stages: stages(up, result.Report),
		})
		if up.Block.Kind == "tool_graph" && len(card.Methods) == 0 {
			card.Methods = append(card.Methods, formats.AgentScaler)
		}
	}
	for _, i := range m.Inputs {
		card.Inputs = append(card.Inputs, formats.CardInput{Name: i.Name, Digest: i.Digest.String()})
	}
	card.Licenses = licenses(r.Report)
	return card
}

// funnel says how many records passed each check of a filter.
func funnel(report executors.Report) []formats.CardCheck {
	var list []formats.CardCheck
	for _, step := range report.Funnel {
		list = append(list, formats.CardCheck(step))
	}
	return list
}

// stages says how the stages of a curriculum are made up.
func stages(n *Node, report executors.Report) []formats.CardStage {
	config, ok := n.Block.Config.(*spec.Curriculum)
	if !ok {
		return nil
	}
	var list []formats.CardStage
	for _, s := range config.Stages {
		m := report.Stages[s.Name]
		list = append(list, formats.CardStage{
			Name: s.Name, Trajectories: m.Trajectories, Tasks: m.Tasks, Domains: m.Domains, Smallest: m.Smallest, Largest: m.Largest,
		})
	}
	return list
}

// reasons lists why records of a node are missing or were changed.
func reasons(report executors.Report) []string {
	top, more := report.Commonest(10)
	var list []string
	for _, r := range top {
		list = append(list, fmt.Sprintf("%d %s", r.Count, r.Reason))
	}
	if more > 0 {
		list = append(list, fmt.Sprintf("%d reasons more", more))
	}
	return list
}

// licenses lists what the dataset's report counts, commonest first.
func licenses(report executors.Report) []formats.CardLicense {
	var list []formats.CardLicense
	for license, tools := range report.Licenses {
		list = append(list, formats.CardLicense{License: license, Tools: tools})
	}
	slices.SortFunc(list, func(a, b formats.CardLicense) int {
		return cmp.Or(cmp.Compare(b.Tools, a.Tools), cmp.Compare(a.License, b.License))
	})
	return list
}
