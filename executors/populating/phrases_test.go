package populating

import (
	"maps"
	"slices"
	"testing"

	"worldc/world"
)

// TestPhrases says every phrase of every list and kind: none names a list that
// is not there.
func TestPhrases(t *testing.T) {
	list := []world.Table{{Name: "t", Thing: "note", Key: []string{"id"}, Columns: []world.Column{{Name: "id", Type: "INTEGER"}}}}
	f := newFilling(list, Options{Rows: 1, Clock: clock, Stream: stream(1)})
	r := &row{f: f, p: f.plans[0], s: stream(1)("x"), created: unset, values: make([]any, 1), refs: make([]*row, 1)}
	say := func(where, template string) {
		defer func() {
			if e := recover(); e != nil {
				t.Errorf("%s: %q: %v", where, template, e)
			}
		}()
		for range 5 {
			if r.say(template) == "" {
				t.Errorf("%s: %q says nothing", where, template)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(phrases)) {
		for _, p := range phrases[name] {
			say(name, p)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(columnWords)) {
		for _, p := range columnWords[name] {
			say(name, p)
		}
	}
	for _, c := range spendings {
		say("spendings", c.text)
		say("spendings", c.merchant)
	}
	for _, k := range kinds {
		for _, l := range [][]string{k.names, k.abouts, k.categories, k.types, k.tags, k.states} {
			for _, p := range l {
				say(k.word, p)
			}
		}
	}
}
