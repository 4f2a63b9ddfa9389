package domaining

import (
	"encoding/json"
	"io"
	"os"
	"testing"

	"worldc/world"
)

func TestTau(t *testing.T) {
	for _, f := range []string{"tools/tau-retail.tools.json", "tools/tau-airline.tools.json"} {
		raw, _ := io.ReadAll(data(t, f))
		var list []struct {
			Function struct {
				Name, Description string
				Parameters        json.RawMessage
			}
		}
		if err := json.Unmarshal(raw, &list); err != nil {
			t.Fatal(err)
		}
		var tools []world.Tool
		for _, x := range list {
			tools = append(tools, world.Tool{ID: x.Function.Name, Name: x.Function.Name, Description: x.Function.Description, Parameters: x.Function.Parameters})
		}
		for _, f := range Feeds(tools, 0.4) {
			t.Log(f)
		}
		t.Log(Names([][]world.Tool{tools}, tools))
	}
	_ = os.Stdout
}
