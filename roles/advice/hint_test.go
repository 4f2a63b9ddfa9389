package advice

import (
	"encoding/json"
	"strings"
	"testing"
)

const hintedTool = `{"type":"object","properties":{"day":{"type":"string"},"minutes":{"type":"integer"},"order_id":{"type":"string"},"name":{"type":"string"},"meal":{"type":"string","enum":["no meal","vegan"]}}}`

// What an error hints at leads to ways of which one is right, the others being what
// could be meant as well.
func TestSuspect(t *testing.T) {
	arguments := json.RawMessage(`{"day":"2025-05-30","meal":"vegan","minutes":5,"name":"Ann","order_id":"ord_77"}`)
	for _, c := range []struct {
		advice  Advice
		example string
		known   []string
		ways    []string
	}{
		{Advice{Kind: Pass, Parameter: "source", Value: json.RawMessage(`"web"`)}, "", []string{`"app"`, `"web"`}, []string{"Always pass `source` as `\"app\"`.", "Always pass `source` as `\"web\"`."}},
		{Advice{Kind: Format, Parameter: "day", Form: "MM/DD/YYYY"}, "04/05/2025", nil, []string{"Write `day` in the form `DD/MM/YYYY`.", "Write `day` in the form `MM/DD/YYYY`."}},
		{Advice{Kind: Format, Parameter: "day", Form: "MM/DD/YYYY hh:mm"}, "04/30/2025 16:30", nil, []string{"Write `day` in the form `MM/DD/YYYY hh:mm`."}},
		{Advice{Kind: Format, Parameter: "order_id", Form: "ref/…"}, "ref/ord_01", nil, []string{"Write `order_id` in the form `ref/…`."}},
		{Advice{Kind: Unit, Parameter: "minutes", Unit: "min"}, "5", nil, []string{"Give `minutes` as text with its unit, such as `5 min`."}},
		{Advice{Kind: Choice, Parameter: "meal", Documented: "vegan"}, "NO_MEAL", nil, []string{"For `meal` the value `no meal` is written `NO_MEAL`. For `meal` the value `vegan` is written `VEGAN`."}},
		{Advice{Kind: Rename, Documented: "name", Parameter: "full_name"}, "", []string{"account", "day", "full_name"}, []string{"The parameter `name` is really called `full_name`.", "The parameter `name` is really called `account`."}},
	} {
		text := c.advice.Hint(c.example, c.known)
		clue, ok := Suspect("tool: "+text+".", json.RawMessage(hintedTool), arguments)
		var ways []string
		for _, way := range clue.Ways {
			var list []string
			for _, a := range way {
				list = append(list, a.Sentence())
			}
			ways = append(ways, strings.Join(list, " "))
		}
		if !ok || strings.Join(ways, "\n") != strings.Join(c.ways, "\n") {
			t.Errorf("%s\nleads to %q", text, ways)
		}
		if told := FromError(text); told != nil {
			t.Errorf("%s\ntells %+v", text, told)
		}
	}
	first := Advice{Kind: First, Parameter: "etag"}
	if clue, ok := Suspect(first.Hint("order", nil), nil, nil); !ok || !clue.Wants || clue.About != "etag" {
		t.Errorf("%+v", clue)
	}
	for _, text := range []string{"", "there is no order o1", "order_id is not known", "day cannot be read", "source has to be the right one of app"} {
		if clue, ok := Suspect(text, json.RawMessage(hintedTool), arguments); ok {
			t.Errorf("%q leads to %+v", text, clue)
		}
	}
}

// What finds nothing may be written in letters of another case: what the answer names
// is tried first, and nothing that is one of a few values, a date or not documented.
func TestUnfound(t *testing.T) {
	arguments := json.RawMessage(`{"day":"2025-05-30","locale":"en","meal":"vegan","name":"Ann","order_id":"ord_77"}`)
	var have []string
	for _, way := range Unfound(json.RawMessage(hintedTool), arguments, "there is no order ord_77").Ways {
		have = append(have, way[0].Parameter+" "+way[0].Form)
	}
	if got := strings.Join(have, ", "); got != "order_id upper, name upper, name lower" {
		t.Error(got)
	}
}

func FuzzSuspect(f *testing.F) {
	f.Add("day cannot be read, but \"04/05/2025\" could", `{"day":"2025-05-30"}`)
	f.Add("a has to be the right one of 1, 2", `{}`)
	f.Add("meal cannot be \"x\"; \"VEGAN\" for one is known", `{"meal":1}`)
	f.Fuzz(func(t *testing.T, text, arguments string) {
		clue, _ := Suspect(text, json.RawMessage(hintedTool), json.RawMessage(arguments))
		for _, way := range append(clue.Ways, Unfound(json.RawMessage(hintedTool), json.RawMessage(arguments), text).Ways...) {
			for _, a := range way {
				a.Apply(json.RawMessage(arguments))
				_ = a.Sentence()
			}
		}
	})
}
