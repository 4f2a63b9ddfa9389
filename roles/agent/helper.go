package agent

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"worldc/rng"
	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// A helper is the agent of one talk.
type helper struct {
	*workplace
	*plan
	voice speech.Voice
	brief roles.AgentBrief

	raised, done []bool            // steps of the task
	told         []bool            // facts
	asked        []bool            // facts that were asked for
	seen         []any             // results of the golden calls, decoded; nil where there is none
	exact        []bool            // whether the call and its result are the golden ones
	used         []json.RawMessage // arguments of the golden calls as they were made, where that was a mistake
	agreed       []bool            // calls to which the user has said yes
	reported     []bool            // outputs
	next         int               // the golden call that is next
	ordinal      int               // of calls, for their ids

	turn      []int // the golden calls that the last turn made; -1 for one that is none
	proposed  []int // those that the last turn proposed
	gaveUp    string
	fishing   bool // has asked for what the user may not know
	oneByOne  bool // asks for one thing at a time
	talkative bool
	sorry     bool           // has apologised
	long      map[string]int // how often tools with long names were named
	mused     []bool         // calls of which it has thought what they are for

	knowledge

	slips []*slip
	open  *slip // the mistake of which the result has not been dealt with
	fix   *slip // the mistake that this turn repairs
}

// A job is a task with its plan.
type job struct {
	*workplace
	*plan
}

// Take implements roles.Workplace. How the task is done is known from documents,
// whatever really holds.
func (p *workplace) Take(t *world.Task) roles.Job {
	if len(t.Documented) > 0 {
		believed := *t
		believed.Calls = t.Documented
		t = &believed
	}
	return job{p, p.plan(t)}
}

// Meet implements roles.Job.
func (j job) Meet(b roles.AgentBrief) roles.Helper {
	x := j.plan
	h := &helper{workplace: j.workplace, plan: x, brief: b}
	h.voice.Stream = rng.New(b.Seed, "rollouts", cmp.Or(b.Voice, b.Talk), "agent")
	h.voice.Tone = []byte("nnnbw")[h.voice.IntN(5)]
	h.oneByOne, h.talkative = h.voice.Chance(1, 3), h.voice.Chance(1, 3)
	h.raised, h.done = make([]bool, len(x.ends)), make([]bool, len(x.ends))
	h.told = make([]bool, len(x.facts))
	h.seen, h.exact, h.agreed = make([]any, len(x.calls)), make([]bool, len(x.calls)), make([]bool, len(x.calls))
	h.used = make([]json.RawMessage, len(x.calls))
	h.reported, h.mused = make([]bool, len(x.outputs)), make([]bool, len(x.calls))
	h.read = -1
	h.draw()
	return h
}

// Decide implements roles.Helper.
func (h *helper) Decide(_ context.Context, heard roles.Heard) (roles.AgentDecision, error) {
	if u := heard.User; u != nil {
		for _, k := range u.Raise {
			if k < len(h.raised) {
				h.raised[k] = true
			}
		}
		for _, f := range u.Reveal {
			if f < len(h.told) {
				h.told[f] = true
			}
		}
		if u.Agree == roles.Yes {
			for _, i := range h.proposed {
				h.agreed[i] = true
			}
		}
	}
	h.fix = nil
	d, decided := h.results(heard)
	h.plain = h.plain[:0]
	if !decided {
		h.turn, h.proposed = nil, nil
		d = h.act(heard)
	}
	if h.fix != nil {
		d.Recovery = true
		h.repair(&d)
	}
	return d, nil
}

