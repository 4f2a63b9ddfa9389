package toolpool

import (
	"encoding/json"
	"strings"
	"testing"

	"worldc/shareddata"
)

// TestRealOpenAPI imports the real documents: as many tools as an independent
// count has found operations, each of them whole.
func TestRealOpenAPI(t *testing.T) {
	var index []struct {
		File       string
		Operations int
		ParseError string `json:"parse_error"`
	}
	if err := json.Unmarshal(shareddata.Read(t, "openapi/index.json"), &index); err != nil {
		t.Fatal(err)
	}
	for _, entry := range index {
		t.Run(entry.File, func(t *testing.T) {
			files := []File{{Document: entry.File, Data: shareddata.Read(t, "openapi/"+entry.File)}}
			if strings.HasPrefix(entry.File, "petstore-separate.v2/") {
				for _, part := range []string{"common/Error.yaml", "spec/NewPet.yaml", "spec/Pet.yaml", "spec/parameters.yaml"} {
					name := "petstore-separate.v2/" + part
					files = append(files, File{Document: name, Data: shareddata.Read(t, "openapi/"+name)})
				}
			}
			if entry.ParseError != "" {
				_, _, err := Parse(OpenAPI, files...)
				const want = "broken-truncated-bkk.json:1022:24: invalid JSON: unexpected EOF within " +
					"/paths/~1{dialect}~1api~1where~1plan-trip/get/parameters/4/example"
				if err == nil || err.Error() != want {
					t.Errorf("got  %v\nwant %s", err, want)
				}
				return
			}
			declared, accepted, findings := importAll(t, OpenAPI, Options{}, files...)
			if declared != entry.Operations || accepted != entry.Operations {
				t.Errorf("declared %d, accepted %d, want %d", declared, accepted, entry.Operations)
			}
			raws, _, _ := Parse(OpenAPI, files...)
			for i, raw := range raws {
				if i%40 == 0 { // mending twice and compiling all takes a while
					checkMended(t, raw)
				}
				if len(raw.Parameters) > 16*maxInput || len(raw.Returns) > 16*maxOutput {
					t.Errorf("%s: %d and %d bytes", raw.Place, len(raw.Parameters), len(raw.Returns))
				}
			}
			t.Log(strings.Join(histogram(findings), "\n"))
		})
	}
}
