package formats

import (
	"encoding/json"
	"strings"
	"testing"

	"worldc/world"
)

// Short names of turns, for tables.
func says(role world.Role, content string) world.Turn {
	t := world.Turn{Role: role, Content: content}
	if role == world.AssistantRole {
		t.Train = world.Mask{Reasoning: true, Content: true, Calls: true}
	}
	return t
}

func user(content string) world.Turn  { return says(world.UserRole, content) }
func agent(content string) world.Turn { return says(world.AssistantRole, content) }

func calls(content string, calls ...world.Call) world.Turn {
	t := agent(content)
	t.Calls = calls
	return t
}

func result(id, content string) world.Turn {
	return world.Turn{Role: world.ToolRole, CallID: id, Kind: "result", Content: content}
}

func untrained(t world.Turn) world.Turn {
	t.Train = world.Mask{}
	return t
}

func talk(turns ...world.Turn) *Example {
	e := &Example{Trajectory: &world.Trajectory{ID: "t1", Turns: turns}}
	for _, t := range turns {
		e.Masks = append(e.Masks, t.Train)
	}
	return e
}

// TestTalks: what becomes of talks whose shape trainers skip, refuse or misread.
func TestTalks(t *testing.T) {
	get := call("1", "get", `{"id":"b1"}`)
	and := call("2", "get", `{"id":"b2"}`)
	for name, test := range map[string]struct {
		e    *Example
		want map[string]string // by format: a part of the row, of the error, or "none"
	}{
		"it ends with the user": {talk(user("Hi"), agent("Yes?"), user("Bye")), map[string]string{
			"sharegpt":        `{"conversations":[{"from":"human","value":"Hi"},{"from":"gpt","value":"Yes?"}],"system":"","tools":""}`,
			"llamafactory_v1": `{"messages":[{"content":[{"type":"text","value":"Hi"}],"loss_weight":0,"role":"user"},{"content":[{"type":"text","value":"Yes?"}],"loss_weight":1,"role":"assistant"}]}`,
			"axolotl":         `{"messages":[{"content":"Hi","role":"user","train":false},{"content":"Yes?","role":"assistant","train":true}]}`,
			"trl":             `{"messages":[{"content":"Hi","role":"user"},{"content":"Yes?","role":"assistant"}]}`,
			"nemo_rl":         `{"message_loss_mask":[0,1],"messages":[{"content":"Hi","role":"user"},{"content":"Yes?","role":"assistant"}],"task_name":"worldc"}`,
		}},
		"it ends with a result": {talk(user("Hi"), calls("", get), result("1", "{}")), map[string]string{
			"sharegpt":        `[{"from":"human","value":"Hi"},{"from":"function_call","value":"{\"name\":\"get\",\"arguments\":{\"id\":\"b1\"}}"}]`,
			"trl":             `{"messages":[{"content":"Hi","role":"user"},{"content":"","role":"assistant","tool_calls":[{"function":{"arguments":{"id":"b1"},"name":"get"},"id":"1","type":"function"}]}]}`,
			"axolotl":         `"tool_calls":[{"function":{"arguments":"{\"id\":\"b1\"}","name":"get"},"id":"1","type":"function"}],"train":true}]}`,
			"nemo_rl":         `"tool_calls":[{"arguments":{"id":"b1"},"id":"1","name":"get"}]}],"task_name":"worldc"}`,
			"llamafactory_v1": `{"content":[{"type":"tool_call","value":"{\"name\":\"get\",\"arguments\":{\"id\":\"b1\"}}"}],"loss_weight":1,"role":"assistant"}]}`,
		}},
		"nobody speaks":      {talk(), all("none")},
		"only the user":      {talk(user("Hi")), all("none")},
		"nothing is trained": {talk(user("Hi"), untrained(agent("Yes?"))), all("none")},
		"it says nothing":    {talk(user("Hi"), agent("")), all("none")},
		"the agent is first": {talk(agent("Hello!"), user("Hi"), agent("Yes?")), map[string]string{
			"sharegpt": `[{"from":"human","value":""},{"from":"gpt","value":"Hello!"},{"from":"human","value":"Hi"},{"from":"gpt","value":"Yes?"}]`,
			"trl":      `{"messages":[{"content":"Hello!","role":"assistant"},`,
		}},
		"two users": {talk(user("Hi"), user("Are you there?"), agent("Yes?")), map[string]string{
			"sharegpt": `[{"from":"human","value":"Hi\n\nAre you there?"},{"from":"gpt","value":"Yes?"}]`,
		}},
		"two turns of the agent": {talk(user("Hi"), agent("Well,"), agent("yes?")), map[string]string{
			"sharegpt": `{"from":"gpt","value":"Well,"},{"from":"human","value":""},{"from":"gpt","value":"yes?"}`,
		}},
		"systems": {talk(says(world.SystemRole, "Be kind."), says(world.SystemRole, "Be quick."), user("Hi"), says(world.SystemRole, "Be brief."), agent("Yes?")), map[string]string{
			"sharegpt": `[{"from":"human","value":"Hi\n\nBe brief."},{"from":"gpt","value":"Yes?"}],"system":"Be kind.\n\nBe quick."`,
		}},
		"the user after a result": {talk(user("Hi"), calls("", get), result("1", "{}"), user("Stop!"), agent("Yes?")), map[string]string{
			"sharegpt": "turn 3 of the user comes right after the result of a tool, and LLaMA-Factory wants the assistant between them",
			"trl":      `{"content":"{}","name":"get","role":"tool","tool_call_id":"1"},{"content":"Stop!","role":"user"}`,
		}},
		"a call is not answered": {talk(user("Hi"), calls("", get), user("Well?"), agent("Sorry.")), map[string]string{
			"sharegpt": `{"from":"function_call","value":"{\"name\":\"get\",\"arguments\":{\"id\":\"b1\"}}"},{"from":"human","value":"Well?"}`,
		}},
		"one of two calls is not answered": {talk(user("Hi"), calls("", get, and), result("2", "{}"), agent("Sorry.")), map[string]string{
			"sharegpt":        "turn 1 makes 2 calls, and the number of results after them is 1: calls have no ids in this format, and it is open which belong together",
			"llamafactory_v1": "turn 1 makes 2 calls, and the number of results after them is 1",
			"axolotl":         `{"content":"{}","name":"get","role":"tool","tool_call_id":"2","train":false}`,
		}},
		"results in another order": {talk(user("Hi"), calls("", get, and), result("2", "two"), result("1", "one"), agent("Done.")), map[string]string{
			"sharegpt":        `{"from":"observation","value":"one\n</tool_response>\n<tool_response>\ntwo"}`,
			"llamafactory_v1": `{"content":[{"type":"text","value":"one"}],"loss_weight":0,"role":"tool"},{"content":[{"type":"text","value":"two"}],"loss_weight":0,"role":"tool"}`,
			"nemo_rl":         `{"content":"two","name":"get","role":"tool","tool_call_id":"2"},{"content":"one","name":"get","role":"tool","tool_call_id":"1"}`,
		}},
		"a result comes late": {talk(user("Hi"), calls("", get), user("Well?"), result("1", "{}"), agent("Done.")), map[string]string{
			"sharegpt":        "turn 3 is the result of a call that does not stand right before it",
			"llamafactory_v1": "turn 3 is the result of a call that does not stand right before it",
		}},
		"a call is answered twice": {talk(user("Hi"), calls("", get), result("1", "{}"), result("1", "{}"), agent("Done.")), map[string]string{
			"sharegpt": "turn 1 makes 1 calls, and the number of results after them is 2",
		}},
		"a result of no call": {talk(user("Hi"), calls("", get, and), result("2", "{}"), result("3", "{}"), agent("Done.")), map[string]string{
			"sharegpt": "turn 1 has a call without a result beside calls that have one",
		}},
		"a result holds the marks of results": {talk(user("Hi"), calls("", get), result("1", "no</tool_response>\n<tool_response>\nyes"), agent("Done.")), map[string]string{
			"sharegpt": "turn 2 is a result that holds the marks that LLaMA-Factory puts between results",
			"trl":      `"content":"no</tool_response>\n<tool_response>\nyes"`,
		}},
		"the agent says the marks of thoughts": {talk(user("Hi"), agent("Use <think> and </think>.")), map[string]string{
			"sharegpt": "turn 1 holds <think>, which LLaMA-Factory takes for a mark of its own",
			"axolotl":  `"content":"Use <think> and </think>."`,
		}},
		"the agent says the marks of calls": {talk(user("Hi"), calls("<tool_call>[]</tool_call>", get)), map[string]string{
			"sharegpt": "turn 1 holds <tool_call>, which LLaMA-Factory takes for a mark of its own",
		}},
		"arguments hold marks": {talk(user("Hi"), calls("I try.", call("1", "get", `{"id":"</tool_call><think>"}`))), map[string]string{
			"sharegpt": `"value":"I try.\n<tool_call>{\"name\":\"get\",\"arguments\":{\"id\":\"\\u003c/tool_call>\\u003cthink>\"}}</tool_call>"`,
		}},
		"tags of roles in what is said": {talk(user("x\"},{\"from\":\"gpt\",\"value\":\"y\n<|im_start|>assistant"), agent("No.")), map[string]string{
			"sharegpt": `[{"from":"human","value":"x\"},{\"from\":\"gpt\",\"value\":\"y\n<|im_start|>assistant"},{"from":"gpt","value":"No."}]`,
		}},
		"a mistake before": {talk(user("Hi"), untrained(calls("", get)), result("1", "Error"), agent("Sorry.")), map[string]string{
			"sharegpt": `turn 1 of trajectory t1 is not trained, and a row of the format "sharegpt" cannot leave a turn of the assistant out of the loss: set expand_turns = true, and each turn that is trained ends a row of its own; or mask_errors = false, if mistakes are to be trained too`,
			"trl":      `a row of the format "trl" cannot leave a turn`,
			"nemo_rl":  `a row of the format "nemo_rl" cannot leave a turn`,
			"axolotl":  `"type":"function"}],"train":false},`,
		}},
		"a mistake after": {talk(user("Hi"), agent("Yes?"), user("b1"), untrained(agent("No."))), map[string]string{
			"sharegpt": `{"conversations":[{"from":"human","value":"Hi"},{"from":"gpt","value":"Yes?"}],"system"`,
			"nemo_rl":  `{"message_loss_mask":[0,1],`,
		}},
		"no UTF-8": {talk(user("Hi\xff"), agent("Yes?")), all("invalid UTF-8")},
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range chatFormats {
				want, ok := test.want[f.Name]
				if !ok {
					want = test.want["all"]
				}
				rows, err := f.Rows(test.e)
				got := "none"
				if err != nil {
					got = err.Error()
				} else if len(rows) == 1 {
					got = string(rows[0])
				}
				if !strings.Contains(got, want) {
					t.Errorf("%s: %s\nwant %s", f.Name, got, want)
				}
			}
		})
	}
}

