package toolpool

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// realFile reads a file of real data, decompressed. It skips the test where
// there is none: WORLDC_DATA names the directory, by default shared/data
// beside the repository.
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	dir := os.Getenv("WORLDC_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("no real data: %v (set WORLDC_DATA)", err)
	}
	if strings.HasSuffix(name, ".zst") {
		d, err := zstd.NewReader(nil)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if data, err = d.DecodeAll(data, nil); err != nil {
			t.Fatal(err)
		}
	}
	return data
}
