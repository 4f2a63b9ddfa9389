package sandbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"worldc/world"
	"worldc/world/engine"
)

// A bomb is code that asks for more than there is. The code is the body of the
// tool boom, or the whole text of it where it begins with "def ".
type bomb struct {
	name string
	code string

	// ends are how it may end. Deterministic ends (ok, code, exhausted, refused
	// by loading) are named alone, for they are the same everywhere; those that
	// depend on the machine may come in either form.
	ends string
}

const (
	dies = "memory processor crash"
	load = "load"
)

// bombs are all of them. They are a function, for some are large and every
// worker of the tests begins with what this package keeps in variables.
func bombs() []bomb {
	return []bomb{
		// doubling
		{"list = list + list", "l = [1]\nfor i in range(60):\n    l = l + l\n", dies},
		{"list += list", "l = [1]\nfor i in range(60):\n    l += l\n", dies},
		{"list.extend", "l = [1]\nfor i in range(60):\n    l.extend(l)\n", dies},
		{"string + string", "s = \"x\"\nfor i in range(60):\n    s = s + s\n", dies},
		{"tuple + tuple", "t = (1,)\nfor i in range(60):\n    t = t + t\n", dies},
		{"string * 2", "s = \"x\"\nfor i in range(60):\n    s = s * 2\n", dies + " code"},
		{"replace", "s = \"x\"\nfor i in range(60):\n    s = s.replace(\"x\", \"xx\")\n", dies},
		{"join of itself", "s = \"ab\"\nfor i in range(60):\n    s = s.join([s, s, s])\n", dies},
		{"str of a doubling list", "l = [\"x\"]\nfor i in range(60):\n    l = [str(l), str(l)]\n", dies},
		{"dict of lists", "d = {}\nl = [0]\nfor i in range(60):\n    l = l + l\n    d[i] = l\n", dies},
		{"nested lists, as a result", "l = []\nfor i in range(40):\n    l = [l, l]\nreturn l\n", dies + " exhausted"},
		{"nested lists, as text", "l = []\nfor i in range(40):\n    l = [l, l]\nreturn len(str(l))\n", dies},
		{"nested lists, compared", "a = []\nb = []\nfor i in range(60):\n    a = [a, a]\n    b = [b, b]\nreturn a == b\n", dies + " code"},
		{"nested tuples, hashed", "t = ()\nfor i in range(60):\n    t = (t, t)\nreturn {t: 1}\n", dies},

		// one huge thing
		{"list(range(1 << 31))", "return list(range(1 << 31))\n", dies},
		{"list(range(1 << 62))", "return list(range(1 << 62))\n", dies + " code"},
		{"sorted(range)", "return sorted(range(1 << 31))\n", dies},
		{"tuple(range)", "return tuple(range(1 << 31))\n", dies},
		{"reversed(range)", "return reversed(range(1 << 31))\n", dies},
		{"enumerate(range)", "return enumerate(range(1 << 31))\n", dies},
		{"zip(range, range)", "return zip(range(1 << 31), range(1 << 31))\n", dies},
		{"dict(zip)", "return dict(zip(range(1 << 26), range(1 << 26)))\n", dies},
		{"max(range)", "return max(range(1 << 40))\n", dies + " exhausted"},
		{"all(range)", "return all(range(1, 1 << 40))\n", dies + " exhausted"},
		{"[0] * 1e8", "return len([0] * 100000000)\n", dies},
		{"(0,) * 1e8", "return len((0,) * 100000000)\n", dies},
		{"'a' * 1e9", "return len(\"a\" * 1000000000)\n", dies},
		{"'a' * 1 << 40", "return len(\"a\" * (1 << 40))\n", "code"},
		{"'a'.join(huge)", "return len(\"aaaaaaaaaa\".join([\"\"] * 10000000))\n", dies},
		{"split into many", "return len((\"a,\" * 20000000).split(\",\"))\n", dies},

		// big integers
		{"z = z * z", "z = 3\nfor i in range(40):\n    z = z * z\nreturn 0\n", dies},
		{"1 << huge", "return len(str(1 << 511)) + len(str((1 << 500) * (1 << 500)))\n", "ok"},
		{"shifts", "z = 1\nfor i in range(100000):\n    z = z << 500\nreturn 0\n", dies},
		{"int of many digits", "return int(\"9\" * 3000000) % 7\n", dies},
		{"int of many digits, again and again", "t = 0\nfor i in range(1000):\n    t += int(\"7\" * 300000) % 7\nreturn t\n", dies},
		{"str of many digits", "z = 3\nfor i in range(22):\n    z = z * z\nreturn len(str(z))\n", dies + " ok"},
		{"float of many digits", "return float(\"9\" * 10000000)\n", "code ok"},
		{"a division of giants", "z = 3\nfor i in range(24):\n    z = z * z\nreturn z % (z // 7)\n", dies + " ok code"},

		// hash flooding: integers hash by their low 32 bits
		{"a dict of equal hashes", "d = {}\nfor i in range(200000):\n    d[i << 32] = i\nreturn len(d)\n", dies},
		{"a dict comprehension of equal hashes", "return len({i << 32: i for i in range(200000)})\n", dies},

		// loops that only steps end
		{"a long loop", "for i in range(1 << 40):\n    pass\n", "exhausted"},
		{"loops in loops", "for i in range(10000):\n    for j in range(10000):\n        pass\n", "exhausted"},
		{"a comprehension in a comprehension", "return [[j for j in range(10000)] for i in range(10000)]\n", "exhausted"},
		{"a comprehension over five loops", "return len([1 for a in range(99) for b in range(99) for c in range(99) for d in range(99) for e in range(99)])\n", "exhausted"},
		{"sorted with a key", "return len(sorted(range(1 << 22), key=lambda x: -x))\n", dies + " exhausted"},
		{"rows again and again", "for i in range(1 << 30):\n    db.find(\"goods\")\n", "exhausted"},

		// recursion
		{"recursion", "def boom():\n    return boom()\n", "code"},
		{"recursion by turns", "def other():\n    return boom()\n\ndef boom():\n    return other()\n", "code"},
		{"a list in itself", "l = []\nl.append(l)\nreturn l\n", "code"},
		{"a list in itself, as text", "l = []\nl.append(l)\nreturn str(l)\n", "code"},
		{"a deep list", "l = []\nfor i in range(100000):\n    l = [l]\nreturn l\n", "code"},
		{"a deep list, compared", "a = []\nb = []\nfor i in range(200000):\n    a = [a]\n    b = [b]\nreturn a == b\n", "code memory exhausted"},
		{"a deep tuple, hashed", "t = ()\nfor i in range(200000):\n    t = (t,)\nreturn {t: 1}\n", "code memory crash exhausted"},
		{"a deep list, in the state", "l = []\nfor i in range(100000):\n    l = [l]\ndb.update(\"goods\", \"pen\", {\"tags\": l})\n", "code"},

		// text for the parser
		{"3M terms", "return 1" + strings.Repeat("+1", 3_000_000) + "\n", load},
		{"15k terms", "return 1" + strings.Repeat("+1", 9_000) + "\n", "ok load"},
		{"brackets", "return " + strings.Repeat("[", 30_000) + strings.Repeat("]", 30_000) + "\n", load},
		{"90 brackets", "return " + strings.Repeat("[", 90) + strings.Repeat("]", 90) + "\n", "ok load"},
		{"nots", "return " + strings.Repeat("not ", 9_000) + "True\n", load},
		{"minuses", "return " + strings.Repeat("-", 30_000) + "1\n", load},
		{"lambdas", "f = " + strings.Repeat("lambda: ", 5_000) + "1\n", load},
		{"conditions", "return " + strings.Repeat("1 if True else ", 4_000) + "1\n", "ok load"},
		{"calls of calls", "return boom" + strings.Repeat("()", 9_000) + "\n", "code load"},
		{"dots", "return db" + strings.Repeat(".get", 9_000) + "\n", "code load"},
		{"40k elif", "if False:\n    pass\n" + strings.Repeat("elif False:\n    pass\n", 40_000), load},
		{"3k elif", "if False:\n    pass\n" + strings.Repeat("elif False:\n    pass\n", 3_000), "ok load"},
		{"blocks in blocks", nested(300), "ok load"},
		{"functions in functions", nestedFunctions(80), "ok load code"},
		{"many names", manyNames(4_000), "ok load"},
		{"a number of many digits", "return " + strings.Repeat("9", 60_000) + "\n", "ok load code"},
		{"a long string", "return len(\"" + strings.Repeat("x", 1<<20) + "\")\n", load},
		{"clauses of one comprehension", "return [1" + strings.Repeat(" for x in [1]", 4_000) + "]\n", "ok load code"},

		// while loading
		{"memory at the top", "BIG = [1] * 500000000\n\ndef boom():\n    return 1\n", dies},
		{"a loop at the top", "T = [i for i in range(1 << 40)]\n\ndef boom():\n    return 1\n", dies + " load"},
		{"a number at the top", "N = [int(\"9\" * 5000000) for i in range(9)]\n\ndef boom():\n    return 1\n", dies},

		// what goes out and into the state
		{"a large result", "return [\"x\" * 1000 for i in range(1000)]\n", "exhausted"},
		{"a huge result", "return [\"x\" * 1000000] * 100000\n", dies + " exhausted"},
		{"a large text in the state", "db.update(\"goods\", \"pen\", {\"tags\": \"x\" * 1000000})\n", "code"},
		{"a huge message", "fail(\"x\" * 100000000)\n", "refused " + dies},
		{"many rows", "for i in range(1 << 30):\n    db.insert(\"goods\", {\"id\": \"x\" * 60000 + str(i), \"price\": 1, \"stock\": 0})\n", dies + " exhausted"},
		{"a huge search", "return db.find(\"goods\", where=[(\"stock\", \"in\", list(range(100000000)))])\n", dies},
	}
}