// results takes up what the last turn's calls gave. It decides the turn where a
// mistake goes on.
func (h *helper) results(heard roles.Heard) (roles.AgentDecision, bool) {
	for n, i := range h.turn {
		if n >= len(heard.Results) {
			break
		}
		r := heard.Results[n]
		if r.Error == "" {
			h.remember(n, r.Value)
		}
		if h.open != nil {
			return h.consequence(r)
		}
		if i < 0 { // it was to be read before another call
			if r.Error != "" {
				if i = h.read; !h.understands(h.plain[n].tool, i, r.Error) {
					h.gaveUp = r.Error
				}
				h.read = -1
			}
			continue
		}
		if h.read == i {
			h.read = -1
		}
		if r.Error != "" {
			h.seen[i], h.exact[i] = nil, false
			h.refuse(i, r.Error)
			continue
		}
		h.see(i, r.Value)
	}
	return roles.AgentDecision{}, false
}

// see takes up the result of a golden call.
func (h *helper) see(i int, value json.RawMessage) {
	if string(value) == string(h.task.Calls[i].Result) {
		h.seen[i] = h.trees[i]
		return
	}
	h.seen[i] = decode(value)
	h.exact[i] = h.exact[i] && reflect.DeepEqual(h.seen[i], h.trees[i])
}

// limit is the number of golden calls that the steps raised so far need.
func (h *helper) limit() int {
	n := 0
	for k, raised := range h.raised {
		if raised {
			n = max(n, h.ends[k])
		}
	}
	return n
}

// act decides a turn in which nothing goes wrong, unless a mistake is due.
func (h *helper) act(heard roles.Heard) roles.AgentDecision {
	if h.gaveUp != "" {
		return h.giveUp()
	}
	if d, ok := h.correct(heard); ok {
		return d
	}
	limit := h.limit()
	if len(h.redo) > 0 {
		if d, ok := h.readFirst(h.redo[0]); ok {
			return d
		}
		return h.callAgain(h.redo[0])
	}
	if h.next >= limit {
		if d, ok := h.askOutput(); ok {
			return d
		}
		return h.report()
	}
	if d, ok := h.stopEarly(); ok {
		return d
	}
	i := h.next
	if questions, choose := h.questions(i, limit); len(questions) > 0 {
		return h.ask(i, questions, choose)
	}
	if h.calls[i].tool.effect != world.Read && !h.agreed[i] {
		return h.propose(i, limit)
	}
	if d, ok := h.readFirst(i); ok {
		return d
	}
	if d, ok := h.slipAt(i); ok {
		return d
	}
	batch := []int{i}
	for j := i + 1; h.options.Parallel && h.calls[i].tool.effect == world.Read && j < limit && len(batch) < 5; j++ {
		if h.calls[j].tool.effect != world.Read || !h.available(j) || h.slipped(j) != nil || h.missing(j) {
			break
		}
		batch = append(batch, j)
	}
	return h.call(batch)
}

// missing reports whether a call needs a fact that was not told.
func (h *helper) missing(i int) bool {
	for _, a := range h.calls[i].args {
		for _, l := range a.leaves {
			if l.source == factSource && !h.told[l.fact] {
				return true
			}
		}
	}
	return len(h.untold(h.calls[i].picks)) > 0
}

// untold are the picks that have to be asked for: those of each result that were
// not told, unless what was told fits one row only.
func (h *helper) untold(picks []pick) []pick {
	var list []pick
	for n, p := range picks {
		if h.told[p.fact] || h.seen[p.call] == nil {
			continue
		}
		if slices.ContainsFunc(picks[:n], func(q pick) bool { return q.call == p.call && !h.told[q.fact] }) {
			continue // one question at a time
		}
		if h.fitting(picks, p.call) != 1 {
			list = append(list, p)
		}
	}
	return list
}

// fitting is the number of rows of a result that fit the picks that were told.
func (h *helper) fitting(picks []pick, call int) int {
	n := 0
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, row := range v {
				fits := true
				for _, p := range picks {
					if p.call != call || !h.told[p.fact] {
						continue
					}
					x, ok := follow(row, p.at)
					text, scalar := plain(x)
					fits = fits && ok && scalar && text == speech.Plain(h.facts[p.fact].Value)
				}
				if fits {
					n++
				}
			}
		case map[string]any:
			for _, x := range v { //lint:ordered a count
				visit(x)
			}
		}
	}
	visit(h.seen[call])
	return n
}

