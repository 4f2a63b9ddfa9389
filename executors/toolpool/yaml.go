package toolpool

import (
	"bytes"
	"errors"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxYAML is the largest YAML text, in bytes: its parser needs some fifty
// times as much memory.
const maxYAML = 16 << 20

// maxAliased is how many values the aliases of a YAML text may repeat.
const maxAliased = 1 << 18

var (
	errAliases = errors.New("aliases repeat too much")
	errYAML    = errors.New("the YAML is larger than 16 MiB; write it as JSON")
)

// decodeYAML reads the first document of a YAML text as JSON would have it,
// with the members in the order of the text. line is where an error is, 0 if
// nowhere. Of equally named members the last one counts.
func decodeYAML(data []byte) (v *value, r reader, line int, err error) {
	if len(data) > maxYAML {
		return nil, r, 0, errYAML
	}
	defer func() {
		// The parser panics where it should not; a text must not end the program.
		if e := recover(); e != nil {
			v, r, line, err = nil, reader{}, 0, errors.New("the YAML parser fails on the text")
		}
	}()
	var root yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&root); err != nil {
		message := strings.TrimPrefix(err.Error(), "yaml: ")
		if m := yamlLine.FindStringSubmatch(message); m != nil {
			line, _ = strconv.Atoi(m[1])
			message = message[len(m[0]):]
		}
		return nil, r, line, errors.New("invalid YAML: " + message)
	}
	y := yamlReader{}
	v, err = y.value(&root, 0)
	if y.duplicates {
		r.flaw(flawDuplicate)
	}
	return v, r, y.line, err
}

var yamlLine = regexp.MustCompile(`^line (\d+): `)

type yamlReader struct {
	line       int
	duplicates bool
	aliased    int // values read through aliases
	inside     int // aliases around the value that is read
	slab       []value
}

func (y *yamlReader) new(k kind, s string) *value {
	if len(y.slab) == 0 {
		y.slab = make([]value, 64)
	}
	v := &y.slab[0]
	y.slab = y.slab[1:]
	v.kind, v.text = k, s
	return v
}

func (y *yamlReader) value(n *yaml.Node, depth int) (*value, error) {
	if depth > maxDepth {
		y.line = n.Line
		return nil, errDepth
	}
	if y.inside > 0 {
		if y.aliased++; y.aliased > maxAliased {
			y.line = n.Line
			return nil, errAliases
		}
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return y.value(n.Content[0], depth)
	case yaml.AliasNode:
		y.inside++
		v, err := y.value(n.Alias, depth+1)
		y.inside--
		return v, err
	case yaml.SequenceNode:
		v := y.new(list, "")
		for _, c := range n.Content {
			item, err := y.value(c, depth+1)
			if err != nil {
				return nil, err
			}
			v.items = append(v.items, item)
		}
		return v, nil
	case yaml.MappingNode:
		v := y.new(object, "")
		return v, y.members(v, n, depth, make(map[string]int, len(n.Content)/2), false)
	case yaml.ScalarNode:
		return y.scalar(n), nil
	}
	return y.new(null, "null"), nil
}

// members reads a mapping into v. places are the members that v has. What is
// merged in by `<<` yields to what v says itself.
func (y *yamlReader) members(v *value, n *yaml.Node, depth int, places map[string]int, merging bool) error {
	var merges []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, c := n.Content[i], n.Content[i+1]
		if k.Kind == yaml.ScalarNode && k.Tag == "!!merge" {
			merges = append(merges, c)
			continue
		}
		for k.Kind == yaml.AliasNode {
			k = k.Alias
		}
		name := k.Value // 200, true and 1.0 are names as they are written
		if k.Kind != yaml.ScalarNode {
			y.line = k.Line
			return errors.New("a key is a list or a mapping")
		}
		at, known := places[name]
		if known && merging {
			continue
		}
		item, err := y.value(c, depth+1)
		if err != nil {
			return err
		}
		if known {
			v.items[at], y.duplicates = item, true
			continue
		}
		places[name] = len(v.names)
		v.add(name, item)
	}
	for _, m := range merges {
		if err := y.merge(v, m, depth+1, places); err != nil {
			return err
		}
	}
	return nil
}

// merge reads what `<<` names: a mapping, or a list of them.
func (y *yamlReader) merge(v *value, n *yaml.Node, depth int, places map[string]int) error {
	if depth > maxDepth {
		y.line = n.Line
		return errDepth
	}
	if y.aliased++; y.aliased > maxAliased {
		y.line = n.Line
		return errAliases
	}
	switch n.Kind {
	case yaml.AliasNode:
		y.inside++
		err := y.merge(v, n.Alias, depth+1, places)
		y.inside--
		return err
	case yaml.SequenceNode:
		for _, c := range n.Content {
			if err := y.merge(v, c, depth+1, places); err != nil {
				return err
			}
		}
		return nil
	case yaml.MappingNode:
		return y.members(v, n, depth, places, true)
	}
	y.line = n.Line
	return errors.New("`<<` merges something that is no mapping")
}

// scalar reads a scalar as JSON: dates and other tagged texts are texts.
func (y *yamlReader) scalar(n *yaml.Node) *value {
	switch n.ShortTag() {
	case "!!null":
		return y.new(null, "null")
	case "!!bool":
		var b bool
		if n.Decode(&b) == nil {
			return y.new(boolean, strconv.FormatBool(b))
		}
	case "!!int":
		if i, ok := new(big.Int).SetString(strings.ReplaceAll(strings.TrimPrefix(n.Value, "+"), "_", ""), 0); ok &&
			len(n.Value) <= maxNumber {
			return y.new(number, i.String())
		}
	case "!!float":
		literal := n.Value
		if v := numberText(literal); v != nil {
			return v
		}
		var f float64
		if n.Decode(&f) == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return y.new(number, strconv.FormatFloat(f, 'g', -1, 64))
		}
	}
	return y.new(text, strings.ToValidUTF8(n.Value, "\uFFFD"))
}
