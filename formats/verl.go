package formats

import (
	"cmp"

	"worldc/artifact"
	"worldc/world"
)

// The rows of verl, which are Parquet.
//
// Rules (volcengine/verl verl/utils/dataset/multiturn_sft_dataset.py and
// rl_dataset.py, examples/data_preprocess/gsm8k_tool_agent_loop.py):
//
//   - Training on talks reads the columns messages, tools and enable_thinking. It
//     renders message by message and trains every message of the assistant. Each
//     message says with loss_mask, 0 or 1, whether it is; verl_rows.py makes verl
//     heed it.
//   - Reinforcement learning reads data_source, prompt, ability, reward_model and
//     extra_info, of which tools_kwargs go to the tools of the task, by name, and
//     interaction_kwargs to whoever plays the user.
//   - A column has one type for all rows, and Arrow fills in what a row does not
//     have: schemas, arguments and the keyword arguments of tools, which differ from
//     row to row, are JSON in strings, which verl_rows.py reads.

// verlMessages are the columns of messages.
var verlMessages = []Column{
	{Name: "content"},
	{Name: "loss_mask", Number: true},
	{Name: "name", Optional: true, Few: true},
	{Name: "reasoning_content", Optional: true},
	{Name: "role", Few: true},
	{Name: "tool_call_id", Optional: true},
	{Name: "tool_calls", Optional: true, List: true, Fields: []Column{
		{Name: "function", Fields: []Column{{Name: "arguments"}, {Name: "name", Few: true}}},
		{Name: "id"},
		{Name: "type", Few: true},
	}},
}

// verlTalks are the columns of rows of trajectories.
var verlTalks = []Column{
	{Name: "enable_thinking", Flag: true},
	{Name: "messages", List: true, Fields: verlMessages},
	{Name: "tools", Few: true},
}

// Verl makes the row of an example, in canonical JSON. A trajectory of which no
// turn is trained as a whole has none; it ends with the last turn that is.
func Verl(e *Example) ([][]byte, error) {
	last := lastTrained(e, whole)
	if last < 0 {
		return nil, nil
	}
	turns := e.Trajectory.Turns[:last+1]
	thinking := false
	for i := range turns {
		thinking = thinking || turns[i].Reasoning != "" && reasoned(e, i, last)
	}
	w := newWriter(e)
	w.raw(`{"enable_thinking":`)
	w.flag(thinking)
	w.raw(`,"messages":[`)
	for i := range turns {
		w.comma(i)
		m := chatMessage{calls: quotedCalls, reasoning: reasoned(e, i, last), middle: `,"loss_mask":0`}
		if turns[i].Role == world.AssistantRole && whole(&turns[i], e.Masks[i]) {
			m.middle = `,"loss_mask":1`
		}
		w.message(turns, i, m)
	}
	w.raw(`],"tools":`)
	start := len(w.out)
	w.raw(`[`)
	w.list(e.Tools)
	w.raw(`]`)
	w.quoted(start)
	w.raw(`}`)
	return w.rows()
}

// verlTasks are the columns of rows of tasks.
var verlTasks = []Column{
	{Name: "ability", Few: true},
	{Name: "agent_name", Few: true},
	{Name: "data_source", Few: true},
	{Name: "extra_info", Fields: []Column{
		{Name: "difficulty", Few: true},
		{Name: "index", Number: true},
		{Name: "interaction_kwargs"},
		{Name: "need_tools_kwargs", Flag: true},
		{Name: "split", Few: true},
		{Name: "task"},
		{Name: "tools_kwargs"},
		{Name: "world"},
	}},
	{Name: "prompt", List: true, Fields: []Column{{Name: "content"}, {Name: "role", Few: true}}},
	{Name: "reward_model", Fields: []Column{{Name: "ground_truth"}, {Name: "style", Few: true}}},
	{Name: "tools", Few: true},
}

type verlTask struct {
	Ability    string        `json:"ability"`
	Agent      string        `json:"agent_name"`
	DataSource string        `json:"data_source"`
	Extra      verlExtra     `json:"extra_info"`
	Prompt     []verlMessage `json:"prompt"`
	Reward     verlReward    `json:"reward_model"`
	Tools      string        `json:"tools"`
}

type verlExtra struct {
	Difficulty  string `json:"difficulty"`
	Index       int64  `json:"index"`
	Interaction string `json:"interaction_kwargs"`
	NeedTools   bool   `json:"need_tools_kwargs"`
	Split       string `json:"split"`
	Task        string `json:"task"`
	Tools       string `json:"tools_kwargs"`
	World       string `json:"world"`
}

type verlMessage struct {
	Content string `json:"content"`
	Role    string `json:"role"`
}

type verlReward struct {
	GroundTruth string `json:"ground_truth"`
	Style       string `json:"style"`
}

// A verlTruth is what a reward function compares with: the golden calls, the
// texts that have to be said, and the digest of the state that the calls come to.
type verlTruth struct {
	Calls   []gymAnswer `json:"calls"`
	Outputs []string    `json:"outputs"`
	State   string      `json:"state"`
}

// A verlSession is what a tool is created with: which task it serves.
type verlSession struct {
	Create struct {
		Task  string `json:"task"`
		World string `json:"world"`
	} `json:"create_kwargs"`
}

// A verlUser is what whoever plays the user is told, where somebody does.
type verlUser struct {
	Name       string   `json:"name"`
	Background string   `json:"background"`
	Goal       string   `json:"goal"`
	Known      []string `json:"known"`
	Opening    string   `json:"opening"`
}

// VerlTask makes the row of a task, in canonical JSON. The prompt asks for all of
// it at once, since verl has no user unless it is configured to; interaction_kwargs
// have what such a user needs, opening words too.
func VerlTask(e *TaskExample) ([]byte, error) {
	t := e.Task
	row := verlTask{
		Ability: e.Domain, Agent: "tool_agent", DataSource: "worldc",
		Extra:  verlExtra{Difficulty: t.Difficulty, Index: e.Index, NeedTools: true, Split: cmp.Or(e.Split, "train"), Task: t.ID, World: t.World},
		Reward: verlReward{Style: "rule"},
	}
	if e.Policy != "" {
		row.Prompt = append(row.Prompt, verlMessage{e.Policy, "system"})
	}
	row.Prompt = append(row.Prompt, verlMessage{gymErrand(t), "user"})

	truth := verlTruth{Calls: make([]gymAnswer, len(t.Calls)), Outputs: t.Outputs, State: t.State.Digest}
	for i, c := range t.Calls {
		truth.Calls[i] = gymAnswer{c.Tool, string(c.Arguments)}
	}
	if truth.Outputs == nil {
		truth.Outputs = []string{}
	}
	var session verlSession
	session.Create.Task, session.Create.World = t.ID, t.World
	sessions := make(map[string]verlSession, len(t.Tools))
	for _, id := range t.Tools {
		sessions[e.Names[id]] = session
	}
	for _, text := range []struct {
		of any
		to *string
	}{
		{truth, &row.Reward.GroundTruth},
		{sessions, &row.Extra.Tools},
		{verlUser{"user", t.Background, t.Goal, factLines(t.Known), e.Opening}, &row.Extra.Interaction},
		{raws(e.Tools), &row.Tools},
	} {
		line, err := artifact.Marshal(text.of)
		if err != nil {
			return nil, err
		}
		*text.to = string(line)
	}
	return artifact.Marshal(&row)
}
