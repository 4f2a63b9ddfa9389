package formats

import (
	"bytes"
	"strings"

	"worldc/artifact"
	"worldc/world"
)

// The rows of LLaMA-Factory (v0) in its sharegpt format: one object with
// conversations, system and tools.
//
// Rules (hiyouga/LLaMA-Factory data/README.md, src/llamafactory/data/converter.py,
// formatter.py, processor/supervised.py):
//
//   - human and observation stand at odd places, gpt and function_call at even
//     ones, beginning and ending so that each is followed by the other; a row that
//     breaks this is skipped with a warning. What several users say one after the
//     other is therefore one message, with an empty line between. Before a turn of
//     the agent that nobody's turn precedes stands an empty message of a human.
//   - A function_call is JSON: one call, or a list of several. What is thought
//     stands before it in <think>. What is said stands there too, and the calls then
//     in <tool_call>: LLaMA-Factory understands that since December 2025 (its pull
//     request 9610), and refused the dataset before. The agent's words may not hold
//     these marks.
//   - Results of several calls are one observation, put together with the marks that
//     LLaMA-Factory uses itself. Calls have no ids: results stand in the order of the
//     calls.
//   - system and tools are always there, since a column that is named and missing
//     is an error; tools are JSON in a string, and every tool has properties.
//   - It trains every gpt and function_call, or with `mask_history: true` the last
//     one of a row only. Rows in which something is not to be trained have to be
//     expanded, and trained with mask_history.
//   - It reads no zstd.

// ShareGPTTool is a tool as the string of tools holds it, in canonical JSON.
func ShareGPTTool(t *world.Tool) ([]byte, error) {
	parameters, err := withProperties(parametersOf(t))
	if err != nil {
		return nil, err
	}
	return artifact.Marshal(flatTool{t.Name, t.Description, parameters})
}

// ShareGPT makes the row of an example, in canonical JSON. A trajectory of which
// no turn is trained as a whole has none; one of which only a part of the turns
// is has none but expanded, which is an [Unmasked] error.
func ShareGPT(e *Example) ([][]byte, error) {
	last, err := lastWhole(e, "sharegpt")
	if last < 0 || err != nil {
		return nil, err
	}
	s := shareGPTWriter{writer: newWriter(e)}
	s.raw(`{"conversations":[`)
	turns, err := s.history(e.Trajectory.Turns[:last+1])
	if err != nil {
		return nil, err
	}
	for i := range turns {
		if err := s.turn(turns, i, reasoned(e, i+s.systems, last)); err != nil {
			return nil, err
		}
	}
	s.raw(`]`)
	s.rest(e)
	return s.rows()
}

// ShareGPTPair makes the row of two trials: what both say until they part, and
// what each says then.
func ShareGPTPair(chosen, rejected *Example) ([]byte, bool, error) {
	at, ok := parting(chosen, rejected)
	if !ok {
		return nil, false, nil
	}
	s := shareGPTWriter{writer: newWriter(chosen)}
	reasoning := reasoned(chosen, at, at)
	s.raw(`{"chosen":`)
	if err := s.agent(&chosen.Trajectory.Turns[at], at, reasoning); err != nil {
		return nil, false, err
	}
	s.raw(`,"conversations":[`)
	turns, err := s.history(chosen.Trajectory.Turns[:at])
	if err != nil {
		return nil, false, err
	}
	for i := range turns {
		if err := s.turn(turns, i, reasoning); err != nil {
			return nil, false, err
		}
	}
	s.raw(`],"rejected":`)
	if err := s.agent(&rejected.Trajectory.Turns[at], at, reasoning); err != nil {
		return nil, false, err
	}
	s.rest(chosen)
	return s.out, true, s.err
}

// A shareGPTWriter writes messages that alternate.
type shareGPTWriter struct {
	*writer
	system   strings.Builder
	systems  int  // turns that are in it
	messages int  // written so far
	agents   bool // the last one is of the agent
}

// history takes the system turns at the beginning off, and returns the others in
// the order in which results are told apart.
func (s *shareGPTWriter) history(turns []world.Turn) ([]world.Turn, error) {
	for s.systems < len(turns) && turns[s.systems].Role == world.SystemRole {
		if s.systems > 0 {
			s.system.WriteString("\n\n")
		}
		s.system.WriteString(turns[s.systems].Content)
		s.systems++
	}
	ordered, err := inOrder(turns[s.systems:])
	if unfit, ok := err.(*Unfit); ok {
		unfit.Turn += s.systems
	}
	return ordered, err
}

