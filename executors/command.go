package executors

import (
	"bufio"
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
	"time"

	"worldc/artifact"
	"worldc/spec"
	"worldc/world"
)

// maxCommandLine bounds one record that a program writes.
const maxCommandLine = 16 << 20

// command runs an external program as a node: the records of its input as JSON
// lines on standard input, its own records as JSON lines on standard output.
//
// The program runs in an empty directory that holds copies of the declared
// inputs and nothing else, with PATH, a C locale and UTC as its whole
// environment: what was not declared, and so is not in the Key, is not there to
// be read by a relative path. A program that looks further, at an absolute path
// or the clock, is outside what worldc can promise; --verify finds it out.
func command(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.Command)
	if !in.Allowed.Commands {
		return fmt.Errorf("it would run the program %q: pass --allow-commands to permit the programs of this spec", config.Argv[0])
	}
	dir, err := os.MkdirTemp("", "worldc-command-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, f := range in.Files {
		if err := copyInput(f, filepath.Join(dir, filepath.FromSlash(f.Document))); err != nil {
			return err
		}
	}

	ids, err := inputIDs(in)
	if err != nil {
		return err
	}
	program := exec.CommandContext(ctx, config.Argv[0], config.Argv[1:]...)
	if strings.ContainsRune(config.Argv[0], '/') {
		program.Path, program.Err = filepath.Join(dir, config.Argv[0]), nil
	}
	program.Dir = dir
	program.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	program.WaitDelay = 5 * time.Second
	var complaints tail
	program.Stderr = &complaints
	stdin, err := program.StdinPipe()
	if err != nil {
		return err
	}
	stdout, err := program.StdoutPipe()
	if err != nil {
		return err
	}
	if err := program.Start(); err != nil {
		return fmt.Errorf("%q cannot be started: %w", config.Argv[0], err)
	}
	fed := make(chan error, 1)
	go func() { fed <- feed(stdin, in) }()

	made, readErr := collect(stdout, ids, out)
	if readErr != nil && !errors.Is(readErr, ErrEnough) {
		program.Process.Kill()
	}
	if errors.Is(readErr, ErrEnough) {
		io.Copy(io.Discard, stdout)
	}
	feedErr := <-fed
	waitErr := program.Wait()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case readErr != nil && !errors.Is(readErr, ErrEnough):
		return fmt.Errorf("%q: %w%s", config.Argv[0], readErr, complaints.quoted())
	case waitErr != nil:
		return fmt.Errorf("%q failed: %w%s", config.Argv[0], waitErr, complaints.quoted())
	case feedErr != nil:
		return feedErr
	case readErr != nil:
		return readErr // ErrEnough
	}
	return reconcile(ids, made, out)
}

// reconcile accounts for the records that the program was given and did not
// give back.
func reconcile(ids []string, made map[string]bool, out *Output) error {
	for _, id := range ids {
		if !made[id] {
			out.Find(world.Finding{Subject: id, Action: world.Rejected, Reason: "not among what the program wrote"})
		}
	}
	return nil
}

func inputIDs(in *Input) ([]string, error) {
	var ids []string
	for line, err := range in.Lines(in.Inputs["from"]) {
		if err != nil {
			return nil, err
		}
		id, err := recordID(line)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func recordID(line []byte) (string, error) {
	var head struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return "", fmt.Errorf("not a JSON object: %w", err)
	}
	if head.ID == "" {
		return "", errors.New(`a record without an "id"`)
	}
	return head.ID, nil
}

// feed writes the input records. A program need not read them all: an error of
// the pipe only ends the feeding, and Wait tells how the program fared.
func feed(stdin io.WriteCloser, in *Input) (err error) {
	w := bufio.NewWriterSize(stdin, 1<<16)
	for line, readErr := range in.Lines(in.Inputs["from"]) {
		if readErr != nil {
			err = readErr
			break
		}
		_, pipeErr := w.Write(line)
		if pipeErr == nil {
			pipeErr = w.WriteByte('\n')
		}
		if pipeErr != nil {
			break
		}
	}
	w.Flush() //lint:unchecked a program may stop reading
	stdin.Close()
	return err
}

// collect reads the program's records, checks each and writes it in canonical
// form. It returns the ids it saw.
func collect(stdout io.Reader, ids []string, out *Output) (map[string]bool, error) {
	made := make(map[string]bool, len(ids))
	lines := bufio.NewScanner(stdout)
	lines.Buffer(make([]byte, 1<<16), maxCommandLine)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSuffix(lines.Bytes(), []byte("\r"))
		canonical, err := artifact.Canonical(line)
		if err != nil {
			return made, fmt.Errorf("line %d of its output is not valid JSON: %w", n, err)
		}
		id, err := recordID(canonical)
		if err != nil {
			return made, fmt.Errorf("line %d of its output: %w", n, err)
		}
		if made[id] {
			return made, fmt.Errorf("line %d of its output: the id %q was written before", n, id)
		}
		made[id] = true
		if err := out.WriteLine(canonical); err != nil {
			return made, err
		}
	}
	if err := lines.Err(); err != nil {
		return made, fmt.Errorf("its output cannot be read: %w", err)
	}
	return made, nil
}

// copyInput gives the program a copy of a declared input, and makes sure that
// it is the file that was planned for.
func copyInput(f File, to string) error {
	data, err := os.ReadFile(f.Path)
	if err != nil {
		return err
	}
	if artifact.DigestOf(data) != f.Digest {
		return fmt.Errorf("%s changed while the build was running: build again", f.Document)
	}
	info, err := os.Stat(f.Path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600|info.Mode().Perm()&0o100)
}

// tail keeps the last bytes that were written to it.
type tail struct{ kept []byte }

func (t *tail) Write(p []byte) (int, error) {
	const most = 4096
	t.kept = append(t.kept, p...)
	if extra := len(t.kept) - most; extra > 0 {
		t.kept = t.kept[extra:]
	}
	return len(p), nil
}

// quoted is what the program last said, for the end of an error.
func (t *tail) quoted() string {
	text := strings.TrimSpace(string(bytes.ToValidUTF8(t.kept, []byte("?"))))
	if text == "" {
		return ""
	}
	return "; it said:\n  " + strings.ReplaceAll(text, "\n", "\n  ")
}
