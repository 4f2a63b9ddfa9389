package agent

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"worldc/rng"
	"worldc/roles"
	"worldc/roles/advice"
	"worldc/world"
)

// A helper knows of its tools what their documents say, and the advice in their
// descriptions and in what it was told before the first turn: how arguments are
// given from the one, what comes first from the other. What a tool really wants may
// be something else (package drifting); a call that is refused says so, and is made
// again, as often as the agent notices.

// mostTries is how often one golden call is made again.
const mostTries = 3

// heedDescription takes the advice in the description of a tool: all but what comes
// first, which is no matter of one tool.
func (t *tool) heedDescription(text string) {
	for _, a := range advice.Read(text) {
		if a.Kind != advice.First && (a.Tool == "" || a.Tool == t.name) {
			a.Tool = ""
			t.advice = append(t.advice, a)
		}
	}
}

// heedWorkflow takes the advice on what comes first in a text about all tools.
func (p *workplace) heedWorkflow(text string) {
	for _, a := range advice.Read(text) {
		if t := p.tools[a.Tool]; t != nil && a.Kind == advice.First {
			a.Tool = ""
			t.advice = append(t.advice, a)
		}
	}
}

// A past call is one that succeeded, with the arguments as the document has them.
type past struct {
	tool      string
	arguments json.RawMessage
	value     json.RawMessage
	write     bool
}

// knowledge is what a helper has found out in its talk.
type knowledge struct {
	learned map[string][]advice.Advice // by tool, from errors
	tries   map[int]int                // by golden call
	stream  *rng.Stream                // of whether a refusal is understood

	plain   []past // the calls of the last turn, in order
	past    []past
	redo    []int  // golden calls that have to be made again
	refusal string // the error after which that is
	read    int    // the golden call for which the last turn read something; -1 for none
}

// advised is all advice on a tool.
func (h *helper) advised(name string) []advice.Advice {
	learned := h.learned[name]
	t := h.tools[name]
	switch {
	case t == nil || len(t.advice) == 0:
		return learned
	case len(learned) == 0:
		return t.advice
	}
	// What the tool has said itself counts for more.
	return slices.Concat(learned, t.advice)
}

// said are the arguments of a call as advice has them.
func (h *helper) said(name string, arguments json.RawMessage) json.RawMessage {
	list := h.advised(name)
	for n, a := range list {
		if slices.ContainsFunc(list[:n], a.Same) {
			continue
		}
		if a.Kind == advice.First {
			if v := h.lastRead(name, arguments, a); v != nil {
				a = advice.Advice{Kind: advice.Pass, Parameter: a.Parameter, Value: v}
			}
		}
		arguments, _ = a.Apply(arguments)
	}
	return arguments
}

// keyOf is the parameter of a tool that names the row on which it acts, and the
// column that it stands for; "" where nobody says, or several do.
func (t *tool) keyOf() (parameter, column string) {
	if t != nil && t.does != nil {
		for _, u := range t.does.Uses {
			if u.Part == world.Key && u.Property == "" {
				if parameter != "" {
					return "", ""
				}
				parameter, column = u.Parameter, u.Column
			}
		}
	}
	return parameter, column
}

// naming is the parameter of a tool that names a row by this column.
func (t *tool) naming(column string) string {
	if t != nil && t.does != nil {
		for _, u := range t.does.Uses {
			if u.Column == column && (u.Part == world.Key || u.Part == world.Reference || u.Part == world.Set) && u.Property == "" {
				return u.Parameter
			}
		}
	}
	return ""
}

// member is a member of a JSON object; nil where there is none.
func member(object json.RawMessage, name string) json.RawMessage {
	var m map[string]json.RawMessage
	if json.Unmarshal(object, &m) != nil {
		return nil
	}
	return m[name]
}

// lastRead is what advice on what comes first wants passed: the field that a result
// of the other tool shows of the same thing, if nothing was written since. It is nil
// where that has still to be read.
func (h *helper) lastRead(name string, arguments json.RawMessage, a advice.Advice) json.RawMessage {
	key := member(arguments, h.tools[name].same(h.tools[a.Other]))
	if key == nil {
		return nil
	}
	for _, c := range slices.Backward(h.past) {
		if c.write {
			return nil
		}
		if c.tool == a.Other {
			if v := shownOf(c.value, key, a.Field); v != nil {
				return v
			}
		}
	}
	return nil
}

