// Package formats turns records into what trainers and hubs read. It knows
// records and their fields, and neither where they come from nor where they
// go.
package formats

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/world"
)

// A Card is what is said about a dataset to people and to hubs: the manifest,
// and what it does not hold. Nothing in it may depend on the time, the machine or
// the place where the dataset is built, nor on how well its files compress.
type Card struct {
	Manifest *artifact.Manifest

	// Name is that of the dataset's directory.
	Name string

	// Experiment, Description and License are what the spec says of itself; the
	// licence is an SPDX identifier.
	Experiment, Description, License string

	// Creator is who made the dataset, and URL where it or its maker is at home;
	// either may be empty.
	Creator, URL string

	// Languages are what is spoken in the data (`en`), as far as it is known.
	Languages []string

	// Generated says that the data was made by machine.
	Generated bool

	// Of is what rows are made of, and As says which rows of their format they
	// are; records that are written as they are have neither.
	Of world.Type
	As Variant

	// Beside are files beside the data that the readers of its format want.
	Beside []string

	// Preview is the number of records a node of a preview; 0 for the real build.
	Preview int64

	// Command is the command that builds the dataset, without `worldc build`, and
	// without addresses, for which [AddressPlaceholder] stands.
	Command string

	// Aside are variables of the spec that change no record: they say where models
	// are asked and how.
	Aside []string

	// Sources are the files of the spec.
	Sources []Source

	// Nodes say more of the nodes of the manifest, in its order.
	Nodes []CardNode

	// Licenses are those of the tools' sources, commonest first.
	Licenses []CardLicense

	// SourceLicenses are the licences of inputs by their names, where they are
	// declared.
	SourceLicenses map[string]string

	// Methods are the published methods that the dataset's nodes carry out.
	Methods []Method
}

// A Source is a file of a spec.
type Source struct{ Name, Text string }

