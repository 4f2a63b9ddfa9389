package formats

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

// The tools of OpenAI's chat completions as a list: a tool a line, as a request's
// `tools` holds it and a row of the format openai does ([OpenAITool]). There is no
// place in it for anything else, so what a tool was called before it was given
// another name stands in the dataset's rows.jsonl.zst.

// OpenAIToolNames are the names that OpenAI takes.
var OpenAIToolNames = NameRule{Longest: 64}

// openAIToolName is the name of a tool that [OpenAITool] rendered. It reads no
// further than the name.
func openAIToolName(tool []byte) (string, error) {
	d := jsontext.NewDecoder(bytes.NewReader(tool))
	for range 3 { // {"function":{
		if _, err := d.ReadToken(); err != nil {
			return "", err
		}
	}
	for d.PeekKind() == '"' {
		member, err := d.ReadToken()
		if err != nil {
			return "", err
		}
		if member.String() == "name" {
			name, err := d.ReadToken()
			return name.String(), err
		}
		if err := d.SkipValue(); err != nil {
			return "", err
		}
	}
	return "", errors.New("a tool has no name")
}
