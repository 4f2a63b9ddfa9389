package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"worldc/artifact"
)

// The metadata of a dataset in MLCommons' Croissant (version 1.1): JSON-LD that
// says which files there are, how their rows are read, and where they come from.

// CroissantName is the name of the metadata in a dataset's directory.
const CroissantName = "croissant.json"

// CroissantVersion is the version of Croissant that metadata conforms to.
const CroissantVersion = "http://mlcommons.org/croissant/1.1"

// A Croissant is the metadata of a dataset. Names are those of the JSON; what has
// a colon in it is of another vocabulary than schema.org's and Croissant's.
type Croissant struct {
	Context     json.RawMessage `json:"@context"`
	Type        string          `json:"@type"`
	Name        string          `json:"name"`
	Alternate   string          `json:"alternateName,omitempty"`
	Description string          `json:"description"`
	ConformsTo  string          `json:"conformsTo"`
	License     string          `json:"license,omitempty"`
	Creator     *Creator        `json:"creator,omitempty"`
	URL         string          `json:"url,omitempty"`
	Languages   []string        `json:"inLanguage,omitempty"`
	Keywords    []string        `json:"keywords"`
	Live        bool            `json:"isLiveDataset"`
	CiteAs      string          `json:"citeAs,omitempty"`

	Generated GeneratedBy   `json:"prov:wasGeneratedBy"`
	Derived   []DerivedFrom `json:"prov:wasDerivedFrom,omitempty"`

	Distribution []CroissantFile `json:"distribution"`
	RecordSets   []RecordSet     `json:"recordSet"`
}

// A Creator is who made a dataset: an organization, of which one person is the
// smallest.
type Creator struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// GeneratedBy is the build that made a dataset.
type GeneratedBy struct {
	Type  string `json:"@type"`
	Label string `json:"prov:label"`
	Agent Agent  `json:"prov:wasAssociatedWith"`

	// Used are the spec, as it is evaluated, and the recorded calls of models.
	Used []DerivedFrom `json:"prov:used"`
}

// An Agent is a program.
type Agent struct {
	Type    string `json:"@type"`
	Label   string `json:"prov:label"`
	Name    string `json:"name"`
	Version string `json:"softwareVersion"`
}

// DerivedFrom is a file that a dataset was made from.
type DerivedFrom struct {
	Type    string `json:"@type"`
	ID      string `json:"@id"`
	Label   string `json:"prov:label"`
	SHA256  string `json:"sha256"`
	Size    string `json:"contentSize,omitempty"`
	License string `json:"license,omitempty"`
}

// A CroissantFile is a file, or a set of files that are read alike.
type CroissantFile struct {
	Type        string   `json:"@type"`
	ID          string   `json:"@id"`
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	URL         string   `json:"contentUrl,omitempty"`
	Size        string   `json:"contentSize,omitempty"`
	Encoding    []string `json:"encodingFormat"`
	SHA256      string   `json:"sha256,omitempty"`
	Includes    []string `json:"includes,omitempty"`
}

// A RecordSet is what the rows of a config are, or which splits it has.
type RecordSet struct {
	Type        string              `json:"@type"`
	ID          string              `json:"@id"`
	Name        string              `json:"name"`
	Description string              `json:"description,omitempty"`
	DataType    string              `json:"dataType,omitempty"`
	Key         *Reference          `json:"key,omitempty"`
	Annotations []Annotation        `json:"annotation,omitempty"`
	Fields      []CroissantField    `json:"field"`
	Data        []map[string]string `json:"data,omitempty"`
}

// An Annotation is a number about the records of a set.
type Annotation struct {
	Type     string `json:"@type"`
	ID       string `json:"@id"`
	Name     string `json:"name"`
	Value    int64  `json:"value"`
	DataType string `json:"dataType"`
}

// cardinality says of an annotation that it counts records.
const cardinality = "http://www.wikidata.org/entity/Q4049983"

// A Reference names another part of the metadata.
type Reference struct {
	ID string `json:"@id"`
}

// A CroissantField is a field of records.
type CroissantField struct {
	Type        string           `json:"@type"`
	ID          string           `json:"@id"`
	Name        string           `json:"name"`
	Description string           `json:"description,omitempty"`
	DataType    string           `json:"dataType,omitempty"`
	IsArray     bool             `json:"isArray,omitempty"`
	Shape       string           `json:"arrayShape,omitempty"`
	References  *FieldReference  `json:"references,omitempty"`
	Source      *FieldSource     `json:"source,omitempty"`
	SubFields   []CroissantField `json:"subField,omitempty"`
}

