package toolpool

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestRealOpenAPI imports the real documents: as many tools as an independent
// count has found operations.
func TestRealOpenAPI(t *testing.T) {
	var index []struct {
		File       string
		Operations int
		ParseError string `json:"parse_error"`
	}
	if err := json.Unmarshal(realFile(t, "openapi/index.json"), &index); err != nil {
		t.Fatal(err)
	}
	for _, entry := range index {
		t.Run(entry.File, func(t *testing.T) {
			start := time.Now()
			files := []File{{Document: entry.File, Data: realFile(t, "openapi/"+entry.File)}}
			if strings.HasPrefix(entry.File, "petstore-separate.v2/") {
				for _, part := range []string{"spec/NewPet.yaml", "spec/Pet.yaml", "spec/parameters.yaml", "common/Error.yaml"} {
					name := "petstore-separate.v2/" + part
					files = append(files, File{Document: name, Data: realFile(t, "openapi/"+name)})
				}
			}
			raws, findings, err := Parse(OpenAPI, files...)
			if entry.ParseError != "" {
				fmt.Println(err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			parsed := time.Since(start)
			n, bytes := 0, 0
			var candidates []Candidate
			for _, raw := range raws {
				tool, found, ok := Mend(raw)
				findings = append(findings, found...)
				if ok {
					n++
					bytes += len(tool.Parameters) + len(tool.Returns)
					candidates = append(candidates, Candidate{raw.Place, tool})
				}
			}
			tools, found := Pool(candidates, Options{})
			findings = append(findings, found...)
			fmt.Println(entry.File, entry.Operations, len(raws), n, len(tools), parsed, time.Since(start), bytes/max(1, n))
			counts := map[string]int{}
			example := map[string]Finding{}
			for _, f := range findings {
				k := string(f.Action) + ": " + f.Reason
				if counts[k]++; counts[k] == 1 {
					example[k] = f
				}
			}
			for _, k := range slices.Sorted(maps.Keys(counts)) {
				fmt.Printf("   %6d %s   [%s]\n", counts[k], k, example[k])
			}
			if len(tools) != entry.Operations {
				t.Errorf("%d tools, want %d", len(tools), entry.Operations)
			}
			f, _ := os.Create("/tmp/plan/kin/out-" + strings.ReplaceAll(entry.File, "/", "_") + ".jsonl")
			for _, tool := range tools {
				json.NewEncoder(f).Encode(tool)
			}
			f.Close()
		})
	}
}

