package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"go.starlark.net/starlark"
	"worldc/world"
)

// A Result is what a call came to: a value or an error, never both.
type Result struct {
	// Value is what the tool returned, as JSON without space. Objects are in
	// the order in which the tool's code built them, rows in that of their
	// columns.
	Value json.RawMessage

	// Error is what the agent is told, and Fault what kind of error it is.
	Error string
	Fault Fault

	// Detail is for whoever wrote the tool: where in its code it happened.
	Detail string

	// Effect is that of the tool; a call that failed had none on the state.
	Effect world.Effect

	// Steps is the work that the call took. It is the same on every machine.
	Steps uint64
}

// OK reports whether the call succeeded.
func (r *Result) OK() bool { return r.Fault == "" }

// An interpreter executes one call after the other, for any session. Engines
// keep those that are idle.
type interpreter struct {
	thread  *starlark.Thread
	session *Session // whose call it executes

	// Kept from call to call, so that calls need not allocate them.
	buffer     []byte
	given      starlark.Dict // the arguments, and their JSON
	arguments  []byte
	positional starlark.Tuple
	encoder    encoder
	search     search // of the question that is asked
	rows       []*row // that answer it
}

func newInterpreter() any {
	i := &interpreter{thread: &starlark.Thread{Name: "call"}}
	i.thread.SetLocal(interpreterKey, i)
	return i
}

// Call calls a tool with the JSON object of its arguments. It commits or
// leaves no trace.
func (s *Session) Call(name string, arguments []byte) Result {
	t := s.engine.tools[name]
	if t == nil {
		return Result{Fault: UnknownTool, Error: fmt.Sprintf("there is no tool %q%s; the tools are %s", clip(name, 60), meant(name, s.engine.names), listed(s.engine.names))}
	}
	result := Result{Effect: t.effect}
	if err := t.load().asError(); err != nil {
		result.Fault, result.Error = Code, fmt.Sprintf("%s failed: %s", name, err)
		return result
	}
	var err error
	if len(arguments) > s.engine.limits.Arguments {
		err = refuse(BadArguments, "%s: the arguments have %d bytes; %d are allowed", name, len(arguments), s.engine.limits.Arguments)
	} else {
		i := s.engine.interpreters.Get().(*interpreter)
		if err = i.given.Clear(); err == nil {
			_, err = t.checkInto(&i.given, arguments)
		}
		if err == nil {
			result.Value, result.Steps, err = s.execute(i, t, &i.given)
		} else {
			s.engine.interpreters.Put(i)
		}
	}
	if err == nil {
		return result
	}
	result.Value = nil
	var r *refusal
	var evaluation *starlark.EvalError
	switch {
	case s.call.failure != nil:
		result.Fault, result.Error = Machine, s.call.failure.Error()
		s.call.failure = nil
	case errors.As(err, &r):
		result.Fault, result.Error = r.kind, r.message
		if r.kind == Refused || r.kind == BadArguments {
			return result // is what the tool meant to say
		}
	default:
		result.Fault, result.Error = Code, fmt.Sprintf("%s failed: %s", name, err)
	}
	if errors.As(err, &evaluation) {
		result.Detail = evaluation.Backtrace()
	}
	return result
}

// execute runs a tool as a transaction.
func (s *Session) execute(i *interpreter, t *tool, arguments *starlark.Dict) (value json.RawMessage, steps uint64, err error) {
	limit := s.engine.limits.Steps
	i.session = s
	i.thread.Steps = 0
	i.thread.Uncancel()
	i.thread.SetMaxExecutionSteps(limit)
	s.call.tool, s.call.limit, s.call.interpreter = t, limit, i
	defer func() {
		steps = min(i.thread.Steps, limit)
		if x := recover(); x != nil {
			err = fmt.Errorf("the interpreter gave up: %v", x) // and is not used again
		} else {
			i.session = nil
			s.engine.interpreters.Put(i)
		}
		failure := s.call.failure
		s.end(err == nil)
		s.call.failure = failure
	}()
	if t.ids {
		if i.arguments, err = i.encoder.encode(i.arguments[:0], arguments, canonical); err != nil {
			return nil, 0, err
		}
		s.call.arguments = i.arguments
	}
	for _, v := range arguments.Entries() {
		v.Freeze()
	}
	args, kwargs := t.bind(i.positional[:0], arguments)
	v, err := starlark.Call(i.thread, t.function, args, kwargs)
	clear(args)
	i.positional = args
	if err != nil {
		var r *refusal
		if i.thread.Steps >= limit && !errors.As(err, &r) {
			err = s.exhausted()
		}
		return nil, 0, err
	}
	i.buffer, err = i.encoder.encode(i.buffer[:0], v, asBuilt)
	if err != nil {
		return nil, 0, fmt.Errorf("the tool returned %w", err)
	}
	if len(i.buffer) > s.engine.limits.Result {
		return nil, 0, refuse(Exhausted, "%s: the result has %d bytes; %d are allowed: ask for less", t.name, len(i.buffer), s.engine.limits.Result)
	}
	if err := s.charge(len(i.buffer) / 64); err != nil {
		return nil, 0, err
	}
	if t.ids {
		if s.equal == nil {
			s.equal = map[identity]int{}
		}
		s.equal[identity{t, string(s.call.arguments)}]++
	}
	return bytes.Clone(i.buffer), 0, nil
}

// bind is what the function is called with: the first arguments by their place,
// as far as all are given, and the rest by name.
func (t *tool) bind(args starlark.Tuple, given *starlark.Dict) (starlark.Tuple, []starlark.Tuple) {
	for _, name := range t.positional {
		v, ok, err := given.Get(name)
		if !ok || err != nil {
			break
		}
		args = append(args, v)
	}
	if len(args) == given.Len() {
		return args, nil
	}
	return args[:0], given.Items()
}
