package executors

import (
	"errors"
	"fmt"

	"worldc/model"
	"worldc/roles/chat"
	"worldc/spec"
	"worldc/world"
)

// played is the served model of an attribute as one that plays roles, and what
// the spec says of it; both are nil where worldc itself plays.
func (in *Input) played(attribute spec.References) (*chat.Model, *spec.Model, error) {
	m, asker := in.Served(attribute)
	if m == nil {
		return nil, nil, nil
	}
	c, err := chat.New(haltingAsker{asker, in}, chat.Options{
		Language: m.Language, Repairs: m.Repairs, Restarts: m.Restarts,
		MaxDescription: m.MaxDescription, MaxObservation: m.MaxObservation,
		Prompts: m.Prompts.Texts(),
	})
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", attribute[0].Address(), err)
	}
	return c, m, nil
}

// given is the failure of a model that has answered, and not with what was asked
// for: a fact about a record. It is not ok for any other error, which is trouble
// with the build.
func given(err error) (f *model.Failure, ok bool) {
	return f, errors.As(err, &f) && f.Class.Final()
}

// lostTo is the finding about a record that was lost to the failure of a model.
func lostTo(subject, place string, action world.Action, f *model.Failure) world.Finding {
	return world.Finding{
		Subject: subject, Place: place, Action: action, Reason: "the " + f.Purpose.Role + "'s answer: " + string(f.Class), Detail: clipped([]byte(f.Detail)),
	}
}
