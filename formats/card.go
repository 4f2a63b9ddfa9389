// Package formats turns records into what trainers and hubs read. It knows
// records and their fields, and neither where they come from nor where they
// go.
package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"strings"
)

// A Card is what a dataset card says. Nothing in it may depend on the time, the
// machine or the place where the dataset is built.
type Card struct {
	Name        string
	Description string
	License     string // SPDX identifier of the dataset itself; empty if the spec names none
	Version     string // of worldc
	Seed        uint64
	Spec        string // the spec's base name
	Type        string // of the records
	Preview     int64  // records a node of a preview; 0 for the real build

	Rows     int64
	Configs  []CardConfig
	Files    []CardFile
	Nodes    []CardNode
	Licenses []CardLicense
	Inputs   []CardInput

	// Methods are the published methods that the dataset's nodes carry out.
	Methods []Method
}

// A CardConfig is a part of the data that is read by itself: a stage, or all of
// it.
type CardConfig struct {
	Name   string
	Splits []CardSplit
}

// A CardSplit names the data files of one split.
type CardSplit struct{ Name, Pattern string }

// AddSplit takes up a file of the data, such as
// data/STAGE/train-00000-of-00001.jsonl.zst.
func (c *Card) AddSplit(file string) {
	dir, base := path.Split(file)
	config := strings.Trim(strings.TrimPrefix(dir, "data"), "/")
	if config == "" {
		config = "default"
	}
	if n := len(c.Configs); n == 0 || c.Configs[n-1].Name != config {
		c.Configs = append(c.Configs, CardConfig{Name: config})
	}
	at := &c.Configs[len(c.Configs)-1]
	name := strings.TrimSuffix(numbers.ReplaceAllString(base, ""), "-")
	if n := len(at.Splits); n == 0 || at.Splits[n-1].Name != name {
		at.Splits = append(at.Splits, CardSplit{name, dir + name + "-*"})
	}
}

// numbers are what follows the name of a split in that of its files.
var numbers = regexp.MustCompile(`-[0-9]{5,}-of-[0-9]{5,}.*$`)

// A CardFile is a file of the dataset.
type CardFile struct {
	Path    string
	Records int64
	Holds   string
}

// A CardNode is a step of the build, with the funnel of its records.
type CardNode struct {
	Address                                      string
	Planned, Accepted, Rejected, Failed, Skipped int64
	// Reasons are the commonest for which records are missing.
	Reasons []string

	// Funnel are the checks of a filter, in their order.
	Funnel []CardCheck

	// Stages are those of a curriculum.
	Stages []CardStage
}

// A CardStage is a stage of a curriculum and how it is made up.
type CardStage struct {
	Name                         string
	Trajectories, Tasks, Domains int64
	Smallest, Largest            int64 // trajectories of a domain
}

// A CardCheck is one check of a filter: how many records reached it, and how
// many of these passed.
type CardCheck struct {
	Check           string
	Reached, Passed int64
}

// A CardLicense counts the tools whose source is under a licence.
type CardLicense struct {
	License string // empty: the source states none
	Tools   int64
}

// A CardInput is an external input.
type CardInput struct{ Name, Digest string }

// A Method is a published method, for citation.
type Method struct{ Name, Title, ArXiv string }

// AgentScaler is the method of tool graphs, domains, worlds and tasks.
var AgentScaler = Method{"AgentScaler", "Towards General Agentic Intelligence via Environment Scaling", "2509.13311"}

