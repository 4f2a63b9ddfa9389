package formats

import (
	"encoding/json"
	"fmt"
	"strings"

	"worldc/artifact"
	"worldc/world"
)

// The rows of NVIDIA's NeMo Gym: what is asked of a model, as the parameters of a
// request to the Responses API, and beside it what a verifier wants to know. Tools
// are flat, arguments are strings. The rows are for reinforcement learning, which
// trains what the model says itself: there is nothing that could be masked.
//
//   - The row of a task asks for all of it in one message, since a gym has no
//     simulated user: what the user wants, and all that the user knows. The golden
//     calls are its ground_truth. agent_ref is added when datasets are collated.
//   - The row of a trajectory is a rollout: what the agent was asked at first, in
//     response.output all that came then, and a reward of 1 or 0 where the
//     trajectory was judged. What the user says in between stands there too, as a
//     message of the user.

type gymTask struct {
	ID          string      `json:"id"`
	Request     gymRequest  `json:"responses_create_params"`
	Category    string      `json:"category"`
	Environment string      `json:"environment_name"`
	GroundTruth []gymAnswer `json:"ground_truth"`
	Outputs     []string    `json:"outputs"`
	World       string      `json:"world"`
}

type gymRequest struct {
	Input       []gymItem         `json:"input"`
	Parallel    bool              `json:"parallel_tool_calls"`
	Temperature float64           `json:"temperature"`
	Tools       []json.RawMessage `json:"tools"`
}

