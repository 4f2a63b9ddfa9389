package faultserver

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"worldc/model"
)

// What a request for a completion may have in it.
type (
	request struct {
		Model       string                    `json:"model"`
		Messages    []message                 `json:"messages"`
		Tools       []tool                    `json:"tools"`
		Format      *format                   `json:"response_format"`
		MaxTokens   *int                      `json:"max_tokens"`
		NewMost     *int                      `json:"max_completion_tokens"`
		Temperature *float64                  `json:"temperature"`
		TopP        *float64                  `json:"top_p"`
		Seed        *int64                    `json:"seed"`
		Stream      *bool                     `json:"stream"`
		Extra       map[string]jsontext.Value `json:",embed"`
	}
	message struct {
		Role      string  `json:"role"`
		Content   *string `json:"content"`
		Reasoning string  `json:"reasoning_content"`
		Calls     []call  `json:"tool_calls"`
		CallID    string  `json:"tool_call_id"`
	}
	call struct {
		ID       string `json:"id"`
		Type     string `json:"type"`
		Function struct {
			Name      string `json:"name"`
			Arguments string `json:"arguments"`
		} `json:"function"`
	}
	tool struct {
		Type     string `json:"type"`
		Function struct {
			Name        string         `json:"name"`
			Description string         `json:"description"`
			Parameters  jsontext.Value `json:"parameters"`
			Strict      bool           `json:"strict"`
		} `json:"function"`
	}
	format struct {
		Type   string `json:"type"`
		Schema *struct {
			Name        string         `json:"name"`
			Description string         `json:"description"`
			Schema      jsontext.Value `json:"schema"`
			Strict      bool           `json:"strict"`
		} `json:"json_schema"`
	}
)

var (
	toolName = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

	// vendor are members that some servers know beyond the protocol.
	vendor = regexp.MustCompile(`^(top_k|min_p|repetition_penalty|chat_template_kwargs|reasoning_effort|x_[a-z_]+)$`)
)

// understand reads a request, and says what is wrong with it.
func understand(body []byte) (*Ask, error) {
	var r request
	if err := json.Unmarshal(body, &r); err != nil {
		return nil, fmt.Errorf("we could not parse the JSON body of your request: %w", err)
	}
	if r.Model == "" {
		return nil, errors.New("you must provide a model parameter")
	}
	if len(r.Messages) == 0 {
		return nil, errors.New("messages: at least one is needed")
	}
	if r.Stream != nil && *r.Stream {
		return nil, errors.New("stream: this server does not")
	}
	if t := r.Temperature; t != nil && (*t < 0 || *t > 2) {
		return nil, errors.New("temperature: between 0 and 2")
	}
	if p := r.TopP; p != nil && (*p <= 0 || *p > 1) {
		return nil, errors.New("top_p: above 0, to 1")
	}
	if s := r.Seed; s != nil && (*s < 0 || *s >= 1<<31) {
		return nil, errors.New("seed: 31 bits")
	}
	ask := &Ask{Model: r.Model, Temperature: r.Temperature, TopP: r.TopP, Seed: r.Seed, Extra: map[string]stdjson.RawMessage{}, oldName: r.MaxTokens != nil}
	for name, value := range r.Extra { //lint:ordered one error is as good as another
		if !vendor.MatchString(name) {
			return nil, fmt.Errorf("unrecognized request argument supplied: %s", name)
		}
		ask.Extra[name] = stdjson.RawMessage(value)
	}
	for _, most := range []*int{r.MaxTokens, r.NewMost} {
		if most == nil {
			continue
		}
		if *most < 1 || ask.Request.MaxTokens > 0 {
			return nil, errors.New("max_tokens: one bound, of at least 1")
		}
		ask.Request.MaxTokens = *most
	}
	if err := ask.takeMessages(r.Messages); err != nil {
		return nil, err
	}
	if err := ask.takeTools(r.Tools); err != nil {
		return nil, err
	}
	return ask, ask.takeFormat(r.Format)
}

func (a *Ask) takeMessages(messages []message) error {
	open := map[string]bool{}
	for i, m := range messages {
		bad := func(what string) error { return fmt.Errorf("messages[%d]: %s", i, what) }
		if len(open) > 0 && m.Role != "tool" {
			return bad("an assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'")
		}
		switch m.Role {
		case "system", "user":
			if m.Content == nil || *m.Content == "" {
				return bad("content is missing")
			}
		case "assistant":
			if m.Content == nil && len(m.Calls) == 0 {
				return bad("neither content nor tool_calls")
			}
		case "tool":
			if !open[m.CallID] {
				return bad(fmt.Sprintf("tool_call_id %q is not that of a call before", m.CallID))
			}
			delete(open, m.CallID)
			if m.Content == nil {
				return bad("content is missing")
			}
		default:
			return bad(fmt.Sprintf("role %q", m.Role))
		}
		if m.Role != "assistant" && len(m.Calls) > 0 || m.Role != "tool" && m.CallID != "" {
			return bad("a member of another role")
		}
		out := model.Message{Role: m.Role, Reasoning: m.Reasoning, CallID: m.CallID}
		if m.Content != nil {
			out.Content = *m.Content
		}
		for _, c := range m.Calls {
			var arguments map[string]jsontext.Value
			if c.ID == "" || open[c.ID] || c.Type != "function" || json.Unmarshal([]byte(c.Function.Arguments), &arguments) != nil {
				return bad(fmt.Sprintf("tool call %q is not one", c.ID))
			}
			open[c.ID] = true
			out.Calls = append(out.Calls, model.Call{ID: c.ID, Tool: c.Function.Name, Arguments: stdjson.RawMessage(c.Function.Arguments)})
		}
		a.Request.Messages = append(a.Request.Messages, out)
	}
	if len(open) > 0 {
		return errors.New("the last tool calls have no results")
	}
	return nil
}

func (a *Ask) takeTools(tools []tool) error {
	for i, t := range tools {
		f := t.Function
		if t.Type != "function" || !toolName.MatchString(f.Name) {
			return fmt.Errorf("tools[%d]: type %q, name %q", i, t.Type, f.Name)
		}
		if slices.ContainsFunc(a.Request.Tools, func(o model.Tool) bool { return o.Name == f.Name }) {
			return fmt.Errorf("tools[%d]: a second tool %q", i, f.Name)
		}
		if f.Parameters.Kind() != '{' {
			return fmt.Errorf("tools[%d]: parameters are no schema", i)
		}
		a.Request.Tools = append(a.Request.Tools, model.Tool{Name: f.Name, Description: f.Description, Parameters: stdjson.RawMessage(f.Parameters)})
	}
	return nil
}

func (a *Ask) takeFormat(f *format) error {
	switch {
	case f == nil:
	case f.Type == "json_schema":
		if f.Schema == nil || !toolName.MatchString(f.Schema.Name) || f.Schema.Schema.Kind() != '{' {
			return errors.New("response_format: json_schema wants a name and a schema")
		}
		a.Format = model.FormatSchema
		a.Request.Schema = &model.Schema{Name: f.Schema.Name, JSON: stdjson.RawMessage(f.Schema.Schema)}
	case f.Type == "json_object" && f.Schema == nil:
		a.Format = model.FormatObject
	default:
		return fmt.Errorf("response_format: type %q", f.Type)
	}
	return nil
}
