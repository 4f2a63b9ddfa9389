// Package examples holds the example specs. Each is documentation, a test and
// a golden build; the quickstart is also what `worldc init` writes.
package examples

import (
	"embed"
	"io/fs"
)

//go:embed quickstart.hcl tools
var files embed.FS

// QuickstartSpec is the name of the quickstart's spec among its Files.
const QuickstartSpec = "quickstart.hcl"

// A File is one file of an example. Name is relative to the example's
// directory, with slashes.
type File struct {
	Name string
	Data []byte
}

// Quickstart returns the files of the quickstart: its spec and the tool
// documents that it reads, sorted by name.
func Quickstart() ([]File, error) {
	var list []File
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := files.ReadFile(name)
		list = append(list, File{name, data})
		return err
	})
	return list, err
}
