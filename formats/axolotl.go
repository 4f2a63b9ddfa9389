package formats

import (
	"fmt"
	"unicode/utf8"

	"worldc/artifact"
	"worldc/world"
)

// The rows of Axolotl's chat_template datasets: one object with messages and
// tools.
//
// Rules (axolotl-ai-cloud/axolotl docs/dataset-formats/conversation.qmd,
// src/axolotl/prompt_strategies/chat_template.py):
//
//   - `train` says of a message whether it is trained, all of it: reasoning, content
//     and calls. It is said of every message, and means nothing unless the
//     configuration names it (axolotl.yaml).
//   - Of a turn with calls that are to be trained, untrained reasoning is left out,
//     and if its content is not to be trained nothing is: no part of a message but
//     all of it reaches its calls.
//   - Of other turns a part is trained so: content without the calls after it by
//     train_detail, whose offsets count characters and whose end is the last one, so
//     long as there is no reasoning; it would be counted in. Reasoning without
//     content, or content without reasoning, by a part that says `train` (since April
//     2026, its pull request 3592). Such messages have no `train` of their own, so
//     that a version that does not know of parts trains nothing. Content is a list
//     then and elsewhere a text, which load_dataset takes since datasets 4.7.
//   - arguments and parameters are JSON in a string: tools differ in theirs, and what
//     datasets are loaded with would give each the members of all.
//   - The row ends with a message that is trained, as Axolotl asks for.

// AxolotlTool is a tool as a row holds it, in canonical JSON.
func AxolotlTool(t *world.Tool) ([]byte, error) {
	parameters, err := artifact.Canonical(parametersOf(t))
	if err != nil {
		return nil, err
	}
	type function struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Parameters  string `json:"parameters"`
	}
	return artifact.Marshal(struct {
		Type     string   `json:"type"`
		Function function `json:"function"`
	}{"function", function{t.Name, t.Description, string(parameters)}})
}

// Axolotl makes the row of an example, in canonical JSON. A trajectory of which
// nothing is trained has none.
func Axolotl(e *Example) ([][]byte, error) {
	last := lastTrained(e, func(t *world.Turn, m world.Mask) bool { return axolotlTrains(t, m) != world.Mask{} })
	if last < 0 {
		return nil, nil
	}
	turns := e.Trajectory.Turns[:last+1]
	w := newWriter(e)
	w.raw(`{"messages":[`)
	for i := range turns {
		w.comma(i)
		w.message(turns, i, axolotlMessage(&turns[i], e.Masks[i]))
	}
	w.raw(`]`)
	w.tools(e)
	w.raw(`}`)
	return w.rows()
}

// axolotlTrains is what of a turn a message can train of what is to be trained.
func axolotlTrains(t *world.Turn, m world.Mask) world.Mask {
	m = present(t, m)
	if m.Calls && t.Content != "" && !m.Content {
		return world.Mask{}
	}
	return m
}

// axolotlMessage is how a turn is trained.
func axolotlMessage(t *world.Turn, m world.Mask) chatMessage {
	m = axolotlTrains(t, m)
	all := present(t, world.Mask{Reasoning: true, Content: true, Calls: true})
	switch {
	case m == world.Mask{}:
		return chatMessage{calls: quotedCalls, reasoning: true, tail: `,"train":false`}

	case m == all:
		return chatMessage{calls: quotedCalls, reasoning: true, tail: `,"train":true`}

	case m.Calls: // and content, if there is any
		return chatMessage{calls: quotedCalls, reasoning: false, tail: `,"train":true`}

	case t.Reasoning == "": // content, and calls that are not trained
		detail := fmt.Sprintf(`,"train_detail":[{"begin_offset":0,"end_offset":%d,"train":true}]`, utf8.RuneCountInString(t.Content)-1)
		return chatMessage{calls: quotedCalls, tail: detail}
	}
	return chatMessage{calls: quotedCalls, reasoning: true, parts: true, train: m}
}

// axolotlTexts is what a configuration of Axolotl says of the data.
func axolotlTexts(d Described) []Text {
	t := newYAML("What a configuration of Axolotl says of these rows. Paths are relative to this",
		"file's directory. Without message_field_training, Axolotl would train every",
		"message of the assistant, mistakes too.")
	t.line("datasets:")
	for _, file := range d.Files {
		t.line("  - path: %s", quoted(file))
		t.line("    ds_type: json")
		t.line("    type: chat_template")
		t.line("    field_messages: messages")
		t.line("    field_tools: tools")
		t.line("    roles_to_train: []")
		t.line("    train_on_eos: turn")
		t.line("    message_field_training: train")
		t.line("    message_field_training_detail: train_detail")
	}
	return []Text{t.file("axolotl.yaml")}
}
