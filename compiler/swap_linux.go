package compiler

import (
	"os"

	"golang.org/x/sys/unix"
)

// swap puts the directory made at temp in the place of dir, at one stroke
// where the file system can: afterwards temp holds what was at dir, if
// anything was.
func swap(temp, dir string) error {
	if _, err := os.Lstat(dir); os.IsNotExist(err) {
		return os.Rename(temp, dir)
	}
	err := unix.Renameat2(unix.AT_FDCWD, temp, unix.AT_FDCWD, dir, unix.RENAME_EXCHANGE)
	if err == unix.ENOSYS || err == unix.EINVAL {
		return swapInSteps(temp, dir)
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: temp, New: dir, Err: err}
	}
	return nil
}