func all(want string) map[string]string { return map[string]string{"all": want} }

var chatFormats = []Format{
	{Name: "axolotl", Rows: Axolotl, Tool: AxolotlTool},
	{Name: "llamafactory_v1", Rows: LlamaFactoryV1, Pair: LlamaFactoryV1Pair, Tool: OpenAITool},
	{Name: "nemo_rl", Rows: NeMoRL, Pair: NeMoRLPair, Tool: NeMoRLTool},
	{Name: "sharegpt", Rows: ShareGPT, Pair: ShareGPTPair, Tool: ShareGPTTool},
	{Name: "trl", Rows: TRL, Pair: TRLPair, Tool: OpenAITool},
}

// TestChatTools: tools as rows hold them.
func TestChatTools(t *testing.T) {
	tool := &world.Tool{Name: "get", Description: "Get \"it\".", Parameters: json.RawMessage(`{"properties":{"id":{"type":"string"}},"required":["id"],"type":"object"}`)}
	bare := &world.Tool{Name: "now"}
	for name, want := range map[string][2]string{
		"axolotl": {
			`{"function":{"description":"Get \"it\".","name":"get","parameters":"{\"properties\":{\"id\":{\"type\":\"string\"}},\"required\":[\"id\"],\"type\":\"object\"}"},"type":"function"}`,
			`{"function":{"description":"","name":"now","parameters":"{\"properties\":{},\"type\":\"object\"}"},"type":"function"}`,
		},
		"nemo_rl": {
			`{"description":"Get \"it\".","name":"get","parameters":{"properties":{"id":{"type":"string"}},"required":["id"],"type":"object"}}`,
			`{"description":"","name":"now","parameters":{"properties":{},"type":"object"}}`,
		},
		"sharegpt": {
			`{"description":"Get \"it\".","name":"get","parameters":{"properties":{"id":{"type":"string"}},"required":["id"],"type":"object"}}`,
			`{"description":"","name":"now","parameters":{"properties":{},"type":"object"}}`,
		},
	} {
		for i, tool := range []*world.Tool{tool, bare} {
			for _, f := range chatFormats {
				if f.Name != name {
					continue
				}
				if got, err := f.Tool(tool); err != nil || string(got) != want[i] {
					t.Errorf("%s: %v\n%s\n%s", name, err, got, want[i])
				}
			}
		}
	}
	// LLaMA-Factory looks for properties without asking whether there are any.
	got, err := ShareGPTTool(&world.Tool{Name: "now", Parameters: json.RawMessage(`{"type":"object"}`)})
	if err != nil || string(got) != `{"description":"","name":"now","parameters":{"properties":{},"type":"object"}}` {
		t.Errorf("%v: %s", err, got)
	}
}

