package toolpool

import (
	"fmt"
	"math"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"worldc/world"
)

const (
	reasonNotSchema     = "a schema is no object"
	reasonTypeForeign   = "type names of other languages are translated"
	reasonTypeUnknown   = "unknown type names are dropped"
	reasonTypeList      = "a list of types is put in order"
	reasonRequiredBool  = "`required: true` inside a property is moved to its object"
	reasonRequiredForm  = "`required` is not a list of different names"
	reasonRequiredNone  = "required names without a property are dropped"
	reasonProperties    = "`properties` is no object of schemas"
	reasonPropertyName  = "property names hold characters that chat models may refuse"
	reasonPropertyClean = "control characters in property names are replaced"
	reasonTuple         = "`items` with a list of schemas is written as `prefixItems`"
	reasonBranches      = "an empty or malformed list of schemas is dropped"
	reasonPattern       = "a regular expression that RE2 rejects is kept as `x-pattern`"
	reasonPatternName   = "a property pattern that RE2 rejects is dropped"
	reasonNullable      = "`nullable` is written as type null"
	reasonExclusive     = "a boolean `exclusiveMinimum` or `exclusiveMaximum` is written as a number"
	reasonBound         = "a bound that is no number is read as one or dropped"
	reasonBoundInvalid  = "an impossible bound is dropped"
	reasonBoolean       = "a flag that is not true or false is read as one or dropped"
	reasonEnumForm      = "an `enum` that is no list of values is mended or dropped"
	reasonEnumDuplicate = "duplicate `enum` values are dropped"
	reasonEnumType      = "`enum` values that do not fit the type are converted or dropped"
	reasonDefault       = "a default that does not fit is converted or dropped"
	reasonText          = "a describing text is not a string"
	reasonKeyword       = "a keyword with a value of the wrong kind is dropped"
	reasonOldKeyword    = "a keyword of an older draft is translated"
	reasonLeftReference = "a reference where none can be is dropped"
	reasonHidden        = "control characters in the texts of a schema are removed"
)

// A mender makes a schema a valid one of 2020-12 that means as nearly as
// possible what was meant. It changes the schema in place and counts what it
// did by reason.
type mender struct {
	path    []string
	notes   []note
	changed bool
	schemas int // seen, each round of the top anew

	// required is set by the schema that says of itself that it is required,
	// for the object that holds it.
	required bool

	// renamed are the properties of the last object whose names changed; once
	// the root is done, those of the root.
	renamed map[string]string
}

type note struct {
	reason string
	action world.Action
	detail string
	count  int
}

// fix records that the schema was changed here.
func (m *mender) fix(reason, detail string) {
	m.changed = true
	m.record(world.Mended, reason, detail)
}

func (m *mender) record(action world.Action, reason, detail string) {
	for i := range m.notes {
		if m.notes[i].reason == reason {
			m.notes[i].count++
			return
		}
	}
	where := strings.Join(m.path, "/")
	if detail != "" {
		where += ": " + detail
	}
	m.notes = append(m.notes, note{reason, action, where, 1})
}

func (m *mender) push(name string) { m.path = append(m.path, name) }
func (m *mender) pop()             { m.path = m.path[:len(m.path)-1] }

// schema mends v and returns what stands in its place.
func (m *mender) schema(v *value) *value {
	m.required = false
	m.schemas++
	switch v.kind {
	case object:
		m.object(v)
		return v
	case boolean:
		return v
	}
	out := newObject()
	switch v.kind {
	case text:
		if t, ok := translate(v.text); ok {
			out = t.schema()
		} else if strings.TrimSpace(v.text) != "" {
			out.add("description", newText(v.text))
			m.describe(out, 0)
		}
	case list:
		out = m.alternatives(v)
	}
	m.fix(reasonNotSchema, v.kind.String())
	return out
}

// alternatives is the schema that a list was meant to be.
func (m *mender) alternatives(v *value) *value {
	branches := newList()
	for _, item := range v.items {
		if item.kind == object || item.kind == text {
			branches.items = append(branches.items, m.schema(item))
		}
	}
	m.required = false
	switch len(branches.items) {
	case 0:
		return newObject()
	case 1:
		return branches.items[0]
	}
	out := newObject()
	out.add("anyOf", branches)
	return out
}

