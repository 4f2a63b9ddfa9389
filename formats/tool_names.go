package formats

import (
	"fmt"
	"strings"

	"worldc/world"
)

// A NameRule says which names of tools a reader takes: letters, digits, _ and -
// of ASCII.
type NameRule struct {
	Longest  int
	Dots     bool     // are taken too
	Reserved []string // for tools of the reader's own
}

// ToolNames names the tools of one list, so that a reader takes each name and
// can tell each tool from the others.
type ToolNames struct {
	rule  NameRule
	taken map[string]bool
}

// Names begins a list.
func (r NameRule) Names() *ToolNames {
	n := &ToolNames{rule: r, taken: map[string]bool{}}
	for _, name := range r.Reserved {
		n.taken[name] = true
	}
	return n
}

// Give names the next tool of the list. A tool keeps the name that it has,
// unless the reader does not take it or another has it: what may not be in a name
// becomes _, what is too long is cut, and a number tells it from the others. What
// it was called before is the name of its source then.
func (n *ToolNames) Give(t world.Tool) world.Tool {
	name := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_', r == '-', r == '.' && n.rule.Dots:
			return r
		}
		return '_'
	}, t.Name)
	if name == "" {
		name = "tool"
	}
	free := name[:min(len(name), n.rule.Longest)]
	for i := 2; n.taken[free]; i++ {
		suffix := fmt.Sprintf("_%d", i)
		free = name[:min(len(name), n.rule.Longest-len(suffix))] + suffix
	}
	n.taken[free] = true
	if free != t.Name {
		if t.Source.Name == "" {
			t.Source.Name = t.Name
		}
		t.Name = free
	}
	return t
}