// A CardNode says why records of a step of the build are missing.
type CardNode struct {
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

// AddressPlaceholder stands in commands for the address of a server, which is
// nobody's business and differs from machine to machine.
const AddressPlaceholder = "ADDRESS"

// maxSource is the longest spec that a card shows.
const maxSource = 64 << 10

// Title is what the dataset is called for people.
func (c *Card) Title() string {
	if c.Experiment == "" || c.Experiment == c.Name {
		return c.Name
	}
	return c.Experiment + ": " + c.Name
}

// Rows is the number of rows.
func (c *Card) Rows() int64 {
	var rows int64
	for _, config := range Configs(c.Manifest.Files) {
		rows += config.Rows()
	}
	return rows
}

// shape is what a row is.
func (c *Card) shape() (format string, of world.Type, s Shape, known bool) {
	for _, f := range c.Manifest.Files {
		if strings.HasPrefix(f.Path, dataDir) {
			of = world.Type(f.Type)
			if f.Format != "" {
				of = c.Of
			}
			s, known = ShapeOf(f.Format, of, c.As)
			return f.Format, of, s, known
		}
	}
	return "", "", Shape{}, false
}

// games reports whether rows are games of scripts and nothing else.
func (c *Card) games() bool {
	scripts, tasks := false, false
	for _, f := range c.Manifest.Files {
		scripts = scripts || f.Path == "scripts.jsonl.zst"
		tasks = tasks || f.Path == "tasks.jsonl.zst"
	}
	return c.Of == world.TrajectoryType && scripts && !tasks
}

// Bytes is the card as Markdown with the YAML header that dataset hubs read.
func (c *Card) Bytes() []byte {
	var b bytes.Buffer
	c.header(&b)
	fmt.Fprintf(&b, "\n# %s\n\n", Cell(c.Title()))
	if c.Preview > 0 {
		fmt.Fprintf(&b, "**A preview**: at most %d records of every step. Do not train on it.\n\n", c.Preview)
	}
	if c.Description != "" {
		fmt.Fprintf(&b, "%s\n\n", c.Description)
	}
	if c.Creator != "" {
		fmt.Fprintf(&b, "Made by %s.\n\n", Cell(c.Creator))
	}
	if c.URL != "" {
		fmt.Fprintf(&b, "<%s>\n\n", c.URL)
	}
	c.whatItIs(&b)
	c.load(&b)
	c.files(&b)
	c.howItCame(&b)
	c.sources(&b)
	c.rebuild(&b)
	c.citation(&b)
	return b.Bytes()
}

// whatItIs says what the rows are, how many there are, and where.
func (c *Card) whatItIs(b *bytes.Buffer) {
	format, of, shape, known := c.shape()
	row := "a " + string(of) + " record"
	if known {
		row = shape.Row
		if c.games() {
			row = strings.Replace(row, talkOfTools, "a game that a player plays by writing what it thinks and does", 1)
		}
	}
	fmt.Fprintf(b, "%d rows, built by worldc %s from `%s` with seed %d. Each row is %s", c.Rows(), c.Manifest.Worldc, c.specName(), c.Manifest.Seed, row)
	if format != "" {
		fmt.Fprintf(b, " (format `%s`)", format)
	}
	b.WriteString(".\n\n| config | split | rows | bytes, uncompressed |\n|---|---|--:|--:|\n")
	for _, config := range Configs(c.Manifest.Files) {
		for _, s := range config.Splits {
			fmt.Fprintf(b, "| %s | %s | %d | %d |\n", Cell(config.Name), Cell(s.Name), s.Rows(), s.Bytes())
		}
	}
	if !known || len(shape.Fields) == 0 {
		return
	}
	b.WriteString("\n## Fields\n\n| field | holds | |\n|---|---|---|\n")
	for _, f := range shape.Fields {
		writeField(b, "", f)
	}
}

// writeField writes the line of a field and of those in it.
func writeField(b *bytes.Buffer, above string, f Field) {
	name := above + f.Name
	kind := string(f.Kind)
	if f.List {
		kind = "list of " + kind
	}
	if f.Optional {
		kind += ", optional"
	}
	fmt.Fprintf(b, "| `%s` | %s | %s |\n", name, kind, f.Says)
	if f.List {
		name += "[]"
	}
	for _, sub := range f.Of {
		writeField(b, name+".", sub)
	}
}

// specName is what the command builds.
func (c *Card) specName() string {
	name, _, _ := strings.Cut(c.Command, " ")
	return name
}

// load shows how the data is read.
func (c *Card) load(b *bytes.Buffer) {
	configs := Configs(c.Manifest.Files)
	if !Loadable(c.Manifest.Files) {
		return
	}
	config, split := configs[0], configs[0].Splits[0]
	if i := slices.IndexFunc(config.Splits, func(s Split) bool { return s.Name == "train" }); i >= 0 {
		split = config.Splits[i]
	}
	_, _, shape, known := c.shape()
	b.WriteString("\n## Load it\n\n")
	if known && !shape.Closed() {
		b.WriteString("Read it as JSON. Fields that are open structures differ from row to row, and a reader that gives them\n" +
			"one type for all rows (Arrow, and so `datasets` and Parquet) fills them up with nulls.\n")
	} else {
		arguments := quote(c.Name)
		if config.Name != defaultConfig {
			arguments += ", " + quote(config.Name)
		}
		fmt.Fprintf(b, "```python\nfrom datasets import load_dataset\n\nrows = load_dataset(%s, split=%s)  # a directory, or the name on the hub\n```\n", arguments, quote(split.Name))
	}
	file := split.Files[0].Path
	pattern := strings.ReplaceAll(split.Patterns[0], "'", "''")
	switch {
	case strings.HasSuffix(file, ".parquet"):
		fmt.Fprintf(b, "\n```sql\n-- DuckDB\nSELECT * FROM read_parquet('%s');\n```\n", pattern)
	case strings.HasSuffix(file, ".json") || !known:
		return
	default:
		var columns []string
		for _, f := range shape.Fields {
			columns = append(columns, fmt.Sprintf("%s: '%s'", f.Name, duckType(f)))
		}
		fmt.Fprintf(b, "\n```sql\n-- DuckDB\nSELECT * FROM read_json('%s', format = 'newline_delimited', columns = {%s});\n```\n", pattern, strings.Join(columns, ", "))
	}
}

// duckType is the type of a column for DuckDB, which keeps JSON as it is.
func duckType(f Field) string {
	if !f.List {
		switch f.Kind {
		case TextKind, JSONTextKind:
			return "VARCHAR"
		case IntegerKind:
			return "BIGINT"
		case NumberKind:
			return "DOUBLE"
		case BooleanKind:
			return "BOOLEAN"
		}
	}
	return "JSON"
}

func (c *Card) files(b *bytes.Buffer) {
	b.WriteString("\n## Files\n\n| file | records | bytes, uncompressed | holds |\n|---|--:|--:|---|\n")
	for _, f := range c.Manifest.Files {
		fmt.Fprintf(b, "| `%s` | %d | %d | %s |\n", f.Path, f.Records, f.Bytes, holds(f))
	}
	if len(c.Beside) > 0 {
		fmt.Fprintf(b, "\nFor those who read the format `%s`: `%s`.\n", c.Manifest.Files[0].Format, strings.Join(c.Beside, "`, `"))
	}
	b.WriteString("\n`manifest.toml` has the digests of their uncompressed content and of every step, `croissant.json` describes them\n" +
		"for machines, and `SHA256SUMS` has the sums of all files as they lie there. `worldc verify` checks all of them.\n")
}

// holds says what a file is for.
func holds(f artifact.ManifestFile) string {
	switch {
	case strings.HasPrefix(f.Path, dataDir):
		return "the data"
	case f.Type == "Lineage":
		return "where each row comes from"
	}
	return f.Type + " records that the data refers to"
}

// howItCame shows what became of the records, step by step.
func (c *Card) howItCame(b *bytes.Buffer) {
	b.WriteString("\n## How it came about\n\n| step | planned | accepted | rejected | failed | skipped |\n|---|--:|--:|--:|--:|--:|\n")
	for _, n := range c.Manifest.Nodes {
		fmt.Fprintf(b, "| `%s` | %d | %d | %d | %d | %d |\n", n.Address, n.Planned, n.Accepted, n.Rejected, n.Failed, n.Skipped)
	}
	for i, n := range c.Nodes {
		if len(n.Funnel) == 0 {
			continue
		}
		fmt.Fprintf(b, "\nThe checks of `%s`, in their order:\n\n| check | reached it | passed | rejected |\n|---|--:|--:|--:|\n", c.Manifest.Nodes[i].Address)
		for _, s := range n.Funnel {
			fmt.Fprintf(b, "| %s | %d | %d | %d |\n", Cell(s.Check), s.Reached, s.Passed, s.Reached-s.Passed)
		}
	}
	for i, n := range c.Nodes {
		if len(n.Stages) == 0 {
			continue
		}
		fmt.Fprintf(b, "\nThe stages of `%s`:\n\n| stage | trajectories | tasks | domains | of one domain |\n|---|--:|--:|--:|--:|\n", c.Manifest.Nodes[i].Address)
		for _, s := range n.Stages {
			fmt.Fprintf(b, "| %s | %d | %d | %d | %d to %d |\n", Cell(s.Name), s.Trajectories, s.Tasks, s.Domains, s.Smallest, s.Largest)
		}
	}
	for i, n := range c.Nodes {
		if len(n.Reasons) == 0 {
			continue
		}
		fmt.Fprintf(b, "\nWhat is missing or was changed in `%s`:\n\n", c.Manifest.Nodes[i].Address)
		for _, r := range n.Reasons {
			fmt.Fprintf(b, "- %s\n", Cell(r))
		}
	}
}

func (c *Card) sources(b *bytes.Buffer) {
	if len(c.Licenses) > 0 {
		b.WriteString("\n## Licences of the sources\n\n| licence | tools |\n|---|--:|\n")
		for _, l := range c.Licenses {
			fmt.Fprintf(b, "| %s | %d |\n", Cell(orUnstated(l.License)), l.Tools)
		}
	}
	if len(c.Manifest.Inputs) > 0 {
		b.WriteString("\n## Inputs\n\n| file | bytes | licence | SHA-256 |\n|---|--:|---|---|\n")
		for _, i := range c.Manifest.Inputs {
			fmt.Fprintf(b, "| %s | %d | %s | `%s` |\n", Cell(i.Name), i.Bytes, Cell(c.SourceLicenses[i.Name]), i.Digest)
		}
	}
}

func orUnstated(license string) string {
	if license == "" {
		return "(not stated)"
	}
	return license
}

// rebuild shows the commands and the spec.
func (c *Card) rebuild(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## Build it again\n\n```sh\nworldc build %s\nworldc verify out/%s\n```\n\n", c.Command, c.Name)
	b.WriteString("The same spec, inputs and version of worldc give the same files on any machine.\n")
	if strings.Contains(c.Command, AddressPlaceholder) {
		fmt.Fprintf(b, "%s stands for an address, which is not told here: put one of yours there.\n", AddressPlaceholder)
	}
	if len(c.Aside) > 0 {
		fmt.Fprintf(b, "Set what only says where and how models are asked as it is with you, by `--var`: `%s`.\n", strings.Join(c.Aside, "`, `"))
	}
	for _, s := range c.Sources {
		if len(s.Text) > maxSource {
			fmt.Fprintf(b, "\n`%s` has %d bytes, too many to be shown here.\n", s.Name, len(s.Text))
			continue
		}
		fence := fenceFor(s.Text)
		fmt.Fprintf(b, "\n`%s`:\n\n%shcl\n%s\n%s\n", s.Name, fence, strings.TrimRight(s.Text, "\n"), fence)
	}
}

// fenceFor is a fence that no line of the text can close.
func fenceFor(text string) string {
	longest, run := 2, 0
	for _, r := range text {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return strings.Repeat("`", longest+1)
}

func (c *Card) citation(b *bytes.Buffer) {
	if len(c.Methods) == 0 {
		return
	}
	b.WriteString("\n## Citation\n\nThe methods by which the data was made:\n")
	for _, m := range c.Methods {
		fmt.Fprintf(b, "\n- %s: *%s*, [arXiv %s](%s)\n", m.Name, m.Title, m.ArXiv, m.URL())
	}
	for _, m := range c.Methods {
		fmt.Fprintf(b, "\n```bibtex\n%s```\n", m.BibTeX())
	}
}

// Cell makes text safe inside a Markdown table.
func Cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "\r", " ", "<", "&lt;", "`", "\\`").Replace(s)
}

