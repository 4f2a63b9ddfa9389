//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// A workshop is a temporary directory with a worldc in it.
type workshop struct {
	dir    string
	worldc string
	out    io.Writer
}

// open makes a workshop and builds worldc into it.
func open(ctx context.Context, out io.Writer) (*workshop, error) {
	dir, err := os.MkdirTemp("", "prove-")
	if err != nil {
		return nil, err
	}
	w := &workshop{dir: dir, out: out}
	if w.worldc, err = w.compile(ctx, "worldc"); err != nil {
		return nil, errors.Join(err, w.remove())
	}
	return w, nil
}

func (w *workshop) remove() error { return os.RemoveAll(w.dir) }

func (w *workshop) say(format string, args ...any) { fmt.Fprintf(w.out, format+"\n", args...) }

// compile builds worldc under the environment, as the named file.
func (w *workshop) compile(ctx context.Context, name string, env ...string) (string, error) {
	path := filepath.Join(w.dir, name)
	cmd := exec.CommandContext(ctx, "go", "build", "-o", path, "./cmd/worldc")
	cmd.Env = append(os.Environ(), env...)
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build ./cmd/worldc: %w\n%s", err, text)
	}
	return path, nil
}

// A build is one run of `worldc build` into a store and a directory.
type build struct {
	worldc  string
	args    []string // the spec and flags
	from    string   // the working directory; "" for that of prove
	store   string
	output  string
	env     []string // besides WORLDC_STORE
	bare    bool     // env is the whole environment
	started func(*os.Process)
}

// A node is what `build --json` says of a node.
type node struct {
	Address, Status, Key, Digest string
	Records                      int64
}

// run builds and returns what the build says of its nodes.
func (b build) run(ctx context.Context) ([]node, error) {
	args := append([]string{"build", "--json", "-o", b.output}, b.args...)
	cmd := exec.CommandContext(ctx, b.worldc, args...)
	cmd.Dir = b.from
	cmd.Env = append(b.env, "WORLDC_STORE="+b.store)
	if !b.bare {
		cmd.Env = append(os.Environ(), cmd.Env...)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	if b.started != nil {
		b.started(cmd.Process)
	}
	if err := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("worldc %s: %w\n%s", strings.Join(args, " "), err, stderr.String())
	}
	var result struct{ Nodes []node }
	if err := json.Unmarshal(stdout.Bytes(), &result); err != nil {
		return nil, fmt.Errorf("worldc build --json printed something else: %w\n%s", err, stdout.String())
	}
	if len(result.Nodes) == 0 {
		return nil, fmt.Errorf("worldc build --json names no nodes\n%s", stdout.String())
	}
	return result.Nodes, nil
}

// verify runs `worldc store verify`.
func (w *workshop) verify(ctx context.Context, store string) error {
	cmd := exec.CommandContext(ctx, w.worldc, "store", "verify")
	cmd.Env = append(os.Environ(), "WORLDC_STORE="+store)
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("worldc store verify: %w\n%s", err, text)
	}
	return nil
}
