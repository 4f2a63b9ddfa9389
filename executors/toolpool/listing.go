package toolpool

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"worldc/world"
)

// A listing reads one document that lists tools: an array, an object that
// holds them, or JSON lines of either.
type listing struct {
	format string
	file   File

	raws     []Raw
	findings []world.Finding

	// unknown counts the members that are not read, by name, in the order in
	// which they first appeared.
	unknown []unknownField

	// line and counted are the line number of the byte at counted, so that
	// lines are counted once.
	line    int
	counted int
}

type unknownField struct {
	name  string
	place string
	count int
}

// A member is a member of an object, its value still text.
type member struct {
	name string
	raw  []byte
	at   int // offset of raw in the document
}

const (
	reasonUnreadable   = "the line is not JSON"
	reasonNoObject     = "the declaration is no object"
	reasonTooLarge     = "the declaration is too large"
	reasonUnknown      = "a field that is not read"
	reasonMorePages    = "the list goes on on a page that is not here"
	reasonNotUTF8      = "the text is not UTF-8 throughout"
	reasonNoTools      = "the document declares no tools"
	reasonServerErrors = "the server answered with an error"
	reasonBuiltin      = "a tool built into the model has no declaration"
)

func (p *listing) read() error {
	if err := p.file.check(); err != nil {
		return err
	}
	p.line = 1
	data := p.file.Data
	start := 0
	if hasPrefix(data, "\xef\xbb\xbf") {
		start = 3
	}
	if len(bytes.TrimSpace(data[start:])) == 0 {
		return &ReadError{Document: p.file.Document, Line: 1, Column: 1, Reason: "the document is empty"}
	}
	if !utf8.Valid(data) {
		p.findings = append(p.findings, world.Finding{Subject: p.file.Document, Place: p.file.Document, Action: world.Mended, Reason: reasonNotUTF8})
	}
	if err := p.document(start); err != nil {
		return malformed(p.file.Document, data, err.at, err.err)
	}
	for _, u := range p.unknown {
		p.findings = append(p.findings, world.Finding{Subject: p.file.Document, Place: u.place, Action: world.Noted, Reason: reasonUnknown, Detail: fmt.Sprintf("%q in %d declarations", u.name, u.count)})
	}
	if len(p.raws) == 0 && !slices.ContainsFunc(p.findings, func(f world.Finding) bool { return f.Action == world.Rejected }) {
		p.findings = append(p.findings, world.Finding{Subject: p.file.Document, Place: p.file.Document, Action: world.Noted, Reason: reasonNoTools})
	}
	return nil
}

// document tells one value from JSON lines: where the first line holds a whole
// value and more follows, every line is one, and a bad one does not spoil the
// others. A text that is neither, as a whole, is lines if any of its lines is.
func (p *listing) document(start int) *pieceError {
	data := p.file.Data
	first := start + len(data[start:]) - len(bytes.TrimLeft(data[start:], " \t\r\n"))
	end := first + lineLength(data[first:])
	firstErr := whole(data[first:end])
	if len(bytes.TrimSpace(data[end:])) == 0 {
		if firstErr != nil {
			return &pieceError{first, firstErr}
		}
		return p.tools(data[first:], first, p.context(), 0)
	}
	if firstErr != nil {
		err := whole(data[first:])
		if err == nil {
			return p.tools(data[first:], first, p.context(), 0)
		}
		if !anyLine(data[end:]) {
			return &pieceError{first, err}
		}
	}
	for at := first; at < len(data); {
		n := lineLength(data[at:])
		if line := bytes.TrimSpace(data[at : at+n]); len(line) > 0 {
			at += bytes.Index(data[at:at+n], line)
			if err := p.tools(line, at, p.context(), 0); err != nil {
				if err.err == errDeclared {
					return err
				}
				p.reject(at, reasonUnreadable, fmt.Sprintf("column %d: %s", int64(err.at-at)+offset(err.err)+1, because(err.err)))
			}
			n = lineLength(data[at:])
		}
		at += n + 1
	}
	return nil
}

// A pieceError is why a piece of the document, at an offset, cannot be read.
type pieceError struct {
	at  int
	err error
}

var errDeclared = fmt.Errorf("more than %d declarations; split the document", maxDeclared)

// anyLine says whether a line of data is a JSON object or array by itself.
func anyLine(data []byte) bool {
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if len(line) > 1 && (line[0] == '{' && line[len(line)-1] == '}' || line[0] == '[' && line[len(line)-1] == ']') {
			// `{}` and `[]` are lines of pretty-printed text as well.
			if len(bytes.TrimSpace(line[1:len(line)-1])) > 0 && whole(line) == nil {
				return true
			}
		}
	}
	return false
}