// object mends the keywords of a schema, one by one, then those that depend
// on each other.
func (m *mender) object(v *value) {
	var later laterKeywords
	required := false
	for i := 0; i < len(v.names); {
		if m.keyword(v, i, &later) {
			i++
			continue
		}
		m.changed = true
		v.names = slices.Delete(v.names, i, i+1)
		v.items = slices.Delete(v.items, i, i+1)
	}
	for i, name := range later.add.names {
		if v.get(name) == nil {
			v.add(name, later.add.items[i])
		}
	}
	if later.required != nil || len(later.moved) > 0 {
		required = m.requirements(v, &later)
	}
	if later.nullable {
		m.nullable(v)
	}
	if later.exclusive {
		m.exclusive(v, "exclusiveMinimum", "minimum")
		m.exclusive(v, "exclusiveMaximum", "maximum")
	}
	if later.enum {
		m.enum(v)
	}
	if later.fallback {
		m.fallback(v)
	}
	m.required = required
	m.renamed = later.renamed
}

// laterKeywords are the keywords that need to know the others.
type laterKeywords struct {
	required                            *value
	moved                               []string          // properties that called themselves required
	renamed                             map[string]string // of properties
	nullable, exclusive, enum, fallback bool
	add                                 value // members to add where v has none
}

// keyword mends the i-th member of v and says whether it stays.
func (m *mender) keyword(v *value, i int, later *laterKeywords) (keep bool) {
	name, item := v.names[i], v.items[i]
	m.push(name)
	defer m.pop()
	switch name {
	case "type":
		if item.kind == text && isType(item.text) {
			return true
		}
		return m.typ(v, i, later)
	case "description", "title", "$comment", "format", "contentEncoding", "contentMediaType":
		return m.describe(v, i)
	case "properties":
		return m.properties(v, i, later)
	case "required":
		later.required = item
	case "items":
		if item.kind != list {
			v.items[i] = m.schema(item)
			return true
		}
		return m.tuple(item, later)
	case "additionalItems":
		// Means something beside a list of items only; see tuple.
		if items := v.get("items"); items != nil && items.kind == list && len(items.items) > 0 {
			later.add.set("items", m.flagOrSchema(item))
		}
		m.fix(reasonOldKeyword, "")
		return false
	case "additionalProperties", "unevaluatedItems", "unevaluatedProperties":
		v.items[i] = m.flagOrSchema(item)
	case "not", "if", "then", "else", "contains", "propertyNames", "contentSchema":
		v.items[i] = m.schema(item)
	case "allOf", "anyOf", "oneOf", "prefixItems":
		return m.branches(v, i)
	case "patternProperties":
		return m.patternProperties(item)
	case "dependentSchemas":
		if item.kind != object {
			m.fix(reasonKeyword, item.kind.String())
			return false
		}
		m.each(item)
	case "dependentRequired":
		return m.dependentRequired(item)
	case "dependencies":
		m.dependencies(item, later)
		return false
	case "enum":
		later.enum = true
	case "default":
		later.fallback = true
	case "nullable":
		later.nullable = true
	case "exclusiveMinimum", "exclusiveMaximum":
		if item.kind == boolean || item.kind == text && boolText(item.text) != nil {
			later.exclusive = true
			return true
		}
		return m.bound(v, i)
	case "minimum", "maximum", "multipleOf":
		return m.bound(v, i)
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains":
		return m.count(v, i)
	case "uniqueItems", "readOnly", "writeOnly", "deprecated":
		return m.flag(v, i)
	case "pattern":
		return m.pattern(item, later)
	case "examples":
		return m.examples(v, i)
	case "$schema", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$defs", "definitions":
		// References were resolved before.
		return false
	case "$ref", "$dynamicRef", "$recursiveRef":
		m.fix(reasonLeftReference, short(item.String()))
		return false
	}
	return true
}

