package agent

import (
	"slices"
	"strconv"
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// thinkCall is what the agent thinks before golden calls: what it has seen, and
// why it calls what it calls.
func (h *helper) thinkCall(batch []int) string {
	i := batch[0]
	c := &h.calls[i]
	seen := h.thinkSeen(i)
	if len(batch) > 1 {
		var names []string
		for _, j := range batch {
			if n := h.calls[j].tool.name; !strings.Contains(strings.Join(names, " "), n) {
				names = append(names, h.toolName(n))
			}
		}
		return join(seen, h.voice.Say(thinkTogether, "n", strconv.Itoa(len(batch)), "tools", speech.Join(names, "and"), "aim", h.aim(i)))
	}
	if h.agreed[i] {
		return join(seen, h.voice.Say(thinkAgreed, "tool", h.toolName(c.tool.name), "aim", h.aim(i), "thing", c.tool.thing))
	}
	for _, a := range c.args {
		if len(a.leaves) != 1 {
			continue
		}
		l := a.leaves[0]
		switch {
		case l.source == factSource && !h.incidental(i, a.name):
			label := a.label
			if c.tool.parameters[a.name].part == world.Text || label == "query" {
				label = factLabel(h.facts[l.fact].Name)
			}
			return join(seen, h.voice.Say(thinkCallWith, "tool", h.toolName(c.tool.name), "label", label, "value", l.text, "aim", h.aim(i)))
		case l.source == resultSource && !strings.Contains(seen, l.text):
			if v, ok := follow(h.seen[l.call], l.at); ok {
				if text, ok := plain(v); ok {
					return join(seen, h.voice.Say(thinkCallFrom, "tool", h.toolName(c.tool.name), "label", a.label, "value", text, "aim", h.aim(i), "from", h.toolName(h.calls[l.call].tool.name)))
				}
			}
		}
	}
	return join(seen, h.voice.Say(thinkCallPlain, "tool", h.toolName(c.tool.name), "aim", h.aim(i)))
}

// incidental reports whether an argument says nothing about why a call is made.
func (h *helper) incidental(i int, name string) bool {
	p := h.calls[i].tool.parameters[name].part
	return p != "" && neutral(p)
}

// thinkSeen is what the agent makes of the results that the call i uses.
func (h *helper) thinkSeen(i int) string {
	if h.mused[i] {
		return ""
	}
	h.mused[i] = true
	for _, p := range h.calls[i].picks {
		if !h.told[p.fact] {
			continue
		}
		for _, a := range h.calls[i].args {
			for _, l := range a.leaves {
				if l.source != resultSource || l.call != p.call {
					continue
				}
				list, _ := rowOf(h.seen[l.call], l.at)
				v, ok := follow(h.seen[l.call], l.at)
				if text, scalar := plain(v); ok && scalar && len(list) > 1 {
					if name := lastName(l.at); name != "id" && name != strings.ReplaceAll(h.calls[l.call].tool.thing, " ", "_")+"_id" && h.calls[l.call].tool.does != nil {
						return h.voice.Say(thinkPickedOther, "n", strconv.Itoa(len(list)), "things", speech.Plural(h.calls[l.call].tool.thing),
							"label", factLabel(h.facts[p.fact].Name), "value", speech.Plain(h.facts[p.fact].Value), "id", text, "other", a.label)
					}
					return h.voice.Say(thinkPicked, "n", strconv.Itoa(len(list)), "things", speech.Plural(h.calls[l.call].tool.thing),
						"label", factLabel(h.facts[p.fact].Name), "value", speech.Plain(h.facts[p.fact].Value), "id", text)
				}
			}
		}
	}
	if i > 0 && len(h.turn) == 0 && h.next == i {
		if n, ok := count(h.calls[i-1].tool, h.seen[i-1]); ok && h.calls[i-1].forStep == h.calls[i].forStep {
			switch {
			case n == 0:
				return h.voice.Say(thinkEmpty, "tool", h.toolName(h.calls[i-1].tool.name), "things", speech.Plural(h.calls[i-1].tool.thing))
			case n == 1:
				return h.voice.Say(thinkSingle, "thing", h.calls[i-1].tool.thing, "tool", h.toolName(h.calls[i-1].tool.name))
			}
			return h.voice.Say(thinkMany, "n", strconv.Itoa(n), "things", speech.Plural(h.calls[i-1].tool.thing), "tool", h.toolName(h.calls[i-1].tool.name))
		}
	}
	return ""
}

// count is the number of rows of a result of a tool that lists: of a list, or an
// object that holds one.
func count(t *tool, v any) (int, bool) {
	if t.does != nil && t.does.Operation != world.List && t.does.Operation != world.Search {
		return 0, false
	}
	switch v := v.(type) {
	case []any:
		return len(v), true
	case map[string]any:
		n, lists := 0, 0
		for _, x := range v { //lint:ordered a count
			if l, ok := x.([]any); ok {
				n, lists = len(l), lists+1
			}
		}
		return n, lists == 1 && (t.does != nil || len(v) < 4)
	}
	return 0, false
}

// thinkAsk is what the agent thinks before it asks for what a call needs.
func (h *helper) thinkAsk(i int, questions []roles.Question) string {
	if questions[0].Fact < 0 {
		return h.voice.Say(thinkFish, "label", questions[0].Label, "tool", h.toolName(h.calls[i].tool.name), "thing", h.calls[i].tool.thing)
	}
	return h.voice.Say(thinkMissing, "labels", all(questions), "aim", h.aim(h.purpose(i)), "tool", h.toolName(h.calls[i].tool.name))
}

// thinkProposal is what the agent thinks before it asks for a yes.
func (h *helper) thinkProposal(group []int) string {
	i := group[0]
	return join(h.thinkSeen(i), h.voice.Say(thinkPropose, "aim", h.aim(i), "tool", h.toolName(h.calls[i].tool.name), "thing", h.calls[i].tool.thing))
}

// thinkReport is what the agent thinks before it tells what it found and did.
func (h *helper) thinkReport(steps []int) string {
	for n := range h.outputs {
		o := &h.outputs[n]
		if o.call < 0 || !slices.Contains(steps, o.step) {
			continue
		}
		if value, ok := h.value(n, -1); ok && o.label != "" {
			return h.voice.Say(thinkAnswer, "label", o.label, "value", h.stated(n, value), "tool", h.toolName(h.calls[o.call].tool.name))
		}
	}
	for i := h.next - 1; i >= 0; i-- {
		if h.calls[i].tool.effect != world.Read && slices.Contains(steps, h.stepOf(i)) {
			return h.voice.Say(thinkWritten, "tool", h.toolName(h.calls[i].tool.name), "thing", h.calls[i].tool.thing, "aim", h.aim(i))
		}
	}
	return h.voice.Say(thinkDone)
}

func join(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + " " + b
}
