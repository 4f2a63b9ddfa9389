package toolsmith

import (
	"maps"
	"slices"
	"strings"

	"worldc/world"
)

// A prelude is the functions that the code of several tools uses. Which of
// them a world has is known when its tools are written.
type prelude struct {
	names map[string]string // of the functions, by what they do
	taken map[string]bool   // names that no function of the prelude may have
	used  []string          // in the order of first use
	size  int               // of the code, in bytes
	code  map[string]string // by what they do

	// counting counts the views of rows while it is not nil; frequent is what
	// came of it. A view that several tools show is a function.
	counting, frequent map[string]int
}

// newPrelude keeps the reserved names free.
func newPrelude(reserved map[string]bool) *prelude {
	return &prelude{names: map[string]string{}, taken: maps.Clone(reserved), code: map[string]string{}}
}

// reservedNames are names that no function of a prelude may have: those of the
// language, of the tools and of their parameters.
func reservedNames(plans []*plan) map[string]bool {
	taken := map[string]bool{}
	for name := range builtin { //lint:ordered a set is filled
		taken[name] = true
	}
	for name := range keywords { //lint:ordered a set is filled
		taken[name] = true
	}
	for _, p := range plans {
		taken[world.WorldTool{Tool: *p.tool}.Function()] = true
		for _, n := range p.names {
			taken[n] = true
		}
	}
	return taken
}

// need is the name of a function that does something; write writes it, given
// its name, where it is needed for the first time.
func (l *prelude) need(what, name string, write func(name string) string) string {
	if chosen, ok := l.names[what]; ok {
		return chosen
	}
	chosen := fresh(name, l.taken)
	l.names[what] = chosen
	l.code[what] = write(chosen)
	l.used = append(l.used, what)
	l.size += len(l.code[what])
	return chosen
}

// helper is the name of one of the general functions.
func (l *prelude) helper(what string) string {
	name := what
	if name == "page" {
		name = "paged" // page is a common parameter
	}
	return l.need("helper "+what, name, func(name string) string {
		return strings.ReplaceAll(helpers[what], "NAME", name)
	})
}

// maxViews bounds the prelude, of which an engine takes 64 KiB, before views
// of rows are written where they are needed.
const maxViews = 32 << 10

// text is the prelude: the general functions first.
func (l *prelude) text() string {
	var general, special []string
	for _, what := range l.used {
		if strings.HasPrefix(what, "helper ") {
			general = append(general, what)
		} else {
			special = append(special, what)
		}
	}
	slices.Sort(general)
	var parts []string
	for _, what := range append(general, special...) {
		parts = append(parts, l.code[what])
	}
	return strings.Join(parts, "\n")
}

// helpers are the general functions; NAME is what the function is called.
var helpers = map[string]string{
	"given": `def NAME(values):
    """The values without those that were left out."""
    return {column: value for column, value in values.items() if value != None}
`,
	"changed": `def NAME(row, values):
    """The values that were given and are not what the row has already."""
    return {column: value for column, value in values.items() if value != None and value != row[column]}
`,
	"asked": `def NAME(conditions):
    """The conditions (column, operator, value) whose value was given."""
    return [c for c in conditions if c[2] != None]
`,
	"page": `def NAME(rows, start, size):
    """At most size rows, beginning with the one at start."""
    start = max(0, start)
    if size == None:
        return rows[start:]
    return rows[start:start + max(0, size)]
`,
	"following": `def NAME(rows, start, size):
    """Where the next page begins, as text; None behind the last row."""
    if size == None or start + size >= len(rows):
        return None
    return str(start + size)
`,
	"mentions": `def NAME(row, columns, text):
    """Whether a text occurs in one of the columns, in capitals or not."""
    for column in columns:
        if row[column] != None and text.lower() in row[column].lower():
            return True
    return False
`,
	"next_number": `def NAME(table, column):
    """The number of a new row: one more than the highest there is."""
    last = db.find(table, order = ["-" + column], limit = 1)
    return last[0][column] + 1 if last else 1
`,
	"number_of": `def NAME(id, size):
    """The last digits of the number that an id is."""
    return ("0" * size + str(int(id, 16)))[-size:]
`,
	"as_text": `def NAME(value):
    """The value as text; None stays None."""
    return None if value == None else str(value)
`,
	"as_integer": `def NAME(value, name):
    """The value as a whole number; None stays None."""
    if value == None:
        return None
    text = str(value)
    if text.endswith(".0"):
        text = text[:-2]
    digits = text.lstrip("-")
    if digits == "" or digits.strip("0123456789") != "" or len(text) > 18 or len(text) - len(digits) > 1:
        fail(name + " has to be a whole number, not " + text)
    return int(text)
`,
	"as_number": `def NAME(value, name):
    """The value as a number; None stays None."""
    if value == None:
        return None
    text = str(value)
    digits = text.lstrip("-").replace(".", "", 1)
    if digits == "" or digits.strip("0123456789") != "" or len(text) > 18 or text.count("-") > 1:
        fail(name + " has to be a number, not " + text)
    return float(text)
`,
	"as_truth": `def NAME(value, name):
    """The value as a truth value; None stays None."""
    if value == None:
        return None
    text = str(value).lower()
    if text not in ["true", "false", "yes", "no", "1", "0"]:
        fail(name + " has to be true or false, not " + str(value))
    return text in ["true", "yes", "1"]
`,
	"ordering": `def NAME(columns, wish):
    """The order that is wished for, such as price, -price or "price desc"; by the first column else."""
    words = wish.lower().replace("-", "- ").replace(":", " ").replace(",", " ").split()
    down = "-" if "-" in words or "desc" in words or "descending" in words else ""
    for column in columns:
        if column in words or column.replace("_", "") in words:
            return [down + column]
    return [down + columns[0]]
`,
}
