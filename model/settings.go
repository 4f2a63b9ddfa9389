package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"worldc/artifact"
)

// Settings say which model answers, how it is asked, and what asking may take.
type Settings struct {
	// BaseURL is the address before /chat/completions, such as
	// http://localhost:8000/v1. It has no user, query or fragment. In
	// [Replay] it may be empty.
	BaseURL string

	// Model is the name that the server knows the model by.
	Model string

	// Key returns the key, "" for none; nil is no key. It is called for every
	// request, so that no value here holds the key. It travels in the header
	// Authorization and nowhere else.
	Key func() string

	Sampling Sampling

	// MaxTokens bounds every reply whose request sets no bound; 0 leaves it to
	// the server.
	MaxTokens int

	// Format says how the server is told of a schema.
	Format Format

	// MaxConcurrency bounds the requests under way at once. 0 begins with 16 and
	// finds out how many the server bears, up to 256.
	MaxConcurrency int

	// RPM and TPM bound requests and tokens a minute; 0 is no bound.
	RPM, TPM int

	Retries  Retries
	Timeouts Timeouts

	// Price, if known, is what tokens cost.
	Price *Price

	// Mode says where replies come from.
	Mode Mode

	// Recordings hold what was answered. They may be nil in [Live] alone: then
	// nothing is recorded.
	Recordings *Recordings

	// Account is what the models of one build share; nil is one of its own,
	// without a budget.
	Account *Account

	// Clock waits between attempts; nil is the clock of the machine.
	Clock Clock
}

// Sampling says how a model draws its replies. What is nil is left to the
// server. All of it is part of what is asked.
type Sampling struct {
	Temperature *float64 // 0 to 2
	TopP        *float64 // above 0, to 1

	// Seed is that of requests of ordinal 0; one of ordinal n has Seed + n, so
	// that a server that keeps to its seed gives samples that differ.
	Seed *int64

	// Extra are further members of the request, which a server of its own kind
	// understands, such as top_k or chat_template_kwargs.
	Extra map[string]json.RawMessage
}

// A Format is how a server is told that the text of a reply must satisfy a schema.
type Format string

// The formats. FormatAuto tries them in this order and keeps to the first that
// the server does not refuse.
const (
	FormatAuto   Format = "auto"
	FormatSchema Format = "json_schema" // response_format with the schema
	FormatObject Format = "json_object" // response_format without, the schema in words
	FormatNone   Format = "none"        // the schema in words alone
)

// A Mode says where replies come from.
type Mode string

// The modes.
const (
	Auto   Mode = "auto"   // recordings; what they lack is asked, and recorded
	Live   Mode = "live"   // each request is asked anew once, and recorded
	Replay Mode = "replay" // recordings alone, without a socket
)

// Retries say how often a request is asked again after each class of failure.
// Each class has its own budget for each request.
type Retries struct {
	Transport, Provider, Parse, Validation int
}

// of is what is left for a class, or nil if it is never asked again.
func (r *Retries) of(c Class) *int {
	switch c {
	case Transport:
		return &r.Transport
	case Provider:
		return &r.Provider
	case Parse:
		return &r.Parse
	case Validation:
		return &r.Validation
	}
	return nil
}

// DefaultRetries are those of a model block that says nothing. With the waits
// between them, provider failures are borne for some four minutes.
func DefaultRetries() Retries { return Retries{Transport: 6, Provider: 10, Parse: 3, Validation: 1} }

// Timeouts bound one attempt.
type Timeouts struct {
	Connect   time.Duration // until there is a connection, encryption included
	FirstByte time.Duration // from the request sent to the head of the answer, in which the model thinks
	Idle      time.Duration // between two pieces of an answer
	Total     time.Duration // all of it
}

// DefaultTimeouts are those of a model block that says nothing.
func DefaultTimeouts() Timeouts {
	return Timeouts{Connect: 10 * time.Second, FirstByte: 10 * time.Minute, Idle: time.Minute, Total: 15 * time.Minute}
}

// A Price is what a million tokens cost, in US dollars.
type Price struct{ Input, Output float64 }

// maxSeed bounds seeds: servers take 32 bits, some with a sign.
const maxSeed = 1<<31 - 1

// reservedMembers are members of a request that Extra may not set: worldc sets
// them, or could not read what they bring about.
var reservedMembers = []string{
	"functions", "function_call", "logprobs", "max_completion_tokens", "max_tokens", "messages", "model", "n",
	"response_format", "seed", "stream", "stream_options", "temperature", "tools", "top_p",
}

// check says what is wrong with the settings, without repeating what could be a key.
func (s *Settings) check() error {
	if s.Model == "" {
		return errors.New("the model has no name")
	}
	switch s.Mode {
	case Auto, Replay:
		if s.Recordings == nil {
			return fmt.Errorf("the mode %s needs recordings", s.Mode)
		}
	case Live:
	default:
		return fmt.Errorf("there is no mode %q: use auto, live or replay", s.Mode)
	}
	if !slices.Contains([]Format{FormatAuto, FormatSchema, FormatObject, FormatNone}, s.Format) {
		return fmt.Errorf("there is no response format %q: use auto, json_schema, json_object or none", s.Format)
	}
	if err := s.Sampling.check(); err != nil {
		return err
	}
	if s.MaxTokens < 0 || s.MaxConcurrency < 0 || s.RPM < 0 || s.TPM < 0 {
		return errors.New("a limit is below 0")
	}
	if s.MaxConcurrency > 4096 {
		return errors.New("more than 4096 requests at once")
	}
	if p := s.Price; p != nil && !(p.Input >= 0 && p.Input <= 1e6 && p.Output >= 0 && p.Output <= 1e6) {
		return errors.New("a price is not between 0 and a million dollars")
	}
	if s.Mode == Replay {
		return nil
	}
	return checkURL(s.BaseURL)
}

func (s *Sampling) check() error {
	if t := s.Temperature; t != nil && !(*t >= 0 && *t <= 2) {
		return errors.New("temperature is not between 0 and 2")
	}
	if p := s.TopP; p != nil && !(*p > 0 && *p <= 1) {
		return errors.New("top_p is not above 0 and at most 1")
	}
	if s.Seed != nil && (*s.Seed < 0 || *s.Seed > maxSeed) {
		return fmt.Errorf("seed is not between 0 and %d", maxSeed)
	}
	for name, value := range s.Extra { //lint:ordered one error is as good as another
		if slices.Contains(reservedMembers, name) {
			return fmt.Errorf("the request's member %q is worldc's own", name)
		}
		if _, err := artifact.Marshal(map[string]json.RawMessage{name: value}); err != nil {
			return fmt.Errorf("the request's member %q: %w", name, err)
		}
	}
	return nil
}

// checkURL refuses addresses that could carry a key, and does not show them.
func checkURL(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return errors.New("the base URL is not one") // the error would repeat it
	}
	switch {
	case u.User != nil:
		return errors.New("the base URL names a user or a password: keys come from the environment alone")
	case u.RawQuery != "" || u.ForceQuery:
		return errors.New("the base URL has a query: keys come from the environment alone")
	case u.Fragment != "":
		return errors.New("the base URL has a fragment")
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return fmt.Errorf("the base URL %q does not begin with http://HOST or https://HOST", address)
	case strings.HasSuffix(u.Path, "/chat/completions"):
		return fmt.Errorf("the base URL %q goes too far: leave /chat/completions out", address)
	}
	return nil
}
