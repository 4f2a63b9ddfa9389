package compiler

import "os"

// swapInSteps swaps two directories where the system cannot do it at one
// stroke. A crash between the steps leaves dir missing and both directories
// beside it; the next build writes dir again.
func swapInSteps(temp, dir string) error {
	aside := temp + ".old"
	if err := os.Rename(dir, aside); err != nil {
		return err
	}
	if err := os.Rename(temp, dir); err != nil {
		return err
	}
	return os.Rename(aside, temp)
}