// nested are blocks in blocks, with an indentation of one.
func nested(depth int) string {
	var b strings.Builder
	b.WriteString("def boom():\n")
	for i := range depth {
		b.WriteString(strings.Repeat(" ", i+1) + "if True:\n")
	}
	b.WriteString(strings.Repeat(" ", depth+1) + "return 1\n")
	return b.String()
}

func nestedFunctions(depth int) string {
	var b strings.Builder
	b.WriteString("def boom():\n")
	for i := range depth {
		fmt.Fprintf(&b, "%sdef f%d():\n", strings.Repeat(" ", i+1), i)
	}
	b.WriteString(strings.Repeat(" ", depth+1) + "return 1\n")
	for i := depth - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "%sreturn f%d()\n", strings.Repeat(" ", i+1), i)
	}
	return b.String()
}

func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "v%d = %d\n", i, i)
	}
	return b.String()
}

// text is the code of the tool.
func (b bomb) text() string {
	if strings.Contains(b.code, "def boom") {
		return b.code
	}
	return "def boom():\n    " + strings.ReplaceAll(strings.TrimSuffix(b.code, "\n"), "\n", "\n    ") + "\n"
}

// ending runs a tool boom in a worker of its own and says how it ended.
func ending(t testing.TB, code string, limits Limits) (end string, result engine.Result) {
	t.Helper()
	k, err := Load(context.Background(), shop(tool("boom", world.Write, noArguments, code)), limits)
	if err == nil {
		var s *Session
		if s, err = k.Session(); err == nil {
			result, err = s.Call("boom", []byte("{}"))
		}
		if failed := k.Close(); failed != nil {
			t.Error(failed)
		}
	}
	var unavailable *UnavailableError
	var wrong *engine.LoadError
	var died *DiedError
	switch {
	case errors.As(err, &unavailable):
		t.Skip(err)
	case errors.As(err, &wrong):
		return load, result
	case errors.As(err, &died):
		result.Detail = died.Detail
		return string(died.Why), result
	case err != nil:
		t.Error(err)
	case result.OK():
		return "ok", result
	}
	return string(result.Fault), result
}

