package refining

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"worldc/roles"
	"worldc/roles/advice"
	"worldc/world"
)

// simply makes the versions that take no search: the documents as they are, and at
// most one more.
func (r *refinement) simply(ctx context.Context) (*Result, error) {
	root := &Version{Descriptions: map[string]string{}}
	score, err := r.try(ctx, 0, root)
	if err != nil {
		return nil, err
	}
	result := &Result{Nodes: []Node{r.node(root, 0, -1, score)}, End: "done", Made: 1}
	var v *Version
	switch r.options.Strategy {
	case None:
		return result, nil
	case OneShot:
		v, err = r.oneShot(ctx, root)
	case PerTool:
		v, err = r.perTool(ctx, root)
	}
	if err != nil {
		return nil, err
	}
	result.Made = 2
	result.Findings = v.Findings
	if v.same(root) {
		result.Findings = append(result.Findings, world.Finding{
			Subject: r.id(1), Place: r.id(0), Action: world.Rejected, Reason: "nothing new was found to say", Detail: "the documents stay as they are",
		})
		return result, nil
	}
	if score, err = r.try(ctx, 1, v); err != nil {
		return nil, err
	}
	result.Nodes = append(result.Nodes, r.node(v, 1, 0, score))
	result.Nodes[0].Visits, result.Nodes[0].Total = 2, result.Nodes[0].Score+score
	return result, nil
}

// oneShot says every description in short (EasyTool).
func (r *refinement) oneShot(ctx context.Context, root *Version) (*Version, error) {
	var jobs []job
	for i := range r.Tools {
		jobs = append(jobs, job{tool: &r.Tools[i], text: r.Tools[i].Description, concise: true})
	}
	return r.written(ctx, root, jobs, 1)
}

// mostEpisodes is how often the description of a tool is rewritten (DRAFT).
const mostEpisodes = 5

// perTool rewrites descriptions tool by tool (DRAFT): an episode makes one call of
// the tool, which somebody would make who believes the document, and rewrites the
// description by what it gives. It ends when a rewriting is much like the text
// before, when there is no other call to make, or after [mostEpisodes].
func (r *refinement) perTool(ctx context.Context, root *Version) (*Version, error) {
	v := &Version{Descriptions: maps.Clone(root.Descriptions)}
	calls := r.explorations()
	type learned struct {
		text                string
		modifications, whys []string
		episodes            int
		findings            []world.Finding
	}
	results := make([]learned, len(r.Tools))
	err := r.Each(ctx, len(r.Tools), func(i int) error {
		t, x := &r.Tools[i], &results[i]
		x.text = t.Description
		for n, e := range calls[t.ID] {
			if n == mostEpisodes {
				break
			}
			// Who explores believes what the description has come to say.
			call := e.call
			for _, a := range advice.Read(x.text) {
				call.Arguments, _ = a.Apply(call.Arguments)
			}
			talk, err := r.Call(ctx, e.scenario, call)
			if err != nil {
				return err
			}
			x.episodes++
			score := 1.0
			if last := talk.Turns[len(talk.Turns)-1]; strings.HasPrefix(last.Content, "Error: ") {
				score = 0
			}
			j := job{tool: t, text: x.text, tried: []roles.Tried{{Goal: e.scenario.Goal, Trajectory: talk, Score: score}}}
			d, err := r.work(ctx, &j, root, 1)
			if err != nil {
				return err
			}
			if d.finding != nil {
				x.findings = append(x.findings, *d.finding)
			}
			before := x.text
			if d.changed {
				x.text = d.rewriting.Text
				x.modifications = append(x.modifications, oneLine(d.rewriting.Modification, "rewritten"))
				x.whys = append(x.whys, oneLine(d.rewriting.Why, "no reason was given"))
			}
			if likeness(before, x.text) > alike {
				break
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var modifications, whys []string
	for i := range r.Tools {
		x := &results[i]
		v.Findings = append(v.Findings, x.findings...)
		if x.text == r.Tools[i].Description {
			continue
		}
		v.describe(&r.Tools[i], x.text)
		modifications = append(modifications, r.Tools[i].Name+": "+strings.Join(x.modifications, " "))
		whys = append(whys, fmt.Sprintf("%s, after %d calls of its own: %s", r.Tools[i].Name, x.episodes, strings.Join(x.whys, "; ")))
	}
	v.Modification, v.Why = strings.Join(modifications, "\n"), strings.Join(whys, "\n")
	return v, nil
}

// An exploration is a call that is made to see what a tool does.
type exploration struct {
	scenario *world.Task
	call     world.Call
}

// explorations are the calls to make, by the tool's id: as the documents would have
// them, from scenarios, no two with the same arguments. DRAFT has a model think
// them up, and asks for another where one is like those before.
func (r *refinement) explorations() map[string][]exploration {
	by := map[string][]exploration{}
	seen := map[string]bool{}
	for _, s := range r.Scenarios {
		calls := s.Calls
		if s.Documented != nil {
			calls = s.Documented
		}
		for _, c := range calls {
			id := r.ToolOf(s.World, c.Tool)
			key := id + " " + string(c.Arguments)
			if id == "" || seen[key] {
				continue
			}
			seen[key] = true
			by[id] = append(by[id], exploration{s, world.Call{ID: "call_01", Tool: c.Tool, Arguments: c.Arguments}})
		}
	}
	return by
}
