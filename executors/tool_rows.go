package executors

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"worldc/formats"
	"worldc/world"
)

// toolRows writes the rows of tools: those of pools as their documents declare
// them, those of worlds as their agents read them, with what their code tells
// beside, the tools of each world in a directory of its own, as they are one
// server's. Those of action knowledge are the tools of its worlds, as an agent reads
// them who is told the chosen versions; the workflow goes beside the data.
func toolRows(ctx context.Context, w *rowWriter, f formats.Format) error {
	in, out := w.in, w.out
	from := in.Inputs["from"]
	told := &briefing{}
	if len(from) > 0 && from[0].Type == world.KnowledgeType {
		versions, err := chosenKnowledge(in, from)
		if err != nil && !out.preview() {
			return err
		}
		told = briefingOf(versions)
		if len(versions) > 0 {
			out.report.Workflow = told.says.Workflow
		}
		from = in.Ancestors[world.WorldType]
	}
	var done, total int64
	for _, a := range from {
		total += a.Info.Records
	}
	// A list of tools has each name once: one that another tool has is changed.
	write := func(r row, t world.Tool, names *formats.ToolNames) error {
		named := names.Give(t)
		line, err := f.Tool(&named)
		if err != nil {
			return fmt.Errorf("tool %s: %w", t.ID, err)
		}
		r.line = line
		r.lineage.Type, r.lineage.ID = world.ToolType, t.ID
		if named.Name != t.Name {
			r.lineage.Renamed = t.Name
		}
		return w.write(&r)
	}
	inPools := f.Names.Names()
	for line, err := range in.Lines(from) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		done++
		w.tell(done, total)
		if in.Inputs["from"][0].Type == world.ToolType {
			var t world.Tool
			if err := json.Unmarshal(line, &t); err != nil {
				return err
			}
			out.Plan(1)
			if err := write(row{}, t, inPools); err != nil {
				return err
			}
			continue
		}
		var place struct {
			ID, Domain string
			Tools      []world.WorldTool
		}
		if err := json.Unmarshal(line, &place); err != nil {
			return err
		}
		out.Plan(int64(len(place.Tools)))
		inWorld := f.Names.Names()
		for i := range place.Tools {
			r := row{stage: place.ID, split: "tools"}
			r.lineage.World, r.lineage.Domain = place.ID, place.Domain
			r.lineage.Knowledge = told.about(place.Tools[i].Tool.ID)
			if err := write(r, told.document(formats.WithEffect(&place.Tools[i])), inWorld); err != nil {
				return err
			}
		}
	}
	if w.cutter.rows == 0 {
		return w.noRows(errors.New("there is nothing to write: there are no tools"))
	}
	return nil
}