// A FieldReference says that a field's values are those of another's.
type FieldReference struct {
	Field Reference `json:"field"`
}

// A FieldSource is where a field is found.
type FieldSource struct {
	FileSet   Reference  `json:"fileSet"`
	Extract   Extract    `json:"extract"`
	Transform *Transform `json:"transform,omitempty"`
}

// Extract says what of a file is taken.
type Extract struct {
	Column       string `json:"column,omitempty"`
	FileProperty string `json:"fileProperty,omitempty"`
	JSONPath     string `json:"jsonPath,omitempty"`
}

// Transform says what is made of it.
type Transform struct {
	Regex    string `json:"regex,omitempty"`
	JSONPath string `json:"jsonPath,omitempty"`
}

// A Lying is how a file lies in the directory: its bytes compressed, where they
// are.
type Lying struct {
	SHA256 artifact.Digest
	Bytes  int64
}

// The types of nodes.
const (
	fileObject = "cr:FileObject"
	fileSet    = "cr:FileSet"
	recordSet  = "cr:RecordSet"
	fieldType  = "cr:Field"
	splitType  = "cr:Split"
)

// context is what the specification of Croissant 1.1 asks for in its first
// appendix, and the vocabulary of provenance.
const context = `{"@language":"en","@vocab":"https://schema.org/","annotation":"cr:annotation","arrayShape":"cr:arrayShape","citeAs":"cr:citeAs",` +
	`"column":"cr:column","conformsTo":"dct:conformsTo","containedIn":"cr:containedIn","cr":"http://mlcommons.org/croissant/",` +
	`"data":{"@id":"cr:data","@type":"@json"},"dataType":{"@id":"cr:dataType","@type":"@vocab"},"dct":"http://purl.org/dc/terms/",` +
	`"equivalentProperty":"cr:equivalentProperty","examples":{"@id":"cr:examples","@type":"@json"},"excludes":"cr:excludes","extract":"cr:extract",` +
	`"field":"cr:field","fileObject":"cr:fileObject","fileProperty":"cr:fileProperty","fileSet":"cr:fileSet","format":"cr:format",` +
	`"includes":"cr:includes","isArray":"cr:isArray","isLiveDataset":"cr:isLiveDataset","jsonPath":"cr:jsonPath","key":"cr:key","md5":"cr:md5",` +
	`"parentField":"cr:parentField","path":"cr:path","prov":"http://www.w3.org/ns/prov#","rai":"http://mlcommons.org/croissant/RAI/",` +
	`"readLines":"cr:readLines","recordSet":"cr:recordSet","references":"cr:references","regex":"cr:regex","repeated":"cr:repeated","replace":"cr:replace",` +
	`"samplingRate":"cr:samplingRate","sc":"https://schema.org/","sdVersion":"cr:sdVersion","separator":"cr:separator","source":"cr:source",` +
	`"subField":"cr:subField","transform":"cr:transform","unArchive":"cr:unArchive","value":"cr:value"}`

// Croissant is the metadata of the card's dataset, of which lying says how each
// file of the manifest lies in the directory.
func (c *Card) Croissant(lying map[string]Lying) *Croissant {
	m := c.Manifest
	x := &Croissant{
		Context: json.RawMessage(context), Type: "sc:Dataset", Name: IdentifierOf(c.Title()), Alternate: c.Title(), Description: c.describe(),
		ConformsTo: CroissantVersion, License: LicenseURL(c.License), URL: c.URL, Languages: c.Languages,
		Keywords: []string{"worldc", "agent", "tool use", "function calling"},
		Generated: GeneratedBy{
			Type: "prov:Activity", Label: "worldc build " + c.Command,
			Agent: Agent{"prov:SoftwareAgent", "worldc " + m.Worldc, "worldc", m.Worldc},
		},
	}
	x.Generated.Used, x.Derived = Provenance(m, c.SourceLicenses)
	if c.Creator != "" {
		x.Creator = &Creator{"sc:Organization", c.Creator}
	}
	if c.Generated {
		x.Keywords = append(x.Keywords, "synthetic data")
	}
	for i, method := range c.Methods {
		if i > 0 {
			x.CiteAs += "\n"
		}
		x.CiteAs += method.BibTeX()
	}
	for _, f := range m.Files {
		x.Distribution = append(x.Distribution, DescribeFile(f, lying[f.Path]))
	}
	format, of, shape, known := c.shape()
	array := ""
	if f, ok := Find(format, of); ok && f.File == Document {
		array = arrayOf(f)
	}
	for _, config := range Configs(m.Files) {
		files, splits, rows := DescribeConfig(config)
		if known {
			for _, f := range shape.Fields {
				rows.Fields = append(rows.Fields, croissantField(rows.ID, files.ID, array, f))
			}
		}
		x.Distribution = append(x.Distribution, files)
		x.RecordSets = append(x.RecordSets, splits, rows)
	}
	return x
}

