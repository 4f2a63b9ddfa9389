package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A validator checks JSON against a schema.
type validator struct {
	schema *jsonschema.Schema

	// strict says that the schema is of the kind that servers enforce to the
	// letter: every object names its members, wants them all and bears no others.
	strict bool

	// required are the members that the top object must have.
	required []string
}

// noLoader keeps schemas from naming other documents.
type noLoader struct{}

// Load implements jsonschema.URLLoader.
func (noLoader) Load(string) (any, error) { return nil, errors.New("a schema names no other document") }

// compile compiles a schema.
func compile(raw json.RawMessage) (*validator, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.UseLoader(noLoader{})
	const url = "worldc:reply"
	if err := c.AddResource(url, doc); err != nil {
		return nil, err
	}
	s, err := c.Compile(url)
	if err != nil {
		return nil, err
	}
	v := &validator{schema: s, strict: strict(doc)}
	if top, ok := doc.(map[string]any); ok {
		names, _ := top["required"].([]any)
		for _, n := range names {
			v.required = append(v.required, fmt.Sprint(n))
		}
	}
	return v, nil
}

// check says why the JSON text raw does not satisfy the schema.
func (v *validator) check(raw []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	err = v.schema.Validate(value)
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return err
	}
	for len(invalid.Causes) > 0 {
		invalid = invalid.Causes[0]
	}
	what := invalid.Error()
	if _, after, ok := strings.Cut(what, "': "); ok { // the schema's address, which says nothing
		what = after
	}
	_, what, _ = strings.Cut("\n"+strings.TrimSpace(what), "\n")
	return errors.New(what)
}

// strict reports whether every object in a schema names its members, wants them
// all and bears no others.
func strict(doc any) bool {
	switch doc := doc.(type) {
	case []any:
		return !slices.ContainsFunc(doc, func(d any) bool { return !strict(d) })
	case map[string]any:
		if doc["type"] == "object" || doc["properties"] != nil {
			properties, _ := doc["properties"].(map[string]any)
			required, _ := doc["required"].([]any)
			if doc["additionalProperties"] != false || len(required) != len(properties) {
				return false
			}
		}
		for _, d := range doc { //lint:ordered all or not all
			if !strict(d) {
				return false
			}
		}
	}
	return true
}
