package formats

import "strings"

// The rows of TRL.
//
// Rules (huggingface/trl docs/source/dataset_formats.md, trl/trainer/sft_trainer.py,
// trl/data_utils.py):
//
//   - A talk is {"messages","tools"}. SFTTrainer trains every token of it, or with
//     assistant_only_loss=True what the template's {% generation %} encloses: every
//     message of the assistant. No message can be left out.
//   - An expanded row is {"prompt","completion","tools"}: the completion is the turn
//     that is trained, and by default the only thing that is.
//   - A pair is {"prompt","chosen","rejected","tools"}, the completions one message of
//     the assistant each ([parting]). unpair_preference_dataset makes prompts,
//     completions and labels of pairs.
//   - A prompt is not empty, and that of a pair ends with the user or a tool: with the
//     assistant, the template would go on with its message.
//   - Arguments are objects, since templates write them as JSON. Objects that differ
//     from row to row need Json() features, which load_dataset knows since datasets
//     4.7 (trl.py); before, every call gets the arguments of all calls, with nulls.
//   - tools are a list of schemas as JSON in a string, which SFTTrainer reads.

// TRL makes the row of an example, in canonical JSON. A trajectory of which no
// turn is trained as a whole has none; one of which only a part of the turns is
// has none but expanded, which is an [Unmasked] error.
func TRL(e *Example) ([][]byte, error) {
	last, err := lastWhole(e, "trl")
	if last < 0 || err != nil {
		return nil, err
	}
	w := newWriter(e)
	if !e.Expand {
		w.raw(`{"messages":[`)
		w.talk(e, 0, last+1, last)
		w.raw(`]`)
	} else {
		if last == 0 {
			return nil, &Unfit{0, "is the assistant's, and nothing comes before it that could be its prompt"}
		}
		w.raw(`{"completion":[`)
		w.talk(e, last, last+1, last)
		w.raw(`],"prompt":[`)
		w.talk(e, 0, last, last)
		w.raw(`]`)
	}
	w.toolsText(e)
	w.raw(`}`)
	return w.rows()
}

// TRLPair makes the row of two trials: what both say until they part, and what
// each says then.
func TRLPair(chosen, rejected *Example) ([]byte, bool, error) {
	at, ok := parting(chosen, rejected)
	if !ok {
		return nil, false, nil
	}
	w := newWriter(chosen)
	reasoning := reasoned(chosen, at, at)
	w.raw(`{"chosen":[`)
	w.message(chosen.Trajectory.Turns, at, chatMessage{reasoning: reasoning})
	w.raw(`],"prompt":[`)
	for i := range at {
		w.comma(i)
		w.message(chosen.Trajectory.Turns, i, chatMessage{reasoning: reasoning})
	}
	w.raw(`],"rejected":[`)
	w.message(rejected.Trajectory.Turns, at, chatMessage{reasoning: reasoning})
	w.raw(`]`)
	w.toolsText(chosen)
	w.raw(`}`)
	return w.out, true, w.err
}

// talk writes the turns from one to another, of a row that ends with the turn
// last.
func (w *writer) talk(e *Example, from, to, last int) {
	turns := e.Trajectory.Turns
	for i := from; i < to; i++ {
		w.comma(i - from)
		w.message(turns, i, chatMessage{reasoning: reasoned(e, i, last)})
	}
}

// toolsText writes the member `tools`, JSON in a string, where there are any
// ([writer.tools]).
func (w *writer) toolsText(e *Example) {
	if len(e.Tools) == 0 {
		return
	}
	w.raw(`,"tools":`)
	start := len(w.out)
	w.raw(`[`)
	w.list(e.Tools)
	w.raw(`]`)
	w.quoted(start)
}

// trlTexts is how the data is loaded and trained.
func trlTexts(d Described) []Text {
	columns, trainer, config := `"messages": List(Json())`, "SFTConfig, SFTTrainer", "SFTConfig(assistant_only_loss=True)"
	why := "# Without assistant_only_loss the words of users and the results of tools would\n# be trained. The chat template has to mark what the assistant generates with\n# {% generation %}.\n"
	switch {
	case d.Pairs:
		columns = `"prompt": List(Json()), "chosen": List(Json()), "rejected": List(Json())`
		trainer, config, why = "DPOConfig, DPOTrainer", "DPOConfig()", ""
	case d.Expanded:
		columns = `"prompt": List(Json()), "completion": List(Json())`
		config = "SFTConfig(completion_only_loss=True)"
		why = "# The completion is what is trained; the prompt holds turns that are not.\n"
	}
	var files strings.Builder
	for _, p := range partsOf(d.Files) {
		files.WriteString("    " + quoted(p.name()) + ": [\n")
		for _, f := range p.files {
			files.WriteString("        " + quoted(f) + ",\n")
		}
		files.WriteString("    ],\n")
	}
	text := "# How TRL reads these rows. Paths are relative to this file's directory.\n" +
		"# Json() needs datasets 4.7 or later: without it, every call would be given the\n" +
		"# arguments of all others. zstandard has to be installed.\n" +
		"from datasets import Features, Json, List, Value, load_dataset\n" +
		"from trl import " + trainer + "\n\n" +
		"files = {\n" + files.String() + "}\n" +
		"features = Features({" + columns + `, "tools": Value("string")})` + "\n" +
		"dataset = load_dataset(\"json\", data_files=files, features=features)\n\n" +
		why + "config = " + config + "\n"
	return []Text{{Path: "trl.py", Data: []byte(text)}}
}