// Loadable reports whether the rows of a dataset are records for whoever loads
// its data files: those of a document that has more around them are not.
func Loadable(files []artifact.ManifestFile) bool {
	for _, f := range files {
		if !strings.HasPrefix(f.Path, dataDir) {
			continue
		}
		i := slices.IndexFunc(All, func(o Format) bool { return o.Name == f.Format })
		return i < 0 || All[i].File != Document || All[i].Head == "["
	}
	return false
}

// dataDir is where the data lies.
const dataDir = "data/"

// defaultConfig is what hubs call data that is not divided.
const defaultConfig = "default"

// A Config is a part of the data that is read by itself: a stage, or all of it.
type Config struct {
	Name   string
	Splits []Split
}

// A Split is the files of one split, and the patterns that match them and no
// other file.
type Split struct {
	// Name is that in the names of the files, but with underscores for hyphens,
	// which hubs do not take.
	Name string

	Files    []artifact.ManifestFile
	Patterns []string
}

// Rows is the number of rows of the config.
func (c Config) Rows() int64 {
	var n int64
	for _, s := range c.Splits {
		n += s.Rows()
	}
	return n
}

// Bytes is the number of their bytes, uncompressed.
func (c Config) Bytes() int64 {
	var n int64
	for _, s := range c.Splits {
		n += s.Bytes()
	}
	return n
}