// typ mends the keyword `type`.
func (m *mender) typ(v *value, i int, later *laterKeywords) bool {
	item := v.items[i]
	switch item.kind {
	case text:
		t, ok := translate(item.text)
		if !ok {
			m.fix(reasonTypeUnknown, short(strconv.Quote(item.text)))
			return false
		}
		m.fix(reasonTypeForeign, short(strconv.Quote(item.text)))
		m.meant(t, later)
		v.items[i] = newText(t.name)
		return t.name != ""
	case list:
		return m.typeList(v, i, later)
	case object:
		// A schema where the name of a type should be.
		inner := m.schema(item)
		for j, name := range inner.names {
			if name != "type" {
				later.add.set(name, inner.items[j])
			}
		}
		m.fix(reasonTypeUnknown, "an object")
		if t := inner.get("type"); t != nil {
			v.items[i] = t
			return true
		}
		return false
	}
	m.fix(reasonTypeUnknown, item.String())
	return false
}

// meant adds what a type's name says besides the type.
func (m *mender) meant(t typing, later *laterKeywords) {
	if t.format != "" {
		later.add.set("format", newText(t.format))
	}
	if t.items != nil {
		later.add.set("items", t.items.schema())
	}
}

func (m *mender) typeList(v *value, i int, later *laterKeywords) bool {
	item := v.items[i]
	standard := len(item.items) > 0
	for j, t := range item.items {
		standard = standard && t.kind == text && isType(t.text) &&
			!slices.ContainsFunc(item.items[:j], func(o *value) bool { return o.text == t.text })
		if j > 7 {
			standard = false
		}
		if !standard {
			break
		}
	}
	if standard {
		return true
	}
	var names []string
	unbounded := false
	for _, t := range item.items {
		if t.kind != text {
			m.fix(reasonTypeUnknown, short(t.String()))
			unbounded = unbounded || t.kind == object
			continue
		}
		typing, ok := translate(t.text)
		switch {
		case !ok:
			m.fix(reasonTypeUnknown, short(strconv.Quote(t.text)))
			continue
		case !isType(t.text):
			m.fix(reasonTypeForeign, short(strconv.Quote(t.text)))
			m.meant(typing, later)
		}
		if typing.name == "" {
			unbounded = true
		} else if !slices.Contains(names, typing.name) {
			names = append(names, typing.name)
		}
	}
	m.fix(reasonTypeList, short(item.String()))
	if unbounded || len(names) == 0 {
		return false
	}
	if len(names) == 1 {
		v.items[i] = newText(names[0])
		return true
	}
	types := newList()
	for _, name := range names {
		types.items = append(types.items, newText(name))
	}
	v.items[i] = types
	return true
}

// describe mends a keyword that holds a text.
func (m *mender) describe(v *value, i int) bool {
	item := v.items[i]
	switch item.kind {
	case text:
		if shown := Shown(item.text); shown != item.text {
			m.fix(reasonHidden, "")
			v.items[i] = newText(shown)
		}
		return true
	case number, boolean:
		m.fix(reasonText, item.kind.String())
		v.items[i] = newText(item.text)
		return true
	case list:
		var lines []string
		for _, line := range item.items {
			if line.kind == text {
				lines = append(lines, line.text)
			}
		}
		if len(lines) > 0 {
			m.fix(reasonText, item.kind.String())
			v.items[i] = newText(strings.Join(lines, "\n"))
			return m.describe(v, i)
		}
	}
	m.fix(reasonText, item.kind.String())
	return false
}

// properties mends the properties of an object.
func (m *mender) properties(v *value, i int, later *laterKeywords) bool {
	item := v.items[i]
	if item.kind == list {
		if item = declared(item); item != nil {
			m.fix(reasonProperties, "a list")
			v.items[i] = item
		}
	}
	if item == nil || item.kind != object {
		m.fix(reasonProperties, v.items[i].kind.String())
		return false
	}
	if inner := item.get("properties"); inner != nil && inner.kind == object && item.str("type") == "object" {
		// The schema of the object itself where its properties should be.
		m.fix(reasonProperties, "a schema")
		if required := item.get("required"); required != nil && v.get("required") == nil {
			later.required = required
			later.add.set("required", required)
		}
		item = inner
		v.items[i] = item
	}
	for j, name := range item.names {
		m.push(name)
		item.items[j] = m.schema(item.items[j])
		if m.required {
			m.required = false
			later.moved = append(later.moved, name)
		}
		m.pop()
	}
	m.propertyNames(item, later)
	return true
}