// available reports whether all results that a call needs were seen.
func (h *helper) available(i int) bool {
	for _, a := range h.calls[i].args {
		for _, l := range a.leaves {
			if l.source == resultSource && h.seen[l.call] == nil {
				return false
			}
		}
	}
	for _, p := range h.calls[i].picks {
		if h.seen[p.call] == nil {
			return false
		}
	}
	return true
}

// questions are what has to be asked before the call i can be made. choose says
// that the question is which row of a result is meant.
func (h *helper) questions(i, limit int) (list []roles.Question, choose bool) {
	add := func(label string, f int) {
		for _, q := range list {
			if q.Fact == f {
				return
			}
		}
		list = append(list, roles.Question{Label: label, Fact: f})
	}
	need := func(j int) {
		for _, a := range h.calls[j].args {
			for _, l := range a.leaves {
				if l.source == factSource && !h.told[l.fact] {
					add(h.question(j, a, l.fact), l.fact)
				}
			}
		}
	}
	need(i)
	if len(list) > 0 {
		for n := 1; n < len(list); n++ {
			if speech.InTime(list[n-1].Label, list[n].Label) > 0 {
				list[n-1], list[n] = list[n], list[n-1]
			}
		}
		for j := i + 1; !h.oneByOne && j < limit && len(list) < 4; j++ {
			need(j)
		}
		if len(list) > 4 {
			list = list[:4]
		}
		return list, false
	}
	for _, p := range h.untold(h.calls[i].picks) {
		add(h.question(i, argument{}, p.fact), p.fact)
	}
	if len(list) > 0 {
		return list, true
	}
	if !h.fishing && h.calls[i].serves < 0 && h.next == i {
		if label := h.key(i, limit); label != "" && h.voice.Chance(1, 7) {
			h.fishing = true
			return []roles.Question{{Label: label, Fact: -1}}, false
		}
		h.fishing = true
	}
	return nil, false
}

// key is what would spare the agent a search: the id that a later call needs and
// this one finds. It is "" where there is none.
func (h *helper) key(i, limit int) string {
	for j := i + 1; j < limit; j++ {
		for _, a := range h.calls[j].args {
			for _, l := range a.leaves {
				if l.source == resultSource && l.call == i && h.calls[j].tool.parameters[a.name].part == world.Key {
					if a.label == "ID" {
						return h.calls[j].tool.thing + " ID"
					}
					return a.label
				}
			}
		}
	}
	return ""
}

// question is what the agent calls a fact that it asks for: with its owner,
// where that is not what the talk is about.
func (h *helper) question(i int, a argument, f int) string {
	if v := string(h.facts[f].Value); v == "true" || v == "false" {
		return speech.Flag(factLabel(h.facts[f].Name)) + " (yes or no)"
	}
	owner, label, ok := strings.Cut(h.facts[f].Name, "'s ")
	if label = speech.Noun(label); !strings.HasPrefix(label, "number of ") && speech.Counted(label, h.facts[f].Value) != "" {
		label = "number of " + label // which is no list of them
	}
	switch {
	case !ok:
		label = speech.Noun(h.facts[f].Name)
		if label == "" {
			label = a.label
		}
		return label
	case label == "ID" || label == "new ID":
		return strings.TrimSuffix(label, "ID") + owner + " ID"
	case h.wished(f) && !h.shared(f, label):
		return label
	}
	if k := h.calls[i].forStep; k >= 0 && k < len(h.task.Steps) && h.task.Steps[k].Thing == owner && strings.Contains(label, " ") {
		return label
	}
	return owner + "'s " + label
}

// shared reports whether another fact has the same label, so that who hears it would
// not know of what it is.
func (h *helper) shared(f int, label string) bool {
	for g := range h.facts {
		if g != f && factLabel(h.facts[g].Name) == label {
			return true
		}
	}
	return false
}

