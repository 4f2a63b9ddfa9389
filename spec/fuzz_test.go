package spec

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// seeds adds the specs of testdata to a fuzz target.
func seeds(f *testing.F) {
	f.Helper()
	for _, pattern := range []string{"testdata/*/*.hcl", "testdata/*/*.hcl.json", "../examples/*.hcl"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src, filepath.Ext(name) == ".json")
		}
	}
}

// FuzzLoad checks that no text makes Load or Write panic, and that what is
// wrong has a place in the source.
func FuzzLoad(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte, inJSON bool) {
		path := filepath.Join(t.TempDir(), pick(inJSON, "x.hcl.json", "x.hcl"))
		if err := os.WriteFile(path, src, 0o666); err != nil {
			t.Fatal(err)
		}
		s, diags := Load(path, Options{})
		for _, d := range diags {
			if d.Summary == "" || d.Subject != nil && (d.Subject.Start.Byte < 0 || d.Subject.End.Byte > len(src)+1) {
				t.Errorf("diagnostic %+v", d)
			}
		}
		if err := Write(io.Discard, diags, s.Files, false, 60); err != nil {
			t.Error(err)
		}
		if !diags.HasErrors() {
			canonicalText(t, s)
		}
	})
}

// FuzzFormat checks that formatting twice is formatting once.
func FuzzFormat(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte, inJSON bool) {
		name := pick(inJSON, "x.hcl.json", "x.hcl")
		once, diags := Format(name, src)
		if diags.HasErrors() {
			return
		}
		if twice, diags := Format(name, once); diags.HasErrors() || !bytes.Equal(once, twice) {
			t.Errorf("%q formats to\n%q and then to\n%q", src, once, twice)
		}
	})
}
