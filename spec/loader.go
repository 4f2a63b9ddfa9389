package spec

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"worldc/world"
)

// A loader is the state of one Load.
type loader struct {
	options Options
	spec    *Spec
	diags   Diagnostics

	bodies []hcl.Body

	roots  []string         // resolved directories and files that paths may match
	found  map[string]found // files by pattern
	looked int              // directory entries looked at

	variables     map[string]*variable
	variableOrder []string
	locals        map[string]*local
	localOrder    []string
	declarations  []*declaration
	declared      map[string]*declaration // by kind.name

	functions map[string]function.Function
	pure      map[string]function.Function // without files, for rules
	active    []string                     // names being evaluated, outermost first
	tokens    int                          // of all text that was parsed
	spent     float64                      // steps of evaluation so far
	produced  float64                      // bytes of values so far
	measured  map[string]amount            // of names
	hints     int                          // suggestions that were looked for
	instances int                          // of all blocks
	referred  int                          // references of all blocks
	named     int                          // files of all blocks
	cycles    int                          // that were reported

	experiment *declaration // the first one
}

// A declaration is a block as it was written; for_each makes any number of
// instances of it.
type declaration struct {
	kind    *Kind
	name    string
	header  Range
	labels  []Range
	content *hcl.BodyContent
	forEach *hcl.Attribute

	state     state
	instances []*Block
	each      map[string]cty.Value // what each.value is, by key
	value     cty.Value            // what kind.name means
	mentioned bool
}

func (d *declaration) address() string { return d.kind.Name + "." + d.name }

func newLoader(path string, o Options) *loader {
	l := &loader{
		options:   o,
		spec:      &Spec{Path: path, Options: o, Files: map[string]*hcl.File{}},
		variables: map[string]*variable{},
		locals:    map[string]*local{},
		declared:  map[string]*declaration{},
		functions: functions(),
		pure:      functions(),
		measured:  map[string]amount{},
	}
	file := functionTable["file"]
	file.impl = l.fileFunction()
	l.functions["file"] = guarded(file)
	return l
}

func (l *loader) add(diags ...*Diagnostic) { l.diags = append(l.diags, diags...) }

// declare takes up the headers of all blocks.
func (l *loader) declare() {
	root := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "variable", LabelNames: []string{"name"}},
		{Type: "locals"},
	}}
	for _, k := range kinds {
		root.Blocks = append(root.Blocks, hcl.BlockHeaderSchema{Type: k.Name, LabelNames: []string{"name"}})
	}
	for _, body := range l.bodies {
		content, diags := body.Content(root)
		l.add(diags...)
		for _, block := range content.Blocks {
			switch block.Type {
			case "locals":
				l.declareLocals(block)
			case "variable":
				l.declareVariable(block)
			default:
				l.declareBlock(block)
			}
		}
	}
	slices.SortStableFunc(l.declarations, func(a, b *declaration) int { return compareRanges(a.header, b.header) })
}

func (l *loader) declareBlock(block *hcl.Block) {
	kind := kindByName(block.Type)
	d := &declaration{
		kind:   kind,
		name:   block.Labels[0],
		header: block.DefRange,
		labels: block.LabelRanges,
		value:  cty.DynamicVal,
	}
	if !validName(d.name) {
		l.add(Errorf(block.LabelRanges[0], "Invalid name", "%q is not a name. "+nameRule, d.name))
	}
	schema := kind.schema().body
	if kind.Node {
		schema.Attributes = append(slices.Clip(schema.Attributes), hcl.AttributeSchema{Name: "for_each"})
	}
	var diags hcl.Diagnostics
	d.content, diags = block.Body.Content(&schema)
	tellArguments(&schema, diags)
	hideKeys(kind.Name, diags)
	l.add(diags...)
	d.forEach = d.content.Attributes["for_each"]
	delete(d.content.Attributes, "for_each")

	if first, ok := l.declared[d.address()]; ok {
		l.add(Errorf(d.header, "Duplicate block", "%s is already declared at %s.", d.address(), first.header))
	} else {
		l.declared[d.address()] = d
	}
	if kind.Name == "experiment" {
		if l.experiment != nil && l.experiment.name != d.name {
			l.add(Errorf(d.header, "Duplicate block",
				"A spec has one experiment; %s is already declared at %s.", l.experiment.address(), l.experiment.header))
		} else {
			l.experiment = d
		}
	}
	l.declarations = append(l.declarations, d)
}

