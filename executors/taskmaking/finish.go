package taskmaking

import (
	"slices"
	"strings"

	"worldc/roles"
	"worldc/world"
)

// finish executes the calls from the beginning, and makes sure that the walk is
// a task: nothing fails, everything can be known, and nothing can be left out.
func (w *walk) finish() (reason string) {
	for _, a := range w.answers {
		if !slices.Contains(w.outputs, a.text) {
			w.outputs = append(w.outputs, a.text)
		}
	}
	if w.outputs == nil {
		w.outputs = []string{}
	}
	if w.readOnly && len(w.outputs) == 0 {
		return ReasonUnknown
	}
	task := world.Task{Initial: w.initial, Calls: w.golden()}
	replay, err := w.ground.engine.Replay(&task)
	if err != nil || replay.Failed >= 0 {
		return ReasonFailed
	}
	for i := range w.calls {
		if string(replay.Results[i].Value) != string(w.calls[i].result.Value) {
			return ReasonFailed // depends on a call that was taken back
		}
		w.calls[i].result = replay.Results[i]
	}
	w.state = replay.State
	if !w.readOnly && w.state.Changes.Rows() == 0 {
		return ReasonFailed
	}
	story := w.story()
	if len(w.unknowable(story, w.golden())) > 0 {
		return ReasonUnknown
	}
	for i := range w.calls {
		if w.idle(i, story) {
			return ReasonIdle
		}
	}
	return ""
}

// story is the story so far.
func (w *walk) story() roles.Story {
	var s roles.Story
	for _, x := range w.steps {
		s.Steps = append(s.Steps, x.Step)
	}
	return s
}

// idle reports whether a call could be left out: the state would be the same,
// and all arguments and outputs could still be known.
func (w *walk) idle(i int, story roles.Story) bool {
	if slices.ContainsFunc(w.answers, func(a answer) bool { return a.counted && a.call == i }) {
		return false
	}
	rest := slices.Delete(w.golden(), i, i+1)
	if w.calls[i].result.Effect == world.Write {
		replay, err := w.ground.engine.Replay(&world.Task{Initial: w.initial, Calls: rest})
		return err != nil || replay.Failed < 0 && replay.State.Digest == w.state.Digest
	}
	if len(w.unknowable(story, rest)) > 0 {
		return false
	}
	for _, a := range w.answers {
		if a.counted {
			continue
		}
		found := false
		for j, c := range w.calls {
			if j != i && !found {
				for v := range c.values { //lint:ordered whether there is one
					found = found || plain(v) == a.text
				}
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// unknowable are the arguments that nobody could know, with those aside that
// may have any value.
func (w *walk) unknowable(story roles.Story, calls []world.Call) []string {
	return unknowable(story, calls, func(result []byte) map[string]bool { return w.ground.reading(result).values }, w.free)
}

// free reports whether an argument may have any value.
func (w *walk) free(name, parameter string) bool {
	for _, t := range w.ground.tools {
		if t.Tool.Name != name {
			continue
		}
		for _, u := range t.uses {
			if u.name == parameter {
				return u.part == world.Ignored || u.part == world.Limit || u.part == world.Offset || u.part == world.Order
			}
		}
	}
	return false
}

// Unknowable are the arguments of golden calls, as `cancel_order.order_id`,
// that an agent cannot know: each scalar in an argument has to be among the
// values of the story or in the result of an earlier call, or, of a text to
// search for, part of a value of the story. free says which arguments may have
// any value, since they bear on nothing that the person wants; of a property of an
// object it is asked for the parameter, [inside] and the property.
func Unknowable(story roles.Story, calls []world.Call, free func(tool, parameter string) bool) []string {
	read := func(result []byte) map[string]bool {
		values := map[string]bool{}
		scalars(decode(result), true, values)
		return values
	}
	return unknowable(story, calls, read, free)
}

func unknowable(story roles.Story, calls []world.Call, read func(result []byte) map[string]bool, free func(tool, parameter string) bool) []string {
	known := map[string]bool{}
	var said []string
	tell := func(list []roles.Detail) {
		for _, d := range list {
			if len(d.Value) > 0 {
				values := map[string]bool{}
				if d.Value[0] == '[' || d.Value[0] == '{' {
					scalars(decode(d.Value), false, values)
				} else {
					values[string(d.Value)] = true
				}
				for v := range values { //lint:ordered into a set
					known[plain(v)] = true
				}
				said = append(said, strings.ToLower(plain(string(d.Value))))
			}
		}
	}
	for _, s := range story.Steps {
		tell(s.Target)
		tell(s.Values)
		if s.Transition != nil {
			known[s.Transition.To] = true
		}
	}
	var list []string
	for _, c := range calls {
		arguments, _ := decode(c.Arguments).(map[string]any)
		for _, name := range sortedKeys(arguments) {
			if free(c.Tool, name) {
				continue
			}
			values := map[string]bool{}
			argued(arguments[name], func(property string) bool { return free(c.Tool, name+property) }, values)
			for v := range values { //lint:ordered one is as good as another
				text := plain(v)
				if !known[text] && !slices.ContainsFunc(said, func(s string) bool { return len(text) > 2 && strings.Contains(s, strings.ToLower(text)) }) {
					list = append(list, c.Tool+"."+name)
					break
				}
			}
		}
		for v := range read(c.Result) { //lint:ordered into a set
			known[plain(v)] = true
		}
	}
	return list
}

// argued adds the scalars of an argument, but for those of the properties that may have
// any value.
func argued(v any, free func(property string) bool, into map[string]bool) {
	object, between := v, inside
	if list, ok := v.([]any); ok && len(list) == 1 {
		object, between = list[0], inElement
	}
	members, ok := object.(map[string]any)
	if !ok {
		scalars(v, false, into)
		return
	}
	for _, name := range sortedKeys(members) {
		if !free(between + name) {
			scalars(members[name], false, into)
		}
	}
}