// Provenance is what a dataset was made from: what the build used, which are the
// spec and the recorded calls of models, and the files of others, with their
// licences by their names.
func Provenance(m *artifact.Manifest, licenses map[string]string) (used, derived []DerivedFrom) {
	used = append(used, DerivedFrom{Type: "prov:Entity", ID: "#spec", Label: "the spec as evaluated", SHA256: m.Spec.String()})
	if !m.Recordings.IsZero() {
		used = append(used, DerivedFrom{Type: "prov:Entity", ID: "#recordings", Label: "the recorded calls of models", SHA256: m.Recordings.String()})
	}
	for _, in := range m.Inputs {
		derived = append(derived, DerivedFrom{
			Type: "prov:Entity", ID: "#input/" + escapePath(in.Name), Label: in.Name, SHA256: in.Digest.String(), Size: sizeOf(in.Bytes),
			License: LicenseURL(licenses[in.Name]),
		})
	}
	return used, derived
}

// DescribeFile describes a file of the manifest as it lies there.
func DescribeFile(f artifact.ManifestFile, l Lying) CroissantFile {
	x := CroissantFile{
		Type: fileObject, ID: escapePath(f.Path), Name: f.Path, Description: holds(f), URL: escapePath(f.Path),
		Encoding: encodingOf(f.Path), SHA256: l.SHA256.String(),
	}
	if l.Bytes >= 0 {
		x.Size = sizeOf(l.Bytes)
	}
	return x
}

func (c *Card) describe() string {
	text := c.Description
	if text == "" {
		text = "A dataset made by worldc"
	}
	if c.Preview > 0 {
		text = fmt.Sprintf("A preview, of at most %d records of every step, not to be trained on: ", c.Preview) + text
	}
	_, of, shape, known := c.shape()
	row := "a " + string(of) + " record"
	if known {
		row = shape.Row
	}
	return fmt.Sprintf("%s (%d rows; each is %s)", strings.TrimSpace(text), c.Rows(), strings.ReplaceAll(row, "`", ""))
}

// DescribeConfig describes a config: its files, its splits, and its rows but for
// their fields.
func DescribeConfig(config Config) (files CroissantFile, splits, rows RecordSet) {
	id := escapePath(config.Name)
	files = CroissantFile{
		Type: fileSet, ID: id + "/files", Name: config.Name + " files", Description: "the data of the config " + config.Name,
		Encoding: encodingOf(config.Splits[0].Files[0].Path),
	}
	splits = RecordSet{
		Type: recordSet, ID: id + "/splits", Name: config.Name + " splits", Description: "the splits of the config " + config.Name, DataType: splitType,
		Key:    &Reference{id + "/splits/name"},
		Fields: []CroissantField{{Type: fieldType, ID: id + "/splits/name", Name: "name", DataType: "sc:Text"}},
	}
	rows = RecordSet{
		Type: recordSet, ID: id, Name: config.Name, Description: "the rows of the config " + config.Name,
		Annotations: []Annotation{countOf(id, config.Rows())},
	}
	var names []string
	for _, s := range config.Splits {
		files.Includes = append(files.Includes, s.Patterns...)
		_, split, _ := place(s.Files[0].Path)
		splits.Data = append(splits.Data, map[string]string{id + "/splits/name": split})
		rows.Annotations = append(rows.Annotations, countOf(id+"/split/"+split, s.Rows()))
		names = append(names, regexp.QuoteMeta(split))
	}
	rows.Fields = append(rows.Fields, CroissantField{
		Type: fieldType, ID: id + "/split", Name: "split", Description: "which split the row is in, as the name of its file says", DataType: "sc:Text",
		References: &FieldReference{Reference{id + "/splits/name"}},
		Source: &FieldSource{
			FileSet: Reference{files.ID}, Extract: Extract{FileProperty: "fullpath"},
			Transform: &Transform{Regex: "(" + strings.Join(names, "|") + ")-[0-9]+-of-[0-9]+\\."},
		},
	})
	return files, splits, rows
}

func countOf(of string, n int64) Annotation {
	return Annotation{fieldType, of + "/count", "number of rows", n, cardinality}
}

