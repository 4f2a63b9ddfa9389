package toolpool

import (
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestBombs feeds documents that are made to exhaust memory or time. Each must
// end within 5 s of one processor and 512 MiB, as an error, a finding or a tool.
// The race detector makes them ten times as slow, and that is allowed it.
func TestBombs(t *testing.T) {
	openapi := func(paths, schemas string) string {
		return `{"openapi":"3.0.0","info":{"title":"t","version":"1"},"paths":` + paths + `,"components":{"schemas":{` + schemas + `}}}`
	}
	get := func(schema string) string {
		return `{"/a":{"post":{"operationId":"a","requestBody":{"content":{"application/json":{"schema":` + schema + `}}},` +
			`"responses":{"200":{"description":"","content":{"application/json":{"schema":` + schema + `}}}}}}}`
	}
	// chain is n schemas, each of which refers twice to the next.
	chain := func(n int, body func(next string) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(`"S` + strconv.Itoa(i) + `":` + body(`{"$ref":"#/components/schemas/S`+strconv.Itoa(i+1)+`"}`) + ",")
		}
		b.WriteString(`"S` + strconv.Itoa(n) + `":{"type":"string"}`)
		return b.String()
	}
	first := `{"$ref":"#/components/schemas/S0"}`
	properties := func(next string) string {
		return `{"type":"object","properties":{"l":` + next + `,"r":` + next + `}}`
	}
	allOf := func(next string) string { return `{"allOf":[` + next + `,` + next + `]}` }
	lol := "a: &a [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n"
	for c := 'b'; c <= 'i'; c++ {
		p := string(c - 1)
		lol += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+p+",", 8) + "*" + p + "]\n"
	}
	merges := "a: &a {x: 1}\n"
	for c := 'b'; c <= 'z'; c++ {
		p := string(c - 1)
		merges += string(c) + ": &" + string(c) + " {<<: [*" + p + ", *" + p + "]}\n"
	}
	wide := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(`"p` + strconv.Itoa(n-i) + `":{},`)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	names := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(`"p` + strconv.Itoa(i) + `",`)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	for _, c := range []struct{ name, format, data string }{
		{"nested arrays", Functions, strings.Repeat("[", 5_000_000)},
		{"nested arrays in a tool", Functions, `{"name":"f","parameters":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`},
		{"empty arrays", Functions, "[" + strings.Repeat("[],", 2_000_000) + "[]]"},
		{"a million tools of nothing", Functions, strings.Repeat("{}\n", 1_000_000)},
		{"bad lines", Functions, `{"name":"a"}` + "\n" + strings.Repeat("{\n", 300_000)},
		{"a long number", Functions, `{"name":"f","parameters":{"minimum":` + strings.Repeat("9", 1_000_000) + `}}`},
		{"large exponents", Functions, `{"name":"f","parameters":{"properties":{"a":{"minimum":1e1000000,"multipleOf":1e-1000000,"enum":[1e9999999]}}}}`},
		{"too many properties", Functions, `{"name":"f","parameters":{"properties":{` + wide(200_000) + `}}}`},
		{"many tools that are mended", Functions, strings.Repeat(`{"name":"f","parameters":{"properties":{`+wide(450)+`}}}`+"\n", 200)},
		{"many required names", Functions, `{"name":"f","parameters":{"properties":{` + wide(49_000) + `},"required":[` + names(49_000) + `,3]}}`},
		{"as many properties as may be", Functions, `{"name":"f","parameters":{"properties":{` + wide(70_000) + `}}}`},
		{"many duplicate members", Functions, `{"name":"f","parameters":{"properties":{` + wide(19_000) + `,"p1":{},"p2":{}}}}`},
		{"many alternatives", Functions, `{"name":"f","parameters":{"anyOf":[` + strings.Repeat(`{"properties":{`+wide(50)+`}},`, 300) + `{"properties":{}}]}}`},
		{"many enum values", Functions, `{"name":"f","parameters":{"properties":{"a":{"default":"x","enum":[` + names(19_000) + `]}}}}`},
		{"a regular expression", Functions, `{"name":"f","parameters":{"properties":{"a":{"pattern":"((a{1,1000}){1,1000}){1,1000}"},"b":{"pattern":"` + strings.Repeat("(", 20_000) + `"}}}}`},
		{"many unknown fields", Functions, `{"name":"f",` + wide(200_000) + `}`},
		{"references that multiply", Functions, `{"name":"f","parameters":{"$ref":"#/components/schemas/S0","components":{"schemas":{` + chain(60, properties) + `}}}}`},
		{"allOf that multiplies", Functions, `{"name":"f","parameters":{"$ref":"#/components/schemas/S0","components":{"schemas":{` + chain(60, allOf) + `}}}}`},
		{"OpenAPI: references that multiply", OpenAPI, openapi(get(first), chain(60, properties))},
		{"OpenAPI: allOf that multiplies", OpenAPI, openapi(get(first), chain(60, allOf))},
		{"OpenAPI: a long chain of references", OpenAPI, openapi(get(first), chain(20_000, func(next string) string { return next }))},
		{"OpenAPI: nested schemas", OpenAPI, openapi(get(strings.Repeat(`{"items":`, 50_000)+`{}`+strings.Repeat(`}`, 50_000)), "")},
		{"OpenAPI: 5,000 operations on one large schema", OpenAPI, manyOperations(5000, openapi, first, chain(12, properties))},
		{"YAML: aliases", OpenAPI, lol},
		{"YAML: merges", OpenAPI, merges},
		{"YAML: nested lists", OpenAPI, "a: " + strings.Repeat("[", 1_000_000)},
		{"YAML: nested dashes", OpenAPI, strings.Repeat("- ", 1_000_000)},
		{"YAML: nested maps", OpenAPI, strings.Repeat("{a: ", 300_000)},
		{"YAML: an alias in itself", OpenAPI, "openapi: 3.0.0\npaths: &p\n  /a: *p\n"},
		{"YAML: many documents", OpenAPI, strings.Repeat("---\na: 1\n", 300_000)},
		{"YAML: a long key", OpenAPI, "? " + strings.Repeat("a", 3_000_000) + "\n: 1\n"},
		{"YAML: anchors", OpenAPI, strings.Repeat("- &a b\n", 400_000)},
	} {
		t.Run(c.name, func(t *testing.T) {
			var peak uint64
			done := make(chan struct{})
			debug.FreeOSMemory()
			before := heap()
			start := processorTime(t)
			go func() {
				defer close(done)
				raws, _, _ := Parse(c.format, File{Document: "bomb", Data: []byte(c.data)})
				var candidates []Candidate
				for _, raw := range raws {
					if tool, _, ok := Mend(raw); ok {
						candidates = append(candidates, Candidate{raw.Place, tool})
					}
				}
				Pool(candidates, Options{Deduplicate: true})
			}()
			for running := true; running; {
				select {
				case <-done:
					running = false
				case <-time.After(20 * time.Millisecond):
				}
				peak = max(peak, heap())
			}
			took := processorTime(t) - start
			if took > slowdown*5*time.Second {
				t.Errorf("took %v", took)
			}
			if peak > before+512<<20 {
				t.Errorf("%d MiB", (peak-before)>>20)
			}
			t.Logf("%v, %d MiB", took.Round(time.Millisecond), (peak-min(peak, before))>>20)
		})
	}
}

// manyOperations is a document of n operations that all answer with schema.
func manyOperations(n int, openapi func(paths, schemas string) string, schema, schemas string) string {
	var b strings.Builder
	b.WriteByte('{')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"/a` + strconv.Itoa(i) + `":{"get":{"responses":{"200":{"content":{"application/json":{"schema":` + schema + `}}}}}}`)
	}
	b.WriteByte('}')
	return openapi(b.String(), schemas)
}

// processorTime is what the program has used; other programs do not count.
func processorTime(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// heap is how much memory the program has in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
