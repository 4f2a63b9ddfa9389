package playing

import (
	"maps"
	"slices"
	"strings"

	"worldc/model"
	"worldc/roles/advice"
	"worldc/world"
)

// A told is the advice that an agent was told beside what the documents of its world
// say, by the names of tools; "" for what all are told. worldc's own agent heeds
// nothing else of a text.
type told map[string]string

// key tells it from others.
func (x told) key() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(x)) {
		b.WriteString(name + "\x00" + x[name] + "\x00")
	}
	return b.String()
}

// world is the world with what was told in it.
func (x told) world(w *world.World) *world.World {
	if len(x) == 0 {
		return w
	}
	as := *w
	as.Tools = slices.Clone(w.Tools)
	for i := range as.Tools {
		t := &as.Tools[i].Tool
		if text, ok := x[t.Name]; ok {
			t.Description += " " + text
		}
	}
	as.Policy += "\n\n" + x[""]
	return &as
}

// toldIn is what a request tells of a world.
func toldIn(r *model.Request, w *world.World) told {
	x := told{}
	put := func(name, text, known string) {
		if says := sentences(text); says != sentences(known) {
			x[name] = says
		}
	}
	for i := range w.Tools {
		t := &w.Tools[i].Tool
		if at := slices.IndexFunc(r.Tools, func(shown model.Tool) bool { return shown.Name == t.Name }); at >= 0 {
			put(t.Name, r.Tools[at].Description, t.Description)
		}
	}
	put("", r.Messages[0].Content, w.Policy)
	return x
}

// sentences is the advice in a text.
func sentences(text string) string {
	var list []string
	for _, a := range advice.Read(text) {
		list = append(list, a.Sentence())
	}
	return strings.Join(list, "\n")
}

// tellings are what an agent may have been told in a talk about a task: what the
// request says or, asked by others, what any was told.
func (s *stage) tellings(task *world.Task, ordinal int, asked *model.Request) []told {
	w := s.worlds[task.World]
	if w == nil {
		return []told{nil} // which says so when the talk is to be had
	}
	k := talkKey{task: task.ID, ordinal: ordinal}
	s.mu.Lock()
	defer s.mu.Unlock()
	if asked == nil {
		return append([]told{nil}, s.told[k]...)
	}
	x := toldIn(asked, w.world)
	if len(x) > 0 && !slices.ContainsFunc(s.told[k], func(y told) bool { return y.key() == x.key() }) {
		s.told[k] = append(s.told[k], x)
	}
	return []told{x}
}
