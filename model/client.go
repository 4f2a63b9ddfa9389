package model

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/sashabaranov/go-openai"
	"worldc/artifact"
)

// A Client asks one model. Any number of goroutines may use it; each node of a
// build asks through a [Session] of its own.
type Client struct {
	settings Settings
	asker    *asker
	name     []byte // of the model, quoted
	secret   *secret

	carrier *carrier // nil in [Replay], as is library
	library *openai.Client
	lane    *lane

	formats  formats
	newName  atomic.Bool  // the server wants max_completion_tokens
	usual    atomic.Int64 // tokens of the longest reply
	inFlight flights

	mu    sync.Mutex
	fresh map[key]bool // what Live has asked
}

// Open readies a model. An error says what of the settings will not do, and
// never holds what could be a key.
func Open(s Settings) (*Client, error) {
	if s.Format == "" {
		s.Format = FormatAuto
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	if s.Account == nil {
		s.Account = NewAccount(Allowance{})
	}
	if s.Clock == nil {
		s.Clock = machineClock{}
	}
	if s.Timeouts == (Timeouts{}) {
		s.Timeouts = DefaultTimeouts()
	}
	if s.Account.maxCost > 0 && s.Price == nil {
		return nil, fmt.Errorf("max_cost_usd bounds the build, and model %q has no price", s.Model)
	}
	if s.Key != nil {
		key := s.Key
		s.Key = func() string { return strings.TrimSpace(key()) } // a line's end from a file
	}
	c := &Client{settings: s, asker: newAsker(&s), secret: newSecret(s.Key), fresh: map[key]bool{}}
	c.inFlight.known = map[flightKey]*flight{}
	c.formats.of = map[string]Format{}
	var err error
	if c.name, err = jsontext.AppendQuote(nil, s.Model); err != nil {
		return nil, errors.New("the name of the model is not UTF-8")
	}
	if c.secret.in([]byte(s.BaseURL + "\n" + s.Model)) {
		return nil, errors.New("the key stands in the base URL or in the name of the model: keys come from the environment alone")
	}
	if s.Mode != Replay {
		key := s.Key
		if key == nil {
			key = func() string { return "" }
		}
		connections := s.MaxConcurrency
		if connections == 0 {
			connections = mostWindow
		}
		c.carrier = newCarrier(s.Timeouts, key, connections)
		config := openai.DefaultConfig("") // the carrier has the key
		config.BaseURL = s.BaseURL
		config.HTTPClient = c.carrier
		c.library = openai.NewClientWithConfig(config)
		c.lane = s.Account.lane(&s, s.Clock)
	}
	return c, nil
}

// Close lets go of connections. Recordings stay open.
func (c *Client) Close() {
	if c.carrier != nil {
		c.carrier.close()
	}
}

// failure makes a failure whose detail is fit to be seen.
func (c *Client) failure(p Purpose, class Class, detail string) *Failure {
	return &Failure{Class: class, Purpose: p, Detail: shorten(c.secret.mask(excerpt([]byte(detail))))}
}

// A paid is what came of a request and what it took this time.
type paid struct {
	answer *answer
	digest artifact.Digest
	asked  Usage // anew, failed attempts included
}

// ask answers a request from recordings or the server.
func (c *Client) ask(ctx context.Context, r Request) (key, paid, error) {
	q, err := c.asker.question(r, c.settings.MaxTokens)
	if err != nil {
		return key{}, paid{}, c.failure(r.Purpose, Rejected, "the request is not one: "+err.Error())
	}
	if c.secret.in(q.text) {
		return key{}, paid{}, c.failure(r.Purpose, Rejected, "the request holds the key of the model")
	}
	k := key{q.id, uint32(r.Ordinal)}
	if p, ok, err := c.recorded(k, q); err != nil || ok {
		return k, p, err
	}
	if c.settings.Mode == Replay {
		return k, paid{}, c.miss(q)
	}
	p, err := c.inFlight.do(ctx, flightKey{k, q.limit}, func() (paid, error) {
		// Another flight may have landed since, or another process.
		if c.settings.Recordings != nil {
			c.settings.Recordings.refresh()
		}
		if p, ok, err := c.recorded(k, q); err != nil || ok {
			return p, err
		}
		return c.call(ctx, q)
	})
	return k, p, err
}

// recorded looks for an answer in the recordings.
func (c *Client) recorded(k key, q *question) (paid, bool, error) {
	rec := c.settings.Recordings
	if rec == nil || c.settings.Mode == Live && !c.isFresh(k) {
		return paid{}, false, nil
	}
	p := rec.find(k, q.limit)
	if p == nil {
		return paid{}, false, nil
	}
	a, err := rec.read(p)
	if err != nil {
		if c.settings.Mode == Replay {
			return paid{}, false, c.failure(q.request.Purpose, Missing, "the recording is damaged: "+err.Error())
		}
		rec.drop(p, err)
		return paid{}, false, nil
	}
	return paid{answer: a, digest: p.digest}, true, nil
}

func (c *Client) isFresh(k key) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.fresh[k]
}

