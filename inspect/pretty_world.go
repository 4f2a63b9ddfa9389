package inspect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/jsonwalk"
	"worldc/world"
)

// Records finds a record of a type by its id; nil finds none.
type Records func(t world.Type, id string) (line []byte, ok bool)

// find reads a record of a type.
func find[T any](records Records, t world.Type, id string) (*T, bool) {
	if records == nil {
		return nil, false
	}
	line, ok := records(t, id)
	v := new(T)
	return v, ok && json.Unmarshal(line, v) == nil
}

// How much of long texts is shown.
const (
	resultColumns = 3 * (prettyColumns - 14) // of the result of a call
	fieldColumns  = 48                       // of a value in a list of changes
	policyLines   = 12
)

// labelled writes text, wrapped, behind a label in the margin.
func labelled(b *strings.Builder, label, text string) {
	const margin = 14
	for i, l := range wrap(text, prettyColumns-margin) {
		if i > 0 {
			label = ""
		}
		fmt.Fprintf(b, "%s%s\n", pad(label, margin), l)
	}
}

// spaced puts a space behind the commas and colons of JSON, where a line can
// then be broken; a text that is no JSON stays as it is.
func spaced(text string) string {
	if text == "" || !strings.Contains("{[", text[:1]) || !json.Valid([]byte(text)) {
		return text
	}
	var b strings.Builder
	quoted, escaped := false, false
	for i := range len(text) {
		c := text[i]
		b.WriteByte(c)
		switch {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ',' || c == ':') && i+1 < len(text) && text[i+1] != ' ':
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// callText is a call as one would write it: name(a=1, b="x").
func callText(c world.Call) string {
	var parts []string
	for _, m := range jsonwalk.AppendMembers(nil, c.Arguments) {
		name, _ := jsonwalk.Text(m.Name)
		parts = append(parts, name+"="+spaced(string(m.Value)))
	}
	return c.Tool + "(" + strings.Join(parts, ", ") + ")"
}

func prettyTrajectory(b *strings.Builder, t *world.Trajectory, records Records) {
	fmt.Fprintf(b, "%s  trial %d, %s\n", shorten(orElse(t.Model, "an agent"), 48), t.Trial, shorten(string(t.Outcome), 20))
	task, known := find[world.Task](records, world.TaskType, t.Task)
	if known {
		labelled(b, "    goal", task.Goal)
	} else if script, ok := find[world.Script](records, world.ScriptType, t.Task); ok {
		labelled(b, "    goal", script.Task.Goal)
	}
	for i, turn := range t.Turns {
		b.WriteByte('\n')
		prettyTurn(b, i, &turn)
	}
	b.WriteByte('\n')
	prettyChanges(b, "    state", t.State.Changes, "nothing was changed")
	if known && task.State.Digest != t.State.Digest {
		prettyChanges(b, "    golden", task.State.Changes, "nothing should have been changed")
	}
	if t.Progress != nil {
		prettyProgress(b, t.Progress)
	}
	if told := toldText(t.Knowledge, t.MaxDescription); told != "" {
		labelled(b, "    told", told)
	}
	labelled(b, "    task", t.Task)
	if t.Written != "" { // in other words than it was played
		labelled(b, "    played", t.Written)
	}
	labelled(b, "    id", t.ID)
}

// prettyTurn shows a turn: who speaks, what is said and called. Of
// instructions only the beginning is shown, of a result so much that one sees
// what it is.
func prettyTurn(b *strings.Builder, i int, turn *world.Turn) {
	label := fmt.Sprintf("%3d %s", i+1, shorten(string(turn.Role), 9))
	if turn.Role == world.ToolRole {
		label = fmt.Sprintf("%3d %s", i+1, shorten(turn.Kind, 9))
	}
	say := func(text string) {
		labelled(b, label, text)
		label = ""
	}
	switch turn.Role {
	case world.SystemRole:
		first, _, _ := strings.Cut(strings.TrimSpace(turn.Content), "\n")
		say(fmt.Sprintf("%s … (%s)", strings.TrimSuffix(shorten(first, 60), "…"), Count(int64(len([]rune(turn.Content))), "character")))
	case world.ToolRole:
		say(orElse(shorten(spaced(turn.Content), resultColumns), "(nothing)"))
	default:
		if turn.Reasoning != "" {
			say("(" + turn.Reasoning + ")")
		}
		if turn.Content != "" {
			say(turn.Content)
		}
		for _, c := range turn.Calls {
			say("-> " + callText(c))
		}
	}
	if label != "" {
		say("(says nothing)")
	}
	if len(turn.Flags) > 0 {
		say("[" + strings.Join(turn.Flags, ", ") + "]")
	}
	if turn.Role == world.AssistantRole && turn.Train == (world.Mask{}) {
		say("[not trained]")
	}
}

// prettyChanges shows the difference between two states, a field a line.
func prettyChanges(b *strings.Builder, label string, changes world.Changes, none string) {
	if changes.Rows() == 0 {
		labelled(b, label, none)
		return
	}
	value := func(raw json.RawMessage) string { return shorten(spaced(string(raw)), fieldColumns) }
	row := func(fields map[string]json.RawMessage) string {
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if !bytes.Equal(fields[name], []byte("null")) {
				parts = append(parts, name+" "+value(fields[name]))
			}
		}
		return strings.Join(parts, ", ")
	}
	for _, table := range slices.Sorted(maps.Keys(changes)) {
		for _, key := range slices.Sorted(maps.Keys(changes[table])) {
			c := changes[table][key]
			where := table + " " + key
			switch {
			case c.Before == nil:
				labelled(b, label, where+" is new: "+row(c.After))
			case c.After == nil:
				labelled(b, label, where+" is gone: "+row(c.Before))
			default:
				for _, name := range slices.Sorted(maps.Keys(c.After)) {
					labelled(b, label, fmt.Sprintf("%s: %s %s -> %s", where, name, value(c.Before[name]), value(c.After[name])))
					label = ""
				}
			}
			label = ""
		}
	}
}

func prettyVerdict(b *strings.Builder, v *world.Verdict, records Records) {
	if v.Accepted {
		fmt.Fprintf(b, "ACCEPTED  all checks up to %s\n", shorten(v.By, 40))
	} else {
		fmt.Fprintf(b, "REJECTED  by %s: %s\n", shorten(v.By, 40), shorten(v.Reason, prettyColumns))
		labelled(b, "    because", v.Detail)
	}
	if t, ok := find[world.Trajectory](records, world.TrajectoryType, v.Trajectory); ok {
		prettyTrajectory(b, t, records)
	} else {
		labelled(b, "    judged", v.Trajectory)
	}
	labelled(b, "    verdict", v.ID)
}

func prettyTask(b *strings.Builder, t *world.Task, names Names) {
	fmt.Fprintf(b, "%s task in %s  %s\n", shorten(t.Kind, 24), nameOf(t.World, names), Count(int64(len(t.Calls)), "call"))
	labelled(b, "    about", t.Background)
	labelled(b, "    goal", t.Goal)
	for _, f := range t.Known {
		labelled(b, "    known", f.Name+": "+string(f.Value))
	}
	if t.Initial.Rows() > 0 {
		prettyChanges(b, "    initial", t.Initial, "")
	}
	for i, c := range t.Calls {
		labelled(b, fmt.Sprintf("%3d %s", i+1, c.Effect), callText(c))
		if c.Result != nil {
			labelled(b, "", "= "+shorten(spaced(string(c.Result)), resultColumns))
		}
	}
	prettyChanges(b, "    state", t.State.Changes, "nothing is changed")
	for _, o := range t.Outputs {
		labelled(b, "    to say", o)
	}
	tools := make([]string, len(t.Tools))
	for i, id := range t.Tools {
		tools[i] = nameOf(id, names)
	}
	labelled(b, "    tools", strings.Join(tools, ", "))
	labelled(b, "    id", t.ID)
}

func prettyWorld(b *strings.Builder, w *world.World) {
	rows := 0
	for _, list := range w.Rows { //lint:ordered a sum
		rows += len(list)
	}
	fmt.Fprintf(b, "%s  %s, %s in %s\n", shorten(orElse(w.Name, w.ID), 60), Count(int64(len(w.Tools)), "tool"),
		Count(int64(rows), "row"), Count(int64(len(w.Rows)), "table"))
	for _, table := range slices.Sorted(maps.Keys(w.Rows)) {
		list := w.Rows[table]
		sample := ""
		if len(list) > 0 {
			sample = "  " + shorten(spaced(string(list[0])), prettyColumns-34)
		}
		fmt.Fprintf(b, "    %s %8s%s\n", pad(shorten(table, 20), 20), Thousands(int64(len(list))), sample)
	}
	for _, t := range w.Tools {
		fmt.Fprintf(b, "    %s %s", pad(shorten(string(t.Effect), 5), 5), signature(t.Tool.Name, parametersOf(t.Tool)))
	}
	if w.Policy != "" {
		lines := wrap(w.Policy, prettyColumns-14)
		labelled(b, "    policy", strings.Join(lines[:min(len(lines), policyLines)], "\n"))
		if len(lines) > policyLines {
			labelled(b, "", fmt.Sprintf("… and %s more", Count(int64(len(lines)-policyLines), "line")))
		}
	}
	labelled(b, "    clock", w.Clock)
	labelled(b, "    volatile", strings.Join(w.Volatile, ", "))
	labelled(b, "    id", w.ID)
}

func prettyScore(b *strings.Builder, s *world.Score) {
	group := "all tasks"
	if s.By != "all" {
		group = s.By + " " + s.Group
	}
	if s.By == "variant" && s.Group == "" {
		group = "as written"
	}
	fmt.Fprintf(b, "%s  %s  %s of %s, %s", pad(shorten(playerText(s.Model, s.Knowledge), 32), 24), pad(shorten(group, 28), 28),
		Thousands(int64(s.Accepted)), Thousands(int64(s.Trajectories)), Count(int64(s.Tasks), "task"))
	for i, p := range s.Pass {
		number, _ := artifact.Marshal(p)
		fmt.Fprintf(b, "  pass^%d %s", i+1, number)
	}
	for i, p := range s.PassAt {
		if number, _ := artifact.Marshal(p); i > 0 {
			fmt.Fprintf(b, "  pass@%d %s", i+1, number)
		}
	}
	if r := s.PassRate; len(s.Pass) > 0 && r.Repetitions*s.Tasks == s.Trajectories && (r.Mean != s.Pass[0] || r.Deviation > 0) {
		mean, _ := artifact.Marshal(r.Mean)
		deviation, _ := artifact.Marshal(r.Deviation)
		fmt.Fprintf(b, "  PASS %s ± %s", mean, deviation)
	}
	if r := s.Variants; r != nil {
		mean, _ := artifact.Marshal(r.Mean)
		deviation, _ := artifact.Marshal(r.Deviation)
		fmt.Fprintf(b, "  mean %s ± %s", mean, deviation)
	}
	if s.GoldenPaths < s.Accepted {
		fmt.Fprintf(b, "  %d by all golden tools", s.GoldenPaths)
	}
	if a := s.Answers; a != nil {
		f1, _ := artifact.Marshal(a.F1)
		exact, _ := artifact.Marshal(a.ExactMatch)
		fmt.Fprintf(b, "  F1 %s, exact %s", f1, exact)
	}
	if g := s.Games; g != nil {
		progress, _ := artifact.Marshal(g.Progress)
		grounding, _ := artifact.Marshal(g.Grounding)
		fmt.Fprintf(b, "  progress %s, grounding %s", progress, grounding)
	}
	if c := s.Against; c != nil {
		fmt.Fprintf(b, "  wins %d, loses %d, ties %d", c.Wins, c.Losses, c.Ties)
	}
	b.WriteByte('\n')
}

// playerText is who was scored, told by the beginnings of ids what it knew.
func playerText(model string, knowledge []string) string {
	text := orElse(model, "an agent")
	for i, id := range knowledge {
		text += []string{", told ", " and "}[min(i, 1)] + string([]rune(id)[:min(len([]rune(id)), minPrefix)])
	}
	return text
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
