package agent

import (
	"encoding/json"
	"maps"
	"slices"
	"sort"
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
				labels[n] = speech.Noun(w[n].Label)
			}
			return "find the " + speech.Join(labels, "and")
		}
	}
	return "find the " + c.tool.thing
}

// all lists labels, each after the first with its article: "name, the date and
// the time".
func all(questions []roles.Question) string {
	parts := make([]string, len(questions))
	for n, q := range questions {
		parts[n] = q.Label
		if n > 0 {
			parts[n] = "the " + q.Label
		}
	}
	return speech.Join(parts, "and")
}

// sayAsk asks for what a call needs.
func (h *helper) sayAsk(i int, questions []roles.Question) string {
	c := &h.calls[i]
	switch aim := h.aim(h.purpose(i)); {
	case questions[0].Fact < 0:
		return h.voice.Say(asksForKey, "label", questions[0].Label, "thing", c.tool.thing)
	case len(questions) == 1:
		return h.voice.Say(asksOne, "label", questions[0].Label, "aim", aim)
	case len(questions) > 2 && h.voice.Chance(1, 2):
		text := h.voice.Say(asksList, "aim", aim)
		for _, q := range questions {
			text += "\n- " + q.Label
		}
		return text
	default:
		return h.voice.Say(asksSeveral, "labels", all(questions), "aim", aim)
	}
}

// askWhich asks which row of a result is meant: the one in which l lies.
func (h *helper) askWhich(l leaf, questions []roles.Question) roles.AgentDecision {
	tool := h.calls[l.call].tool
	for n := range questions { // of what is listed, the owner goes without saying
		questions[n].Label = strings.TrimPrefix(questions[n].Label, tool.thing+"'s ")
	}
	n, options := h.choices(l, questions[0].Fact)
	fill := []string{"n", strconv.Itoa(n), "things", speech.Plural(tool.thing), "options", options, "labels", all(questions)}
	bank := asksWhich
	if options != "" && len(questions) == 1 {
		bank = asksWhichOf
	}
	return roles.AgentDecision{Asks: questions, Say: h.voice.Say(bank, fill...), Think: h.voice.Say(thinkWhich, fill...)}
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

// choices are how many rows there are to pick from, and the values of a fact by
// which they can be told, if those are few and differ.
func (h *helper) choices(l leaf, fact int) (n int, options string) {
	list, row := rowOf(h.seen[l.call], l.at)
	if n = len(list); n < 2 || n > 6 {
		return n, ""
	}
	want := speech.Plain(h.facts[fact].Value)
	for _, v := range scalars(row, nil, nil) {
		if v.text != want {
			continue
		}
		var values []string
		for _, r := range list {
			x, ok := follow(r, v.at)
			text, scalar := plain(x)
			if !ok || !scalar {
				return n, ""
			}
			if said := spoken(text); !slices.Contains(values, said) {
				values = append(values, said)
			}
		}
		if len(values) > 1 {
			return n, speech.Join(values, "and")
		}
	}
	return n, ""
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

// A naming is what a row is called.
type naming struct{ name, detail string }

// named is what people would call the row of an id, from the results that were
// seen before the call i; the thing is what the row is, "" where nobody knows.
func (h *helper) named(i int, id, argument, thing string) naming {
	var best naming
	for j := i - 1; j >= 0; j-- {
		if h.seen[j] == nil {
			continue
		}
		n, ok := find(h.seen[j], id, argument, thing == "" || thing == h.calls[j].tool.thing)
		if ok && n.name != "" && !strings.Contains(n.name, "@") {
			return n
		}
		if ok && best == (naming{}) {
			best = n
		}
	}
	return best
}

// find looks for the object of an id: the one that has it as its id, or under
// the argument's name and no other id beside it.
func find(v any, id, argument string, own bool) (naming, bool) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if n, ok := find(x, id, argument, own); ok {
				return n, true
			}
		}
	case map[string]any:
		text, _ := plain(v["id"])
		match := own && text == id
		if text, _ := plain(v[argument]); !match && argument != "id" && text == id {
			match = true
			for name := range v { //lint:ordered whether there is one
				if name != argument && (name == "id" || strings.HasSuffix(strings.ToLower(name), "id")) {
					match = false
				}
			}
		}
		if match {
			if given, family := first(v, id, "given_name", "first_name"), first(v, id, "family_name", "last_name"); given != "" && family != "" {
				return naming{given + " " + family, ""}, true
			}
			return naming{first(v, id, "name", "title", "full_name", "subject", "label", "email"), first(v, id, "date", "day", "start", "start_time", "starts_at", "due_date", "created_at")}, true
		}
		names := make([]string, 0, len(v))
		for name := range v { //lint:ordered sorted below
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			if n, ok := find(v[name], id, argument, own); ok {
				return n, true
			}
		}
	}
	return naming{}, false
}

