package formats

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// described are datasets of one file, of two parts, of stages, and of shards.
func described(files ...string) Described { return Described{Name: "sft", Files: files} }

func textsOf(t *testing.T, texts []Text) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, text := range texts {
		if _, twice := all[text.Path]; twice {
			t.Errorf("%s is there twice", text.Path)
		}
		all[text.Path] = string(text.Data)
	}
	return all
}

// TestDatasetInfo: LLaMA-Factory finds every file, once, by what it looks up in
// dataset_info.json, and is told how to train.
func TestDatasetInfo(t *testing.T) {
	for name, test := range map[string]struct {
		d    Described
		want map[string]string // file_name by name
		yaml string
	}{
		"one file": {described("data/train-00000-of-00001.jsonl"),
			map[string]string{"sft": "data/train-00000-of-00001.jsonl"},
			"dataset_dir: .\ndataset:\n  - \"sft\"\nstage: sft\n# Every turn of the agent is trained.\nmask_history: false\n"},
		"shards": {described("data/train-00000-of-00002.jsonl", "data/train-00001-of-00002.jsonl"),
			map[string]string{"sft": "data"},
			"dataset:\n  - \"sft\"\n"},
		"shards of two parts": {described("data/train-00000-of-00002.jsonl", "data/train-00001-of-00002.jsonl", "data/test-00000-of-00001.jsonl"),
			map[string]string{"sft_train_00000": "data/train-00000-of-00002.jsonl", "sft_train_00001": "data/train-00001-of-00002.jsonl", "sft_test": "data/test-00000-of-00001.jsonl"},
			"dataset:\n  - \"sft_train_00000\"\n  - \"sft_train_00001\"\neval_dataset:\n  - \"sft_test\"\n"},
		"stages": {described("data/general-1/train-00000-of-00002.jsonl", "data/general-1/train-00001-of-00002.jsonl", "data/order/train-00000-of-00001.jsonl"),
			map[string]string{"sft_general_1_train": "data/general-1", "sft_order_train": "data/order/train-00000-of-00001.jsonl"},
			"dataset:\n  - \"sft_general_1_train\"\n  - \"sft_order_train\"\n"},
		"expanded": {Described{Name: "sft", Files: []string{"data/train-00000-of-00001.jsonl"}, Expanded: true},
			map[string]string{"sft": "data/train-00000-of-00001.jsonl"}, "mask_history: true\n"},
		"pairs": {Described{Name: "dpo", Files: []string{"data/train-00000-of-00001.jsonl"}, Pairs: true},
			map[string]string{"dpo": "data/train-00000-of-00001.jsonl"}, "stage: dpo\n"},
	} {
		t.Run(name, func(t *testing.T) {
			texts := textsOf(t, shareGPTTexts(test.d))
			var info map[string]struct {
				File       string `json:"file_name"`
				Formatting string
				Ranking    bool
				Columns    map[string]string
				Tags       map[string]string
			}
			if err := json.Unmarshal([]byte(texts["dataset_info.json"]), &info); err != nil {
				t.Fatalf("%v\n%v", err, texts)
			}
			files := map[string]string{}
			columns := map[string]string{"messages": "conversations", "system": "system", "tools": "tools"}
			if test.d.Pairs {
				columns["chosen"], columns["rejected"] = "chosen", "rejected"
			}
			for name, entry := range info {
				files[name] = entry.File
				if entry.Formatting != "sharegpt" || entry.Ranking != test.d.Pairs || len(entry.Tags) != 7 {
					t.Errorf("%+v", entry)
				}
				if d := cmp.Diff(columns, entry.Columns); d != "" {
					t.Error(d)
				}
			}
			if d := cmp.Diff(test.want, files); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if !strings.Contains(texts["llamafactory.yaml"], test.yaml) {
				t.Errorf("%s", texts["llamafactory.yaml"])
			}
		})
	}
}

