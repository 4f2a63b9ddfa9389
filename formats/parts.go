package formats

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A dataPart is what trainers are told of as one thing: the files of one part of
// a split, in one stage.
type dataPart struct {
	dir   string // of the files, such as data or data/general
	stage string // empty where there are no stages
	split string
	alone bool // nothing else of the data is in the directory
	files []string
}

// name is what the part is called within a dataset.
func (p dataPart) name() string {
	if p.stage == "" {
		return p.split
	}
	return nameless.ReplaceAllString(p.stage, "_") + "_" + p.split
}

// nameless is what the name of a part of a dataset does not hold, whoever reads
// it.
var nameless = regexp.MustCompile(`[^A-Za-z0-9_]+`)

// partsOf are the parts that data files belong to, in the order of the files.
func partsOf(files []string) []dataPart {
	var parts []dataPart
	for _, f := range files {
		dir, base := path.Split(f)
		dir = strings.TrimSuffix(dir, "/")
		split := strings.TrimSuffix(numbers.ReplaceAllString(base, ""), "-")
		at := slices.IndexFunc(parts, func(p dataPart) bool { return p.dir == dir && p.split == split })
		if at < 0 {
			at = len(parts)
			stage := strings.Trim(strings.TrimPrefix(dir, "data"), "/")
			parts = append(parts, dataPart{dir: dir, stage: stage, split: split})
		}
		parts[at].files = append(parts[at].files, f)
	}
	for i := range parts {
		parts[i].alone = !slices.ContainsFunc(parts, func(p dataPart) bool {
			return p.name() != parts[i].name() && (p.dir == parts[i].dir || strings.HasPrefix(p.dir, parts[i].dir+"/"))
		})
	}
	return parts
}

// A yamlText is a file of YAML, line by line.
type yamlText struct{ text strings.Builder }

// newYAML is a file that begins with a comment.
func newYAML(comment ...string) *yamlText {
	t := new(yamlText)
	for _, c := range comment {
		t.line("# %s", c)
	}
	return t
}

// line adds a line.
func (t *yamlText) line(format string, values ...any) {
	t.text.WriteString(fmt.Sprintf(format, values...) + "\n")
}

// file is the file, under a name.
func (t *yamlText) file(name string) Text { return Text{Path: name, Data: []byte(t.text.String())} }

// quoted is a string as JSON, YAML and Python write it.
func quoted(s string) string {
	out, err := jsontext.AppendQuote(nil, s)
	if err != nil {
		panic("formats: " + s + " is not UTF-8") // names of files and datasets are checked
	}
	return string(out)
}
