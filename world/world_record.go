package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A World is a place in which agents act: a relational schema, rows, and tools
// whose code reads and writes those rows. It is replayed with nothing but
// itself, so it holds the documents of its tools and not only their ids: a
// document is a thousand bytes, the rows are a hundred times that.
type World struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`

	// Domain is the id of the domain that the world was made for; empty for a
	// world that was imported.
	Domain string `json:"domain,omitempty"`

	// Author names the chat model that wrote schema, code and rows; empty where
	// worldc did, or whoever made a world that was imported. Code that a model
	// wrote runs confined.
	Author string `json:"author,omitempty"`

	// Schema is SQL: CREATE TABLE and CREATE INDEX statements. Every table has
	// a primary key that cannot be NULL.
	Schema string `json:"schema"`

	// Rows are the rows of each table by its name, as JSON objects from column
	// to value, in primary-key order.
	Rows map[string][]json.RawMessage `json:"rows"`

	// Tables says what the tables and columns of the schema mean; absent from an
	// imported world.
	Tables []Table `json:"tables,omitempty"`

	// Prelude is Starlark that the code of every tool sees: helper functions
	// and constants.
	Prelude string `json:"prelude,omitempty"`

	Tools []WorldTool `json:"tools"`

	// Policy is what the agent is told about its duties, in Markdown.
	Policy string `json:"policy,omitempty"`

	// Volatile are the columns, as `table.column`, that say nothing about what
	// was done: two states that differ in them alone are equal.
	Volatile []string `json:"volatile,omitempty"`

	// Clock is the instant at which the world stands, as RFC 3339 writes it,
	// with or without a zone. Tool code sees this very text.
	Clock string `json:"clock"`

	// Drift is what was made untrue in the documents of the tools on purpose.
	Drift []Drift `json:"drift,omitempty"`
}

// Effect says whether a tool, or a call of it, may change rows.
type Effect string

// The effects of a tool.
const (
	Read  Effect = "read"
	Write Effect = "write"
)

// A WorldTool is a tool that can be called in a world.
type WorldTool struct {
	// Tool is the document, as agents see it.
	Tool Tool `json:"tool"`

	// Accepts is the JSON Schema that arguments really have to meet, where the
	// document drifted from it.
	Accepts json.RawMessage `json:"accepts,omitempty"`

	Effect Effect `json:"effect"`

	// Does says what the code does in terms of tables and columns; absent from
	// an imported world.
	Does *Behaviour `json:"does,omitempty"`

	// Code is Starlark: one function, named as [WorldTool.Function] says, whose
	// parameters are the arguments.
	Code string `json:"code"`

	// Plain is what Code was before the tool drifted from its document, or before a
	// tool that wants something of its result did; absent where nothing was changed.
	Plain string `json:"plain,omitempty"`
}

// Function is the name of the function in the tool's code: the tool's name,
// with _ for every character that cannot stand in a name, u and its number in
// hexadecimal digits for a letter of another script, a _ before a leading digit
// and one behind a word that Python keeps for itself.
func (t WorldTool) Function() string {
	var name strings.Builder
	for i, r := range t.Tool.Name {
		switch {
		case r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			name.WriteRune(r)
		case '0' <= r && r <= '9':
			if i == 0 {
				name.WriteByte('_')
			}
			name.WriteRune(r)
		case r < utf8.RuneSelf:
			name.WriteByte('_')
		default:
			fmt.Fprintf(&name, "u%x", r)
		}
	}
	switch f := name.String(); {
	case f == "":
		return "_"
	case slices.Contains(pythonWords, f):
		return f + "_"
	default:
		return f
	}
}

// pythonWords cannot be names in Python or in Starlark.
var pythonWords = []string{
	"False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
	"finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "load", "nonlocal", "not", "or", "pass", "raise", "return",
	"try", "while", "with", "yield",
}

// Parameters is the JSON Schema that arguments have to meet.
func (t WorldTool) Parameters() json.RawMessage {
	if t.Accepts != nil {
		return t.Accepts
	}
	return t.Tool.Parameters
}

// A Drift is one untruth in the document of a tool, and what holds instead. No
// agent is told: the tool's errors say it (SynWorld §3.3 has to find out).
type Drift struct {
	// Tool is the id of the tool.
	Tool string `json:"tool"`

	// Kind is required, format, unit, enum, rename, order or case.
	Kind string `json:"kind"`

	// Truth is what holds, in words.
	Truth string `json:"truth"`

	// Parameter is what it is about, as it is really called.
	Parameter string `json:"parameter"`

	// Hinted says that the error does not tell what holds: it leaves something to be
	// found out.
	Hinted bool `json:"hinted,omitempty"`

	// Value is what Parameter must be (required), Options are the values that the
	// error of a hinted one names, Value among them.
	Value   json.RawMessage   `json:"value,omitempty"`
	Options []json.RawMessage `json:"options,omitempty"`

	// Form is how texts are written (format), or which letters they have, upper or
	// lower (case). Unit is what stands behind numbers.
	Form string `json:"form,omitempty"`
	Unit string `json:"unit,omitempty"`

	// Written has pairs of a documented value and how it is really written (enum).
	Written [][2]string `json:"written,omitempty"`

	// Documented is what the document calls Parameter (rename).
	Documented string `json:"documented,omitempty"`

	// Before is the name of the tool that has to be called first, Field that of its
	// result's field that has to be passed (order).
	Before string `json:"before,omitempty"`
	Field  string `json:"field,omitempty"`
}

// The kinds of drift.
const (
	DriftRequired = "required" // an undocumented parameter has to be given
	DriftFormat   = "format"   // a text is written in another form
	DriftUnit     = "unit"     // a number is written as text with its unit
	DriftEnum     = "enum"     // documented values are written otherwise
	DriftRename   = "rename"   // a parameter is called otherwise
	DriftOrder    = "order"    // a write wants what a read before it returned
	DriftCase     = "case"     // a text is found only in other letters; no error says so
)

// DriftKinds are the kinds of drift.
var DriftKinds = []string{DriftRequired, DriftFormat, DriftUnit, DriftEnum, DriftRename, DriftOrder, DriftCase}

// Undrifted is the world as the documents of its tools have it. It shares what
// they have in common with w, and is w where nothing drifted.
func (w *World) Undrifted() *World {
	if len(w.Drift) == 0 {
		return w
	}
	plain := *w
	plain.Drift, plain.Tools = nil, slices.Clone(w.Tools)
	for i := range plain.Tools {
		if t := &plain.Tools[i]; t.Plain != "" {
			t.Code, t.Plain, t.Accepts = t.Plain, "", nil
		}
	}
	return &plain
}

// WorldID is the id of the n-th world (from 0) of a domain. An imported world
// hangs under the import's document and its name.
func WorldID(domain string, n int) string { return ID(WorldType, domain, ordinal(n)) }

// A Problem is one way in which a record breaks a rule.
type Problem struct {
	// Where is the place in the record, such as `rows.users[3]` or
	// `tools.cancel_order.code:12:5`.
	Where string

	// What is wrong, and what would be right.
	What string
}

// String is the problem in one line.
func (p Problem) String() string { return p.Where + ": " + p.What }

// A problemList collects what Validate finds.
type problemList []Problem

func (l *problemList) add(where, format string, args ...any) {
	*l = append(*l, Problem{where, fmt.Sprintf(format, args...)})
}

// Validate returns the rules that the record breaks, as far as they can be
// seen without running it; package engine checks schema, rows and code.
func (w *World) Validate() []Problem {
	var l problemList
	if w.ID == "" {
		l.add("id", "is missing")
	}
	if strings.TrimSpace(w.Schema) == "" {
		l.add("schema", "is empty: a world has at least one table")
	}
	if !ValidClock(w.Clock) {
		l.add("clock", "%q is no instant: write it as 2024-05-15T15:00:00, with or without a zone", w.Clock)
	}
	for _, table := range slices.Sorted(maps.Keys(w.Rows)) {
		for i, row := range w.Rows[table] {
			if !isObject(row) {
				l.add(fmt.Sprintf("rows.%s[%d]", table, i), "is no JSON object")
			}
		}
	}
	l = append(l, ValidateTools(w.Tools)...)
	for i, v := range w.Volatile {
		if table, column, ok := strings.Cut(v, "."); !ok || table == "" || column == "" {
			l.add(fmt.Sprintf("volatile[%d]", i), "is %q, must be table.column", v)
		}
	}
	for i, d := range w.Drift {
		if !slices.ContainsFunc(w.Tools, func(t WorldTool) bool { return t.Tool.ID == d.Tool }) {
			l.add(fmt.Sprintf("drift[%d].tool", i), "%q is the id of no tool of this world", d.Tool)
		}
	}
	return l
}

// ValidateTools is what is wrong with the tools of a world, code aside.
func ValidateTools(tools []WorldTool) []Problem {
	var l problemList
	names, functions := map[string]bool{}, map[string]string{}
	ids := map[string]bool{}
	for i, t := range tools {
		where := "tools." + t.Tool.Name
		if t.Tool.Name == "" {
			where = fmt.Sprintf("tools[%d]", i)
			l.add(where, "has no name")
		} else if names[t.Tool.Name] {
			l.add(where, "is declared twice")
		} else if other, taken := functions[t.Function()]; taken {
			l.add(where, "has the same function %s as tool %s", t.Function(), other)
		}
		names[t.Tool.Name] = true
		functions[t.Function()] = t.Tool.Name
		if t.Tool.ID == "" {
			l.add(where, "has no id")
		} else if ids[t.Tool.ID] {
			l.add(where, "has the id %s of another tool", t.Tool.ID)
		}
		ids[t.Tool.ID] = true
		if t.Effect != Read && t.Effect != Write {
			l.add(where+".effect", "is %q, must be read or write", t.Effect)
		}
		if !isObject(t.Parameters()) {
			l.add(where+".parameters", "is no JSON Schema of an object")
		}
	}
	return l
}

// ValidClock reports whether s is an instant as [World.Clock] wants it.
func ValidClock(s string) bool {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil && t.Format(layout) == s {
			return true
		}
	}
	return false
}

// isObject reports whether raw looks like a JSON object; whether it is one is
// for the reader to find out.
func isObject(raw []byte) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) > 1 && raw[0] == '{' && json.Valid(raw)
}