// TestToolsOfRows: where rows hold tools as text, the text is their JSON.
func TestToolsOfRows(t *testing.T) {
	e := talk(user("Hi"), agent("Yes?"))
	e.Tools = [][]byte{[]byte(`{"name":"a\"b"}`), []byte(`{"name":"<c>"}`)}
	for _, f := range chatFormats {
		rows, err := f.Rows(e)
		if err != nil || len(rows) != 1 {
			t.Fatal(err)
		}
		var row struct{ Tools json.RawMessage }
		if err := json.Unmarshal(rows[0], &row); err != nil {
			t.Fatalf("%s: %v\n%s", f.Name, err, rows[0])
		}
		var text string
		asText := json.Unmarshal(row.Tools, &text) == nil
		if asText {
			row.Tools = json.RawMessage(text)
		}
		if string(row.Tools) != `[{"name":"a\"b"},{"name":"<c>"}]` || asText != (f.Name != "axolotl" && f.Name != "nemo_rl") {
			t.Errorf("%s: %s", f.Name, row.Tools)
		}
	}
}

// TestPartly: of a turn of which a part is to be trained.
func TestPartly(t *testing.T) {
	get := call("1", "get", `{}`)
	full := func(m world.Mask) *Example {
		turn := calls("I look.", get)
		turn.Reasoning, turn.Train = "b1?", m
		return talk(user("Hi"), turn)
	}
	spoken := func(m world.Mask) *Example {
		turn := agent("Yes 🦀?")
		turn.Reasoning, turn.Train = "b1?", m
		return talk(user("Hi"), turn)
	}
	plain := calls("Yes 🦀?", get)
	plain.Train = world.Mask{Content: true}
	for name, test := range map[string]struct {
		e    *Example
		want map[string]string
	}{
		"calls without reasoning": {full(world.Mask{Content: true, Calls: true}), map[string]string{
			"axolotl":         `{"content":"I look.","role":"assistant","tool_calls":[{"function":{"arguments":"{}","name":"get"},"id":"1","type":"function"}],"train":true}`,
			"sharegpt":        `{"from":"function_call","value":"I look.\n<tool_call>{\"name\":\"get\",\"arguments\":{}}</tool_call>"}`,
			"trl":             `{"content":"I look.","role":"assistant","tool_calls"`,
			"nemo_rl":         `{"content":"I look.","role":"assistant","tool_calls"`,
			"llamafactory_v1": `{"content":[{"type":"reasoning","value":"b1?"}],"loss_weight":0,"role":"assistant"},{"content":[{"type":"text","value":"I look."},{"type":"tool_call","value":"{\"name\":\"get\",\"arguments\":{}}"}],"loss_weight":1,"role":"assistant"}`,
		}},
		"calls alone": {full(world.Mask{Calls: true}), map[string]string{
			"axolotl": "none", "sharegpt": "none", "trl": "none", "nemo_rl": "none",
			"llamafactory_v1": `{"content":[{"type":"reasoning","value":"b1?"},{"type":"text","value":"I look."}],"loss_weight":0,"role":"assistant"},{"content":[{"type":"tool_call",`,
		}},
		"all but calls": {full(world.Mask{Reasoning: true, Content: true}), map[string]string{
			"sharegpt": "none", "trl": "none", "nemo_rl": "none",
			"axolotl": `{"content":[{"text":"I look.","train":true,"type":"text"}],"reasoning_content":[{"text":"b1?","train":true,"type":"text"}],"role":"assistant","tool_calls":`,
		}},
		"content without reasoning": {spoken(world.Mask{Content: true}), map[string]string{
			"axolotl":  `{"content":[{"text":"Yes 🦀?","train":true,"type":"text"}],"reasoning_content":[{"text":"b1?","train":false,"type":"text"}],"role":"assistant"}`,
			"sharegpt": `{"from":"gpt","value":"Yes 🦀?"}`,
			"trl":      `{"content":"Yes 🦀?","role":"assistant"}`,
		}},
		"reasoning alone": {spoken(world.Mask{Reasoning: true}), map[string]string{
			"axolotl":  `{"content":[{"text":"Yes 🦀?","train":false,"type":"text"}],"reasoning_content":[{"text":"b1?","train":true,"type":"text"}],"role":"assistant"}`,
			"sharegpt": "none", "trl": "none", "nemo_rl": "none",
		}},
		"content without calls": {talk(user("Hi"), plain), map[string]string{
			"axolotl":  `{"content":"Yes 🦀?","role":"assistant","tool_calls":[{"function":{"arguments":"{}","name":"get"},"id":"1","type":"function"}],"train_detail":[{"begin_offset":0,"end_offset":5,"train":true}]}`,
			"sharegpt": "none", "trl": "none", "nemo_rl": "none",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range chatFormats {
				rows, err := f.Rows(test.e)
				if err != nil {
					t.Fatal(err)
				}
				got := "none"
				if len(rows) == 1 {
					got = string(rows[0])
				}
				if !strings.Contains(got, test.want[f.Name]) || got == "none" && test.want[f.Name] == "" {
					t.Errorf("%s: %s\nwant %s", f.Name, got, test.want[f.Name])
				}
			}
		})
	}
}

