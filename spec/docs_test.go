package spec

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"worldc/world"
)

var update = flag.Bool("update", false, "write docs/language.md anew")

// TestDocs checks that docs/language.md is what the doc comments, the tags and
// the tables of the package say.
func TestDocs(t *testing.T) {
	const path = "../docs/language.md"
	text, err := os.ReadFile("testdata/language.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	r := &reference{t: t, docs: parseDocs(t)}
	tmpl, err := template.New("language").Funcs(template.FuncMap{
		"overview": r.overview, "kind": r.kind, "example": r.example,
		"functions": r.functions, "limits": r.limits, "diagnostic": r.diagnostic,
	}).Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := tmpl.Execute(&want, nil); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, want.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("docs/language.md is stale: run go test ./spec -run Docs -update")
	}
}

// A reference writes the parts of the page.
type reference struct {
	t    *testing.T
	docs map[string]string // comments by Type and Type.Field
}

// parseDocs collects the doc comments of the package's structs.
func parseDocs(t *testing.T) map[string]string {
	t.Helper()
	notTest := func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }
	packages, err := parser.ParseDir(token.NewFileSet(), ".", notTest, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string]string{}
	ast.Inspect(packages["spec"], func(n ast.Node) bool {
		decl, ok := n.(*ast.GenDecl)
		if !ok || decl.Tok != token.TYPE {
			return true
		}
		for _, s := range decl.Specs {
			s := s.(*ast.TypeSpec)
			docs[s.Name.Name] = paragraph(decl.Doc)
			if st, ok := s.Type.(*ast.StructType); ok {
				for _, f := range st.Fields.List {
					for _, name := range f.Names {
						docs[s.Name.Name+"."+name.Name] = paragraph(f.Doc)
					}
				}
			}
		}
		return true
	})
	return docs
}

// paragraph is a comment as one line per paragraph.
func paragraph(c *ast.CommentGroup) string {
	parts := strings.Split(strings.TrimSpace(c.Text()), "\n\n")
	for i, p := range parts {
		parts[i] = strings.Join(strings.Fields(p), " ")
	}
	return strings.Join(parts, "\n\n")
}

