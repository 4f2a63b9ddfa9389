package engine

// A columnFinder finds the columns of a table by their names, which tool code does
// for each value that it looks at. Names that differ have slots that differ, by
// their lengths and three of their letters, so that one comparison settles it.
type columnFinder struct {
	factor uint
	slots  [128]uint8 // a column, from 1; 0 is none
}

// newColumnFinder looks for a factor that gives each name a slot of its own; nil
// where there is none.
func newColumnFinder(columns []column) *columnFinder {
	if len(columns) > 100 {
		return nil
	}
factors:
	for factor := uint(1); factor < 64; factor += 2 {
		f := &columnFinder{factor: factor}
		for i := range columns {
			at := &f.slots[f.slot(columns[i].name)]
			if *at != 0 {
				continue factors
			}
			*at = uint8(i + 1)
		}
		return f
	}
	return nil
}

// slot is where a name, which is not empty, has its column.
func (f *columnFinder) slot(name string) uint {
	n := uint(len(name))
	return ((n*7+uint(name[0]))*f.factor + uint(name[n/2])*5 + uint(name[n-1])*f.factor) % uint(len(f.slots))
}

// named is the position of the column with a name.
func (t *table) named(name string) (column int, ok bool) {
	if t.finder == nil || name == "" {
		column, ok = t.byName[name]
		return column, ok
	}
	c := int(t.finder.slots[t.finder.slot(name)]) - 1
	return c, c >= 0 && t.columns[c].name == name
}
