package importing

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"worldc/formats"
	"worldc/world"
)

// A ReadTrajectory is what a text says about a trajectory. Its calls have not
// been executed.
type ReadTrajectory struct {
	Trajectory world.Trajectory

	// ID and Task are as the text gives them; empty where it does not.
	ID, Task string

	// HasTrial says that the text numbers the trial.
	HasTrial bool

	// Tools are those that the agent saw, each as its id or as rows show tools
	// ([formats.OpenAITool]); none where the text does not say.
	Tools []json.RawMessage

	// Acts says that the text is the record of a game: its turns have the flags that
	// a game master's words were given.
	Acts bool

	// Digest is that of the state that the text says it comes to; empty where it says
	// none.
	Digest string

	// recorded says for each turn whether the text has a result for it.
	recorded []bool

	Notes []Note
}

// The reasons why a text is no trajectory.
const (
	reasonTrajectory = "it is no trajectory"
	reasonNoTask     = "the trajectory names no task"
	reasonNoTurns    = "the trajectory has no turns"
	reasonRole       = "a turn has a role that there is not"
	reasonContent    = "the content of a turn is no text"
	reasonOrphan     = "a result answers no call"
	reasonCaller     = "somebody else than the assistant calls a tool"
	reasonTrial      = "the number of the trial is no whole number from 0"
	reasonWeight     = "the weight of a message is neither 0 nor 1"
	reasonPart       = "the row is a part of a trajectory"

	reasonRenumbered = "calls that share an id get ids of their own"
	reasonDiffers    = "a recorded result is not what the call gives"
)

// Differs is the flag of a turn whose result was recorded and is not what the
// call gives when it is executed.
const Differs = "differs"

// looseTrajectory is a trajectory as it is written by worldc or by others.
type looseTrajectory struct {
	ID     scalar `json:"id"`
	Task   scalar `json:"task"`
	TaskID scalar `json:"task_id"`
	Model  string `json:"model"`
	Trial  scalar `json:"trial"`

	Turns    []looseTurn `json:"turns"`
	Messages []looseTurn `json:"messages"`
	Traj     []looseTurn `json:"traj"`

	Outcome world.Outcome     `json:"outcome"`
	Written text              `json:"written"`
	State   json.RawMessage   `json:"state"`
	Tools   []json.RawMessage `json:"tools"`

	Knowledge      []string `json:"knowledge"`
	MaxDescription int      `json:"max_description"`
}

// rowOf says what lineage says, where the row does not.
func (l *looseTrajectory) rowOf(from *formats.Lineage) {
	l.ID, l.Task = cmp.Or(l.ID, scalar(from.ID)), cmp.Or(l.Task, l.TaskID, scalar(from.Task))
	l.Outcome = cmp.Or(l.Outcome, from.Outcome)
	l.Knowledge, l.MaxDescription = from.Knowledge, from.MaxDescription
	if from.Model != nil {
		l.Model = cmp.Or(l.Model, *from.Model)
	}
	if from.Trial != nil && l.Trial == "" {
		l.Trial = scalar(strconv.Itoa(*from.Trial))
	}
}

// looseTurn is a turn as worldc writes it, or a message as chat models take it.
type looseTurn struct {
	Role      string          `json:"role"`
	Kind      text            `json:"kind"`
	Aside     text            `json:"aside"`
	Content   json.RawMessage `json:"content"`
	Reasoning string          `json:"reasoning"`
	Thinking  string          `json:"reasoning_content"`

	Flags []string    `json:"flags"`
	Train *world.Mask `json:"train"`

	// Weight is 1 where all of a message is trained, and 0 where nothing is.
	Weight *float64 `json:"weight"`

	// Calls, in three notations.
	Calls     []turnCall `json:"calls"`
	ToolCalls []toolCall `json:"tool_calls"`
	Function  *struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"`
	} `json:"function_call"`

	// The call that a result answers.
	CallID     string `json:"call_id"`
	ToolCallID string `json:"tool_call_id"`
	Name       string `json:"name"`
}

type turnCall struct {
	ID        string          `json:"id"`
	Tool      string          `json:"tool"`
	Arguments json.RawMessage `json:"arguments"`
}

type toolCall struct {
	ID       string `json:"id"`
	Function struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"`
	} `json:"function"`
}

// A text is a string; a value of another kind, which others may mean otherwise, is
// none.
type text string

// UnmarshalJSON implements json.Unmarshaler.
func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) == nil {
		*t = text(s)
	}
	return nil
}

// Options are what the user says about trajectories that they do not say
// themselves.
type Options struct {
	Model                    string
	StopTexts, TransferTools []string
}