// turn writes the i-th turn, with all that belongs to its message.
func (s *shareGPTWriter) turn(turns []world.Turn, i int, reasoning bool) error {
	t := &turns[i]
	switch {
	case t.Role == world.AssistantRole:
		if s.agents || s.messages == 0 {
			s.others("human", "")
		}
		s.agents = true
		s.comma(s.messages)
		s.messages++
		return s.agent(t, i+s.systems, reasoning)

	case i > 0 && side(t.Role) == side(turns[i-1].Role):
		return nil // it is in the message already

	case !s.agents && s.messages > 0:
		return &Unfit{i + s.systems, "of the user comes right after the result of a tool, and LLaMA-Factory wants the assistant between them"}

	case t.Role == world.ToolRole:
		value := t.Content
		for j := i; j < len(turns) && turns[j].Role == world.ToolRole; j++ {
			if strings.Contains(turns[j].Content, "<tool_response>") || strings.Contains(turns[j].Content, "</tool_response>") {
				return &Unfit{j + s.systems, "is a result that holds the marks that LLaMA-Factory puts between results"}
			}
			if j > i {
				value += "\n</tool_response>\n<tool_response>\n" + turns[j].Content
			}
		}
		s.others("observation", value)

	default:
		value := t.Content
		for j := i + 1; j < len(turns) && side(turns[j].Role) == side(t.Role); j++ {
			value += "\n\n" + turns[j].Content
		}
		s.others("human", value)
	}
	return nil
}

// side is whose message a turn belongs to: what the system says in the middle of
// a talk is said to the agent like what a user says.
func side(r world.Role) world.Role {
	if r == world.SystemRole {
		return world.UserRole
	}
	return r
}

// others writes a message that is not the agent's.
func (s *shareGPTWriter) others(from, value string) {
	s.comma(s.messages)
	s.messages++
	s.agents = false
	s.raw(`{"from":"`)
	s.raw(from)
	s.raw(`","value":`)
	s.text(value)
	s.raw(`}`)
}

// agentMarks are what LLaMA-Factory looks for in what the agent says.
var agentMarks = []string{"<think>", "</think>", "<tool_call>", "</tool_call>"}

// agent writes a message of the agent; i is the turn, for errors.
func (s *shareGPTWriter) agent(t *world.Turn, i int, reasoning bool) error {
	reasoning = reasoning && t.Reasoning != ""
	for _, mark := range agentMarks {
		if strings.Contains(t.Content, mark) || reasoning && strings.Contains(t.Reasoning, mark) {
			return &Unfit{i, "holds " + mark + ", which LLaMA-Factory takes for a mark of its own"}
		}
	}
	from := "gpt"
	if len(t.Calls) > 0 {
		from = "function_call"
	}
	s.raw(`{"from":"`)
	s.raw(from)
	s.raw(`","value":`)
	start := len(s.out)
	if reasoning {
		s.raw("<think>\n")
		s.raw(t.Reasoning)
		s.raw("\n</think>\n\n")
	}
	s.raw(t.Content)
	if len(t.Calls) > 0 {
		if t.Content != "" {
			s.raw("\n<tool_call>")
		}
		if len(t.Calls) > 1 {
			s.raw("[")
		}
		for k := range t.Calls {
			s.comma(k)
			// What is an angle bracket in JSON may be written otherwise, so that no
			// argument holds a mark.
			arguments := t.Calls[k].Arguments
			if bytes.IndexByte(arguments, '<') >= 0 {
				arguments = bytes.ReplaceAll(arguments, []byte("<"), []byte(`\u003c`))
			}
			s.raw(`{"name":`)
			s.text(t.Calls[k].Tool)
			s.raw(`,"arguments":`)
			s.json(arguments)
			s.raw(`}`)
		}
		if len(t.Calls) > 1 {
			s.raw("]")
		}
		if t.Content != "" {
			s.raw("</tool_call>")
		}
	}
	s.quoted(start)
	s.raw(`}`)
	return nil
}

// rest writes what follows the messages, to the end of the row.
func (s *shareGPTWriter) rest(e *Example) {
	s.raw(`,"system":`)
	s.text(s.system.String())
	s.raw(`,"tools":`)
	if len(e.Tools) == 0 {
		s.raw(`""`)
	} else {
		start := len(s.out)
		s.raw(`[`)
		s.list(e.Tools)
		s.raw(`]`)
		s.quoted(start)
	}
	s.raw(`}`)
}