// Rows is the number of rows of the split.
func (s Split) Rows() int64 {
	var n int64
	for _, f := range s.Files {
		n += f.Records
	}
	return n
}

// Bytes is the number of their bytes, uncompressed.
func (s Split) Bytes() int64 {
	var n int64
	for _, f := range s.Files {
		n += f.Bytes
	}
	return n
}

// Configs are the parts of the data among the files of a dataset, such as
// data/STAGE/train-00000-of-00001.jsonl.zst, in the order of the files.
func Configs(files []artifact.ManifestFile) []Config {
	var configs []Config
	var raw [][]string // names of splits in those of files
	for _, f := range files {
		stage, split, ok := place(f.Path)
		if !ok {
			continue
		}
		name := stage
		if name == "" {
			name = defaultConfig
		}
		i := slices.IndexFunc(configs, func(c Config) bool { return c.Name == name })
		if i < 0 {
			i = len(configs)
			configs, raw = append(configs, Config{Name: name}), append(raw, nil)
		}
		j := slices.Index(raw[i], split)
		if j < 0 {
			j = len(raw[i])
			raw[i] = append(raw[i], split)
			configs[i].Splits = append(configs[i].Splits, Split{Name: strings.ReplaceAll(split, "-", "_")})
		}
		configs[i].Splits[j].Files = append(configs[i].Splits[j].Files, f)
	}
	for i := range configs {
		for j := range configs[i].Splits {
			configs[i].Splits[j].Patterns = patterns(configs[i].Splits[j].Files, raw[i][j], raw[i])
		}
	}
	return configs
}

// place is the stage and the split that the name of a data file tells.
func place(file string) (stage, split string, ok bool) {
	rest, ok := strings.CutPrefix(file, dataDir)
	if !ok {
		return "", "", false
	}
	if i := strings.LastIndexByte(rest, '/'); i >= 0 {
		stage, rest = rest[:i], rest[i+1:]
	}
	return stage, strings.TrimSuffix(numbers.ReplaceAllString(rest, ""), "-"), true
}

// patterns match the files of a split: one pattern, unless it would match those
// of another split too.
func patterns(files []artifact.ManifestFile, split string, others []string) []string {
	if !slices.ContainsFunc(others, func(o string) bool { return strings.HasPrefix(o, split+"-") }) {
		dir := files[0].Path[:strings.LastIndexByte(files[0].Path, '/')+1]
		return []string{dir + split + "-*"}
	}
	list := make([]string, len(files))
	for i, f := range files {
		list[i] = f.Path
	}
	return list
}
