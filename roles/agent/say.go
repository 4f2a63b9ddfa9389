package agent

import (
	"strconv"
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// aim is what a golden call is for, in the infinitive.
func (h *helper) aim(i int) string {
	c := &h.calls[i]
	if c.tool.effect != world.Read {
		return c.tool.verb + " the " + c.tool.thing
	}
	if c.serves >= 0 && c.serves < len(h.task.Steps) {
		if w := h.task.Steps[c.serves].Wants; len(w) > 0 {
			labels := make([]string, len(w))
			for n := range w {
				labels[n] = speech.InWords(w[n].Label)
			}
			return "find the " + speech.Join(labels, "and")
		}
	}
	return "find the " + c.tool.thing
}

// sayAsk asks for what the labels name.
func (h *helper) sayAsk(i int, questions []roles.Question, labels []string, choose bool) string {
	c := &h.calls[i]
	if choose {
		n, options := h.choices(i, questions)
		if n > 1 {
			things := speech.Plural(h.pickedThing(i))
			if options != "" {
				return h.voice.Say(asksWhichOf, "n", strconv.Itoa(n), "things", things, "options", options, "labels", speech.Join(labels, "and the "))
			}
			return h.voice.Say(asksWhich, "n", strconv.Itoa(n), "things", things, "labels", speech.Join(labels, "and the "))
		}
	}
	if questions[0].Fact < 0 {
		return h.voice.Say(asksForKey, "label", labels[0], "thing", c.tool.thing)
	}
	if len(labels) == 1 {
		return h.voice.Say(asksOne, "label", labels[0], "aim", h.aim(h.purpose(i)))
	}
	if len(labels) > 2 && h.voice.Chance(1, 2) {
		text := h.voice.Say(asksList, "aim", h.aim(h.purpose(i)))
		for _, l := range labels {
			text += "\n- " + l
		}
		return text
	}
	return h.voice.Say(asksSeveral, "labels", speech.Join(labels, "and the "), "aim", h.aim(h.purpose(i)))
}

// purpose is the golden call for the sake of which a call is made.
func (h *helper) purpose(i int) int {
	for j := i; j < len(h.calls); j++ {
		if h.calls[j].serves >= 0 && h.calls[j].serves == h.calls[i].forStep {
			return j
		}
	}
	return i
}

// pickedThing is what the rows are among which one has to be picked.
func (h *helper) pickedThing(i int) string {
	if picks := h.calls[i].picks; len(picks) > 0 {
		return h.calls[picks[0].call].tool.thing
	}
	return h.calls[i].tool.thing
}

// choices are how many rows there are to pick from, and the values by which
// they can be told, if those are few and differ.
func (h *helper) choices(i int, questions []roles.Question) (n int, options string) {
	for _, a := range h.calls[i].args {
		for _, l := range a.leaves {
			if l.source != resultSource {
				continue
			}
			list, row := rowOf(h.seen[l.call], l.at)
			if len(list) < 2 {
				continue
			}
			n = len(list)
			if n > 6 {
				return n, ""
			}
			want := speech.Plain(h.facts[questions[0].Fact].Value)
			for _, v := range scalars(row, nil, nil) {
				if v.text != want {
					continue
				}
				var values []string
				seen := map[string]bool{}
				for _, r := range list {
					x, ok := follow(r, v.at)
					text, scalar := plain(x)
					if !ok || !scalar {
						return n, ""
					}
					if !seen[text] {
						values = append(values, spoken(text))
					}
					seen[text] = true
				}
				if len(values) > 1 {
					return n, speech.Join(values, "and")
				}
			}
			return n, ""
		}
	}
	return 0, ""
}

// spoken is a scalar of a result as the agent says it.
func spoken(text string) string {
	return speech.Spoken(world.Detail{Value: jsonString(text)})[0]
}

// jsonString is a text as JSON.
func jsonString(s string) []byte {
	return strconv.AppendQuote(nil, s)
}

// sayCall is what is said beside a call, mostly nothing.
func (h *helper) sayCall(batch []int) string {
	if !h.talkative || !h.voice.Chance(1, 3) {
		return ""
	}
	c := &h.calls[batch[0]]
	if c.tool.effect != world.Read {
		return h.voice.Say(announcesWrite, "thing", c.tool.thing)
	}
	return h.voice.Say(announcesRead, "thing", c.tool.thing)
}

// row tells a row of a result by what people would know it by: up to two of its
// short values.
func (h *helper) row(l leaf) string {
	_, row := rowOf(h.seen[l.call], l.at)
	if row == nil {
		row = h.seen[l.call]
	}
	m, ok := row.(map[string]any)
	if !ok {
		return ""
	}
	var parts []string
	for _, name := range []string{"name", "title", "full_name", "subject", "label", "email", "date", "day", "status"} {
		if text, ok := plain(m[name]); ok && text != l.text && len(text) < 60 && len(parts) < 2 {
			parts = append(parts, spoken(text))
		}
	}
	return strings.Join(parts, ", ")
}

// deed is a golden call in words: verb, what it acts on, and the values that it
// sets, each as "label value". wrong replaces values that are misunderstood.
func (h *helper) deed(i int, wrong map[string]string) (verb, object string, values []string) {
	c := &h.calls[i]
	object = "the " + c.tool.thing
	if c.tool.does != nil && c.tool.does.Operation == world.Create || strings.HasPrefix(c.tool.name, "create") || strings.HasPrefix(c.tool.name, "add") {
		object = speech.Article(c.tool.thing)
	}
	for _, a := range c.args {
		text := h.argument(i, a, wrong)
		row := ""
		if len(a.leaves) == 1 && a.leaves[0].source == resultSource {
			row = h.row(a.leaves[0])
		}
		switch c.tool.parameters[a.name].part {
		case world.Key:
			object += " " + text
			if row != "" {
				object += " (" + row + ")"
			}
			continue
		case world.Ignored, world.Limit, world.Offset, world.Order:
			continue
		}
		if row != "" {
			text = row
		}
		values = append(values, a.label+": "+text)
	}
	return c.tool.verb, object, values
}

// argument is the value of an argument in words.
func (h *helper) argument(i int, a argument, wrong map[string]string) string {
	value := a.value
	if raw, ok := h.arguments(i); ok {
		if m, ok := decode(raw).(map[string]any); ok {
			if text, ok := plain(m[a.name]); ok {
				if w, ok := wrong[text]; ok {
					text = w
				}
				if len(value) > 0 && value[0] != '"' {
					return speech.Spoken(world.Detail{Label: a.label, Value: []byte(text)})[0]
				}
				return spoken(text)
			}
		}
	}
	return speech.Spoken(world.Detail{Label: a.label, Value: value})[0]
}

// sayProposal says what would be done and asks for a yes.
func (h *helper) sayProposal(group []int, wrong map[string]string) string {
	if len(group) == 1 {
		verb, object, values := h.deed(group[0], wrong)
		switch {
		case len(values) == 0:
			return h.voice.Say(proposals, "deed", verb+" "+object)
		case len(values) > 2:
			return h.voice.Say(proposalsList, "deed", verb+" "+object) + "\n- " + strings.Join(values, "\n- ") + "\n" + h.voice.Say(confirms)
		}
		return h.voice.Say(proposals, "deed", verb+" "+object+" ("+strings.Join(values, ", ")+")")
	}
	var lines []string
	for n, i := range group {
		verb, object, values := h.deed(i, wrong)
		line := strconv.Itoa(n+1) + ". " + verb + " " + object
		if len(values) > 0 {
			line += " (" + strings.Join(values, ", ") + ")"
		}
		lines = append(lines, line)
	}
	return h.voice.Say(proposalsSeveral) + "\n" + strings.Join(lines, "\n") + "\n" + h.voice.Say(confirms)
}

// sayReport tells what was done and found for steps. The output of the position
// lie, if it is not -1, is told otherwise than the result has it.
func (h *helper) sayReport(steps []int, lie int) string {
	var sentences []string
	for i := range h.calls {
		c := &h.calls[i]
		if c.tool.effect == world.Read || i >= h.next || !contains(steps, h.stepOf(i)) {
			continue
		}
		sentences = append(sentences, h.sayDone(i))
	}
	for n := 0; n < len(h.outputs); n++ {
		o := &h.outputs[n]
		if !contains(steps, o.step) || h.reported[n] {
			continue
		}
		// What has the same label is told together.
		group := []int{n}
		for m := n + 1; m < len(h.outputs) && h.outputs[m].call == o.call && h.outputs[m].label == o.label && h.outputs[m].step == o.step; m++ {
			group = append(group, m)
		}
		for _, m := range group {
			h.reported[m] = true
		}
		sentences = append(sentences, h.sayOutputs(group, lie))
		n += len(group) - 1
	}
	if len(sentences) == 0 {
		sentences = append(sentences, h.voice.Say(allDone))
	}
	text := strings.Join(sentences, " ")
	if strings.Contains(text, "\n") {
		text = strings.Join(sentences, "\n")
	}
	if h.voice.Chance(2, 5) {
		text += " " + h.voice.Say(offers)
	}
	return text
}

// stepOf is the step of the task to which a call belongs.
func (h *helper) stepOf(i int) int {
	if s := h.calls[i].serves; s >= 0 {
		return s
	}
	return max(0, h.calls[i].forStep)
}

func contains(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// sayDone tells that a write was made.
func (h *helper) sayDone(i int) string {
	c := &h.calls[i]
	_, object, values := h.deed(i, nil)
	object = "the " + strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(object, "the "), "an "), "a ")
	detail := ""
	if len(values) > 0 && len(values) < 4 {
		detail = strings.Join(values, ", ")
	}
	text := h.voice.Say(doneDeeds, "object", object, "participle", speech.Participle(c.tool.verb), "verb", c.tool.verb)
	if detail != "" && h.voice.Chance(1, 2) {
		text = strings.TrimSuffix(text, ".") + " (" + detail + ")."
	}
	if c.tool.does != nil && c.tool.does.Operation == world.Create {
		if m, ok := h.seen[i].(map[string]any); ok {
			for _, name := range []string{"id", c.tool.does.Table + "_id", strings.ReplaceAll(c.tool.thing, " ", "_") + "_id"} {
				if id, ok := plain(m[name]); ok {
					return text + " " + h.voice.Say(newIDs, "id", id)
				}
			}
		}
	}
	return text
}