// wished reports whether a fact is a value that a row is to have.
func (h *helper) wished(f int) bool {
	for _, s := range h.task.Steps {
		for _, d := range s.Values {
			if len(d.Value) > 0 && roles.FactOf(h.facts, d) == f {
				return true
			}
		}
	}
	return false
}

// factLabel is the name of a fact without its owner.
func factLabel(name string) string {
	if _, label, ok := strings.Cut(name, "'s "); ok {
		return speech.Noun(label)
	}
	return speech.Noun(name)
}

// arguments are those of the golden call, with the values that results really
// gave. It is not ok where a result lacks one.
func (h *helper) arguments(i int) (json.RawMessage, bool) {
	if h.used[i] != nil {
		return h.used[i], true
	}
	exact := true
	for _, a := range h.calls[i].args {
		for _, l := range a.leaves {
			exact = exact && (l.source != resultSource || h.exact[l.call])
		}
	}
	if exact {
		return h.calls[i].arguments, true
	}
	values := map[string]string{} // by golden text
	for _, a := range h.calls[i].args {
		for _, l := range a.leaves {
			if l.source != resultSource {
				continue
			}
			v, ok := follow(h.seen[l.call], l.at)
			if !ok {
				return nil, false
			}
			text, ok := plain(v)
			if !ok {
				return nil, false
			}
			values[l.text] = text
		}
	}
	return replaced(h.calls[i].arguments, values)
}

// replaced are arguments with scalars replaced by their texts.
func replaced(arguments json.RawMessage, values map[string]string) (json.RawMessage, bool) {
	var walk func(v any) any
	walk = func(v any) any {
		switch x := v.(type) {
		case map[string]any:
			for name := range x { //lint:ordered each by itself
				x[name] = walk(x[name])
			}
		case []any:
			for i := range x {
				x[i] = walk(x[i])
			}
		case string:
			if to, ok := values[x]; ok {
				return to
			}
		case json.Number:
			if to, ok := values[x.String()]; ok {
				if json.Valid([]byte(to)) && to != "true" && to != "false" {
					return json.Number(to)
				}
				return to
			}
		}
		return v
	}
	raw, err := json.Marshal(walk(decode(arguments)))
	return raw, err == nil
}

// call makes golden calls.
func (h *helper) call(batch []int) roles.AgentDecision {
	var d roles.AgentDecision
	for _, i := range batch {
		arguments, ok := h.arguments(i)
		if !ok {
			h.gaveUp = "the result does not show what is needed"
			return h.giveUp()
		}
		h.exact[i] = string(arguments) == string(h.calls[i].arguments)
		d.Calls = append(d.Calls, h.callOf(h.calls[i].tool.name, arguments))
	}
	d.Think = h.thinkCall(batch)
	d.Say = h.sayCall(batch)
	h.turn = batch
	h.next = max(h.next, batch[len(batch)-1]+1)
	return d
}

// callOf is a call with an id of its own.
func (h *helper) callOf(tool string, arguments json.RawMessage) world.Call {
	h.ordinal++
	t := h.tools[tool]
	h.plain = append(h.plain, past{tool: tool, arguments: arguments, write: t != nil && t.effect != world.Read})
	return world.Call{ID: fmt.Sprintf("call_%02d", h.ordinal), Tool: tool, Arguments: h.said(tool, arguments)}
}

// ask asks the user for what the call i needs.
func (h *helper) ask(i int, questions []roles.Question, choose bool) roles.AgentDecision {
	if choose {
		var l leaf
		for _, a := range h.calls[i].args {
			for _, x := range a.leaves {
				if x.source == resultSource && x.call == h.calls[i].picks[0].call {
					l = x
				}
			}
		}
		return h.askWhich(l, questions)
	}
	return roles.AgentDecision{Asks: questions, Say: h.sayAsk(i, questions), Think: h.thinkAsk(i, questions)}
}

