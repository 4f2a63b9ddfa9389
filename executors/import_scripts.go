package executors

import (
	"context"
	"errors"

	"worldc/executors/importing"
	"worldc/spec"
	"worldc/world"
)

// importScripts reads scripts, checks them as if they had just been written, and
// plays their solutions.
func importScripts(ctx context.Context, in *Input, out *Output, config *spec.Import) (err error) {
	grounds := newGrounds(ctx, in)
	defer func() { err = errors.Join(err, grounds.close()) }()
	if !in.Allowed.TrustCode {
		grounds.workers.Prepare() // while files are read
	}
	type unplayed struct {
		imported
		script *world.Script
	}
	seen := map[string]bool{}
	read := func(yield func(unplayed, error) bool) {
		for item, err := range items(in.Files) {
			u := unplayed{imported: imported{Subject: item.Place, Place: item.Place}}
			if err == nil {
				out.Plan(1)
				u.script, u.Problem = importing.Script(item)
			}
			if u.script != nil {
				if u.script.ID == "" {
					u.script.ID = importing.ScriptID(item.Place)
				}
				u.Subject = u.script.ID
				if seen[u.script.ID] {
					u.Problem = &importing.Problem{Reason: reasonSame, Detail: u.script.ID}
				}
				seen[u.script.ID] = true
			}
			if !yield(u, err) || err != nil {
				return
			}
		}
	}
	return imports(ctx, in, out, read, func(u unplayed) (imported, error) {
		if u.Problem != nil {
			return u.imported, nil
		}
		claimed := u.script.Task.State.Digest
		problems, err := grounds.playable(u.script, max(1, config.MinSteps))
		if len(problems) > 0 {
			u.Problem = importing.Unplayable(problems)
		}
		u.Notes = importing.Settled(u.script, claimed)
		return u.is(u.script, err)
	})
}
