package model

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/sashabaranov/go-openai"
	"worldc/artifact"
)

// wireRequest is the question in the types of the client library. The rest, for
// which these have no words (a temperature of 0, members of one server), is in
// members. The name of the model goes past the library as well, which refuses
// some names, with some members, that a gateway may well know.
func (c *Client) wireRequest(q *question, format Format) openai.ChatCompletionRequest {
	var out openai.ChatCompletionRequest
	r := &q.request
	words := ""
	if r.Schema != nil && format != FormatSchema {
		words = "Answer with one JSON value that satisfies this JSON Schema, and with nothing else:\n" + string(c.schema(r.Schema.JSON).canonical)
	}
	if words != "" && r.Messages[0].Role != "system" {
		out.Messages = append(out.Messages, openai.ChatCompletionMessage{Role: "system", Content: words})
		words = ""
	}
	for i := range r.Messages {
		m := &r.Messages[i]
		w := openai.ChatCompletionMessage{Role: m.Role, Content: m.Content, ReasoningContent: m.Reasoning, ToolCallID: m.CallID}
		if words != "" {
			w.Content += "\n\n" + words
			words = ""
		}
		for _, call := range m.Calls {
			arguments, err := artifact.Canonical(call.Arguments)
			if err != nil {
				panic(err) // the question has it
			}
			w.ToolCalls = append(w.ToolCalls, openai.ToolCall{ID: call.ID, Type: openai.ToolTypeFunction,
				Function: openai.FunctionCall{Name: call.Tool, Arguments: string(arguments)}})
		}
		out.Messages = append(out.Messages, w)
	}
	for _, t := range r.Tools {
		out.Tools = append(out.Tools, openai.Tool{Type: openai.ToolTypeFunction, Function: &openai.FunctionDefinition{
			Name: t.Name, Description: t.Description, Parameters: c.schema(t.Parameters).canonical}})
	}
	switch {
	case r.Schema == nil:
	case format == FormatSchema:
		s := c.schema(r.Schema.JSON)
		v, err := s.compiled()
		out.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: r.Schema.Name, Schema: s.canonical, Strict: err == nil && v.strict}}
	case format == FormatObject:
		out.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return out
}

// schema is what is known of a schema that a question has in it.
func (c *Client) schema(raw json.RawMessage) *schema {
	s, err := c.asker.schemas.get(raw)
	if err != nil {
		panic(err) // the question was made
	}
	return s
}

// members are the members of a request that the library's types do not have,
// each with a comma before it.
func (c *Client) members(q *question, newName bool) []byte {
	var out []byte
	number := func(f float64) []byte { return strconv.AppendFloat(nil, f, 'g', -1, 64) }
	if q.limit > 0 {
		name := "max_tokens"
		if newName {
			name = "max_completion_tokens"
		}
		out = member(out, name, strconv.AppendInt(nil, int64(q.limit), 10))
	}
	s := &c.settings.Sampling
	if s.Temperature != nil {
		out = member(out, "temperature", number(*s.Temperature))
	}
	if s.TopP != nil {
		out = member(out, "top_p", number(*s.TopP))
	}
	if s.Seed != nil {
		out = member(out, "seed", strconv.AppendInt(nil, (*s.Seed+int64(q.request.Ordinal))&maxSeed, 10))
	}
	return c.extraMembers(out)
}

// extraMembers appends the members that the settings add.
func (c *Client) extraMembers(out []byte) []byte {
	extra := c.settings.Sampling.Extra
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		out = member(out, name, extra[name])
	}
	return out
}

func member(dst []byte, name string, value []byte) []byte {
	dst = append(dst, ',')
	dst, err := jsontext.AppendQuote(dst, name)
	if err != nil {
		panic(err) // the settings were checked
	}
	return append(append(dst, ':'), value...)
}
