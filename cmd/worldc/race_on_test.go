//go:build race

package main

// underRace says that the race detector watches. It takes terabytes of addresses
// for itself, for which the memory of a confined worker has no room.
const underRace = true
