package inspect

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"worldc/formats"
	"worldc/jsonwalk"
	"worldc/world"
)

// RowType is what a manifest calls the lines of a training set that are no
// records, and LineageType those of the file that says where they come from.
const (
	RowType     world.Type = "Row"
	LineageType world.Type = "Lineage"
)

// trace finds where a row comes from, by the place where it stands. A line of
// lineage itself, which is found by the id of a trajectory, stands for its row.
func (d *Dataset) trace(ctx context.Context, e *Explanation, stream Stream, line Line) error {
	if stream.Type == LineageType {
		var l formats.Lineage
		if json.Unmarshal(line.Text, &l) == nil {
			e.follow(&l)
			e.Record.Type = RowType
		}
		return nil
	}
	if !stream.IsData() {
		return nil
	}
	for _, s := range d.Streams() {
		if s.Type != LineageType {
			continue
		}
		for other, err := range d.Lines(ctx, s.Files) {
			if err != nil {
				return err
			}
			if !jsonwalk.IsText(jsonwalk.Field(other.Text, "file"), line.File) {
				continue
			}
			var l formats.Lineage
			if err := json.Unmarshal(other.Text, &l); err != nil {
				return badLine(d, other, "it is no lineage: %v", err)
			}
			if l.Line == line.Number {
				e.follow(&l)
				return nil
			}
		}
	}
	return nil
}

// follow makes the explanation go on with what a row was made of, rather than
// with what it says.
func (e *Explanation) follow(l *formats.Lineage) {
	e.Lineage = l
	e.Record.ID = l.ID
	e.Record.refers = nil
	for _, id := range append([]string{l.Task, l.World, l.Domain}, l.Knowledge...) {
		if id != "" {
			e.Record.refers = append(e.Record.refers, id)
		}
	}
}

// lineageText tells a person where a row comes from.
func lineageText(b *strings.Builder, l *formats.Lineage) {
	if l == nil {
		return
	}
	row := fmt.Sprintf("%s:%d", l.File, l.Line)
	if l.Stage != "" {
		row += fmt.Sprintf(", stage %s, rank %d", l.Stage, l.Rank)
	}
	if l.Split != "" {
		row += ", part " + l.Split
	}
	fmt.Fprintf(b, "  row   %s\n", Clean(row))
	if l.Type == "" {
		model, trial := "", 0
		if l.Model != nil {
			model = *l.Model
		}
		if l.Trial != nil {
			trial = *l.Trial
		}
		fmt.Fprintf(b, "  talk  trajectory %s, trial %d by %s, %s\n", shorten(l.ID, 40), trial, shorten(orElse(model, "an agent without a name"), 60), Clean(string(l.Outcome)))
	}
	if l.Type == world.ToolType && len(l.Knowledge) > 0 {
		fmt.Fprintf(b, "  as    knowledge %s describes it\n", shorten(l.Knowledge[0], 40))
	} else if told := toldText(l.Knowledge, l.MaxDescription); told != "" {
		fmt.Fprintf(b, "  told  %s\n", told)
	}
	if l.Turn != nil {
		fmt.Fprintf(b, "  turn  %d, with which the row ends\n", *l.Turn)
	}
	if l.Rejected != "" {
		fmt.Fprintf(b, "  over  trajectory %s, which was rejected\n", shorten(l.Rejected, 40))
	}
	where := "world " + l.World + ", which was imported"
	if l.Domain != "" {
		where = fmt.Sprintf("world %s of the domain %s %s", l.World, l.Domain, l.DomainName)
	}
	switch {
	case l.Task != "" && l.Task == l.World:
		fmt.Fprintf(b, "  from  script %s, which is task and world in one\n", shorten(l.Task, 40))
	case l.Task != "":
		fmt.Fprintf(b, "  from  task %s in %s\n", shorten(l.Task, 40), shorten(strings.TrimSpace(where), 120))
	case l.World != "":
		fmt.Fprintf(b, "  from  tool %s in %s\n", shorten(l.ID, 40), shorten(strings.TrimSpace(where), 120))
	default:
		fmt.Fprintf(b, "  from  tool %s\n", shorten(l.ID, 40))
	}
	if l.Renamed != "" {
		fmt.Fprintf(b, "  named %s in its record: the name is taken in the list, or its reader does not take it\n", shorten(l.Renamed, 80))
	}
	for _, v := range l.Verdicts {
		verdict := "accepted by all checks up to " + v.By
		if !v.Accepted {
			verdict = "rejected by " + v.By
		}
		fmt.Fprintf(b, "  found %s: verdict %s\n", shorten(verdict, 80), shorten(v.ID, 40))
	}
}

// toldText says what an agent was told of its tools otherwise than documents do;
// empty where that is nothing.
func toldText(knowledge []string, maxDescription int) string {
	var parts []string
	for _, id := range knowledge {
		parts = append(parts, "knowledge "+shorten(id, 40))
	}
	if maxDescription > 0 {
		parts = append(parts, Count(int64(maxDescription), "character")+" of each description")
	}
	return strings.Join(parts, ", ")
}

// prettyPlacement shows a placement with what is placed.
func prettyPlacement(b *strings.Builder, p *world.Placement, records Records) {
	fmt.Fprintf(b, "stage %s, rank %d\n", shorten(p.Stage, 60), p.Rank)
	if t, ok := find[world.Trajectory](records, world.TrajectoryType, p.Trajectory); ok {
		prettyTrajectory(b, t, records)
	} else {
		labelled(b, "    placed", p.Trajectory)
	}
	labelled(b, "    placement", p.ID)
}

// prettyRow shows a row of chat messages as the talk that it is; it reports
// false for a line that is none.
func prettyRow(b *strings.Builder, line []byte) bool {
	var row struct {
		Messages []struct {
			Role      string `json:"role"`
			Content   string `json:"content"`
			ToolCalls []struct {
				ID       string `json:"id"`
				Function struct {
					Name      string `json:"name"`
					Arguments string `json:"arguments"`
				} `json:"function"`
			} `json:"tool_calls"`
			ToolCallID string `json:"tool_call_id"`
			Weight     *int   `json:"weight"`
		} `json:"messages"`
		Tools []struct {
			Function struct {
				Name string `json:"name"`
			} `json:"function"`
		} `json:"tools"`
	}
	if json.Unmarshal(line, &row) != nil || len(row.Messages) == 0 {
		return false
	}
	trained := 0
	for i, m := range row.Messages {
		turn := world.Turn{Role: world.Role(m.Role), Kind: "result", Content: m.Content, CallID: m.ToolCallID}
		if m.Weight != nil && *m.Weight == 1 {
			turn.Train.Content = true
			trained++
		}
		for _, c := range m.ToolCalls {
			turn.Calls = append(turn.Calls, world.Call{ID: c.ID, Tool: c.Function.Name, Arguments: json.RawMessage(c.Function.Arguments)})
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		prettyTurn(b, i, &turn)
	}
	var tools []string
	for _, t := range row.Tools {
		tools = append(tools, t.Function.Name)
	}
	slices.Sort(tools)
	b.WriteByte('\n')
	labelled(b, "    trained", fmt.Sprintf("%d of %s", trained, Count(int64(len(row.Messages)), "message")))
	labelled(b, "    tools", strings.Join(tools, ", "))
	return true
}