// first is the first of the members that has a short text, as it is said.
func first(m map[string]any, not string, names ...string) string {
	for _, name := range names {
		if text, ok := plain(m[name]); ok && text != not && text != "" && len(text) < 60 {
			return spoken(text)
		}
	}
	return ""
}

// object is the row on which a call acts, in words.
func (h *helper) object(i int) string {
	c := &h.calls[i]
	for _, a := range c.args {
		if c.tool.parameters[a.name].part != world.Key || len(a.leaves) != 1 {
			continue
		}
		id := h.argument(i, a, nil)
		n := h.named(i, id, a.name, c.tool.thing)
		switch {
		case n.name != "":
			return "the " + c.tool.thing + " " + n.name + " (" + id + ")"
		case n.detail != "":
			return "the " + c.tool.thing + " on " + n.detail + " (" + id + ")"
		}
		return "the " + c.tool.thing + " " + id
	}
	return "the " + c.tool.thing
}

// settings are the values of a call, without the key of the row and what bears
// on nothing.
func (h *helper) settings(i int, wrong map[string]string) (references, values []speech.Setting) {
	c := &h.calls[i]
	for _, a := range c.args {
		p := c.tool.parameters[a.name]
		switch p.part {
		case world.Key, world.Ignored, world.Limit, world.Offset, world.Order:
			continue
		}
		if members := flat(a.value, p.properties); members != nil && h.used[i] == nil {
			values = append(values, members...)
			continue
		}
		text := h.argument(i, a, wrong)
		naming := strings.HasSuffix(a.label, " ID") || strings.HasSuffix(strings.ToLower(a.name), "id")
		if p.part == world.Reference || p.part == "" && naming {
			label := strings.TrimSuffix(a.label, " ID")
			if p.thing != "" && (label == "ID" || label == "key" || label == "name") {
				label = p.thing
			}
			if n := h.named(i, text, a.name, p.thing); n.name != "" {
				text = n.name
			} else if n.detail != "" {
				text += " (" + n.detail + ")"
			}
			references = append(references, speech.Setting{Label: label, Said: text})
			continue
		}
		values = append(values, speech.Setting{Label: a.label, Value: a.value, Said: text})
	}
	for n := 1; n < len(values); n++ {
		if speech.InTime(values[n-1].Label, values[n].Label) > 0 {
			values[n-1], values[n] = values[n], values[n-1]
		}
	}
	return references, values
}

// flat are the members of a JSON object of scalars, or of a list of one such object,
// as settings; nil of anything else.
func flat(value json.RawMessage, known map[string]parameter) []speech.Setting {
	var elements []json.RawMessage
	if json.Unmarshal(value, &elements) == nil && len(elements) == 1 {
		value = elements[0]
	}
	var members map[string]json.RawMessage
	if len(value) == 0 || value[0] != '{' || json.Unmarshal(value, &members) != nil {
		return nil
	}
	var list []speech.Setting
	for _, name := range slices.Sorted(maps.Keys(members)) {
		v := members[name]
		if len(v) == 0 || v[0] == '{' || v[0] == '[' {
			return nil
		}
		p, ok := known[name]
		if !ok {
			p.label = speech.Noun(name)
		}
		list = append(list, speech.Setting{Label: p.label, Value: v, Said: speech.Spoken(world.Detail{Label: p.label, Value: v, Choice: p.choice})[0]})
	}
	return list
}

// generic are verbs that say no more than that something is changed.
var generic = map[string]bool{"update": true, "edit": true, "modify": true, "change": true, "set": true, "patch": true, "save": true}