// arrayOf is where the rows of a document are, as a JSONPath.
func arrayOf(f Format) string {
	path := "$"
	var node any
	if err := json.Unmarshal([]byte(f.Head+f.Tail), &node); err != nil {
		panic(fmt.Sprintf("formats: the document of %s is not JSON: %v", f.Name, err))
	}
	for {
		object, ok := node.(map[string]any)
		if !ok {
			return path
		}
		// The rows are in the last member, by the order in which it is written; of
		// several, that is the one with a structure in it.
		next := ""
		for name, v := range object { //lint:ordered at most one is a structure
			switch v.(type) {
			case map[string]any, []any:
				next = name
			}
		}
		path, node = path+"."+next, object[next]
	}
}

// croissantField is a field at the top of a row, which is a row of a table or, of
// a document, an element of the array at a path. What lies in it is described as
// far as it is a structure of simple values; the rest is JSON.
func croissantField(config, files, array string, f Field) CroissantField {
	extract := Extract{Column: f.Name}
	if array != "" {
		extract = Extract{JSONPath: array + "[*]." + f.Name}
	}
	x := CroissantField{Type: fieldType, ID: config + "/" + escapePath(f.Name), Name: f.Name, Description: f.describe()}
	if f.List {
		x.IsArray, x.Shape = true, "-1"
	}
	if f.Kind != StructureKind {
		x.DataType = dataType(f.Kind)
		x.Source = &FieldSource{FileSet: Reference{files}, Extract: extract}
		return x
	}
	for _, sub := range f.Of {
		path := "$." + sub.Name
		if f.List {
			path = "$[*]." + sub.Name
		}
		y := CroissantField{
			Type: fieldType, ID: x.ID + "/" + escapePath(sub.Name), Name: sub.Name, Description: sub.describe(), DataType: dataType(sub.Kind),
			Source: &FieldSource{FileSet: Reference{files}, Extract: extract, Transform: &Transform{JSONPath: path}},
		}
		if sub.List {
			y.IsArray, y.Shape = true, "-1"
		}
		x.SubFields = append(x.SubFields, y)
	}
	return x
}

// describe is what a field means, without Markdown.
func (f Field) describe() string {
	says := strings.ReplaceAll(f.Says, "`", "")
	if f.Optional {
		says = strings.TrimPrefix(says+"; may be missing", "; ")
	}
	return says
}

// dataType is the type of schema.org for what a field holds; JSON is text.
func dataType(k FieldKind) string {
	switch k {
	case IntegerKind:
		return "sc:Integer"
	case NumberKind:
		return "sc:Float"
	case BooleanKind:
		return "sc:Boolean"
	}
	return "sc:Text"
}

func sizeOf(n int64) string { return fmt.Sprintf("%d B", n) }

// encodingOf are the types of a file of records: that of what it holds, and that
// of its compression.
func encodingOf(file string) []string {
	switch {
	case strings.HasSuffix(file, ".jsonl.zst"):
		return []string{"application/jsonlines", "application/zstd"}
	case strings.HasSuffix(file, ".jsonl"):
		return []string{"application/jsonlines"}
	case strings.HasSuffix(file, ".parquet"):
		return []string{"application/x-parquet"}
	}
	return []string{"application/json"}
}

// LicenseURL is where a licence is found: what has the form of an SPDX identifier
// is looked for there, and anything else is left as it is.
func LicenseURL(license string) string {
	if !spdx.MatchString(license) {
		return license
	}
	return "https://spdx.org/licenses/" + license + ".html"
}

// LicenseOf is the licence that [LicenseURL] made an address of.
func LicenseOf(url string) string {
	if id, ok := strings.CutPrefix(url, "https://spdx.org/licenses/"); ok {
		return strings.TrimSuffix(id, ".html")
	}
	return url
}

var spdx = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.+-]*$`)

// IdentifierOf is a name as tools take it: letters, digits, dots, underscores and
// hyphens.
func IdentifierOf(title string) string {
	return strings.Trim(notName.ReplaceAllString(title, "-"), "-")
}

var notName = regexp.MustCompile(`[^A-Za-z0-9._]+`)

// escapePath makes a path a relative reference, as identifiers and addresses are.
func escapePath(path string) string {
	const safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/"
	var b strings.Builder
	for i := range len(path) {
		if strings.IndexByte(safe, path[i]) >= 0 {
			b.WriteByte(path[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", path[i])
		}
	}
	return b.String()
}

// Bytes is the metadata as indented JSON.
func (x *Croissant) Bytes() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(x); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
