package artifact

import (
	"encoding/json"
	"testing"
)
import "bytes"

type benchTool struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Parameters  json.RawMessage   `json:"parameters"`
	Order       []string          `json:"parameter_order"`
	Source      map[string]string `json:"source"`
	Score       float64           `json:"score"`
}

var benchRecord = benchTool{ID: "0123456789abcdef", Name: "list_repositories", Description: "List the repositories of an organisation, <newest> first, with their topics & licences. ", Parameters: json.RawMessage(`{"type":"object","required":["org","page"],"properties":{"org":{"type":"string","description":"The organisation's name, case does not matter"},"page":{"type":"integer","minimum":1,"default":1,"description":"Page of results to return"},"per_page":{"type":"integer","maximum":100,"description":"Results per page (max. 100)"},"sort":{"enum":["created","updated","pushed","full_name"],"type":"string","description":"The property to sort the results by."},"filters":{"type":"array","items":{"type":"object","properties":{"field":{"type":"string"},"value":{"type":["string","number"]},"weight":{"type":"number","minimum":0.25}}}},"a":{"type":"string","description":"The organisation's name, case does not matter"},"b":{"type":"integer","minimum":1,"default":1,"description":"Page of results to return"},"c":{"type":"integer","maximum":100,"description":"Results per page (max. 100)"},"d":{"enum":["created","updated","pushed","full_name"],"type":"string","description":"The property to sort the results by."}}}`), Order: []string{"org", "page", "sort"}, Source: map[string]string{"document": "apis/github.json", "format": "openapi", "license": "MIT"}, Score: 0.123456}

func BenchmarkMarshal(b *testing.B) {
	out, _ := Marshal(benchRecord)
	b.SetBytes(int64(len(out)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Marshal(benchRecord); err != nil {
			b.Fatal(err)
		}
	}
}
func BenchmarkStd(b *testing.B) {
	out, _ := Marshal(benchRecord)
	b.SetBytes(int64(len(out)))
	b.ReportAllocs()
	for b.Loop() {
		var buf bytes.Buffer
		e := json.NewEncoder(&buf)
		e.SetEscapeHTML(false)
		if err := e.Encode(benchRecord); err != nil {
			b.Fatal(err)
		}
	}
}
func BenchmarkCanonical(b *testing.B) {
	out, _ := json.Marshal(benchRecord)
	b.SetBytes(int64(len(out)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Canonical(out); err != nil {
			b.Fatal(err)
		}
	}
}
func BenchmarkCanonicalSorted(b *testing.B) {
	out, _ := Marshal(benchRecord)
	b.SetBytes(int64(len(out)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Canonical(out); err != nil {
			b.Fatal(err)
		}
	}
}
