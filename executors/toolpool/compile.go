package toolpool

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compile checks that a schema is valid JSON Schema 2020-12. A schema that
// names another document is not: nothing is ever loaded.
func compile(schema []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.UseLoader(noLoader{})
	const url = "worldc:schema"
	if err := c.AddResource(url, doc); err != nil {
		return err
	}
	_, err = c.Compile(url)
	var invalid *jsonschema.SchemaValidationError
	if errors.As(err, &invalid) {
		var deeper *jsonschema.ValidationError
		if errors.As(invalid.Err, &deeper) {
			for len(deeper.Causes) > 0 {
				deeper = deeper.Causes[0]
			}
			return fmt.Errorf("at /%s: not as the meta-schema has it", joinPointer(deeper.InstanceLocation))
		}
	}
	return err
}

type noLoader struct{}

func (noLoader) Load(url string) (any, error) { return nil, errors.New("nothing is loaded") }

func joinPointer(parts []string) string {
	s := ""
	for i, p := range parts {
		if i > 0 {
			s += "/"
		}
		s += p
	}
	return s
}
