package sandbox

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// confine takes away from the calling thread, and from what it starts, the
// files and the ways to other processes and machines. There is no way back.
//
// Landlock is asked for by its three system calls and not through a library:
// these are thirty lines, and the library confines all threads of the process
// that asks, where here one thread is meant and the others must stay free.
func confine() error {
	if seccompArch == 0 {
		return &UnavailableError{"worldc does not know the system calls of this processor"}
	}
	own, err := executables()
	if err != nil {
		return fmt.Errorf("confining a worker: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return &UnavailableError{"the kernel refuses no_new_privs: " + err.Error()}
	}
	if err := landlock(own); err != nil {
		return err
	}
	filter := seccompFilter()
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.PrctlArg5Ptr(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&program)), 0, nil); err != nil {
		return &UnavailableError{"the kernel refuses seccomp: " + err.Error()}
	}
	return nil
}

// executables are the files that a worker is made of: the executable, and
// where it is linked dynamically the libraries of the system. They are what
// this process, which runs the same executable, has mapped for execution.
func executables() ([]string, error) {
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return nil, err
	}
	files := []string{"/proc/self/exe"}
	for line := range strings.Lines(string(maps)) {
		// address perms offset dev inode path
		fields := strings.Fields(line)
		if len(fields) == 6 && strings.Contains(fields[1], "x") && strings.HasPrefix(fields[5], "/") && !slices.Contains(files, fields[5]) {
			files = append(files, fields[5])
		}
	}
	return files, nil
}

// filesAccess are all rights on files that a version of Landlock knows.
func filesAccess(version int) uint64 {
	access := uint64(unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_READ_FILE |
		unix.LANDLOCK_ACCESS_FS_READ_DIR | unix.LANDLOCK_ACCESS_FS_REMOVE_DIR | unix.LANDLOCK_ACCESS_FS_REMOVE_FILE |
		unix.LANDLOCK_ACCESS_FS_MAKE_CHAR | unix.LANDLOCK_ACCESS_FS_MAKE_DIR | unix.LANDLOCK_ACCESS_FS_MAKE_REG |
		unix.LANDLOCK_ACCESS_FS_MAKE_SOCK | unix.LANDLOCK_ACCESS_FS_MAKE_FIFO | unix.LANDLOCK_ACCESS_FS_MAKE_BLOCK |
		unix.LANDLOCK_ACCESS_FS_MAKE_SYM)
	if version >= 2 {
		access |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if version >= 3 {
		access |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if version >= 5 {
		access |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	return access
}

// landlock forbids the calling thread all files, but to read and execute some.
func landlock(allowed []string) error {
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	switch {
	case errno == unix.ENOSYS:
		return &UnavailableError{"this kernel has no Landlock (Linux 5.13 and later have)"}
	case errno == unix.EOPNOTSUPP:
		return &UnavailableError{"Landlock is turned off in this kernel (add it to the parameter lsm=)"}
	case errno != 0:
		return &UnavailableError{"the kernel refuses Landlock: " + errno.Error()}
	}
	attr := unix.LandlockRulesetAttr{Handled_access_fs: filesAccess(int(version))}
	size := unsafe.Sizeof(attr.Handled_access_fs) // older kernels take no more
	if version >= 4 {
		attr.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
		size += unsafe.Sizeof(attr.Handled_access_net)
	}
	if version >= 7 {
		// Version 6 knows scopes too, but forbids signals between the threads of
		// one process with them, which Go needs.
		attr.Scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
		size += unsafe.Sizeof(attr.Scoped)
	}
	rules, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), size, 0)
	if errno != 0 {
		return &UnavailableError{"the kernel refuses Landlock: " + errno.Error()}
	}
	defer unix.Close(int(rules))
	for _, name := range allowed {
		file, err := unix.Open(name, unix.O_PATH|unix.O_CLOEXEC, 0)
		if errors.Is(err, unix.ENOENT) {
			continue // it was replaced while this process runs
		}
		if err != nil {
			return fmt.Errorf("confining a worker: %s: %w", name, err)
		}
		rule := unix.LandlockPathBeneathAttr{Allowed_access: unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE, Parent_fd: int32(file)}
		_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, rules, unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&rule)), 0, 0, 0)
		unix.Close(file)
		if errno != 0 {
			return fmt.Errorf("confining a worker: %s: %w", name, errno)
		}
	}
	if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, rules, 0, 0); errno != 0 {
		return &UnavailableError{"the kernel refuses Landlock: " + errno.Error()}
	}
	return nil
}

// refusedCalls are the system calls, by numbers that every processor has, that
// lead out of a process past Landlock. A worker has no use for any.
func refusedCalls() []uint32 {
	return append([]uint32{
		// other machines and other processes
		unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_IO_URING_SETUP,
		unix.SYS_SHMGET, unix.SYS_SHMAT, unix.SYS_MSGGET, unix.SYS_SEMGET, unix.SYS_MQ_OPEN,
		unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PIDFD_GETFD, unix.SYS_KCMP,
		unix.SYS_SETPRIORITY, unix.SYS_SCHED_SETSCHEDULER,
		// the kernel: keys, tracing, namespaces, handles that go round paths
		unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD,
		unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_MOUNT, unix.SYS_NAME_TO_HANDLE_AT, unix.SYS_OPEN_BY_HANDLE_AT,
		// what is known of a file, which Landlock does not protect
		unix.SYS_FCHMODAT, unix.SYS_FCHMODAT2, unix.SYS_FCHMOD, unix.SYS_FCHOWNAT, unix.SYS_FCHOWN, unix.SYS_UTIMENSAT,
		unix.SYS_SETXATTR, unix.SYS_LSETXATTR, unix.SYS_FSETXATTR, unix.SYS_REMOVEXATTR, unix.SYS_LREMOVEXATTR, unix.SYS_FREMOVEXATTR,
		unix.SYS_GETXATTR, unix.SYS_LGETXATTR, unix.SYS_LISTXATTR, unix.SYS_LLISTXATTR,
	}, olderCalls...)
}

// seccompFilter is a program for the kernel: refused calls fail with EPERM, as
// do all calls by another convention than that of this processor.
func seccompFilter() []unix.SockFilter {
	const (
		load  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		least = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
		give  = unix.BPF_RET | unix.BPF_K

		number, architecture = 0, 4 // where they stand in struct seccomp_data
		refuse               = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	)
	f := []unix.SockFilter{
		{Code: load, K: architecture},
		{Code: equal, K: seccompArch, Jt: 1},
		{Code: give, K: refuse},
		{Code: load, K: number},
		{Code: least, K: 0x40000000, Jf: 1}, // x32, on amd64; no other call is so high
		{Code: give, K: refuse},
	}
	for _, call := range refusedCalls() {
		f = append(f, unix.SockFilter{Code: equal, K: call, Jf: 1}, unix.SockFilter{Code: give, K: refuse})
	}
	return append(f, unix.SockFilter{Code: give, K: unix.SECCOMP_RET_ALLOW})
}
