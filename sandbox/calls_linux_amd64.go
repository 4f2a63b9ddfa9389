package sandbox

import "golang.org/x/sys/unix"

const seccompArch = unix.AUDIT_ARCH_X86_64

// olderCalls are calls that newer processors do not have.
var olderCalls = []uint32{
	unix.SYS_CHMOD, unix.SYS_CHOWN, unix.SYS_LCHOWN, unix.SYS_UTIME, unix.SYS_UTIMES, unix.SYS_FUTIMESAT,
}