var roles = map[string]world.Role{
	"system": world.SystemRole, "developer": world.SystemRole, "user": world.UserRole,
	"assistant": world.AssistantRole, "tool": world.ToolRole, "function": world.ToolRole,
}

// Trajectory reads a trajectory.
func Trajectory(item Item, o Options) (*ReadTrajectory, *Problem) {
	if item.Problem != nil {
		return nil, item.Problem
	}
	var l looseTrajectory
	if err := json.Unmarshal(item.Raw, &l); err != nil {
		return nil, problem(reasonTrajectory, "%s", plainJSON(err))
	}
	if from := item.Lineage; from != nil {
		if from.Turn != nil || from.Rejected != "" {
			return nil, problem(reasonPart, "it was made with expand_turns or pairs: import a dataset of whole trajectories")
		}
		l.rowOf(from)
	}
	r := &ReadTrajectory{ID: string(l.ID), Task: string(cmp.Or(l.Task, l.TaskID)), Tools: l.Tools}
	var state struct{ Digest text }
	if json.Unmarshal(l.State, &state) == nil {
		r.Digest = string(state.Digest)
	}
	r.Trajectory.Model = cmp.Or(l.Model, o.Model)
	if len(l.Knowledge) > 0 {
		r.Trajectory.Knowledge = l.Knowledge
	}
	r.Trajectory.MaxDescription, r.Trajectory.Written = l.MaxDescription, string(l.Written)
	if r.Task == "" {
		return nil, problem(reasonNoTask, "it has neither task nor task_id, and among the paths is no rows.jsonl.zst that speaks of it")
	}
	if l.Trial != "" {
		n, err := strconv.Atoi(string(l.Trial))
		if err != nil || n < 0 {
			return nil, problem(reasonTrial, "%q", Clip(string(l.Trial)))
		}
		r.Trajectory.Trial, r.HasTrial = n, true
	}
	turns := slices.Concat(l.Turns, l.Messages, l.Traj)
	if len(turns) == 0 {
		return nil, problem(reasonNoTurns, "it has neither turns nor messages")
	}
	calls := newPairing(turns)
	for i := range turns {
		turn, recorded, p := turns[i].turn(i, calls)
		if p != nil {
			return nil, p
		}
		r.Acts = r.Acts || turns[i].Kind == world.Act
		r.Trajectory.Turns = append(r.Trajectory.Turns, turn)
		r.recorded = append(r.recorded, recorded)
	}
	if calls.renumbered {
		r.Notes = append(r.Notes, Note{world.Mended, reasonRenumbered, ""})
	}
	r.Trajectory.Outcome = outcome(&r.Trajectory, l.Outcome, o)
	return r, nil
}

// turn reads one turn. recorded says that it is a result and has a text.
func (l *looseTurn) turn(i int, calls *pairing) (turn world.Turn, recorded bool, p *Problem) {
	role, ok := roles[l.Role]
	if !ok {
		return turn, false, problem(reasonRole, "turn %d: %q", i+1, Clip(l.Role))
	}
	content, ok := contentText(l.Content)
	if !ok && role != world.ToolRole {
		return turn, false, problem(reasonContent, "turn %d", i+1)
	}
	turn = world.Turn{Role: role, Kind: "say", Content: content, Aside: string(l.Aside), Flags: slices.DeleteFunc(l.Flags, func(f string) bool { return f == Differs })}
	if len(turn.Flags) == 0 {
		turn.Flags = nil
	}
	raw := l.calls()
	if role != world.AssistantRole && len(raw) > 0 {
		return turn, false, problem(reasonCaller, "turn %d: the %s", i+1, l.Role)
	}
	switch role {
	case world.AssistantRole:
		turn.Reasoning = cmp.Or(l.Reasoning, l.Thinking)
		for j, c := range raw {
			if c.Tool == "" {
				return turn, false, problem(reasonCallTool, "turn %d", i+1)
			}
			args, why := arguments(c.Arguments)
			if why != "" {
				return turn, false, problem(reasonArguments, "turn %d, call %d, of %s: %s", i+1, j+1, Clip(c.Tool), why)
			}
			turn.Kind = "call"
			turn.Calls = append(turn.Calls, world.Call{ID: calls.call(i, c), Tool: c.Tool, Arguments: args})
		}
		turn.Train = world.Mask{Reasoning: turn.Reasoning != "", Content: turn.Content != "", Calls: len(turn.Calls) > 0}
		switch {
		case l.Train != nil:
			turn.Train = *l.Train
		case l.Weight == nil || *l.Weight == 1:
		case *l.Weight == 0:
			turn.Train = world.Mask{}
		default:
			return turn, false, problem(reasonWeight, "turn %d: %v", i+1, *l.Weight)
		}
	case world.ToolRole:
		turn.Kind = "result"
		id, ok := calls.answer(cmp.Or(l.CallID, l.ToolCallID), l.Name)
		if !ok {
			return turn, false, problem(reasonOrphan, "turn %d: %q", i+1, Clip(cmp.Or(l.CallID, l.ToolCallID, l.Name)))
		}
		turn.CallID = id
	}
	return turn, role == world.ToolRole && l.Content != nil && string(l.Content) != "null", nil
}

