package artifact

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// write makes the files of a directory, by their paths with slashes.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSums(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"b.txt": "b\n", "a b.txt": "", "data/general/x.zst": "\x00\xff"})
	if err := WriteSums(dir); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, SumsName))
	if err != nil {
		t.Fatal(err)
	}
	want := DigestOf(nil).String() + "  a b.txt\n" + DigestOf([]byte("b\n")).String() + "  b.txt\n" + DigestOf([]byte("\x00\xff")).String() + "  data/general/x.zst\n"
	if string(got) != want {
		t.Errorf("%s; want %s", got, want)
	}
	check := func() (problems []string) {
		t.Helper()
		if n, err := CheckSums(context.Background(), dir, func(p string) { problems = append(problems, p) }); err != nil || n != 3 {
			t.Errorf("%d files, %v", n, err)
		}
		return problems
	}
	if p := check(); len(p) > 0 {
		t.Errorf("%q", p)
	}
	if err := WriteSums(dir); err != nil { // the sums are not in the sums
		t.Fatal(err)
	}
	if tool, err := exec.LookPath("sha256sum"); err == nil {
		cmd := exec.Command(tool, "-c", "--strict", SumsName)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("sha256sum -c: %v\n%s", err, out)
		}
	}

	write(t, dir, map[string]string{"b.txt": "c\n", "new": ""})
	if err := os.Remove(filepath.Join(dir, "a b.txt")); err != nil {
		t.Fatal(err)
	}
	wrong := []string{
		"a b.txt: it is missing",
		"b.txt: it has changed: its SHA-256 is " + DigestOf([]byte("c\n")).String() + " and should be " + DigestOf([]byte("b\n")).String(),
		"new: it is not listed in SHA256SUMS",
	}
	if p := check(); !slices.Equal(p, wrong) {
		t.Errorf("%q; want %q", p, wrong)
	}
	if names, err := Unlisted(dir); err != nil || !slices.Equal(names, []string{"new"}) {
		t.Errorf("Unlisted: %q, %v", names, err)
	}
}

func TestSumsRefuse(t *testing.T) {
	d := DigestOf(nil).String()
	for _, c := range []struct{ sums, want string }{
		{"nonsense\n", "line 1: expected a digest, two spaces and a name"},
		{d + "  a\n" + strings.ToUpper(d) + "  b\n", "line 2: digest \"" + strings.ToUpper(d) + "\": 'E' is not a lower-case hexadecimal digit"},
		{d[:10] + "  a\n", `line 1: digest "e3b0c44298": expected 64 hexadecimal digits, found 10 characters`},
		{d + "  ../a\n", `line 1: "../a" is not the name of a file in the directory`},
		{d + "  /etc/passwd\n", `line 1: "/etc/passwd" is not the name of a file in the directory`},
		{d + "  a\n" + d + "  a\n", "line 2: a is listed twice"},
	} {
		dir := t.TempDir()
		write(t, dir, map[string]string{SumsName: c.sums})
		_, err := CheckSums(context.Background(), dir, func(string) {})
		if want := filepath.Join(dir, SumsName) + ": " + c.want; err == nil || err.Error() != want {
			t.Errorf("%q: %v; want %s", c.sums, err, want)
		}
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{"a\nb": ""})
	if err := WriteSums(dir); err == nil || !strings.Contains(err.Error(), `"a\nb" is not the name`) {
		t.Errorf("a name with a newline: %v", err)
	}
}

// The raw digest of a file is that of its bytes, compressed or not.
func TestRawDigest(t *testing.T) {
	dir := t.TempDir()
	for _, content := range []string{"", "abc\n", zstdOf(t, "abc\n")} {
		write(t, dir, map[string]string{"x": content})
		digest, size, err := RawDigest(filepath.Join(dir, "x"))
		if err != nil || digest != DigestOf([]byte(content)) || size != int64(len(content)) {
			t.Errorf("%q: %s, %d, %v", content, digest, size, err)
		}
	}
	if _, _, err := RawDigest(dir); err == nil || err.Error() != dir+" is not a regular file" {
		t.Errorf("a directory: %v", err)
	}
}
