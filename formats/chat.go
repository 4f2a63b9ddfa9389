package formats

import "worldc/world"

// A chatMessage is how a turn becomes a message with a role, content and
// tool_calls, in formats that are near to OpenAI's. Content is always there, if
// only empty: TRL takes no list of messages for a talk whose first has none.
// A result has the id of its call and the name of its tool, which are what
// different chat templates ask for.
type chatMessage struct {
	calls callStyle

	// reasoning says that the turn's reasoning is in the message.
	reasoning bool

	// parts says that content and reasoning are each a list of one part, which says
	// by itself whether it is trained.
	parts bool
	train world.Mask

	// middle and tail are the members that come right behind the content and after
	// all others, each with a comma before it.
	middle, tail string
}

// A callStyle is how a call is written.
type callStyle int

const (
	nestedCalls callStyle = iota // {"function":{"arguments":{},"name":""},"id":"","type":"function"}
	quotedCalls                  // the same, the arguments in a string
	flatCalls                    // {"arguments":{},"id":"","name":""}
)

// message writes the i-th of the turns.
func (w *writer) message(turns []world.Turn, i int, m chatMessage) {
	t := &turns[i]
	w.raw(`{"content":`)
	w.part(t.Content, m, m.train.Content)
	w.raw(m.middle)
	if t.Role == world.ToolRole {
		if name := toolOf(turns, i); name != "" {
			w.raw(`,"name":`)
			w.text(name)
		}
	}
	if m.reasoning && t.Reasoning != "" {
		w.raw(`,"reasoning_content":`)
		w.part(t.Reasoning, m, m.train.Reasoning)
	}
	w.raw(`,"role":"`)
	w.raw(string(t.Role))
	w.raw(`"`)
	if t.Role == world.ToolRole {
		w.raw(`,"tool_call_id":`)
		w.text(t.CallID)
	}
	if len(t.Calls) > 0 {
		w.raw(`,"tool_calls":[`)
		for k := range t.Calls {
			w.comma(k)
			w.call(&t.Calls[k], m.calls)
		}
		w.raw(`]`)
	}
	w.raw(m.tail)
	w.raw(`}`)
}

// part writes content or reasoning.
func (w *writer) part(s string, m chatMessage, train bool) {
	if !m.parts {
		w.text(s)
		return
	}
	w.raw(`[{"text":`)
	w.text(s)
	w.raw(`,"train":`)
	w.flag(train)
	w.raw(`,"type":"text"}]`)
}

// call writes a call.
func (w *writer) call(c *world.Call, style callStyle) {
	if style == flatCalls {
		w.raw(`{"arguments":`)
		w.json(c.Arguments)
		w.raw(`,"id":`)
		w.text(c.ID)
		w.raw(`,"name":`)
		w.text(c.Tool)
		w.raw(`}`)
		return
	}
	w.raw(`{"function":{"arguments":`)
	if style == quotedCalls {
		w.text(string(c.Arguments))
	} else {
		w.json(c.Arguments)
	}
	w.raw(`,"name":`)
	w.text(c.Tool)
	w.raw(`},"id":`)
	w.text(c.ID)
	w.raw(`,"type":"function"}`)
}
