package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// A Variable is a value that is set from outside, by --var and --var-file, and
// is read as `var.NAME`.
type Variable struct {
	// Name is what `var.NAME` refers to.
	Name string `spec:"name,label"`

	// Type is what the variable holds: `string`, `number`, `bool`,
	// `list(...)`, `set(...)`, `map(...)`, `object({...})`, `tuple([...])` or
	// `any`; values are converted to it. `optional(type, default)` marks
	// attributes of an object that may be left out. Without a type the
	// variable takes anything, and --var gives a string.
	Type hcl.Expression `spec:"type,optional" takes:"a type"`

	// Default is the value where none is set; a variable without one must be
	// set. It may call functions but refers to nothing.
	Default hcl.Expression `spec:"default,optional" takes:"a constant"`

	// Description says what the variable is for.
	Description string `spec:"description,free" default:""`

	// Validations are conditions that the value must meet.
	Validations []Validation `spec:"validation,block"`
}

// A Validation is a condition on a variable and what to say when it fails.
type Validation struct {
	// Condition is an expression, usually over the variable itself, that must
	// be true.
	Condition hcl.Expression `spec:"condition" takes:"true or false"`

	// ErrorMessage is a sentence about what is expected.
	ErrorMessage hcl.Expression `spec:"error_message" takes:"a string"`
}

// A variable is a declared Variable and its value.
type variable struct {
	Variable
	header    Range
	value     cty.Value
	mentioned bool
	shapes    bool // something that is made may depend on it
}
