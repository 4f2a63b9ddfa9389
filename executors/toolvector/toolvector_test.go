package toolvector

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"pgregory.net/rapid"

	"worldc/similarity"
	"worldc/world"
)

func tool(name, path, description, parameters string) world.Tool {
	return world.Tool{
		Name: name, Description: description, Parameters: json.RawMessage(parameters),
		Source: world.Source{Path: path},
	}
}

// cosine of vectors a and b of v.
func cosine(v similarity.Vectors, a, b int) float64 {
	row := func(i int) map[uint32]float64 {
		m := map[uint32]float64{}
		for k := v.Offsets[i]; k < v.Offsets[i+1]; k++ {
			m[v.Features[k]] = float64(v.Values[k])
		}
		return m
	}
	x, y := row(a), row(b)
	var dot, xx, yy float64
	for f, c := range x {
		dot += c * y[f]
		xx += c * c
	}
	for _, c := range y {
		yy += c * c
	}
	if dot == 0 {
		return 0
	}
	return dot / math.Sqrt(xx*yy)
}

// pool holds tools of three subjects. All carry the same protocol noise, and
// all that read one thing have the same parameters.
func pool() []world.Tool {
	noise := `"api-version":{"type":"string","description":"The API version."},"subscriptionId":{"type":"string","description":"The subscription id."}`
	var tools []world.Tool
	for _, noun := range []string{"virtualMachine", "invoice", "playlist"} {
		id := noun + "Id"
		path := "/subscriptions/{subscriptionId}/" + noun + "s"
		tools = append(tools,
			tool("list_"+noun+"s", path, "The "+noun+"s, page by page.", `{"type":"object","properties":{`+noise+`,"limit":{"type":"integer"}}}`),
			tool("get_"+noun, path+"/{id}", "Reads a "+noun+".", `{"type":"object","properties":{`+noise+`,"id":{"type":"string"}}}`),
			tool("delete_"+noun, path+"/{"+id+"}", "Removes the "+noun+" for good.", `{"type":"object","properties":{`+noise+`,"`+id+`":{"type":"string"}}}`),
			tool("update_"+noun, path+"/{id}", "Changes some fields of the "+noun+".", `{"type":"object","properties":{`+noise+`,"id":{"type":"string"},"body":{"type":"object","properties":{"name":{"type":"string"},"status":{"type":"string"}}}}}`),
		)
	}
	return tools
}

// TestSubjects is what the vectors are for: tools that work on one thing are
// alike whatever their parameters are called, tools with the same parameters
// are not if they work on different things.
func TestSubjects(t *testing.T) {
	tools := pool()
	v := Vectors(tools, 1)
	for a := range tools {
		for b := range a {
			c := cosine(v, a, b)
			if same := a/4 == b/4; same && c < .5 || !same && c > .4 {
				t.Errorf("cos(%s, %s) = %.2f", tools[a].Name, tools[b].Name, c)
			}
		}
	}
}

func TestToolsWithoutParameters(t *testing.T) {
	tools := append(pool(),
		tool("get_weather_forecast", "", "Weather forecast for the coming week.", `{"type":"object","properties":{}}`),
		tool("current_weather", "", "The weather as it is now, no forecast.", `{}`),
		tool("weather_alerts", "", "Storm warnings with the forecast", ``),
		tool("get", "", "", ``),
	)
	v := Vectors(tools, 1)
	n := len(tools)
	if c := cosine(v, n-4, n-3); c < .3 {
		t.Errorf("two weather tools: %.2f", c)
	}
	if c := cosine(v, n-4, n-2); c < .2 {
		t.Errorf("a weather tool whose schema is missing: %.2f", c)
	}
	if c := cosine(v, n-4, 0); c > .1 {
		t.Errorf("a weather tool and a machine: %.2f", c)
	}
	if v.Offsets[n] == v.Offsets[n-1] {
		t.Error("a tool named by a verb has no vector")
	}
}

// TestVectorsAreUnit checks what similarity.Join asks for, and the length.
func TestVectorsAreUnit(t *testing.T) {
	v := Vectors(pool(), 1)
	for i := range v.Len() {
		sum := 0.0
		for k := v.Offsets[i]; k < v.Offsets[i+1]; k++ {
			sum += float64(v.Values[k]) * float64(v.Values[k])
			if k > v.Offsets[i] && v.Features[k] <= v.Features[k-1] {
				t.Errorf("vector %d: features do not ascend", i)
			}
		}
		if length := math.Sqrt(sum); math.Abs(length-scale) > 16 {
			t.Errorf("vector %d has length %.1f, want %d", i, length, scale)
		}
	}
}

// TestGolden pins the bits, on every architecture.
func TestGolden(t *testing.T) {
	v := Vectors(pool(), 1)
	h := sha256.New()
	if err := binary.Write(h, binary.LittleEndian, v.Features); err != nil {
		t.Fatal(err)
	}
	if err := binary.Write(h, binary.LittleEndian, v.Values); err != nil {
		t.Fatal(err)
	}
	if got, want := hex.EncodeToString(h.Sum(nil)[:8]), "e71644b87a35e77c"; got != want {
		t.Errorf("the vectors hash to %s, want %s; a change of the vectoriser changes the revision of tool_graph", got, want)
	}
}

func equal(a, b similarity.Vectors) bool {
	return slices.Equal(a.Offsets, b.Offsets) && slices.Equal(a.Features, b.Features) && slices.Equal(a.Values, b.Values)
}

