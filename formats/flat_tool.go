package formats

import (
	"encoding/json"

	"worldc/artifact"
)

// A flatTool is a tool without the object `function` around what it says.
type flatTool struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Parameters  json.RawMessage `json:"parameters"`
}

// withProperties is a schema of arguments that has properties, if only none:
// there are readers that ask for them without looking whether they are there.
func withProperties(schema json.RawMessage) (json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(schema, &members); err != nil {
		return nil, err
	}
	if _, ok := members["properties"]; ok {
		return schema, nil
	}
	members["properties"] = json.RawMessage(`{}`)
	return artifact.Marshal(members)
}
