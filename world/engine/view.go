package engine

import (
	"fmt"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// A row is what tool code sees of it: a dict from column to value, in the order
// of the columns, that cannot be changed. It does what a dict does as far as
// that reads, and costs nothing to hand over.
var (
	_ starlark.IterableMapping = (*row)(nil)
	_ starlark.HasAttrs        = (*row)(nil)
	_ starlark.Comparable      = (*row)(nil)
	_ starlark.Sequence        = (*row)(nil)
)

// String implements starlark.Value.
func (r *row) String() string {
	out, err := appendPython(nil, r, 0)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// Type implements starlark.Value.
func (r *row) Type() string { return "dict" }

// Freeze implements starlark.Value: a row is frozen.
func (r *row) Freeze() {}

// Truth implements starlark.Value: a row has at least a key.
func (r *row) Truth() starlark.Bool { return true }

// Hash implements starlark.Value.
func (r *row) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: dict") }

// Get implements starlark.Mapping.
func (r *row) Get(key starlark.Value) (starlark.Value, bool, error) {
	if name, ok := key.(starlark.String); ok {
		if c, ok := r.table.named(string(name)); ok {
			return r.values[c], true, nil
		}
	}
	return nil, false, nil
}

// Len implements starlark.Sequence.
func (r *row) Len() int { return len(r.values) }

// Iterate implements starlark.Iterable.
func (r *row) Iterate() starlark.Iterator { return &rowIterator{r, 0} }

// Items implements starlark.IterableMapping.
func (r *row) Items() []starlark.Tuple {
	items := make([]starlark.Tuple, len(r.values))
	for i, x := range r.values {
		items[i] = starlark.Tuple{r.table.columns[i].value, x}
	}
	return items
}

// CompareSameType implements starlark.Comparable.
func (r *row) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	return starlark.CompareDepth(op, r.dict(), y.(*row).dict(), depth)
}

// dict is a dict with the same items.
func (r *row) dict() *starlark.Dict {
	d := starlark.NewDict(r.Len())
	for i, x := range r.values {
		if err := d.SetKey(r.table.columns[i].value, x); err != nil {
			panic(err) // a string is hashable, and d is not frozen
		}
	}
	return d
}

// rowMethods are the methods of a dict that do not change it.
var rowMethods = map[string]func(r *row, args starlark.Tuple) (starlark.Value, error){
	"get": func(r *row, args starlark.Tuple) (starlark.Value, error) {
		if len(args) < 1 || len(args) > 2 {
			return nil, fmt.Errorf("get takes a column and what to return where there is none")
		}
		if x, ok, err := r.Get(args[0]); ok || err != nil {
			return x, err
		}
		if len(args) == 2 {
			return args[1], nil
		}
		return starlark.None, nil
	},
	"items": func(r *row, args starlark.Tuple) (starlark.Value, error) {
		list := make([]starlark.Value, r.Len())
		for i, item := range r.Items() {
			list[i] = item
		}
		return starlark.NewList(list), nil
	},
	"keys": func(r *row, args starlark.Tuple) (starlark.Value, error) {
		list := make([]starlark.Value, r.Len())
		for i := range list {
			list[i] = r.table.columns[i].value
		}
		return starlark.NewList(list), nil
	},
	"values": func(r *row, args starlark.Tuple) (starlark.Value, error) {
		return starlark.NewList(append([]starlark.Value(nil), r.values...)), nil
	},
}

// Attr implements starlark.HasAttrs.
func (r *row) Attr(name string) (starlark.Value, error) {
	method, ok := rowMethods[name]
	if !ok {
		switch name {
		case "clear", "pop", "popitem", "setdefault", "update":
			return nil, fmt.Errorf("a row cannot be changed: copy it with dict(row), or write with db.update")
		}
		return nil, nil
	}
	return starlark.NewBuiltin(name, func(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) > 0 || name != "get" && len(args) > 0 {
			return nil, fmt.Errorf("%s takes no such argument", name)
		}
		return method(r, args)
	}), nil
}

// AttrNames implements starlark.HasAttrs.
func (r *row) AttrNames() []string { return sortedKeys(rowMethods) }

// A rowIterator iterates over the names of the columns.
type rowIterator struct {
	row *row
	at  int
}

// Next implements starlark.Iterator.
func (i *rowIterator) Next(p *starlark.Value) bool {
	if i.at == i.row.Len() {
		return false
	}
	*p = i.row.table.columns[i.at].value
	i.at++
	return true
}

// Done implements starlark.Iterator.
func (i *rowIterator) Done() {}