// deed is a golden call in words: an infinitive and, where there are many
// values, the list of them. wrong replaces values that are misunderstood.
func (h *helper) deed(i int, wrong map[string]string) (vp string, list []string) {
	c := &h.calls[i]
	references, values := h.settings(i, wrong)
	var operation world.Operation
	if c.tool.does != nil {
		operation = c.tool.does.Operation
	}
	if operation == world.Create || operation == "" && (c.tool.verb == "create" || c.tool.verb == "add" || c.tool.verb == "book") {
		vp = c.tool.verb + " " + speech.Article(c.tool.thing)
		if len(references)+len(values) > 3 {
			return vp, lines(append(references, values...))
		}
		for n, r := range references {
			vp += []string{" for ", " and "}[min(n, 1)] + "the " + r.Label + " " + r.Said
		}
		return vp + with(values), nil
	}
	object := h.object(i)
	if len(references)+len(values) > 3 {
		return c.tool.verb + " " + object, lines(append(references, values...))
	}
	for n, r := range references {
		object += []string{" of ", " and "}[min(n, 1)] + "the " + r.Label + " " + r.Said
	}
	switch {
	case operation == world.Update && generic[c.tool.verb] && len(values) > 0:
		for n := range values {
			if v := string(values[n].Value); v == "true" || v == "false" {
				values[n].Label = speech.Flag(values[n].Label)
			}
		}
		vp = "change the " + values[0].Label + " of " + object + " to " + values[0].Said
		for _, v := range values[1:] {
			vp += " and the " + v.Label + " to " + v.Said
		}
		return vp, nil
	case operation == world.Update && len(values) == 1 && goal(c.tool.verb, values[0].Label):
		return c.tool.verb + " " + object + " to " + values[0].Said, nil
	}
	return c.tool.verb + " " + object + with(values), nil
}

// goal reports whether something is done to a value: rescheduled to a day,
// renamed to a name.
func goal(verb, label string) bool {
	switch verb {
	case "reschedule", "move", "postpone", "rename", "transfer", "assign", "upgrade", "extend", "convert", "switch":
		return true
	}
	return strings.HasSuffix(label, "date") || strings.HasSuffix(label, "time") || label == "day" || label == "start"
}

// with tells values behind an object.
func with(values []speech.Setting) string {
	if len(values) == 0 {
		return ""
	}
	return " with " + speech.Join(speech.Phrases(values, "the "), "and")
}

// lines are values one by one.
func lines(values []speech.Setting) []string {
	list := make([]string, len(values))
	for n, v := range values {
		list[n] = speech.Capital(v.Label) + ": " + v.Said
	}
	return list
}

// argument is the value of an argument in words.
func (h *helper) argument(i int, a argument, wrong map[string]string) string {
	if len(a.leaves) != 1 || len(a.value) > 0 && (a.value[0] == '[' || a.value[0] == '{') {
		return speech.Spoken(world.Detail{Label: a.label, Value: a.value})[0]
	}
	text := a.leaves[0].text
	raw, ok := h.arguments(i)
	if ok && string(raw) != string(h.calls[i].arguments) { // after a mistake
		if m, ok := decode(raw).(map[string]any); ok {
			if t, ok := plain(m[a.name]); ok {
				text = t
			}
		}
	}
	if w, ok := wrong[text]; ok {
		text = w
	}
	if a.value[0] != '"' {
		return speech.Spoken(world.Detail{Label: a.label, Value: []byte(text)})[0]
	}
	return speech.Spoken(world.Detail{Label: a.label, Value: jsonString(text), Choice: h.calls[i].tool.parameters[a.name].choice})[0]
}

// sayProposal says what would be done and asks for a yes.
func (h *helper) sayProposal(group []int, wrong map[string]string) string {
	if len(group) == 1 {
		vp, list := h.deed(group[0], wrong)
		if len(list) == 0 {
			return h.voice.Say(proposals, "deed", vp)
		}
		return h.voice.Say(proposalsList, "deed", vp) + "\n- " + strings.Join(list, "\n- ") + "\n" + h.voice.Say(confirms)
	}
	text := h.voice.Say(proposalsSeveral)
	for n, i := range group {
		vp, list := h.deed(i, wrong)
		text += "\n" + strconv.Itoa(n+1) + ". " + speech.Capital(vp)
		if len(list) > 0 {
			text += " (" + strings.Join(list, ", ") + ")"
		}
	}
	return text + "\n" + h.voice.Say(confirms)
}