// askOutput asks which row of a result is meant, where the user wants to know
// something of it and has not said enough.
func (h *helper) askOutput() (roles.AgentDecision, bool) {
	for n := range h.outputs {
		o := &h.outputs[n]
		if o.call < 0 || h.reported[n] || !h.raised[o.step] || h.done[o.step] || h.seen[o.call] == nil {
			continue
		}
		for _, p := range h.untold(o.picks) {
			q := roles.Question{Label: h.question(o.call, argument{}, p.fact), Fact: p.fact}
			return h.askWhich(leaf{call: o.call, at: o.at}, []roles.Question{q}), true
		}
	}
	return roles.AgentDecision{}, false
}

// propose says what would be written, and asks for a yes.
func (h *helper) propose(i, limit int) roles.AgentDecision {
	if s := h.slipped(i); s != nil && s.kind == roles.WrongArgument && s.recover && s.proposal {
		if d, ok := h.misunderstand(i, s); ok {
			return d
		}
	}
	group := []int{i}
	for j := i + 1; j < limit && len(group) < 3 && h.calls[j].tool.effect != world.Read && !h.missing(j) && h.available(j) && h.slipped(j) == nil; j++ {
		group = append(group, j)
	}
	d := roles.AgentDecision{}
	for _, j := range group {
		if _, ok := h.arguments(j); !ok {
			h.gaveUp = "the result does not show what is needed"
			return h.giveUp()
		}
		for _, a := range h.calls[j].args {
			for _, l := range a.leaves {
				if l.source == factSource {
					d.Proposes = append(d.Proposes, roles.Claim{Fact: l.fact, Value: h.facts[l.fact].Value})
				}
			}
		}
	}
	if len(d.Proposes) == 0 {
		d.Proposes = []roles.Claim{{Fact: -1}}
	}
	h.proposed = group
	d.Say, d.Think = h.sayProposal(group, nil), h.thinkProposal(group)
	return d
}

// report tells what was done and found, and waits for more.
func (h *helper) report() roles.AgentDecision {
	d := roles.AgentDecision{Ends: true}
	for k := range h.raised {
		if h.raised[k] && h.ends[k] <= h.next {
			d.Done = append(d.Done, k)
		}
	}
	fresh := slices.DeleteFunc(slices.Clone(d.Done), func(k int) bool { return h.done[k] })
	if d2, ok := h.misreport(fresh, d); ok {
		return d2
	}
	d.Say, d.Think = h.sayReport(fresh, -1), h.thinkReport(fresh)
	for _, k := range fresh {
		h.done[k] = true
	}
	return d
}

// giveUp says that it goes no further.
func (h *helper) giveUp() roles.AgentDecision {
	d := roles.AgentDecision{Ends: true}
	for k := range h.done {
		if h.done[k] {
			d.Done = append(d.Done, k)
		}
	}
	h.turn, h.proposed = nil, nil
	d.Say = h.voice.Say(surrenders, "why", h.why())
	d.Think = h.voice.Say(thinkSurrender, "why", h.why())
	return d
}

// toolName is what the agent calls a tool in its thoughts. One whose name is as long
// as a sentence is not named again and again.
func (h *helper) toolName(name string) string {
	const words, often = 6, 2
	parts := strings.FieldsFunc(name, func(r rune) bool { return r != '\'' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(parts) < words {
		return name
	}
	if h.long == nil {
		h.long = map[string]int{}
	}
	if h.long[name]++; h.long[name] > often {
		return "this tool"
	}
	return name
}

// trouble is an error without the name of the tool before it.
func trouble(message string) string {
	if name, rest, ok := strings.Cut(message, ": "); ok && !strings.Contains(name, " ") {
		message = rest
	}
	return strings.TrimSuffix(message, ".")
}

// why is the reason for giving up as it is told.
func (h *helper) why() string {
	why := trouble(h.gaveUp)
	if r := []rune(why); len(r) > 160 {
		why = string(r[:159]) + "…"
	}
	return why
}
