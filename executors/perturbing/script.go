package perturbing

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"worldc/roles/speech"
	"worldc/roles/telling"
	"worldc/world"
	"worldc/world/acting"
)

// A Rewriting is what rules make of one script.
type Rewriting struct {
	// Script is the script as it is now, with ids of its own, and not yet checked.
	Script *world.Script

	// Changed are the names of the rules that changed anything.
	Changed []string

	scene     *telling.Scene // as it was
	old       *acting.Actions
	templates map[string]string // new ones by old ones
	names     map[string]string // new names by old ones
	mention   *regexp.Regexp    // finds old names in texts
	verbs     []verb            // what actions begin with, where that alone changes
	actions   *strings.Replacer // of actions that are spoken of; nil if none are known
}

// A verb is what an action begins with, and what it begins with now.
type verb struct {
	was *regexp.Regexp
	now string
}

// Rewrite applies rules to a script, one after the other, and makes it a variant of
// a name, with ids of its own, whether or not the rules change anything: what is
// said of a variant is said of all its scripts. Problems are those of the script's
// actions as they were, or of a template that a rule leaves none of.
func Rewrite(s *world.Script, variant string, rules []Rule) (*Rewriting, []world.Problem, error) {
	old, problems := acting.New(s.Actions)
	if len(problems) > 0 {
		return nil, problems, nil
	}
	r := newRewriting(old)
	r.scene = telling.Of(s)
	actions := slices.Clone(s.Actions)
	for _, rule := range rules {
		changed := false
		for i := range actions {
			if rule.joins {
				for _, list := range actions[i].Values { //lint:ordered into a map
					for _, name := range list {
						if joined := numbered.ReplaceAllString(name, "$1$2"); joined != name {
							r.names[name] = joined
							changed = true
						}
					}
				}
				continue
			}
			template := rule.match.ReplaceAllString(actions[i].Template, rule.replace)
			if template != actions[i].Template {
				if err := acting.Fault(template); err != nil {
					return nil, []world.Problem{{Where: fmt.Sprintf("actions[%d].template", i), What: fmt.Sprintf("%q, which the rule %s makes of %q, %v", template, rule.Name, actions[i].Template, err)}}, nil
				}
				actions[i].Template, actions[i].Pattern = template, acting.Pattern(template)
				changed = true
			}
		}
		if changed {
			r.Changed = append(r.Changed, rule.Name)
		}
	}
	r.findWords(s.Actions, actions)
	changed := *s
	changed.Actions = actions
	if err := r.rewriteRecord(&changed); err != nil {
		return nil, nil, err
	}
	for i, text := range s.Solution {
		changed.Solution[i] = r.Action(text)
	}
	changed.ID = world.ID(world.ScriptType, s.ID, "variant", variant)
	changed.World.ID = world.WorldID(changed.ID, 0)
	changed.Task.ID, changed.Task.World = world.TaskID(changed.World.ID, "script", 0), changed.World.ID
	changed.Written = cmp.Or(s.Written, s.ID)
	if changed.Variant = variant; s.Variant != "" {
		changed.Variant = s.Variant + "+" + variant
	}
	changed.Perturbed = slices.Concat(s.Perturbed, r.Changed)
	r.Script = &changed
	return r, nil, nil
}

func newRewriting(old *acting.Actions) *Rewriting {
	return &Rewriting{old: old, templates: map[string]string{}, names: map[string]string{}}
}

// findWords finds what changes in texts. Names that change are known.
func (r *Rewriting) findWords(was, now []world.ScriptAction) {
	for i := range was {
		before, after := was[i].Template, now[i].Template
		if before == after {
			continue
		}
		r.templates[before] = after
		if from, to := begins(before, after); from != "" {
			r.verbs = append(r.verbs, verb{regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(from) + `\b`), to})
		}
	}
	slices.SortStableFunc(r.verbs, func(a, b verb) int { return cmp.Compare(len(b.was.String()), len(a.was.String())) })
	r.findNames()
}

// begins are the words with which two templates begin that are else the same, such
// as `go to` and `move to`; of one word that may mean anything there are none.
func begins(was, now string) (from, to string) {
	from, rest, _ := strings.Cut(was, "{")
	to, same, _ := strings.Cut(now, "{")
	from, to = strings.TrimSuffix(from, "the "), strings.TrimSuffix(to, "the ")
	if rest != same || !strings.Contains(strings.TrimSpace(from), " ") {
		return "", ""
	}
	return strings.TrimSpace(from), strings.TrimSpace(to)
}

