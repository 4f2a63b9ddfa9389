package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"worldc/world"
)

// opProbe asks a worker of the tests to try something that it may not.
const opProbe = 'p'

// probes are ways out of a worker. Each returns what it reached.
var probes = map[string]func(argument string) (string, error){
	"read":     func(path string) (string, error) { b, err := os.ReadFile(path); return string(b), err },
	"list":     func(path string) (string, error) { d, err := os.ReadDir(path); return fmt.Sprint(d), err },
	"write":    func(path string) (string, error) { return "written", os.WriteFile(path, []byte("x"), 0o600) },
	"append":   appendTo,
	"truncate": func(path string) (string, error) { return "truncated", os.Truncate(path, 0) },
	"remove":   func(path string) (string, error) { return "removed", os.Remove(path) },
	"rename":   func(path string) (string, error) { return "renamed", os.Rename(path, path+".new") },
	"link":     func(path string) (string, error) { return "linked", os.Link(path, path+".link") },
	"symlink":  func(path string) (string, error) { return "linked", os.Symlink("/etc", path+".symlink") },
	"mkdir":    func(path string) (string, error) { return "made", os.Mkdir(path+".dir", 0o700) },
	"chmod":    func(path string) (string, error) { return "changed", os.Chmod(path, 0o777) },
	"run": func(path string) (string, error) {
		b, err := exec.Command(path).CombinedOutput()
		return string(b), err
	},
	"dial": func(address string) (string, error) {
		network, address, _ := strings.Cut(address, " ")
		c, err := net.Dial(network, address)
		if err == nil {
			c.Close()
		}
		return "connected", err
	},
	"listen": func(address string) (string, error) {
		c, err := net.Listen("tcp", address)
		if err == nil {
			c.Close()
		}
		return "listening", err
	},
	"signal": func(pid string) (string, error) {
		var n int
		fmt.Sscan(pid, &n)
		p, err := os.FindProcess(n)
		if err != nil {
			return "", err
		}
		return "signalled", p.Signal(os.Signal(noSignal))
	},
	"inherited": func(fd string) (string, error) {
		var n int
		fmt.Sscan(fd, &n)
		b := make([]byte, 10)
		k, err := os.NewFile(uintptr(n), "inherited").Read(b)
		return string(b[:k]), err
	},
	"environment": func(string) (string, error) {
		left := slices.DeleteFunc(os.Environ(), func(v string) bool { return slices.Contains(environment(), v) })
		if len(left) > 0 {
			return strings.Join(left, " "), nil
		}
		return "", errors.New("there is none")
	},
}

func appendTo(path string) (string, error) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return "", err
	}
	return "opened", f.Close()
}

// probe is what a worker of the tests answers beside its other questions.
func probe(op byte, m *message) {
	name, argument := m.text(), m.text()
	reached, err := probes[name](argument)
	m.begin(opAnswer)
	if err != nil {
		reached = ""
		m.putText(err.Error())
	} else {
		m.putText("")
	}
	m.putText(reached)
}

// try has the worker make an attempt.
func (k *Worker) try(name, argument string) (reached, refusal string, err error) {
	m := k.ask(opProbe)
	defer k.mu.Unlock()
	m.putText(name)
	m.putText(argument)
	if _, err := k.answer(nil); err != nil {
		return "", "", err
	}
	refusal, reached = k.m.text(), k.m.text()
	return reached, refusal, k.done()
}

