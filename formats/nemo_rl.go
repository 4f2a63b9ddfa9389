package formats

import (
	"worldc/artifact"
	"worldc/world"
)

// The rows of NeMo RL.
//
// Rules (NVIDIA-NeMo/RL docs/guides/sft.md and dpo.md,
// nemo_rl/data/datasets/response_datasets/oai_format_dataset.py,
// nemo_rl/data/llm_message_utils.py):
//
//   - A talk is {"messages","tools","task_name"} for `dataset_name: openai_format`; it
//     ends with the assistant. Calls and tools are flat, without `function`, and
//     arguments are objects: use_preserving_dataset has to be true, or each call gets
//     the arguments of all calls, with nulls.
//   - SFT trains every message of the assistant, or with sft.only_unmask_final (since
//     May 2026, its pull request 2516) the last one of a row. Rows in which something is
//     not to be trained have to be expanded. message_loss_mask says the same once more
//     for versions that read it, which need no only_unmask_final.
//   - A pair is {"context","completions":[{"rank":0},{"rank":1}],"task_name"}: the lower
//     rank is preferred, and each completion is one message ([parting]). Tools beside
//     it are JSON in a string, since pairs are loaded without use_preserving_dataset.
//   - The preserving dataset is read as text: no zstd.

// nemoRLTask is what rows say their task is, which a NeMo RL of one's own looks
// up its processors by; its loaders overwrite it.
const nemoRLTask = `,"task_name":"worldc"`

// NeMoRLTool is a tool as a row holds it, in canonical JSON.
func NeMoRLTool(t *world.Tool) ([]byte, error) {
	return artifact.Marshal(flatTool{t.Name, t.Description, parametersOf(t)})
}

// NeMoRL makes the row of an example, in canonical JSON. A trajectory of which
// no turn is trained as a whole has none; one of which only a part of the turns
// is has none but expanded, which is an [Unmasked] error.
func NeMoRL(e *Example) ([][]byte, error) {
	last, err := lastWhole(e, "nemo_rl")
	if last < 0 || err != nil {
		return nil, err
	}
	turns := e.Trajectory.Turns
	w := newWriter(e)
	w.raw(`{"message_loss_mask":[`)
	for i := range last + 1 {
		w.comma(i)
		if turns[i].Role == world.AssistantRole && (i == last || !e.Expand) {
			w.raw(`1`)
		} else {
			w.raw(`0`)
		}
	}
	w.raw(`],"messages":[`)
	for i := range last + 1 {
		w.comma(i)
		w.message(turns, i, chatMessage{calls: flatCalls, reasoning: reasoned(e, i, last)})
	}
	w.raw(`]`)
	w.raw(nemoRLTask)
	w.tools(e)
	w.raw(`}`)
	return w.rows()
}

// NeMoRLPair makes the row of two trials: what both say until they part, and what
// each says then.
func NeMoRLPair(chosen, rejected *Example) ([]byte, bool, error) {
	at, ok := parting(chosen, rejected)
	if !ok {
		return nil, false, nil
	}
	w := newWriter(chosen)
	reasoning := reasoned(chosen, at, at)
	w.raw(`{"completions":[{"completion":[`)
	w.message(chosen.Trajectory.Turns, at, chatMessage{calls: flatCalls, reasoning: reasoning})
	w.raw(`],"rank":0},{"completion":[`)
	w.message(rejected.Trajectory.Turns, at, chatMessage{calls: flatCalls, reasoning: reasoning})
	w.raw(`],"rank":1}],"context":[`)
	for i := range at {
		w.comma(i)
		w.message(chosen.Trajectory.Turns, i, chatMessage{calls: flatCalls, reasoning: reasoning})
	}
	w.raw(`]`)
	w.raw(nemoRLTask)
	w.toolsText(chosen)
	w.raw(`}`)
	return w.out, true, w.err
}

// nemoRLTexts is what a configuration of NeMo RL says of the data.
func nemoRLTexts(d Described) []Text {
	t := newYAML("What a configuration of NeMo RL says of these rows. Paths are relative to this",
		"file's directory. A path names one file: put several together with cat.")
	t.line("data:")
	seen := map[string]bool{}
	for _, p := range partsOf(d.Files) {
		key, comment := "train", ""
		if p.split != "train" {
			key = "validation"
		}
		if seen[key] { // a run has one of each
			comment = "# "
			t.line("  # For a run of its own:")
		}
		seen[key] = true
		t.line("  %s%s:", comment, key)
		if d.Pairs {
			t.line("  %s  dataset_name: PreferenceDataset", comment)
		} else {
			t.line("  %s  dataset_name: openai_format", comment)
		}
		t.line("  %s  data_path: %s", comment, quoted(p.files[0]))
		for _, f := range p.files[1:] {
			t.line("  %s  # and %s", comment, f)
		}
		if !d.Pairs {
			t.line("  %s  chat_key: messages", comment)
			t.line("  %s  tool_key: tools", comment)
			t.line("  %s  # Arguments differ from call to call.", comment)
			t.line("  %s  use_preserving_dataset: true", comment)
		}
	}
	if !d.Pairs {
		t.line("sft:")
		if d.Expanded {
			t.line("  # Rows end with the turn that is trained, and hold turns that are not. A NeMo RL")
			t.line("  # without this setting, from before May 2026, would train them too.")
		} else {
			t.line("  # Every message of the assistant is trained.")
		}
		t.line("  only_unmask_final: %v", d.Expanded)
	}
	return []Text{t.file("nemo_rl.yaml")}
}
