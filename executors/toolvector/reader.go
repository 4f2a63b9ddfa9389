package toolvector

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"worldc/world"
)

// A term is a feature that a parameter or a subject has, and how much it says
// there, before rarity is known.
type term struct {
	feature uint32
	weight  float32
}

// A parameter is what a tool's document says of one of its parameters.
type parameter struct {
	name    uint32 // the feature of the whole name
	generic bool   // the name says little of what it holds
	terms   []term
}

// A document is a tool in terms of features.
type document struct {
	parameters []parameter
	subject    []term
}

// A reader turns tools into documents. It numbers the features it meets in the
// order in which it meets them.
type reader struct {
	scheme   scheme
	features map[string]uint32
	names    []string
	words    map[string]int64 // surface form -> feature, or -1 for a word that says nothing

	visited     int    // schemas of the tool looked at
	output      bool   // the schema being read is that of a tool's output
	terms       []term // a stack: what the readers of outer schemas collected lies below
	parameters  []parameter
	definitions map[string]jsontext.Value
	buffer      []byte
	joined      []byte
	unquoted    []byte
}

func newReader(s scheme) *reader {
	return &reader{scheme: s, features: map[string]uint32{}, words: map[string]int64{}}
}

// feature numbers a feature.
func (r *reader) feature(name []byte) uint32 {
	f, ok := r.features[string(name)]
	if !ok {
		f = uint32(len(r.names))
		s := string(name)
		r.features[s] = f
		r.names = append(r.names, s)
	}
	return f
}

// word gives the feature of a surface form, -1 if it says nothing.
func (r *reader) word(surface []byte) int64 {
	if f, ok := r.words[string(surface)]; ok {
		return f
	}
	f := int64(-1)
	if c := canonical(string(surface)); c != "" {
		f = int64(r.feature([]byte(c)))
	}
	r.words[string(surface)] = f
	return f
}

// text adds the words of s, up to limit of them.
func (r *reader) text(s []byte, weight float32, limit int) {
	s = s[:min(len(s), limit*16)] // a bound on the work, whatever the text
	r.buffer = split(s, r.buffer, func(word []byte) {
		if limit > 0 {
			if f := r.word(word); f >= 0 {
				r.terms = append(r.terms, term{uint32(f), weight})
				limit--
			}
		}
	})
}

// name adds the words of an identifier and leaves them in r.joined, by which
// zip_code and zipcode meet.
func (r *reader) name(s []byte, weight float32) {
	r.joined = append(r.joined[:0], '=')
	r.buffer = split(s[:min(len(s), 256)], r.buffer, func(word []byte) {
		if f := r.word(word); f >= 0 {
			r.terms = append(r.terms, term{uint32(f), weight})
			r.joined = append(r.joined, r.names[f]...)
		}
	})
}

// take removes the terms above mark and returns them by feature, each once at
// its largest weight.
func (r *reader) take(mark int) []term {
	top := r.terms[mark:]
	slices.SortFunc(top, func(a, b term) int {
		return cmp.Or(cmp.Compare(a.feature, b.feature), cmp.Compare(b.weight, a.weight))
	})
	top = slices.CompactFunc(top, func(a, b term) bool { return a.feature == b.feature })
	r.terms = r.terms[:mark]
	return append(make([]term, 0, len(top)), top...)
}

// read turns a tool into a document.
func (r *reader) read(t *world.Tool) document {
	r.terms, r.parameters, r.visited = r.terms[:0], nil, 0
	r.definitions = definitions(t.Parameters)
	r.schema(decoder(t.Parameters), 0, true)
	r.terms = r.terms[:0]
	d := document{parameters: r.parameters}
	r.subject(t)
	text := r.scheme.toolText
	if len(d.parameters) == 0 {
		text = 1 // there is nothing else
	}
	r.text([]byte(t.Description), text, r.scheme.toolWords)
	if len(t.Returns) > 0 {
		r.definitions = definitions(t.Returns)
		r.output = true
		r.schema(decoder(t.Returns), 0, false)
		r.output = false
	}
	d.subject = r.take(0)
	return d
}

