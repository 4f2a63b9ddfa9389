package engine

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"
)

// A Fault says why a call failed. It is empty for a call that succeeded.
type Fault string

// The faults of a call. The first four are answers that the tool was made to
// give; an agent learns from them. Code is a mistake in the tool, Machine none
// of the world's.
const (
	// UnknownTool: the world has no tool of this name.
	UnknownTool Fault = "unknown_tool"
	// BadArguments: the arguments are not what the tool's document asks for.
	BadArguments Fault = "arguments"
	// Refused: the tool's code called fail.
	Refused Fault = "refused"
	// Constraint: a write would have broken the schema.
	Constraint Fault = "constraint"
	// Exhausted: a limit was reached.
	Exhausted Fault = "exhausted"
	// Code: the tool's code is wrong.
	Code Fault = "code"
	// Machine: SQLite failed. This is no result; what called has to fail too.
	Machine Fault = "machine"
)

// A refusal is an error that a call ends with, in words for the agent.
type refusal struct {
	kind    Fault
	message string
}

// Error implements error.
func (r *refusal) Error() string { return r.message }

func refuse(kind Fault, format string, args ...any) error {
	return &refusal{kind, fmt.Sprintf(format, args...)}
}

var sqlNames = regexp.MustCompile(`constraint failed: ([^ ,]+\.[^ ,]+(?:, [^ ,]+\.[^ ,]+)*)$`)

// sqlRefusal says what constraint a row breaks, in words. References need the
// session, and are explained by explain.
func sqlRefusal(err error, t *table, r *row) string {
	message := sqlMessage(err)
	switch sqlite.ErrCode(err) {
	case sqlite.ResultConstraintPrimaryKey, sqlite.ResultConstraintRowID:
		return fmt.Sprintf("%s: there is a row with %s already", t.name, t.equalities(t.key, t.pick(r, t.key)))
	case sqlite.ResultConstraintUnique:
		if m := sqlNames.FindStringSubmatch(message); m != nil {
			var columns []int
			for _, name := range strings.Split(m[1], ", ") {
				_, name, _ = strings.Cut(name, ".")
				if c, ok := t.byName[name]; ok {
					columns = append(columns, c)
				}
			}
			return fmt.Sprintf("%s: there is a row with %s already", t.name, t.equalities(columns, t.pick(r, columns)))
		}
	case sqlite.ResultConstraintNotNull:
		if m := sqlNames.FindStringSubmatch(message); m != nil {
			return fmt.Sprintf("%s needs a value, which cannot be NULL", m[1])
		}
	case sqlite.ResultConstraintCheck:
		_, what, _ := strings.Cut(message, "CHECK constraint failed: ")
		return fmt.Sprintf("%s: the row does not meet %s", t.name, what)
	}
	return t.name + ": " + message
}

// explain says what constraint a write breaks.
func (s *Session) explain(err error, w write) string {
	if sqlite.ErrCode(err) != sqlite.ResultConstraintForeignKey && sqlite.ErrCode(err) != sqlite.ResultConstraintTrigger {
		return sqlRefusal(err, w.table, w.row)
	}
	if w.fresh || w.set != 0 {
		for i := range w.table.parents {
			f := &w.table.parents[i]
			if _, refers := f.reference(w.row); !refers {
				continue
			}
			q := search{table: f.parent, limit: 1}
			for j, c := range f.to {
				q.equal = append(q.equal, equality{c, w.row.values[f.from[j]]})
			}
			if rows, _ := s.search(&q, nil); len(rows) == 0 && !(f.parent == w.table && slices.EqualFunc(f.to, f.from, func(to, from int) bool {
				return same(w.row.values[to], w.row.values[from])
			})) {
				return f.missing(w.row)
			}
		}
	}
	for i := range w.table.children {
		f := &w.table.children[i]
		if rows := s.referring(f, w.row); len(rows) > 0 {
			return fmt.Sprintf("%s: %s is needed by %s of %s", w.table.name,
				w.table.equalities(w.table.key, w.table.pick(w.row, w.table.key)), count(len(rows), "row"), f.child.name)
		}
	}
	return w.table.name + ": the write breaks a reference"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
