package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"worldc/world"
)

// header writes the YAML block that hubs read. Every string that is not a
// constant is quoted as JSON, which YAML reads as the same string.
func (c *Card) header(b *bytes.Buffer) {
	b.WriteString("---\n")
	if id, name := HubLicense(c.License); id != "" {
		fmt.Fprintf(b, "license: %s\n", id)
		if name != "" {
			fmt.Fprintf(b, "license_name: %s\n", quote(name))
		}
	}
	list := func(name string, items ...string) {
		if len(items) > 0 {
			fmt.Fprintf(b, "%s:\n- %s\n", name, strings.Join(items, "\n- "))
		}
	}
	var languages []string
	for _, l := range c.Languages {
		languages = append(languages, quote(l))
	}
	list("language", languages...)
	fmt.Fprintf(b, "pretty_name: %s\n", quote(c.Title()))
	list("size_categories", SizeCategory(c.Rows()))
	if _, of, _, _ := c.shape(); !slices.Contains([]world.Type{world.ToolType, world.EdgeType, world.DomainType, world.WorldType, world.ScoreType}, of) {
		list("task_categories", "text-generation")
	}
	tags := []string{"worldc", "agent", "tool-use", "function-calling"}
	if c.games() {
		tags = []string{"worldc", "agent", "text-game", "react"}
	}
	if c.Generated {
		tags = append(tags, "synthetic")
		list("annotations_creators", "machine-generated")
		list("language_creators", "machine-generated")
	}
	list("tags", tags...)
	if Loadable(c.Manifest.Files) {
		c.configs(b)
		c.info(b)
	} else {
		b.WriteString("viewer: false\n")
	}
	b.WriteString("---\n")
}

// configs says which files are read together.
func (c *Card) configs(b *bytes.Buffer) {
	b.WriteString("configs:\n")
	for _, config := range Configs(c.Manifest.Files) {
		fmt.Fprintf(b, "- config_name: %s\n  data_files:\n", quote(config.Name))
		for _, s := range config.Splits {
			fmt.Fprintf(b, "  - split: %s\n    path:\n", quote(s.Name))
			for _, p := range s.Patterns {
				fmt.Fprintf(b, "    - %s\n", quote(p))
			}
		}
	}
}

// info says how large each part is, and of which types its columns are where a
// type says all of them. The size of the download is left out: it depends on the
// compression.
func (c *Card) info(b *bytes.Buffer) {
	_, _, shape, known := c.shape()
	b.WriteString("dataset_info:\n")
	for _, config := range Configs(c.Manifest.Files) {
		fmt.Fprintf(b, "- config_name: %s\n", quote(config.Name))
		if known && shape.Closed() {
			b.WriteString("  features:\n")
			writeFeatures(b, "  ", shape.Fields)
		}
		b.WriteString("  splits:\n")
		for _, s := range config.Splits {
			fmt.Fprintf(b, "  - name: %s\n    num_bytes: %d\n    num_examples: %d\n", quote(s.Name), s.Bytes(), s.Rows())
		}
		fmt.Fprintf(b, "  dataset_size: %d\n", config.Bytes())
	}
}

// writeFeatures writes fields in the notation of Hugging Face's datasets.
func writeFeatures(b *bytes.Buffer, indent string, fields []Field) {
	for _, f := range fields {
		fmt.Fprintf(b, "%s- name: %s\n", indent, quote(f.Name))
		switch {
		case f.Kind == StructureKind && f.List:
			fmt.Fprintf(b, "%s  list:\n", indent)
			writeFeatures(b, indent+"  ", f.Of)
		case f.Kind == StructureKind:
			fmt.Fprintf(b, "%s  struct:\n", indent)
			writeFeatures(b, indent+"  ", f.Of)
		case f.List:
			fmt.Fprintf(b, "%s  sequence: %s\n", indent, dtype(f.Kind))
		default:
			fmt.Fprintf(b, "%s  dtype: %s\n", indent, dtype(f.Kind))
		}
	}
}

func dtype(k FieldKind) string {
	switch k {
	case IntegerKind:
		return "int64"
	case NumberKind:
		return "float64"
	case BooleanKind:
		return "bool"
	}
	return "string"
}

// numbers are what follows the name of a split in that of its files.
var numbers = regexp.MustCompile(`-[0-9]{5,}-of-[0-9]{5,}.*$`)

func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// SizeCategory is the hub's name for a number of rows.
func SizeCategory(rows int64) string {
	bounds := []struct {
		below int64
		name  string
	}{{1_000, "n<1K"}, {10_000, "1K<n<10K"}, {100_000, "10K<n<100K"}, {1_000_000, "100K<n<1M"}, {10_000_000, "1M<n<10M"},
		{100_000_000, "10M<n<100M"}, {1_000_000_000, "100M<n<1B"}}
	for _, b := range bounds {
		if rows < b.below {
			return b.name
		}
	}
	return "n>1B"
}

// hubLicenses are the identifiers of licences that Hugging Face's hub knows,
// among those that have an SPDX identifier.
var hubLicenses = []string{
	"afl-3.0", "agpl-3.0", "apache-2.0", "artistic-2.0", "bsd-2-clause", "bsd-3-clause", "bsd-3-clause-clear", "bsl-1.0",
	"cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0",
	"cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc0-1.0",
	"cdla-permissive-1.0", "cdla-permissive-2.0", "cdla-sharing-1.0", "ecl-2.0", "epl-1.0", "epl-2.0", "etalab-2.0", "eupl-1.1", "eupl-1.2",
	"gpl-2.0", "gpl-3.0", "isc", "lgpl-2.1", "lgpl-3.0", "lppl-1.3c", "mit", "mpl-2.0", "ms-pl", "ncsa", "ofl-1.1", "osl-3.0",
	"postgresql", "unlicense", "wtfpl", "zlib",
}

// hubNames are the hub's identifiers that are not the SPDX identifier in lower
// case.
var hubNames = map[string]string{
	"odc-by-1.0": "odc-by", "odbl-1.0": "odbl", "pddl-1.0": "pddl", "c-uda-1.0": "c-uda",
	"agpl-3.0-only": "agpl-3.0", "agpl-3.0-or-later": "agpl-3.0", "gpl-2.0-only": "gpl-2.0", "gpl-2.0-or-later": "gpl-2.0",
	"gpl-3.0-only": "gpl-3.0", "gpl-3.0-or-later": "gpl-3.0", "lgpl-2.1-only": "lgpl-2.1", "lgpl-2.1-or-later": "lgpl-2.1",
	"lgpl-3.0-only": "lgpl-3.0", "lgpl-3.0-or-later": "lgpl-3.0",
}

// HubLicense is what hubs call a licence: an identifier they know, or `other` and
// the name that it has. Both are empty where no licence is stated.
func HubLicense(spdx string) (id, name string) {
	lower := strings.ToLower(spdx)
	switch {
	case spdx == "":
		return "", ""
	case hubNames[lower] != "":
		return hubNames[lower], ""
	case slices.Contains(hubLicenses, lower):
		return lower, ""
	}
	return "other", spdx
}
