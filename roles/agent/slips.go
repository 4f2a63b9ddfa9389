package agent

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"worldc/rng"
	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// A slip is a mistake that the agent is going to make.
type slip struct {
	kind     roles.Mistake
	call     int // the golden call at which it is made; the output of an unfaithful answer
	recover  bool
	proposal bool // a wrong argument shows when it is proposed
	stream   *rng.Stream

	made    int    // how often
	repeats int    // of a loop
	most    int    // repeats
	think   string // of a loop
	right   string // what it should have been
	wrong   string

	arguments json.RawMessage // wrong ones
}

// draw draws the mistakes of the talk, each kind from a stream of its own.
func (h *helper) draw() {
	taken := map[int]bool{}
	for _, kind := range roles.Mistakes {
		rate := h.options.Errors[kind]
		if rate == 0 {
			continue
		}
		s := rng.New(h.brief.Seed, "rollouts", h.brief.Talk, "mistake", string(kind))
		// In 2^-32ths, so that rates are compared as integers.
		if s.Uint64()>>32 >= uint64(rate*(1<<32)) {
			continue
		}
		x := &slip{kind: kind, stream: s}
		x.recover = s.Uint64()>>32 < uint64(h.options.RecoveryRate*(1<<32))
		var occasions []int
		if kind == roles.UnfaithfulAnswer {
			for i, o := range h.outputs {
				if o.call >= 0 && h.falsified(i, o.text) != "" {
					occasions = append(occasions, i)
				}
			}
			if n := len(occasions); n > 0 && !x.recover {
				occasions = occasions[n-1:] // what is told last is said by nothing after it
			}
		} else {
			for i := range h.calls {
				if !taken[i] && h.occasion(kind, i, x.recover) {
					occasions = append(occasions, i)
				}
			}
		}
		if len(occasions) == 0 {
			continue
		}
		if reads := slices.DeleteFunc(slices.Clone(occasions), func(i int) bool { return kind != roles.WrongTool || h.calls[i].tool.effect != world.Read }); len(reads) > 0 {
			occasions = reads // a tool that reads is the one that is taken for another
		}
		x.call = occasions[s.IntN(len(occasions))]
		x.proposal = s.Chance(1, 2)
		if kind != roles.UnfaithfulAnswer {
			taken[x.call] = true
		}
		h.slips = append(h.slips, x)
	}
}

// occasion reports whether a mistake can be made at a golden call.
func (h *helper) occasion(kind roles.Mistake, i int, recover bool) bool {
	c := &h.calls[i]
	write := c.tool.effect != world.Read
	switch kind {
	case roles.WrongTool:
		return h.otherTool(i) != nil
	case roles.WrongArgument:
		a, _ := h.confused(i, recover && write)
		return a != nil
	case roles.MissingArgument:
		return len(c.tool.required) > 0 && len(c.args) > 0 && h.requiredArgument(i) != ""
	case roles.MalformedCall:
		return true
	case roles.RepetitionLoop:
		return !write
	case roles.EarlyStop:
		return i > 0
	case roles.NeedlessWrite:
		if !write || c.tool.does == nil {
			return false
		}
		switch c.tool.does.Operation {
		case world.Update, world.Move, world.Delete:
			return true
		case world.Create, world.Link:
			return !recover
		}
	}
	return false
}

// slipped is the mistake that is due at a golden call and was not made yet.
func (h *helper) slipped(i int) *slip {
	for _, s := range h.slips {
		if s.call == i && s.made == 0 && s.kind != roles.UnfaithfulAnswer && s.kind != roles.EarlyStop {
			return s
		}
	}
	return nil
}