// declared turns a list of named schemas into an object of schemas; nil where
// an element has no name.
func declared(items *value) *value {
	out := newObject()
	taken := make(map[string]bool)
	for _, item := range items.items {
		name := item.str("name")
		if name == "" || taken[name] {
			return nil
		}
		taken[name] = true
		item.remove("name")
		out.add(name, item)
	}
	return out
}

// propertyNames replaces control characters and notes names that some chat
// models refuse.
func (m *mender) propertyNames(item *value, later *laterKeywords) {
	var taken map[string]bool
	for j, name := range item.names {
		if plainProperty(name) {
			continue
		}
		clean := strings.Map(func(r rune) rune {
			if hidden(r) {
				return '_'
			}
			return r
		}, name)
		if clean == name {
			m.record(world.Noted, reasonPropertyName, short(strconv.Quote(name)))
			continue
		}
		if taken == nil {
			taken = make(map[string]bool, len(item.names))
			for _, n := range item.names {
				taken[n] = true
			}
		}
		clean = free(clean, func(n string) bool { return taken[n] })
		taken[clean] = true
		m.fix(reasonPropertyClean, short(strconv.Quote(name)))
		if later.renamed == nil {
			later.renamed = make(map[string]string)
		}
		later.renamed[name] = clean
		item.names[j] = clean
	}
}

// free is name, or name_2, name_3 …, the first that is not taken.
func free(name string, taken func(string) bool) string {
	if !taken(name) {
		return name
	}
	for n := 2; ; n++ {
		if next := name + "_" + strconv.Itoa(n); !taken(next) {
			return next
		}
	}
}

// plainProperty says whether every chat model accepts the name of a parameter.
func plainProperty(name string) bool {
	if name == "" || len(name) > maxName {
		return false
	}
	for i := 0; i < len(name); i++ {
		if !nameByte(name[i]) && name[i] != '.' {
			return false
		}
	}
	return true
}

// requirements mends `required`, together with the properties that called
// themselves required. It says whether v called itself required.
func (m *mender) requirements(v *value, later *laterKeywords) (itself bool) {
	m.push("required")
	defer m.pop()
	old := later.required
	properties := v.get("properties")
	has := properties.index()
	if len(later.moved) == 0 && len(later.renamed) == 0 && m.listed(v, old, has) {
		return false
	}
	var names []string
	taken := make(map[string]bool)
	malformed := false
	require := func(name string) {
		if renamed, ok := later.renamed[name]; ok {
			name = renamed
		}
		if taken[name] {
			malformed = true
			return
		}
		taken[name] = true
		names = append(names, name)
	}
	if old != nil {
		switch b := boolText(old.text); {
		case old.kind == list:
			for _, item := range old.items {
				if item.kind != text {
					malformed = true
					continue
				}
				require(item.text)
			}
		case old.kind == boolean:
			itself = old.text == "true"
			m.fix(reasonRequiredBool, "")
		case old.kind == text && has(old.text) >= 0:
			malformed = true
			require(old.text)
		case old.kind == text && b != nil:
			itself = *b
			m.fix(reasonRequiredBool, "")
		default:
			malformed = true
		}
	}
	if malformed {
		m.fix(reasonRequiredForm, short(old.String()))
	}
	for _, name := range later.moved {
		if renamed, ok := later.renamed[name]; ok {
			name = renamed
		}
		m.changed = true
		if !taken[name] {
			taken[name] = true
			names = append(names, name)
		}
	}
	if closed(v) {
		known := names[:0]
		for _, name := range names {
			if has(name) >= 0 {
				known = append(known, name)
			} else {
				m.fix(reasonRequiredNone, short(strconv.Quote(name)))
			}
		}
		names = known
	}
	m.changed = true
	if len(names) == 0 {
		v.remove("required")
		return itself
	}
	required := newList()
	for _, name := range names {
		required.items = append(required.items, newText(name))
	}
	v.set("required", required)
	return itself
}

// listed says whether required is as it should be.
func (m *mender) listed(v, required *value, has func(string) int) bool {
	if required.kind != list {
		return false
	}
	needProperty := closed(v)
	for _, item := range required.items {
		if item.kind != text || needProperty && has(item.text) < 0 {
			return false
		}
	}
	return distinct(required.items)
}