const nameRule = "Names are 1 to 100 letters, digits, underscores and hyphens, and begin with a letter or an underscore."

// validName reports whether s can name a block: it must be an identifier of
// HCL to be referred to, and part of a file name.
func validName(s string) bool {
	for i, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
		case '0' <= c && c <= '9', c == '-':
			if i == 0 {
				return false
			}
		default:
			return false
		}
	}
	return s != "" && len(s) <= 100
}

// expand gives a declaration its instances: one, or one for each key of
// for_each.
func (l *loader) expand(d *declaration) {
	if d.state != untouched {
		return
	}
	d.state = underway
	l.active = append(l.active, d.address())
	if d.forEach == nil {
		b := d.instance("", false)
		d.instances = []*Block{b}
		d.value = b.capsule()
	} else if values, ok := l.forEach(d); ok {
		d.each = values
		all := make(map[string]cty.Value, len(values))
		for _, key := range slices.Sorted(maps.Keys(values)) {
			b := d.instance(key, true)
			d.instances = append(d.instances, b)
			all[key] = b.capsule()
		}
		d.value = cty.ObjectVal(all)
	}
	l.active = l.active[:len(l.active)-1]
	d.state = done
}

func (d *declaration) instance(key string, has bool) *Block {
	return &Block{Kind: d.kind.Name, Name: d.name, Key: key, HasKey: has, Range: d.header, kind: d.kind}
}

// The bounds of a spec as a graph.
const (
	maxInstances    = 10_000    // of one block
	maxAllInstances = 50_000    // of all blocks
	maxReferences   = 200_000   // of all instances
	maxFileUses     = 1_000_000 // files that instances read, each counted for each
)

// forEach evaluates for_each to what each.value is for each key.
func (l *loader) forEach(d *declaration) (map[string]cty.Value, bool) {
	const summary = "Invalid for_each"
	r := d.forEach.Expr.Range()
	v := l.value(d.forEach.Expr, &site{declaration: d, forEach: true})
	if !v.IsKnown() {
		return nil, false
	}
	t := v.Type()
	if v.IsNull() || !v.CanIterateElements() {
		l.add(Errorf(r, summary, "for_each takes a set or list of strings, a map or an object, not %s.", describe(v)))
		return nil, false
	}
	if n := v.LengthInt(); n > maxInstances {
		l.add(Errorf(r, summary, "for_each would make %d instances; at most %d are allowed.", n, maxInstances))
		return nil, false
	}
	if l.instances += v.LengthInt(); l.instances > maxAllInstances {
		l.add(Errorf(r, tooComplex, "The blocks of a spec have at most %d instances in all.", maxAllInstances))
		return nil, false
	}
	mapping := t.IsMapType() || t.IsObjectType()
	values := map[string]cty.Value{}
	good := true
	bad := func(detail string, args ...any) {
		if good {
			l.add(Errorf(r, summary, detail, args...))
		}
		good = false
	}
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		if !mapping {
			k = e
		}
		if !k.IsKnown() {
			return nil, false
		}
		if k.IsNull() || k.Type() != cty.String {
			bad("for_each takes strings or a map; one element is %s.", describe(k))
			continue
		}
		key := k.AsString()
		if !validKey(key) {
			bad("%q is not a key. Keys are 1 to 100 letters, digits, dots, underscores and hyphens.", key)
		}
		if _, ok := values[key]; ok {
			bad("The key %q appears twice.", key)
		}
		values[key] = e
	}
	return values, good
}

// validKey reports whether s can be the key of an instance; it becomes part
// of a directory's name.
func validKey(s string) bool {
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
		default:
			return false
		}
	}
	return s != "" && len(s) <= 100
}

// configure evaluates the arguments of one instance of d.
func (l *loader) configure(d *declaration, b *Block) {
	s := &site{declaration: d}
	if d.forEach != nil {
		s.key, s.value = cty.StringVal(b.Key), d.each[b.Key]
	}
	l.decodeBlock(d, b, s)
}

// probe evaluates the arguments of a for_each block that has no instances, so
// that its mistakes show nevertheless.
func (l *loader) probe(d *declaration) {
	b := d.instance("", false)
	l.decodeBlock(d, b, &site{declaration: d, key: cty.UnknownVal(cty.String), value: cty.DynamicVal})
}

