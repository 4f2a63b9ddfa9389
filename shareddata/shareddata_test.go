package shareddata

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// zipped is "{}\n" as a frame of zstd, in one raw block.
const zipped = "\x28\xb5\x2f\xfd\x20\x03\x19\x00\x00{}\n"

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestRead: files are found above the working directory and where WORLDC_DATA
// says, packed or not, whatever the name that is asked for says.
func TestRead(t *testing.T) {
	root := t.TempDir()
	above := filepath.Join(root, "shared", "data")
	write(t, filepath.Join(above, "tools", "packed.json.zst"), zipped)
	write(t, filepath.Join(above, "tools", "plain.json"), "{}\n")
	deep := filepath.Join(root, "module", "a", "b")
	if err := os.MkdirAll(deep, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, variable, from string }{
		{"above", "", deep},
		{"named", above, t.TempDir()},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("WORLDC_DATA", c.variable)
			t.Chdir(c.from)
			for _, name := range []string{"packed.json.zst", "packed.json", "plain.json", "plain.json.zst"} {
				if got := Read(t, "tools/"+name); !bytes.Equal(got, []byte("{}\n")) {
					t.Errorf("%s: %q", name, got)
				}
			}
		})
	}
}

// TestSkip: a test that asks for what is not here is skipped, and says so.
func TestSkip(t *testing.T) {
	for _, c := range []struct{ name, variable string }{{"nothing", ""}, {"no such directory", "missing"}} {
		skipped := true
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("WORLDC_DATA", c.variable)
			t.Chdir(t.TempDir())
			Read(t, "tools/none.json")
			skipped = false
		})
		if !skipped {
			t.Errorf("%s: the test went on", c.name)
		}
	}
}
