package sandbox

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"worldc/world"
	"worldc/world/engine"
)

// A draw is a stream of small numbers that is the same everywhere.
type draw uint64

func (d *draw) below(n int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d) >> 33 % uint64(n))
}

func (d *draw) one(of ...string) string { return of[d.below(len(of))] }

// expression writes an expression over the variables a to d.
func (d *draw) expression(depth int) string {
	if depth == 0 {
		return d.one("a", "b", "c", "d", "0", "1", "-7", "2.5", `"x"`, `"pen"`, "None", "True", "[]", "{}", "1 << 40", "(1, 2)")
	}
	e := func() string { return d.expression(depth - 1) }
	switch d.below(16) {
	case 0, 1, 2, 3:
		return "(" + e() + " " + d.one("+", "-", "*", "//", "%", "/", "<<", "|", "&", "==", "<", "in", "and", "or") + " " + e() + ")"
	case 4:
		return "[" + e() + ", " + e() + "]"
	case 5:
		return "{" + d.one(`"k"`, `"stock"`, e()) + ": " + e() + "}"
	case 6:
		return d.one("str", "len", "int", "list", "sorted", "bool", "tuple", "dict", "float", "max", "min", "abs", "any", "all") + "(" + e() + ")"
	case 7:
		return "[" + e() + " for " + d.one("a", "b", "c", "d") + " in " + d.one("range(9)", "range(1 << 20)", e()) + "]"
	case 8:
		return "(" + e() + " if " + e() + " else " + e() + ")"
	case 9:
		return e() + "[" + e() + "]"
	case 10:
		return d.one("a", "b", "c", `"xyz"`, "[3, 1]") + d.one(".upper()", ".append(a)", ".keys()", ".split(\"x\")", ".join([\"p\", \"q\"])", ".pop()", ".get(\"k\")", ".extend(b)")
	case 11:
		return `db.get("goods", ` + e() + ")"
	case 12:
		return `db.find("goods", ` + e() + ")"
	case 13:
		return `db.update("goods", "pen", {"stock": ` + e() + "})"
	case 14:
		return `db.insert("goods", {"id": db.new_id("g"), "price": ` + e() + `, "stock": 1, "tags": ` + e() + "})"
	}
	return d.one("fail", "round", "range", "zip", "enumerate", "reversed") + "(" + e() + ")"
}

// number writes an expression that is a number, as long as a, b and c are what
// the program begins with; text and list do the same for theirs.
func (d *draw) number(depth int) string {
	if depth == 0 {
		return d.one("a", "a", "0", "1", "-7", "3", "1 << 40")
	}
	n := func() string { return d.number(depth - 1) }
	switch d.below(6) {
	case 0, 1, 2:
		return "(" + n() + " " + d.one("+", "-", "*", "*", "|", "&") + " " + n() + ")"
	case 3:
		return "len(" + d.one(d.text(depth-1), d.list(depth-1)) + ")"
	case 4:
		return d.one("abs", "int", "round") + "(" + n() + ")"
	}
	return "(" + n() + " if " + n() + " < " + n() + " else " + n() + ")"
}

func (d *draw) text(depth int) string {
	if depth == 0 {
		return d.one("b", "b", `"x"`, `"pen"`, `""`, `"a,b"`)
	}
	s := func() string { return d.text(depth - 1) }
	switch d.below(6) {
	case 0, 1:
		return "(" + s() + " + " + s() + ")"
	case 2:
		return "(" + s() + " * " + d.one("2", "3", "max(0, min(100, "+d.number(depth-1)+"))") + ")"
	case 3:
		return "str(" + d.one(d.number(depth-1), d.list(depth-1), s()) + ")"
	case 4:
		return s() + d.one(".upper()", ".replace(\"x\", \"xx\")", ".strip()", ".join([\"p\", \"q\"])")
	}
	return `db.get("goods", "pen")["id"]`
}

func (d *draw) list(depth int) string {
	if depth == 0 {
		return d.one("c", "c", "[]", "[1, 2]", "[\"x\"]")
	}
	l := func() string { return d.list(depth - 1) }
	switch d.below(5) {
	case 0, 1:
		return "(" + l() + " + " + l() + ")"
	case 2:
		return "[" + d.one(d.number(depth-1), d.text(depth-1), l()) + ", " + l() + "]"
	case 3:
		return "[" + d.number(depth-1) + " for i in " + d.one("range(9)", "range(1 << 20)", l()) + "]"
	}
	return `db.find("goods")`
}

