package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"worldc/model"
	"worldc/roles"
	"worldc/roles/agent"
	"worldc/world"
)

// An Agent is a chat model as the agent of rollouts. It sees the world's policy
// and the documents of its tools, what the user says and what its calls give;
// of the task it sees which tools there are, and nothing else.
type Agent struct{ model *Model }

var _ roles.Agent = Agent{}

// Agent is the model as an agent.
func (m *Model) Agent() Agent { return Agent{m} }

// Enter implements [roles.Agent].
func (a Agent) Enter(w *world.World) roles.Workplace {
	p := &workplace{model: a.model, tools: map[string]*world.Tool{}}
	policy := clip(agent.System(w), 2*a.model.options.MaxDescription)
	p.system = a.model.system("agent", map[string]string{"policy": policy})
	for i := range w.Tools {
		p.tools[w.Tools[i].Tool.ID] = &w.Tools[i].Tool
		p.all = append(p.all, w.Tools[i].Tool.ID)
	}
	return p
}

// callable and longestName are what servers take for the name of a tool.
var callable = regexp.MustCompile(`^[a-zA-Z0-9_-]+$`)

const longestName = 64

// offer adds a tool to those of a talk. One whose name servers do not take goes
// by another there.
func (h *helper) offer(t *world.Tool) {
	name := t.Name
	if len(name) > longestName || !callable.MatchString(name) {
		name = world.WorldTool{Tool: *t}.Function()
		name = name[:min(len(name), 60)]
	}
	for n := 2; h.names[name] != ""; n++ {
		name = fmt.Sprintf("%s_%d", strings.TrimSuffix(name, fmt.Sprintf("_%d", n-1)), n)
	}
	h.names[name] = t.Name
	most := h.model.options.MaxDescription
	h.tools = append(h.tools, model.Tool{Name: name, Description: clip(t.Description, most), Parameters: clipDescriptions(t.Parameters, most)})
}

// clipDescriptions cuts the descriptions in a JSON Schema. One that is not
// changed stays as it is written.
func clipDescriptions(schema json.RawMessage, most int) json.RawMessage {
	if most <= 0 || len(schema) <= most {
		return schema
	}
	var v any
	if json.Unmarshal(schema, &v) != nil {
		return schema
	}
	changed := false
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				visit(e)
			}
		case map[string]any:
			if s, ok := v["description"].(string); ok {
				if short := clip(s, most); short != s {
					v["description"], changed = short, true
				}
			}
			for _, e := range v { //lint:ordered each by itself
				visit(e)
			}
		}
	}
	visit(v)
	if !changed {
		return schema
	}
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // it was JSON
	}
	return raw
}

// A workplace is the agent in one world.
type workplace struct {
	model  *Model
	system model.Message
	tools  map[string]*world.Tool // by id
	all    []string
}

// System implements [roles.Workplace].
func (p *workplace) System() string { return p.system.Content }

// Take implements [roles.Workplace]. The model looks away: it takes the list of
// tools.
func (p *workplace) Take(t *world.Task) roles.Job {
	shown := t.Tools
	if len(shown) == 0 {
		shown = p.all
	}
	return &job{p, t.ID, shown}
}

// A job is a task that the agent has taken up.
type job struct {
	place *workplace
	task  string
	shown []string
}

// Meet implements [roles.Job].
func (j *job) Meet(b roles.AgentBrief) roles.Helper {
	h := &helper{
		model: j.place.model, record: b.Talk, ordinal: b.Ordinal, messages: []model.Message{j.place.system},
		names: map[string]string{},
	}
	others := map[string]*world.Tool{}
	for i := range b.Distractors {
		others[b.Distractors[i].ID] = &b.Distractors[i]
	}
	shown := b.Shown
	if shown == nil {
		shown = j.shown
	}
	for _, id := range shown {
		t, ok := j.place.tools[id]
		if !ok {
			if t, ok = others[id]; !ok {
				panic("chat: the agent is shown the tool " + id + ", which nobody has")
			}
		}
		h.offer(t)
	}
	return h
}

// A helper is the agent of one talk.
type helper struct {
	model    *Model
	record   string
	ordinal  int
	tools    []model.Tool
	names    map[string]string // of tools, by what they go by in requests
	messages []model.Message
	open     []world.Call // the calls of the last turn, whose results come next
	calls    int
}

// Decide implements [roles.Helper]. Calls get ids of the talk's own: servers
// count them in many ways, and some not at all.
func (h *helper) Decide(ctx context.Context, heard roles.Heard) (roles.AgentDecision, error) {
	if heard.User != nil {
		h.messages = append(h.messages, says(heard.User.Say))
	}
	for i, r := range heard.Results {
		content := string(r.Value)
		if r.Error != "" {
			content = "Error: " + r.Error
		}
		h.messages = append(h.messages, model.Message{Role: "tool", CallID: h.open[i].ID, Content: clip(content, h.model.options.MaxObservation)})
	}
	reply, err := h.ask(ctx)
	if err != nil {
		return roles.AgentDecision{}, err
	}
	d := roles.AgentDecision{Think: strings.TrimSpace(reply.Reasoning), Say: strings.TrimSpace(reply.Content)}
	said := model.Message{Role: "assistant", Content: d.Say, Reasoning: d.Think}
	for _, c := range reply.Calls {
		h.calls++
		id := fmt.Sprintf("call_%02d", h.calls)
		d.Calls = append(d.Calls, world.Call{ID: id, Tool: h.names[c.Tool], Arguments: c.Arguments})
		said.Calls = append(said.Calls, model.Call{ID: id, Tool: c.Tool, Arguments: c.Arguments})
	}
	h.open = d.Calls
	h.messages = append(h.messages, said)
	return d, nil
}

// mostCalls is how many calls a turn may have.
const mostCalls = 32

// ask asks for the next turn, and again where what comes cannot be one. What was
// said in vain is no part of the talk.
func (h *helper) ask(ctx context.Context) (model.Reply, error) {
	purpose := model.Purpose{Role: "agent", Record: h.record}
	messages := h.messages[:len(h.messages):len(h.messages)]
	for attempt := 0; ; attempt++ {
		reply, err := h.model.asker.Ask(ctx, model.Request{Purpose: purpose, Ordinal: h.ordinal, Messages: messages, Tools: h.tools})
		var failure *model.Failure
		var problem, said string
		switch {
		case errors.As(err, &failure) && failure.Class == model.Validation:
			problem, said = failure.Detail, failure.Said
		case err != nil:
			return reply, err
		case len(reply.Calls) > mostCalls:
			problem, said = fmt.Sprintf("%d calls in one turn are too many: %d at most", len(reply.Calls), mostCalls), reply.Content
		case len(reply.Calls) == 0 && strings.TrimSpace(reply.Content) == "":
			problem = "it neither says anything nor calls a tool"
		default:
			return reply, nil
		}
		if attempt >= h.model.options.Repairs {
			return reply, &model.Failure{Class: model.Validation, Purpose: purpose, Detail: problem, Said: said}
		}
		if said = strings.TrimSpace(said); said == "" {
			said = "(no message)"
		}
		messages = append(messages, model.Message{Role: "assistant", Content: clip(said, mostSaid)}, h.model.repair([]string{problem}))
	}
}