// sayOutputs tells outputs of one label.
func (h *helper) sayOutputs(group []int, lie int) string {
	o := &h.outputs[group[0]]
	if o.call < 0 {
		texts := make([]string, len(group))
		for n, m := range group {
			texts[n] = h.outputs[m].text
		}
		return h.voice.Say(tellsPlain, "value", speech.Join(texts, "and"))
	}
	thing := h.calls[o.call].tool.thing
	if len(o.at) > 0 && len(group) == 1 {
		if _, counted := o.at[len(o.at)-1].(length); counted || o.label == "count" || o.label == "total" && o.text == strings.Trim(o.text, ".") {
			if value, ok := h.value(group[0], lie); ok {
				if value == "1" {
					return h.voice.Say(tellsCountOne, "thing", thing)
				}
				return h.voice.Say(tellsCount, "value", value, "things", speech.Plural(thing))
			}
		}
	}
	var values []string
	for _, m := range group {
		value, ok := h.value(m, lie)
		if !ok {
			return h.voice.Say(tellsNothing, "label", o.label)
		}
		if subject := h.subject(m); subject != "" && len(group) > 1 {
			value = subject + ": " + value
		}
		values = append(values, value)
	}
	if len(values) == 1 {
		label := o.label
		if label == "" {
			label = "answer"
		}
		if value := values[0]; value == "true" || value == "false" {
			return h.voice.Say(tellsFlag, "label", label, "value", value)
		}
		return h.voice.Say(tellsOne, "label", label, "value", values[0], "thing", thing)
	}
	if len(values) > 2 && h.voice.Chance(2, 3) || strings.Contains(values[0], ": ") {
		return h.voice.Say(tellsList, "labels", speech.Plural(o.label)) + "\n- " + strings.Join(values, "\n- ") + "\n"
	}
	return h.voice.Say(tellsSeveral, "labels", speech.Plural(o.label), "values", speech.Join(values, "and"))
}

