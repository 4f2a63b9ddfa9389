package faultserver

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Fault is a way of misbehaving. Those with a number after a colon are made by
// functions.
type Fault string

// The faults.
const (
	None Fault = "none"

	// Of the connection.
	ResetBefore Fault = "reset before the answer"
	ResetInHead Fault = "reset in the head"
	ResetInBody Fault = "reset in the body"
	Stall       Fault = "no answer"
	StallInBody Fault = "nothing more in the middle of the body"
	SlowBody    Fault = "a byte every now and then, too long in all"
	CloseEarly  Fault = "closed in the middle of a body of known length"

	// Of the status.
	Status401      Fault = "401 that shows the key"
	Status403      Fault = "403"
	Status404      Fault = "404"
	Status408      Fault = "408"
	Status409      Fault = "409"
	Status429      Fault = "429"
	Status429Quota Fault = "429 for want of money"
	RetrySeconds   Fault = "429, Retry-After: 7"
	RetryFraction  Fault = "429, Retry-After: 1.5"
	RetryDate      Fault = "429, Retry-After: a date"
	RetryMillis    Fault = "429, retry-after-ms: 250"
	RetryHuge      Fault = "429, Retry-After: 1e9"
	RetryNegative  Fault = "429, Retry-After: -5"
	RetryNaN       Fault = "429, Retry-After: NaN"
	RetryWords     Fault = "429, Retry-After: soon"
	Status500      Fault = "500"
	Status500HTML  Fault = "500 of a page"
	Status501      Fault = "501"
	Status502      Fault = "502"
	Status503      Fault = "503"
	Status504      Fault = "504"
	Status529      Fault = "529"
	Status201      Fault = "201"
	Status204      Fault = "204"
	TooLong        Fault = "400: context length exceeded"
	TooLongLlama   Fault = "400: exceed_context_size_error"
	Filtered400    Fault = "400: content_filter"
	Redirect       Fault = "307 to another host"
	RedirectSame   Fault = "302 on the same host"

	// Of the head.
	PlainText Fault = "a sound body of type text/plain"
	NoType    Fault = "a sound body of no type"
	HTML      Fault = "200 of a page"
	Gzip      Fault = "compressed, which was not asked for"
	GzipBomb  Fault = "a bomb of gzip"
	EventText Fault = "a stream of events"

	// Of the body.
	Empty           Fault = "an empty body"
	EmptyObject     Fault = "{}"
	NullBody        Fault = "null"
	ListBody        Fault = "a list"
	ErrorIn200      Fault = "an error with status 200"
	NoChoices       Fault = "no choices"
	ChoicesObject   Fault = "choices that are no list"
	NoMessage       Fault = "a choice without a message"
	NullMessage     Fault = "a choice whose message is null"
	WrongRole       Fault = "a message of the user"
	ContentNumber   Fault = "content that is a number"
	ContentParts    Fault = "content in parts"
	NoFinish        Fault = "no finish_reason"
	NullFinish      Fault = "finish_reason null"
	OddFinish       Fault = "an unknown finish_reason"
	CallsWithout    Fault = "tool_calls without calls"
	OldFunction     Fault = "a function_call"
	InvalidUTF8     Fault = "invalid UTF-8"
	HalfSurrogate   Fault = "half a surrogate pair"
	DuplicateKeys   Fault = "a key twice"
	TwoValues       Fault = "two JSON values"
	DeepJSON        Fault = "a million brackets"
	NegativeUsage   Fault = "negative usage"
	WordUsage       Fault = "usage in words"
	HugeUsage       Fault = "usage beyond all numbers"
	HugeBody        Fault = "a huge answer"
	HugeChunked     Fault = "a huge answer of unknown length"
	CutHalf         Fault = "half the JSON, and a proper end"
	NaNNumber       Fault = "NaN in the JSON"
	ByteOrderMark   Fault = "a byte order mark"
	EchoesKey       Fault = "a reply that holds the key"
	EchoesKeyBase64 Fault = "a reply that holds the key in base64"

	// Outcomes.
	Length        Fault = "finish_reason length"
	ContentFilter Fault = "finish_reason content_filter"
	Refuses       Fault = "a refusal"

	// Of what was asked for.
	EmptyReply       Fault = "an empty reply"
	UnknownTool      Fault = "a call of an unknown tool"
	ArgumentsCut     Fault = "arguments that are no JSON"
	ArgumentsList    Fault = "arguments that are a list"
	ArgumentsTwice   Fault = "arguments with a key twice"
	ArgumentsObject  Fault = "arguments that are no string"
	DuplicateIDs     Fault = "two calls of one id"
	NumberID         Fault = "a call whose id is a number"
	MissingIDs       Fault = "calls without ids"
	OddCallType      Fault = "a call of an unknown type"
	NoFunction       Fault = "a call without a function"
	AgainstTheSchema Fault = "text against the schema"
)