func lineLength(data []byte) int {
	if n := bytes.IndexByte(data, '\n'); n >= 0 {
		return n
	}
	return len(data)
}

// whole says why data is not exactly one JSON value.
func whole(data []byte) error {
	dec := decoder(data)
	defer decoders.Put(dec)
	if err := dec.SkipValue(); err != nil {
		return err
	}
	return end(dec, data)
}

// decoders are for use again: making one costs more than reading a short line.
var decoders = sync.Pool{New: func() any { return new(jsontext.Decoder) }}

// decoder reads data leniently; whoever is done with it puts it back.
func decoder(data []byte) *jsontext.Decoder {
	dec := decoders.Get().(*jsontext.Decoder)
	dec.Reset(bytes.NewBuffer(data), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return dec
}

// context is what tools know about where they come from before they say it.
func (p *listing) context() world.Source {
	return world.Source{Format: p.format, License: p.file.License}
}

// maxWrap is how many objects may wrap a list of tools: a JSON-RPC answer
// holds a result that holds tools that hold function declarations.
const maxWrap = 5

// tools reads one JSON value: a tool, a list of tools, or an object around
// them. at is its offset in the document.
func (p *listing) tools(data []byte, at int, from world.Source, wrapped int) *pieceError {
	if len(p.raws)+len(p.findings) > maxDeclared {
		return &pieceError{at, errDeclared}
	}
	switch first := data[0]; {
	case first == '[':
		elements, err := split(data, at)
		if err != nil {
			return &pieceError{at, err}
		}
		if len(elements) > maxDeclared {
			return &pieceError{at, errDeclared}
		}
		for _, e := range elements {
			if err := p.tools(e.raw, e.at, from, wrapped+1); err != nil {
				return err
			}
		}
		return nil
	case first != '{' || wrapped > maxWrap:
		if err := whole(data); err != nil {
			return &pieceError{at, err}
		}
		p.reject(at, reasonNoObject, short(string(data)))
		return nil
	}
	members, err := split(data, at)
	if err != nil {
		return &pieceError{at, err}
	}
	if inner, ok := wrapper(members); ok {
		return p.unwrap(members, inner, at, from, wrapped)
	}
	if len(data) > maxDeclaration {
		p.reject(at, reasonTooLarge, fmt.Sprintf("%d bytes", len(data)))
		return nil
	}
	if p.format == ToolBench {
		if done := p.endpoints(members, at, from); done {
			return nil
		}
	}
	p.declaration(members, at, from)
	return nil
}

// wrapper finds the member that holds the tools in an object that is not a
// tool itself.
func wrapper(members []member) (inner []member, ok bool) {
	for _, m := range members {
		switch m.name {
		case "tools", "functions", "result", "functionDeclarations", "function_declarations":
			if m.raw[0] == '[' || m.raw[0] == '{' {
				inner = append(inner, m)
			}
		case "error":
			if len(members) <= 3 && m.raw[0] == '{' {
				inner = append(inner, m)
			}
		case "name", "type", "function", "api_list":
			return nil, false
		}
	}
	return inner, len(inner) > 0
}

// unwrap reads the tools in an object around them. What the object says of
// itself goes to every tool.
func (p *listing) unwrap(members, inner []member, at int, from world.Source, wrapped int) *pieceError {
	for _, m := range members {
		switch m.name {
		case "tools", "functions", "result", "functionDeclarations", "function_declarations",
			"jsonrpc", "id", "_meta":
		case "error":
			p.note(m.at, reasonServerErrors, short(string(m.raw)))
		case "api":
			from.API = plain(m.raw)
		case "server":
			from.Server = plain(m.raw)
			p.server(m, &from)
		case "serverInfo":
			p.server(m, &from)
		case "version":
			from.Version = plain(m.raw)
		case "category":
			from.Category = plain(m.raw)
		case "source":
			p.source(m, &from)
		case "nextCursor":
			if plain(m.raw) != "" {
				p.note(m.at, reasonMorePages, "nextCursor "+short(string(m.raw)))
			}
		default:
			p.skip(m.name, at)
		}
	}
	for _, m := range inner {
		if m.name == "error" {
			continue
		}
		if m.name == "result" {
			if m.raw[0] == '{' {
				fields, err := split(m.raw, m.at)
				if err != nil {
					return &pieceError{m.at, err}
				}
				if _, ok := wrapper(fields); !ok && len(fields) > 0 {
					p.reject(m.at, reasonNoTools, "")
					continue
				}
			}
		}
		if err := p.tools(m.raw, m.at, from, wrapped+1); err != nil {
			return err
		}
	}
	return nil
}

// server reads MCP's description of a server, {name, version}.
func (p *listing) server(m member, from *world.Source) {
	if m.raw[0] != '{' {
		return
	}
	fields, err := split(m.raw, m.at)
	if err != nil {
		return
	}
	for _, f := range fields {
		switch f.name {
		case "name":
			from.Server = plain(f.raw)
		case "version":
			from.Version = plain(f.raw)
		}
	}
}

// declaration reads one tool.
func (p *listing) declaration(members []member, at int, from world.Source) {
	raw := Raw{Place: p.place(at), Source: from}
	p.fields(members, at, &raw)
	if raw.Name == "" && raw.Parameters == nil {
		if kind := declaredType(members); kind != "" && kind != "function" && kind != "custom" {
			p.reject(at, reasonBuiltin, "type "+short(strconv.Quote(kind)))
			return
		}
	}
	if raw.Source.Document == "" {
		raw.Source.Document = document(raw.Source, p.file)
	}
	p.raws = append(p.raws, raw)
}

// document is the natural key of the document that a tool comes from.
func document(s world.Source, f File) string {
	switch {
	case s.API != "":
		return s.API
	case s.Server != "":
		return s.Server
	}
	return f.Document
}

func declaredType(members []member) string {
	for _, m := range members {
		if m.name == "type" {
			return plain(m.raw)
		}
	}
	return ""
}

// fields reads the members of a declaration in any of the shapes.
func (p *listing) fields(members []member, at int, raw *Raw) {
	for _, m := range members {
		switch m.name {
		case "name":
			raw.Name = plain(m.raw)
		case "description":
			raw.Description = plain(m.raw)
		case "title":
			raw.Hints.Title = plain(m.raw)
		case "inputSchema", "input_schema", "parameters", "parametersJsonSchema", "parameters_json_schema":
			raw.Parameters = m.raw
		case "outputSchema", "output_schema", "returns", "response", "responseJsonSchema", "response_json_schema":
			raw.Returns = m.raw
		case "parameter_order":
			raw.ParameterOrder = texts(m.raw)
		case "function":
			if inner, err := split(m.raw, m.at); err == nil && m.raw[0] == '{' {
				p.fields(inner, at, raw)
			} else {
				p.skip(m.name, at)
			}
		case "responseTemplate":
			if p.format == ToolBench {
				raw.Returns = template(m.raw)
			} else {
				p.skip(m.name, at)
			}
		case "source":
			p.source(m, &raw.Source)
		case "annotations":
			p.annotations(m, &raw.Hints)
		case "hints":
			p.annotations(m, &raw.Hints)
		case "type", "strict", "id", "_meta":
			// Say nothing about the tool.
		default:
			p.skip(m.name, at)
		}
	}
}

// source reads the object that says where a tool comes from.
func (p *listing) source(m member, s *world.Source) {
	fields, err := split(m.raw, m.at)
	if err != nil || m.raw[0] != '{' {
		p.skip(m.name, m.at)
		return
	}
	for _, f := range fields {
		switch f.name {
		case "api":
			s.API = plain(f.raw)
		case "server":
			s.Server = plain(f.raw)
		case "document":
			s.Document = plain(f.raw)
		case "name":
			s.Name = plain(f.raw)
		case "version":
			s.Version = plain(f.raw)
		case "operation_id", "operationId":
			s.OperationID = plain(f.raw)
		case "method":
			s.Method = plain(f.raw)
		case "path":
			s.Path = plain(f.raw)
		case "category":
			s.Category = plain(f.raw)
		case "categories":
			s.Categories = texts(f.raw)
		case "tags":
			s.Tags = texts(f.raw)
		case "in":
			s.In = places(f.raw)
		case "deprecated":
			s.Deprecated = plain(f.raw) == "true"
		case "license":
			if s.License == "" {
				s.License = plain(f.raw)
			}
		case "format":
			// What the tool was first read from; now it is read from a list.
		default:
			p.skip("source."+f.name, m.at)
		}
	}
}

// annotations reads MCP's hints, or a record's.
func (p *listing) annotations(m member, h *world.Hints) {
	if string(m.raw) == "null" {
		return
	}
	fields, err := split(m.raw, m.at)
	if err != nil || m.raw[0] != '{' {
		p.skip(m.name, m.at)
		return
	}
	for _, f := range fields {
		var hint **bool
		switch f.name {
		case "title":
			if h.Title == "" {
				h.Title = plain(f.raw)
			}
			continue
		case "readOnlyHint", "read_only":
			hint = &h.ReadOnly
		case "destructiveHint", "destructive":
			hint = &h.Destructive
		case "idempotentHint", "idempotent":
			hint = &h.Idempotent
		case "openWorldHint", "open_world":
			hint = &h.OpenWorld
		default:
			p.skip(m.name+"."+f.name, m.at)
			continue
		}
		switch plain(f.raw) {
		case "true":
			*hint = new(bool)
			**hint = true
		case "false":
			*hint = new(bool)
		}
	}
}

// split takes an object or an array apart without reading what is inside.
// at is the offset of data in the document; the raw texts alias data.
func split(data []byte, at int) ([]member, error) {
	dec := decoder(data)
	defer decoders.Put(dec)
	tok, err := dec.ReadToken()
	if err != nil {
		return nil, err
	}
	named, closing := tok.Kind() == '{', jsontext.Kind(']')
	if named {
		closing = '}'
	} else if tok.Kind() != '[' {
		return nil, end(dec, data)
	}
	var members []member
	for dec.PeekKind() != closing {
		var m member
		if named {
			tok, err := dec.ReadToken()
			if err != nil {
				return nil, err
			}
			m.name = tok.String()
		}
		v, err := dec.ReadValue()
		if err != nil {
			return nil, err
		}
		to := int(dec.InputOffset())
		m.raw, m.at = data[to-len(v):to], at+to-len(v)
		if members == nil {
			members = make([]member, 0, 8)
		}
		members = append(members, m)
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, err
	}
	return members, end(dec, data)
}

// plain is the text of a JSON value that should be a string: null is "", a
// list of texts is its lines, anything else is its JSON.
func plain(raw []byte) string {
	switch raw[0] {
	case '"':
		b, _ := jsontext.AppendUnquote(nil, raw) // bad UTF-8 becomes U+FFFD
		return string(b)
	case 'n':
		return ""
	case '[':
		return strings.Join(texts(raw), "\n")
	}
	return string(raw)
}

// texts is a list of texts; one text is a list of one.
func texts(raw []byte) []string {
	if raw[0] != '[' {
		if t := plain(raw); t != "" {
			return []string{t}
		}
		return nil
	}
	elements, err := split(raw, 0)
	if err != nil {
		return nil
	}
	var ts []string
	for _, e := range elements {
		if e.raw[0] != '[' && e.raw[0] != '{' && e.raw[0] != 'n' {
			ts = append(ts, plain(e.raw))
		}
	}
	return ts
}

// places is a map from texts to lists of texts.
func places(raw []byte) map[string][]string {
	members, err := split(raw, 0)
	if err != nil || raw[0] != '{' || len(members) == 0 {
		return nil
	}
	in := make(map[string][]string, len(members))
	for _, m := range members {
		in[m.name] = texts(m.raw)
	}
	return in
}

// place is document:line of a byte.
func (p *listing) place(at int) string {
	if at < p.counted {
		p.line, p.counted = 1, 0
	}
	p.line += bytes.Count(p.file.Data[p.counted:at], []byte("\n"))
	p.counted = at
	return p.file.Document + ":" + strconv.Itoa(p.line)
}

func (p *listing) reject(at int, reason, detail string) {
	p.findings = append(p.findings, world.Finding{Subject: p.file.Document, Place: p.place(at), Action: world.Rejected, Reason: reason, Detail: detail})
}

func (p *listing) note(at int, reason, detail string) {
	p.findings = append(p.findings, world.Finding{Subject: p.file.Document, Place: p.place(at), Action: world.Noted, Reason: reason, Detail: detail})
}

// maxUnknown is how many different unread fields are told apart.
const maxUnknown = 50

// skip counts a member that is not read.
func (p *listing) skip(name string, at int) {
	for i := range p.unknown {
		if p.unknown[i].name == name {
			p.unknown[i].count++
			return
		}
	}
	if len(p.unknown) < maxUnknown {
		p.unknown = append(p.unknown, unknownField{short(name), p.place(at), 1})
	} else if len(p.unknown) == maxUnknown {
		p.unknown = append(p.unknown, unknownField{"other fields", p.place(at), 1})
	} else {
		p.unknown[maxUnknown].count++
	}
}

// short makes of a text, or of bytes that may be none, what a message can hold.
func short(s string) string {
	const most = 80
	if len(s) > 8*most {
		s = s[:8*most]
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= most {
		return s
	}
	return cut(s, most)
}
