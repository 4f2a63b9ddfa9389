package sandbox

import "golang.org/x/sys/unix"

const seccompArch = unix.AUDIT_ARCH_RISCV64

// olderCalls are calls that newer processors do not have.
var olderCalls []uint32