// closed says whether all properties of v that a caller can know of are in
// its `properties`.
func closed(v *value) bool {
	if v.get("properties") == nil {
		return false
	}
	for _, name := range v.names {
		switch name {
		case "allOf", "anyOf", "oneOf", "if", "then", "else", "not", "patternProperties", "dependentSchemas", "x-truncated":
			return false
		case "additionalProperties":
			if a := v.get(name); a.kind == object && len(a.names) > 0 {
				return false
			}
		}
	}
	return true
}

// distinct says whether no two values are equal.
func distinct(items []*value) bool {
	if len(items) <= 8 {
		for i, item := range items {
			if slices.ContainsFunc(items[:i], item.equal) {
				return false
			}
		}
		return true
	}
	seen := make(map[string]bool, len(items))
	for _, item := range items {
		k := key(item)
		if seen[k] {
			return false
		}
		seen[k] = true
	}
	return true
}

// key tells values apart.
func key(v *value) string {
	if v.kind == list || v.kind == object {
		return v.String()
	}
	return v.kind.String() + " " + v.text
}

// tuple mends `items` that is a list of schemas. The keyword itself goes.
func (m *mender) tuple(item *value, later *laterKeywords) bool {
	m.fix(reasonTuple, "")
	if len(item.items) == 0 {
		return false
	}
	for j := range item.items {
		item.items[j] = m.schema(item.items[j])
	}
	m.required = false
	later.add.set("prefixItems", item)
	return false
}

// flagOrSchema mends a keyword that is mostly true or false.
func (m *mender) flagOrSchema(item *value) *value {
	if item.kind == text {
		if b := boolText(item.text); b != nil {
			m.fix(reasonBoolean, strconv.Quote(item.text))
			return newBool(*b)
		}
	}
	return m.schema(item)
}

// branches mends a list of schemas.
func (m *mender) branches(v *value, i int) bool {
	item := v.items[i]
	if item.kind == object {
		m.fix(reasonBranches, "an object")
		item = newList(item)
		v.items[i] = item
	}
	if item.kind != list || len(item.items) == 0 {
		m.fix(reasonBranches, item.kind.String())
		return false
	}
	for j := range item.items {
		m.push(strconv.Itoa(j))
		item.items[j] = m.schema(item.items[j])
		m.pop()
	}
	m.required = false
	return true
}

// each mends every schema of an object of schemas.
func (m *mender) each(item *value) {
	for j, name := range item.names {
		m.push(name)
		item.items[j] = m.schema(item.items[j])
		m.pop()
	}
	m.required = false
}

func (m *mender) patternProperties(item *value) bool {
	if item.kind != object {
		m.fix(reasonKeyword, item.kind.String())
		return false
	}
	for j := 0; j < len(item.names); {
		if re2(item.names[j]) {
			j++
			continue
		}
		m.fix(reasonPatternName, short(strconv.Quote(item.names[j])))
		item.names = slices.Delete(item.names, j, j+1)
		item.items = slices.Delete(item.items, j, j+1)
	}
	m.each(item)
	return len(item.names) > 0
}

func (m *mender) dependentRequired(item *value) bool {
	if item.kind != object {
		m.fix(reasonKeyword, item.kind.String())
		return false
	}
	for j := range item.items {
		if names := item.items[j]; names.kind != list || !distinct(names.items) ||
			slices.ContainsFunc(names.items, func(n *value) bool { return n.kind != text }) {
			m.fix(reasonRequiredForm, short(names.String()))
			item.items[j] = distinctTexts(names)
		}
	}
	return true
}

func distinctTexts(v *value) *value {
	out := newList()
	seen := make(map[string]bool)
	for _, item := range v.items {
		if item.kind == text && !seen[item.text] {
			seen[item.text] = true
			out.items = append(out.items, item)
		}
	}
	return out
}

// dependencies translates the keyword of draft 7 into its two successors.
func (m *mender) dependencies(item *value, later *laterKeywords) {
	m.fix(reasonOldKeyword, "")
	if item.kind != object {
		return
	}
	names, schemas := newObject(), newObject()
	for j, name := range item.names {
		switch dep := item.items[j]; dep.kind {
		case list:
			names.add(name, distinctTexts(dep))
		case text:
			names.add(name, newList(dep))
		default:
			schemas.add(name, m.schema(dep))
		}
	}
	m.required = false
	if len(names.names) > 0 {
		later.add.set("dependentRequired", names)
	}
	if len(schemas.names) > 0 {
		later.add.set("dependentSchemas", schemas)
	}
}

