package importing

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"worldc/artifact"
	"worldc/executors/toolpool"
	"worldc/world"
	"worldc/world/engine"
)

// A File is one file of a world's folder.
type File struct {
	// Document names the file in records; Path is where it lies, with slashes,
	// and only says which files lie together.
	Document, Path string

	Data []byte
}

// A Folder is a world as files.
type Folder struct {
	// Document names the folder in records: its path relative to the spec, or
	// its base name outside of it.
	Document string

	files map[string]File // by path in the folder
}

// The files of a folder.
const (
	schemaFile = "schema.sql"
	toolsFile  = "tools.json"
	codeFile   = "tools.star"
	policyFile = "policy.md"
	aboutFile  = "world.json"
	rowsFolder = "rows"
)

// defaultClock is when a world stands that does not say.
const defaultClock = "2025-01-01T09:00:00"

// Folders sorts files into the folders that they lie in, in the order of their
// documents. Files in a folder without any of the files that make a world are
// in rest.
func Folders(files []File) (folders []Folder, rest []File) {
	byPath := map[string]*Folder{}
	var order []string
	for _, f := range files {
		dir, name := path.Split(f.Path)
		dir = path.Clean(dir)
		if path.Base(dir) == rowsFolder {
			dir, name = path.Dir(dir), path.Join(rowsFolder, name)
		}
		if byPath[dir] == nil {
			byPath[dir] = &Folder{files: map[string]File{}}
			order = append(order, dir)
		}
		byPath[dir].files[name] = f
	}
	slices.Sort(order)
	for _, dir := range order {
		f := byPath[dir]
		if !f.isWorld() {
			for _, name := range sortedNames(f.files) {
				rest = append(rest, f.files[name])
			}
			continue
		}
		f.Document = f.document(dir)
		folders = append(folders, *f)
	}
	slices.SortStableFunc(folders, func(a, b Folder) int { return cmp.Compare(a.Document, b.Document) })
	return folders, rest
}

func (f *Folder) isWorld() bool {
	for _, name := range []string{schemaFile, toolsFile, codeFile, aboutFile} {
		if _, ok := f.files[name]; ok {
			return true
		}
	}
	return false
}

// document is the name of the folder, from that of its first file.
func (f *Folder) document(dir string) string {
	for _, name := range sortedNames(f.files) {
		if d, ok := strings.CutSuffix(f.files[name].Document, "/"+name); ok {
			return d
		}
	}
	return path.Base(dir) // outside of the spec, where documents are base names
}

