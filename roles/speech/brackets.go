package speech

// Closing is the position of the bracket that closes the one at i of a pattern.
// It panics where there is none, which is a programmer's mistake.
func Closing(pattern string, i int) int {
	depth := 0
	for j := i; j < len(pattern); j++ {
		switch pattern[j] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return j
			}
		}
	}
	panic("speech: an open bracket in " + pattern)
}

// Alternatives are the parts of a choice: what stands between the bars of a
// pattern that are in no bracket.
func Alternatives(pattern string) []string {
	var list []string
	depth, from := 0, 0
	for j := range len(pattern) {
		switch pattern[j] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '|':
			if depth == 0 {
				list = append(list, pattern[from:j])
				from = j + 1
			}
		}
	}
	return append(list, pattern[from:])
}

// open reports whether a bracket of a pattern is not closed.
func open(pattern string) bool {
	depth := 0
	for j := range len(pattern) {
		switch pattern[j] {
		case '{', '[':
			depth++
		case '}', ']':
			depth = max(0, depth-1) // one that closes nothing is text
		}
	}
	return depth > 0
}
