package perturbing

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/roles/speech"
	"worldc/roles/telling"
	"worldc/world"
	"worldc/world/acting"
)

// Between is what makes one script of another, told by their actions: both are the
// same game in other words, where their actions have the same tools, placeholders
// and numbers of values, in the same order. The problem says why they are not.
func Between(was, now *world.Script) (r *Rewriting, problem string) {
	old, problems := acting.New(was.Actions)
	if len(problems) > 0 {
		return nil, problems[0].String()
	}
	if len(was.Actions) != len(now.Actions) {
		return nil, fmt.Sprintf("it has %d actions, and the other %d", len(was.Actions), len(now.Actions))
	}
	r = newRewriting(old)
	r.Script, r.scene = now, telling.Of(was)
	for i := range was.Actions {
		a, b := &was.Actions[i], &now.Actions[i]
		names := slices.Sorted(maps.Keys(a.Values))
		if a.Tool != b.Tool || !slices.Equal(names, slices.Sorted(maps.Keys(b.Values))) {
			return nil, fmt.Sprintf("%.80q is not %.80q in other words", b.Template, a.Template)
		}
		for _, name := range names {
			if len(a.Values[name]) != len(b.Values[name]) {
				return nil, fmt.Sprintf("%.80q has %d values for {%s}, and %.80q has %d", b.Template, len(b.Values[name]), name, a.Template, len(a.Values[name]))
			}
			for j, v := range a.Values[name] {
				other := b.Values[name][j]
				if known, twice := r.names[v]; twice && known != other {
					return nil, fmt.Sprintf("%.80q is %.80q and %.80q", v, known, other)
				}
				r.names[v] = other
			}
		}
	}
	maps.DeleteFunc(r.names, func(v, other string) bool { return v == other })
	r.findWords(was.Actions, now.Actions)
	return r, ""
}

// Differs reports whether the two differ in words at all.
func (r *Rewriting) Differs() bool { return len(r.templates)+len(r.names) > 0 }

// Name makes known which actions are spoken of, as a player writes them.
func (r *Rewriting) Name(actions []string) {
	type said struct{ from, to string }
	var list []said
	seen := map[string]bool{}
	add := func(from, to string) {
		if from != to && !seen[from] {
			seen[from] = true
			list = append(list, said{from, to})
		}
	}
	for _, action := range actions {
		m, ok := r.old.Match(action)
		if !ok {
			m, ok = r.old.Like(action)
		}
		if !ok || r.templates[m.Action.Template] == "" {
			continue
		}
		now := r.move(m)
		add("`"+m.Words()+"`", "`"+now.Words()+"`")
		if !r.scene.Spoken(m.Action) || !r.scene.Spoken(now.Action) {
			continue
		}
		before, after := r.scene.Phrase(m.Action, m.Values), r.Text(r.scene.Phrase(now.Action, m.Values))
		for _, form := range []func(string) string{speech.Gerund, func(s string) string { return s }} {
			add(form(before), form(after))
			add(speech.Capital(form(before)), speech.Capital(form(after)))
		}
	}
	slices.SortStableFunc(list, func(a, b said) int { return len(b.from) - len(a.from) })
	var pairs []string
	for _, x := range list {
		pairs = append(pairs, x.from, x.to)
	}
	r.actions = strings.NewReplacer(pairs...)
}

// Said is what somebody says in the course of a game: names and quoted templates are
// as they are now, and so are the actions that are spoken of ([Rewriting.Name]),
// where they are worded as worldc's own roles do it. An action that cannot be said any
// more as part of a sentence ("from the shelf take the cup") stays what it was: there
// it is no format.
func (r *Rewriting) Said(text string) string {
	if r.actions != nil {
		text = r.actions.Replace(text)
	}
	return r.Text(text)
}

// Seen is what a game master says of an action: of what the engine said of it, it
// is what the engine says now.
func (r *Rewriting) Seen(text, was, now string) string {
	for _, form := range []func(string) string{
		func(s string) string { return s },
		telling.Bare,
		func(s string) string { return telling.Bare(speech.Capital(s)) },
		func(s string) string { return telling.Lower(telling.Bare(s)) },
	} {
		if before, after, found := strings.Cut(text, form(was)); found && was != "" {
			return r.Said(before) + form(now) + r.Said(after)
		}
	}
	return r.Said(text)
}

// Changes are changes of a state with names as they are now, as canonical JSON.
func (r *Rewriting) Changes(c world.Changes) ([]byte, error) {
	renamed := map[string]map[string]any{}
	for table, rows := range c { //lint:ordered into a map
		renamed[table] = map[string]any{}
		for key, change := range rows { //lint:ordered into a map
			raw, err := json.Marshal(change)
			if err != nil {
				return nil, err
			}
			tree, err := decode(raw)
			if err != nil {
				return nil, err
			}
			renamed[table][r.Text(key)] = r.walk(tree)
		}
	}
	return artifact.Marshal(renamed)
}