// slipAt makes the mistake that is due at a golden call.
func (h *helper) slipAt(i int) (roles.AgentDecision, bool) {
	s := h.slipped(i)
	if s == nil {
		return roles.AgentDecision{}, false
	}
	d := roles.AgentDecision{Mistake: s.kind}
	arguments, ok := h.arguments(i)
	if !ok {
		return d, false
	}
	name := h.calls[i].tool.name
	switch s.kind {
	case roles.WrongTool:
		other := h.otherTool(i)
		if other == nil {
			return d, false
		}
		s.wrong, s.right = other.name, name
		d.Think = h.voice.Say(thinkCallPlain, "tool", h.toolName(other.name), "aim", h.aim(i))
		d.Calls = []world.Call{h.callOf(other.name, h.argumentsFor(other, i, arguments))}
	case roles.WrongArgument:
		a, wrong := h.confused(i, s.recover && h.calls[i].tool.effect != world.Read)
		if a == nil {
			return d, false
		}
		s.right, s.wrong = a.leaves[0].text, wrong
		changed, ok := replaced(arguments, map[string]string{a.leaves[0].text: wrong})
		if !ok || bytes.Equal(changed, arguments) {
			return d, false
		}
		d.Think = h.voice.Say(thinkCallWith, "tool", h.toolName(name), "label", a.label, "value", wrong, "aim", h.aim(i))
		s.arguments = changed
		d.Calls = []world.Call{h.callOf(name, changed)}
	case roles.MissingArgument:
		missing := h.requiredArgument(i)
		s.right = missing
		d.Think = h.voice.Say(thinkCallPlain, "tool", h.toolName(name), "aim", h.aim(i))
		d.Calls = []world.Call{h.callOf(name, without(arguments, missing))}
	case roles.MalformedCall:
		tool, changed, right, wrong := h.malformed(i, arguments, s)
		s.right, s.wrong = right, wrong
		d.Think = h.voice.Say(thinkCallPlain, "tool", h.toolName(tool), "aim", h.aim(i))
		d.Calls = []world.Call{h.callOf(tool, changed)}
	case roles.RepetitionLoop, roles.NeedlessWrite:
		// The golden call comes first; the mistake follows its result.
		d = h.call([]int{i})
		if d.Ends {
			return d, true
		}
		s.made = 1
		h.open = s
		return d, true
	}
	s.made++
	h.open, h.turn = s, []int{i}
	return d, true
}

// consequence goes on after the result of a mistake.
func (h *helper) consequence(r roles.Result) (roles.AgentDecision, bool) {
	s := h.open
	i := s.call
	switch s.kind {
	case roles.RepetitionLoop, roles.NeedlessWrite:
		if s.repeats == 0 { // the result of the golden call
			if r.Error != "" {
				h.open = nil
				h.refuse(i, r.Error)
				return roles.AgentDecision{}, false
			}
			h.see(i, r.Value)
		}
		if d, ok := h.again(s); ok {
			return d, true
		}
		h.open = nil
		if s.repeats == 0 {
			return roles.AgentDecision{}, false // there was nothing to do again
		}
		switch {
		case s.recover:
			h.fix = s
		case s.kind == roles.RepetitionLoop:
			h.gaveUp = "I keep getting the same result"
		}
		return roles.AgentDecision{}, false
	}
	h.open = nil
	if s.recover {
		h.fix = s
		s.think = r.Error
		return roles.AgentDecision{}, false // next is still this call
	}
	if r.Error != "" && (s.kind == roles.MissingArgument || s.kind == roles.MalformedCall || s.kind == roles.WrongArgument) {
		h.gaveUp = r.Error
		return roles.AgentDecision{}, false
	}
	// It is taken for what was wanted.
	h.exact[i] = false
	if s.kind == roles.WrongArgument {
		h.used[i] = s.arguments
	}
	if r.Error == "" {
		h.seen[i] = decode(r.Value)
	}
	h.next = i + 1
	return roles.AgentDecision{}, false
}

// again makes a call again that need not be made: a loop goes round, a write is
// repeated.
func (h *helper) again(s *slip) (roles.AgentDecision, bool) {
	if s.most == 0 {
		s.most = 1
		switch {
		case s.kind == roles.RepetitionLoop && s.recover:
			s.most = 1 + s.stream.IntN(2)
		case s.kind == roles.RepetitionLoop:
			s.most = 4 + s.stream.IntN(2)
		}
	}
	if s.repeats >= s.most {
		return roles.AgentDecision{}, false
	}
	arguments, ok := h.arguments(s.call)
	if !ok {
		return roles.AgentDecision{}, false
	}
	if s.kind == roles.NeedlessWrite && !s.recover {
		arguments = h.other(s, arguments)
	}
	name := h.calls[s.call].tool.name
	if s.think == "" {
		bank := thinkLoop
		if s.kind == roles.NeedlessWrite {
			bank = thinkNeedless
		}
		s.think = h.voice.Say(bank, "tool", h.toolName(name), "aim", h.aim(s.call))
	}
	s.repeats++
	h.turn = []int{s.call}
	return roles.AgentDecision{Mistake: s.kind, Think: s.think, Calls: []world.Call{h.callOf(name, arguments)}}, true
}

