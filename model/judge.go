package model

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// judge decides what an attempt came to, how it went for the server, and how
// long that wants to be left alone, 0 if it does not say.
func (c *Client) judge(p *parcel, err error, accept func() verdict) (v verdict, went int, wait time.Duration) {
	switch {
	case errors.Is(err, errTooLong):
		return failed(Parse, "%s", err), wentNoWhit, 0
	case errors.Is(err, errKey):
		return failed(Rejected, "%s", errKey), wentNoWhit, 0
	case err != nil:
		if isDial(err) || errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
			went = wentOver
		}
		return failed(Transport, "%s", plainError(err)), went, 0
	case p.status == http.StatusOK:
		v = accept()
		if v.class != Provider {
			went = wentWell
		}
		return v, went, 0
	}
	v = c.refused(p)
	if v.class != Provider {
		return v, wentNoWhit, 0
	}
	if s := p.status; s == http.StatusTooManyRequests || s == http.StatusServiceUnavailable || s == overloaded {
		went = wentOver
	}
	if d, ok := retryAfter(p.head, c.settings.Clock.Now()); ok {
		c.lane.putOff(d)
		wait = d
	}
	return v, went, wait
}

// overloaded is the status of some gateways for a server that has too much to do.
const overloaded = 529

func isDial(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns)
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// refused classifies an answer that does not say 200.
func (c *Client) refused(p *parcel) verdict {
	code, message := errorOf(p.body)
	words := strings.ToLower(code + " " + message)
	has := func(marks ...string) bool {
		for _, m := range marks {
			if strings.Contains(words, m) {
				return true
			}
		}
		return false
	}
	s := p.status
	switch {
	case s >= 200 && s < 300:
		return failed(Parse, "status %d instead of 200", s)
	case s >= 300 && s < 400:
		return failed(Rejected, "status %d: a redirect, which is not followed", s)
	case s == http.StatusTooManyRequests && has("insufficient_quota", "billing"):
		return failed(Rejected, "status %d: %s", s, message)
	case s == http.StatusRequestTimeout, s == http.StatusConflict, s == http.StatusTooManyRequests, s >= 500:
		return failed(Provider, "status %d: %s", s, message)
	case has("context_length", "context length", "context window", "context size", "maximum context", "too many tokens", "prompt is too long"):
		return failed(ContextLength, "status %d: %s", s, message)
	case has("content_filter", "content_policy", "content management policy"):
		return failed(ContentFilter, "status %d: %s", s, message)
	}
	return failed(Rejected, "status %d: %s", s, message)
}

// errorOf finds the code and the message in the body of an error. They come as
// {"error": {"message", "code", "type"}}, {"error": "…"}, {"message": "…"},
// {"detail": …} or as text.
func errorOf(body []byte) (code, message string) {
	var top map[string]jsontext.Value
	if json.Unmarshal(body, &top, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) != nil {
		return "", excerpt(body)
	}
	inner := top
	if e := top["error"]; e.Kind() == '{' {
		inner = nil
		if json.Unmarshal(e, &inner, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) != nil {
			return "", excerpt(body)
		}
	}
	text := func(name string) string {
		var s string
		if v := inner[name]; v.Kind() != '"' || json.Unmarshal(v, &s, jsontext.AllowInvalidUTF8(true)) != nil {
			return ""
		}
		return s
	}
	code = strings.TrimSpace(text("code") + " " + text("type"))
	for _, name := range []string{"message", "error", "detail"} {
		if m := text(name); m != "" {
			return code, excerpt([]byte(m))
		}
	}
	return code, excerpt(body)
}

// formats are how the server, and single schemas on it, are told of schemas,
// where something else than the first way was found to be needed.
type formats struct {
	mu     sync.Mutex
	server Format
	of     map[string]Format // by the schema's text
}

// rank is the order in which formats are tried.
func (f Format) rank() int {
	switch f {
	case FormatObject:
		return 1
	case FormatNone:
		return 2
	}
	return 0
}

// format is how the server is told of the schema of a question.
func (c *Client) format(q *question) Format {
	if q.request.Schema == nil || c.settings.Format != FormatAuto {
		return c.settings.Format
	}
	c.formats.mu.Lock()
	defer c.formats.mu.Unlock()
	format := FormatSchema
	for _, f := range []Format{c.formats.server, c.formats.of[string(q.request.Schema.JSON)]} {
		if f.rank() > format.rank() {
			format = f
		}
	}
	return format
}

// adapt changes how the server is spoken to after it has refused a request for
// a reason that it names, and reports whether there is something to try. What
// is asked stays the same.
func (c *Client) adapt(q *question, format Format, refusal verdict) bool {
	words := strings.ToLower(refusal.detail)
	if refusal.class == Provider && !strings.Contains(words, "grammar") {
		return false // it is not the request that it dislikes
	}
	if strings.Contains(words, "max_completion_tokens") && q.limit > 0 && c.newName.CompareAndSwap(false, true) {
		return true
	}
	if q.request.Schema == nil || c.settings.Format != FormatAuto || format == FormatNone {
		return false
	}
	next := FormatObject
	if format == FormatObject {
		next = FormatNone
	}
	c.formats.mu.Lock()
	defer c.formats.mu.Unlock()
	switch {
	case strings.Contains(words, "invalid schema") || strings.Contains(words, "grammar"):
		c.formats.of[string(q.request.Schema.JSON)] = next
	case strings.Contains(words, "response_format") || strings.Contains(words, "json_schema") || strings.Contains(words, "json_object") ||
		strings.Contains(words, "structured output") || strings.Contains(words, "guided"):
		if next.rank() > c.formats.server.rank() {
			c.formats.server = next
		}
	default:
		return false
	}
	return true
}
