package formats

import "github.com/go-json-experiment/json"

// The tools of OpenAI's chat completions as a list: a tool a line, as a request's
// `tools` holds it and a row of the format openai does ([OpenAITool]). There is no
// place in it for anything else, so what a tool was called before it was given
// another name stands in the dataset's rows.jsonl.zst.

// OpenAIToolNames are the names that OpenAI takes.
var OpenAIToolNames = NameRule{Longest: 64}

// openAIToolName is the name of a tool that [OpenAITool] rendered.
func openAIToolName(tool []byte) (string, error) {
	var t struct {
		Function struct {
			Name string `json:"name"`
		} `json:"function"`
	}
	err := json.Unmarshal(tool, &t)
	return t.Function.Name, err
}