// calls are the calls of the turn, in whatever notation.
func (l *looseTurn) calls() []turnCall {
	list := slices.Clone(l.Calls)
	for _, c := range l.ToolCalls {
		list = append(list, turnCall{c.ID, c.Function.Name, c.Function.Arguments})
	}
	if l.Function != nil {
		list = append(list, turnCall{"", l.Function.Name, l.Function.Arguments})
	}
	return list
}

// contentText is the text of a content: a string, nothing, or a list of parts
// of type text. Of any other value it is the JSON, and ok says whether it is at
// least no list.
func contentText(raw json.RawMessage) (text string, ok bool) {
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", true
	case raw[0] == '"':
		return text, json.Unmarshal(raw, &text) == nil
	case raw[0] != '[':
		return string(raw), true
	}
	var parts []struct {
		Type string  `json:"type"`
		Text *string `json:"text"`
	}
	if err := json.Unmarshal(raw, &parts); err != nil {
		return string(raw), false
	}
	for _, p := range parts {
		if p.Type != "text" || p.Text == nil {
			return string(raw), false // an image, say
		}
		text += *p.Text
	}
	return text, true
}

// A pairing gives calls ids that tell them apart, and finds the call that a
// result answers. Many logs number calls anew in every turn, or not at all.
type pairing struct {
	renumbered bool
	made       []madeCall
}

type madeCall struct {
	turn            int
	given, id, tool string
	answered        bool
}

// newPairing looks whether the calls have ids of their own.
func newPairing(turns []looseTurn) *pairing {
	p := &pairing{}
	seen := map[string]bool{}
	for i := range turns {
		for _, c := range turns[i].calls() {
			p.renumbered = p.renumbered || c.ID == "" || seen[c.ID]
			seen[c.ID] = true
		}
	}
	return p
}

// call takes up a call and returns its id.
func (p *pairing) call(turn int, c turnCall) string {
	id := c.ID
	if p.renumbered {
		id = fmt.Sprintf("call_%d", len(p.made)+1)
	}
	p.made = append(p.made, madeCall{turn: turn, given: c.ID, id: id, tool: c.Tool})
	return id
}

// answer finds the call that a result with an id, or the name of a tool where
// there are no ids, answers: the last one that has no answer yet, else the
// last one.
func (p *pairing) answer(given, tool string) (id string, ok bool) {
	matches := func(c *madeCall) bool {
		if given != "" {
			return c.given == given
		}
		return c.given == "" && (tool == "" || c.tool == tool)
	}
	found := -1
	for i := len(p.made) - 1; i >= 0; i-- {
		c := &p.made[i]
		if !matches(c) {
			continue
		}
		if found < 0 {
			found = i
		}
		if c.answered {
			continue
		}
		// Of several calls without ids in one turn the first is answered first.
		found = i
		for given == "" && found > 0 && p.made[found-1].turn == c.turn && matches(&p.made[found-1]) && !p.made[found-1].answered {
			found--
		}
		break
	}
	if found < 0 {
		return "", false
	}
	p.made[found].answered = true
	return p.made[found].id, true
}

// outcome is how the talk ended.
func outcome(t *world.Trajectory, said world.Outcome, o Options) world.Outcome {
	switch said {
	case world.Done, world.Transferred, world.OutOfTurns, world.Refused, world.Unknown:
		return said
	}
	last := len(t.Turns) - 1
	if turn := t.Turns[last]; turn.Role == world.UserRole {
		for _, s := range o.StopTexts {
			if strings.Contains(turn.Content, s) {
				return world.Done
			}
		}
	}
	for last >= 0 && t.Turns[last].Role == world.ToolRole {
		last--
	}
	if last >= 0 {
		for _, c := range t.Turns[last].Calls {
			if slices.Contains(o.TransferTools, c.Tool) {
				return world.Transferred
			}
		}
	}
	return world.Unknown
}
