package optimizer

import (
	"encoding/json"
	"strings"

	"worldc/roles"
)

// concise is a description in short: what the tool does in a sentence, and what it
// cannot do without (EasyTool's concise instructions, without any trajectory).
func concise(b roles.DescriptionBrief) roles.Rewriting {
	text := firstSentence(b.Text)
	var schema struct {
		Required []string `json:"required"`
	}
	if json.Unmarshal(b.Tool.Parameters, &schema) == nil && len(schema.Required) > 0 {
		text += " Required: " + strings.Join(schema.Required, ", ") + "."
	}
	w := writing{brief: &b.RewriteBrief}
	if strings.TrimSpace(text) == "" || text == b.Text || !w.fits(text) {
		return roles.Rewriting{Text: b.Text}
	}
	return roles.Rewriting{Text: text, Modification: "Said in short: " + text, Why: "descriptions are read with every call"}
}

// firstSentence is a text up to where its first sentence ends.
func firstSentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for i := 0; i < len(text); i++ {
		if strings.IndexByte(".!?", text[i]) >= 0 && (i+1 == len(text) || text[i+1] == ' ') && i > 20 {
			return text[:i+1]
		}
	}
	if text != "" && !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}
