package model

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"worldc/artifact"
)

// An answer is what is recorded of a question: a reply, or an outcome that is
// final. Its canonical JSON has a digest, which with identity and ordinal says
// all that a build depends on.
type answer struct {
	Calls     []recordedCall `json:"calls,omitempty"`
	Class     Class          `json:"class,omitempty"` // of an outcome
	Content   string         `json:"content,omitempty"`
	Detail    string         `json:"detail,omitempty"` // of an outcome
	Reasoning string         `json:"reasoning,omitempty"`
	Usage     Usage          `json:"usage"`
	Vector    string         `json:"vector,omitempty"` // of an embedding: base64 of 32-bit floats, little-endian
}

type recordedCall struct {
	ID        string          `json:"id"`
	Tool      string          `json:"tool"`
	Arguments json.RawMessage `json:"arguments"`
}

// answerOf is what is recorded of a reply or, where f is not nil, of a final
// outcome.
func answerOf(r *Reply, f *Failure) *answer {
	if f != nil {
		return &answer{Class: f.Class, Detail: f.Detail, Content: f.Said, Usage: r.Usage}
	}
	a := &answer{Content: r.Content, Reasoning: r.Reasoning, Usage: r.Usage}
	for _, c := range r.Calls {
		a.Calls = append(a.Calls, recordedCall(c))
	}
	return a
}

// outcome is what the answer means to whoever asked.
func (a *answer) outcome(p Purpose) (Reply, error) {
	if a.Class != "" {
		return Reply{}, &Failure{Class: a.Class, Purpose: p, Detail: a.Detail, Said: a.Content}
	}
	r := Reply{Content: a.Content, Reasoning: a.Reasoning, Usage: a.Usage}
	for _, c := range a.Calls {
		r.Calls = append(r.Calls, Call(c))
	}
	return r, nil
}

// maxSaid bounds what is kept of an answer that is not what was asked for.
const maxSaid = 16 << 10

// saidText is an answer as one shows it to whoever gave it: its text, and a line
// for each call.
func saidText(r *Reply) string {
	lines := []string{}
	if r.Content != "" {
		lines = append(lines, r.Content)
	}
	for _, c := range r.Calls {
		lines = append(lines, string(canonicalOf(recordedCall(c))))
	}
	text := strings.Join(lines, "\n")
	if len(text) > maxSaid {
		text = strings.ToValidUTF8(text[:maxSaid], "") + "…"
	}
	return text
}

// encode returns the canonical JSON of the answer, and its digest. It is what
// artifact.Marshal makes of it, without reflection.
func (a *answer) encode() ([]byte, artifact.Digest) {
	w := writer{dst: make([]byte, 0, len(a.Content)+len(a.Reasoning)+len(a.Vector)+128)}
	w.raw(`{`)
	if len(a.Calls) > 0 {
		w.raw(`"calls":`)
		w.dst = append(w.dst, canonicalOf(a.Calls)...)
		w.raw(`,`)
	}
	member := func(name, text string) {
		if text != "" {
			w.raw(name)
			w.text(text)
			w.raw(`,`)
		}
	}
	member(`"class":`, string(a.Class))
	member(`"content":`, a.Content)
	member(`"detail":`, a.Detail)
	member(`"reasoning":`, a.Reasoning)
	w.raw(`"usage":{"calls":`)
	w.number(a.Usage.Calls)
	w.raw(`,"completion_tokens":`)
	w.number(a.Usage.CompletionTokens)
	w.raw(`,"prompt_tokens":`)
	w.number(a.Usage.PromptTokens)
	w.raw(`}`)
	if a.Vector != "" {
		w.raw(`,"vector":`)
		w.text(a.Vector)
	}
	w.raw(`}`)
	if w.err != nil {
		panic(fmt.Sprintf("model: an answer that was accepted cannot be written: %v", w.err))
	}
	return w.dst, sha256.Sum256(w.dst)
}

// decodeAnswer reads what encode writes.
func decodeAnswer(text []byte) (*answer, error) {
	a := &answer{}
	if err := json.Unmarshal(text, a); err != nil {
		return nil, err
	}
	return a, nil
}

// encodeVector and decodeVector carry a vector in text.
func encodeVector(v []float32) string {
	raw := make([]byte, 0, 4*len(v))
	for _, x := range v {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	return base64.StdEncoding.EncodeToString(raw)
}

func decodeVector(text string) ([]float32, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	if len(raw) == 0 || len(raw)%4 != 0 {
		return nil, fmt.Errorf("a vector of %d bytes", len(raw))
	}
	v := make([]float32, len(raw)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return v, nil
}