// other are arguments of a write that nobody asked for.
func (h *helper) other(s *slip, arguments json.RawMessage) json.RawMessage {
	c := &h.calls[s.call]
	for _, a := range c.args {
		if len(a.leaves) != 1 {
			continue
		}
		part := c.tool.parameters[a.name].part
		if part != world.Set && part != world.Key {
			continue
		}
		wrong := ""
		if part == world.Set {
			wrong = nudged(a.leaves[0].text, c.tool.parameters[a.name])
		} else if c.tool.does.Operation != world.Update {
			wrong = h.sibling(a.leaves[0])
		}
		if wrong != "" {
			if changed, ok := replaced(arguments, map[string]string{a.leaves[0].text: wrong}); ok {
				return changed
			}
		}
	}
	return arguments
}

// stopEarly says that all is done when it is not.
func (h *helper) stopEarly() (roles.AgentDecision, bool) {
	for _, s := range h.slips {
		if s.kind != roles.EarlyStop || s.made > 0 || s.call != h.next {
			continue
		}
		s.made++
		d := roles.AgentDecision{Ends: true, Mistake: s.kind}
		var ready []int
		for k := range h.raised {
			if h.raised[k] && h.ends[k] <= h.next && !h.done[k] {
				ready = append(ready, k)
			}
			if h.raised[k] && (h.ends[k] <= h.next || !s.recover) {
				d.Done = append(d.Done, k)
			}
		}
		d.Think = h.voice.Say(thinkDone)
		d.Say = h.sayReport(ready, -1)
		if len(ready) == 0 {
			d.Say = h.voice.Say(allDone)
		}
		for _, k := range d.Done {
			h.done[k] = true
		}
		if !s.recover {
			h.next = h.limit()
		} else {
			h.fixNext(s)
		}
		return d, true
	}
	return roles.AgentDecision{}, false
}

// fixNext remembers that the next turn repairs a mistake that the user points
// out.
func (h *helper) fixNext(s *slip) { s.think = "pointed out" }

// correct repairs what the user has pointed out: an early stop, an unfaithful
// answer, a misunderstanding.
func (h *helper) correct(heard roles.Heard) (roles.AgentDecision, bool) {
	if heard.User == nil {
		return roles.AgentDecision{}, false
	}
	for _, s := range h.slips {
		if s.think != "pointed out" {
			continue
		}
		s.think = "corrected"
		h.fix = s
		if s.kind == roles.UnfaithfulAnswer {
			d := roles.AgentDecision{Ends: true}
			for k := range h.done {
				if h.done[k] {
					d.Done = append(d.Done, k)
				}
			}
			d.Say = h.voice.Say(correctsAnswer, "label", s.wrong, "value", h.outputs[s.call].text)
			d.Think = h.voice.Say(thinkCorrect, "label", s.wrong, "value", h.outputs[s.call].text)
			return d, true
		}
	}
	return roles.AgentDecision{}, false
}

// misunderstand proposes a write with another value than the user said.
func (h *helper) misunderstand(i int, s *slip) (roles.AgentDecision, bool) {
	for _, a := range h.calls[i].args {
		for _, l := range a.leaves {
			if l.source != factSource || speech.Plain(h.facts[l.fact].Value) != l.text {
				continue
			}
			wrong := nudged(l.text, h.calls[i].tool.parameters[a.name])
			if wrong == "" {
				continue
			}
			s.made++
			s.right, s.wrong = l.text, wrong
			h.fixNext(s)
			value, err := json.Marshal(wrong)
			if err != nil || len(h.facts[l.fact].Value) > 0 && h.facts[l.fact].Value[0] != '"' {
				value = []byte(wrong)
			}
			return roles.AgentDecision{
				Mistake: s.kind, Proposes: []roles.Claim{{Fact: l.fact, Value: value}},
				Think: h.thinkProposal([]int{i}), Say: h.sayProposal([]int{i}, map[string]string{l.text: wrong}),
			}, true
		}
	}
	return roles.AgentDecision{}, false
}

