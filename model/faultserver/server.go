// Package faultserver is a chat model's server for tests: it speaks the
// protocol strictly, refuses requests that are wrong with the right error, lets
// a function answer the others, and misbehaves on demand in every way that is
// known of real servers. It listens on this machine alone.
package faultserver

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"worldc/model"
)

// An Ask is a request that came, understood.
type Ask struct {
	// Request is what is asked, without a purpose and an ordinal, which do not
	// travel. Its schema stands in it if the server is told of one by
	// response_format.
	Request model.Request

	Model       string
	Temperature *float64
	TopP        *float64
	Seed        *int64
	Format      model.Format // how the schema came; "" is none

	// Extra are the members of the request that the protocol does not know.
	Extra map[string]json.RawMessage

	oldName bool // the bound of tokens came as max_tokens
}

// An Answer is what the model says. Exactly one of its parts is given.
type Answer struct {
	Reply *model.Reply // ids of calls may be empty: the server gives its own

	Refusal string

	// Cut says that Reply ended at the bound of tokens.
	Cut bool

	// Status, if it is not 0, refuses the request, with Message.
	Status  int
	Message string
}

// Options say how a server behaves. All may be left out but Reply.
type Options struct {
	// Reply answers a request. It may be called by any number of goroutines.
	Reply func(Ask) Answer

	// Embed gives the vector of a text; nil refuses embeddings.
	Embed func(text string) []float32

	// Key is the key that a request must have.
	Key string

	// Latency passes before a request is answered.
	Latency time.Duration

	// Fault chooses how the server misbehaves at the n-th time, from 0, that a
	// request of this body comes; nil is [None] always.
	Fault func(body [sha256.Size]byte, n int) Fault

	// Formats are the ways of being told of a schema that the server knows; nil
	// is all. Others are refused.
	Formats []model.Format

	// BadGrammar says that the server makes a grammar of each schema, and fails.
	BadGrammar bool

	// NewName says that max_tokens is refused, and max_completion_tokens wanted.
	NewName bool

	// Elsewhere is the address to which [Redirect] sends requests.
	Elsewhere string
}

// A Server listens until it is closed.
type Server struct {
	options  Options
	http     *http.Server
	listener net.Listener
	closed   chan struct{}

	requests atomic.Int64
	mu       sync.Mutex
	seen     map[[sha256.Size]byte]int // how often a body came
	sound    map[[sha256.Size]byte]int // and was answered soundly
	faults   map[Fault]int
}

// Start starts a server at a free port of this machine.
func Start(o Options) (*Server, error) { return StartAt("127.0.0.1:0", o) }

// StartAt starts a server at an address of this machine.
func StartAt(address string, o Options) (*Server, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	s := &Server{
		options: o, listener: l, closed: make(chan struct{}),
		seen: map[[sha256.Size]byte]int{}, sound: map[[sha256.Size]byte]int{}, faults: map[Fault]int{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/v1/chat/completions", s.chat)
	mux.HandleFunc("/v1/embeddings", s.embeddings)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		refuse(w, http.StatusNotFound, "not_found", "no such path: "+r.URL.Path)
	})
	s.http = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	go s.http.Serve(l) //lint:unchecked it ends when the server is closed
	return s, nil
}

// URL is the base URL of the server.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + "/v1" }

// Close ends every connection.
func (s *Server) Close() error {
	close(s.closed)
	return s.http.Close()
}

// Requests is how many requests came, whatever became of them.
func (s *Server) Requests() int64 { return s.requests.Load() }

// Twice are the requests that were answered soundly more than once: that were
// paid for twice. Who asks for samples of one request gives seeds to tell them
// apart.
func (s *Server) Twice() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, times := range s.sound { //lint:ordered a sum of integers
		if times > 1 {
			n++
		}
	}
	return n
}

// Faults is how often the server misbehaved in each way.
func (s *Server) Faults() map[Fault]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[Fault]int{}
	for f, n := range s.faults { //lint:ordered a copy
		out[f] = n
	}
	return out
}

// maxRequest bounds a request.
const maxRequest = 64 << 20

// receive checks what any request must be, and returns its body.
func (s *Server) receive(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	s.requests.Add(1)
	if r.Method != http.MethodPost {
		refuse(w, http.StatusMethodNotAllowed, "method_not_allowed", "only POST is allowed")
		return nil, false
	}
	if t := r.Header.Get("Content-Type"); t != "application/json" {
		refuse(w, http.StatusUnsupportedMediaType, "invalid_request_error", "the request is of type "+strconv.Quote(t))
		return nil, false
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequest+1))
	if err != nil || len(body) > maxRequest {
		refuse(w, http.StatusRequestEntityTooLarge, "invalid_request_error", "the request is too long")
		return nil, false
	}
	if k := s.options.Key; k != "" && r.Header.Get("Authorization") != "Bearer "+k {
		// As real servers do, it shows the key that it was given.
		refuse(w, http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided: "+r.Header.Get("Authorization"))
		return nil, false
	}
	return body, true
}

