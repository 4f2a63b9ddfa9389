//go:build !linux

package compiler

import "os"

// swap puts the directory made at temp in the place of dir: afterwards temp
// holds what was at dir, if anything was.
func swap(temp, dir string) error {
	if _, err := os.Lstat(dir); os.IsNotExist(err) {
		return os.Rename(temp, dir)
	}
	return swapInSteps(temp, dir)
}
