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
// them, those of worlds as their agents read them, the tools of each world in a
// directory of its own, as they are one server's.
func toolRows(ctx context.Context, w *rowWriter, f formats.Format) error {
	in, out := w.in, w.out
	from := in.Inputs["from"]
	var done, total int64
	for _, a := range from {
		total += a.Info.Records
	}
	inPools, inWorlds := map[string]bool{}, map[string]bool{}
	write := func(r row, t *world.Tool, seen map[string]bool) error {
		// A list of tools has each name once.
		if f.File == formats.Document && seen[t.Name] {
			out.Skip(1, "another tool of the list has its name")
			return nil
		}
		seen[t.Name] = true
		line, err := f.Tool(t)
		if err != nil {
			return fmt.Errorf("tool %s: %w", t.ID, err)
		}
		r.line = line
		r.lineage.Type, r.lineage.ID = world.ToolType, t.ID
		return w.write(&r)
	}
	for line, err := range in.Lines(from) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		done++
		w.tell(done, total)
		if from[0].Type == world.ToolType {
			var t world.Tool
			if err := json.Unmarshal(line, &t); err != nil {
				return err
			}
			out.Plan(1)
			if err := write(row{}, &t, inPools); err != nil {
				return err
			}
			continue
		}
		var place struct {
			ID, Domain string
			Tools      []struct{ Tool world.Tool }
		}
		if err := json.Unmarshal(line, &place); err != nil {
			return err
		}
		out.Plan(int64(len(place.Tools)))
		clear(inWorlds)
		for i := range place.Tools {
			r := row{stage: place.ID, split: "tools"}
			r.lineage.World, r.lineage.Domain = place.ID, place.Domain
			if err := write(r, &place.Tools[i].Tool, inWorlds); err != nil {
				return err
			}
		}
	}
	if w.cutter.rows == 0 {
		return w.noRows(errors.New("there is nothing to write: there are no tools"))
	}
	return nil
}