// numbered is a name that ends in a number.
var numbered = regexp.MustCompile(`^(.*\pL) (\d+)$`)

// findNames makes the expression that finds names that change: the longest first,
// and only whole ones.
func (r *Rewriting) findNames() {
	if len(r.names) == 0 {
		return
	}
	var list []string
	for name := range r.names { //lint:ordered sorted below
		list = append(list, name)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	for i := range list {
		list[i] = regexp.QuoteMeta(list[i])
	}
	r.mention = regexp.MustCompile(`\b(?:` + strings.Join(list, "|") + `)\b`)
}

// Text is a text with names and quoted templates as they are now. A template without
// placeholders may be a word like others, and counts where it is quoted.
func (r *Rewriting) Text(text string) string {
	if r.mention != nil {
		text = r.mention.ReplaceAllStringFunc(text, func(name string) string { return r.names[name] })
	}
	for _, was := range r.oldTemplates() {
		if strings.Contains(was, "{") {
			text = strings.ReplaceAll(text, was, r.templates[was])
			continue
		}
		for _, quote := range []string{"`", `"`} {
			text = strings.ReplaceAll(text, quote+was+quote, quote+r.templates[was]+quote)
		}
	}
	return text
}

// World is a text of the world's tools with what actions begin with as it is now:
// who has to `move to` a room is told that they move there.
func (r *Rewriting) World(text string) string {
	for _, v := range r.verbs {
		text = v.was.ReplaceAllStringFunc(text, func(was string) string {
			if unicode.IsUpper(rune(was[0])) {
				return speech.Capital(v.now)
			}
			return v.now
		})
	}
	return text
}

// oldTemplates are those that changed, the longest first, so that none is found in
// another.
func (r *Rewriting) oldTemplates() []string {
	var list []string
	for was := range r.templates { //lint:ordered sorted below
		list = append(list, was)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return list
}

// Action is what a player writes now to do what text did. Of what was like an
// action, but for its values, the same is true; what was like none stays what it
// was, but for names.
func (r *Rewriting) Action(text string) string {
	m, ok := r.old.Match(text)
	if !ok {
		if m, ok = r.old.Like(text); !ok {
			return r.Text(text)
		}
	}
	return r.move(m).Words()
}

// move is a move as it is now. It has a template only.
func (r *Rewriting) move(m acting.Move) acting.Move {
	template := m.Action.Template
	if now, changed := r.templates[template]; changed {
		template = now
	}
	values := make(map[string]string, len(m.Values))
	for p, v := range m.Values { //lint:ordered into a map
		values[p] = r.Text(v)
		if now, changed := r.names[v]; changed {
			values[p] = now
		}
	}
	return acting.Move{Action: &world.ScriptAction{Tool: m.Action.Tool, Template: template}, Values: values}
}

// rewriteRecord changes names and quoted templates in all texts of a script but
// the actions' templates and patterns.
func (r *Rewriting) rewriteRecord(s *world.Script) error {
	actions := s.Actions
	s.Actions = nil
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	tree, err := decode(raw)
	if err != nil {
		return err
	}
	if raw, err = json.Marshal(r.walk(tree)); err != nil {
		return err
	}
	*s = world.Script{}
	if err := json.Unmarshal(raw, s); err != nil {
		return fmt.Errorf("a rewritten script cannot be read: %w", err)
	}
	for i := range s.World.Tools {
		t := &s.World.Tools[i]
		t.Code, t.Tool.Description = r.World(t.Code), r.World(t.Tool.Description)
	}
	s.Actions = actions
	for i := range s.Actions {
		values := map[string][]string{}
		for p, list := range s.Actions[i].Values { //lint:ordered into a map
			for _, v := range list {
				if now, changed := r.names[v]; changed {
					v = now
				}
				values[p] = append(values[p], v)
			}
		}
		s.Actions[i].Values = values
	}
	return nil
}

// decode reads a JSON value whose numbers stay what they are.
func decode(raw []byte) (tree any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	return tree, decoder.Decode(&tree)
}

func (r *Rewriting) walk(v any) any {
	switch v := v.(type) {
	case string:
		return r.Text(v)
	case []any:
		for i := range v {
			v[i] = r.walk(v[i])
		}
	case map[string]any:
		for name := range v { //lint:ordered each by itself
			v[name] = r.walk(v[name])
		}
	}
	return v
}