// sayReport tells what was done and found for steps. The output of the position
// lie, if it is not -1, is told otherwise than the result has it.
func (h *helper) sayReport(steps []int, lie int) string {
	// In the order of what was wanted: what was asked about a row before it was
	// changed comes before the change.
	var sentences []string
	for _, step := range slices.Sorted(slices.Values(steps)) {
		for i := range h.calls {
			if h.calls[i].tool.effect != world.Read && i < h.next && h.stepOf(i) == step {
				sentences = append(sentences, h.sayDone(i))
			}
		}
		for n := 0; n < len(h.outputs); n++ {
			o := &h.outputs[n]
			if o.step != step || h.reported[n] {
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
			sentences = append(sentences, h.sayOutputs(group, steps, lie, len(sentences) == 0))
			n += len(group) - 1
		}
	}
	if len(sentences) == 0 {
		sentences = append(sentences, h.voice.Say(allDone))
	}
	if h.task.Kind == world.MultiHop && len(h.outputs) > 0 { // its answer ends the message
		text, ok := h.outputs[0].text, true
		if h.outputs[0].call >= 0 {
			text, ok = h.value(0, lie)
		}
		if ok {
			return strings.Join(sentences, " ") + "\n\nAnswer: " + text
		}
	}
	if h.voice.Chance(2, 5) {
		sentences = append(sentences, h.voice.Say(offers))
	}
	space := " "
	for _, s := range sentences {
		if strings.Contains(s, "\n") {
			space = "\n"
		}
	}
	return strings.Join(sentences, space)
}

// stepOf is the step of the task to which a call belongs.
func (h *helper) stepOf(i int) int {
	if s := h.calls[i].serves; s >= 0 {
		return s
	}
	return max(0, h.calls[i].forStep)
}

// sayDone tells that a write was made.
func (h *helper) sayDone(i int) string {
	c := &h.calls[i]
	vp, _ := h.deed(i, nil)
	text := ""
	if c.tool.does != nil && (c.tool.does.Operation == world.Move || c.tool.does.Operation == world.Delete) {
		text = h.voice.Say(donePassive, "object", h.object(i), "participle", speech.Participle(c.tool.verb))
	} else {
		text = h.voice.Say(doneDeeds, "participle", speech.Participle(vp))
	}
	text = speech.Capital(text)
	if c.tool.does != nil && c.tool.does.Operation == world.Create {
		if m, ok := h.seen[i].(map[string]any); ok {
			for _, name := range []string{"id", c.tool.does.Table + "_id", strings.ReplaceAll(c.tool.thing, " ", "_") + "_id"} {
				if id, ok := plain(m[name]); ok && !strings.Contains(text, id) && !strings.Contains(string(c.arguments), id) {
					text += " " + h.voice.Say(newIDs, "id", id)
					break
				}
			}
		}
	}
	return join(text, h.sayOutcome(i, text))
}

// sayOutputs tells outputs of one label; first says that nothing stands before
// it in the message.
func (h *helper) sayOutputs(group []int, steps []int, lie int, first bool) string {
	o := &h.outputs[group[0]]
	if o.call < 0 && o.label == same {
		bank := tellsOther
		if o.text == "yes" {
			bank = tellsSame
		}
		return h.voice.Say(bank)
	}
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
	several := h.severalThings(steps)
	var values []string
	for _, m := range group {
		value, ok := h.value(m, lie)
		if !ok {
			return h.voice.Say(tellsNothing, "label", o.label)
		}
		value = h.stated(m, value)
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
		if several && h.calls[o.call].tool.does != nil && !strings.Contains(label, thing) {
			return h.voice.Say(tellsOf, "label", label, "value", values[0], "thing", thing, "is", speech.Is(label))
		}
		bank := tellsMore
		switch {
		case len(h.outputs) == 1 && h.task.ReadOnly():
			bank = tellsOne
		case first:
			bank = tellsFirst
		}
		return h.voice.Say(bank, "label", label, "value", values[0], "thing", thing, "is", speech.Is(label))
	}
	labels := speech.Plural(o.label)
	if several && !strings.Contains(labels, thing) {
		labels += " of the " + speech.Plural(thing)
	}
	if len(values) > 2 && h.voice.Chance(2, 3) || strings.Contains(values[0], ": ") {
		return h.voice.Say(tellsList, "labels", labels) + "\n- " + strings.Join(values, "\n- ")
	}
	return h.voice.Say(tellsSeveral, "labels", labels, "values", speech.Join(values, "and"))
}

// severalThings reports whether what is told of steps is about more than one thing, so
// that a label alone would not say of what it is.
func (h *helper) severalThings(steps []int) bool {
	thing := ""
	for n := range h.outputs {
		o := &h.outputs[n]
		if o.call < 0 || !slices.Contains(steps, o.step) {
			continue
		}
		if t := h.calls[o.call].tool.thing; thing != "" && t != thing {
			return true
		} else {
			thing = t
		}
	}
	for i := range h.calls[:h.next] {
		c := &h.calls[i]
		if c.tool.effect != world.Read && slices.Contains(steps, h.stepOf(i)) && thing != "" && c.tool.thing != thing {
			return true
		}
	}
	return false
}

// stated is the value of an output as it stands in a sentence: running text in
// quotation marks, a sum with the currency that the same row has.
func (h *helper) stated(n int, value string) string {
	o := &h.outputs[n]
	if at := len(o.at) - 1; at >= 0 {
		if row, ok := follow(h.seen[o.call], o.at[:at]); ok {
			if sum := inCurrency(row, o.label, value); sum != "" {
				return sum
			}
		}
	}
	if strings.ContainsAny(value, "\"“”") || !strings.HasSuffix(value, ".") && !strings.HasSuffix(value, "!") && !strings.HasSuffix(value, "?") && strings.Count(value, " ") < 6 {
		return value
	}
	return speech.Quote(value)
}

// inCurrency is a sum with the currency that stands beside it in a row; "" where it is
// no sum, or none does.
func inCurrency(row any, label, sum string) string {
	m, ok := row.(map[string]any)
	if !ok || !speech.IsSum(label) {
		return ""
	}
	for _, name := range []string{"currency", "currency_code", "currencyCode"} {
		if currency, ok := plain(m[name]); ok {
			return speech.Money(sum, currency)
		}
	}
	return ""
}

// sayOutcome tells what the result of a write says beyond what was wanted: the state
// that the row has now, what it costs. It is "" where there is nothing of that.
func (h *helper) sayOutcome(i int, text string) string {
	c := &h.calls[i]
	m, ok := h.seen[i].(map[string]any)
	if !ok || c.tool.does == nil || h.voice.Tone == 'b' {
		return ""
	}
	var parts []string
	tell := func(name string) {
		value, ok := plain(m[name])
		if !ok || value == "" || len(parts) > 1 {
			return
		}
		label := h.labelAt(c.tool, path{name})
		said := speech.Spoken(world.Detail{Label: label, Value: jsonString(value), Choice: true})[0]
		if json.Valid([]byte(value)) && value[0] != '"' {
			said = value
		}
		if sum := inCurrency(m, label, value); sum != "" {
			said = sum
		}
		if strings.Contains(strings.ToLower(text), strings.ToLower(said)) || strings.Contains(string(c.arguments), value) {
			return
		}
		parts = append(parts, label+" "+speech.Is(label)+" "+said)
	}
	switch c.tool.does.Operation {
	case world.Move:
		if t := c.tool.does.Transition; t != nil {
			_, column, _ := strings.Cut("."+t.Column, ".")
			if n := strings.LastIndexByte(column, '.'); n >= 0 {
				column = column[n+1:]
			}
			tell(column)
		}
	case world.Create:
		for _, name := range []string{"status", "state", "total", "total_price", "price", "amount", "due_date", "delivery_date", "confirmation_number", "confirmation_code"} {
			tell(name)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return h.voice.Say(outcomes, "parts", strings.Join(parts, " and its "), "thing", c.tool.thing)
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
		text = h.falsified(n, text)
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
		problem = h.voice.Say(thinkRefused, "error", clip(trouble(s.think)))
	}
	thought := h.voice.Say(bank, "right", h.toolName(s.right), "wrong", h.toolName(s.wrong))
	if s.kind == roles.NeedlessWrite {
		d.Think = "" // what it says of the write may be untrue of the second
	}
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
