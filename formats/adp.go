package formats

import (
	"encoding/json"
	"fmt"
	"slices"

	"worldc/artifact"
	"worldc/world"
)

// The rows of the Agent Data Protocol (neulab/agent-data-protocol), schema 1.5.0:
// a talk is a list of what the agent did and what it observed.
//
//   - What the user says is a text_observation of the source user; what the
//     system says is one of the environment that is named system, since the
//     protocol knows no system message; what a tool returns is one of the
//     environment that has the call's id.
//   - What the agent says is a message_action. Where it calls tools, each call is
//     an api_action, and what it says and thinks besides stands at the first, as
//     its description and reasoning_content.
//   - An api_action calls one of the available_custom_tools. A talk in which the agent
//     calls a tool that it was not shown, by mistake, has no row ([Unfit]).
//   - A tool is known by its name in all rows of a dataset, whose metadata.json
//     declares each name once: two that share one are told apart by a number. The
//     names of a browser's actions are the protocol's own.
//   - Every api_action has a tool_call_id that exactly one later observation has
//     too. A row therefore ends before a turn of which a call was never answered.
//     A turn that an expanded row ends with has no answers by its nature, and its
//     actions no ids, which the protocol lets pass at the end.
//
// The protocol has no loss mask: its own converters train every action. What is
// trained stands in details.train, whose entries name an item of content by its
// position and its fields that are trained, for those who convert rows
// themselves.

// adpVersion is the version of the protocol's schema.
const adpVersion = "1.5.0"

// ADPToolNames are the names that a tool can have: those of OpenAI but for the
// actions of a browser, which the protocol knows itself.
var ADPToolNames = NameRule{Longest: 64, Reserved: []string{
	"back", "clear", "click", "dblclick", "drag_and_drop", "fill", "focus", "go_back", "go_forward", "goto", "hover", "noop", "press", "scroll",
	"select_option", "type", "upload_file",
}}

type adpRow struct {
	SchemaVersion string     `json:"schema_version"`
	ID            string     `json:"id"`
	Content       []adpItem  `json:"content"`
	Tools         []string   `json:"available_custom_tools"`
	Details       adpDetails `json:"details"`
}

type adpItem struct {
	Class      string `json:"class_"`
	ToolCallID string `json:"tool_call_id,omitempty"`

	// Of an action.
	Reasoning   string          `json:"reasoning_content,omitempty"`
	Description string          `json:"description,omitempty"`
	Function    string          `json:"function,omitempty"`
	Arguments   json.RawMessage `json:"kwargs,omitempty"`

	// Of a message or an observation.
	Content *string `json:"content,omitempty"`
	Name    string  `json:"name,omitempty"`
	Source  string  `json:"source,omitempty"`
}

type adpDetails struct {
	Train []adpTrained `json:"train"`
}

// An adpTrained says which fields of an item of content are trained.
type adpTrained struct {
	At     int      `json:"at"`
	Fields []string `json:"fields"`
}

var (
	adpMessage = segments{"reasoning_content", "content", nil}
	adpAction  = segments{"reasoning_content", "description", []string{"function", "kwargs"}}
)

// ADP makes the row of an example. Its id is the trajectory's; that of an
// expanded row has the number of its last turn behind it.
func ADP(e *Example) ([][]byte, error) {
	turns := e.Trajectory.Turns
	r := adpRow{SchemaVersion: adpVersion, ID: e.Trajectory.ID, Tools: make([]string, len(e.Tools))}
	if e.Expand {
		r.ID = fmt.Sprintf("%s-%d", r.ID, len(turns)-1)
	}
	for i, tool := range e.Tools {
		var err error
		if r.Tools[i], err = openAIToolName(tool); err != nil {
			return nil, err
		}
	}
	answered := answers(turns)
talk:
	for i := range lastWord(turns) + 1 {
		turn := &turns[i]
		switch turn.Role {
		case world.SystemRole:
			r.Content = append(r.Content, adpItem{Class: "text_observation", Content: &turn.Content, Name: "system", Source: "environment"})
		case world.UserRole:
			r.Content = append(r.Content, adpItem{Class: "text_observation", Content: &turn.Content, Source: "user"})
		case world.AssistantRole:
			for _, c := range turn.Calls {
				if !slices.Contains(r.Tools, c.Tool) {
					return nil, &Unfit{i, fmt.Sprintf("calls %s, which is none of the tools that the agent was shown, and the protocol knows only those", quoted(c.Tool))}
				}
			}
			switch {
			case e.Expand && i == len(turns)-1:
				r.act(turn, e.Masks[i], nil)
			case allAnswered(turn, answered):
				r.act(turn, e.Masks[i], func(c world.Call) *string { return &turns[answered[c.ID]].Content })
			default:
				break talk
			}
		}
	}
	if len(r.Details.Train) == 0 {
		return nil, nil
	}
	line, err := artifact.Marshal(r)
	return [][]byte{line}, err
}

// act adds what the agent does in a turn, and then what answers its calls; nil
// where that is left out.
func (r *adpRow) act(turn *world.Turn, mask world.Mask, answer func(world.Call) *string) {
	if len(turn.Calls) == 0 {
		r.add(adpItem{Class: "message_action", Reasoning: turn.Reasoning, Content: &turn.Content}, adpMessage.trained(turn, mask))
		return
	}
	for i, c := range turn.Calls {
		part := world.Turn{Calls: turn.Calls[i : i+1]}
		if i == 0 {
			part.Reasoning, part.Content = turn.Reasoning, turn.Content
		}
		item := adpItem{Class: "api_action", Reasoning: part.Reasoning, Description: part.Content, Function: c.Tool, Arguments: c.Arguments}
		if answer != nil {
			item.ToolCallID = c.ID
		}
		r.add(item, adpAction.trained(&part, mask))
	}
	if answer != nil {
		for _, c := range turn.Calls {
			r.add(adpItem{Class: "text_observation", Content: answer(c), Source: "environment", ToolCallID: c.ID}, nil)
		}
	}
}

func (r *adpRow) add(item adpItem, trained []string) {
	if trained != nil {
		r.Details.Train = append(r.Details.Train, adpTrained{len(r.Content), trained})
	}
	r.Content = append(r.Content, item)
}

// adpMetadata is what the protocol wants to know of a dataset.
type adpMetadata struct {
	CustomTools    []json.RawMessage `json:"custom_tools"`
	CodeEnabled    []string          `json:"code_enabled"`
	BrowserEnabled bool              `json:"browser_enabled"`
}

// ADPTexts is the metadata.json of a dataset: its tools, each once.
func ADPTexts(d Described) []Text {
	text, err := artifact.Marshal(adpMetadata{CustomTools: raws(d.Tools), CodeEnabled: []string{}})
	if err != nil {
		panic(err) // the tools are canonical
	}
	return []Text{{"metadata.json", append(text, '\n')}}
}