func TestWorkers(t *testing.T) {
	var tools []world.Tool
	for i := range 3*block + 17 {
		p := pool()[i%12]
		p.Name = fmt.Sprintf("%s_w%d", p.Name, i%29)
		tools = append(tools, p)
	}
	want := Vectors(tools, 1)
	for _, workers := range []int{2, 4, 7} {
		if !equal(Vectors(tools, workers), want) {
			t.Errorf("%d workers make other vectors", workers)
		}
	}
	if got := Vectors(nil, 3); got.Len() != 0 {
		t.Errorf("no tools: %d vectors", got.Len())
	}
}

// TestReferences follows $ref to definitions, and ends where they are cyclic.
func TestReferences(t *testing.T) {
	names := func(schema string) []string {
		r := newReader(standard)
		d := r.read(&world.Tool{Name: "x", Parameters: json.RawMessage(schema)})
		var out []string
		for _, p := range d.parameters {
			for _, t := range p.terms {
				out = append(out, r.names[t.feature])
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	got := names(`{"$defs":{"Pet":{"type":"object","properties":{"colour":{"type":"string"},"mother":{"$ref":"#/$defs/Pet"}}}},
		"type":"object","properties":{"animal":{"$ref":"#/$defs/Pet"}}}`)
	if want := []string{"=animal", "animal", "color", "mother"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	// A wrapper's properties are parameters; $ref serves there too.
	got = names(`{"definitions":{"B":{"properties":{"rent":{}}}},"properties":{"body":{"$ref":"#/definitions/B"}}}`)
	if want := []string{"=rent", "rent"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	// A schema whose definitions multiply.
	many := strings.Repeat(`{"$ref":"#/$defs/A"},`, 300)
	start := processorTime(t)
	names(`{"$defs":{"A":{"anyOf":[` + many[:len(many)-1] + `]}},"properties":{"a":{"$ref":"#/$defs/A"}}}`)
	if took := processorTime(t) - start; took > 5*time.Second {
		t.Errorf("a schema that refers to itself 300 times took %v", took)
	}
}

// processorTime is what the program has used; other programs do not count.
func processorTime(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestSplit(t *testing.T) {
	for in, want := range map[string]string{
		"userId":                             "user id",
		"user_ids":                           "user id",
		"userIDs":                            "user id",
		"HTTPServerURL":                      "server url",
		"X-Bunq-Client-Request-Id":           "bunq client request id",
		"filter[name][]":                     "filter name",
		"address2":                           "address",
		"$top":                               "top",
		"zipCode":                            "postcode",
		"companies statuses boxes addresses": "company status box address",
		"news bus analysis":                  "news bus analysis",
		"The user's <b class=\"x\">bold</b> name": "user bold name",
		"see https://example.com/Path?x=y, then":  "see",
		"a < b and c > d":                         "",
		"größe":                                   "größe",
		"2020-01-01":                              "",
		"":                                        "",
		"'":                                       "",
		"<":                                       "",
	} {
		var got []string
		split([]byte(in), nil, func(word []byte) {
			if c := canonical(string(word)); c != "" {
				got = append(got, c)
			}
		})
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", in, strings.Join(got, " "), want)
		}
	}
}

// TestTables shows that no word is written out to a stop word or to something
// that is written out again, so that canonical has no order of rules.
func TestTables(t *testing.T) {
	for short, long := range abbreviations {
		if again, ok := abbreviations[long]; ok && again != long || stopWords[long] {
			t.Errorf("%s stands for %s, which is no last form", short, long)
		}
		if singular(long) != long {
			t.Errorf("%s stands for a plural", short)
		}
	}
	for e := range effects {
		if c := canonical(e); c != "" && !effects[c] {
			t.Errorf("%s is no part of a subject, but its form %s is", e, c)
		}
	}
}

func TestAnyTools(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"id", "user", "order", "name", "body", "data", "limit", "a", "", "été", "X9"})
		var tools []world.Tool
		for range rapid.IntRange(0, 12).Draw(t, "tools") {
			properties := map[string]any{}
			for range rapid.IntRange(0, 4).Draw(t, "properties") {
				name := word.Draw(t, "a") + rapid.SampledFrom([]string{"_", "-", "", "."}).Draw(t, "-") + word.Draw(t, "b")
				properties[name] = map[string]any{"type": "string", "description": word.Draw(t, "text")}
			}
			schema, _ := json.Marshal(map[string]any{"type": "object", "properties": properties})
			tools = append(tools, world.Tool{Name: word.Draw(t, "name"), Description: word.Draw(t, "description"), Parameters: schema})
		}
		v := Vectors(tools, 2)
		if !equal(v, Vectors(tools, 1)) {
			t.Fatal("two workers make other vectors")
		}
		similarity.Join(v, similarity.Options{Numerator: 1, Denominator: 2, Workers: 1}) // panics if they are malformed
	})
}

func FuzzVectors(f *testing.F) {
	for _, t := range pool()[:2] {
		f.Add(t.Name, t.Source.Path, t.Description, []byte(t.Parameters), []byte(`{"properties":{"a":{"items":{"$ref":"#/$defs/x"}}}}`))
	}
	f.Add("", "", "<", []byte(`{"$defs":{"A":{"$ref":"#/$defs/A"}},"$ref":"#/$defs/A"}`), []byte(`[`))
	f.Fuzz(func(t *testing.T, name, path, description string, parameters, returns []byte) {
		in := tool(name, path, description, string(parameters))
		in.Returns = returns
		v := Vectors([]world.Tool{in, in, pool()[0]}, 1)
		pairs, stats := similarity.Join(v, similarity.Options{Numerator: 9, Denominator: 10, Workers: 1})
		if stats.Zero == 0 && (len(pairs) == 0 || pairs[0] != similarity.Pair{A: 0, B: 1, Similarity: 1_000_000}) {
			t.Errorf("equal tools are not alike: %v", pairs)
		}
	})
}
