package model

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
	"worldc/artifact"
)

// An Identity names what is asked: the SHA-256 of the canonical JSON of
// messages, tools, schema, model name and sampling. Neither the bound of tokens
// is in it, nor where and for how much it is asked, nor by whom.
type Identity = artifact.Digest

// question is a request made ready: what is asked, as canonical JSON, and its name.
type question struct {
	request Request
	text    []byte // what Identity is the digest of
	id      Identity
	limit   int // of tokens; 0 is none
}

// asker is what of the settings is part of every question.
type asker struct {
	model    string
	sampling []byte // canonical JSON
	extra    []byte // of it the further members; nil is none
	schemas  schemas
}

// newAsker prepares the parts that all questions have in common.
func newAsker(s *Settings) *asker {
	a := &asker{model: s.Model, sampling: s.Sampling.canonical(), schemas: schemas{known: map[string]*schema{}}}
	if len(s.Sampling.Extra) > 0 {
		a.extra = canonicalOf(s.Sampling.Extra)
	}
	return a
}

// canonical is the sampling as it stands in what is asked, sorted as canonical
// JSON is.
func (s *Sampling) canonical() []byte {
	members := map[string]any{}
	if s.Temperature != nil {
		members["temperature"] = *s.Temperature
	}
	if s.TopP != nil {
		members["top_p"] = *s.TopP
	}
	if s.Seed != nil {
		members["seed"] = *s.Seed
	}
	if len(s.Extra) > 0 {
		members["extra"] = s.Extra
	}
	return canonicalOf(members)
}

// canonicalOf is the canonical JSON of what was checked.
func canonicalOf(v any) []byte {
	text, err := artifact.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

// maxQuestion bounds what is asked: it must fit into a frame of recordings.
const maxQuestion = 32 << 20

// question makes a request ready. An error says what is wrong with it.
func (a *asker) question(r Request, limit int) (*question, error) {
	if r.Ordinal < 0 {
		return nil, fmt.Errorf("ordinal %d", r.Ordinal)
	}
	if r.MaxTokens > 0 {
		limit = r.MaxTokens
	}
	size := 256
	for i := range r.Messages {
		size += len(r.Messages[i].Content) + len(r.Messages[i].Reasoning) + 64
	}
	w := writer{dst: make([]byte, 0, size+size/8)}
	w.raw(`{"kind":"chat","messages":[`)
	if err := w.conversation(r.Messages); err != nil {
		return nil, err
	}
	w.raw(`],"model":`)
	w.text(a.model)
	w.raw(`,"sampling":`)
	w.dst = append(w.dst, a.sampling...)
	if r.Schema != nil {
		s, err := a.schemas.get(r.Schema.JSON)
		if err != nil {
			return nil, fmt.Errorf("schema %q: %w", r.Schema.Name, err)
		}
		w.raw(`,"schema":{"json":`)
		w.dst = append(w.dst, s.canonical...)
		w.raw(`,"name":`)
		w.text(r.Schema.Name)
		w.raw(`}`)
	}
	if len(r.Tools) > 0 {
		w.raw(`,"tools":[`)
		if err := w.tools(r.Tools, &a.schemas); err != nil {
			return nil, err
		}
		w.raw(`]`)
	}
	w.raw(`,"v":1}`)
	if w.err != nil {
		return nil, w.err
	}
	if len(w.dst) > maxQuestion {
		return nil, fmt.Errorf("it has %d bytes; %d are allowed", len(w.dst), maxQuestion)
	}
	return &question{request: r, text: w.dst, id: sha256.Sum256(w.dst), limit: limit}, nil
}

// A writer writes canonical JSON, whose member names its caller sorts.
type writer struct {
	dst []byte
	err error
}

func (w *writer) raw(s string) { w.dst = append(w.dst, s...) }

func (w *writer) number(n int64) { w.dst = strconv.AppendInt(w.dst, n, 10) }

func (w *writer) text(s string) {
	dst, err := jsontext.AppendQuote(w.dst, s)
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("text is not UTF-8: %.40q", s)
	}
	w.dst = dst
}

