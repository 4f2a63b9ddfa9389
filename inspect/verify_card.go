package inspect

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"worldc/formats"
)

// A cardHeader is what of the YAML at the head of a card repeats the manifest.
// Whatever else a hub or its user writes there is theirs.
type cardHeader struct {
	License     string   `yaml:"license"`
	LicenseName string   `yaml:"license_name"`
	Sizes       []string `yaml:"size_categories"`

	Languages yaml.Node `yaml:"language"` // one, or a list

	Configs []struct {
		Name  string `yaml:"config_name"`
		Files []struct {
			Split string    `yaml:"split"`
			Path  yaml.Node `yaml:"path"` // one, or a list
		} `yaml:"data_files"`
	} `yaml:"configs"`

	Info []struct {
		Name   string `yaml:"config_name"`
		Splits []struct {
			Name  string `yaml:"name"`
			Bytes int64  `yaml:"num_bytes"`
			Rows  int64  `yaml:"num_examples"`
		} `yaml:"splits"`
		Bytes int64 `yaml:"dataset_size"`
	} `yaml:"dataset_info"`
}

// A stated is what a card states that the metadata states as well.
type stated struct {
	license   string // as hubs call it
	languages []string

	// head is what stands between the header and the first table, text all of it.
	head, text string
}

// headOf is the part of a card, without its header, that says who made it.
func headOf(text string) string {
	head, _, _ := strings.Cut(text, "\n|")
	return head
}

// madeBy is who a card that worldc wrote says made it; empty where it says nobody.
func (s *stated) madeBy() string {
	for line := range strings.Lines(s.head) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "Made by "); ok {
			return strings.TrimSuffix(name, ".")
		}
	}
	return ""
}

// at is where a card that worldc wrote says its maker is at home; empty where it
// does not.
func (s *stated) at() string {
	for line := range strings.Lines(s.head) {
		line = strings.TrimSpace(line)
		if url, ok := strings.CutPrefix(line, "<http"); ok && strings.HasSuffix(url, ">") {
			return strings.Trim(line, "<>")
		}
	}
	return ""
}

// fence stands before and after the header.
const headerFence = "---\n"

// checkCard compares the card with the manifest. It returns what the card states that
// the metadata has to agree with; nil if its header cannot be read.
func (d *Dataset) checkCard(card []byte, problem func(string, ...any)) *stated {
	bad := func(format string, args ...any) { problem(CardName+": "+format, args...) }
	d.checkTables(string(card), bad)
	text, ok := bytes.CutPrefix(card, []byte(headerFence))
	end := bytes.Index(text, []byte("\n"+headerFence))
	if !ok || end < 0 {
		bad("it has no header between two lines of ---, without which hubs do not find the data: build the dataset again")
		return nil
	}
	var h cardHeader
	if err := yaml.Unmarshal(card[:len(headerFence)+end+1], &h); err != nil {
		bad("its header cannot be read: %s: mend it, or build the dataset again", strings.TrimPrefix(err.Error(), "yaml: "))
		return nil
	}
	configs := formats.Configs(d.Manifest.Files)
	var rows int64
	for _, c := range configs {
		rows += c.Rows()
		if formats.Loadable(d.Manifest.Files) {
			d.checkConfig(&h, c, bad)
		}
	}
	for _, c := range h.Configs {
		if !slices.ContainsFunc(configs, func(o formats.Config) bool { return o.Name == c.Name }) {
			bad("its header names a config %q, of which there are no files: take it out", c.Name)
		}
	}
	if want := formats.SizeCategory(rows); !slices.Equal(h.Sizes, []string{want}) {
		bad("its header gives the size category %s, and %s are %s: write that", orMissing(strings.Join(h.Sizes, ", ")), Count(rows, "row"), want)
	}
	rest := string(text[end+1+len(headerFence):])
	return &stated{license: cmp.Or(h.LicenseName, h.License), languages: oneOrMore(&h.Languages), head: headOf(rest), text: rest}
}

func orMissing(s string) string { return cmp.Or(s, "(none)") }