// decoder reads a schema. What is wrong with it was reported when the tool was
// imported; here the readable part counts.
func decoder(schema []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewReader(schema), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// Bounds on what a document can cost and say, whatever it holds: how far below a
// parameter properties count, how many schemas of a tool are looked at (those
// behind a $ref again each time), and how many words one parameter can have.
const (
	maxDepth   = 4
	maxSchemas = 4096
	maxTerms   = 256
)

// schema collects what the schema ahead says: with asParameters its properties
// are parameters of the tool, otherwise words of the parameter that is being
// read. It reports whether the decoder can go on.
func (r *reader) schema(d *jsontext.Decoder, depth int, asParameters bool) bool {
	r.visited++
	if d.PeekKind() != '{' || depth > maxDepth || r.visited > maxSchemas || len(r.terms) > maxTerms {
		return d.SkipValue() == nil
	}
	d.ReadToken()
	for d.PeekKind() != '}' {
		key, err := d.ReadValue()
		if err != nil {
			return false
		}
		ok := true
		switch string(key) {
		case `"properties"`:
			ok = r.properties(d, depth, asParameters)
		case `"items"`, `"additionalProperties"`:
			ok = r.schema(d, depth, false)
		case `"allOf"`, `"anyOf"`, `"oneOf"`, `"prefixItems"`:
			ok = r.schemas(d, depth, asParameters)
		case `"description"`, `"title"`:
			ok = r.string(d, func(s []byte) {
				if depth == 0 && !asParameters && !r.output {
					r.text(s, r.scheme.text, r.scheme.textWords)
				}
			})
		case `"type"`, `"format"`:
			ok = r.string(d, func(s []byte) {
				if depth == 0 && !asParameters && !r.output {
					r.terms = append(r.terms, term{r.feature(append([]byte{':'}, s...)), r.scheme.kind})
				}
			})
		case `"$ref"`:
			ok = r.string(d, func(s []byte) {
				if target, ok := r.definitions[string(s)]; ok {
					r.schema(decoder(target), depth+1, asParameters)
				}
			})
		default:
			ok = d.SkipValue() == nil
		}
		if !ok {
			return false
		}
	}
	_, err := d.ReadToken()
	return err == nil
}

// schemas reads an array of schemas.
func (r *reader) schemas(d *jsontext.Decoder, depth int, asParameters bool) bool {
	if d.PeekKind() != '[' {
		return d.SkipValue() == nil
	}
	d.ReadToken()
	for d.PeekKind() != ']' {
		if !r.schema(d, depth, asParameters) {
			return false
		}
	}
	_, err := d.ReadToken()
	return err == nil
}

// properties reads an object of schemas.
func (r *reader) properties(d *jsontext.Decoder, depth int, asParameters bool) bool {
	if d.PeekKind() != '{' {
		return d.SkipValue() == nil
	}
	d.ReadToken()
	for d.PeekKind() != '}' {
		key, err := d.ReadValue()
		if err != nil {
			return false
		}
		if r.unquoted, err = jsontext.AppendUnquote(r.unquoted[:0], key); err != nil {
			return false
		}
		ok := true
		if asParameters {
			ok = r.parameter(d, depth)
		} else {
			weight := r.scheme.nested
			if r.output {
				weight = r.scheme.outputs
			}
			r.name(r.unquoted, weight)
			ok = r.schema(d, depth+1, false)
		}
		if !ok {
			return false
		}
	}
	_, err := d.ReadToken()
	return err == nil
}

// parameter reads the schema of the parameter whose name is in r.unquoted. The
// properties of a parameter that is only a wrapper are parameters themselves.
func (r *reader) parameter(d *jsontext.Decoder, depth int) bool {
	mark, count := len(r.terms), len(r.parameters)
	p := parameter{generic: isIn(generic, r.unquoted)}
	wrapper := isIn(wrappers, r.unquoted)
	r.name(r.unquoted, 1)
	if len(r.joined) == 1 { // no word of the name says anything: keep it as it is
		r.joined = append(r.joined, r.unquoted...)
	}
	p.name = r.feature(r.joined)
	r.terms = append(r.terms, term{p.name, r.scheme.whole})
	if wrapper && depth < maxDepth {
		if !r.schema(d, depth+1, true) {
			return false
		}
		if len(r.parameters) > count {
			r.terms = r.terms[:mark]
			return true
		}
	} else if !r.schema(d, 0, false) {
		return false
	}
	p.terms = r.take(mark)
	r.parameters = append(r.parameters, p)
	return true
}

// string hands the string ahead to use; anything else is skipped.
func (r *reader) string(d *jsontext.Decoder, use func([]byte)) bool {
	if d.PeekKind() != '"' {
		return d.SkipValue() == nil
	}
	v, err := d.ReadValue()
	if err != nil {
		return false
	}
	s, err := jsontext.AppendUnquote(nil, v)
	if err != nil {
		return false
	}
	use(s)
	return true
}

// definitions are the schemas that a $ref of the schema may name.
func definitions(schema []byte) map[string]jsontext.Value {
	if !bytes.Contains(schema, []byte(`"$ref"`)) {
		return nil
	}
	found := map[string]jsontext.Value{}
	d := decoder(schema)
	if d.PeekKind() != '{' {
		return nil
	}
	d.ReadToken()
	for d.PeekKind() == '"' {
		key, err := d.ReadToken()
		if err != nil {
			return nil
		}
		section := key.String()
		if (section == "$defs" || section == "definitions") && d.PeekKind() == '{' {
			d.ReadToken()
			for d.PeekKind() == '"' {
				name, err := d.ReadToken()
				if err != nil {
					return found
				}
				n := name.String()
				v, err := d.ReadValue()
				if err != nil {
					return found
				}
				found["#/"+section+"/"+n] = v.Clone()
			}
			d.ReadToken()
		} else if d.SkipValue() != nil {
			return found
		}
	}
	return found
}

// subject adds what the tool is about: the words of its name and the fixed
// segments of its path, without those that say what it does.
func (r *reader) subject(t *world.Tool) {
	add := func(s string) {
		r.buffer = split([]byte(s)[:min(len(s), 256)], r.buffer, func(word []byte) {
			if f := r.word(word); f >= 0 && !effects[r.names[f]] && !effects[string(word)] {
				r.terms = append(r.terms, term{uint32(f), 1})
			}
		})
	}
	path, _, _ := strings.Cut(t.Source.Path, "?")
	for segment := range strings.SplitSeq(path, "/") {
		if !strings.ContainsAny(segment, "{}") {
			add(segment)
		}
	}
	add(t.Name)
	if len(r.terms) == 0 { // nothing but effects
		r.name([]byte(t.Name), 1)
	}
}
