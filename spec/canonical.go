package spec

import (
	"cmp"
	"slices"
)

// Canonical is what the spec says, for its digest: the evaluated experiment and
// blocks, sorted by address. It holds nothing of how and where the spec is
// written: comments, the order and the files of blocks, variables and locals
// that went into the values, paths outside the spec. What marshals it should
// write canonical JSON.
func (s *Spec) Canonical() any {
	c := canonicalSpec{
		Experiment: canonicalExperiment{
			Name: s.Experiment.Name, Seed: s.Experiment.Seed, Description: s.Experiment.Description, License: s.Experiment.License,
		},
		Blocks: make([]canonicalBlock, 0, len(s.Blocks)),
	}
	for _, b := range s.Blocks {
		c.Blocks = append(c.Blocks, b.canonical())
	}
	slices.SortStableFunc(c.Blocks, func(a, b canonicalBlock) int { return cmp.Compare(a.Address, b.Address) })
	return c
}

type canonicalSpec struct {
	Experiment canonicalExperiment `json:"experiment"`
	Blocks     []canonicalBlock    `json:"blocks"`
}

type canonicalExperiment struct {
	Name        string `json:"name"`
	Seed        uint64 `json:"seed"`
	Description string `json:"description"`
	License     string `json:"license"`
}

type canonicalBlock struct {
	Address string              `json:"address"`
	Fields  map[string]string   `json:"fields"`
	Reads   map[string][]string `json:"reads"`
	Files   map[string][]string `json:"files"`
}

func (b *Block) canonical() canonicalBlock {
	c := canonicalBlock{
		Address: b.Address(),
		Fields:  make(map[string]string, len(b.fields)),
		Reads:   map[string][]string{},
		Files:   map[string][]string{},
	}
	for _, f := range b.fields {
		c.Fields[f.Label] = f.Value
	}
	for _, r := range b.References {
		c.Reads[r.Attribute] = append(c.Reads[r.Attribute], r.Target.Address())
	}
	for _, f := range b.files {
		c.Files[f.Attribute] = append(c.Files[f.Attribute], f.Document)
	}
	return c
}