// misreport tells another value than the result has.
func (h *helper) misreport(fresh []int, d roles.AgentDecision) (roles.AgentDecision, bool) {
	for _, s := range h.slips {
		if s.kind != roles.UnfaithfulAnswer || s.made > 0 || !slices.Contains(fresh, h.outputs[s.call].step) {
			continue
		}
		s.made++
		d.Mistake = s.kind
		d.Say, d.Think = h.sayReport(fresh, s.call), h.thinkReport(fresh)
		s.wrong = h.outputs[s.call].label
		if s.recover {
			d.Checks = true
			h.fixNext(s)
		}
		for _, k := range fresh {
			h.done[k] = true
		}
		return d, true
	}
	return roles.AgentDecision{}, false
}

// falsified is another value than the text of an output: that of a neighbouring
// row, another of the few that there are, or one near it. It is "" if none comes
// to mind.
func (h *helper) falsified(n int, text string) string {
	o := &h.outputs[n]
	if o.call < 0 {
		return ""
	}
	if other := h.sibling(leaf{text: text, source: resultSource, call: o.call, at: o.at}); other != "" && !h.outputText(other) {
		return other
	}
	if strings.ContainsAny(text, "0123456789@") || strings.ToLower(text) != text {
		return nudged(text, parameter{})
	}
	for _, e := range h.enumAt(h.calls[o.call].tool, o.at) {
		if other := speech.Plain(e); other != text {
			return other
		}
	}
	return ""
}

// outputText reports whether a text is one of the outputs.
func (h *helper) outputText(text string) bool {
	return slices.ContainsFunc(h.outputs, func(o output) bool { return o.text == text })
}

// otherTool is a tool that somebody might take for the one of a golden call:
// one shown that is no tool of this world, else another that reads.
func (h *helper) otherTool(i int) *tool {
	c := &h.calls[i]
	if n := len(h.brief.Distractors); n > 0 {
		t := &h.brief.Distractors[(i*7)%n]
		return &tool{name: t.Name, effect: world.Read, parameters: map[string]parameter{}}
	}
	var best *tool
	most := -1
	for n := range h.names {
		t := h.tools[h.names[(n+i)%len(h.names)]]
		if t.effect != world.Read || t.name == c.tool.name {
			continue
		}
		fit := 0
		if t.thing == c.tool.thing {
			fit++
		}
		if len(t.required) > 0 && !slices.ContainsFunc(t.required, func(name string) bool {
			return !slices.ContainsFunc(c.args, func(a argument) bool { return a.name == name })
		}) {
			fit += 2 // it takes what the right one takes
		}
		if fit > most {
			best, most = t, fit
		}
	}
	return best
}

// argumentsFor are arguments for another tool: those that it shares with the
// golden call, and the first value for a single one that it requires.
func (h *helper) argumentsFor(t *tool, i int, arguments json.RawMessage) json.RawMessage {
	var given map[string]json.RawMessage
	if json.Unmarshal(arguments, &given) != nil {
		return arguments
	}
	if len(t.parameters) == 0 {
		return arguments
	}
	fit := map[string]json.RawMessage{}
	for name := range t.parameters { //lint:ordered into a map
		if v, ok := given[name]; ok {
			fit[name] = v
		}
	}
	for _, name := range t.required {
		if _, ok := fit[name]; !ok && len(h.calls[i].args) > 0 {
			fit[name] = h.calls[i].args[0].value
		}
	}
	raw, err := json.Marshal(fit)
	if err != nil {
		return arguments
	}
	return raw
}

// confused is an argument of a golden call and a value that somebody might take
// for its: that of a similar row, another day. Where it has to be repairable it
// is one that a second call sets right, or that no row has.
func (h *helper) confused(i int, repairable bool) (*argument, string) {
	c := &h.calls[i]
	for n := range c.args {
		a := &c.args[(n+i)%len(c.args)]
		if len(a.leaves) != 1 || a.leaves[0].source == ownSource {
			continue
		}
		l := a.leaves[0]
		part := c.tool.parameters[a.name].part
		naming := part == world.Key || part == world.Reference || part == "" && strings.HasSuffix(strings.ToLower(a.name), "id")
		wrong := ""
		switch {
		case repairable && naming:
			wrong = misspelt(l.text)
		case repairable && part == world.Set && c.tool.does.Operation == world.Update:
			wrong = nudged(l.text, c.tool.parameters[a.name])
		case repairable:
		case naming:
			if wrong = h.sibling(l); wrong == "" {
				wrong = misspelt(l.text)
			}
		default:
			wrong = nudged(l.text, c.tool.parameters[a.name])
		}
		if wrong != "" && wrong != l.text {
			return a, wrong
		}
	}
	return nil, ""
}

