package compiler

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"worldc/artifact"
)

// LockPath is where the lock of the plan's spec lies: NAME.lock beside
// NAME.hcl, worldc.lock in a directory.
func (p *Plan) LockPath() string {
	path := p.Spec.Path
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, "worldc.lock")
	}
	return strings.TrimSuffix(strings.TrimSuffix(path, ".json"), ".hcl") + ".lock"
}

// WriteLock writes the lock of the spec's inputs as they are now, and reports
// whether it changed.
func (p *Plan) WriteLock() (path string, changed bool, err error) {
	path = p.LockPath()
	lock := artifact.Lock{Inputs: p.ExternalInputs()}
	data, err := lock.Encode()
	if err != nil {
		return path, false, err
	}
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return path, false, nil
	}
	return path, true, artifact.ReplaceFile(path, data)
}

// CheckLock compares the spec's inputs with the lock. It lists everything that
// differs; a spec without a lock is refused too.
func (p *Plan) CheckLock() error {
	path := p.LockPath()
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--locked: there is no %s: write it with worldc lock %s", path, p.Spec.Path)
	}
	if err != nil {
		return err
	}
	lock, err := artifact.DecodeLock(data)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if problems := lock.Differences(p.ExternalInputs()); len(problems) > 0 {
		return fmt.Errorf("--locked: the inputs differ from %s:\n  %s\nIf that is intended, run worldc lock %s", path, strings.Join(problems, "\n  "), p.Spec.Path)
	}
	return nil
}
