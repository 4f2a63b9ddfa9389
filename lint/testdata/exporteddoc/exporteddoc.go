// Package exporteddoc breaks the rule of its name.
package exporteddoc

type Bare struct{} // the comment of a line counts

type Naked struct { // want "exporteddoc: exported Naked has no comment"
	Field int
}

func (n Naked) Method() {} // want "exporteddoc: exported Method has no comment"

func (n *Naked) hidden() {}

type inner struct{}

func (inner) Method() {}

func Function() {} // want "exporteddoc: exported Function has no comment"

const Alone = 1 /* a comment of a line */

var (
	First int // the comment of a line
)

/* want "exporteddoc: exported Second has no comment" */

var Second int

// The group has one for both.
const (
	Third  = 3
	Fourth = 4
)

// Documented is.
func Documented() {}