// CutAt ends the body properly after n bytes.
func CutAt(n int) Fault { return Fault(cutAt + strconv.Itoa(n)) }

const cutAt = "cut at byte:"

// Mixed is a schedule of faults for [Options.Fault]: so many in a thousand
// requests misbehave, in one of the ways given. It is drawn from the seed, the
// request and how often that came, so that the order of requests does not
// matter; and nothing goes wrong more than most times with one request.
func Mixed(seed uint64, perMille, most int, faults []Fault) func([sha256.Size]byte, int) Fault {
	return func(body [sha256.Size]byte, n int) Fault {
		if n >= most {
			return None
		}
		text := binary.LittleEndian.AppendUint64(body[:], seed)
		sum := sha256.Sum256(binary.LittleEndian.AppendUint64(text, uint64(n)))
		if int(binary.LittleEndian.Uint32(sum[:])%1000) >= perMille {
			return None
		}
		return faults[binary.LittleEndian.Uint32(sum[4:])%uint32(len(faults))]
	}
}

// Always is the schedule of one fault, the first times that a request comes.
func Always(f Fault, times int) func([sha256.Size]byte, int) Fault {
	return func(_ [sha256.Size]byte, n int) Fault {
		if n < times {
			return f
		}
		return None
	}
}

// statuses are the faults that are a status and an error.
var statuses = map[Fault]struct {
	status          int
	code, message   string
	header, header2 string
}{
	Status403:      {403, "permission_denied", "You may not", "", ""},
	Status404:      {404, "model_not_found", "The model does not exist", "", ""},
	Status408:      {408, "timeout", "Request timed out", "", ""},
	Status409:      {409, "conflict", "Try again", "", ""},
	Status429:      {429, "rate_limit_exceeded", "Rate limit reached", "", ""},
	Status429Quota: {429, "insufficient_quota", "You exceeded your current quota", "", ""},
	RetrySeconds:   {429, "rate_limit_exceeded", "Rate limit reached", "Retry-After", "7"},
	RetryFraction:  {429, "rate_limit_exceeded", "Rate limit reached", "Retry-After", "1.5"},
	RetryMillis:    {429, "rate_limit_exceeded", "Rate limit reached", "Retry-After-Ms", "250"},
	RetryHuge:      {429, "rate_limit_exceeded", "Rate limit reached", "Retry-After", "1e9"},
	RetryNegative:  {429, "rate_limit_exceeded", "Rate limit reached", "Retry-After", "-5"},
	RetryNaN:       {429, "rate_limit_exceeded", "Rate limit reached", "Retry-After", "NaN"},
	RetryWords:     {429, "rate_limit_exceeded", "Rate limit reached", "Retry-After", "soon"},
	RetryDate:      {429, "rate_limit_exceeded", "Rate limit reached", "Retry-After", "Wed, 01 Jan 2020 00:00:20 GMT"},
	Status500:      {500, "server_error", "The server had an error", "", ""},
	Status501:      {501, "not_implemented", "Not implemented", "", ""},
	Status502:      {502, "bad_gateway", "Bad gateway", "", ""},
	Status503:      {503, "overloaded", "The engine is overloaded", "", ""},
	Status504:      {504, "timeout", "Gateway timeout", "", ""},
	Status529:      {529, "overloaded_error", "Overloaded", "", ""},
	TooLong:        {400, "context_length_exceeded", "This model's maximum context length is 8192 tokens", "", ""},
	TooLongLlama:   {400, "exceed_context_size_error", "the request exceeds the available context size", "", ""},
	Filtered400:    {400, "content_filter", "The response was filtered due to the prompt triggering the content management policy", "", ""},
}

