//go:build unix

package spec

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// The limits of reliability: a spec that means harm is refused with a
// diagnostic within these.
const (
	bombTime   = 5 * time.Second
	bombMemory = 512 << 20
)

func nest(open, core, end string, n int) string {
	return strings.Repeat(open, n) + core + strings.Repeat(end, n)
}

func lines(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format+"\n", i, i+1)
	}
	return b.String()
}

func localA(expr string) string { return "locals {\n  a = " + expr + "\n}\n" }

// used is a dataset that reads local.a, so that it is not merely unused.
const used = `
tool_pool "p" {
  tool "t" { description = jsonencode(local.a) }
}
dataset "d" { from = tool_pool.p }
`

// laughs are locals of which each repeats the one before.
func laughs(n int, first, format string) string {
	var b strings.Builder
	b.WriteString("locals {\n  x0 = " + first + "\n")
	for i := range n {
		x := fmt.Sprintf("local.x%d", i)
		fmt.Fprintf(&b, "  x%d = %s\n", i+1, strings.ReplaceAll(format, "X", x))
	}
	fmt.Fprintf(&b, "  a = local.x%d\n}\n", n)
	return b.String()
}

var bombs = map[string]string{
	"parens":             localA(nest("(", "1", ")", 200_000)),
	"lists":              localA(nest("[", "1", "]", 200_000)),
	"lists, open":        localA(strings.Repeat("[", 400_000)),
	"objects":            localA(nest("{a=", "1", "}", 150_000)),
	"nots":               localA(strings.Repeat("!", 400_000) + "true"),
	"minuses":            localA(strings.Repeat("-", 180_000) + "1"),
	"sums":               localA(strings.Repeat("1+", 90_000) + "1"),
	"sums over lines":    localA("(" + strings.Repeat("1+\n", 60_000) + "1)"),
	"conditionals":       localA(strings.Repeat("true ? 1 : ", 40_000) + "1"),
	"splats":             localA("[1]" + strings.Repeat("[*]", 60_000)),
	"dot splats":         localA("[1]" + strings.Repeat(".*", 90_000)),
	"indexes":            localA("[1]" + strings.Repeat("[0]", 60_000)),
	"attributes":         localA("local.b" + strings.Repeat(".c", 90_000)),
	"calls":              localA(nest("abs(", "1", ")", 60_000)),
	"tries":              localA(nest("try(", "1", ")", 90)),
	"templates":          localA(nest(`"${`, "1", `}"`, 90_000)),
	"template ifs":       localA(`"` + nest("%{ if true }", "x", "%{ endif }", 30_000) + `"`),
	"template fors":      localA(`"` + nest("%{ for x in [1] }", "x", "%{ endfor }", 20_000) + `"`),
	"blocks":             nest("a {\n", "", "}\n", 20_000),
	"blocks on a line":   strings.Repeat("a {", 90_000),
	"for in for":         localA("[for a in range(10) : [for b in range(10) : [for c in range(10) : [for d in range(10) : [for e in range(10) : [for f in range(10) : [for g in range(10) : 1]]]]]]]"),
	"for of 1000s":       localA("[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]"),
	"for by locals":      "locals {\n r = range(1000)\n s = [for a in local.r : [for b in local.r : a * b]]\n a = [for x in local.s : [for y in local.s : 1]]\n}\n",
	"splat in for":       localA("[for a in range(1000) : [for b in range(1000) : range(1000)[*]]]"),
	"template for":       localA(`"%{ for a in range(1000) }%{ for b in range(1000) }%{ for c in range(100) }x%{ endfor }%{ endfor }%{ endfor }"`),
	"setproduct 6":       localA("setproduct(range(10), range(10), range(10), range(10), range(10), range(10))"),
	"setproduct 7":       localA("setproduct(range(10), range(10), range(10), range(10), range(10), range(10), range(10))"),
	"setproduct spread":  localA("setproduct([for x in range(20) : range(20)]...)"),
	"exponent":           localA(`"x${1e1000000}"`),
	"exponent 8":         localA(`"x${1e10000000}"`),
	"exponent as text":   localA(`"x${"1e100000000" * 1}"`),
	"exponent by parts":  localA(`"x${"1e${"100000000"}" * 1}"`),
	"exponent, format":   localA(`format("%d", "1e100000000")`),
	"exponent, tonumber": localA(`tostring(tonumber("1e100000000"))`),
	"exponent, json":     localA(`jsondecode("1e100000000")`),
	"exponent, abs":      localA(`abs("1e100000000")`),
	"exponent, sum":      localA(`sum(["1e100000000"])`),
	"exponent, max":      localA(`"${max("1e100000000", 1)}"`),
	"exponent, range":    localA(`range("1e100000000", "2e100000000", "1e99999999")`),
	"exponent, index":    localA(`["a"]["1e100000000"]`),
	"squares":            laughs(40, "1e300", "X * X") + used,
	"long number":        localA(strings.Repeat("9", 100_000)),
	"format width":       localA(`format("%99999999d", 1)`),
	"format precision":   localA(`format("%.99999999f", 1)`),
	"format argument":    localA(`format("%[1]s` + strings.Repeat("%[1]s", 5000) + `", jsonencode(range(1000)))`),
	"indent":             localA(`indent(1e8, "\n")`),
	"laughs, template":   laughs(40, `"lol"`, `"${X}${X}"`) + used,
	"laughs, list":       laughs(40, `["lol"]`, "[X, X]") + used,
	"laughs, concat":     laughs(40, `["lol"]`, "concat(X, X)") + used,
	"laughs, object":     laughs(40, `{a = "lol"}`, "{a = X, b = X}") + used,
	"laughs, join":       laughs(40, `"lol"`, `join(X, [X, X, X])`) + used,
	"laughs, replace":    laughs(40, `"lol"`, `replace(X, "l", X)`) + used,
	"laughs, regex":      laughs(40, `"lol"`, `regexreplace(X, "(.*)", "$1$1$1")`) + used,
	"laughs, format":     laughs(40, `"lol"`, `format("%s%s", X, X)`) + used,
	"laughs, formatlist": laughs(40, `["lol"]`, `formatlist("%s%s", X, X)`) + used,
	"laughs, json":       laughs(60, `"\"\"\"\"\"\""`, `jsonencode(X)`) + used,
	"laughs, for":        laughs(40, `["lol"]`, "flatten([for x in X : [x, x]])") + used,
	"laughs, zipmap":     laughs(40, `{a = "lol"}`, `{a = zipmap(["x", "y"], [X, X])}`) + used,
	"laughs, chunklist":  laughs(40, `["lol"]`, `chunklist(concat(X, X), 1)`) + used,
	"regexall groups":    localA(`regexall("` + strings.Repeat("()", 5000) + `", "` + strings.Repeat("x", 100_000) + `")`),
	"distinct":           "locals {\n s = split(\"\", \"" + strings.Repeat("abcdefg ", 30_000) + "\")\n a = distinct(local.s)\n}\n" + used,
	"contains in for":    "locals {\n s = split(\" \", \"" + strings.Repeat("abcdefg ", 10_000) + "\")\n a = [for x in local.s : contains(local.s, \"y\")]\n}\n" + used,
	"split":              localA(`split("", "` + strings.Repeat("x", 1_000_000) + `")`),
	"jsondecode deep":    localA(`jsondecode("` + strings.Repeat("[", 100_000) + `")`),
	"jsondecode wide":    localA(`jsondecode("[` + strings.Repeat("[],", 300_000) + `1]")`),
	"spread":             localA("max(range(1000)..., 1)"),
	"newlines":           strings.Repeat("\n", 1<<20),
	"commas":             localA(strings.Repeat(",", 1<<19)),
	"quotes":             localA(strings.Repeat(`""`, 1<<18)),
	"semicolons":         strings.Repeat(";", 1<<19),
	"types":              "variable \"v\" {\n type = " + nest("list(", "string", ")", 50_000) + "\n}\n",
	"instances":          "locals {\n k = [for i in range(1000) : \"k${i}\"]\n}\n" + lines(60, "tool_pool \"p%[1]d\" {\n for_each = local.k\n tool \"t\" {}\n}") + "dataset \"d\" {\n from = tool_pool.p0\n}\n",
	"references":         "locals {\n k = [for i in range(1020) : \"k${i}\"]\n}\ntool_pool \"p\" {\n for_each = local.k\n tool \"t\" {}\n}\ndataset \"d\" {\n for_each = local.k\n from = tool_pool.p\n}\n",
	"combinations":       "tool_pool \"p\" {\n for_each = [for p in setproduct(range(100), range(100), range(10)) : join(\"-\", p)]\n tool \"t\" {}\n}\n",
	"undeclared":         "locals {\n" + lines(15_000, "  nam%[1]d = 1") + lines(15_000, "  other%[1]d = local.nme%[1]d") + "}\n",
	"unknown arguments":  "tool_pool \"p\" {\n tool \"t\" {}\n" + lines(15_000, "  argument%[1]d = 1") + "}\n",
	"unknown blocks":     lines(10_000, "block%[1]d {}"),
	"duplicates":         strings.Repeat("tool_pool \"p\" {\n}\n", 8000),
	"experiments":        lines(20_000, "experiment \"e%[1]d\" {}"),
	"long cycle":         "locals {\n" + lines(8000, "  x%[1]d = local.x%[2]d") + "  x8000 = [" + strings.Repeat("local.x0,", 8000) + "]\n}\n",
	"cycles":             "locals {\n a = [" + strings.Repeat("local.b,", 8000) + "]\n b = [" + strings.Repeat("local.a,", 8000) + "]\n}\n",
	"commands in a ring": ring(60),
	"one long line":      localA("[" + strings.Repeat("foo.bar, ", 15_000) + "]"),
}