// same is the parameter of a tool by which it names the row that another shows: the
// one that the other is asked for or, of one that lists rows, by which they are told
// apart. It is "" where there is none.
func (t *tool) same(other *tool) string {
	if _, column := other.keyOf(); column != "" {
		return t.naming(column)
	}
	if other == nil || other.does == nil || other.effect != world.Read || len(other.required) > 0 {
		return ""
	}
	for _, g := range other.does.Gives {
		if p := t.naming(g.Column); p != "" && g.Column != "" {
			return p
		}
	}
	return ""
}

// shownOf is a field of the object in a result that has it beside a key; nil where
// none does.
func shownOf(value, key json.RawMessage, field string) json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(value, &members) == nil {
		names := slices.Sorted(maps.Keys(members))
		if v := members[field]; v != nil && slices.ContainsFunc(names, func(name string) bool { return bytes.Equal(members[name], key) }) {
			return v
		}
		for _, name := range names {
			if v := shownOf(members[name], key, field); v != nil {
				return v
			}
		}
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) == nil {
		for _, x := range list {
			if v := shownOf(x, key, field); v != nil {
				return v
			}
		}
	}
	return nil
}

// readFirst reads what advice says has to be read before the golden call i, where it
// was not.
func (h *helper) readFirst(i int) (roles.AgentDecision, bool) {
	name := h.calls[i].tool.name
	for _, a := range h.advised(name) {
		if a.Kind != advice.First || h.tools[a.Other] == nil {
			continue
		}
		arguments, ok := h.arguments(i)
		from := h.tools[name].same(h.tools[a.Other])
		if !ok || from == "" || h.lastRead(name, arguments, a) != nil {
			continue
		}
		key := member(arguments, from)
		if key == nil || h.tries[i] > mostTries {
			continue
		}
		if h.read == i { // it was read, and does not show what it should
			continue
		}
		plain := json.RawMessage(`{}`)
		if to, _ := h.tools[a.Other].keyOf(); to != "" {
			var err error
			if plain, err = json.Marshal(map[string]json.RawMessage{to: key}); err != nil {
				continue
			}
		}
		d := roles.AgentDecision{Calls: []world.Call{h.callOf(a.Other, plain)}}
		d.Think = join(h.refused(), h.voice.Say(thinkReadFirst, "tool", h.toolName(name), "other", h.toolName(a.Other), "field", a.Field, "aim", h.aim(i)))
		h.turn, h.read = []int{-1}, i
		return d, true
	}
	return roles.AgentDecision{}, false
}

// callAgain makes a golden call again that was refused.
func (h *helper) callAgain(i int) roles.AgentDecision {
	h.redo = h.redo[1:]
	refused := h.refused()
	d := h.call([]int{i})
	if refused != "" && !d.Ends {
		d.Think = join(refused, h.voice.Say(thinkAsTold, "tool", h.toolName(h.calls[i].tool.name), "aim", h.aim(i)))
	}
	return d
}

// refused is what is thought of the last refusal; "" where there was none, or it was
// thought of.
func (h *helper) refused() string {
	if h.refusal == "" {
		return ""
	}
	text := h.voice.Say(thinkRefused, "error", clip(trouble(h.refusal)))
	h.refusal = ""
	return text
}

// understands reports whether the agent sees from a refusal of a tool what it has to
// do otherwise when it makes the golden call i again. It remembers it.
func (h *helper) understands(name string, i int, text string) bool {
	list := advice.FromError(text)
	if len(list) == 0 || h.tries[i] >= mostTries {
		return false
	}
	if h.stream == nil {
		h.stream = rng.New(h.brief.Seed, "rollouts", h.brief.Talk, "understands")
	}
	// In 2^-32ths, so that rates are compared as integers.
	if h.stream.Uint64()>>32 >= uint64(h.options.RecoveryRate*(1<<32)) {
		return false
	}
	if h.tries == nil {
		h.tries, h.learned = map[int]int{}, map[string][]advice.Advice{}
	}
	h.tries[i]++
	for _, a := range list {
		at := slices.IndexFunc(h.learned[name], a.Same)
		if at >= 0 {
			h.learned[name][at] = a
		} else {
			h.learned[name] = append(h.learned[name], a)
		}
	}
	h.refusal = text
	return true
}

// refuse takes up that the golden call i was refused: it is made again, or given up.
func (h *helper) refuse(i int, text string) {
	if h.understands(h.calls[i].tool.name, i, text) {
		h.redo = append(h.redo, i)
	} else {
		h.gaveUp = text
	}
}

// remember takes up the result of the n-th call of the last turn.
func (h *helper) remember(n int, value json.RawMessage) {
	if n >= len(h.plain) {
		return
	}
	c := h.plain[n]
	c.value = value
	h.past = append(h.past, c)
}
