package community

// connect splits communities into their connected parts. Moving a vertex can
// leave its community in two pieces that only it held together; splitting them
// again adds to modularity. It numbers the parts from 0 in the order of their
// lowest vertices.
func connect[W uint32 | int64](l *level[W], of []uint32) []uint32 {
	const unseen = ^uint32(0)
	parts := make([]uint32, len(of))
	for v := range parts {
		parts[v] = unseen
	}
	var count uint32
	var stack []uint32
	for start, c := range of {
		if parts[start] != unseen {
			continue
		}
		parts[start] = count
		stack = append(stack, uint32(start))
		for len(stack) > 0 {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			targets, _ := l.row(v)
			for _, t := range targets {
				if of[t] == c && parts[t] == unseen {
					parts[t] = count
					stack = append(stack, t)
				}
			}
		}
		count++
	}
	return parts
}
