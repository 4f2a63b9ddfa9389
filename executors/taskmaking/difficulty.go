package taskmaking

// A Difficulty says how hard a task is, as far as that can be counted.
type Difficulty struct {
	// Calls is the number of golden calls.
	Calls int

	// Tables is the number of tables whose rows the calls show or change.
	Tables int

	// Lookups is the number of facts that have to be looked up: arguments that
	// an earlier result gave, and outputs.
	Lookups int
}

// Level is the bucket: each call, table and lookup beyond the first counts one;
// up to 5 is easy, up to 10 medium, more is hard.
func (d Difficulty) Level() string {
	switch points := max(0, d.Calls-1) + max(0, d.Tables-1) + max(0, d.Lookups-1); {
	case points <= 5:
		return "easy"
	case points <= 10:
		return "medium"
	}
	return "hard"
}

// difficulty is that of a finished walk.
func (w *walk) difficulty() Difficulty {
	d := Difficulty{Calls: len(w.calls), Lookups: len(w.outputs)}
	tables := map[*table]bool{}
	for _, c := range w.calls {
		if c.tool.table != nil {
			tables[c.tool.table] = true
		}
		for _, x := range c.exhibits {
			tables[x.table] = true
		}
		d.Lookups += c.lookups
	}
	d.Tables = len(tables)
	return d
}