// check looks at what can be judged only once every block is known.
func (l *loader) check() {
	l.adoptPolicies()
	l.adoptModels()
	l.adoptUntil()
	for _, b := range l.spec.Blocks {
		b.findType()
	}
	for _, b := range l.spec.Blocks {
		for _, r := range b.References {
			l.checkReference(b, b.kind.schema().argument(r.Attribute), r)
		}
		l.checkEmits(b)
		// What a policy or a model says has been adopted, and is no edge of the
		// graph.
		b.References = slices.DeleteFunc(b.References, func(r Reference) bool {
			reads := b.kind.schema().argument(r.Attribute).reads
			return slices.Contains(reads, Policy) || takesModel(reads)
		})
	}
	l.checkDatasets()
	l.checkBudget()
	l.checkRecordings()
	l.checkTalks()
	l.checkPerturbs()
	l.checkJudgedGames()
	if !l.diags.HasErrors() {
		// A misspelt reference would make what it meant look unused.
		l.checkUse()
	}
}

// findType determines what a block emits: the type of its kind, that which its
// configuration names, or that of the first of its inputs whose type is known. In a cycle, which the plan reports,
// it stays unknown.
func (b *Block) findType() world.Type {
	if b.typed != untouched {
		return b.emits
	}
	b.typed = underway
	b.emits = b.kind.Emits
	if c, ok := b.Config.(interface{ emits() world.Type }); ok {
		b.emits = c.emits()
	}
	for _, r := range b.References {
		if b.emits == "" && b.kind.EmitsFrom == r.Attribute {
			b.emits = r.Target.findType()
		}
	}
	b.typed = done
	return b.emits
}

func (l *loader) checkReference(b *Block, a *argument, r Reference) {
	if slices.Contains(a.reads, Policy) {
		l.checkPolicy(b, a, r)
		return
	}
	if takesModel(a.reads) {
		l.checkModel(a, r)
		return
	}
	if !r.Target.IsNode() {
		l.add(Errorf(r.Range, "Wrong kind of block",
			"%s emits no records; %s takes %s.", r.Target.Address(), a.name, a.expects()))
		return
	}
	t := r.Target.Emits()
	if t == "" {
		if r.Target.kind.EmitsFrom == "" {
			l.add(Errorf(r.Range, "Wrong kind of block",
				"%s writes files and emits no records; %s takes %s.", r.Target.Address(), a.name, a.expects()))
		}
		return
	}
	if !slices.Contains(a.reads, t) && !slices.Contains(a.reads, Any) {
		l.add(Errorf(r.Range, "Wrong record type",
			"%s emits %s records; %s takes %s.", r.Target.Address(), t, a.name, a.expects()))
	}
}

// checkEmits checks that a block that emits what its input emits has inputs of
// one type.
func (l *loader) checkEmits(b *Block) {
	t := b.Emits()
	if b.kind.EmitsFrom == "" || t == "" {
		return
	}
	for _, r := range b.References {
		if other := r.Target.Emits(); r.Attribute == b.kind.EmitsFrom && other != "" && other != t {
			l.add(Errorf(r.Range, "Wrong record type",
				"%s emits %s records, but the first input of %s emits %s records; all must be of one type.",
				r.Target.Address(), other, b.Address(), t))
		}
	}
}

// checkUse warns of what was declared and is never read.
func (l *loader) checkUse() {
	for _, d := range l.declarations {
		if !d.mentioned && !d.kind.Final {
			l.add(Warningf(d.header, "Unused block",
				"Nothing reads %s, so no dataset depends on it.", d.address()))
		}
	}
	for _, name := range l.variableOrder {
		if v := l.variables[name]; !v.mentioned {
			l.add(Warningf(v.header, "Unused variable", "Nothing reads var.%s.", name))
		}
	}
	for _, name := range l.localOrder {
		if x := l.locals[name]; !x.mentioned {
			l.add(Warningf(x.attribute.NameRange, "Unused local", "Nothing reads local.%s.", name))
		}
	}
}

// inOrder returns attributes in source order.
func inOrder(attributes hcl.Attributes) []*hcl.Attribute {
	return slices.SortedFunc(maps.Values(attributes), func(a, b *hcl.Attribute) int {
		return compareRanges(a.NameRange, b.NameRange)
	})
}