// answer sends body, or what the fault makes of it.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, f Fault, sum [sha256.Size]byte, body []byte) {
	if st, ok := statuses[f]; ok {
		if st.header != "" {
			w.Header().Set(st.header, st.header2)
		}
		refuse(w, st.status, st.code, st.message)
		return
	}
	if n, ok := strings.CutPrefix(string(f), cutAt); ok {
		at, err := strconv.Atoi(n)
		if err != nil {
			panic("faultserver: " + err.Error())
		}
		sendType(w, body[:min(at, len(body))], "application/json")
		return
	}
	switch f {
	case None:
		s.mu.Lock()
		s.sound[sum]++
		s.mu.Unlock()
		sendType(w, body, "application/json")
	case MissingIDs:
		if bytes.Contains(body, []byte(`"tool_calls"`)) { // which is not wrong
			s.mu.Lock()
			s.sound[sum]++
			s.mu.Unlock()
		}
		sendType(w, change(f, body, ""), "application/json")
	case ResetBefore, ResetInHead, ResetInBody, CloseEarly, Stall, StallInBody, SlowBody:
		s.breakOff(w, f, body)
	case Status401:
		refuse(w, 401, "invalid_api_key", "Incorrect API key provided: "+r.Header.Get("Authorization"))
	case Status500HTML:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(500)
		fmt.Fprint(w, "<html><body><h1>500</h1></body></html>") //lint:unchecked nobody is there to be told
	case Status201:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(201)
		w.Write(body) //lint:unchecked nobody is there to be told
	case Status204:
		w.WriteHeader(204)
	case Redirect:
		w.Header().Set("Location", s.options.Elsewhere+"/chat/completions")
		w.WriteHeader(307)
	case RedirectSame:
		w.Header().Set("Location", "/v1/chat/completions")
		w.WriteHeader(302)
	case PlainText:
		sendType(w, body, "text/plain; charset=utf-8")
	case NoType:
		w.Header()["Content-Type"] = nil
		w.Write(body) //lint:unchecked nobody is there to be told
	case HTML:
		sendType(w, []byte("<!DOCTYPE html><html><title>Sign in</title></html>"), "text/html")
	case EventText:
		sendType(w, []byte("data: {\"choices\":[]}\n\ndata: [DONE]\n\n"), "text/event-stream")
	case Gzip, GzipBomb:
		content := body
		if f == GzipBomb {
			content = append(bytes.Repeat([]byte(" "), 16<<20), body...)
		}
		var z bytes.Buffer
		g := gzip.NewWriter(&z)
		g.Write(content) //lint:unchecked into memory
		g.Close()        //lint:unchecked into memory
		w.Header().Set("Content-Encoding", "gzip")
		sendType(w, z.Bytes(), "application/json")
	case HugeBody, HugeChunked:
		s.huge(w, f == HugeBody)
	default:
		sendType(w, change(f, body, r.Header.Get("Authorization")), "application/json")
	}
}

func sendType(w http.ResponseWriter, body []byte, contentType string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body) //lint:unchecked nobody is there to be told
}

// huge sends 300 MB of text.
func (s *Server) huge(w http.ResponseWriter, known bool) {
	const blocks, block = 300, 1 << 20
	w.Header().Set("Content-Type", "application/json")
	if known {
		w.Header().Set("Content-Length", strconv.Itoa(blocks*block))
	}
	text := bytes.Repeat([]byte("a"), block)
	copy(text, `{"choices":[{"message":{"content":"`)
	for range blocks {
		if _, err := w.Write(text); err != nil {
			return
		}
		for i := range 40 {
			text[i] = 'a'
		}
	}
}

