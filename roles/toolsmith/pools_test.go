package toolsmith

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"worldc/roles"
	"worldc/world"
)

// dataFile reads a file of the shared data, unpacked.
func dataFile(t testing.TB, name string) []byte {
	t.Helper()
	dir := os.Getenv("WORLDC_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
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

// A pooled tool is a line of a pool.
type pooled struct {
	Name, Description         string
	InputSchema, OutputSchema json.RawMessage
	Annotations               *struct{ ReadOnlyHint, DestructiveHint *bool }
	Source                    struct {
		API         string              `json:"api"`
		Server      string              `json:"server"`
		Tool        string              `json:"tool"`
		Method      string              `json:"method"`
		Path        string              `json:"path"`
		OperationID string              `json:"operation_id"`
		Category    string              `json:"category"`
		Tags        []string            `json:"tags"`
		In          map[string][]string `json:"in"`
	}
}

// briefs are the groups of a pool's tools: those of one API or server.
func briefs(t testing.TB, name string) []roles.Brief {
	t.Helper()
	var order []string
	groups := map[string][]world.Tool{}
	counts := map[[2]string]int{}
	for line := range bytes.Lines(dataFile(t, name)) {
		var p pooled
		if err := json.Unmarshal(line, &p); err != nil {
			t.Fatal(err)
		}
		group := p.Source.API + p.Source.Server
		if group == "" {
			group = p.Source.Category + p.Source.Tool
		}
		k := [2]string{group, p.Name}
		tool := world.Tool{
			ID: world.ToolID(group, p.Name, counts[k]), Name: p.Name, Description: p.Description, Parameters: p.InputSchema, Returns: p.OutputSchema,
			ParameterOrder: propertyOrder(p.InputSchema),
			Source: world.Source{Document: group, API: p.Source.API, Server: p.Source.Server, Method: p.Source.Method, Path: p.Source.Path,
				OperationID: p.Source.OperationID, Category: p.Source.Category, Tags: p.Source.Tags, In: p.Source.In},
		}
		counts[k]++
		if p.Annotations != nil {
			tool.Hints = world.Hints{ReadOnly: p.Annotations.ReadOnlyHint, Destructive: p.Annotations.DestructiveHint}
		}
		if len(groups[group]) == 0 {
			order = append(order, group)
		}
		groups[group] = append(groups[group], tool)
	}
	var list []roles.Brief
	for _, group := range order {
		list = append(list, roles.Brief{Domain: world.Domain{ID: "d", Name: group}, Tools: groups[group]})
	}
	return list
}

// propertyOrder is the order in which a schema declares its properties.
func propertyOrder(schema json.RawMessage) []string {
	var s struct{ Properties json.RawMessage }
	if json.Unmarshal(schema, &s) != nil || len(s.Properties) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(s.Properties))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	var names []string
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return names
		}
		names = append(names, name.(string))
		var skip json.RawMessage
		if d.Decode(&skip) != nil {
			return names
		}
	}
	return names
}

// nth is every n-th of a list.
func nth(list []roles.Brief, n int) []roles.Brief {
	var some []roles.Brief
	for i, b := range list {
		if i%n == 0 {
			some = append(some, b)
		}
	}
	return some
}

// worldOf is the world of a design, without rows.
func worldOf(b roles.Brief, d *roles.Design) *world.World {
	w := &world.World{ID: "w", Name: b.Domain.Name, Schema: d.Schema, Tables: d.Tables, Prelude: d.Prelude, Policy: d.Policy, Clock: "2026-03-02T09:00:00"}
	for i, t := range d.Tools {
		if t.Rejected == "" {
			does := t.Does
			w.Tools = append(w.Tools, world.WorldTool{Tool: b.Tools[i], Effect: t.Effect, Does: &does, Code: t.Code})
		}
	}
	return w
}