// conversation writes messages, and refuses those that no server could take
// for a conversation.
func (w *writer) conversation(messages []Message) error {
	if len(messages) == 0 {
		return fmt.Errorf("there are no messages")
	}
	open := map[string]bool{} // calls without a result
	for i := range messages {
		m := &messages[i]
		if len(open) > 0 && m.Role != "tool" {
			return fmt.Errorf("message %d: %d calls before it have no result", i, len(open))
		}
		switch m.Role {
		case "assistant":
			if m.Content == "" && len(m.Calls) == 0 {
				return fmt.Errorf("message %d: an assistant says nothing and calls nothing", i)
			}
		case "system", "user":
			if m.Content == "" {
				return fmt.Errorf("message %d: the %s says nothing", i, m.Role)
			}
		case "tool":
			if !open[m.CallID] {
				return fmt.Errorf("message %d: a result of call %q, which is not open", i, m.CallID)
			}
			delete(open, m.CallID)
			if m.Content == "" {
				return fmt.Errorf("message %d: an empty result", i)
			}
		default:
			return fmt.Errorf("message %d: role %q", i, m.Role)
		}
		if m.Role != "assistant" && (len(m.Calls) > 0 || m.Reasoning != "") || m.Role != "tool" && m.CallID != "" {
			return fmt.Errorf("message %d: a %s has what is another's", i, m.Role)
		}
		if i > 0 {
			w.raw(`,`)
		}
		if err := w.message(m, open); err != nil {
			return fmt.Errorf("message %d: %w", i, err)
		}
	}
	if len(open) > 0 {
		return fmt.Errorf("%d calls at the end have no result", len(open))
	}
	return nil
}

func (w *writer) message(m *Message, open map[string]bool) error {
	w.raw(`{`)
	if m.CallID != "" {
		w.raw(`"call_id":`)
		w.text(m.CallID)
		w.raw(`,`)
	}
	if len(m.Calls) > 0 {
		w.raw(`"calls":[`)
		for i, c := range m.Calls {
			if c.ID == "" || open[c.ID] {
				return fmt.Errorf("call %d has id %q, which is not its own", i, c.ID)
			}
			open[c.ID] = true
			arguments, err := artifact.Canonical(c.Arguments)
			if err != nil {
				return fmt.Errorf("call %d: %w", i, err)
			}
			if arguments[0] != '{' {
				return fmt.Errorf("call %d: its arguments are no object", i)
			}
			if i > 0 {
				w.raw(`,`)
			}
			w.raw(`{"arguments":`)
			w.dst = append(w.dst, arguments...)
			w.raw(`,"id":`)
			w.text(c.ID)
			w.raw(`,"tool":`)
			w.text(c.Tool)
			w.raw(`}`)
		}
		w.raw(`],`)
	}
	w.raw(`"content":`)
	w.text(m.Content)
	if m.Reasoning != "" {
		w.raw(`,"reasoning":`)
		w.text(m.Reasoning)
	}
	w.raw(`,"role":`)
	w.text(m.Role)
	w.raw(`}`)
	return nil
}

func (w *writer) tools(tools []Tool, known *schemas) error {
	for i, t := range tools {
		if slices.ContainsFunc(tools[:i], func(o Tool) bool { return o.Name == t.Name }) {
			return fmt.Errorf("two tools are named %q", t.Name)
		}
		s, err := known.get(t.Parameters)
		if err != nil {
			return fmt.Errorf("parameters of tool %q: %w", t.Name, err)
		}
		if i > 0 {
			w.raw(`,`)
		}
		w.raw(`{"description":`)
		w.text(t.Description)
		w.raw(`,"name":`)
		w.text(t.Name)
		w.raw(`,"parameters":`)
		w.dst = append(w.dst, s.canonical...)
		w.raw(`}`)
	}
	return nil
}

// callsBefore is how many calls a conversation has in it: the next has this number.
func callsBefore(messages []Message) int {
	n := 0
	for i := range messages {
		n += len(messages[i].Calls)
	}
	return n
}

// callID is the id of the n-th call of a conversation. Servers give ids of
// their own, none, or one twice; they are bookkeeping, and random in most. What
// is asked next has the ids in it, so that they are given by position: then a
// conversation that goes the same way is the same conversation. Nine letters
// and digits are what the strictest servers want.
func callID(n int) string {
	s := strconv.Itoa(n)
	for len(s) < 5 {
		s = "0" + s
	}
	return "call" + s
}

// A schema is a JSON Schema in its canonical form, and what is known of it.
type schema struct {
	canonical json.RawMessage
	compiled  func() (*validator, error)
}

// schemas keeps what is known of the schemas of tools and replies, by their
// text: the same ones stand in every request.
type schemas struct {
	mu    sync.Mutex
	known map[string]*schema
}

// maxSchemas bounds what is kept.
const maxSchemas = 1 << 14

func (s *schemas) get(raw json.RawMessage) (*schema, error) {
	s.mu.Lock()
	found := s.known[string(raw)]
	s.mu.Unlock()
	if found != nil {
		return found, nil
	}
	canonical, err := artifact.Canonical(raw)
	if err != nil {
		return nil, err
	}
	if canonical[0] != '{' {
		return nil, fmt.Errorf("a schema is an object")
	}
	found = &schema{canonical, sync.OnceValues(func() (*validator, error) { return compile(canonical) })}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= maxSchemas {
		clear(s.known)
	}
	s.known[string(raw)] = found
	return found, nil
}
