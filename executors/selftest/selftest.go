package selftest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/rng"
	"worldc/world"
	"worldc/world/engine"
)

// positives is how many calls are tried that should succeed; a tool needs one
// that does, and may refuse others for a reason of its trade.
const positives = 4

// A Report is what the tests of one tool came to.
type Report struct {
	// Failures say what went wrong, a sentence each; empty for a tool that works.
	Failures []string

	// Calls is how many calls were made, Refused how many of them were refused
	// as they should be.
	Calls, Refused int

	// Good are the arguments of calls that succeeded.
	Good []json.RawMessage `json:",omitempty"`
}

// OK reports whether the tool works.
func (r *Report) OK() bool { return len(r.Failures) == 0 }

func (r *Report) fail(format string, args ...any) {
	r.Failures = append(r.Failures, fmt.Sprintf(format, args...))
}

// Run tests one tool of a loaded world. Tools are tested by what they do, so
// the tool must have a [world.Behaviour].
func Run(e *engine.Engine, w *world.World, t *world.WorldTool, rows *Rows, stream *rng.Stream) *Report {
	r := &Report{}
	if t.Does == nil {
		r.fail("nothing says what the tool does")
		return r
	}
	b, err := newBinder(w, t, rows, stream)
	if err != nil {
		r.fail("%s", err)
		return r
	}
	c := &trial{engine: e, world: w, tool: t, rows: rows, report: r, binder: b}
	c.succeed()
	if len(r.Failures) > 0 {
		return r
	}
	c.refuse()
	return r
}

// A trial is the tests of one tool.
type trial struct {
	engine *engine.Engine
	world  *world.World
	tool   *world.WorldTool
	rows   *Rows
	binder *binder
	report *Report
	good   arguments // of a call that succeeded
}

// succeed makes calls that should succeed, until one with all parameters and
// one with just the required ones did.
func (c *trial) succeed() {
	var complaints []string
	worked := false
	for n := range positives {
		args, ok := c.binder.bind(n, n%2 == 1)
		if !ok {
			continue
		}
		result, changes := c.call(args)
		if result.OK() {
			wrong := c.compare(args, result, changes)
			if wrong == "" {
				wrong = astray(result.Value, c.tool.Tool.Returns)
			}
			if wrong != "" {
				c.report.fail("%s", wrong)
				return
			}
			if c.good == nil {
				c.good = args
			}
			c.report.Good = append(c.report.Good, args.encode())
			worked = true
			continue
		}
		if result.Fault == engine.Code || result.Fault == engine.Exhausted {
			c.report.fail("%s: %s", result.Fault, firstLine(result.Error))
			return
		}
		complaints = append(complaints, firstLine(result.Error))
	}
	if worked {
		return
	}
	if len(complaints) == 0 {
		c.report.fail("no row of %s can be named in a call", c.tool.Does.Table)
		return
	}
	c.report.fail("no call succeeds: %s", strings.Join(slices.Compact(slices.Sorted(slices.Values(complaints))), "; "))
}

// compare says what a call that succeeded did otherwise than was decided.
func (c *trial) compare(args arguments, result engine.Result, changes world.Changes) string {
	does := c.tool.Does
	if c.tool.Effect == world.Read {
		if changes.Rows() > 0 {
			return "it is declared to read, and writes"
		}
		if len(result.Value) == 0 || string(result.Value) == "null" {
			return "it returns nothing"
		}
		again, _ := c.call(args)
		if !bytes.Equal(again.Value, result.Value) {
			return "the same call returns something else"
		}
		return ""
	}
	if changes.Rows() == 0 {
		return "it is declared to write, and changes nothing"
	}
	touched := changes[does.Table]
	switch does.Operation {
	case world.Create:
		for _, key := range slices.Sorted(maps.Keys(touched)) {
			if touched[key].Before == nil {
				if wrong := c.holds(args, touched[key].After, "the new row"); wrong != "" {
					return wrong
				}
				return c.tells(result, touched[key].After)
			}
		}
		return "it makes no row of " + does.Table
	case world.Delete:
		for _, change := range touched {
			if change.After == nil {
				return ""
			}
		}
		return "it removes no row of " + does.Table
	case world.Update:
		if len(touched) == 0 {
			return "it changes no row of " + does.Table
		}
		return c.tellsOf(result, touched)
	case world.Move:
		for _, key := range slices.Sorted(maps.Keys(touched)) {
			change := touched[key]
			if change.After != nil && does.Transition != nil && text(change.After[does.Transition.Column]) == does.Transition.To {
				return c.tellsOf(result, touched)
			}
		}
		if does.Transition != nil {
			return fmt.Sprintf("no row of %s comes to have the %s %q", does.Table, does.Transition.Column, does.Transition.To)
		}
	}
	return ""
}