// TestConfigurations: what other trainers are told, whole.
func TestConfigurations(t *testing.T) {
	parts := described("data/train-00000-of-00002.jsonl", "data/train-00001-of-00002.jsonl", "data/test-00000-of-00001.jsonl")
	pairs, expanded := parts, parts
	pairs.Pairs, expanded.Expanded = true, true
	for name, test := range map[string]struct {
		texts []Text
		want  map[string]string
	}{
		"axolotl": {axolotlTexts(described("data/train-00000-of-00001.jsonl.zst")), map[string]string{"axolotl.yaml": `# What a configuration of Axolotl says of these rows. Paths are relative to this
# file's directory. Without message_field_training, Axolotl would train every
# message of the assistant, mistakes too.
datasets:
  - path: "data/train-00000-of-00001.jsonl.zst"
    ds_type: json
    type: chat_template
    field_messages: messages
    field_tools: tools
    roles_to_train: []
    train_on_eos: turn
    message_field_training: train
    message_field_training_detail: train_detail
`}},
		"llamafactory_v1": {llamaFactoryV1Texts(parts), map[string]string{
			"dataset_info.yaml": `# What version 1 of LLaMA-Factory takes as its train_dataset. Run it in this file's
# directory.
"sft_train_00000":
  path: "data/train-00000-of-00002.jsonl"
  source: local
"sft_train_00001":
  path: "data/train-00001-of-00002.jsonl"
  source: local
`,
			"dataset_info_test.yaml": `# What version 1 of LLaMA-Factory takes as its eval_dataset. Run it in this file's
# directory.
"sft_test":
  path: "data/test-00000-of-00001.jsonl"
  source: local
`}},
		"nemo_rl": {nemoRLTexts(expanded), map[string]string{"nemo_rl.yaml": `# What a configuration of NeMo RL says of these rows. Paths are relative to this
# file's directory. A path names one file: put several together with cat.
data:
  train:
    dataset_name: openai_format
    data_path: "data/train-00000-of-00002.jsonl"
    # and data/train-00001-of-00002.jsonl
    chat_key: messages
    tool_key: tools
    # Arguments differ from call to call.
    use_preserving_dataset: true
  validation:
    dataset_name: openai_format
    data_path: "data/test-00000-of-00001.jsonl"
    chat_key: messages
    tool_key: tools
    # Arguments differ from call to call.
    use_preserving_dataset: true
sft:
  # Rows end with the turn that is trained, and hold turns that are not. A NeMo RL
  # without this setting, from before May 2026, would train them too.
  only_unmask_final: true
`}},
		"nemo_rl, pairs": {nemoRLTexts(pairs), map[string]string{"nemo_rl.yaml": `# What a configuration of NeMo RL says of these rows. Paths are relative to this
# file's directory. A path names one file: put several together with cat.
data:
  train:
    dataset_name: PreferenceDataset
    data_path: "data/train-00000-of-00002.jsonl"
    # and data/train-00001-of-00002.jsonl
  validation:
    dataset_name: PreferenceDataset
    data_path: "data/test-00000-of-00001.jsonl"
`}},
		"trl": {trlTexts(parts), map[string]string{"trl.py": `# How TRL reads these rows. Paths are relative to this file's directory.
# Json() needs datasets 4.7 or later: without it, every call would be given the
# arguments of all others. zstandard has to be installed.
from datasets import Features, Json, List, Value, load_dataset
from trl import SFTConfig, SFTTrainer

files = {
    "train": [
        "data/train-00000-of-00002.jsonl",
        "data/train-00001-of-00002.jsonl",
    ],
    "test": [
        "data/test-00000-of-00001.jsonl",
    ],
}
features = Features({"messages": List(Json()), "tools": Value("string")})
dataset = load_dataset("json", data_files=files, features=features)

# Without assistant_only_loss the words of users and the results of tools would
# be trained. The chat template has to mark what the assistant generates with
# {% generation %}.
config = SFTConfig(assistant_only_loss=True)
`}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(test.want, textsOf(t, test.texts)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
	if text := textsOf(t, trlTexts(expanded))["trl.py"]; !strings.Contains(text, `"prompt": List(Json()), "completion": List(Json())`) || !strings.Contains(text, "completion_only_loss=True") {
		t.Error(text)
	}
	if text := textsOf(t, trlTexts(pairs))["trl.py"]; !strings.Contains(text, `"chosen": List(Json()), "rejected": List(Json())`) || !strings.Contains(text, "DPOConfig()") {
		t.Error(text)
	}
	stages := described("data/general/train-00000-of-00001.jsonl", "data/order/train-00000-of-00001.jsonl")
	if text := textsOf(t, nemoRLTexts(stages))["nemo_rl.yaml"]; strings.Count(text, "\n  train:") != 1 || !strings.Contains(text, "  #   data_path: \"data/order/train-00000-of-00001.jsonl\"") {
		t.Error(text)
	}
}
