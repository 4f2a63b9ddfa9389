//go:build !race

package toolpool

// slowdown is 1 where nothing watches.
const slowdown = 1