// assignment writes a statement; half of them keep the kinds of the variables.
func (d *draw) assignment(depth int) string {
	switch d.below(7) {
	case 0, 1:
		return "a " + d.one("=", "+=", "*=") + " " + d.number(depth)
	case 2, 3:
		return "b " + d.one("=", "+=") + " " + d.text(depth)
	case 4, 5:
		return "c " + d.one("=", "+=") + " " + d.list(depth)
	}
	return "d = " + d.expression(depth)
}

// program writes a tool.
func (d *draw) program(name string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "def %s():\n    a, b, c, d = 1, \"x\", [1], {}\n", name)
	indent := "    "
	for range 2 + d.below(6) {
		switch d.below(5) {
		case 0:
			fmt.Fprintf(&b, "%sfor i in range(%d):\n%s    %s\n", indent, 1+d.below(60), indent, d.assignment(1))
		case 1:
			fmt.Fprintf(&b, "%sif %s:\n%s    %s\n", indent, d.number(1), indent, d.assignment(2))
		default:
			fmt.Fprintf(&b, "%s%s\n", indent, d.assignment(1+d.below(3)))
		}
	}
	fmt.Fprintf(&b, "%sreturn %s\n", indent, d.one("a", "b", "c", "d", "[a, b, c, d]"))
	return b.String()
}

// TestGenerated: programs that nobody has thought of, as many as
// WORLDC_SANDBOX_PROGRAMS says; before a release, ten thousand. None takes
// the worker beyond its limits unnoticed, and those that end with a result have
// the one that they have when they are run a second time, in another worker.
func TestGenerated(t *testing.T) {
	programs := 300
	if n, err := strconv.Atoi(os.Getenv("WORLDC_SANDBOX_PROGRAMS")); err == nil {
		programs = n
	}
	const batch = 100
	limits := testLimits()
	limits.Engine.Steps = 20_000
	limits.Memory, limits.Processor = 96<<20, time.Second
	seen := map[string]int{}
	d := draw(4)
	for first := 0; first < programs; first += batch {
		var tools []world.WorldTool
		for i := range batch {
			name := fmt.Sprintf("t%d", first+i)
			tools = append(tools, tool(name, world.Write, noArguments, d.program(name)))
		}
		tools = loadable(t, tools)
		seen[load] += batch - len(tools)
		calls := make([]world.Call, len(tools))
		for i := range tools {
			calls[i] = call(tools[i].Tool.Name, "{}")
		}
		w := shop(tools...)
		var before []engine.Result
		for range 2 {
			results := runAll(t, w, calls, limits, seen)
			for i := range before {
				a, b := before[i], results[i]
				if a.Fault != "died" && b.Fault != "died" && (a.Error != b.Error || a.Steps != b.Steps || string(a.Value) != string(b.Value)) {
					t.Errorf("%s: %s %q after %d steps, then %s %q after %d", tools[i].Code, a.Value, a.Error, a.Steps, b.Value, b.Error, b.Steps)
				}
			}
			before = results
		}
	}
	t.Log(programs, "programs, each twice:", seen)
	if peak := peakMemory(t); peak > 400<<20 {
		t.Errorf("this process has grown to %s", bytesText(peak))
	}
}

// loadable are the tools that the world loads with.
func loadable(t *testing.T, tools []world.WorldTool) []world.WorldTool {
	_, err := engine.Load(shop(tools...), engine.DefaultLimits())
	if err == nil {
		return tools
	}
	var wrong *engine.LoadError
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	var good []world.WorldTool
	for _, x := range tools {
		bad := false
		for _, p := range wrong.Problems {
			bad = bad || strings.HasPrefix(p.Where, "tools."+x.Tool.Name+".")
		}
		if !bad {
			good = append(good, x)
		}
	}
	if len(good) == len(tools) {
		t.Fatal(err)
	}
	return loadable(t, good)
}

// runAll makes each call in a session of its own, and goes on with another
// worker where one dies.
func runAll(t *testing.T, w *world.World, calls []world.Call, limits Limits, seen map[string]int) []engine.Result {
	results := make([]engine.Result, len(calls))
	for i := 0; i < len(calls); {
		k := mustLoad(t, w, limits)
		for ; i < len(calls); i++ {
			var r engine.Result
			s, err := k.Session()
			if err == nil {
				r, err = s.Call(calls[i].Tool, calls[i].Arguments)
			}
			if err == nil {
				err = s.Close() // what the call left behind may be too much for this
			}
			var died *DiedError
			if errors.As(err, &died) {
				seen["died: "+string(died.Why)]++
				results[i] = engine.Result{Fault: "died"}
				i++
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			results[i] = r
			if r.OK() {
				seen["ok"]++
			} else {
				seen[string(r.Fault)]++
			}
		}
		if err := k.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return results
}
