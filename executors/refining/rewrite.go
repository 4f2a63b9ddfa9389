package refining

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"worldc/roles"
	"worldc/world"
)

// rewrite makes the n-th version out of another and what its trial showed.
func (r *refinement) rewrite(ctx context.Context, base *Version, trials []Trial, experience []roles.Experience, n, ordinal int) (*Version, error) {
	var jobs []job
	if r.options.Descriptions {
		by := r.callers(trials)
		for i := range r.Tools {
			t := &r.Tools[i]
			if len(by[t.ID]) == 0 { // as the released code does, but for what it then forgets
				continue
			}
			text := base.description(t)
			if r.options.Original {
				text = t.Description
			}
			jobs = append(jobs, job{tool: t, text: text, tried: r.sample(by[t.ID], trials, r.options.Samples, n, ordinal, t.ID)})
		}
	}
	if r.options.Workflow {
		var all []int
		for i := range trials {
			if trials[i].Trajectory != nil {
				all = append(all, i)
			}
		}
		if len(all) > 0 {
			jobs = append(jobs, job{text: base.Workflow, tried: r.sample(all, trials, r.options.WorkflowSamples, n, ordinal, "workflow")})
		}
	}
	for i := range jobs {
		jobs[i].experience = experience
	}
	return r.written(ctx, base, jobs, n)
}

// callers are the positions of the trials in which a tool was called, by the tool's
// id.
func (r *refinement) callers(trials []Trial) map[string][]int {
	by := map[string][]int{}
	for i := range trials {
		t := trials[i].Trajectory
		if t == nil {
			continue
		}
		for k := range t.Turns {
			for _, c := range t.Turns[k].Calls {
				id := r.ToolOf(t.World, c.Tool)
				if list := by[id]; id != "" && (len(list) == 0 || list[len(list)-1] != i) {
					by[id] = append(list, i)
				}
			}
		}
	}
	return by
}

// sample draws the trajectories that a rewriting goes by: evenly from all. Where
// nothing new came of these, those come first that failed, and then those in which a
// call did: what goes wrong seldom is not found evenly. They are shown in the order
// of scenarios, so that a model is not asked twice with the same.
func (r *refinement) sample(from []int, trials []Trial, most, n, ordinal int, purpose string) []roles.Tried {
	s := r.stream(n, "sample", purpose, strconv.Itoa(ordinal))
	order := s.Perm(len(from))
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(urgency(&trials[from[b]], ordinal), urgency(&trials[from[a]], ordinal))
	})
	order = order[:min(len(from), most)]
	slices.Sort(order)
	list := make([]roles.Tried, len(order))
	for i, at := range order {
		x := &trials[from[at]]
		list[i] = roles.Tried{Goal: r.Scenarios[from[at]].Goal, Trajectory: x.Trajectory, Score: x.Score}
	}
	return list
}

// urgency is greater than 0 for trials that are looked at before others.
func urgency(t *Trial, ordinal int) int {
	switch {
	case ordinal == 1 && t.Score < 1:
		return 1
	case ordinal > 1 && slices.ContainsFunc(t.Trajectory.Turns, func(u world.Turn) bool {
		return u.Role == world.ToolRole && strings.HasPrefix(u.Content, "Error: ")
	}):
		return 1
	}
	return 0
}

// A job is a text to be rewritten.
type job struct {
	tool       *world.Tool // nil for the workflow
	text       string
	tried      []roles.Tried
	experience []roles.Experience
	concise    bool
}

// what is what a text is called.
func (j *job) what() string {
	if j.tool == nil {
		return "the workflow"
	}
	return "the description of " + j.tool.Name
}

// A done is what became of a job.
type done struct {
	rewriting roles.Rewriting
	changed   bool
	finding   *world.Finding
}

// written has texts rewritten, all at the same time, and puts them into a version.
// A text that may not stand is left as it was, and it is said why.
func (r *refinement) written(ctx context.Context, base *Version, jobs []job, n int) (*Version, error) {
	results := make([]done, len(jobs))
	err := r.Each(ctx, len(jobs), func(i int) (err error) {
		results[i], err = r.work(ctx, &jobs[i], base, n)
		return err
	})
	if err != nil {
		return nil, err
	}
	v := &Version{Descriptions: maps.Clone(base.Descriptions), Workflow: base.Workflow}
	var modifications, reasons []string
	for i := range jobs {
		j, d := &jobs[i], &results[i]
		if d.finding != nil {
			v.Findings = append(v.Findings, *d.finding)
		}
		if !d.changed {
			continue
		}
		name := "workflow"
		if j.tool == nil {
			v.Workflow = d.rewriting.Text
		} else {
			name = j.tool.Name
			v.describe(j.tool, d.rewriting.Text)
		}
		modifications = append(modifications, name+": "+oneLine(d.rewriting.Modification, "rewritten"))
		reasons = append(reasons, name+": "+oneLine(d.rewriting.Why, "no reason was given"))
	}
	v.Modification, v.Why = strings.Join(modifications, "\n"), strings.Join(reasons, "\n")
	return v, nil
}

// work has one text rewritten.
func (r *refinement) work(ctx context.Context, j *job, base *Version, n int) (done, error) {
	b := roles.RewriteBrief{Node: r.id(n), Text: j.text, Experience: j.experience, Tried: j.tried}
	b.Longest = r.options.MaxWorkflow
	if j.tool != nil {
		b.Longest = max(r.options.MaxDescription, utf8.RuneCountInString(j.tool.Description))
	}
	b.Wrong = func(text string) []string { return r.Gold.problems(text, j.what(), b.Longest) }
	var d done
	var err error
	if j.tool != nil {
		t := *j.tool
		t.Description = j.text
		d.rewriting, err = r.Optimizer.Describe(ctx, roles.DescriptionBrief{RewriteBrief: b, Tool: &t, Concise: j.concise})
	} else {
		tools := make([]world.Tool, len(r.Tools))
		for i := range tools {
			tools[i] = r.Tools[i]
			tools[i].Description = base.description(&r.Tools[i])
		}
		d.rewriting, err = r.Optimizer.Procedure(ctx, roles.ProcedureBrief{RewriteBrief: b, Tools: tools})
	}
	if err != nil {
		f, ok := r.Lost(b.Node, j.what(), err)
		if !ok {
			return d, fmt.Errorf("%s: %w", j.what(), err)
		}
		d.finding = &f
		return d, nil
	}
	d.rewriting.Text = strings.TrimSpace(strings.ToValidUTF8(d.rewriting.Text, ""))
	if d.rewriting.Text == strings.TrimSpace(j.text) {
		d.changed = j.tool != nil && j.text != base.description(j.tool) // back to the document's
		return d, nil
	}
	if wrong := b.Wrong(d.rewriting.Text); len(wrong) > 0 {
		d.finding = &world.Finding{Subject: b.Node, Place: j.what(), Action: world.Noted, Reason: "a rewriting was not taken", Detail: wrong[0]}
		return d, nil
	}
	d.changed = true
	return d, nil
}

// oneLine is a text on one line, or another where it is empty.
func oneLine(text, otherwise string) string {
	if text = strings.Join(strings.Fields(text), " "); text == "" {
		return otherwise
	}
	return text
}
