// Package model asks chat models: a request goes to an OpenAI-compatible server
// and comes back as a reply that has been checked, recorded, limited and paid
// for, or as a failure of a known class. It knows no role and no record.
//
// Everything that may shape data is in the request and the reply. Addresses,
// keys, prices, limits and retries are not: they decide whether there is a
// reply, never which.
//
// A [Client] asks one model, each node of a build through a [Session] of its
// own; [Recordings] hold what was answered; an [Account] is what the models of
// one build share. The rules:
//
//   - A reply is what accept.go lets through and nothing else: status 200,
//     JSON without a name twice and without broken text, a choice, the right
//     types, and an end by itself. The tools of its calls were offered, its
//     arguments are objects, its text satisfies the schema that was asked for.
//   - Three things that servers do are put right the same way every time, since
//     nothing is lost by them: ids of calls are given by place, marks of thinking
//     at the beginning of a text are taken for what they are, and so is a fence
//     around JSON. Empty arguments are none, where a tool needs none.
//   - An answer is on the disk before anybody sees it (keeper.go). The same
//     request is never asked twice, by whoever and however many at once.
//   - No bound of the account is passed: what a call can cost is set aside
//     before it is made.
//   - The key is in a closure and in one header. It goes to no other host, for no
//     redirect is followed; it is masked in what servers say of failures; a
//     request or an answer that holds it in any form is refused.
//   - A replay opens no socket.
package model

import (
	"context"
	"encoding/json"
	"fmt"
)

// An Asker answers requests: a server, recordings of what one has said, or both.
// It may be used by any number of goroutines.
type Asker interface {
	// Ask returns the reply to a request. An error is a [*Failure] unless ctx has
	// ended.
	Ask(ctx context.Context, r Request) (Reply, error)

	// Embed returns the vectors of texts, in their order and all of one length.
	Embed(ctx context.Context, r EmbedRequest) ([][]float32, error)
}

// A Request is what a chat model is asked.
type Request struct {
	// Purpose says who asks. It is no part of what is asked: it stands in reports
	// and errors.
	Purpose Purpose

	// Ordinal tells apart requests that are equal and shall have replies of their
	// own: the trial, the attempt, the n-th sample. Whoever asks gives it; it may
	// not depend on the order in which requests are made.
	Ordinal int

	Messages []Message
	Tools    []Tool

	// Schema, if given, is the JSON Schema that the text of the reply must satisfy.
	// A server that cannot enforce it is told of it in words.
	Schema *Schema

	// MaxTokens bounds the reply; 0 takes what the model block says. It is not part
	// of the identity of a request.
	MaxTokens int

	// Once has the first answer be taken, though it is not what was asked for, by
	// those who count their calls. It is not part of the identity of a request.
	Once bool
}

// A Purpose says who asks, and of what.
type Purpose struct {
	Role   string // "agent", "toolsmith"
	Record string // the id of the record that is being made
}

// A Message is one of a conversation.
type Message struct {
	Role    string // system, user, assistant or tool
	Content string

	// Reasoning is what an assistant thought before it spoke.
	Reasoning string

	Calls []Call // of an assistant

	// CallID names the call of which a tool's message is the result.
	CallID string
}

// A Call is one that a model wants to have made.
type Call struct {
	ID   string
	Tool string

	// Arguments is a JSON object.
	Arguments json.RawMessage
}

// A Tool is one that a model is offered.
type Tool struct {
	Name, Description string

	// Parameters is a JSON Schema of an object.
	Parameters json.RawMessage
}

// A Schema names a JSON Schema.
type Schema struct {
	Name string // of letters, digits, underscores and hyphens
	JSON json.RawMessage
}

// A Reply is what a model answered, accepted: it ended by itself, every call in
// it is of a tool that was offered and has an id of its own and an object for
// arguments, and text that was to satisfy a schema does.
type Reply struct {
	Content   string
	Reasoning string
	Calls     []Call
	Usage     Usage
}

// Usage counts what replies cost. Tokens that a server does not report are 0.
type Usage struct {
	Calls            int64 `json:"calls"`
	PromptTokens     int64 `json:"prompt_tokens"`
	CompletionTokens int64 `json:"completion_tokens"`
}

// An EmbedRequest asks for the vectors of texts.
type EmbedRequest struct {
	Purpose Purpose
	Texts   []string
}

// A Class is a kind of failure. Each has its own budget of retries.
type Class string

// The classes of failures. Length, ContentFilter, Refusal and ContextLength are
// outcomes: the model has answered, and asking the same again is of no use. They
// are recorded like replies.
const (
	Transport     Class = "transport"      // no whole answer came back
	Provider      Class = "provider"       // the server said that it could not: 408, 409, 429, 5xx
	Rejected      Class = "rejected"       // the server said that the request is wrong: other 4xx, redirects
	Parse         Class = "parse"          // the answer is not what the protocol says
	Validation    Class = "validation"     // the answer is, but not what was asked for
	Length        Class = "length"         // the reply was cut at the limit of tokens
	ContextLength Class = "context_length" // the request is too long for the model
	ContentFilter Class = "content_filter" // a filter withheld the reply
	Refusal       Class = "refusal"        // the model declined
	Budget        Class = "budget"         // the call would pass the budget of the build
	Missing       Class = "missing"        // replaying, and there is no recording
	Unrecorded    Class = "unrecorded"     // the answer came and could not be written down
)

// A Failure is why there is no reply.
type Failure struct {
	Class   Class
	Purpose Purpose

	// Detail says what came, in words that hold no key and no more than the
	// beginning of what the server wrote.
	Detail string

	// Said is the text of an answer that came and is not what was asked for
	// (Validation), or that was cut (Length), as far as it is kept: whoever asked may
	// send it back with what is wrong. It is recorded with the outcome, so that a
	// replay sends back the same.
	Said string
}

// Error says who asked and what went wrong.
func (f *Failure) Error() string {
	return fmt.Sprintf("%s of %s: %s: %s", f.Purpose.Role, f.Purpose.Record, f.Class, f.Detail)
}

// Final reports whether the model itself has answered, so that the failure is a
// fact about the data and not about this build.
func (c Class) Final() bool {
	switch c {
	case Length, ContextLength, ContentFilter, Refusal, Validation:
		return true
	}
	return false
}
