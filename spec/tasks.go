package spec

// Tasks makes tasks in worlds (AgentScaler §2.3): a walk along the `feeds`
// edges of the world's domain chooses tools, arguments are bound from rows,
// earlier results and what a person may wish, and every call is executed. What
// the calls come to is the gold; an instruction tells it as the person would
// who wants it done.
//
// A task whose calls fail, that changes nothing, that has a step which nobody
// would miss, or whose arguments nobody could know is not made; another walk is
// tried.
type Tasks struct {
	// Worlds are those to make tasks in. Their domains are read as well, where
	// they have one.
	Worlds References `spec:"worlds" reads:"World"`

	// Writer tells the walks as a person would. Left out, it is worldc itself.
	Writer References `spec:"writer,optional" reads:"model" takes:"a reference to a model"`

	// PerWorld is how many tasks a world gets, if it has so many that differ.
	// Raising it keeps the tasks there were.
	PerWorld int `spec:"per_world" default:"4" range:"[1,100000]"`

	// Calls bounds the number of golden calls.
	Calls CallBounds `spec:"calls,block"`

	// ReadOnlyShare is the share of tasks that write nothing. A world whose
	// tools cannot write has no others.
	ReadOnlyShare float64 `spec:"read_only_share" default:"0.3" range:"[0,1]"`
}

// A CallBounds bounds the number of golden calls of a task.
type CallBounds struct {
	// Min is the least number of calls.
	Min int `spec:"min" default:"2" range:"[1,64]"`

	// Max is the greatest number of calls.
	Max int `spec:"max" default:"6" range:"[1,64]"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

func (t *Tasks) check(at func(string) Range) Diagnostics {
	if t.Calls.Max < t.Calls.Min {
		return Diagnostics{Errorf(t.Calls.Range, "Out of range",
			"calls must have max at least min, which is %d, not %d.", t.Calls.Min, t.Calls.Max)}
	}
	return nil
}