// call asks the server, again where that may help, and records what it says.
func (c *Client) call(ctx context.Context, q *question) (paid, error) {
	rec := c.settings.Recordings
	if rec != nil && rec.readOnly {
		return paid{}, c.failure(q.request.Purpose, Unrecorded, errReadOnly.Error())
	}
	var asked Usage
	v, err := c.attempts(ctx, q, &asked)
	if err != nil {
		return paid{asked: asked}, err
	}
	var f *Failure
	if v.class != "" {
		f = c.failure(q.request.Purpose, v.class, v.detail)
		f.Said = saidText(&v.reply)
		if !v.class.Final() {
			return paid{asked: asked}, f
		}
	}
	a := answerOf(&v.reply, f)
	p := paid{answer: a, asked: asked}
	if rec == nil {
		_, p.digest = a.encode()
		return p, nil
	}
	note := callNote{Role: q.request.Purpose.Role, Record: q.request.Purpose.Record, Served: shorten(excerpt([]byte(v.served))), Took: v.took.Milliseconds()}
	if q.request.Schema != nil {
		note.Format = c.format(q)
	}
	g := newKeeping(q, a, note, c.settings.Mode == Live)
	if err := rec.keep([]*keeping{g}); err != nil {
		return paid{asked: asked}, c.failure(q.request.Purpose, Unrecorded, err.Error())
	}
	p.answer, p.digest = g.answer, g.row.digest
	c.freshen(g.row.key)
	return p, nil
}

