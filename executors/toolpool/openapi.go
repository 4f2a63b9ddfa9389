package toolpool

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"worldc/world"
)

// OpenAPI documents are read as plain JSON values and walked here, not by an
// OpenAPI library: the well-kept one for Go refuses whole documents for one
// odd schema (4 of the 23 that this package is tested on), and keeps
// properties in maps, without the order in which they are declared.

const (
	reasonNoOperationID = "the operation has no operationId; its method and path name it"
	reasonNoOperation   = "the operation is no object"
	reasonPathItem      = "the path item cannot be read"
	reasonNoPaths       = "the document has no paths"
	reasonWebhooks      = "webhooks are calls from the server, no tools"
	reasonParameterLost = "a parameter that cannot be read is left out"
	reasonUndeclared    = "a path parameter that is not declared is added"
	reasonNotInPath     = "a path parameter that the path does not have"
	reasonTwoPlaces     = "parameters of one name in two places are told apart"
	reasonBodyClash     = "a body property with the name of a parameter is renamed"
	reasonReadOnly      = "read-only properties are left out of the input"
	reasonProtocol      = "parameters of the protocol are left out"
	reasonShortened     = "long texts of parameters are cut"
)

// The sizes in bytes up to which the schemas of one operation are written out.
// Where a document has so many operations that they could together have more
// than maxWritten and growth times its own size, they shrink, down to an eighth.
const (
	maxInput   = 16 << 10
	maxOutput  = 8 << 10
	maxWritten = 8 << 20
	growth     = 8
)

// An apiSet is the files of one source, which may refer to each other.
type apiSet struct {
	files map[string]File   // by path
	opens map[string]*scope // those that were referred to, nil for unreadable ones
}

// parseOpenAPI reads OpenAPI descriptions. A file that is none, but that
// others refer to, is a part of them.
func parseOpenAPI(files []File) ([]Raw, []world.Finding, error) {
	set := apiSet{files: make(map[string]File, len(files)), opens: make(map[string]*scope)}
	for _, f := range files {
		if p := f.path(); set.files[p].Data == nil {
			set.files[p] = f
		}
	}
	docs := make([]apiDocument, len(files))
	errs := make([]error, len(files))
	for i, f := range files {
		docs[i] = apiDocument{set: &set, file: f}
		errs[i] = docs[i].read()
	}
	var raws []Raw
	var findings []world.Finding
	for i, d := range docs {
		if errors.Is(errs[i], errNotOpenAPI) {
			errs[i] = nil
			if _, part := set.opens[d.file.path()]; !part {
				errs[i] = &ReadError{Document: d.file.Document, Line: 1, Column: 1, Reason: errNotOpenAPI.Error()}
			}
		}
		raws = append(raws, d.raws...)
		findings = append(findings, d.findings...)
	}
	return raws, findings, errors.Join(errs...)
}

var errNotOpenAPI = errors.New("not an OpenAPI description: it has neither `openapi` nor `swagger`, and no other document refers to it")

// path is where the file lies, as references see it.
func (f File) path() string {
	p := f.Path
	if p == "" {
		p = f.Document
	}
	return path.Clean(strings.TrimSuffix(p, ".zst"))
}

