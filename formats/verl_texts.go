package formats

import "strings"

// verlTexts is Python that verl loads, with how to ask for it.
func verlTexts(of string) func(Described) []Text {
	return func(d Described) []Text {
		var training, testing []string
		for _, f := range d.Files {
			if strings.Contains(f, "/train-") {
				training = append(training, f)
			} else {
				testing = append(testing, f)
			}
		}
		if len(testing) == 0 {
			testing = training
		}
		head := "# How verl reads these rows. From the directory of this file:\n#\n" +
			"#   " + verlCommand[of] + " \\\n" +
			"#       data.train_files='[" + strings.Join(training, ",") + "]' \\\n" +
			"#       data.val_files='[" + strings.Join(testing, ",") + "]' \\\n" +
			"#       data.custom_cls.path=verl_rows.py data.custom_cls.name=Rows\n"
		return []Text{{Path: "verl_rows.py", Data: []byte(head + verlPython[of])}}
	}
}

var verlCommand = map[string]string{
	"talks": "torchrun -m verl.trainer.sft_trainer",
	"tasks": "python3 -m verl.trainer.main_ppo data.return_raw_chat=True",
}

var verlPython = map[string]string{
	"talks": `#
# Without the class, verl would train every message of the assistant, mistakes
# too, and would take the JSON of tools for a list of letters. Where there are no
# tools a template must not be told of any.
import json

import torch
from verl.utils.dataset.multiturn_sft_dataset import MultiTurnSFTDataset


class Rows(MultiTurnSFTDataset):
    def _read_files_and_process(self):
        super()._read_files_and_process()
        self.tools = [json.loads(tools) or None for tools in self.tools]

    def _process_single_message(self, index, message, *args, **kwargs):
        trained = message.get("loss_mask", 1)
        message = {k: v for k, v in message.items() if v is not None and k != "loss_mask"}
        if "tool_calls" in message:
            message["tool_calls"] = [
                {**call, "function": {**call["function"], "arguments": json.loads(call["function"]["arguments"])}}
                for call in message["tool_calls"]
            ]
        ids, mask, *rest = super()._process_single_message(index, message, *args, **kwargs)
        return ids, mask if trained else torch.zeros_like(mask), *rest
`,
	"tasks": `#
# Keyword arguments are JSON in these rows: in columns, each task would be given
# the tools of all others.
import json

from verl.utils.dataset.rl_dataset import RLHFDataset


class Rows(RLHFDataset):
    def __getitem__(self, item):
        row = super().__getitem__(item)
        for holder in (row, row.get("extra_info", {})):
            for key in ("tools_kwargs", "interaction_kwargs"):
                if isinstance(holder.get(key), str):
                    holder[key] = json.loads(holder[key])
        return row
`,
}
