//go:build race

package toolpool

// slowdown is how many times as long the race detector lets things take.
const slowdown = 10