// breakOff takes the connection over and lets it down.
func (s *Server) breakOff(w http.ResponseWriter, f Fault, body []byte) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic("faultserver: " + err.Error())
	}
	defer conn.Close() //lint:unchecked it is let down on purpose
	head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(body))
	send := func(text string) {
		conn.Write([]byte(text)) //lint:unchecked it is let down on purpose
	}
	reset := func() {
		if tcp, ok := conn.(*net.TCPConn); ok {
			tcp.SetLinger(0) //lint:unchecked it is let down on purpose
		}
	}
	switch f {
	case ResetBefore:
		reset()
	case ResetInHead:
		send(head[:20])
		reset()
	case ResetInBody:
		send(head + string(body[:len(body)/2]))
		time.Sleep(time.Millisecond) // else what was sent may be thrown away with the rest
		reset()
	case CloseEarly:
		send(head + string(body[:len(body)/2]))
	case Stall:
		s.hold(conn)
	case StallInBody:
		send(head + string(body[:len(body)/2]))
		s.hold(conn)
	case SlowBody:
		send(head)
		for _, b := range body {
			if _, err := conn.Write([]byte{b}); err != nil {
				return
			}
			select {
			case <-time.After(10 * time.Millisecond):
			case <-s.closed:
				return
			}
		}
	}
}

// hold waits until the other side has enough.
func (s *Server) hold(conn net.Conn) {
	gone := make(chan struct{})
	go func() {
		conn.Read(make([]byte, 1)) //lint:unchecked it returns when the other side has gone
		close(gone)
	}()
	select {
	case <-gone:
	case <-s.closed:
	}
}

// All are the faults, but for [None] and those that functions make.
func All() []Fault {
	return slices.Concat(Connection(), Statuses(), Bodies(), Outcomes(), OfCalls(), []Fault{EmptyReply, AgainstTheSchema})
}

// Connection are the faults of the connection.
func Connection() []Fault {
	return []Fault{ResetBefore, ResetInHead, ResetInBody, CloseEarly, Stall, StallInBody, SlowBody}
}

// Statuses are the faults of the status.
func Statuses() []Fault {
	return []Fault{
		Status401, Status403, Status404, Status408, Status409, Status429, Status429Quota, RetrySeconds, RetryFraction, RetryDate, RetryMillis, RetryHuge,
		RetryNegative, RetryNaN, RetryWords, Status500, Status500HTML, Status501, Status502, Status503, Status504, Status529, Status201, Status204,
		TooLong, TooLongLlama, Filtered400, Redirect, RedirectSame,
	}
}

// Bodies are the faults of heads and bodies.
func Bodies() []Fault {
	return []Fault{
		PlainText, NoType, HTML, Gzip, GzipBomb, EventText, Empty, EmptyObject, NullBody, ListBody, ErrorIn200, NoChoices, ChoicesObject, NoMessage,
		NullMessage, WrongRole, ContentNumber, ContentParts, NoFinish, NullFinish, OddFinish, CallsWithout, OldFunction, InvalidUTF8, HalfSurrogate,
		DuplicateKeys, TwoValues, DeepJSON, NegativeUsage, WordUsage, HugeUsage, HugeBody, HugeChunked, CutHalf, NaNNumber, ByteOrderMark, EchoesKey, EchoesKeyBase64,
	}
}

// Outcomes are replies that end otherwise than by themselves.
func Outcomes() []Fault { return []Fault{Length, ContentFilter, Refuses} }

// OfCalls are the faults of calls. They change a reply that has two.
func OfCalls() []Fault {
	return []Fault{
		UnknownTool, ArgumentsCut, ArgumentsList, ArgumentsTwice, ArgumentsObject, DuplicateIDs, NumberID, MissingIDs, OddCallType, NoFunction,
	}
}

// Transient are the faults after which asking again helps: a build that bears
// them ends with the same bytes as without.
func Transient() []Fault {
	return slices.Concat(
		[]Fault{ResetBefore, ResetInHead, ResetInBody, CloseEarly},
		[]Fault{Status408, Status409, Status429, RetryMillis, RetryNegative, RetryNaN, RetryWords, Status500, Status500HTML, Status502, Status503, Status504, Status529, Status201},
		[]Fault{PlainText, HTML, EventText, Empty, EmptyObject, NullBody, ListBody, ErrorIn200, NoChoices, NoMessage, WrongRole, ContentNumber, ContentParts,
			NoFinish, OddFinish, CallsWithout, InvalidUTF8, DuplicateKeys, TwoValues, WordUsage, CutHalf, EmptyReply, AgainstTheSchema},
		OfCalls(),
	)
}
