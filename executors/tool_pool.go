package executors

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"worldc/executors/toolpool"
	"worldc/spec"
	"worldc/world"
)

// maxDocument bounds one tool document after decompression, in bytes.
const maxDocument = 256 << 20

// toolPool gathers tools from documents and from the spec. Tools that can be
// mended are, the others are rejected, each with a reason.
func toolPool(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.ToolPool)
	raws, findings, err := declarations(in, config)
	if err != nil {
		return unreadable(err, raws, findings)
	}
	rejected := 0
	for _, f := range findings {
		out.Find(f)
		if f.Action == world.Rejected {
			rejected++
		}
	}
	out.Plan(int64(len(raws) + rejected))

	mended := Sharded(ctx, in, "mend", len(raws), func(i int) (mended, error) {
		tool, findings, ok := toolpool.Mend(raws[i])
		return mended{tool, findings, ok}, nil
	})
	candidates := make([]toolpool.Candidate, 0, len(raws))
	i := 0
	for m, err := range mended {
		if err != nil {
			return err
		}
		for _, f := range m.Findings {
			out.Find(f)
		}
		if m.OK {
			candidates = append(candidates, toolpool.Candidate{Place: raws[i].Place, Tool: m.Tool})
		}
		i++
	}
	var include func(string) bool // nil is every name
	if len(config.Include) > 0 {
		include = config.Include.Match
	}
	tools, findings := toolpool.Pool(candidates, toolpool.Options{
		Include:            include,
		Exclude:            config.Exclude.Match,
		RequireDescription: config.RequireDescription,
		Deduplicate:        config.Deduplicate,
	})
	for _, f := range findings {
		out.Find(f)
	}
	if err := rewriteDescriptions(ctx, in, out, config, tools); err != nil {
		return err
	}
	return writeAll(ctx, in, out, tools)
}

// rewriteDescriptions has a model describe the tools anew, where the block says
// so (AgentScaler §2.2, step 1). Nothing else of them changes. A tool of which
// the model gives no description keeps its own.
func rewriteDescriptions(ctx context.Context, in *Input, out *Output, config *spec.ToolPool, tools []world.Tool) error {
	m, _, err := in.played(config.RewriteDescriptions)
	if m == nil || err != nil {
		return err
	}
	describer := m.Describer()
	type described struct {
		Description string         `json:"description"`
		Lost        *world.Finding `json:"lost,omitempty"`
	}
	i, rewritten := 0, int64(0)
	n := int(out.atMost(int64(len(tools))))
	for d, err := range Sharded(ctx, in, "descriptions", n, func(i int) (described, error) {
		text, err := describer.Describe(ctx, tools[i])
		if f, ok := given(err); ok {
			lost := lostTo(tools[i].Name, tools[i].Source.Document, world.Noted, f)
			return described{tools[i].Description, &lost}, nil
		}
		return described{Description: text}, err
	}) {
		if err != nil {
			return err
		}
		if d.Lost != nil {
			out.Find(*d.Lost)
		} else {
			tools[i].Description = d.Description
			rewritten++
		}
		i++
	}
	out.Measure("descriptions_rewritten", rewritten)
	return nil
}

// mended is what became of one declaration, as a shard keeps it.
type mended struct {
	Tool     world.Tool      `json:"tool"`
	Findings []world.Finding `json:"findings,omitempty"`
	OK       bool            `json:"ok"`
}

// declarations reads the documents of every source, in order, then the inline
// tools. Documents that cannot be read are all named in the error.
func declarations(in *Input, config *spec.ToolPool) ([]toolpool.Raw, []world.Finding, error) {
	files := map[string]File{}
	for _, f := range in.Files {
		files[f.Path+"\x00"+f.Document] = f
	}
	var (
		raws     []toolpool.Raw
		findings []world.Finding
		errs     []error
	)
	for _, source := range config.Sources {
		var documents []toolpool.File
		for _, path := range source.Paths {
			f := files[path.Path+"\x00"+path.Document]
			data, err := f.Read(maxDocument)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			documents = append(documents, toolpool.File{Document: f.Document, Path: f.Path, License: source.License, Data: data})
		}
		r, f, err := toolpool.Parse(source.Format, documents...)
		raws, findings = append(raws, r...), append(findings, f...)
		if err != nil {
			errs = append(errs, err)
		}
	}
	for _, tool := range config.Tools {
		raws = append(raws, inline(tool))
	}
	return raws, findings, errors.Join(errs...)
}

func inline(t spec.InlineTool) toolpool.Raw {
	return toolpool.Raw{
		Place:          "inline tool " + t.Name,
		Name:           t.Name,
		Description:    t.Description,
		Parameters:     t.Parameters,
		Returns:        t.Returns,
		ParameterOrder: t.ParameterOrder,
		Source:         world.Source{Document: toolpool.Inline, Format: toolpool.Inline},
		Hints: world.Hints{
			Title: t.Title, ReadOnly: t.ReadOnly, Destructive: t.Destructive, Idempotent: t.Idempotent, OpenWorld: t.OpenWorld,
		},
	}
}

// unreadable is the error of a pool of which a document cannot be read. What
// is wrong in the other documents is said with it, so that a user can mend
// everything at once.
func unreadable(err error, raws []toolpool.Raw, findings []world.Finding) error {
	const most = 20
	for _, raw := range raws {
		_, more, _ := toolpool.Mend(raw)
		findings = append(findings, more...)
	}
	var also []string
	for _, f := range findings {
		if f.Action == world.Rejected {
			also = append(also, strings.TrimSpace(f.Place+": "+f.Subject)+": "+f.Reason)
		}
	}
	if len(also) == 0 {
		return err
	}
	rest := ""
	if len(also) > most {
		rest = fmt.Sprintf("\n  and %d more", len(also)-most)
		also = also[:most]
	}
	return fmt.Errorf("%w\nThe other documents have tools that would be rejected:\n  %s%s", err, strings.Join(also, "\n  "), rest)
}
