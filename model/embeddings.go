package model

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/sashabaranov/go-openai"
)

// embedBatch is how many texts are asked for at once: so many vectors of 4,096
// numbers fit into an answer.
const embedBatch = 64

// Embed implements [Asker]. Each text is recorded by itself, so that what is
// asked together does not matter.
func (s *Session) Embed(ctx context.Context, r EmbedRequest) ([][]float32, error) {
	vectors := make([][]float32, len(r.Texts))
	c := s.client
	var questions, missing []*question
	places := map[key][]int{}
	for i, text := range r.Texts {
		q, err := c.asker.embedding(r.Purpose, text)
		if err != nil {
			return nil, c.failure(r.Purpose, Rejected, fmt.Sprintf("text %d: %v", i, err))
		}
		k := key{id: q.id}
		if places[k] == nil {
			questions = append(questions, q)
		}
		places[k] = append(places[k], i)
	}
	for _, q := range questions {
		p, ok, err := c.recorded(key{id: q.id}, q)
		if err != nil {
			return nil, err
		}
		if !ok {
			missing = append(missing, q)
			continue
		}
		if err := s.vector(q, p, places, vectors); err != nil {
			return nil, err
		}
	}
	if len(missing) > 0 && c.settings.Mode == Replay {
		return nil, c.miss(missing[0])
	}
	var waiting []boarded
	for len(missing)+len(waiting) > 0 {
		var batch []boarded
		for len(missing) > 0 && len(batch) < embedBatch {
			q := missing[0]
			missing = missing[1:]
			if fl, first := c.inFlight.board(flightKey{key: key{id: q.id}}); first {
				batch = append(batch, boarded{q, fl})
			} else {
				waiting = append(waiting, boarded{q, fl})
			}
		}
		if len(batch) > 0 {
			if err := s.embedOnce(ctx, batch, places, vectors); err != nil {
				return nil, err
			}
			continue
		}
		w := waiting[0]
		waiting = waiting[1:]
		p, landed, err := w.flight.wait(ctx)
		if err != nil {
			return nil, err
		}
		if !landed {
			missing = append(missing, w.question)
			continue
		}
		if err := s.vector(w.question, p, places, vectors); err != nil {
			return nil, err
		}
	}
	for i, v := range vectors {
		if len(v) != len(vectors[0]) {
			return nil, c.failure(r.Purpose, Parse, fmt.Sprintf("vector %d has %d numbers, and the first has %d", i, len(v), len(vectors[0])))
		}
	}
	return vectors, nil
}

// vector puts the vector of an answer where its text stood.
func (s *Session) vector(q *question, p paid, places map[key][]int, vectors [][]float32) error {
	k := key{id: q.id}
	s.note(q.request.Purpose.Role, k, p)
	if p.answer.Class != "" {
		_, err := p.answer.outcome(q.request.Purpose)
		return err
	}
	v, err := decodeVector(p.answer.Vector)
	if err != nil {
		return s.client.failure(q.request.Purpose, Missing, "the recording is damaged: "+err.Error())
	}
	for _, i := range places[k] {
		vectors[i] = v
	}
	return nil
}

// embedding makes a text ready.
func (a *asker) embedding(p Purpose, text string) (*question, error) {
	if text == "" {
		return nil, errors.New("it is empty")
	}
	w := writer{}
	w.raw(`{"kind":"embedding","model":`)
	w.text(a.model)
	if a.extra != nil {
		w.raw(`,"sampling":{"extra":`)
		w.dst = append(w.dst, a.extra...)
		w.raw(`}`)
	}
	w.raw(`,"text":`)
	w.text(text)
	w.raw(`,"v":1}`)
	if w.err != nil {
		return nil, w.err
	}
	r := Request{Purpose: p, Messages: []Message{{Role: "user", Content: text}}}
	return &question{request: r, text: w.dst, id: sha256.Sum256(w.dst)}, nil
}

// A boarded is a text whose vector is asked for, here or by somebody else.
type boarded struct {
	question *question
	flight   *flight
}

// errAlone tells those who wait for a text of a batch that failed to ask for it
// themselves: another text may be to blame.
var errAlone = errors.New("the batch failed")

// embedOnce finds the vectors of a batch on whose flights it is the first, and
// lands them all.
func (s *Session) embedOnce(ctx context.Context, batch []boarded, places map[key][]int, vectors [][]float32) error {
	c := s.client
	// Other flights may have landed since, or another process.
	if c.settings.Recordings != nil {
		c.settings.Recordings.refresh()
	}
	found := make([]paid, len(batch))
	var missing []*question
	var at []int
	var err error
	for i, b := range batch {
		p, ok, e := c.recorded(key{id: b.question.id}, b.question)
		if e != nil {
			err = e
			break
		}
		if found[i] = p; !ok {
			missing, at = append(missing, b.question), append(at, i)
		}
	}
	if err == nil && len(missing) > 0 {
		var asked []paid
		asked, err = s.embed(ctx, missing)
		for i, p := range asked {
			found[at[i]] = p
		}
	}
	for i, b := range batch {
		k := key{id: b.question.id}
		if err != nil {
			c.inFlight.land(flightKey{key: k}, b.flight, paid{}, errAlone)
			continue
		}
		c.inFlight.land(flightKey{key: k}, b.flight, found[i], nil)
	}
	if err != nil {
		return err
	}
	for i, b := range batch {
		if err := s.vector(b.question, found[i], places, vectors); err != nil {
			return err
		}
	}
	return nil
}

