package model

import (
	stdjson "encoding/json"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"worldc/artifact"
)

// What a server answers, as far as it is looked at. The decoder refuses names
// that occur twice, at any depth, and text that is not UTF-8.
type (
	wireReply struct {
		Error   jsontext.Value `json:"error"`
		Model   *string        `json:"model"`
		Choices []wireChoice   `json:"choices"`
		Usage   *wireUsage     `json:"usage"`
	}
	wireChoice struct {
		Finish  *string      `json:"finish_reason"`
		Message *wireMessage `json:"message"`
	}
	wireMessage struct {
		Role         *string        `json:"role"`
		Content      *string        `json:"content"`
		Refusal      *string        `json:"refusal"`
		Thought      *string        `json:"reasoning_content"` // DeepSeek, vLLM, llama.cpp
		Reasoning    *string        `json:"reasoning"`         // OpenRouter, Ollama, newer vLLM
		Calls        []wireCall     `json:"tool_calls"`
		FunctionCall jsontext.Value `json:"function_call"`
	}
	wireCall struct {
		ID       *string       `json:"id"`
		Type     *string       `json:"type"`
		Function *wireFunction `json:"function"`
	}
	wireFunction struct {
		Name      *string `json:"name"`
		Arguments *string `json:"arguments"`
	}
	wireUsage struct {
		Prompt     *int64 `json:"prompt_tokens"`
		Completion *int64 `json:"completion_tokens"`
	}
)

// A verdict is what an answer of a server comes to: a reply, or a class of
// failure and why.
type verdict struct {
	reply  Reply // what was said, of a failure too
	class  Class // "" is a reply
	detail string
	served string // the model, as the server names it
	used   bool   // the server says what it used
	again  bool   // it is asked in another way, which is no retry
	took   time.Duration
}

func failed(c Class, format string, args ...any) verdict {
	return verdict{class: c, detail: fmt.Sprintf(format, args...)}
}

// mostTokens bounds what is believed of tokens.
const mostTokens = 1 << 32

// accept decides what the body of an answer that says 200 is. Nothing is data
// that does not pass here.
func (c *Client) accept(q *question, head http.Header, body []byte) verdict {
	if v := checkHead(head); v.class != "" {
		return v
	}
	var w wireReply
	if err := json.Unmarshal(body, &w); err != nil {
		return failed(Parse, "the answer is no reply: %s", plainJSON(err))
	}
	if e := w.Error; len(e) > 0 && e.Kind() != 'n' {
		return failed(Provider, "an error in an answer that says 200: %s", excerpt(e))
	}
	v := verdict{}
	if w.Model != nil {
		v.served = *w.Model
	}
	if u := w.Usage; u != nil && u.Prompt != nil && u.Completion != nil {
		if *u.Prompt < 0 || *u.Completion < 0 || *u.Prompt > mostTokens || *u.Completion > mostTokens {
			return failed(Parse, "it claims %d and %d tokens", *u.Prompt, *u.Completion)
		}
		v.used = true
		v.reply.Usage = Usage{PromptTokens: *u.Prompt, CompletionTokens: *u.Completion}
	}
	v.reply.Usage.Calls = 1
	fail := func(class Class, format string, args ...any) verdict {
		v.class, v.detail = class, fmt.Sprintf(format, args...)
		return v
	}
	if len(w.Choices) == 0 {
		return fail(Parse, "the answer has no choices")
	}
	choice := &w.Choices[0]
	m := choice.Message
	switch {
	case choice.Finish == nil:
		return fail(Parse, "the answer does not say why it ended")
	case *choice.Finish == "content_filter":
		return fail(ContentFilter, "the server's filter withheld the reply")
	case m == nil:
		return fail(Parse, "the answer has no message")
	case m.Role != nil && *m.Role != "assistant":
		return fail(Parse, "the message is of role %q", *m.Role)
	case len(m.FunctionCall) > 0 && m.FunctionCall.Kind() != 'n':
		return fail(Parse, "the message has a function_call, which was not asked for")
	}
	v.reply.Content, v.reply.Reasoning = said(m)
	if m.Refusal != nil && *m.Refusal != "" {
		v.reply.Content = *m.Refusal
		return fail(Refusal, "%s", excerpt([]byte(*m.Refusal)))
	}
	if *choice.Finish == "length" {
		return fail(Length, "the reply was cut after %d tokens", v.reply.Usage.CompletionTokens)
	}
	if *choice.Finish != "stop" && *choice.Finish != "tool_calls" {
		return fail(Parse, "the reply ended for the reason %q", *choice.Finish)
	}
	if class, detail := c.acceptCalls(q, m.Calls, &v.reply); class != "" {
		return fail(class, "%s", detail)
	}
	switch {
	case *choice.Finish == "tool_calls" && len(m.Calls) == 0:
		return fail(Parse, "the reply ended in calls and has none")
	case len(m.Calls) > 0:
		return v
	case strings.TrimSpace(v.reply.Content) == "":
		return fail(Validation, "the reply is empty")
	case q.request.Schema != nil:
		v.reply.Content = unfenced(v.reply.Content)
		if err := c.checkSchema(q, v.reply.Content); err != nil {
			return fail(Validation, "the reply does not satisfy the schema %s: %s", q.request.Schema.Name, plainJSON(err))
		}
	}
	return v
}

