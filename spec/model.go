package spec

import "reflect"

// A Model plays roles: the agent of `rollouts`, the user who talks with it. It
// is no node; those who refer to it are asked with what it says.
type Model struct {
	// Provider says who plays. `procedural` is worldc itself: a simulator that
	// knows how a task is solved, speaks in sentences of its own grammar, and
	// costs nothing.
	Provider string `spec:"provider" default:"procedural"`

	// Name stands in the records that the model makes, and tells apart two
	// models whose records come together.
	Name string `spec:"name" default:"procedural"`

	// Errors are the mistakes that an agent makes.
	Errors Errors `spec:"errors,block"`

	// RecoveryRate is the share of mistakes that the agent notices, in what a
	// result or the user says, and repairs in another way.
	RecoveryRate float64 `spec:"recovery_rate" default:"0.8" range:"[0,1]"`
}

// Errors are the mistakes of a procedural agent, each with its rate: the chance
// that a trajectory has one of the kind, if there is an occasion. Each is
// flagged where it is made, so that what a filter finds can be compared with
// what there was.
type Errors struct {
	// WrongTool is to call a tool that does not do what is needed.
	WrongTool float64 `spec:"wrong_tool" default:"0" range:"[0,1]"`

	// WrongArgument is to call the right tool with a value that is not meant: of
	// a similar row, of another day.
	WrongArgument float64 `spec:"wrong_argument" default:"0" range:"[0,1]"`

	// MissingArgument is to leave out an argument that the tool requires.
	MissingArgument float64 `spec:"missing_argument" default:"0" range:"[0,1]"`

	// MalformedCall is a call that the tool's schema does not take: a misspelt
	// name, a value of another type.
	MalformedCall float64 `spec:"malformed_call" default:"0" range:"[0,1]"`

	// RepetitionLoop is to make the same call, with the same thoughts, again and
	// again.
	RepetitionLoop float64 `spec:"repetition_loop" default:"0" range:"[0,1]"`

	// EarlyStop is to say that all is done when it is not.
	EarlyStop float64 `spec:"early_stop" default:"0" range:"[0,1]"`

	// NeedlessWrite is to change something that nobody wanted changed.
	NeedlessWrite float64 `spec:"needless_write" default:"0" range:"[0,1]"`

	// UnfaithfulAnswer is to tell the user something else than the result says.
	UnfaithfulAnswer float64 `spec:"unfaithful_answer" default:"0" range:"[0,1]"`
}

func (m *Model) check(at func(string) Range) Diagnostics {
	switch m.Provider {
	case "procedural":
		return nil
	case "openai":
		return Diagnostics{Errorf(at("provider"), "Not yet available",
			"This version of worldc has no chat models: provider must be \"procedural\". Leave it out, and worldc plays the role itself.")}
	}
	return Diagnostics{Errorf(at("provider"), "Unsuitable value", "provider must be \"procedural\", not %q.", m.Provider)}
}

// adoptModels makes what models say part of what those are asked to do who
// refer to them.
func (l *loader) adoptModels() {
	for _, b := range l.spec.Blocks {
		for _, r := range b.References {
			if m, ok := r.Target.Config.(*Model); ok {
				b.fields = l.fieldsOf(r.Target.kind.schema, reflect.ValueOf(m).Elem(), r.Attribute+".", b.fields)
			}
		}
	}
}

// checkModel checks a reference to a model.
func (l *loader) checkModel(a *argument, r Reference) {
	if _, ok := r.Target.Config.(*Model); !ok {
		l.add(Errorf(r.Range, "Wrong kind of block", "%s is no model; %s takes %s.", r.Target.Address(), a.name, a.expects()))
	}
}
