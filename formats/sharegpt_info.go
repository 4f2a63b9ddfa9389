package formats

import (
	"path"

	"worldc/artifact"
)

// shareGPTTexts are the descriptions of the data that LLaMA-Factory looks up in
// its dataset_dir, and what a configuration of it says besides.
func shareGPTTexts(d Described) []Text {
	type columns struct {
		Messages string `json:"messages"`
		System   string `json:"system"`
		Tools    string `json:"tools"`
		Chosen   string `json:"chosen,omitempty"`
		Rejected string `json:"rejected,omitempty"`
	}
	type tags struct {
		Role        string `json:"role_tag"`
		Content     string `json:"content_tag"`
		User        string `json:"user_tag"`
		Assistant   string `json:"assistant_tag"`
		Observation string `json:"observation_tag"`
		Function    string `json:"function_tag"`
		System      string `json:"system_tag"`
	}
	type description struct {
		FileName   string  `json:"file_name"`
		Formatting string  `json:"formatting"`
		Ranking    bool    `json:"ranking,omitempty"`
		Columns    columns `json:"columns"`
		Tags       tags    `json:"tags"`
	}
	info := map[string]description{}
	training, testing := []string{}, []string{}
	add := func(name, file, split string) {
		entry := description{
			FileName: file, Formatting: "sharegpt", Ranking: d.Pairs,
			Columns: columns{Messages: "conversations", System: "system", Tools: "tools"},
			Tags:    tags{"from", "value", "human", "gpt", "observation", "function_call", "system"},
		}
		if d.Pairs {
			entry.Columns.Chosen, entry.Columns.Rejected = "chosen", "rejected"
		}
		info[name] = entry
		if split == "train" {
			training = append(training, name)
		} else {
			testing = append(testing, name)
		}
	}
	parts := partsOf(d.Files)
	for _, p := range parts {
		name := d.Name
		if len(parts) > 1 {
			name += "_" + p.name()
		}
		switch {
		case len(p.files) == 1:
			add(name, p.files[0], p.split)
		case p.alone: // a directory is all of its files
			add(name, p.dir, p.split)
		default:
			for _, f := range p.files {
				add(name+"_"+shardOf(f), f, p.split)
			}
		}
	}
	text, err := artifact.Marshal(info)
	if err != nil {
		panic(err) // names of files and datasets are checked
	}

	t := newYAML("What a configuration of LLaMA-Factory says of these rows. Run it in this file's",
		"directory, where dataset_info.json describes them. Turns with words and calls",
		"need a LLaMA-Factory of December 2025 or later: before, it refuses them.")
	t.line("dataset_dir: .")
	list := func(key string, names []string) {
		if len(names) == 0 {
			return
		}
		t.line("%s:", key)
		for _, n := range names {
			t.line("  - %s", quoted(n))
		}
	}
	list("dataset", training)
	list("eval_dataset", testing)
	switch {
	case d.Pairs:
		t.line("stage: dpo")
	case d.Expanded:
		t.line("stage: sft")
		t.line("# Rows end with the turn that is trained, and hold turns that are not: without")
		t.line("# mask_history they would be trained too.")
		t.line("mask_history: true")
	default:
		t.line("stage: sft")
		t.line("# Every turn of the agent is trained.")
		t.line("mask_history: false")
	}
	return []Text{{Path: "dataset_info.json", Data: append(text, '\n')}, t.file("llamafactory.yaml")}
}

// shardOf is the number in the name of a data file.
func shardOf(file string) string {
	base := path.Base(file)
	if at := numbers.FindStringIndex(base); at != nil {
		return base[at[0]+1 : at[0]+6]
	}
	return base
}