// Bytes is the card as Markdown with the YAML header that dataset hubs read.
func (c Card) Bytes() []byte {
	var b bytes.Buffer
	c.header(&b)
	fmt.Fprintf(&b, "\n# %s\n\n", c.Name)
	if c.Preview > 0 {
		fmt.Fprintf(&b, "**A preview**: at most %d records of every step. Do not train on it.\n\n", c.Preview)
	}
	if c.Description != "" {
		fmt.Fprintf(&b, "%s\n\n", c.Description)
	}
	fmt.Fprintf(&b, "%d rows (%s), built by worldc %s from `%s` with seed %d.\n", c.Rows, rowKind(c.Type), c.Version, c.Spec, c.Seed)

	fmt.Fprintf(&b, "\n## Build it again\n\n```\nworldc build %s\nworldc verify out/%s\n```\n\n", c.Spec, c.Name)
	b.WriteString("The same spec, inputs and version of worldc give the same records on any machine;\n`manifest.toml` holds the digests that prove it.\n")

	b.WriteString("\n## Files\n\n| file | records | holds |\n|---|--:|---|\n")
	for _, f := range c.Files {
		fmt.Fprintf(&b, "| `%s` | %d | %s |\n", f.Path, f.Records, f.Holds)
	}

	b.WriteString("\n## How it came about\n\n| step | planned | accepted | rejected | failed | skipped |\n|---|--:|--:|--:|--:|--:|\n")
	for _, n := range c.Nodes {
		fmt.Fprintf(&b, "| `%s` | %d | %d | %d | %d | %d |\n", n.Address, n.Planned, n.Accepted, n.Rejected, n.Failed, n.Skipped)
	}
	for _, n := range c.Nodes {
		if len(n.Funnel) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\nThe checks of `%s`, in their order:\n\n| check | reached it | passed | rejected |\n|---|--:|--:|--:|\n", n.Address)
		for _, s := range n.Funnel {
			fmt.Fprintf(&b, "| %s | %d | %d | %d |\n", cell(s.Check), s.Reached, s.Passed, s.Reached-s.Passed)
		}
	}
	for _, n := range c.Nodes {
		if len(n.Stages) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\nThe stages of `%s`:\n\n| stage | trajectories | tasks | domains | of one domain |\n|---|--:|--:|--:|--:|\n", n.Address)
		for _, s := range n.Stages {
			fmt.Fprintf(&b, "| %s | %d | %d | %d | %d to %d |\n", cell(s.Name), s.Trajectories, s.Tasks, s.Domains, s.Smallest, s.Largest)
		}
	}
	for _, n := range c.Nodes {
		if len(n.Reasons) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n`%s`:\n\n", n.Address)
		for _, r := range n.Reasons {
			fmt.Fprintf(&b, "- %s\n", r)
		}
	}
	c.sources(&b)
	if len(c.Methods) > 0 {
		b.WriteString("\n## Methods\n\n")
		for _, m := range c.Methods {
			fmt.Fprintf(&b, "- %s: *%s*, arXiv %s\n", m.Name, m.Title, m.ArXiv)
		}
	}
	return b.Bytes()
}

// rowKind says what the rows are.
func rowKind(t string) string {
	if t == "Row" {
		return "messages with tools"
	}
	return t + " records"
}

// header writes the YAML block. Every string is quoted as JSON, which YAML
// reads as the same string.
func (c Card) header(b *bytes.Buffer) {
	b.WriteString("---\n")
	if c.License != "" {
		fmt.Fprintf(b, "license: %s\n", quote(strings.ToLower(c.License)))
	}
	fmt.Fprintf(b, "pretty_name: %s\n", quote(c.Name))
	b.WriteString("tags:\n- worldc\n- synthetic\n- tool-use\n- agent\n")
	fmt.Fprintf(b, "size_categories:\n- %s\n", quote(sizeCategory(c.Rows)))
	b.WriteString("configs:\n")
	for _, config := range c.Configs {
		name := config.Name
		if name != "default" {
			name = quote(name)
		}
		fmt.Fprintf(b, "- config_name: %s\n  data_files:\n", name)
		for _, s := range config.Splits {
			fmt.Fprintf(b, "  - split: %s\n    path: %s\n", quote(s.Name), quote(s.Pattern))
		}
	}
	b.WriteString("---\n")
}

func (c Card) sources(b *bytes.Buffer) {
	if len(c.Licenses) > 0 {
		b.WriteString("\n## Licences of the sources\n\n| licence | tools |\n|---|--:|\n")
		for _, l := range c.Licenses {
			name := l.License
			if name == "" {
				name = "(not stated)"
			}
			fmt.Fprintf(b, "| %s | %d |\n", cell(name), l.Tools)
		}
	}
	if len(c.Inputs) > 0 {
		b.WriteString("\n## Inputs\n\n| file | SHA-256 |\n|---|---|\n")
		for _, i := range c.Inputs {
			fmt.Fprintf(b, "| %s | `%s` |\n", cell(i.Name), i.Digest)
		}
	}
}

// cell makes text safe inside a Markdown table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "\r", " ", "<", "&lt;").Replace(s)
}

func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// sizeCategory is the hub's name for a number of rows.
func sizeCategory(rows int64) string {
	bounds := []struct {
		below int64
		name  string
	}{{1_000, "n<1K"}, {10_000, "1K<n<10K"}, {100_000, "10K<n<100K"}, {1_000_000, "100K<n<1M"}, {10_000_000, "1M<n<10M"}}
	for _, b := range bounds {
		if rows < b.below {
			return b.name
		}
	}
	return "n>10M"
}