func sortedNames(files map[string]File) []string {
	names := make([]string, 0, len(files))
	for name := range files { //lint:ordered sorted below
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// about is what world.json says.
type about struct {
	Name     string   `json:"name"`
	Clock    string   `json:"clock"`
	Volatile []string `json:"volatile"`
}

const (
	reasonNoSchema = "the folder has no " + schemaFile
	reasonNoCode   = "the folder has no " + codeFile
	reasonAbout    = aboutFile + " cannot be read"
	reasonRows     = "a file of rows cannot be read"
	reasonTools    = toolsFile + " cannot be read"
	reasonCode     = codeFile + " cannot be read"
	reasonNoEffect = "a tool that does not say whether it reads or writes is taken to write"
	reasonStranger = "the file is no part of a world"
)

// World reads the folder. The world has no checked rows yet: who executes in
// it finds out whether it loads. ordinal counts the folders before that have
// the same document.
func (f *Folder) World(ordinal int) (*world.World, []world.Finding, *Problem) {
	w := &world.World{Clock: defaultClock, Rows: map[string][]json.RawMessage{}, Name: path.Base(f.Document)}
	schema, ok := f.files[schemaFile]
	if !ok {
		return nil, nil, problem(reasonNoSchema, "a world is %s, %s/TABLE.csv or .json, %s and %s", schemaFile, rowsFolder, toolsFile, codeFile)
	}
	w.Schema = string(schema.Data)
	if file, ok := f.files[aboutFile]; ok {
		var a about
		d := json.NewDecoder(bytes.NewReader(file.Data))
		d.DisallowUnknownFields()
		if err := d.Decode(&a); err != nil {
			return nil, nil, problem(reasonAbout, "%v; it may hold name, clock and volatile", err)
		}
		w.Name, w.Clock, w.Volatile = cmp.Or(a.Name, w.Name), cmp.Or(a.Clock, w.Clock), a.Volatile
	}
	w.Policy = strings.TrimSpace(string(f.files[policyFile].Data))
	w.ID = world.ID(world.WorldType, ordered(f.Document, ordinal), w.Name)

	var findings []world.Finding
	types := columnTypes(w.Schema)
	for _, name := range sortedNames(f.files) {
		file := f.files[name]
		table, isRows := strings.CutPrefix(name, rowsFolder+"/")
		switch {
		case isRows:
			table = tableOf(table)
			rows, err := readRows(file, types[strings.ToLower(table)])
			if err != nil {
				return nil, nil, problem(reasonRows, "%s: %v", file.Document, err)
			}
			w.Rows[table] = append(w.Rows[table], rows...)
		case !slices.Contains([]string{schemaFile, toolsFile, codeFile, policyFile, aboutFile}, name):
			findings = append(findings, world.Finding{Subject: w.Name, Place: file.Document, Action: world.Noted, Reason: reasonStranger})
		}
	}
	more, p := f.tools(w)
	return w, append(findings, more...), p
}

// tableOf is the table that a file of rows is named after.
func tableOf(name string) string {
	name = strings.TrimSuffix(name, ".zst")
	return strings.TrimSuffix(name, path.Ext(name))
}

// tools reads the tools' documents and their code.
func (f *Folder) tools(w *world.World) ([]world.Finding, *Problem) {
	file, ok := f.files[toolsFile]
	if !ok {
		return nil, nil // a world that nobody can touch
	}
	raws, findings, err := toolpool.Parse(toolpool.Functions, toolpool.File{Document: file.Document, Data: file.Data})
	if err != nil {
		return nil, problem(reasonTools, "%v", err)
	}
	findings = slices.DeleteFunc(findings, func(f world.Finding) bool {
		return strings.HasPrefix(f.Detail, `"effect" in `) // which is read below
	})
	var candidates []toolpool.Candidate
	for _, raw := range raws {
		tool, more, ok := toolpool.Mend(raw)
		findings = append(findings, more...)
		if ok {
			candidates = append(candidates, toolpool.Candidate{Place: raw.Place, Tool: tool})
		}
	}
	tools, more := toolpool.Pool(candidates, toolpool.Options{})
	findings = append(findings, more...)
	for i := range findings {
		if findings[i].Action == world.Rejected {
			return nil, problem(reasonTools, "%s %s: %s", findings[i].Place, findings[i].Subject, findings[i].Reason)
		}
	}
	effects := effects(file.Data)
	functions := make([]string, len(tools))
	for i, t := range tools {
		effect, said := effects[cmp.Or(t.Source.Name, t.Name)]
		switch {
		case said:
		case t.Hints.ReadOnly != nil:
			effect = map[bool]world.Effect{true: world.Read, false: world.Write}[*t.Hints.ReadOnly]
		default:
			effect = world.Write
			findings = append(findings, world.Finding{Subject: t.Name, Place: file.Document, Action: world.Noted, Reason: reasonNoEffect})
		}
		w.Tools = append(w.Tools, world.WorldTool{Tool: t, Effect: effect})
		functions[i] = w.Tools[i].Function()
	}
	source, ok := f.files[codeFile]
	if !ok && len(functions) > 0 {
		return nil, problem(reasonNoCode, "%s names %d tools; each is a function in %s", toolsFile, len(functions), codeFile)
	}
	prelude, code, err := engine.Split(cmp.Or(source.Document, codeFile), string(source.Data), functions)
	if err != nil {
		return nil, problem(reasonCode, "%v", plain(err))
	}
	w.Prelude = prelude
	for i := range w.Tools {
		w.Tools[i].Code = code[functions[i]]
	}
	return findings, nil
}

// plain is a LoadError without its heading.
func plain(err error) error {
	var load *engine.LoadError
	if !errors.As(err, &load) || len(load.Problems) == 0 {
		return err
	}
	texts := make([]string, len(load.Problems))
	for i, p := range load.Problems {
		texts[i] = p.String()
	}
	return errors.New(strings.Join(texts, "; "))
}

// effects are what the tools' document says beside their interfaces: a member
// `effect` of a tool or of its function, `read` or `write`.
func effects(data []byte) map[string]world.Effect {
	type named struct {
		Name   string       `json:"name"`
		Effect world.Effect `json:"effect"`
	}
	type entry struct {
		named
		Function named   `json:"function"`
		Tools    []entry `json:"tools"`
	}
	all := map[string]world.Effect{}
	items, err := Items(toolsFile, data)
	if err != nil {
		return all
	}
	var add func(entries []entry)
	add = func(entries []entry) {
		for _, e := range entries {
			add(e.Tools)
			effect := cmp.Or(e.Effect, e.Function.Effect)
			if effect == world.Read || effect == world.Write {
				all[cmp.Or(e.Function.Name, e.Name)] = effect
			}
		}
	}
	for _, item := range items {
		var e entry
		if json.Unmarshal(item.Raw, &e) == nil {
			add([]entry{e})
		}
	}
	return all
}

// readRows reads a file of rows. types are the types of the table's columns,
// in capitals.
func readRows(f File, types map[string]string) ([]json.RawMessage, error) {
	if strings.HasSuffix(strings.TrimSuffix(f.Path, ".zst"), ".csv") {
		return readCSV(f.Data, types)
	}
	items, err := Items(f.Document, f.Data)
	if err != nil {
		return nil, err
	}
	rows := make([]json.RawMessage, len(items))
	for i, item := range items {
		if item.Problem != nil {
			return nil, fmt.Errorf("%s: %s", item.Place, item.Problem.Detail)
		}
		rows[i] = item.Raw
	}
	return rows, nil
}

// readCSV reads rows of a CSV file: its first line names the columns. A cell
// is read by the type of its column; an empty cell leaves the column to its
// default.
func readCSV(data []byte, types map[string]string) ([]json.RawMessage, error) {
	r := csv.NewReader(bytes.NewReader(data))
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("its first line names no columns: %w", err)
	}
	var rows []json.RawMessage
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if errors.Is(err, csv.ErrFieldCount) {
			line, _ := r.FieldPos(0)
			return nil, fmt.Errorf("line %d has %d cells, and the first line names %d columns", line, len(cells), len(header))
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		row := map[string]json.RawMessage{}
		for i, cell := range cells {
			if cell == "" {
				continue
			}
			value, err := cellValue(cell, types[strings.ToLower(header[i])])
			if err != nil {
				return nil, fmt.Errorf("line %d, %s: %w", line, header[i], err)
			}
			row[header[i]] = value
		}
		raw, err := artifact.Marshal(row)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		rows = append(rows, raw)
	}
}

// cellValue is a cell as JSON. The world's engine has the last word on it.
func cellValue(cell, declared string) (json.RawMessage, error) {
	switch declared {
	case "", "TEXT", "VARCHAR", "CHAR":
		return artifact.Marshal(cell)
	case "BOOLEAN", "BOOL":
		switch strings.ToLower(cell) {
		case "true", "1":
			return json.RawMessage("true"), nil
		case "false", "0":
			return json.RawMessage("false"), nil
		}
		return nil, fmt.Errorf("%q is neither true nor false", Clip(cell))
	}
	raw, err := artifact.Canonical([]byte(cell))
	if err != nil {
		return nil, fmt.Errorf("%q is no %s", Clip(cell), declared)
	}
	return raw, nil
}
