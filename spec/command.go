package spec

// A Command runs an external program as a node: it gets the records of `from`
// as JSON lines on standard input and answers with records of the same type on
// standard output. It runs only with --allow-commands.
type Command struct {
	// From are the records that go in. All must be of one type.
	From References `spec:"from" reads:"any"`

	// Argv is the program and its arguments. The program is looked up in the
	// PATH unless it holds a slash; it runs in the spec's directory.
	Argv []string `spec:"argv"`

	// Inputs are the files that the program reads. Their contents enter the
	// Key: a change runs the program again.
	Inputs Paths `spec:"inputs,optional"`
}

func (c *Command) check(at func(string) Range) Diagnostics {
	if len(c.Argv) == 0 || c.Argv[0] == "" {
		return Diagnostics{Errorf(at("argv"), "Unsuitable value", "argv must begin with the program to run.")}
	}
	return nil
}
