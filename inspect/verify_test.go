package inspect

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"worldc/artifact"
)

func verify(t *testing.T, dir string) ([]string, Verified) {
	t.Helper()
	problems := []string{}
	v, err := Verify(t.Context(), dir, func(p string) { problems = append(problems, p) })
	if err != nil {
		t.Fatal(err)
	}
	return problems, v
}

func TestVerifyWhole(t *testing.T) {
	problems, v := verify(t, writeDataset(t, t.TempDir(), small(), nil))
	if len(problems) > 0 || v != (Verified{Files: 6, Records: 5}) {
		t.Errorf("%q %+v", problems, v)
	}
}

// TestVerifyEmpty: a dataset without records is whole too.
func TestVerifyEmpty(t *testing.T) {
	problems, v := verify(t, writeDataset(t, t.TempDir(), []testFile{{shard(0, 1), "Tool", nil}}, nil))
	if len(problems) > 0 || v.Records != 0 {
		t.Errorf("%q %+v", problems, v)
	}
}

// TestVerifyProblems: each thing that may be wrong is one line that begins
// with the file. DIGEST stands for any digest.
func TestVerifyProblems(t *testing.T) {
	const tools = "tools.jsonl.zst"
	write := func(name string, data string) func(string) error {
		return func(dir string) error { return os.WriteFile(filepath.Join(dir, name), []byte(data), 0o666) }
	}
	both := func(fs ...func(string) error) func(string) error {
		return func(dir string) error {
			for _, f := range fs {
				if err := f(dir); err != nil {
					return err
				}
			}
			return nil
		}
	}
	remove := func(name string) func(string) error {
		return func(dir string) error { return os.Remove(filepath.Join(dir, name)) }
	}
	repack := func(lines ...string) func(string) error {
		return both(write(tools, strings.Join(lines, "\n")+"\n"), artifact.WriteSums)
	}
	for name, c := range map[string]struct {
		break_ func(dir string) error
		want   []string
	}{
		"a bit":         {func(dir string) error { return flip(filepath.Join(dir, "README.md")) }, []string{"README.md: it has changed: its SHA-256 is DIGEST and should be DIGEST"}},
		"missing data":  {remove(tools), []string{"tools.jsonl.zst: it is missing"}},
		"missing sums":  {remove("SHA256SUMS"), []string{"SHA256SUMS: it is missing"}},
		"extra":         {write("notes.txt", "x"), []string{"notes.txt: it is not listed in SHA256SUMS"}},
		"extra data":    {both(write("data/more.jsonl", "{}\n"), artifact.WriteSums), []string{"data/more.jsonl: it is not listed in manifest.toml"}},
		"cut":           {both(func(dir string) error { return os.Truncate(filepath.Join(dir, tools), 40) }, artifact.WriteSums), []string{"tools.jsonl.zst: the compressed file is cut short: copy it again"}},
		"a record less": {repack(toolA, toolB), []string{"tools.jsonl.zst: it holds 2 records, and 3 by the manifest"}},
		"a byte":        {repack(toolA, strings.Replace(toolB, "MIT", "GPL", 1), toolC), []string{"tools.jsonl.zst: its content has the digest DIGEST, and DIGEST by the manifest"}},
		"no manifest":   {remove("manifest.toml"), []string{"manifest.toml: it is missing"}},
		"bad manifest":  {both(write("manifest.toml", "format = 1\nsize = 2\n"), artifact.WriteSums), []string{"manifest.toml: it cannot be used: line 2, column 1: unknown field size"}},
		"newer":         {both(write("manifest.toml", "format = 9\n"), artifact.WriteSums), []string{"manifest.toml: it cannot be used: it has format 9, and this worldc knows formats up to 1: use the worldc that made the dataset, or a newer one"}},
		"bad sums":      {write("SHA256SUMS", "zz  ../../etc/passwd\n"), []string{`SHA256SUMS: it cannot be used: line 1: digest "zz": expected 64 hexadecimal digits, found 2 characters`}},
		"a link":        {both(remove(tools), func(dir string) error { return os.Symlink("/dev/null", filepath.Join(dir, tools)) }), nil},
		"several":       {both(remove(tools), remove("README.md"), write("a\x1b[2Jb", "")), []string{"README.md: it is missing", "tools.jsonl.zst: it is missing", `a\x1b[2Jb: it is not listed in SHA256SUMS`}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeDataset(t, t.TempDir(), small(), nil)
			if err := c.break_(dir); err != nil {
				t.Fatal(err)
			}
			problems, v := verify(t, dir)
			for i, p := range problems {
				problems[i] = longDigest.ReplaceAllString(p, "DIGEST")
			}
			if name == "a link" {
				if !slices.Contains(problems, "tools.jsonl.zst: it is not a regular file") {
					t.Errorf("%q", problems)
				}
				return
			}
			if !slices.Equal(problems, c.want) || v.Problems != len(problems) {
				t.Errorf("\ngot  %q\nwant %q", problems, c.want)
			}
		})
	}
}

// TestVerifyEveryBit: no bit of a dataset can change without a problem.
func TestVerifyEveryBit(t *testing.T) {
	dir := writeDataset(t, t.TempDir(), small(), nil)
	for _, name := range []string{"tools.jsonl.zst", "manifest.toml", "SHA256SUMS"} {
		path := filepath.Join(dir, name)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(whole); i += 7 {
			broken := bytes.Clone(whole)
			broken[i] ^= 1 << (i % 8)
			if err := os.WriteFile(path, broken, 0o666); err != nil {
				t.Fatal(err)
			}
			if problems, _ := verify(t, dir); len(problems) == 0 {
				t.Errorf("%s: bit %d of byte %d is not noticed", name, i%8, i)
			}
		}
		if err := os.WriteFile(path, whole, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestVerifyNoDataset(t *testing.T) {
	dir := t.TempDir()
	_, err := Verify(t.Context(), dir, func(p string) { t.Error(p) })
	if err == nil || !strings.HasSuffix(err.Error(), "it is not a dataset: it has no manifest.toml") {
		t.Error(err)
	}
	if _, err = Verify(t.Context(), filepath.Join(dir, "x"), nil); err == nil || !strings.HasSuffix(err.Error(), "there is no such directory") {
		t.Error(err)
	}
}

func flip(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data[0] ^= 1
	return os.WriteFile(path, data, 0o666)
}