// TestProbes: nothing of the host is reached from a worker, by any thread of
// it. Every attempt succeeds outside, or proves nothing.
func TestProbes(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("WORLDC_SECRET", "secret")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	socket, err := net.Listen("unix", filepath.Join(dir, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	inherited := inheritable(t, secret)

	k := mustLoad(t, shop(), testLimits())
	for _, p := range []struct{ name, argument string }{
		{"read", secret}, {"read", "/etc/passwd"}, {"read", "/proc/self/environ"}, {"read", "/proc/self/maps"}, {"read", "/proc/version"},
		{"read", fmt.Sprintf("/proc/%d/environ", os.Getpid())}, {"read", "/dev/urandom"}, {"read", "/sys/kernel/mm/transparent_hugepage/enabled"},
		{"list", dir}, {"list", "/"}, {"list", "/proc"}, {"list", "/proc/self/fd"},
		{"write", filepath.Join(dir, "new")}, {"write", secret}, {"write", "/dev/shm/worldc"}, {"write", "/dev/null"}, {"append", secret}, {"truncate", secret},
		{"remove", secret}, {"rename", secret}, {"link", secret}, {"symlink", secret}, {"mkdir", secret}, {"chmod", secret},
		{"run", "/bin/true"}, {"run", "/bin/sh"},
		{"dial", "tcp " + listener.Addr().String()}, {"dial", "udp 127.0.0.1:53"}, {"dial", "unix " + socket.Addr().String()}, {"listen", "127.0.0.1:0"},
		{"environment", ""}, {"inherited", inherited}, {"signal", fmt.Sprint(os.Getpid())},
	} {
		for range 3 { // whatever thread it is
			reached, refusal, err := k.try(p.name, p.argument)
			if err != nil {
				t.Fatalf("%s %s: %v", p.name, p.argument, err)
			}
			if refusal == "" {
				t.Errorf("%s %s: reached %.100q", p.name, p.argument, reached)
			}
		}
	}
	if raw, err := os.ReadFile(secret); err != nil || string(raw) != "secret" {
		t.Errorf("the file is %q now (%v)", raw, err)
	}
	// This process is as free as before: a thread that is confined does not come
	// back to it.
	for range 50 {
		if _, err := os.ReadFile(secret); err != nil {
			t.Fatal(err)
		}
		if c, err := net.Dial("tcp", listener.Addr().String()); err != nil {
			t.Fatal(err)
		} else if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// And the worker is as well as before.
	s := mustSession(t, k)
	if r, err := s.Call("look", []byte(`{"id":"pen"}`)); err != nil || !r.OK() {
		t.Errorf("%v %v", r, err)
	}
}

// TestProbesReach: the attempts of TestProbes are no empty threats.
func TestProbesReach(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("WORLDC_SECRET", "secret")
	for _, name := range []string{"read", "append", "chmod", "link", "symlink", "mkdir", "environment", "write", "truncate", "rename"} {
		if reached, err := probes[name](secret); err != nil || reached == "" && name != "truncate" {
			t.Errorf("%s reaches nothing anywhere: %v", name, err)
		}
	}
}

// TestGoneWithParent: a worker does not outlive the process that started it,
// even while it computes.
func TestGoneWithParent(t *testing.T) {
	if argument := os.Getenv("SANDBOX_TEST_PARENT"); argument != "" {
		orphan()
		return
	}
	mustLoad(t, shop(), testLimits()) // or skip
	cmd := exec.Command(os.Args[0], "-test.run", "^TestGoneWithParent$")
	cmd.Env = append(os.Environ(), "SANDBOX_TEST_PARENT=1")
	out, err := cmd.Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != orphanExit {
		t.Fatalf("%v: %s", err, out)
	}
	awaitDeath(t, strings.TrimSpace(string(out)))
}

const orphanExit = 77

// orphan starts a worker that computes for long, prints its process id and
// goes away without a word.
func orphan() {
	limits := DefaultLimits()
	limits.Engine.Steps = 1 << 60
	limits.Processor = limits.Wall
	endless := tool("endless", world.Read, noArguments, "def endless():\n    for i in range(1 << 40):\n        pass\n")
	k, err := Load(context.Background(), shop(endless), limits)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := k.Session()
	if err != nil {
		fmt.Println(err)
		return
	}
	go s.Call("endless", []byte("{}"))
	fmt.Println(processID(k))
	os.Exit(orphanExit)
}
