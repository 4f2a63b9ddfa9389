package compiler

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"worldc/artifact"
	"worldc/executors"
	"worldc/formats"
	"worldc/spec"
)

// texts makes the manifest, the card and what stands beside the data of a dataset:
// what the node and those upstream of it came to. They depend on nothing else, so
// that two builds of one spec write the same texts.
func (b *builder) texts(n *Node, r *Result) (map[string][]byte, *formats.Card, error) {
	upstream := b.plan.Upstream([]*Node{n})
	manifest := b.manifest(upstream, r)
	encoded, err := manifest.Encode()
	if err != nil {
		return nil, nil, err
	}
	texts := map[string][]byte{}
	if err := b.addBeside(texts, n, r); err != nil {
		return nil, nil, err
	}
	card := b.card(n, upstream, &manifest, r)
	card.Beside = slices.Sorted(maps.Keys(texts))
	for _, t := range []struct {
		name string
		data []byte
	}{{manifestName, encoded}, {cardName, card.Bytes()}} {
		if texts[t.name] != nil {
			panic(fmt.Sprintf("compiler: a format wants its own %s", t.name))
		}
		texts[t.name] = t.data
	}
	return texts, card, nil
}

func (b *builder) manifest(upstream []*Node, r *Result) artifact.Manifest {
	m := artifact.Manifest{
		Dataset: r.Node.Address,
		Worldc:  Version,
		Seed:    int64(b.plan.Spec.Experiment.Seed),
		Spec:    specDigest(b.plan, upstream),
		Inputs:  b.plan.externalInputs(upstream),
	}
	for _, up := range upstream {
		entry, holds := b.tasks[up].result.Entry, string(up.Emits)
		if up == r.Node {
			entry, holds = r.Entry, lineType(up, r.Report.Files[0])
		}
		m.Nodes = append(m.Nodes, artifact.ManifestNode{
			Address: up.Address, At: up.At(), Type: holds, Reads: addresses(up.Inputs),
			Digest: entry.Info.Digest, Records: up.Records(entry), Counts: entry.Counts,
			Models: manifestUsage(up, b.tasks[up].result.Report),
		})
	}
	m.Recordings = b.recordings(upstream)
	for _, f := range r.Report.Files {
		m.Files = append(m.Files, artifact.ManifestFile{
			Path: f.Path, Type: lineType(r.Node, f), Format: rowFormat(r.Node, f), Digest: f.Digest, Records: f.Records, Bytes: f.Bytes,
		})
	}
	return m
}

// recordings is the digest of the model calls that nodes depend on: of the
// digests of their lists, each once and sorted. It is zero where there are none.
func (b *builder) recordings(nodes []*Node) artifact.Digest {
	var lists []string
	for _, n := range nodes {
		if calls := b.tasks[n].result.Entry.Calls; calls != (artifact.Info{}) {
			lists = append(lists, calls.Digest.String())
		}
	}
	if len(lists) == 0 {
		return artifact.Digest{}
	}
	slices.Sort(lists)
	return artifact.DigestOf([]byte(strings.Join(slices.Compact(lists), "\n")))
}

// manifestUsage is what a node asked models, as a manifest says it.
func manifestUsage(n *Node, report executors.Report) []artifact.ManifestUsage {
	var list []artifact.ManifestUsage
	for _, u := range report.Models {
		list = append(list, artifact.ManifestUsage{
			Name: u.Model, Role: u.Role, Calls: u.Calls, PromptTokens: u.PromptTokens, CompletionTokens: u.CompletionTokens, CostUSD: n.Cost(u),
		})
	}
	return list
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

// rowFormat is what the rows in a file are called by those who read them; empty
// for records.
func rowFormat(n *Node, f executors.DatasetFile) string {
	if format := n.Block.Config.(*spec.Dataset).Format; strings.HasPrefix(f.Path, "data/") && format != "records" {
		return format
	}
	return ""
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
		for _, f := range n.fields() {
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
