package toolpool

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// realPath is where a file of real data is: WORLDC_DATA names the directory,
// by default shared/data beside the repository.
func realPath(name string) string {
	dir := os.Getenv("WORLDC_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	return filepath.Join(dir, filepath.FromSlash(name))
}

// realFile reads a file of real data, decompressed; the file itself or, where
// it lies there compressed, with .zst added. It skips the test where there is
// neither.
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(realPath(name))
	if os.IsNotExist(err) && !strings.HasSuffix(name, ".zst") {
		name += ".zst"
		data, err = os.ReadFile(realPath(name))
	}
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
