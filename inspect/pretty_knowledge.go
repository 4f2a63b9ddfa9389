package inspect

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"worldc/world"
)

// Documents finds a tool as its world shows it, by the tool's id; nil finds none.
type Documents func(id string) (t world.Tool, ok bool)

// KnowledgeTree shows versions of action knowledge as a person reads them: the tree
// in which they were made, each version with its scores, what it says otherwise
// than the version before and why; then the chosen version against the documents.
// What records say cannot control a terminal.
func KnowledgeTree(versions []world.Knowledge, documents Documents) string {
	k := &knowledge{versions: versions, documents: documents, at: map[string]int{}, children: map[string][]int{}}
	var roots []int
	for i := range versions {
		k.at[versions[i].ID] = i
	}
	for i := range versions {
		if _, ok := k.at[versions[i].Parent]; ok && versions[i].Parent != versions[i].ID {
			k.children[versions[i].Parent] = append(k.children[versions[i].Parent], i)
		} else {
			roots = append(roots, i)
		}
	}
	for n, i := range roots {
		if n > 0 {
			k.out.WriteByte('\n')
		}
		k.node(i, "", "")
	}
	for i := range versions {
		if versions[i].Chosen {
			k.chosen(&versions[i])
		}
	}
	return k.out.String()
}

// A knowledge is a tree that is being written.
type knowledge struct {
	out       strings.Builder
	versions  []world.Knowledge
	documents Documents
	at        map[string]int
	children  map[string][]int
}

// node writes a version and those that were made of it. first stands before its
// own line, rest before those below.
func (k *knowledge) node(i int, first, rest string) {
	v := &k.versions[i]
	mark := ""
	if v.Chosen {
		mark = " <- chosen"
	}
	fmt.Fprintf(&k.out, "%s%d: %s%s\n", first, v.Round, scoresOf(v), mark)
	children := k.children[v.ID]
	inner := rest + "  "
	if len(children) > 0 {
		inner = rest + "│ "
	}
	if v.Parent == "" {
		k.line(inner, "the documents as they are")
	}
	for _, c := range k.changes(v) {
		k.text(inner, c.what+": ", c.difference)
	}
	if v.Modification != "" && !k.told(v) {
		k.text(inner, "changed: ", v.Modification)
	}
	if v.Why != "" {
		k.text(inner, "why: ", v.Why)
	}
	for n, c := range children {
		k.line(rest+"│", "")
		if n == len(children)-1 {
			k.node(c, rest+"└─ ", rest+"   ")
		} else {
			k.node(c, rest+"├─ ", rest+"│  ")
		}
	}
}

// scoresOf are the figures of a version on a line.
func scoresOf(v *world.Knowledge) string {
	text := fmt.Sprintf("score %.3f", v.Score)
	if v.HeldOutScore != nil {
		text += fmt.Sprintf(", held out %.3f", *v.HeldOutScore)
	}
	if v.WatchedScore != nil {
		text += fmt.Sprintf(", watched %.3f", *v.WatchedScore)
	}
	text += ", " + Count(int64(v.Visits), "visit")
	if v.Terminal != "" {
		text += ", " + Clean(strings.ReplaceAll(v.Terminal, "_", " "))
	}
	return text
}

func (k *knowledge) line(before, text string) {
	k.out.WriteString(strings.TrimRight(before+text, " ") + "\n")
}

// text writes a text that may be long, every line of it behind what stands before. Of
// one with a label the lines below are indented.
func (k *knowledge) text(before, label, text string) {
	indent := ""
	for paragraph := range strings.Lines(text) {
		for n, l := range wrap(label+paragraph, max(40, prettyColumns-columnsOf(before)-4)) {
			if n > 0 {
				l = "  " + l
			}
			k.line(before, indent+l)
		}
		if label != "" {
			indent, label = "  ", ""
		}
	}
}

// A change is a text that a version has otherwise than another.
type change struct{ what, difference string }

// changes are what a version says otherwise than its parent.
func (k *knowledge) changes(v *world.Knowledge) []change {
	i, ok := k.at[v.Parent]
	if !ok {
		return nil
	}
	return k.between(&k.versions[i], v, around)
}

// around is how many words of what stays are shown beside those that change.
const around = 4

// between are the texts that differ in two versions.
func (k *knowledge) between(a, b *world.Knowledge, context int) []change {
	ids := slices.Collect(maps.Keys(a.Descriptions))
	ids = slices.AppendSeq(ids, maps.Keys(b.Descriptions))
	slices.Sort(ids)
	var list []change
	for _, id := range slices.Compact(ids) {
		t := k.document(id)
		x, y := descriptionIn(a, &t), descriptionIn(b, &t)
		if x != y {
			list = append(list, change{shorten(t.Name, 64), wordDifference(x, y, context)})
		}
	}
	slices.SortStableFunc(list, func(x, y change) int { return strings.Compare(x.what, y.what) })
	if a.Workflow != b.Workflow {
		list = append(list, change{"workflow", wordDifference(a.Workflow, b.Workflow, context)})
	}
	return list
}

// document is a tool as its world shows it; one that is not found goes by its id.
func (k *knowledge) document(id string) world.Tool {
	if k.documents != nil {
		if t, ok := k.documents(id); ok {
			return t
		}
	}
	return world.Tool{ID: id, Name: id}
}

func descriptionIn(v *world.Knowledge, t *world.Tool) string {
	if text, ok := v.Descriptions[t.ID]; ok {
		return text
	}
	return t.Description
}

// told reports whether what a version says was changed stands in its texts.
func (k *knowledge) told(v *world.Knowledge) bool {
	var all strings.Builder
	for _, id := range slices.Sorted(maps.Keys(v.Descriptions)) {
		all.WriteString(v.Descriptions[id] + "\n")
	}
	all.WriteString(v.Workflow)
	for line := range strings.Lines(v.Modification) {
		_, text, ok := strings.Cut(strings.TrimSpace(line), ": ")
		for sentence := range strings.SplitSeq(text, ". ") {
			ok = ok && strings.Contains(all.String(), strings.TrimSuffix(sentence, "."))
		}
		if !ok {
			return false
		}
	}
	return true
}

// chosen writes the chosen version against the documents.
func (k *knowledge) chosen(v *world.Knowledge) {
	fmt.Fprintf(&k.out, "\nversion %d was chosen", v.Round)
	list := k.between(&world.Knowledge{}, v, 1<<20)
	if len(list) == 0 {
		k.out.WriteString(": the documents as they are\n")
		return
	}
	k.out.WriteString("; against the documents, {+added+} and [-left out-]:\n")
	for _, c := range list {
		k.out.WriteByte('\n')
		k.line("", c.what)
		text := c.difference
		if c.what == "workflow" {
			text = v.Workflow
		}
		k.text("    ", "", text)
	}
}