// checkHead says what is wrong with the head of an answer.
func checkHead(head http.Header) verdict {
	if e := head.Get("Content-Encoding"); e != "" && e != "identity" {
		return failed(Parse, "the answer is compressed (%.20q), which was not asked for", e)
	}
	t := head.Get("Content-Type")
	if media, _, err := mime.ParseMediaType(t); err != nil || media != "application/json" {
		return failed(Parse, "the answer is of type %.60q, not application/json", t)
	}
	return verdict{}
}

// said is what a message says and what was thought before. Some servers leave
// the thinking in the text, between marks at its beginning.
func said(m *wireMessage) (content, reasoning string) {
	switch {
	case m.Thought != nil && *m.Thought != "":
		reasoning = *m.Thought
	case m.Reasoning != nil:
		reasoning = *m.Reasoning
	}
	if m.Content == nil {
		return "", reasoning
	}
	content = *m.Content
	if rest, ok := strings.CutPrefix(strings.TrimLeft(content, " \n"), "<think>"); ok && reasoning == "" {
		if thought, after, ok := strings.Cut(rest, "</think>"); ok {
			return strings.TrimLeft(after, " \n"), strings.TrimSpace(thought)
		}
	}
	return content, reasoning
}

// acceptCalls takes the calls of a message into the reply, under ids of their
// own. Ids that are missing or empty, as some servers leave them, are no fault,
// for the place tells calls apart; two calls of one id are: somebody has mixed
// up what belongs to which.
func (c *Client) acceptCalls(q *question, calls []wireCall, r *Reply) (class Class, detail string) {
	ids := map[string]bool{}
	n := callsBefore(q.request.Messages)
	for i, w := range calls {
		if w.ID != nil && *w.ID != "" {
			if ids[*w.ID] {
				return Parse, fmt.Sprintf("two calls have the id %.40q", *w.ID)
			}
			ids[*w.ID] = true
		}
		switch {
		case w.Type != nil && *w.Type != "" && *w.Type != "function":
			return Parse, fmt.Sprintf("call %d is of type %.40q", i+1, *w.Type)
		case w.Function == nil || w.Function.Name == nil || w.Function.Arguments == nil:
			return Parse, fmt.Sprintf("call %d has no name or no arguments", i+1)
		}
		call := Call{ID: callID(n + i), Tool: *w.Function.Name}
		arguments, err := c.arguments(q, call.Tool, *w.Function.Arguments)
		if err != nil {
			arguments = canonicalOf(*w.Function.Arguments) // as a string
			if class == "" {
				class, detail = Validation, fmt.Sprintf("call %d, of %.60q: %s", i+1, call.Tool, plainJSON(err))
			}
		}
		call.Arguments = arguments
		r.Calls = append(r.Calls, call)
	}
	return class, detail
}

// arguments returns the arguments of a call in canonical form. An empty text is
// no arguments, where a tool needs none.
func (c *Client) arguments(q *question, tool, text string) (stdjson.RawMessage, error) {
	i := slices.IndexFunc(q.request.Tools, func(t Tool) bool { return t.Name == tool })
	if i < 0 {
		return nil, fmt.Errorf("no tool of that name was offered")
	}
	if strings.TrimSpace(text) == "" {
		if v, err := c.schema(q.request.Tools[i].Parameters).compiled(); err == nil && len(v.required) == 0 {
			return stdjson.RawMessage("{}"), nil
		}
		return nil, fmt.Errorf("it has no arguments, and the tool needs some")
	}
	canonical, err := artifact.Canonical([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("its arguments are no JSON: %w", err)
	}
	if canonical[0] != '{' {
		return nil, fmt.Errorf("its arguments are no object")
	}
	return canonical, nil
}

// checkSchema says why a text does not satisfy the schema of its request.
func (c *Client) checkSchema(q *question, text string) error {
	canonical, err := artifact.Canonical([]byte(text))
	if err != nil {
		return err
	}
	v, err := c.schema(q.request.Schema.JSON).compiled()
	if err != nil {
		return err
	}
	return v.check(canonical)
}

// unfenced takes away the one Markdown fence that models put around JSON when
// only words have told them of a schema.
func unfenced(text string) string {
	text = strings.TrimSpace(text)
	inner, ok := strings.CutPrefix(text, "```")
	if !ok {
		return text
	}
	inner, ok = strings.CutSuffix(strings.TrimPrefix(inner, "json"), "```")
	if !ok || strings.Contains(inner, "```") {
		return text
	}
	return strings.TrimSpace(inner)
}

// excerptBytes is how much of what a server wrote stands in a message.
const excerptBytes = 300

// excerpt is the beginning of what a server wrote, on one line, without control
// characters.
func excerpt(text []byte) string {
	const spare = 1 << 10
	s := strings.ToValidUTF8(string(text[:min(len(text), excerptBytes+spare)]), "?")
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// shorten cuts a message to what one reads.
func shorten(s string) string {
	if len(s) <= excerptBytes {
		return s
	}
	return strings.ToValidUTF8(s[:excerptBytes], "") + "…"
}

// plainJSON is an error of the decoder on one line, without what the decoder
// calls its own.
func plainJSON(err error) string {
	text := strings.ReplaceAll(excerpt([]byte(err.Error())), "unable to unmarshal JSON", "unexpected")
	text = strings.TrimPrefix(strings.TrimPrefix(text, "json: "), "jsontext: ")
	before, after, ok := strings.Cut(text, " into Go ")
	if !ok {
		return text
	}
	_, after, _ = strings.Cut(after+" ", " ")
	return strings.TrimSpace(before + " " + after)
}
