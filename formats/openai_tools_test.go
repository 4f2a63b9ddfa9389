package formats

import (
	"testing"

	"worldc/world"
)

func TestOpenAIToolName(t *testing.T) {
	for _, name := range []string{"get", "name", "function"} {
		got, err := openAIToolName(render(t, OpenAITool, name))
		if err != nil || got != name {
			t.Errorf("%q, %v", got, err)
		}
	}
	line, err := OpenAITool(&world.Tool{Name: "ping"})
	if want := `{"function":{"name":"ping","parameters":{"properties":{},"type":"object"}},"type":"function"}`; err != nil || string(line) != want {
		t.Errorf("%s, %v", line, err)
	}
	noMask(t, line)
}