// overview is the table of the kinds of steps.
func (r *reference) overview() string {
	var b strings.Builder
	b.WriteString("| block | reads | emits | what it does |\n|---|---|---|---|\n")
	for _, k := range Kinds() {
		var reads []string
		s := k.schema()
		for _, a := range s.arguments {
			switch {
			case slices.Contains(a.reads, Any):
				reads = append(reads, "any")
			case slices.Contains(a.reads, Policy), takesModel(a.reads):
			case a.reads != nil:
				for _, t := range a.reads {
					if !slices.Contains(reads, string(t)) {
						reads = append(reads, string(t))
					}
				}
			case a.typ == pathsType:
				reads = append(reads, "files")
			}
		}
		for _, n := range s.blocks {
			for _, a := range n.schema.arguments {
				if a.typ == pathsType {
					reads = append(reads, "files")
				}
			}
		}
		emits := string(k.Emits)
		switch {
		case k.EmitsFrom != "":
			emits = "the same"
		case k.EmitsOneOf != nil:
			names := make([]string, len(k.EmitsOneOf))
			for i, t := range k.EmitsOneOf {
				names[i] = string(t)
			}
			emits = join(names, "or")
		case emits == "":
			emits = "files"
		}
		first, _, _ := strings.Cut(r.kindDoc(k.config, k.Name), ". ")
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s | %s | %s |\n", k.Name, k.Name, strings.Join(reads, ", "), emits, strings.TrimSuffix(first, ".")+".")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// kindDoc is the doc comment of a struct with the block's name for the type's.
func (r *reference) kindDoc(t reflect.Type, name string) string {
	doc := r.docs[t.Name()]
	before, after, ok := strings.Cut(doc, t.Name())
	if !ok || len(before) > 3 {
		r.t.Errorf("the comment of %s does not begin with its name", t.Name())
	}
	if before == "An " && !strings.ContainsAny(name[:1], "aeiou") {
		before = "A "
	}
	return before + "`" + name + "`" + after
}

// kind documents a kind of block.
func (r *reference) kind(name string) string {
	t := reflect.TypeFor[Variable]()
	if k := kindByName(name); k != nil {
		t = k.config
	}
	var b strings.Builder
	b.WriteString(r.kindDoc(t, name) + "\n\n")
	r.arguments(&b, t)
	return strings.TrimSpace(b.String())
}

func (r *reference) arguments(b *strings.Builder, t reflect.Type) {
	s := newSchema(t)
	for _, a := range s.labels {
		if a.name == "name" && a.oneof == nil {
			continue // the block's name
		}
		fmt.Fprintf(b, "- **%s** (label: %s)%s\n", a.name, a.expects(), r.field(t, a.index))
	}
	for _, a := range s.arguments {
		given := "optional"
		switch {
		case a.required():
			given = "required"
		case a.fallback.IsValid() && a.typ.Kind() == reflect.String && a.fallback.String() == "":
		case a.fallback.IsValid() && a.typ.Kind() == reflect.String:
			given = fmt.Sprintf("default `%q`", a.fallback.String())
		case a.typ == intsType && a.fallback.IsValid():
			given = "default `" + strings.ReplaceAll(fmt.Sprint(a.fallback.Interface()), " ", ", ") + "`"
		case a.fallback.IsValid():
			given = fmt.Sprintf("default `%v`", a.fallback.Interface())
		}
		fmt.Fprintf(b, "- **`%s`** (%s; %s)%s\n", a.name, a.expects(), given, r.field(t, a.index))
	}
	for _, n := range s.blocks {
		number := "at most one"
		if n.many {
			number = "any number"
		}
		header := n.name
		for _, l := range n.schema.labels {
			header += " \"" + strings.ToUpper(l.name) + "\""
		}
		fmt.Fprintf(b, "- **`%s {}`** (block, %s)%s\n", header, number, r.field(t, n.index))
	}
	for _, n := range s.blocks {
		fmt.Fprintf(b, "\n#### %s\n\n%s\n\n", n.name, r.kindDoc(n.typ, n.name))
		r.arguments(b, n.typ)
	}
}

// field is the comment of a field without the field's name, with which it
// begins: what is to be read after the argument's name.
func (r *reference) field(t reflect.Type, index int) string {
	name := t.Field(index).Name
	doc := r.docs[t.Name()+"."+name]
	rest, ok := strings.CutPrefix(doc, name)
	if !ok || !strings.HasSuffix(doc, ".") {
		r.t.Errorf("the comment of %s.%s is not a sentence that begins with its name: %q", t.Name(), name, doc)
	}
	return strings.ReplaceAll(rest, "\n\n", "\n\n  ")
}

// example is a spec of testdata/valid, or its blocks of one kind.
func (r *reference) example(name string, kinds ...string) string {
	src, err := os.ReadFile(filepath.Join("testdata/valid", name))
	if err != nil {
		r.t.Fatal(err)
	}
	if formatted, diags := Format(name, src); diags.HasErrors() {
		r.t.Errorf("%s: %v", name, diags)
	} else if !strings.HasSuffix(name, ".json") && !bytes.Equal(src, formatted) {
		r.t.Errorf("%s is not formatted", name)
	}
	text := string(src)
	if len(kinds) > 0 {
		text = ""
		f, _ := hclsyntax.ParseConfig(src, name, position(name, src, 0).Start)
		for _, block := range f.Body.(*hclsyntax.Body).Blocks {
			if slices.Contains(kinds, block.Type) {
				text += string(block.Range().SliceBytes(src)) + "\n"
			}
		}
	}
	lang := "hcl"
	if strings.HasSuffix(name, ".json") {
		lang = "json"
	}
	return "```" + lang + "\n" + strings.TrimSpace(text) + "\n```"
}

func (r *reference) functions() string {
	var b strings.Builder
	for _, group := range []string{numbersGroup, stringsGroup, collectionsGroup, encodingGroup, filesGroup, typesGroup} {
		fmt.Fprintf(&b, "### %s\n\n| function | gives |\n|---|---|\n", group)
		for _, name := range slices.Sorted(maps.Keys(functionTable)) {
			if f := functionTable[name]; f.group == group {
				fmt.Fprintf(&b, "| `%s` | %s |\n", f.signature, f.doc)
			}
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}

func (r *reference) limits() string {
	var b strings.Builder
	for _, l := range []struct {
		what string
		n    any
	}{
		{"bytes of a file", maxFileBytes},
		{"files of a spec", maxFiles},
		{"tokens (words, signs and line ends) of a spec", maxTokens},
		{"brackets, blocks and templates in each other", maxNesting},
		{"operators in a row", maxChained},
		{"characters of a number", maxNumber},
		{"exponent of a number", maxExponent},
		{"`for` expressions in each other", maxForDepth},
		{"steps that all expressions may take (about a microsecond each, estimated beforehand)", maxSteps},
		{"bytes of one value", maxSize},
		{"bytes of all values", maxProduced},
		{"instances of one block", maxInstances},
		{"instances of all blocks", maxAllInstances},
		{"references of all instances", maxReferences},
		{"files of one pattern", maxMatches},
	} {
		fmt.Fprintf(&b, "| %s | %s |\n", l.what, thousands(l.n.(int)))
	}
	return "| what | at most |\n|---|--:|\n" + strings.TrimSuffix(b.String(), "\n")
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// diagnostic is what worldc says about a misspelt reference.
func (r *reference) diagnostic() string {
	dir := write(r.t, map[string]string{"pets.hcl": `tool_pool "pets" {
  tool "list_pets" {}
}

tool_graph "similar" {
  tools = tool_pool.pet
}
`})
	s, diags := Load(filepath.Join(dir, "pets.hcl"), Options{})
	var b strings.Builder
	if err := Write(&b, diags, s.Files, false, 100); err != nil {
		r.t.Fatal(err)
	}
	return strings.TrimSpace(strings.ReplaceAll(b.String(), dir+string(filepath.Separator), ""))
}

// TestTags checks what the tags of all structs promise.
func TestTags(t *testing.T) {
	types := []world.Type{Any, Policy, Player, Served}
	for _, k := range kinds {
		types = append(append(types, k.Emits), k.EmitsOneOf...)
	}
	var check func(typ reflect.Type)
	check = func(typ reflect.Type) {
		s := newSchema(typ) // panics at a malformed tag
		for _, a := range s.arguments {
			a.expects() // panics at a type without a word
			if a.fallback.IsValid() && a.oneof != nil && !slices.Contains(a.oneof, a.fallback.String()) {
				t.Errorf("%s.%s: the default is not one of %v", typ.Name(), a.name, a.oneof)
			}
			if a.fallback.IsValid() && a.bounds != nil {
				var x float64
				switch v := a.fallback; v.Kind() {
				case reflect.Float64:
					x = v.Float()
				case reflect.Uint64:
					x = float64(v.Uint())
				case reflect.Slice:
					continue // checked element by element where it is read
				default:
					x = float64(v.Int())
				}
				if !a.bounds.holds(x) {
					t.Errorf("%s.%s: the default %v is not %s", typ.Name(), a.name, x, a.bounds)
				}
			}
			for _, r := range a.reads {
				if !slices.Contains(types, r) {
					t.Errorf("%s.%s reads %s, which no block emits", typ.Name(), a.name, r)
				}
			}
		}
		for _, n := range s.blocks {
			check(n.typ)
		}
	}
	check(reflect.TypeFor[Variable]())
	for _, k := range kinds {
		check(k.config)
		if k.EmitsFrom != "" && k.Reads(k.EmitsFrom) == nil {
			t.Errorf("%s emits what %s emits, which is no reference", k.Name, k.EmitsFrom)
		}
	}
}
