// Package shareddata is how tests read the real data that is no part of the
// project: tool collections, tau-bench's databases and talks. It is the
// directory that WORLDC_DATA names, else shared/data in a directory above the
// working directory, which for a test is that of its package. Where there is
// none, the test that asks is skipped. Only tests use it.
package shareddata

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"worldc/artifact"
)

// maxBytes bounds a file, unpacked.
const maxBytes = 2 << 30

// Path is where a file of the shared data lies. name has slashes and is
// relative to the data, as in "taubench/retail.db.json.zst". A file that lies
// there with .zst added, or without the .zst of its name, is found too. Path
// skips the test if it finds none.
func Path(t testing.TB, name string) string {
	t.Helper()
	dir := directory()
	if dir == "" {
		t.Skipf("the shared data is not here: set WORLDC_DATA to its directory to test with %s", name)
	}
	plain := strings.TrimSuffix(name, ".zst")
	for _, candidate := range []string{name, plain, plain + ".zst"} {
		path := filepath.Join(dir, filepath.FromSlash(candidate))
		_, err := os.Stat(path)
		if err == nil {
			return path
		}
		if !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	t.Skipf("the shared data has no %s: set WORLDC_DATA to a directory that has it", name)
	return ""
}

// Read returns the content of a file of the shared data, unpacked, without a
// byte order mark. The file is found as by [Path].
func Read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := artifact.ReadFile(Path(t, name), maxBytes)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Parse decodes JSON, and fails the test where it is none.
func Parse[T any](t testing.TB, raw []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// ParseLines decodes JSON Lines; empty ones are passed over.
func ParseLines[T any](t testing.TB, raw []byte) []T {
	t.Helper()
	var list []T
	for line := range bytes.Lines(raw) {
		if len(bytes.TrimSpace(line)) > 0 {
			list = append(list, Parse[T](t, line))
		}
	}
	return list
}

// directory is where the data lies; empty if it is not here.
func directory() string {
	if dir := os.Getenv("WORLDC_DATA"); dir != "" {
		return dir
	}
	const levels = 8 // no package lies deeper
	dir := filepath.Join("shared", "data")
	for range levels {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
		dir = filepath.Join("..", dir)
	}
	return ""
}