// open is the scope of the document that from's document refers to as name,
// nil where that is not among the files.
func (set *apiSet) open(from *scope, name string) *scope {
	if strings.Contains(name, "://") || strings.HasPrefix(name, "//") {
		return nil
	}
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	p := path.Clean(path.Join(path.Dir(from.name), strings.ReplaceAll(name, `\`, "/")))
	if path.IsAbs(name) {
		p = path.Clean(name)
	}
	if p == from.name {
		return from
	}
	if s, known := set.opens[p]; known {
		return s
	}
	f, ok := set.files[p]
	if !ok {
		return nil
	}
	var s *scope
	if v, _, err := f.value(); err == nil {
		s = &scope{name: p, root: v}
	}
	set.opens[p] = s
	return s
}

// value reads the file as JSON or YAML.
func (f File) value() (*value, reader, *ReadError) {
	if err := f.check(); err != nil {
		return nil, reader{}, err
	}
	data := bytes.TrimPrefix(f.Data, []byte("\xef\xbb\xbf"))
	trimmed := bytes.TrimLeft(data, " \t\r\n")
	if len(trimmed) == 0 {
		return nil, reader{}, &ReadError{Document: f.Document, Line: 1, Column: 1, Reason: "the document is empty"}
	}
	if trimmed[0] == '{' || trimmed[0] == '[' {
		v, r, err := decode(data)
		if err != nil {
			return nil, r, malformed(f.Document, data, 0, err)
		}
		return v, r, nil
	}
	v, r, line, err := decodeYAML(data)
	if err != nil {
		return nil, r, &ReadError{Document: f.Document, Line: line, Column: min(line, 1), Reason: err.Error()}
	}
	return v, r, nil
}

// An apiDocument is one OpenAPI description.
type apiDocument struct {
	set      *apiSet
	file     File
	scope    *scope
	two      bool // 2.0, otherwise 3.x
	from     world.Source
	shrink   int // by how much the sizes are divided
	raws     []Raw
	findings []world.Finding
}

func (d *apiDocument) find(subject, place string, action world.Action, reason, detail string) {
	d.findings = append(d.findings, world.Finding{Subject: subject, Place: d.file.Document + place, Action: action, Reason: reason, Detail: detail})
}

// read turns every operation of the document into a Raw.
func (d *apiDocument) read() error {
	v, r, err := d.file.value()
	if err != nil {
		return err
	}
	swagger, openapi := v.get("swagger"), v.get("openapi")
	switch {
	case openapi != nil && strings.HasPrefix(openapi.text, "3"):
	case swagger != nil && strings.HasPrefix(swagger.text, "2"):
		d.two = true
	case openapi != nil || swagger != nil || v.get("swaggerVersion") != nil:
		version := cmpOr(openapi, swagger, v.get("swaggerVersion"))
		return &ReadError{Document: d.file.Document, Line: 1, Column: 1,
			Reason: "OpenAPI " + short(version.String()) + " is not one of 2.0 to 3.2"}
	default:
		return errNotOpenAPI
	}
	for _, f := range r.flaws {
		d.find(d.file.Document, "", world.Mended, f, "")
	}
	d.scope = &scope{name: d.file.path(), root: v}
	d.about(v.get("info"))
	if hooks := v.get("webhooks"); hooks != nil && len(hooks.items) > 0 {
		d.find(d.file.Document, "#/webhooks", world.Noted, reasonWebhooks, strconv.Itoa(len(hooks.items)))
	}
	paths, at, ok := d.follow(v.get("paths"), d.scope)
	if !ok || paths.kind != object {
		d.find(d.file.Document, "", world.Noted, reasonNoPaths, "")
		return nil
	}
	count := 0
	for _, item := range paths.items {
		count += len(item.items)
	}
	d.shrink = min(8, 1+count*(maxInput+maxOutput)/(maxWritten+growth*len(d.file.Data)))
	for i, p := range paths.names {
		if !strings.HasPrefix(p, "x-") {
			d.path(p, paths.items[i], at)
		}
	}
	return nil
}

// cmpOr is the first value that is there.
func cmpOr(vs ...*value) *value {
	return vs[slices.IndexFunc(vs, func(v *value) bool { return v != nil })]
}

// about reads `info`.
func (d *apiDocument) about(info *value) {
	d.from = world.Source{Format: OpenAPI, Document: d.file.Document, License: d.file.License}
	if v := info.get("version"); v != nil && (v.kind == text || v.kind == number) {
		d.from.Version = v.text
	}
	if l := info.get("license"); d.from.License == "" && l != nil {
		for _, field := range [...]string{"identifier", "name", "url"} {
			if d.from.License = strings.TrimSpace(l.str(field)); d.from.License != "" {
				break
			}
		}
	}
	if c := info.get("x-apisguru-categories"); c != nil && c.kind == list {
		for _, item := range c.items {
			if item.kind == text {
				d.from.Categories = append(d.from.Categories, item.text)
			}
		}
	}
}

// follow is what v refers to, itself where it does not; false where there is
// nothing.
func (d *apiDocument) follow(v *value, s *scope) (*value, *scope, bool) {
	r := resolver{open: d.set.open}
	for range maxDepth {
		ref := v.str("$ref")
		if ref == "" {
			return v, s, v != nil
		}
		if v, s = r.find(ref, s); v == nil {
			return nil, nil, false
		}
	}
	return nil, nil, false
}

// methods are the members of a path item that are operations.
func isMethod(name string) bool {
	switch strings.ToLower(name) {
	case "get", "put", "post", "delete", "options", "head", "patch", "trace", "query":
		return true
	}
	return false
}

// path reads the operations of one path.
func (d *apiDocument) path(p string, v *value, s *scope) {
	place := "#/paths/" + escape(p)
	item, at, ok := d.follow(v, s)
	if !ok || item.kind != object {
		d.find(d.file.Document, place, world.Noted, reasonPathItem, short(v.str("$ref")))
		return
	}
	shared, sharedAt := item, at
	for i, name := range item.names {
		switch {
		case isMethod(name):
			d.operation(operation{d, name, p, place + "/" + escape(name), item.items[i], at, shared, sharedAt})
		case name == "additionalOperations":
			for j, method := range item.items[i].names {
				d.operation(operation{d, method, p, place + "/additionalOperations/" + escape(method),
					item.items[i].items[j], at, shared, sharedAt})
			}
		}
	}
	if item == v {
		return
	}
	for i, name := range v.names { // operations beside a reference
		if isMethod(name) && item.get(name) == nil {
			d.operation(operation{d, name, p, place + "/" + escape(name), v.items[i], s, shared, sharedAt})
		}
	}
}

// escape writes a name as a part of a JSON pointer.
func escape(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// operation turns one operation into a Raw.
func (d *apiDocument) operation(o operation) {
	v, at, ok := d.follow(o.v, o.s)
	if !ok || v.kind != object {
		d.find(o.named(), o.place, world.Rejected, reasonNoOperation, short(o.v.String()))
		return
	}
	o.v, o.s = v, at
	raw := Raw{Place: d.file.Document + o.place, Source: d.from}
	raw.Name = strings.TrimSpace(v.str("operationId"))
	raw.Source.OperationID = v.str("operationId")
	raw.Source.Method = strings.ToUpper(o.method)
	raw.Source.Path = o.path
	if raw.Name == "" {
		raw.Name = o.named()
		d.find(raw.Name, o.place, world.Mended, reasonNoOperationID, "")
	}
	raw.Description = described(v)
	if raw.Description == "" {
		raw.Description = described(o.shared)
	}
	if t := v.get("tags"); t != nil && t.kind == list {
		for _, tag := range t.items {
			if tag.kind == text {
				raw.Source.Tags = append(raw.Source.Tags, tag.text)
			}
		}
	}
	if deprecated := v.get("deprecated"); deprecated != nil {
		raw.Source.Deprecated = deprecated.text == "true"
	}
	in := o.input(raw.Name)
	raw.Parameters = d.written(raw.Name, o.place, in.schema, in.placed, maxInput)
	raw.Source.In = in.places
	if schema, at := o.response(); schema != nil {
		raw.Returns = d.written(raw.Name, o.place+"/responses", schema, map[*value]*scope{schema: at}, maxOutput)
	}
	d.raws = append(d.raws, raw)
}

// written is a schema without references, as JSON.
func (d *apiDocument) written(subject, place string, schema *value, placed map[*value]*scope, size int) []byte {
	out, met := resolve(schema, d.scope, resolver{open: d.set.open, placed: placed, api: true}, size/d.shrink)
	if len(met.recursive) > 0 {
		d.find(subject, place, world.Mended, reasonRecursive, counted(met.recursive))
	}
	if len(met.dangling) > 0 {
		d.find(subject, place, world.Mended, reasonDangling, counted(met.dangling))
	}
	if met.truncated {
		d.find(subject, place, world.Mended, reasonTruncated, "")
	}
	if met.shortened > 0 {
		d.find(subject, place, world.Mended, reasonShortened, strconv.Itoa(met.shortened))
	}
	return out.append(nil)
}

// counted is the first of a list and how many more there are.
func counted(refs []string) string {
	if len(refs) == 1 {
		return short(refs[0])
	}
	return fmt.Sprintf("%s and %d more", short(refs[0]), len(refs)-1)
}

// described is the summary and the description of v, as one text.
func described(v *value) string {
	summary, description := strings.TrimSpace(v.str("summary")), strings.TrimSpace(v.str("description"))
	switch {
	case description == "" || strings.HasPrefix(strings.ToLower(summary), strings.ToLower(description)):
		return summary
	case summary == "" || strings.HasPrefix(strings.ToLower(description), strings.ToLower(summary)):
		return description
	case strings.HasSuffix(summary, ".") || strings.HasSuffix(summary, "!") || strings.HasSuffix(summary, "?"):
		return summary + " " + description
	}
	return summary + ". " + description
}