// checkConfig compares what the header says of a config with its files.
func (d *Dataset) checkConfig(h *cardHeader, c formats.Config, bad func(string, ...any)) {
	i := 0
	for i < len(h.Configs) && h.Configs[i].Name != c.Name {
		i++
	}
	if i == len(h.Configs) {
		bad("its header names no config %q: hubs would not find %s", c.Name, c.Splits[0].Files[0].Path)
	} else {
		for _, s := range c.Splits {
			found := false
			for _, f := range h.Configs[i].Files {
				if f.Split != s.Name {
					continue
				}
				found = true
				if have := oneOrMore(&f.Path); !slices.Equal(have, s.Patterns) {
					bad("its header finds the split %q of %q at %s, and it is at %s: write that",
						s.Name, c.Name, orMissing(strings.Join(have, ", ")), strings.Join(s.Patterns, ", "))
				}
			}
			if !found {
				bad("its header names no split %q of the config %q: hubs would not find %s", s.Name, c.Name, s.Files[0].Path)
			}
		}
		for _, f := range h.Configs[i].Files {
			if !slices.ContainsFunc(c.Splits, func(s formats.Split) bool { return s.Name == f.Split }) {
				bad("its header names a split %q of the config %q, of which there are no files: take it out", f.Split, c.Name)
			}
		}
	}

	i = 0
	for i < len(h.Info) && h.Info[i].Name != c.Name {
		i++
	}
	if i == len(h.Info) {
		bad("its header has no dataset_info of the config %q: build the dataset again", c.Name)
		return
	}
	for _, s := range c.Splits {
		found := false
		for _, t := range h.Info[i].Splits {
			if t.Name != s.Name {
				continue
			}
			found = true
			if t.Rows != s.Rows() || t.Bytes != s.Bytes() {
				bad("its header gives the split %q of %q %s of %s, and by the manifest it has %s of %s: write that, or loading it fails",
					s.Name, c.Name, Count(t.Rows, "row"), Count(t.Bytes, "byte"), Thousands(s.Rows()), Thousands(s.Bytes()))
			}
		}
		if !found {
			bad("its dataset_info has no split %q of the config %q: build the dataset again", s.Name, c.Name)
		}
	}
	if h.Info[i].Bytes != c.Bytes() {
		bad("its header gives the config %q %s, and by the manifest it has %s: write that", c.Name, Count(h.Info[i].Bytes, "byte"), Thousands(c.Bytes()))
	}
}

// oneOrMore are the texts of a node of YAML that is one or a list of them.
func oneOrMore(n *yaml.Node) []string {
	var one string
	if n.Decode(&one) == nil {
		return []string{one}
	}
	var list []string
	if n.Decode(&list) != nil {
		return nil
	}
	return list
}

// checkTables compares the tables of files, steps and inputs with the manifest.
func (d *Dataset) checkTables(card string, bad func(string, ...any)) {
	lines := map[string][]string{} // cells by the first one
	for line := range strings.Lines(card) {
		if cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | "); len(cells) > 2 {
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			if _, twice := lines[cells[0]]; !twice {
				lines[cells[0]] = cells[1:]
			}
		}
	}
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	for _, f := range d.Manifest.Files {
		cells := lines["`"+f.Path+"`"]
		switch {
		case cells == nil:
			bad("its table of files does not name %s: build the dataset again", f.Path)
		case cells[0] != number(f.Records) || cells[1] != number(f.Bytes):
			bad("its table of files gives %s %s records and %s bytes, and the manifest %d and %d: write these", f.Path, cells[0], cells[1], f.Records, f.Bytes)
		}
	}
	for _, n := range d.Manifest.Nodes {
		cells := lines["`"+n.Address+"`"]
		want := []string{number(n.Planned), number(n.Accepted), number(n.Rejected), number(n.Failed), number(n.Skipped)}
		switch {
		case cells == nil:
			bad("its table of steps does not name %s: build the dataset again", n.Address)
		case !slices.Equal(cells, want):
			bad("its table of steps gives %s %s, and the manifest %s (planned, accepted, rejected, failed, skipped): write these",
				n.Address, strings.Join(cells, ", "), strings.Join(want, ", "))
		}
	}
	for _, in := range d.Manifest.Inputs {
		cells := lines[formats.Cell(in.Name)]
		switch {
		case cells == nil:
			bad("its table of inputs does not name %s: build the dataset again", in.Name)
		case cells[0] != number(in.Bytes) || cells[len(cells)-1] != "`"+in.Digest.String()+"`":
			bad("its table of inputs gives %s %s bytes and the SHA-256 %s, and the manifest %d and %s: write these",
				in.Name, cells[0], strings.Trim(cells[len(cells)-1], "`"), in.Bytes, in.Digest)
		}
	}
}
