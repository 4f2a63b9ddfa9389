// Package export writes worlds for others to use: as an ordinary SQLite
// database, and as a directory of Python in which the code of the tools runs as
// it is.
//
// The tool code of a world is the part of Starlark that means the same in
// Python. [Python] writes it unchanged, with a module db.py that offers it what
// the engine offers, over the sqlite3 of Python's own library. The same calls
// come to the same results and to the same digest of the state in both, as far
// as no limit is reached: Python has no limits on steps and on the size of
// results, and looks at fewer keywords of JSON Schema than the engine.
//
// Neither overwrites anything: what is there already is refused.
package export

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"worldc/world"
)

//go:embed db.py run.py
var python embed.FS

// A description is world.json, which run.py reads.
type description struct {
	ID       string     `json:"id"`
	Name     string     `json:"name,omitempty"`
	Clock    string     `json:"clock"`
	Volatile []string   `json:"volatile"`
	Tools    []toolFile `json:"tools"`
}

// A toolFile says where the code of a tool is, and how it is called.
type toolFile struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Function    string          `json:"function"`
	File        string          `json:"file"`
	Effect      world.Effect    `json:"effect"`
	Parameters  json.RawMessage `json:"parameters"`
}

// Python writes a world as a directory that is not there yet:
//
//	run.py      calls tools and prints what comes of it
//	db.py       what tool code sees, over sqlite3
//	world.json  the tools, the clock, the volatile columns
//	schema.sql  the schema as it is
//	rows.json   the rows
//	prelude.py  the code that all tools share, as it is
//	tools/*.py  the code of each tool, as it is
//	policy.md   the policy, where there is one
//
// The world has to be one that the engine loads.
func Python(w *world.World, dir string) (err error) {
	d := description{ID: w.ID, Name: w.Name, Clock: w.Clock, Volatile: append([]string{}, w.Volatile...), Tools: []toolFile{}}
	files := map[string][]byte{"schema.sql": []byte(w.Schema), "prelude.py": []byte(w.Prelude)}
	for _, name := range []string{"db.py", "run.py"} {
		if files[name], err = python.ReadFile(name); err != nil {
			return err
		}
	}
	for _, t := range w.Tools {
		file := "tools/" + t.Function() + ".py"
		d.Tools = append(d.Tools, toolFile{t.Tool.Name, t.Tool.Description, t.Function(), file, t.Effect, t.Parameters()})
		files[file] = []byte(t.Code)
	}
	if w.Policy != "" {
		files["policy.md"] = []byte(w.Policy)
	}
	if files["world.json"], err = indented(d); err != nil {
		return err
	}
	rows := w.Rows
	if rows == nil {
		rows = map[string][]json.RawMessage{}
	}
	if files["rows.json"], err = indented(rows); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return there(err, dir)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	if err := os.Mkdir(filepath.Join(dir, "tools"), 0o777); err != nil {
		return err
	}
	for name, text := range files { //lint:ordered each is a file of its own
		mode := os.FileMode(0o666)
		if name == "run.py" {
			mode = 0o777
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), text, mode); err != nil {
			return err
		}
	}
	return nil
}

func indented(v any) ([]byte, error) {
	raw, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return nil, err
	}
	return append(raw, '\n'), nil
}

// there words that something is in the way.
func there(err error, name string) error {
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already: give another name, or remove it first", name)
	}
	return err
}
