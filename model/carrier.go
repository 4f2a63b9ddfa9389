package model

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	// maxBody bounds what a server may answer.
	maxBody = 8 << 20

	maxHead = 64 << 10
)

// A carrier sends what the client library has made ready and takes in what
// comes back, as the bytes that came: the library would take a broken answer
// for an empty one. It follows no redirect, so that the key goes nowhere else,
// asks for no compression and takes none, and obeys no proxy variables.
type carrier struct {
	transport *http.Transport
	timeouts  Timeouts
	key       func() string
}

// newCarrier returns a carrier with connections for so many requests at once.
func newCarrier(t Timeouts, key func() string, connections int) *carrier {
	dialer := &net.Dialer{Timeout: t.Connect, KeepAlive: 30 * time.Second}
	return &carrier{
		timeouts: t, key: key,
		transport: &http.Transport{
			DialContext:            dialer.DialContext,
			TLSHandshakeTimeout:    t.Connect,
			ResponseHeaderTimeout:  t.FirstByte,
			MaxIdleConnsPerHost:    connections,
			IdleConnTimeout:        90 * time.Second,
			MaxResponseHeaderBytes: maxHead,
			DisableCompression:     true,
			WriteBufferSize:        16 << 10,
			ReadBufferSize:         16 << 10,
			TLSNextProto:           map[string]func(string, *tls.Conn) http.RoundTripper{}, // HTTP/1.1: a connection that breaks takes one call with it
		},
	}
}

func (c *carrier) close() { c.transport.CloseIdleConnections() }

// A parcel goes through the library beside a request: what the request has
// besides what the library's types can say, and what came back.
type parcel struct {
	model   []byte // the name of the model, quoted, in place of the library's empty one; nil leaves what it wrote
	members []byte // further members, each with a comma before it
	sent    int    // bytes

	status int
	head   http.Header
	body   []byte
}

type parcelKey struct{}

// emptyModel is how the library begins a request without a model.
const emptyModel = `{"model":""`

// with returns a context that hands p to the carrier.
func with(ctx context.Context, p *parcel) context.Context {
	return context.WithValue(ctx, parcelKey{}, p)
}

// errHandled is what the library gets for an answer: it is in the parcel.
var errHandled = errors.New("the answer is in the parcel")

// Do implements openai.HTTPDoer. Whatever comes back, the library is told of an
// error, and so does not read it.
func (c *carrier) Do(request *http.Request) (*http.Response, error) {
	p := request.Context().Value(parcelKey{}).(*parcel)
	body := make([]byte, request.ContentLength) // it is in memory
	if _, err := io.ReadFull(request.Body, body); err != nil {
		return nil, err
	}
	body = bytes.TrimRight(body, "\n")
	start := []byte("{")
	if p.model != nil {
		rest, ok := bytes.CutPrefix(body, []byte(emptyModel))
		if !ok {
			panic("model: the client library no longer begins a request with the model's name")
		}
		start, body = []byte(`{"model":`), rest
	} else {
		body = body[1:]
	}
	body = slices.Concat(start, p.model, body[:len(body)-1], p.members, []byte("}"))
	p.sent = len(body)
	request.Body = io.NopCloser(bytes.NewReader(body))
	request.ContentLength = int64(len(body))
	request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	request.Header.Set("User-Agent", "worldc")
	request.Header.Del("Authorization")
	if k := c.key(); strings.ContainsFunc(k, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return nil, errKey
	} else if k != "" {
		request.Header.Set("Authorization", "Bearer "+k)
	}
	ctx, cancel := context.WithCancelCause(request.Context())
	defer cancel(nil)
	response, err := c.transport.RoundTrip(request.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //lint:unchecked it is read to its end, or of no use
	p.status, p.head = response.StatusCode, response.Header
	idle := time.AfterFunc(c.timeouts.Idle, func() { cancel(errIdle) })
	defer idle.Stop()
	p.body, err = readAll(response.Body, response.ContentLength, func() { idle.Reset(c.timeouts.Idle) })
	if cause := context.Cause(ctx); err != nil && cause == errIdle {
		err = cause
	}
	if err != nil {
		return nil, err
	}
	return nil, errHandled
}

var (
	errIdle    = errors.New("nothing came for too long in the middle of the answer")
	errKey     = errors.New("the key has a line break in it, or another character that no header can hold: look at the environment variable that holds it")
	errTooLong = fmt.Errorf("the answer is longer than %d MiB", maxBody>>20)
)

// readAll reads a body of at most maxBody bytes, and says when something came.
func readAll(r io.Reader, length int64, came func()) ([]byte, error) {
	if length > maxBody {
		return nil, errTooLong
	}
	size := length + 1 // reads the end as well
	if length < 0 {
		size = 4 << 10
	}
	buf := make([]byte, 0, size)
	for {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if len(buf) > maxBody {
			return nil, errTooLong
		}
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return nil, err
		}
		came()
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
	}
}

// plainError is what an error of a connection comes to, without addresses of
// this machine, so that equal errors read the same.
func plainError(err error) string {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return "it took too long: " + lastOf(err)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "the connection ended in the middle of the answer"
	}
	return lastOf(err)
}

// lastOf is the innermost error: those around it name addresses and ports.
func lastOf(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return strings.ToValidUTF8(err.Error(), "?")
		}
		err = inner
	}
}