// value is an output as its result really has it.
func (h *helper) value(n, lie int) (string, bool) {
	o := &h.outputs[n]
	v, ok := follow(h.seen[o.call], o.at)
	if !ok {
		return "", false
	}
	text, ok := plain(v)
	if !ok {
		return "", false
	}
	if n == lie {
		text = h.falsified(text)
	}
	return text, true
}

// subject is the name of the row that an output belongs to, in a list.
func (h *helper) subject(n int) string {
	o := &h.outputs[n]
	_, row := rowOf(h.seen[o.call], o.at)
	m, ok := row.(map[string]any)
	if !ok {
		return ""
	}
	for _, name := range []string{"name", "title", "subject", "label", "full_name", "id"} {
		if text, ok := plain(m[name]); ok && lastName(o.at) != name && len(text) < 80 {
			return text
		}
	}
	return ""
}

// repair puts before a turn what it repairs.
func (h *helper) repair(d *roles.AgentDecision) {
	s := h.fix
	bank := thinkRepairs[s.kind]
	if s.kind == roles.WrongArgument && s.proposal && s.think == "corrected" {
		bank = thinkMisunderstood
	}
	problem := ""
	if s.think != "corrected" && (s.kind == roles.MissingArgument || s.kind == roles.MalformedCall || s.kind == roles.WrongTool || s.kind == roles.WrongArgument) && s.think != "" {
		problem = h.voice.Say(thinkRefused, "error", clip(strings.TrimSuffix(s.think, ".")))
	}
	thought := h.voice.Say(bank, "right", s.right, "wrong", s.wrong)
	d.Think = strings.TrimSpace(problem + " " + thought + " " + d.Think)
	if d.Say != "" && !h.sorry && s.think == "corrected" && s.kind != roles.UnfaithfulAnswer {
		h.sorry = true
		d.Say = h.voice.Say(apologies) + " " + d.Say
	}
}

// clip shortens a text.
func clip(s string) string {
	if r := []rune(s); len(r) > 160 {
		return string(r[:159]) + "…"
	}
	return s
}
