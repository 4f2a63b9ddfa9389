package formats

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"worldc/world"
)

// readShareGPT reads rows as LLaMA-Factory does (formats.md §5.2): the converter
// skips rows whose roles do not alternate or whose number is odd, the formatter
// takes calls apart, and the processor trains every message at an even place, or
// with mask_history the last one only.
var readShareGPT = reading{
	format:  Format{Name: "sharegpt", Rows: ShareGPT},
	splits:  true,
	pairing: true,
	trains:  trainedWhole,
	want:    func(e *Example) []saying { return wantWhole(false)(merged(inCallOrder(e))) },
	read: func(t failer, row []byte, expanded bool) []saying {
		var talk struct {
			Conversations []struct{ From, Value string }
			System, Tools string
		}
		decode(t, row, &talk)
		var tools []json.RawMessage
		if err := json.Unmarshal([]byte(talk.Tools), &tools); err != nil || len(tools) != 2 {
			t.Fatalf("tools %v: %s", err, talk.Tools)
		}
		var list []saying
		if talk.System != "" {
			list = append(list, saying{"system", "content", talk.System, false})
		}
		if len(talk.Conversations)%2 != 0 {
			t.Fatalf("Invalid message count: %d", len(talk.Conversations))
		}
		for i, m := range talk.Conversations {
			places := [][]string{{"human", "observation"}, {"gpt", "function_call"}}
			if !slices.Contains(places[i%2], m.From) {
				t.Fatalf("Invalid role tag %s at place %d", m.From, i+1)
			}
			loss := i%2 == 1 && (!expanded || i == len(talk.Conversations)-1)
			switch m.From {
			case "human":
				if m.Value != "" {
					list = append(list, saying{"user", "content", m.Value, false})
				}
			case "observation":
				for _, result := range strings.Split(m.Value, "\n</tool_response>\n<tool_response>\n") {
					list = append(list, saying{"tool", "result", result, false})
				}
			default:
				list = append(list, agentSays(t, m.From, m.Value, loss)...)
			}
		}
		return list
	},
}

var (
	thought  = regexp.MustCompile(`(?s)<think>\n(.*?)\n</think>\n\n`)
	toolCall = regexp.MustCompile(`(?s)<tool_call>(.*?)</tool_call>`)
)

// agentSays takes apart what a gpt or function_call says.
func agentSays(t failer, from, value string, loss bool) []saying {
	var list []saying
	calls := ""
	if m := toolCall.FindStringSubmatchIndex(value); from == "function_call" && m != nil {
		calls = value[m[2]:m[3]]
		value = strings.TrimSuffix(value[:m[0]], "\n") + value[m[1]:]
	}
	if m := thought.FindStringSubmatchIndex(value); m != nil {
		list = append(list, saying{"assistant", "reasoning", value[m[2]:m[3]], loss})
		value = value[:m[0]] + value[m[1]:]
	}
	if from == "function_call" && calls == "" {
		calls, value = value, ""
	}
	if value != "" {
		list = append(list, saying{"assistant", "content", value, loss})
	}
	if from == "gpt" {
		return list
	}
	if strings.Contains(calls, "<") {
		t.Fatalf("calls hold what may be a mark: %s", calls)
	}
	many := []json.RawMessage{json.RawMessage(calls)}
	if strings.HasPrefix(calls, "[") {
		if err := json.Unmarshal([]byte(calls), &many); err != nil || len(many) < 2 {
			t.Fatalf("Invalid JSON format in function message: %s", value)
		}
	}
	for _, c := range many {
		var one struct {
			Name      string
			Arguments json.RawMessage
		}
		if err := json.Unmarshal(c, &one); err != nil || !strings.HasPrefix(string(one.Arguments), "{") {
			t.Fatalf("Invalid JSON format in function message: %s", value)
		}
		list = append(list, saying{"assistant", "call", one.Name + asJSON(t, one.Arguments), loss})
	}
	return list
}

// inCallOrder is an example in which results come in the order of the calls.
func inCallOrder(e *Example) *Example {
	turns := slices.Clone(e.Trajectory.Turns)
	for i := range turns {
		for k, c := range turns[i].Calls {
			for _, result := range e.Trajectory.Turns[i+1:] {
				if at := i + 1 + k; result.CallID == c.ID && at < len(turns) && turns[at].Role == world.ToolRole {
					turns[at] = result
				}
			}
		}
	}
	ordered := *e.Trajectory
	ordered.Turns = turns
	return &Example{Trajectory: &ordered, Masks: e.Masks, Expand: e.Expand}
}

// merged is an example as a row that alternates tells it: what several users or
// systems say one after the other is one turn, of the system at the beginning and
// else of the user.
func merged(e *Example) *Example {
	var turns []world.Turn
	var masks []world.Mask
	for i, turn := range e.Trajectory.Turns {
		if turn.Role == world.SystemRole && slices.ContainsFunc(turns, func(t world.Turn) bool { return t.Role != world.SystemRole }) {
			turn.Role = world.UserRole
		}
		if n := len(turns) - 1; n >= 0 && turn.Role == turns[n].Role && (turn.Role == world.UserRole || turn.Role == world.SystemRole) {
			turns[n].Content += "\n\n" + turn.Content
			continue
		}
		turns, masks = append(turns, turn), append(masks, e.Masks[i])
	}
	one := *e.Trajectory
	one.Turns = turns
	return &Example{Trajectory: &one, Masks: masks, Expand: e.Expand}
}