// TestBombs: every bomb ends as the engine or the limits of the worker say, in
// its time and its memory, and this process notices nothing.
func TestBombs(t *testing.T) {
	limits := testLimits()
	limits.Memory, limits.Processor, limits.Wall = 128<<20, time.Second, 90*time.Second
	all, seen := bombs(), map[string]int{}
	var mu sync.Mutex
	t.Cleanup(func() { t.Log(len(all), "bombs:", seen) })
	t.Run("all", func(t *testing.T) {
		for i, b := range all {
			t.Run(b.name, func(t *testing.T) {
				if testing.Short() && i%4 != 0 {
					t.Skip("every fourth bomb will do for -short")
				}
				t.Parallel()
				end, result := ending(t, b.text(), limits)
				mu.Lock()
				seen[end]++
				mu.Unlock()
				if !strings.Contains(" "+b.ends+" ", " "+end+" ") {
					t.Errorf("ended with %s (%.300s), want %s", end, result.Error+string(result.Value)+result.Detail, b.ends)
				}
			})
		}
	})
	if peak := peakMemory(t); peak > 400<<20 {
		t.Errorf("this process has grown to %s", bytesText(peak))
	}
}

// TestBombsAgree: where a bomb ends with a result, it is the result that the
// engine has in this process.
func TestBombsAgree(t *testing.T) {
	for _, b := range bombs() {
		if strings.ContainsAny(b.ends, " ") || b.ends == load || strings.Contains(b.ends, "memory") {
			continue // it may end otherwise elsewhere, or here
		}
		w := shop(tool("boom", world.Write, noArguments, b.text()))
		want := inProcess(t, w, DefaultLimits().Engine).Session().Call("boom", []byte("{}"))
		_, got := ending(t, b.text(), DefaultLimits())
		if got.Error != want.Error || got.Steps != want.Steps || string(got.Value) != string(want.Value) {
			t.Errorf("%s: %q after %d steps, want %q after %d", b.name, got.Error, got.Steps, want.Error, want.Steps)
		}
	}
}
