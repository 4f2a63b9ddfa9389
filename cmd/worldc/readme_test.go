package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var updateReadme = flag.Bool("update", false, "rewrite what the README shows")

// The README's console blocks are run, in order, in one directory with the
// examples, and must show what the commands print. A last line …N says that a
// block shows the first N lines.
func TestReadme(t *testing.T) {
	const path = "../../README.md"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := workshop(t)
	parts := strings.Split(string(data), "```")
	shown := 0
	for i, part := range parts {
		block, ok := strings.CutPrefix(part, "console\n")
		if !ok {
			continue
		}
		shown++
		got := "console\n" + replay(t, dir, block)
		if *updateReadme {
			parts[i] = got
		} else if diff := cmp.Diff(strings.Split(part, "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("the README shows something else (-README +now); go test ./cmd/worldc -run Readme -update writes it anew:\n%s", diff)
		}
	}
	if shown == 0 {
		t.Error("the README shows no command")
	}
	if *updateReadme {
		if err := os.WriteFile(path, []byte(strings.Join(parts, "```")), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// workshop is a directory with the examples, and with worldc on the path.
func workshop(t *testing.T) string {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS("../../examples")); err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// testscript runs the command instead of the tests where the test's own
	// binary is called worldc.
	if err := os.Symlink(self, filepath.Join(bin, "worldc")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("WORLDC_STORE", filepath.Join(dir, "store"))
	return dir
}

// replay runs the block's commands and returns the block with what they print.
func replay(t *testing.T, dir, block string) string {
	most := -1
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSuffix(block, "\n"), "\n") {
		if n, ok := strings.CutPrefix(line, "…"); ok {
			most, _ = strconv.Atoi(n)
		}
	}
	for _, line := range strings.Split(block, "\n") {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		run := exec.Command("sh", "-c", command)
		run.Dir = dir
		out, err := run.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
		fmt.Fprintf(&b, "$ %s\n", command)
		lines := strings.SplitAfter(string(out), "\n")
		if most >= 0 && len(lines) > most {
			b.WriteString(strings.Join(lines[:most], ""))
			fmt.Fprintf(&b, "…%d\n", most)
			continue
		}
		b.Write(out)
	}
	return b.String()
}
