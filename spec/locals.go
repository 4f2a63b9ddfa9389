package spec

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// A local is a name of a `locals` block and, once asked for, its value.
type local struct {
	name      string
	attribute *hcl.Attribute
	state     state
	value     cty.Value
	mentioned bool

	// variables and locals are what its value is made of; shapes says that these
	// are known to be where something that is made may depend on it.
	variables []*variable
	locals    []*local
	shapes    bool
}

// shape marks what a local is made of as what things depend on.
func (x *local) shape() {
	if x.shapes {
		return
	}
	x.shapes = true
	for _, v := range x.variables {
		v.shapes = true
	}
	for _, y := range x.locals {
		y.shape()
	}
}

// state is how far a name is on the way to its value.
type state int

const (
	untouched state = iota
	underway
	done
)

// declareLocals takes up the names of a locals block.
func (l *loader) declareLocals(block *hcl.Block) {
	attributes, diags := block.Body.JustAttributes()
	l.add(diags...)
	for _, a := range inOrder(attributes) {
		if first, ok := l.locals[a.Name]; ok {
			l.add(Errorf(a.NameRange, "Duplicate local",
				"local.%s is already declared at %s.", a.Name, first.attribute.NameRange))
			continue
		}
		l.locals[a.Name] = &local{name: a.Name, attribute: a, value: cty.DynamicVal}
		l.localOrder = append(l.localOrder, a.Name)
	}
}

// local returns the value of a local, which it evaluates the first time.
func (l *loader) local(x *local) cty.Value {
	if x.state == untouched {
		x.state = underway
		l.active = append(l.active, "local."+x.name)
		x.value = l.value(x.attribute.Expr, &site{local: x})
		l.active = l.active[:len(l.active)-1]
		x.state = done
	}
	return x.value
}

// cycle reports that at r a name refers to itself, by way of the names that
// are being evaluated.
func (l *loader) cycle(r Range, name string) {
	if l.cycles++; l.cycles > maxCycles {
		return
	}
	start := 0
	for i, a := range l.active {
		if a == name {
			start = i
		}
	}
	path := append(append([]string{}, l.active[start:]...), name)
	if len(path) > maxPath {
		path = append(append(path[:maxPath/2:maxPath/2], "..."), path[len(path)-maxPath/2:]...)
	}
	l.add(Errorf(r, "Cycle", "The value of %s depends on itself: %s.", name, strings.Join(path, " -> ")))
}

// maxPath is how many names of a cycle a message spells out, maxCycles how many
// cycles are reported.
const (
	maxPath   = 20
	maxCycles = 100
)