// embed asks for the vectors of a batch and records each.
func (s *Session) embed(ctx context.Context, batch []*question) ([]paid, error) {
	c := s.client
	purpose := batch[0].request.Purpose
	texts := make([]string, len(batch))
	for i, q := range batch {
		texts[i] = q.request.Messages[0].Content
		if c.secret.in(q.text) {
			return nil, c.failure(purpose, Rejected, "a text holds the key of the model")
		}
	}
	rec := c.settings.Recordings
	if rec != nil && rec.readOnly {
		return nil, c.failure(purpose, Unrecorded, errReadOnly.Error())
	}
	var asked Usage
	found, v, err := c.embedAttempts(ctx, texts, batch, &asked)
	if err != nil || v.class != "" {
		s.note(purpose.Role, key{}, paid{asked: asked})
		if err != nil {
			return nil, err
		}
		return nil, c.failure(purpose, v.class, v.detail)
	}
	answers := make([]paid, len(batch))
	var kept []*keeping
	note := callNote{Role: purpose.Role, Record: purpose.Record, Served: shorten(excerpt([]byte(v.served))), Took: v.took.Milliseconds()}
	for i, q := range batch {
		// What the batch took is shared out over its texts.
		n, at := int64(len(batch)), int64(i)
		total := v.reply.Usage.PromptTokens
		u := Usage{PromptTokens: total*(at+1)/n - total*at/n}
		if i == 0 {
			u.Calls = 1
			answers[i].asked = asked
		}
		answers[i].answer = &answer{Vector: encodeVector(found[i]), Usage: u}
		if rec != nil {
			kept = append(kept, newKeeping(q, answers[i].answer, note, c.settings.Mode == Live))
			continue
		}
		_, answers[i].digest = answers[i].answer.encode()
	}
	if rec != nil {
		if err := rec.keep(kept); err != nil {
			return nil, c.failure(purpose, Unrecorded, err.Error())
		}
		for i, g := range kept {
			answers[i].answer, answers[i].digest = g.answer, g.row.digest
			c.freshen(g.row.key)
		}
	}
	return answers, nil
}

// embedAttempts asks for vectors until they are there or no retry is left.
func (c *Client) embedAttempts(ctx context.Context, texts []string, batch []*question, asked *Usage) ([][]float32, verdict, error) {
	var found [][]float32
	v, err := c.retried(ctx, batch[0], func() (verdict, time.Duration, error) {
		p := &parcel{members: c.extraMembers(nil)}
		size := 0
		for _, t := range texts {
			size += len(t) + 16
		}
		return c.once(ctx, p, spending{1, int64(size), 0, c.settings.Price.cost(int64(size), 0)}, asked,
			func(ctx context.Context) error {
				_, err := c.library.CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{
					Input: texts, Model: openai.EmbeddingModel(c.settings.Model), EncodingFormat: openai.EmbeddingEncodingFormatFloat})
				return err
			},
			func() (v verdict) {
				found, v = acceptVectors(p.head, p.body, len(texts))
				return v
			})
	})
	return found, v, err
}

type wireVectors struct {
	Error jsontext.Value `json:"error"`
	Model *string        `json:"model"`
	Data  []struct {
		Index  *int      `json:"index"`
		Vector []float64 `json:"embedding"`
	} `json:"data"`
	Usage *wireUsage `json:"usage"`
}

// acceptVectors decides what an answer with vectors is: one for every text,
// each at its index, of finite numbers, and all of one length.
func acceptVectors(head http.Header, body []byte, n int) ([][]float32, verdict) {
	if v := checkHead(head); v.class != "" {
		return nil, v
	}
	var w wireVectors
	if err := json.Unmarshal(body, &w); err != nil {
		return nil, failed(Parse, "the answer is no list of vectors: %s", plainJSON(err))
	}
	if e := w.Error; len(e) > 0 && e.Kind() != 'n' {
		return nil, failed(Provider, "an error in an answer that says 200: %s", excerpt(e))
	}
	if len(w.Data) != n {
		return nil, failed(Parse, "%d vectors came for %d texts", len(w.Data), n)
	}
	out := make([][]float32, n)
	for i, d := range w.Data {
		at := i
		if d.Index != nil {
			at = *d.Index
		}
		if at < 0 || at >= n || out[at] != nil {
			return nil, failed(Parse, "vector %d has the index %d", i, at)
		}
		if len(d.Vector) == 0 || len(d.Vector) != len(w.Data[0].Vector) {
			return nil, failed(Parse, "vector %d has %d numbers, and the first has %d", i, len(d.Vector), len(w.Data[0].Vector))
		}
		out[at] = make([]float32, len(d.Vector))
		for j, x := range d.Vector {
			y := float32(x)
			if math.IsInf(float64(y), 0) || math.IsNaN(float64(y)) {
				return nil, failed(Parse, "a number of vector %d is out of range", i)
			}
			out[at][j] = y
		}
	}
	v := verdict{}
	if w.Model != nil {
		v.served = *w.Model
	}
	if u := w.Usage; u != nil && u.Prompt != nil {
		if *u.Prompt < 0 || *u.Prompt > mostTokens {
			return nil, failed(Parse, "it claims %d tokens", *u.Prompt)
		}
		v.used = true
		v.reply.Usage.PromptTokens = *u.Prompt
	}
	v.reply.Usage.Calls = 1
	return out, v
}
