package advice

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var every = []Advice{
	{Kind: Pass, Parameter: "confirm", Value: json.RawMessage("true")},
	{Kind: Format, Parameter: "due_date", Form: "DD/MM/YYYY"},
	{Kind: Unit, Parameter: "duration", Unit: "min"},
	{Kind: Choice, Parameter: "priority", Documented: "high", Form: "HIGH"},
	{Kind: Rename, Documented: "customer", Parameter: "customer_id"},
	{Kind: First, Other: "get_order", Field: "revision", Parameter: "revision"},
}

func TestSentences(t *testing.T) {
	for _, a := range every {
		for _, tool := range []string{"", "cancel_order"} {
			a.Tool = tool
			text := "Cancels an order. " + a.Sentence() + " It cannot be undone."
			have := Read(text)
			if len(have) != 1 || !reflect.DeepEqual(have[0], a) {
				t.Errorf("%s\nis read as %+v", text, have)
			}
			t.Log(a.Sentence())
		}
	}
}

// Letters of one case are a sentence as well, and taken back like any.
func TestCase(t *testing.T) {
	a := Advice{Kind: Case, Parameter: "last_name", Form: Upper}
	text := Add("Finds customers.", a)
	if have := Read(text); len(have) != 1 || !reflect.DeepEqual(have[0], a) {
		t.Errorf("%q is read as %+v", text, have)
	}
	if again := Add(text, Advice{Kind: Case, Parameter: "last_name", Form: Lower}); strings.Contains(again, Upper) || !strings.Contains(again, Lower) {
		t.Errorf("both stand there: %q", again)
	}
	if back := Remove(text, a); back != "Finds customers." {
		t.Errorf("what is left is %q", back)
	}
	if have, ok := a.Apply([]byte(`{"last_name":"Weiß-Ölander"}`)); !ok || string(have) != `{"last_name":"WEIß-ÖLANDER"}` {
		t.Errorf("%s, %v", have, ok)
	}
}

// What others made of a sentence is still understood.
func TestFreely(t *testing.T) {
	for text, want := range map[string]Kind{
		"Note: pass `confirm` as `true`, or nothing happens":                                   Pass,
		"Please write `due_date` as `DD/MM/YYYY`":                                              Format,
		"write `duration` as text with its unit like `30 min`":                                 Unit,
		"1. Before `cancel_order`, call `get_order` and pass the `rev` of its result as `rev`": First,
	} {
		if have := Read(text); len(have) != 1 || have[0].Kind != want {
			t.Errorf("%q is read as %+v, want %s", text, have, want)
		}
	}
	for _, text := range []string{"", "Cancels an order.", "Pass `confirm` as `not JSON`.", "Write it down.", "`a` `b` `c`"} {
		if have := Read(text); len(have) > 0 {
			t.Errorf("%q is read as %+v", text, have)
		}
	}
}

// Adding advice keeps what is there, adds nothing twice, and replaces what was said
// of the same.
func TestAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z_]{1,8}`)
		text := rapid.SampledFrom([]string{"", "Cancels an order", "Cancels an order.", "What is it?"}).Draw(t, "text")
		before := text
		var held []Advice
		for range rapid.IntRange(1, 6).Draw(t, "pieces") {
			a := rapid.SampledFrom(every).Draw(t, "advice")
			a.Tool = rapid.SampledFrom([]string{"", "cancel_order"}).Draw(t, "tool")
			a.Parameter = rapid.SampledFrom([]string{"p", "q"}).Draw(t, "parameter")
			if a.Form != "" {
				a.Form = word.Draw(t, "form")
			}
			text = Add(text, a)
			kept := held[:0:0]
			replaced := false
			for _, h := range held {
				if h.Same(a) {
					h, replaced = a, true
				}
				kept = append(kept, h)
			}
			if !replaced {
				kept = append(kept, a)
			}
			held = kept
		}
		if have := Read(text); !reflect.DeepEqual(have, held) {
			t.Fatalf("%s\nis read as %+v\nwant %+v", text, have, held)
		}
		if !strings.HasPrefix(text, before) {
			t.Fatalf("%q lost what stood there: %q", text, before)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, a := range every {
		f.Add(a.Sentence())
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, a := range Read(text) {
			if again := Read(a.Sentence()); len(again) == 0 || again[0].Kind != a.Kind {
				t.Fatalf("%+v is written as %q and read as %+v", a, a.Sentence(), again)
			}
			Add(text, a)
		}
	})
}
