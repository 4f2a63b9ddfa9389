package toolsmith

import (
	"regexp/syntax"
	"strconv"
)

// A keyShape is how the keys of a table look, where their documents insist on
// it: a beginning, then so many signs of a class.
type keyShape struct {
	prefix string
	signs  signs
	size   int
}

type signs uint8

const (
	hexadecimal signs = iota // 0-9 and a-f at least
	capitals                 // 0-9 and A-F at least
	numerals                 // 0-9
)

// keyShapeOf reads a regular expression such as ^ORD-[0-9]{7}$; not ok for one
// that is not as simple. Of alternatives the last that is simple is taken, since
// the first are often names of their own: ^(primary|cal_[a-z0-9-]{1,40})$.
func keyShapeOf(pattern string) (shape keyShape, ok bool) {
	if pattern == "" || len(pattern) > 200 {
		return shape, false
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return shape, false
	}
	return keyShapeOfTree(tree, &keyShape{})
}

func keyShapeOfTree(tree *syntax.Regexp, shape *keyShape) (keyShape, bool) {
	parts := flattened(tree, nil)
	for _, re := range parts {
		switch re.Op {
		case syntax.OpBeginText, syntax.OpEndText, syntax.OpEmptyMatch:
			continue
		case syntax.OpAlternate:
			for i := len(re.Sub) - 1; i >= 0; i-- {
				if inner, ok := keyShapeOfTree(re.Sub[i], &keyShape{}); ok && shape.size == 0 && shape.prefix == "" {
					return inner, true
				}
			}
			return *shape, false
		case syntax.OpLiteral:
			if shape.size > 0 || re.Flags&syntax.FoldCase != 0 {
				return *shape, false
			}
			shape.prefix += string(re.Rune)
		case syntax.OpCharClass, syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
			class, more := re, 1
			if re.Op != syntax.OpCharClass {
				class = re.Sub[0]
				least, most := re.Min, re.Max
				if re.Op != syntax.OpRepeat {
					least, most = 1, -1
				}
				if more = least; most < 0 || most > least {
					more = max(least, 10) // short keys would be met twice
					if most >= 0 {
						more = min(more, most)
					}
				}
			}
			s, ok := signsOf(class)
			if !ok || shape.size > 0 && s != shape.signs {
				return *shape, false
			}
			shape.signs, shape.size = s, shape.size+more
		default:
			return *shape, false
		}
	}
	// An id is made of 12 hexadecimal digits, and its number has 14 or 15.
	most := 12
	if shape.signs == numerals {
		most = 14
	}
	for _, r := range shape.prefix {
		if r < ' ' || r > '~' {
			return *shape, false
		}
	}
	return *shape, shape.size > 0 && shape.size <= most
}

// flattened are the parts of an expression, without groups.
func flattened(re *syntax.Regexp, parts []*syntax.Regexp) []*syntax.Regexp {
	switch re.Op {
	case syntax.OpConcat, syntax.OpCapture:
		for _, sub := range re.Sub {
			parts = flattened(sub, parts)
		}
		return parts
	}
	return append(parts, re)
}

// signsOf is the class of signs that a character class holds.
func signsOf(re *syntax.Regexp) (signs, bool) {
	if re.Op != syntax.OpCharClass {
		return 0, false
	}
	holds := func(from, to rune) bool {
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if re.Rune[i] <= from && to <= re.Rune[i+1] {
				return true
			}
		}
		return false
	}
	switch {
	case !holds('0', '9'):
		return 0, false
	case holds('a', 'f'):
		return hexadecimal, true
	case holds('A', 'F'):
		return capitals, true
	}
	return numerals, true
}

// shapedKey is an expression for a new key of a shape.
func (f *function) shapedKey(shape keyShape) string {
	switch shape.signs {
	case numerals:
		id := f.prelude.helper("number_of") + "(db.new_id(\"\"), " + strconv.Itoa(shape.size) + ")"
		if shape.prefix == "" {
			return id
		}
		return star(shape.prefix) + " + " + id
	case capitals:
		id := "db.new_id(\"\").upper()[:" + strconv.Itoa(shape.size) + "]"
		if shape.prefix == "" {
			return id
		}
		return star(shape.prefix) + " + " + id
	}
	if shape.size == 12 {
		return "db.new_id(" + star(shape.prefix) + ")"
	}
	return "db.new_id(" + star(shape.prefix) + ")[:" + strconv.Itoa(len(shape.prefix)+shape.size) + "]"
}
