package chat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"worldc/model"
)

// A question is what is asked for an answer of a known form.
type question struct {
	purpose  model.Purpose
	ordinal  int
	messages []model.Message
	schema   model.Schema

	// longest is how many tokens the answer may have, 0 for what the model block
	// says.
	longest int

	// once is that of requests.
	once bool
}

// The bounds of what is sent back.
const (
	mostProblems = 12
	mostSaid     = 24_000 // characters
)

// ask asks until there is an answer in which check finds no fault: it sends an
// answer back with its faults, and begins anew, as often as the model allows.
// The message of the answer that was taken is returned with it, for questions
// that go on from it.
//
// The error is a [*model.Failure] unless ctx has ended.
func ask[T any](ctx context.Context, m *Model, q question, check func(*T) []string) (answer T, said model.Message, err error) {
	first := q.ordinal
	for n := range m.options.Restarts + 1 {
		q.ordinal = Restart(first, n)
		answer, said, err = askOnce(ctx, m, q, check)
		var failure *model.Failure
		if err == nil || !errors.As(err, &failure) || !failure.Class.Final() {
			break
		}
	}
	return answer, said, err
}

// askOnce is ask without beginning anew.
func askOnce[T any](ctx context.Context, m *Model, q question, check func(*T) []string) (answer T, said model.Message, err error) {
	answer, said, _, err = askRepaired(ctx, m, q, m.options.Repairs, check)
	return answer, said, err
}

// askAtMost is ask with a number of calls that is not passed, however they end. It
// returns how many were made.
func askAtMost[T any](ctx context.Context, m *Model, q question, most int, check func(*T) []string) (answer T, asked int, err error) {
	first := q.ordinal
	q.once = true
	for n := 0; asked < most; n++ {
		q.ordinal = Restart(first, n)
		var calls int
		answer, _, calls, err = askRepaired(ctx, m, q, most-asked-1, check)
		asked += calls
		var failure *model.Failure
		if err == nil || !errors.As(err, &failure) || !failure.Class.Final() {
			break
		}
	}
	return answer, asked, err
}

// askRepaired asks, and sends an answer back with its faults so many times. It returns
// how many calls that took.
func askRepaired[T any](ctx context.Context, m *Model, q question, repairs int, check func(*T) []string) (answer T, said model.Message, asked int, err error) {
	messages := q.messages[:len(q.messages):len(q.messages)]
	for attempt := 0; ; attempt++ {
		reply, err := m.asker.Ask(ctx, model.Request{
			Purpose: q.purpose, Ordinal: q.ordinal, Messages: messages, Schema: &q.schema, MaxTokens: q.longest, Once: q.once,
		})
		asked++
		text, problems := reply.Content, []string(nil)
		if err != nil {
			var failure *model.Failure
			if !errors.As(err, &failure) || failure.Class != model.Validation || failure.Said == "" {
				return answer, said, asked, err
			}
			text, problems = failure.Said, []string{failure.Detail}
		} else {
			var fresh T
			if problems = decode(text, &fresh); problems == nil {
				problems = check(&fresh)
			}
			if len(problems) == 0 {
				return fresh, model.Message{Role: "assistant", Content: text}, asked, nil
			}
		}
		if attempt >= repairs {
			return answer, said, asked, &model.Failure{Class: model.Validation, Purpose: q.purpose, Detail: strings.Join(few(problems), "; "), Said: text}
		}
		messages = append(messages, model.Message{Role: "assistant", Content: clip(text, mostSaid)}, m.repair(problems))
	}
}

// repair is the message that sends an answer back.
func (m *Model) repair(problems []string) model.Message {
	return says(m.fill("repair", "repair", map[string]string{"problems": "- " + strings.Join(few(problems), "\n- ")}))
}

// few are the first of many problems, each a line of a bounded length.
func few(problems []string) []string {
	list := make([]string, 0, min(len(problems), mostProblems+1))
	for i, p := range problems {
		if i == mostProblems {
			list = append(list, fmt.Sprintf("and %d more like these", len(problems)-i))
			break
		}
		list = append(list, clip(strings.Join(strings.Fields(p), " "), 400))
	}
	return list
}

// unfenced is a text without the fence that chat models draw around JSON. One that is
// cut has its beginning alone.
func unfenced(text string) string {
	text = strings.TrimSpace(text)
	inner, ok := strings.CutPrefix(text, "```")
	if !ok {
		return text
	}
	inner = strings.TrimSuffix(inner, "```")
	if head, body, ok := strings.Cut(inner, "\n"); ok && !strings.ContainsAny(head, "{[") {
		inner = body
	}
	return strings.TrimSpace(inner)
}

// decode reads an answer: one JSON value, with the members of T and no others.
func decode[T any](text string, into *T) (problems []string) {
	d := json.NewDecoder(bytes.NewReader([]byte(unfenced(text))))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return []string{"the answer is no whole JSON object"}
		}
		return []string{"the answer is not the JSON object that was asked for: " + strings.TrimPrefix(err.Error(), "json: ")}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return []string{"something follows the JSON object"}
	}
	return nil
}
