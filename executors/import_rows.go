package executors

import (
	"encoding/json"
	"fmt"
	"iter"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/executors/importing"
	"worldc/formats"
	"worldc/jsonwalk"
	"worldc/world"
)

// rowItems are the values that files hold, in order, as [items] has them. Files
// that say where rows come from hold none: what they say goes with the rows.
func rowItems(files []File) iter.Seq2[importing.Item, error] {
	return func(yield func(importing.Item, error) bool) {
		var lineages []File
		for _, f := range files {
			is, err := isLineage(f)
			if err != nil {
				yield(importing.Item{}, err)
				return
			}
			if is {
				lineages = append(lineages, f)
			}
		}
		for _, f := range files {
			if slices.ContainsFunc(lineages, func(l File) bool { return l.Path == f.Path }) {
				if !unchanged(f, yield) {
					return
				}
				continue
			}
			if !fileRows(f, lineages, yield) {
				return
			}
		}
	}
}

// isLineage reports whether a file says where the rows of a dataset come from.
func isLineage(f File) (bool, error) {
	if name := path.Base(filepath.ToSlash(f.Path)); strings.TrimSuffix(name, ".zst") != strings.TrimSuffix(lineagePath, ".zst") {
		return false, nil
	}
	for line, err := range artifact.ReadLines(f.Path, artifact.Limits{}) {
		return jsonwalk.Field(line, "file") != nil && jsonwalk.Field(line, "line") != nil, err
	}
	return false, nil
}

// fileRows yields the values of a file with what lineage says of each.
func fileRows(f File, lineages []File, yield func(importing.Item, error) bool) (goOn bool) {
	next, stop := iter.Pull2(lineageOf(f, lineages))
	defer stop()
	from, err, more := next()
	return fileItems(f, func(item importing.Item, itemErr error) bool {
		for itemErr == nil && more && err == nil && from.Line < item.Number {
			from, err, more = next()
		}
		switch {
		case itemErr != nil:
			return yield(item, itemErr)
		case err != nil:
			yield(item, err)
			return false
		case more && from.Line == item.Number:
			row := *from
			item.Lineage = &row
		}
		return yield(item, nil)
	})
}

// lineageOf is what is said of the rows of a file, in their order: by a file of
// lineage in a directory above it.
func lineageOf(f File, lineages []File) iter.Seq2[*formats.Lineage, error] {
	return func(yield func(*formats.Lineage, error) bool) {
		for _, l := range lineages {
			name, err := filepath.Rel(filepath.Dir(l.Path), f.Path)
			if err != nil {
				continue // another volume
			}
			name = filepath.ToSlash(name)
			found := false
			for line, err := range artifact.ReadLines(l.Path, artifact.Limits{}) {
				if err != nil {
					yield(nil, err)
					return
				}
				if jsonwalk.TextField(line, "file") != name {
					if found {
						return // the rows of a file come one after the other
					}
					continue
				}
				found = true
				var row formats.Lineage
				if err := json.Unmarshal(line, &row); err != nil {
					yield(nil, fmt.Errorf("%s: %w", l.Document, err))
					return
				}
				if !yield(&row, nil) {
					return
				}
			}
		}
	}
}

// shownTools finds the tools that agents saw by what they were shown.
type shownTools struct {
	worlds shelf
	all    map[string]string            // ids by what is shown, whole or without description, of the first world that has it
	own    map[string]map[string]string // the same of each world, and by name too
}

// identify gives a trajectory the ids of the tools that its agent saw, where these
// are not those of its task. A tool that no world has is not known, and then
// nothing is said of any.
func (s *shownTools) identify(r *importing.ReadTrajectory, task *world.Task) error {
	if len(r.Tools) == 0 {
		return nil
	}
	if s.all == nil {
		if err := s.read(); err != nil {
			return err
		}
	}
	ids := make([]string, len(r.Tools))
	for i, shown := range r.Tools {
		var name string
		if json.Unmarshal(shown, &name) != nil {
			name = string(shown)
		}
		id, ok := s.own[task.World][name]
		if !ok {
			id, ok = s.all[name]
		}
		if !ok {
			// Others describe a tool in words of their own, and so does who was told of it.
			var named struct{ Function world.Tool }
			if json.Unmarshal(shown, &named) == nil {
				if id, ok = s.own[task.World][named.Function.Name]; !ok {
					id, ok = s.all[withoutDescription(&named.Function)]
				}
			}
		}
		if !ok {
			r.Notes = append(r.Notes, importing.Note{Action: world.Noted, Reason: "the agent saw a tool that no world has, and so those of the task are taken",
				Detail: importing.Clip(name)})
			return nil
		}
		ids[i] = id
	}
	if !slices.Equal(ids, task.Tools) {
		r.Trajectory.Tools = ids
	}
	return nil
}

// withoutDescription is what is shown of a tool beside what is said of it.
func withoutDescription(t *world.Tool) string {
	bare := world.Tool{Name: t.Name, Parameters: t.Parameters}
	shown, err := formats.OpenAITool(&bare)
	if err != nil {
		return ""
	}
	return string(shown)
}

func (s *shownTools) read() error {
	s.all, s.own = map[string]string{}, map[string]map[string]string{}
	for _, x := range s.worlds {
		for line, err := range x.Lines(0, x.Len()) {
			if err != nil {
				return err
			}
			var w struct {
				ID    string `json:"id"`
				Tools []struct {
					Tool world.Tool `json:"tool"`
				} `json:"tools"`
			}
			if err := json.Unmarshal(line, &w); err != nil {
				return err
			}
			own := map[string]string{}
			for i := range w.Tools {
				t := &w.Tools[i].Tool
				shown, err := formats.OpenAITool(t)
				if err != nil {
					return err
				}
				own[t.Name] = t.ID
				for _, name := range []string{t.ID, string(shown), withoutDescription(t)} {
					own[name] = t.ID
					if _, earlier := s.all[name]; !earlier {
						s.all[name] = t.ID
					}
				}
			}
			s.own[w.ID] = own
		}
	}
	return nil
}