// sibling is the value at the same place of a neighbouring row of the result
// that a value comes from.
func (h *helper) sibling(l leaf) string {
	if l.source != resultSource {
		return ""
	}
	tree := h.trees[l.call]
	for n := len(l.at) - 1; n >= 0; n-- {
		k, ok := l.at[n].(int)
		if !ok {
			continue
		}
		for _, other := range []int{k + 1, k - 1} {
			if other < 0 {
				continue
			}
			at := slices.Clone(l.at)
			at[n] = other
			if v, ok := follow(tree, at); ok {
				if text, ok := plain(v); ok && text != l.text {
					return text
				}
			}
		}
	}
	return ""
}

// nudged is a value near another: the next day, one more, a word less. It is ""
// where nothing comes to mind, as for one of a few values.
func nudged(text string, p parameter) string {
	if p.choice {
		return ""
	}
	if len(text) >= 10 {
		if t, err := time.Parse("2006-01-02", text[:10]); err == nil {
			return t.AddDate(0, 0, 1).Format("2006-01-02") + text[10:]
		}
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) < 10 {
		return strconv.FormatInt(n+1, 10)
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && strings.Contains(text, ".") && len(text) < 12 {
		decimals := len(text) - 1 - strings.IndexByte(text, '.')
		return strconv.FormatFloat(f+1, 'f', decimals, 64)
	}
	if text == "true" {
		return "false"
	}
	if text == "false" {
		return "true"
	}
	if local, domain, ok := strings.Cut(text, "@"); ok && len(local) > 3 {
		return local[:len(local)-1] + "@" + domain
	}
	return misspelt(text)
}

// misspelt is a text with two characters exchanged, or one left out.
func misspelt(text string) string {
	r := []rune(text)
	for i := len(r) - 1; i > 0; i-- {
		if r[i] != r[i-1] && r[i] != ' ' && r[i-1] != ' ' && i > 1 {
			r[i], r[i-1] = r[i-1], r[i]
			return string(r)
		}
	}
	if len(r) > 3 {
		return string(r[:len(r)-1])
	}
	return ""
}

// requiredArgument is an argument that the tool requires and the call has.
func (h *helper) requiredArgument(i int) string {
	for n := range h.calls[i].args {
		a := &h.calls[i].args[(n+i)%len(h.calls[i].args)]
		if slices.Contains(h.calls[i].tool.required, a.name) {
			return a.name
		}
	}
	return ""
}

// without are arguments without one.
func without(arguments json.RawMessage, name string) json.RawMessage {
	var given map[string]json.RawMessage
	if json.Unmarshal(arguments, &given) != nil {
		return arguments
	}
	delete(given, name)
	raw, err := json.Marshal(given)
	if err != nil {
		return arguments
	}
	return raw
}

// malformed is a call that no schema takes: an argument under another name, or a
// tool under another.
func (h *helper) malformed(i int, arguments json.RawMessage, s *slip) (tool string, changed json.RawMessage, right, wrong string) {
	tool = h.calls[i].tool.name
	name := h.requiredArgument(i)
	if name == "" || s.stream.Chance(1, 4) {
		wrong = strings.ReplaceAll(tool, "_", "-")
		if wrong == tool {
			wrong = "functions." + tool
		}
		return wrong, arguments, tool, wrong
	}
	var given map[string]json.RawMessage
	if json.Unmarshal(arguments, &given) != nil {
		return tool, arguments, name, name
	}
	wrong = camel(name)
	if wrong == name {
		wrong = name + "_value"
	}
	if _, taken := h.calls[i].tool.parameters[wrong]; taken {
		wrong = name + "__"
	}
	given[wrong] = given[name]
	delete(given, name)
	raw, err := json.Marshal(given)
	if err != nil {
		panic(fmt.Sprintf("agent: arguments that were decoded do not encode: %v", err))
	}
	return tool, raw, name, wrong
}

// camel is order_id as orderId, and orderId as order_id.
func camel(name string) string {
	if strings.Contains(name, "_") {
		parts := strings.Split(name, "_")
		for i := 1; i < len(parts); i++ {
			parts[i] = speech.Capital(parts[i])
		}
		return strings.Join(parts, "")
	}
	var b strings.Builder
	for i, r := range name {
		if i > 0 && 'A' <= r && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToLower(string(r)))
	}
	return b.String()
}