type gymAnswer struct {
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

type gymRollout struct {
	ID       string      `json:"id"`
	Request  gymRequest  `json:"responses_create_params"`
	Task     string      `json:"task"`
	World    string      `json:"world"`
	Response gymResponse `json:"response"`
	Reward   *float64    `json:"reward,omitempty"`
}

// A gymResponse is a response of the Responses API as far as it is known: its
// time is 0, and its tools are those of the request.
type gymResponse struct {
	ID         string    `json:"id"`
	CreatedAt  int       `json:"created_at"`
	Model      string    `json:"model"`
	Object     string    `json:"object"`
	Output     []gymItem `json:"output"`
	Parallel   bool      `json:"parallel_tool_calls"`
	ToolChoice string    `json:"tool_choice"`
	Tools      []string  `json:"tools"`
}

// A gymItem is an item of a request's input or of a response's output.
type gymItem struct {
	ID   string `json:"id,omitempty"`
	Type string `json:"type"`

	// Of a message: Content is a text, or of the assistant a list of parts.
	Role    string `json:"role,omitempty"`
	Content any    `json:"content,omitempty"`
	Status  string `json:"status,omitempty"`

	// Of a call and what it returned.
	CallID    string  `json:"call_id,omitempty"`
	Name      string  `json:"name,omitempty"`
	Arguments string  `json:"arguments,omitempty"`
	Output    *string `json:"output,omitempty"`

	// Of what is thought.
	Summary []gymText `json:"summary,omitempty"`
}

type gymText struct {
	Type        string   `json:"type"`
	Text        string   `json:"text"`
	Annotations []string `json:"annotations,omitzero"`
}

// NeMoGymTool is a tool as a row shows it, in canonical JSON.
func NeMoGymTool(t *world.Tool) ([]byte, error) {
	return artifact.Marshal(struct {
		Type        string          `json:"type"`
		Name        string          `json:"name"`
		Description string          `json:"description,omitempty"`
		Parameters  json.RawMessage `json:"parameters"`
		Strict      bool            `json:"strict"`
	}{"function", t.Name, t.Description, parametersOf(t), false})
}

// NeMoGymTask makes the row of a task. The category is the domain and how hard
// the task is.
func NeMoGymTask(e *TaskExample) ([]byte, error) {
	t := e.Task
	row := gymTask{ID: t.ID, Category: e.Domain, Environment: e.Domain, GroundTruth: make([]gymAnswer, len(t.Calls)), Outputs: t.Outputs, World: t.World}
	if t.Difficulty != "" {
		row.Category += "_" + t.Difficulty
	}
	if t.Outputs == nil {
		row.Outputs = []string{}
	}
	for i, c := range t.Calls {
		row.GroundTruth[i] = gymAnswer{c.Tool, string(c.Arguments)}
	}
	var input []gymItem
	if e.Policy != "" {
		input = append(input, gymItem{Type: "message", Role: "system", Content: e.Policy})
	}
	input = append(input, gymItem{Type: "message", Role: "user", Content: gymErrand(t)})
	row.Request = gymRequest{input, false, 1, raws(e.Tools)}
	return artifact.Marshal(row)
}

// gymErrand is what the user says who says everything at once. The goal speaks
// to the user, so the user passes it on.
func gymErrand(t *world.Task) string {
	var b strings.Builder
	b.WriteString("Here is what I have to get done; \"you\" in it means me. Please do all of it. You have my yes to everything that it takes, and I cannot answer questions.\n\n")
	b.WriteString(t.Goal)
	if len(t.Known) > 0 {
		b.WriteString("\n\nWhat I know:\n- ")
		b.WriteString(strings.Join(factLines(t.Known), "\n- "))
	}
	return b.String()
}

// NeMoGymRollout makes the row of an example; none where the agent says nothing.
func NeMoGymRollout(e *Example) ([][]byte, error) {
	t := e.Trajectory
	row := gymRollout{ID: t.ID, Task: t.Task, World: t.World, Response: gymResponse{
		ID: "resp_" + t.ID, Model: t.Model, Object: "response", ToolChoice: "auto", Tools: []string{},
	}}
	var input []gymItem
	for i := range lastWord(t.Turns) + 1 {
		turn := &t.Turns[i]
		row.Response.Parallel = row.Response.Parallel || len(turn.Calls) > 1
		if row.Response.Output == nil && turn.Role != world.AssistantRole {
			input = append(input, gymItem{Type: "message", Role: string(turn.Role), Content: turn.Content})
			continue
		}
		row.Response.Output = append(row.Response.Output, gymItems(turn, i)...)
	}
	if row.Response.Output == nil {
		return nil, nil
	}
	if e.Accepted != nil {
		reward := 0.0
		if *e.Accepted {
			reward = 1
		}
		row.Reward = &reward
	}
	row.Request = gymRequest{input, row.Response.Parallel, 1, raws(e.Tools)}
	line, err := artifact.Marshal(row)
	return [][]byte{line}, err
}

// gymItems are the items of the turn with number i.
func gymItems(turn *world.Turn, i int) []gymItem {
	switch turn.Role {
	case world.ToolRole:
		return []gymItem{{Type: "function_call_output", CallID: turn.CallID, Output: &turn.Content}}
	case world.AssistantRole:
	default:
		return []gymItem{{Type: "message", Role: string(turn.Role), Content: turn.Content}}
	}
	var items []gymItem
	if turn.Reasoning != "" {
		items = append(items, gymItem{ID: fmt.Sprintf("rs_%d", i), Type: "reasoning", Summary: []gymText{{Type: "summary_text", Text: turn.Reasoning}}})
	}
	if turn.Content != "" || len(turn.Calls) == 0 {
		items = append(items, gymItem{
			ID: fmt.Sprintf("msg_%d", i), Type: "message", Role: "assistant", Status: "completed",
			Content: []gymText{{"output_text", turn.Content, []string{}}},
		})
	}
	for _, c := range turn.Calls {
		items = append(items, gymItem{Type: "function_call", CallID: c.ID, Name: c.Tool, Arguments: string(c.Arguments), Status: "completed"})
	}
	return items
}

// gymLicenses are the licences that NeMo Gym knows, by their SPDX identifiers.
var gymLicenses = map[string]string{
	"Apache-2.0":       "Apache 2.0",
	"MIT":              "MIT",
	"GPL-3.0-only":     "GNU General Public License v3.0",
	"GPL-3.0-or-later": "GNU General Public License v3.0",
	"CC-BY-4.0":        "Creative Commons Attribution 4.0 International",
	"CC-BY-SA-4.0":     "Creative Commons Attribution-ShareAlike 4.0 International",
}

// NeMoGymTexts is the entry of the dataset in the configuration of an agent
// server. Paths are relative to the dataset. A licence that NeMo Gym does not
// know, and none, is TBD; where the data can be fetched from is not known here.
func NeMoGymTexts(d Described) []Text {
	license := gymLicenses[d.License]
	if license == "" {
		license = "TBD"
	}
	var b strings.Builder
	b.WriteString("datasets:\n")
	for _, file := range d.Files {
		stage, split, ok := place(file)
		if !ok {
			continue
		}
		kind := "validation"
		if split == "train" {
			kind = "train"
		}
		name := split
		if stage != "" {
			name = stage + "_" + split
		}
		fmt.Fprintf(&b, "- name: %s\n  type: %s\n  jsonl_fpath: %s\n  license: %s\n  num_repeats: 1\n", quote(name), kind, quote(file), quote(license))
	}
	return []Text{{"nemo_gym.yaml", []byte(b.String())}}
}
