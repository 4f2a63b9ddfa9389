// Package spec is the language: it turns HCL files into a Spec, a value of
// constants and typed references in which everything that can be wrong about
// the text has been found wrong.
//
// A block of the language is a plain Go struct in a file of its own
// (tool_graph.go holds `tool_graph`); the struct's tags are its syntax and its
// doc comments are its documentation, from which docs/language.md is made.
// To add a block, write such a file and its line in the table of kinds.
//
// The rules of the package:
//
//   - HCL and cty stay inside; what leaves is strings, numbers, lists, files
//     and pointers to other blocks.
//   - A user's mistake is a diagnostic with the exact range, and all mistakes
//     are reported in one run, in source order. A mistake in a struct tag
//     panics.
//   - Loading depends on the spec, its variables and the names of the files its
//     paths match, on nothing else: no clock, no environment, no map order.
//   - No input may cost more than the guards allow (guard.go, cost.go): HCL
//     itself can be made to overflow the stack or to fill the memory.
package spec

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// Options are what a user says about a spec outside of it.
type Options struct {
	// Vars are the values of --var by name of the variable. A value is taken
	// as it is for a variable of type string (or of no type), and is read as
	// an expression otherwise.
	Vars map[string]string

	// VarFiles are files of values, HCL arguments or (*.json) a JSON object.
	// A later file overrides an earlier one and Vars override both.
	VarFiles []string

	// AllowPaths are directories and files outside the spec's directory that
	// its paths may match.
	AllowPaths []string
}

// A Spec is what the files of a spec say, evaluated.
type Spec struct {
	// Path is the file or directory that was loaded, Dir the directory that
	// relative paths start from.
	Path, Dir string

	// Options are what it was loaded with.
	Options Options

	// Experiment is the experiment block, its defaults where there is none.
	Experiment Experiment

	// Blocks are the instances of all blocks except experiment, variable and
	// locals: in source order, files by name, the instances of one for_each
	// block by key.
	Blocks []*Block

	// Aside are the variables that only say where and how models are asked, by
	// name: whatever they are set to, the same is made.
	Aside []string

	// Texts are the files that expressions read, in the order in which they were
	// read. What they hold is part of the values.
	Texts []Text

	// Files are the sources by the name that ranges give them, for Write.
	Files map[string]*hcl.File
}

// Block returns the block at an address such as `domains.d` or
// `domains.d["k"]`, nil if there is none.
func (s *Spec) Block(address string) *Block {
	for _, b := range s.Blocks {
		if b.Address() == address {
			return b
		}
	}
	return nil
}

// Resolve returns the path of a file that the spec names, relative to its
// directory, whether it is there or not.
func (s *Spec) Resolve(path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(s.Dir, path)
}

// Load reads the spec at path: one file of native (*.hcl) or JSON (*.hcl.json)
// syntax, or a directory, of which it takes all such files, not those of its
// subdirectories. The Spec is never nil, so that its Files can show what the
// diagnostics point at; it may be used for anything else only if the
// diagnostics hold no error.
func Load(path string, o Options) (*Spec, Diagnostics) {
	l := newLoader(path, o)
	if l.read() {
		l.declare()
		l.evaluate()
		l.check()
	}
	return l.spec, l.finish()
}

// evaluate gives every declaration its instances and every instance its
// configuration.
func (l *loader) evaluate() {
	l.readVariables()
	for _, name := range l.localOrder {
		l.local(l.locals[name])
	}
	for _, d := range l.declarations {
		l.expand(d)
	}
	for _, d := range l.declarations {
		for _, b := range d.instances {
			l.configure(d, b)
		}
		if len(d.instances) == 0 {
			l.probe(d)
		}
		if d.kind.Name == "experiment" {
			continue
		}
		l.spec.Blocks = append(l.spec.Blocks, d.instances...)
	}
	l.checkVariables()
	for _, name := range slices.Sorted(maps.Keys(l.variables)) {
		if v := l.variables[name]; v.mentioned && !v.shapes {
			l.spec.Aside = append(l.spec.Aside, name)
		}
	}
}

// finish returns the diagnostics as a user should see them: each once, in
// source order.
func (l *loader) finish() Diagnostics {
	Sort(l.diags)
	type place struct {
		severity        hcl.DiagnosticSeverity
		summary, detail string
		subject         Range
	}
	seen := make(map[place]bool, len(l.diags))
	return slices.DeleteFunc(l.diags, func(d *Diagnostic) bool {
		p := place{severity: d.Severity, summary: d.Summary, detail: d.Detail}
		if d.Subject != nil {
			p.subject = *d.Subject
		}
		again := seen[p]
		seen[p] = true
		return again
	})
}

// compareRanges orders ranges as a reader meets them.
func compareRanges(a, b Range) int {
	return cmp.Or(
		cmp.Compare(a.Filename, b.Filename),
		cmp.Compare(a.Start.Byte, b.Start.Byte),
		cmp.Compare(a.End.Byte, b.End.Byte),
	)
}