// ring are commands that all read each other.
func ring(n int) string {
	var b strings.Builder
	for i := range n {
		var from []string
		for j := range n {
			if j != i {
				from = append(from, fmt.Sprintf("command.c%d", j))
			}
		}
		fmt.Fprintf(&b, "command \"c%d\" {\n  from = [%s]\n  argv = [\"cat\"]\n}\n", i, strings.Join(from, ", "))
	}
	return b.String() + "tool_graph \"g\" {\n  tools = domains.none\n}\n"
}

var jsonBombs = map[string]string{
	"arrays":          nest("[", "1", "]", 400_000),
	"objects":         nest(`{"a":`, "1", "}", 150_000),
	"local":           `{"locals": {"a": ` + nest("[", "1", "]", 99) + `}, "locals": {"b": "${local.c}"}}`,
	"template":        `{"locals": {"a": "${` + nest("[", "1", "]", 100_000) + `}"}}`,
	"nested template": `{"locals": {"a": "${\"` + nest(`${`, "1", `}`, 20_000) + `\"}"}}`,
	"type":            `{"variable": {"v": {"default": 1, "type": "` + nest("list(", "string", ")", 50_000) + `"}}}`,
	"type, parens":    `{"variable": {"v": {"default": 1, "type": "` + nest("(", "string", ")", 200_000) + `"}}}`,
	"number":          `{"locals": {"a": 1e1000000000}}`,
	"number in text":  `{"locals": {"a": "x${1e1000000000}"}}`,
	"for in for":      `{"locals": {"a": "${[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]}"}}`,
	"templates":       `{"locals": {"a": [` + strings.Repeat(`"${x}",`, 60_000) + `1]}}`,
	"open string":     `{"locals": {"a": "` + strings.Repeat(`\\`, 300_000),
	"keys":            `{"locals": {"a": {"${` + nest("[", "1", "]", 100_000) + `}": 1}}}`,
}