// tellsOf is tells of a call that touched one row; of several nobody knows which is
// told about.
func (c *trial) tellsOf(result engine.Result, touched map[string]world.Change) string {
	if len(touched) != 1 {
		return ""
	}
	for _, key := range slices.Sorted(maps.Keys(touched)) { // the only one
		if after := touched[key].After; after != nil {
			return c.tells(result, after)
		}
	}
	return ""
}

// tells says where the result of a write shows what the row does not hold after
// it.
func (c *trial) tells(result engine.Result, row map[string]json.RawMessage) string {
	for _, g := range c.tool.Does.Gives {
		table, column, _ := strings.Cut(g.Column, ".")
		if table != c.tool.Does.Table || strings.Contains(g.Output, "[]") {
			continue
		}
		value := result.Value
		for name := range strings.SplitSeq(g.Output, ".") {
			var members map[string]json.RawMessage
			if json.Unmarshal(value, &members) != nil {
				members = nil
			}
			value = members[name]
		}
		if kept, ok := row[column]; ok && value != nil && !equal(value, kept) {
			return fmt.Sprintf("its result has the %s %s, and the row holds %s", g.Output, clip(value), clip(kept))
		}
	}
	return ""
}

// holds says which argument a row should hold and does not.
func (c *trial) holds(args arguments, row map[string]json.RawMessage, what string) string {
	for _, u := range c.tool.Does.Uses {
		table, column, _ := strings.Cut(u.Column, ".")
		value, given := args.given(u)
		if u.Part != world.Set || table != c.tool.Does.Table || !given || string(value) == "null" {
			continue
		}
		if kept, ok := row[column]; ok && !equal(kept, value) {
			return fmt.Sprintf("%s has the %s %s, not %s as was asked", what, column, clip(kept), clip(value))
		}
	}
	return ""
}

// refuse makes calls that should be refused.
func (c *trial) refuse() {
	for _, bad := range c.binder.bad(c.good) {
		result, changes := c.call(bad.args)
		switch {
		case result.OK():
			c.report.fail("it succeeds with %s", bad.what)
		case result.Fault == engine.Code || result.Fault == engine.Exhausted:
			c.report.fail("with %s it breaks: %s", bad.what, firstLine(result.Error))
		case strings.TrimSpace(result.Error) == "":
			c.report.fail("with %s it does not say what is wrong", bad.what)
		case changes.Rows() > 0:
			c.report.fail("with %s it fails, and leaves a trace", bad.what)
		default:
			c.report.Refused++
		}
	}
}

// call makes a call in the world as it was loaded.
func (c *trial) call(args arguments) (engine.Result, world.Changes) {
	c.report.Calls++
	s := c.engine.Session()
	result := s.Call(c.tool.Tool.Name, args.encode())
	if result.Effect == world.Read && result.OK() {
		return result, nil // the engine lets no reading tool write
	}
	return result, s.Changes()
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	if len(line) > 300 {
		line = strings.ToValidUTF8(line[:300], "") + "..."
	}
	return line
}

func clip(raw json.RawMessage) string {
	if len(raw) > 80 {
		return strings.ToValidUTF8(string(raw[:80]), "") + "..."
	}
	return string(raw)
}

// text is the text of a JSON string, or the JSON of anything else.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// equal compares values as columns do: a number is the same however it is
// spelled.
func equal(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) || text(a) == text(b) {
		return true // or the text of a number, in a column of texts
	}
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	i, err := json.Marshal(x)
	j, err2 := json.Marshal(y)
	return err == nil && err2 == nil && bytes.Equal(i, j)
}
