package formats

import (
	"slices"

	"worldc/world"
)

// The rows of LLaMA-Factory's version 1: one object with messages and tools.
//
// Rules (hiyouga/LLaMA-Factory src/llamafactory/v1/utils/types.py,
// core/rendering/format.py):
//
//   - A message has a role (system, user, assistant, tool), a list of parts that are
//     text, reasoning or a tool_call, and a loss_weight. All of a message is trained,
//     or nothing. A turn of which only some segments are trained is therefore several
//     messages of the assistant, one after the other, which chat templates end each
//     by itself: train reasoning or nothing that is reasoned, if you can.
//   - The value of a tool_call is JSON in a string: an object with name and
//     arguments, which are an object. Calls have no ids: results stand in the order
//     of the calls.
//   - Tools are JSON in a string, each nested under `function` as chat templates
//     want them.
//   - It reads no zstd.

// LlamaFactoryV1 makes the row of an example, in canonical JSON. A trajectory of
// which no segment is trained has none.
func LlamaFactoryV1(e *Example) ([][]byte, error) {
	last := lastTrained(e, func(t *world.Turn, m world.Mask) bool { return present(t, m) != world.Mask{} })
	if last < 0 {
		return nil, nil
	}
	turns, err := inOrder(e.Trajectory.Turns[:last+1])
	if err != nil {
		return nil, err
	}
	v := v1Writer{writer: newWriter(e)}
	v.raw(`{"messages":[`)
	for i := range turns {
		v.turn(&turns[i], present(&turns[i], e.Masks[i]), true)
	}
	v.raw(`]`)
	v.tools(e)
	v.raw(`}`)
	return v.rows()
}

// LlamaFactoryV1Pair makes the row of two trials: what both say until they part,
// and what each says then.
func LlamaFactoryV1Pair(chosen, rejected *Example) ([]byte, bool, error) {
	at, ok := parting(chosen, rejected)
	if !ok {
		return nil, false, nil
	}
	v := v1Writer{writer: newWriter(chosen)}
	reasoning := reasoned(chosen, at, at)
	for i, e := range []*Example{chosen, rejected} {
		v.raw([...]string{`{"chosen_messages":[`, `],"rejected_messages":[`}[i])
		v.messages = 0
		turns, err := inOrder(e.Trajectory.Turns[:at])
		if err != nil {
			return nil, false, err
		}
		for j := range turns {
			v.turn(&turns[j], world.Mask{}, reasoning)
		}
		v.turn(&e.Trajectory.Turns[at], world.Mask{Reasoning: true, Content: true, Calls: true}, reasoning)
	}
	v.raw(`]`)
	v.tools(chosen)
	v.raw(`}`)
	return v.out, true, v.err
}

// A v1Writer writes messages of parts.
type v1Writer struct {
	*writer
	messages int // written so far
	parts    int // of the message that is open
	weight   bool
}

// turn writes a turn: one message, or several where some of its segments are
// trained and others are not.
func (v *v1Writer) turn(t *world.Turn, trained world.Mask, reasoning bool) {
	open := false
	part := func(kind string, train bool) {
		if open && train != v.weight {
			v.close(t.Role)
			open = false
		}
		if !open {
			v.comma(v.messages)
			v.raw(`{"content":[`)
			open, v.parts, v.weight = true, 0, train
		}
		v.comma(v.parts)
		v.parts++
		v.raw(`{"type":"`)
		v.raw(kind)
		v.raw(`","value":`)
	}
	if reasoning && t.Reasoning != "" {
		part("reasoning", trained.Reasoning)
		v.text(t.Reasoning)
		v.raw(`}`)
	}
	if t.Content != "" || len(t.Calls) == 0 && !open {
		part("text", trained.Content)
		v.text(t.Content)
		v.raw(`}`)
	}
	for k := range t.Calls {
		part("tool_call", trained.Calls)
		start := len(v.out)
		v.raw(`{"name":`)
		v.text(t.Calls[k].Tool)
		v.raw(`,"arguments":`)
		v.json(t.Calls[k].Arguments)
		v.raw(`}`)
		v.quoted(start)
		v.raw(`}`)
	}
	v.close(t.Role)
}

// close ends a message.
func (v *v1Writer) close(role world.Role) {
	v.raw(`],"loss_weight":`)
	if v.weight {
		v.raw(`1`)
	} else {
		v.raw(`0`)
	}
	v.raw(`,"role":"`)
	v.raw(string(role))
	v.raw(`"}`)
	v.messages++
}

// tools writes the tools, where there are any.
func (v *v1Writer) tools(e *Example) {
	if len(e.Tools) == 0 {
		return
	}
	v.raw(`,"tools":`)
	start := len(v.out)
	v.raw(`[`)
	v.list(e.Tools)
	v.raw(`]`)
	v.quoted(start)
}

// llamaFactoryV1Texts are the descriptions of the data that version 1 takes for
// its datasets: one of what is for training, and one for each other part.
func llamaFactoryV1Texts(d Described) []Text {
	var files []Text
	parts := partsOf(d.Files)
	for i, p := range parts {
		if slices.ContainsFunc(parts[:i], func(q dataPart) bool { return q.split == p.split }) {
			continue
		}
		name, option := "dataset_info.yaml", "train_dataset"
		if p.split != "train" {
			name, option = "dataset_info_"+p.split+".yaml", "eval_dataset"
		}
		t := newYAML("What version 1 of LLaMA-Factory takes as its "+option+". Run it in this file's", "directory.")
		for _, q := range parts {
			if q.split != p.split {
				continue
			}
			for _, f := range q.files {
				at := d.Name
				if len(parts) > 1 {
					at += "_" + q.name()
				}
				if len(q.files) > 1 {
					at += "_" + shardOf(f)
				}
				t.line("%s:", quoted(at))
				t.line("  path: %s", quoted(f))
				t.line("  source: local")
			}
		}
		files = append(files, t.file(name))
	}
	return files
}
