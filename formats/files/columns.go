package files

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"

	"worldc/formats"
)

type compressor = compress.Codec

// A tree is the columns of a Parquet file, with what the levels of their values
// mean (Dremel: how often a value is there, and where a list goes on).
type tree struct {
	fields []*column // by name
	leaves int
}

// A column is one with its place.
type column struct {
	formats.Column
	fields []*column // by name

	// first and last are its leaves, from and to, in the order of the file.
	first, last int

	// defined is the level of a value that is there, where it is optional; listed
	// that of a list which is not empty, and repeats that of its elements but the
	// first.
	defined, listed, repeats int
}

// newTree orders columns as Parquet's groups do, by name, which is how names
// stand in canonical JSON.
func newTree(columns []formats.Column) *tree {
	t := &tree{}
	t.fields = t.grow(columns, 0, 0)
	return t
}

func (t *tree) grow(columns []formats.Column, defined, repeats int) []*column {
	var fields []*column
	for _, c := range columns {
		fields = append(fields, &column{Column: c})
	}
	slices.SortFunc(fields, func(a, b *column) int { return cmp.Compare(a.Name, b.Name) })
	for _, c := range fields {
		c.first, c.defined = t.leaves, defined
		if c.Optional {
			c.defined++
		}
		c.listed, c.repeats = c.defined, repeats
		if c.List {
			c.listed++
			c.repeats++
		}
		if len(c.Fields) > 0 {
			c.fields = t.grow(c.Fields, c.listed, c.repeats)
		} else {
			t.leaves++
		}
		c.last = t.leaves
	}
	return fields
}

// schema is the tree as Parquet has it.
func (t *tree) schema() parquet.Node { return group(t.fields) }

func group(fields []*column) parquet.Node {
	g := parquet.Group{}
	for _, c := range fields {
		g[c.Name] = c.node()
	}
	return g
}

func (c *column) node() parquet.Node {
	var n parquet.Node
	switch {
	case len(c.fields) > 0:
		n = group(c.fields)
	case c.Flag:
		n = parquet.Leaf(parquet.BooleanType)
	case c.Number:
		n = parquet.Int(64)
	default:
		n = parquet.String()
		if c.Few {
			n = parquet.Encoded(n, &parquet.RLEDictionary)
		}
	}
	if c.List {
		n = parquet.List(n)
	}
	if c.Optional {
		n = parquet.Optional(n)
	}
	return n
}

// texts are the paths of the leaves that are texts.
func (t *tree) texts() [][]string { return textsOf(t.fields, nil) }

func textsOf(fields []*column, path []string) [][]string {
	var paths [][]string
	for _, c := range fields {
		here := append(slices.Clip(path), c.Name)
		if c.List {
			here = append(here, "list", "element")
		}
		switch {
		case len(c.fields) > 0:
			paths = append(paths, textsOf(c.fields, here)...)
		case !c.Flag && !c.Number:
			paths = append(paths, here)
		}
	}
	return paths
}

// treeOf reads the tree of a file. It knows what worldc writes, and little more.
func treeOf(s *parquet.Schema) (*tree, error) {
	columns, err := columnsOf(s.Fields())
	if err != nil {
		return nil, err
	}
	t := newTree(columns)
	for i, path := range s.Columns() {
		if !slices.Equal(path, t.path(i)) {
			return nil, errors.New("its columns are not in the order of their names: worldc did not write it")
		}
	}
	return t, nil
}

// path is that of a leaf.
func (t *tree) path(leaf int) []string {
	var path []string
	fields := t.fields
	for {
		i := slices.IndexFunc(fields, func(c *column) bool { return c.first <= leaf && leaf < c.last })
		if i < 0 {
			return path
		}
		path = append(path, fields[i].Name)
		if fields[i].List {
			path = append(path, "list", "element")
		}
		fields = fields[i].fields
	}
}

func columnsOf(fields []parquet.Field) ([]formats.Column, error) {
	var columns []formats.Column
	for _, f := range fields {
		c := formats.Column{Name: f.Name(), Optional: f.Optional()}
		var node parquet.Node = f
		if f.Repeated() {
			return nil, fmt.Errorf("the column %s repeats without being a list", f.Name())
		}
		if list := node.Fields(); !node.Leaf() && len(list) == 1 && list[0].Repeated() {
			c.List = true
			if list[0].Name() != "list" || len(list[0].Fields()) != 1 || list[0].Fields()[0].Name() != "element" {
				return nil, fmt.Errorf("the list %s is not of the usual three levels", f.Name())
			}
			if node = list[0].Fields()[0]; node.Optional() || node.Repeated() {
				return nil, fmt.Errorf("the elements of the list %s may be null, or repeat", f.Name())
			}
		}
		if !node.Leaf() {
			var err error
			if c.Fields, err = columnsOf(node.Fields()); err != nil {
				return nil, err
			}
			if len(c.Fields) == 0 {
				return nil, fmt.Errorf("the column %s has no fields", f.Name())
			}
			columns = append(columns, c)
			continue
		}
		switch kind := node.Type().Kind(); kind {
		case parquet.Boolean:
			c.Flag = true
		case parquet.Int64:
			c.Number = true
		case parquet.ByteArray:
		default:
			return nil, fmt.Errorf("the column %s holds values of the kind %s", f.Name(), kind)
		}
		columns = append(columns, c)
	}
	return columns, nil
}