// pattern keeps a regular expression that Go can run, under its own name.
func (m *mender) pattern(item *value, later *laterKeywords) bool {
	if item.kind != text {
		m.fix(reasonKeyword, item.kind.String())
		return false
	}
	if re2(item.text) {
		return true
	}
	m.fix(reasonPattern, short(strconv.Quote(item.text)))
	later.add.set("x-pattern", item)
	return false
}

// re2 says whether Go accepts the regular expression. It rejects what RE2
// cannot run in linear time, which the expressions of JavaScript can ask for.
func re2(expr string) bool {
	_, err := syntax.Parse(expr, syntax.Perl)
	return err == nil
}

func (m *mender) examples(v *value, i int) bool {
	switch item := v.items[i]; item.kind {
	case list:
		return true
	case object: // OpenAPI's named examples
		values := newList()
		for _, e := range item.items {
			if example := e.get("value"); example != nil {
				values.items = append(values.items, example)
			}
		}
		m.fix(reasonKeyword, "an object")
		if len(values.items) == 0 {
			values.items = append(values.items, item)
		}
		v.items[i] = values
	default:
		m.fix(reasonKeyword, item.kind.String())
		v.items[i] = newList(item)
	}
	return true
}

// number is the number that a keyword holds, perhaps as a text.
func (m *mender) number(v *value, i int) (*value, bool) {
	item := v.items[i]
	if item.kind == text {
		if n := numberText(item.text); n != nil {
			m.fix(reasonBound, short(strconv.Quote(item.text)))
			item = n
			v.items[i] = n
		}
	}
	if item.kind != number {
		m.fix(reasonBound, short(item.String()))
		return nil, false
	}
	return item, true
}

// bound mends a keyword that holds a number.
func (m *mender) bound(v *value, i int) bool {
	item, ok := m.number(v, i)
	if !ok {
		return false
	}
	if v.names[i] == "multipleOf" {
		if f, err := strconv.ParseFloat(item.text, 64); err != nil || !(f > 0) {
			m.fix(reasonBoundInvalid, item.text)
			return false
		}
	}
	return true
}

// maxCount is the largest length or number of items that a schema can ask for
// or forbid; beyond it the bound bounds nothing.
const maxCount = 1<<31 - 1

// count mends a keyword that holds an integer that is not negative.
func (m *mender) count(v *value, i int) bool {
	item, ok := m.number(v, i)
	if !ok {
		return false
	}
	if n, err := strconv.ParseUint(item.text, 10, 63); err == nil && n <= maxCount {
		return true
	}
	f, err := strconv.ParseFloat(item.text, 64)
	if err != nil || f < 0 || f > maxCount || f != math.Trunc(f) {
		m.fix(reasonBoundInvalid, item.text)
		return false
	}
	m.changed = true // 1.0, 1e3, -0: the same number, plainly
	v.items[i] = &value{kind: number, text: strconv.FormatInt(int64(f), 10)}
	return true
}

// flag mends a keyword that holds true or false.
func (m *mender) flag(v *value, i int) bool {
	item := v.items[i]
	if item.kind == boolean {
		return true
	}
	m.fix(reasonBoolean, short(item.String()))
	if b := boolText(item.text); item.kind == text && b != nil {
		v.items[i] = newBool(*b)
		return true
	}
	return false
}

// exclusive translates a bound that is exclusive by a flag, as draft 4 and
// OpenAPI 3.0 have it.
func (m *mender) exclusive(v *value, keyword, inclusive string) {
	flag := v.get(keyword)
	if flag == nil || flag.kind == number {
		return
	}
	m.push(keyword)
	defer m.pop()
	m.fix(reasonExclusive, "")
	bound := v.get(inclusive)
	if boolText(flag.text) == nil || !*boolText(flag.text) || bound == nil || bound.kind != number {
		v.remove(keyword)
		return
	}
	v.set(keyword, bound)
	v.remove(inclusive)
}