// count notes that a body came, and chooses the fault.
func (s *Server) count(body []byte) ([sha256.Size]byte, Fault) {
	sum := sha256.Sum256(body)
	s.mu.Lock()
	n := s.seen[sum]
	s.seen[sum]++
	s.mu.Unlock()
	f := None
	if s.options.Fault != nil {
		f = s.options.Fault(sum, n)
	}
	s.mu.Lock()
	s.faults[f]++
	s.mu.Unlock()
	return sum, f
}

func (s *Server) chat(w http.ResponseWriter, r *http.Request) {
	body, ok := s.receive(w, r)
	if !ok {
		return
	}
	ask, err := understand(body)
	if err != nil {
		refuse(w, http.StatusBadRequest, "invalid_request_error", err.Error())
		return
	}
	if s.options.NewName && ask.oldName {
		refuse(w, http.StatusBadRequest, "unsupported_parameter", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")
		return
	}
	if s.options.BadGrammar && ask.Format == model.FormatSchema {
		refuse(w, http.StatusInternalServerError, "server_error", "failed to parse grammar")
		return
	}
	if !s.knows(ask.Format) {
		refuse(w, http.StatusBadRequest, "invalid_request_error", "response_format of type "+string(ask.Format)+" is not supported by this model")
		return
	}
	sum, fault := s.count(body)
	if fault == AgainstTheSchema && ask.Format == "" {
		fault = NoChoices // else it would be a sound reply
	}
	s.wait()
	a := s.options.Reply(*ask)
	if a.Status != 0 {
		refuse(w, a.Status, "", a.Message)
		return
	}
	s.answer(w, r, fault, sum, completion(ask, &a, sum))
}

func (s *Server) knows(f model.Format) bool {
	if f == "" || s.options.Formats == nil {
		return true
	}
	for _, known := range s.options.Formats {
		if known == f {
			return true
		}
	}
	return false
}

func (s *Server) wait() {
	if s.options.Latency > 0 {
		select {
		case <-time.After(s.options.Latency):
		case <-s.closed:
		}
	}
}

// refuse answers with an error, as the protocol words them.
func refuse(w http.ResponseWriter, status int, code, message string) {
	body, err := json.Marshal(map[string]any{"error": map[string]any{"message": message, "type": code, "param": nil, "code": code}})
	if err != nil {
		panic(err) // strings
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body) //lint:unchecked nobody is there to be told
}

// completion is the body of a sound answer.
func completion(ask *Ask, a *Answer, sum [sha256.Size]byte) []byte {
	message := map[string]any{"role": "assistant", "content": nil}
	finish := "stop"
	said := 1
	switch {
	case a.Refusal != "":
		message["refusal"] = a.Refusal
	default:
		r := a.Reply
		said += (len(r.Content) + len(r.Reasoning)) / 4
		if r.Content != "" || len(r.Calls) == 0 {
			message["content"] = r.Content
		}
		if r.Reasoning != "" {
			message["reasoning_content"] = r.Reasoning
		}
		var calls []any
		for i, c := range r.Calls {
			said += 8 + len(c.Arguments)/4
			id := c.ID
			if id == "" {
				id = fmt.Sprintf("call_%x%d", sum[:6], i)
			}
			calls = append(calls, map[string]any{"id": id, "type": "function", "function": map[string]any{"name": c.Tool, "arguments": string(c.Arguments)}})
		}
		if calls != nil {
			message["tool_calls"] = calls
			finish = "tool_calls"
		}
	}
	if a.Cut || ask.Request.MaxTokens > 0 && said > ask.Request.MaxTokens {
		finish = "length"
		said = ask.Request.MaxTokens
	}
	prompt := 0
	for _, m := range ask.Request.Messages {
		prompt += 4 + len(m.Content)/4
	}
	body, err := json.Marshal(map[string]any{
		"id": fmt.Sprintf("chatcmpl-%x", sum[:8]), "object": "chat.completion", "created": 1700000000, "model": ask.Model,
		"choices": []any{map[string]any{"index": 0, "message": message, "finish_reason": finish, "logprobs": nil}},
		"usage":   map[string]any{"prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said},
	})
	if err != nil {
		panic(fmt.Sprintf("faultserver: a reply that is no JSON: %v", err))
	}
	return body
}