// freshen notes that Live has asked.
func (c *Client) freshen(k key) {
	if c.settings.Mode != Live {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh[k] = true
}

// attempts asks for a reply until there is one.
func (c *Client) attempts(ctx context.Context, q *question, asked *Usage) (verdict, error) {
	return c.retried(ctx, q, func() (verdict, time.Duration, error) {
		format := c.format(q)
		request := c.wireRequest(q, format)
		p := &parcel{model: c.name, members: c.members(q, c.newName.Load())}
		v, wait, err := c.once(ctx, p, c.most(q), asked,
			func(ctx context.Context) error {
				_, err := c.library.CreateChatCompletion(ctx, request)
				return err
			},
			func() verdict { return c.accept(q, p.head, p.body) })
		if err == nil && (v.class == Rejected || v.class == Provider) && c.adapt(q, format, v) {
			v.again = true
		}
		return v, wait, err
	})
}

// retried asks until there is a reply, an outcome that asking again does not
// change, or no retry left in the budget of a class.
func (c *Client) retried(ctx context.Context, q *question, once func() (verdict, time.Duration, error)) (verdict, error) {
	left := c.settings.Retries
	for n := 1; ; n++ {
		v, wait, err := once()
		var over budgetError
		switch {
		case errors.As(err, &over):
			return failed(Budget, "%s", over.Error()), nil
		case err != nil:
			return v, err
		case v.again:
			continue
		case v.class == "":
			return v, nil
		}
		if v.class == Validation && q.request.Once {
			return v, nil
		}
		budget := left.of(v.class)
		if budget == nil || *budget <= 0 {
			if n > 1 && !v.class.Final() {
				v.detail = fmt.Sprintf("%s (after %d attempts)", shorten(v.detail), n)
			}
			return v, nil
		}
		*budget--
		if v.class == Validation {
			continue
		}
		if wait == 0 {
			wait = backoff(key{q.id, uint32(q.request.Ordinal)}, n)
		}
		if err := c.settings.Clock.Sleep(ctx, wait); err != nil {
			return v, err
		}
	}
}

// once asks once, where the lane and the account let it through. The time to
// wait is what the server wants, 0 if it does not say. An error is ctx's or a
// budgetError.
func (c *Client) once(ctx context.Context, p *parcel, want spending, asked *Usage, do func(context.Context) error, accept func() verdict) (v verdict, wait time.Duration, err error) {
	epoch, err := c.lane.enter(ctx, int(want.prompt/3+min(want.completion, c.usual.Load()+256)))
	if err != nil {
		return v, 0, err
	}
	if err := c.settings.Account.reserve(ctx, want); err != nil {
		c.lane.leave(epoch, wentNoWhit)
		return v, 0, err
	}
	var spent spending
	went := wentNoWhit
	defer func() {
		c.settings.Account.settle(want, spent, c.settings.Price != nil)
		c.lane.leave(epoch, went)
		asked.Add(Usage{spent.calls, spent.prompt, spent.completion})
	}()
	sent := c.settings.Clock.Now()
	err = c.send(ctx, p, do)
	took := c.settings.Clock.Now().Sub(sent)
	if err != nil && ctx.Err() != nil { // a whole answer is kept all the same
		spent = c.guess(p.sent, 0)
		return v, 0, ctx.Err()
	}
	v, went, wait = c.judge(p, err, accept)
	v.took = took
	if v.class == Transport && !isDial(err) || p.status == http.StatusOK {
		spent = c.spentOn(&v, p)
	}
	if p.status == http.StatusOK && c.secret.in(p.body) {
		v = failed(Parse, "the answer holds the key of the model, and so it is not kept")
	}
	if n := v.reply.Usage.CompletionTokens; v.class == "" {
		for old := c.usual.Load(); n > old && !c.usual.CompareAndSwap(old, n); old = c.usual.Load() {
		}
	}
	return v, wait, nil
}

// send has the library send a request within the time of one attempt.
func (c *Client) send(ctx context.Context, p *parcel, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(with(ctx, p), c.settings.Timeouts.Total)
	defer cancel()
	err := do(ctx)
	if errors.Is(err, errHandled) {
		return nil
	}
	if err == nil {
		panic("model: the client library took in an answer itself")
	}
	return err
}

// unboundedReply is what is set aside for a reply without a bound before one
// has been seen.
const unboundedReply = 4096

// most is the most that a question can cost: a token has at least one byte.
func (c *Client) most(q *question) spending {
	completion := int64(q.limit)
	if completion == 0 {
		completion = max(unboundedReply, 2*c.usual.Load())
	}
	prompt := int64(len(q.text)) + 64
	return spending{1, prompt, completion, c.settings.Price.cost(prompt, completion)}
}

// spentOn is what an attempt cost by what the server says, or a guess.
func (c *Client) spentOn(v *verdict, p *parcel) spending {
	if !v.used {
		return c.guess(p.sent, len(v.reply.Content)+len(v.reply.Reasoning))
	}
	u := v.reply.Usage
	return spending{1, u.PromptTokens, u.CompletionTokens, c.settings.Price.cost(u.PromptTokens, u.CompletionTokens)}
}

func (c *Client) guess(sent, said int) spending {
	prompt, completion := int64(sent+2)/3, int64(said+2)/3
	return spending{1, prompt, completion, c.settings.Price.cost(prompt, completion)}
}

// flights are the requests that are under way, so that who asks the same waits
// for the answer instead of paying again.
type flights struct {
	mu    sync.Mutex
	known map[flightKey]*flight
}

type flightKey struct {
	key
	limit int
}

type flight struct {
	done chan struct{}
	paid paid
	err  error
}

// board is the flight of a request. Who is first on it makes the request and has
// to land the flight; the others wait, and nobody may wait who has not landed
// what is theirs, or two could wait for each other.
func (f *flights) board(k flightKey) (fl *flight, first bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fl = f.known[k]
	if fl == nil {
		fl, first = &flight{done: make(chan struct{})}, true
		f.known[k] = fl
	}
	return fl, first
}

// land tells those who wait what came of a request. What they shall ask for
// themselves has an error that is no [Failure].
func (f *flights) land(k flightKey, fl *flight, p paid, err error) {
	fl.paid, fl.err = p, err
	f.mu.Lock()
	delete(f.known, k)
	f.mu.Unlock()
	close(fl.done)
}

// wait is what came of the request of somebody else, for which who waits pays
// nothing; landed is false where nothing came of it.
func (fl *flight) wait(ctx context.Context) (p paid, landed bool, err error) {
	select {
	case <-fl.done:
	case <-ctx.Done():
		return paid{}, true, ctx.Err()
	}
	var failure *Failure
	if fl.err != nil && !errors.As(fl.err, &failure) {
		return paid{}, false, nil // its caller was called off, this one was not
	}
	p = fl.paid
	p.asked = Usage{}
	return p, true, fl.err
}

// do runs ask once for all who want k at the same time.
func (f *flights) do(ctx context.Context, k flightKey, ask func() (paid, error)) (paid, error) {
	for {
		fl, first := f.board(k)
		if first {
			p, err := ask()
			f.land(k, fl, p, err)
			return p, err
		}
		if p, landed, err := fl.wait(ctx); landed {
			return p, err
		}
	}
}
