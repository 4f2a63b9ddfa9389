package advice

import (
	"encoding/json"
	"reflect"
	"testing"
)

// What a tool says when it is used otherwise is read as the advice that would have
// helped.
func TestComplaints(t *testing.T) {
	for _, a := range every {
		for _, around := range [][2]string{{"", ""}, {"", "."}, {"Error: ", ""}, {"cancel_order: ", "."}} {
			text := around[0] + a.Complaint("30") + around[1]
			have := FromError(text)
			want := []Advice{a}
			if !reflect.DeepEqual(have, want) {
				t.Errorf("%s\nis read as %+v", text, have)
			}
		}
		t.Log(a.Complaint("30"))
	}
	for _, text := range []string{"", "there is no order o1", "order_id is missing", "status is \"x\", must be one of \"a\" or \"b\"", "confirm is missing: this tool wants confirm = yes"} {
		if have := FromError(text); have != nil {
			t.Errorf("%q is read as %+v", text, have)
		}
	}
}

func TestApply(t *testing.T) {
	arguments := json.RawMessage(`{"at":"2025-05-30T09:15:00Z","day":"2025-05-30","id":"ord_1","n":2.50,"priority":"high"}`)
	for _, c := range []struct {
		advice Advice
		want   string // "" where it does not apply
	}{
		{Advice{Kind: Pass, Parameter: "confirm", Value: json.RawMessage("true")}, `{"at":"2025-05-30T09:15:00Z","confirm":true,"day":"2025-05-30","id":"ord_1","n":2.50,"priority":"high"}`},
		{Advice{Kind: Pass, Parameter: "id", Value: json.RawMessage("true")}, ""},
		{Advice{Kind: Format, Parameter: "day", Form: "DD/MM/YYYY"}, `{"at":"2025-05-30T09:15:00Z","day":"30/05/2025","id":"ord_1","n":2.50,"priority":"high"}`},
		{Advice{Kind: Format, Parameter: "at", Form: "DD/MM/YYYY hh:mm"}, `{"at":"30/05/2025 09:15:00Z","day":"2025-05-30","id":"ord_1","n":2.50,"priority":"high"}`},
		{Advice{Kind: Format, Parameter: "day", Form: "DD/MM/YYYY hh:mm"}, ""},
		{Advice{Kind: Format, Parameter: "id", Form: "#…"}, `{"at":"2025-05-30T09:15:00Z","day":"2025-05-30","id":"#ord_1","n":2.50,"priority":"high"}`},
		{Advice{Kind: Format, Parameter: "id", Form: "ord…"}, ""},
		{Advice{Kind: Format, Parameter: "id", Form: "DD/MM/YYYY"}, ""},
		{Advice{Kind: Unit, Parameter: "n", Unit: "kg"}, `{"at":"2025-05-30T09:15:00Z","day":"2025-05-30","id":"ord_1","n":"2.50 kg","priority":"high"}`},
		{Advice{Kind: Unit, Parameter: "id", Unit: "kg"}, ""},
		{Advice{Kind: Choice, Parameter: "priority", Documented: "high", Form: "HIGH"}, `{"at":"2025-05-30T09:15:00Z","day":"2025-05-30","id":"ord_1","n":2.50,"priority":"HIGH"}`},
		{Advice{Kind: Choice, Parameter: "priority", Documented: "low", Form: "LOW"}, ""},
		{Advice{Kind: Rename, Documented: "id", Parameter: "order_ref"}, `{"at":"2025-05-30T09:15:00Z","day":"2025-05-30","n":2.50,"order_ref":"ord_1","priority":"high"}`},
		{Advice{Kind: First, Other: "get_order", Field: "revision", Parameter: "revision"}, ""},
	} {
		have, ok := c.advice.Apply(arguments)
		if want := c.want; ok != (want != "") || ok && string(have) != want {
			t.Errorf("%s\n%s, %v\n%s", c.advice.Sentence(), have, ok, want)
		}
		if again, ok2 := c.advice.Apply(have); ok && ok2 {
			t.Errorf("%s: applied twice it is %s", c.advice.Sentence(), again)
		}
	}
}

func FuzzFromError(f *testing.F) {
	for _, a := range every {
		f.Add(a.Complaint("30"))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, a := range FromError(text) {
			a.Apply(json.RawMessage(`{"id":"2025-05-30"}`))
			Read(a.Sentence())
		}
	})
}