// nullable translates OpenAPI 3.0's flag.
func (m *mender) nullable(v *value) {
	m.push("nullable")
	defer m.pop()
	flag := v.get("nullable")
	v.remove("nullable")
	m.fix(reasonNullable, "")
	if b := boolText(flag.text); b == nil || !*b {
		return
	}
	types := v.types()
	if types == nil || slices.Contains(types, "null") {
		return
	}
	names := newList()
	for _, t := range types {
		names.items = append(names.items, newText(t))
	}
	names.items = append(names.items, newText("null"))
	v.set("type", names)
	if enum := v.get("enum"); enum != nil && enum.kind == list &&
		!slices.ContainsFunc(enum.items, func(e *value) bool { return e.kind == null }) {
		enum.items = append(enum.items, newNull())
	}
}

// enum mends the list of allowed values.
func (m *mender) enum(v *value) {
	m.push("enum")
	defer m.pop()
	enum := v.get("enum")
	switch enum.kind {
	case list:
	case object, null:
		m.fix(reasonEnumForm, enum.kind.String())
		v.remove("enum")
		return
	default:
		m.fix(reasonEnumForm, enum.kind.String())
		enum = newList(enum)
		v.set("enum", enum)
	}
	types := v.types()
	if slices.ContainsFunc(enum.items, func(e *value) bool { return !e.allowed(types) }) {
		var fitting []*value
		for _, e := range enum.items {
			if e = e.as(types); e != nil {
				fitting = append(fitting, e)
			}
		}
		m.fix(reasonEnumType, strings.Join(types, " or "))
		if len(fitting) == 0 && len(enum.items) > 0 {
			v.remove("type") // the values say more than the type
		} else {
			enum.items = fitting
		}
	}
	if !distinct(enum.items) {
		seen := make(map[string]bool, len(enum.items))
		var different []*value
		for _, e := range enum.items {
			if k := key(e); !seen[k] {
				seen[k] = true
				different = append(different, e)
			}
		}
		m.fix(reasonEnumDuplicate, fmt.Sprintf("%d of %d", len(enum.items)-len(different), len(enum.items)))
		enum.items = different
	}
	if len(enum.items) == 0 {
		m.fix(reasonEnumForm, "empty")
		v.remove("enum")
	}
}

// fallback mends the default.
func (m *mender) fallback(v *value) {
	m.push("default")
	defer m.pop()
	d := v.get("default")
	types, enum := v.types(), v.get("enum")
	listed := func(d *value) bool { return enum == nil || slices.ContainsFunc(enum.items, d.equal) }
	if d.allowed(types) && listed(d) {
		return
	}
	m.fix(reasonDefault, short(d.String()))
	if d = d.as(types); d != nil && listed(d) {
		v.set("default", d)
		return
	}
	v.remove("default")
}

// as is v as a value of one of the types: itself, or the one value of another
// type that it can only mean, or nil.
func (v *value) as(types []string) *value {
	if v.allowed(types) {
		return v
	}
	for _, t := range types {
		var converted *value
		switch t {
		case "string":
			if v.kind == number || v.kind == boolean {
				converted = newText(v.text)
			}
		case "integer", "number":
			if v.kind == text {
				converted = numberText(v.text)
			}
		case "boolean":
			if b := boolText(v.text); v.kind == text && b != nil {
				converted = newBool(*b)
			}
		case "array", "object":
			if v.kind == text && len(v.text) < 1<<10 && strings.ContainsAny(v.text, "[{") {
				converted, _, _ = decode([]byte(v.text))
			}
		}
		if converted != nil && converted.allowed(types) {
			return converted
		}
	}
	return nil
}

// numberText is the number that a text writes, or nil.
func numberText(s string) *value {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxNumber || s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return nil
	}
	if !jsontext.Value(s).IsValid() || !representable(s) {
		return nil
	}
	return &value{kind: number, text: s}
}

// boolText is what a text says that means true or false, else nil.
func boolText(s string) *bool {
	b := false
	switch s {
	case "true", "True", "TRUE":
		b = true
	case "false", "False", "FALSE":
	default:
		return nil
	}
	return &b
}

// integral says whether a number literal is an integer.
func integral(literal string) bool {
	if !strings.ContainsAny(literal, ".eE") {
		return true
	}
	f, err := strconv.ParseFloat(literal, 64)
	return err == nil && f == math.Trunc(f)
}