// TestBombs loads specs that overflow the stack, fill the memory or take
// minutes in HCL alone.
func TestBombs(t *testing.T) {
	for name, text := range bombs {
		t.Run(name, func(t *testing.T) { detonate(t, "bomb.hcl", text) })
	}
	for name, text := range jsonBombs {
		t.Run("json "+name, func(t *testing.T) { detonate(t, "bomb.hcl.json", text) })
	}
}

func detonate(t *testing.T, name, text string) {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	var diags Diagnostics
	start := cpuTime()
	peak := peakMemory(func() {
		var s *Spec
		s, diags = Load(path, Options{})
		if err := Write(io.Discard, diags, s.Files, true, 80); err != nil {
			t.Error(err)
		}
	})
	elapsed := cpuTime() - start
	t.Logf("%d bytes: %d diagnostics in %v, %d MiB", len(text), len(diags), elapsed.Round(time.Millisecond), peak>>20)
	if !diags.HasErrors() {
		t.Errorf("no error")
	}
	for _, d := range diags[:min(len(diags), 2)] {
		t.Logf("%v: %s: %.200s", d.Subject, d.Summary, d.Detail)
	}
	if elapsed > bombTime {
		t.Errorf("took %v", elapsed)
	}
	if peak > bombMemory {
		t.Errorf("took %d MiB", peak>>20)
	}
}

// cpuTime is the processor time that this process has used: unlike the time on
// the wall it does not depend on what else the machine does.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMemory is the most memory that the heap and the stacks had in use while
// f ran, as far as a look every millisecond sees it.
func peakMemory(f func()) uint64 {
	var peak atomic.Uint64
	stop, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.HeapInuse+m.StackInuse))
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	f()
	stop <- true
	<-stopped
	return peak.Load()
}