// TestExpandedThoughtless: where the turn that a row ends with is trained without
// its reasoning, no turn of the row is reasoned; else the turns before are.
func TestExpandedThoughtless(t *testing.T) {
	first, last := agent("One."), agent("Two.")
	first.Reasoning, last.Reasoning = "THOUGHT", "another"
	for _, f := range chatFormats {
		for _, train := range []bool{true, false} {
			last.Train.Reasoning = train
			e := talk(user("Hi"), first, user("And?"), last)
			rows, err := f.Rows(e.Expanded()[1])
			if err != nil || len(rows) != 1 {
				t.Fatalf("%s: %v", f.Name, err)
			}
			byPart := f.Name == "axolotl" || f.Name == "llamafactory_v1"
			if got := strings.Contains(string(rows[0]), "THOUGHT"); got != (train || byPart) {
				t.Errorf("%s, trained reasoning %v: %s", f.Name, train, rows[0])
			}
		}
	}
}

// TestPromptless: an expanded row of TRL has a prompt.
func TestPromptless(t *testing.T) {
	_, err := TRL(talk(agent("Hello!"), user("Hi")).Expanded()[0])
	if err == nil || err.Error() != "turn 0 is the assistant's, and nothing comes before it that could be its prompt" {
		t.Errorf("%v", err)
	}
}
