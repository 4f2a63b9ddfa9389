package formats

import "encoding/json"

// readNeMoRL reads rows as NeMo RL does (formats.md §5.6): a talk ends with the
// assistant; every message of the assistant has loss, or with only_unmask_final
// the last one of the row. What message_loss_mask says has to be the same.
var readNeMoRL = reading{
	format: Format{Name: "nemo_rl", Rows: NeMoRL},
	splits: true,
	trains: trainedWhole,
	want:   wantWhole(true),
	read: func(t failer, row []byte, expanded bool) []saying {
		var talk struct {
			Messages []chatRead
			Mask     []int `json:"message_loss_mask"`
			Tools    []json.RawMessage
			Task     string `json:"task_name"`
		}
		decode(t, row, &talk)
		if len(talk.Tools) != 2 || talk.Task == "" || len(talk.Mask) != len(talk.Messages) {
			t.Fatalf("tools, task or mask: %s", row)
		}
		last := len(talk.Messages) - 1
		if talk.Messages[last].Role != "assistant" {
			t.Fatalf("the last message is of the %s", talk.Messages[last].Role)
		}
		i := -1
		return chatSays(t, talk.Messages, func(m chatRead) bool {
			i++
			loss := m.Role == "assistant" && (!expanded || i == last)
			if (talk.Mask[i] == 1) != loss {
				t.Fatalf("message %d: loss %v, mask %d", i, loss, talk.Mask[i])
			}
			return loss
		})
	},
}
