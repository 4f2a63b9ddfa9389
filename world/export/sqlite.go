package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"worldc/world"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// SQLite writes the rows of a world as an SQLite database, to a file that is
// not there yet. Columns of type JSON hold JSON text, BOOLEAN ones 0 and 1.
//
// The world has to be one that the engine loads.
func SQLite(w *world.World, file string) (err error) {
	if _, err := os.Lstat(file); err == nil {
		return there(os.ErrExist, file)
	}
	image, err := database(w)
	if err != nil {
		return err
	}
	// The file appears under its name when it is whole.
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(image)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), file); err != nil {
		return there(err, file)
	}
	return os.Remove(f.Name())
}

// database is the image of the database.
func database(w *world.World) (image []byte, err error) {
	conn, err := sqlite.OpenConn(":memory:", sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := sqlitex.ExecuteScript(conn, w.Schema, nil); err != nil {
		return nil, fmt.Errorf("the schema: %w", err)
	}
	for _, table := range slices.Sorted(maps.Keys(w.Rows)) {
		if err := insert(conn, table, w.Rows[table]); err != nil {
			return nil, fmt.Errorf("the rows of %s: %w", table, err)
		}
	}
	return conn.Serialize("main")
}

// insert writes the rows of a table.
func insert(conn *sqlite.Conn, table string, rows []json.RawMessage) (err error) {
	document := map[string]bool{} // columns that hold JSON
	err = sqlitex.ExecuteTransient(conn, "SELECT name, upper(type) FROM pragma_table_info(?)", &sqlitex.ExecOptions{
		Args: []any{table},
		ResultFunc: func(s *sqlite.Stmt) error {
			document[s.ColumnText(0)] = s.ColumnText(1) == "JSON"
			return nil
		},
	})
	if err != nil {
		return err
	}
	end, err := sqlitex.ImmediateTransaction(conn)
	if err != nil {
		return err
	}
	defer end(&err)
	for _, raw := range rows {
		var row map[string]json.RawMessage
		if err := json.Unmarshal(raw, &row); err != nil {
			return err
		}
		var columns []string
		var values []any
		for _, name := range slices.Sorted(maps.Keys(row)) {
			v, err := stored(row[name], document[name])
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			columns = append(columns, quote(name))
			values = append(values, v)
		}
		sql := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", quote(table), strings.Join(columns, ", "), strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", "))
		if len(columns) == 0 {
			sql = "INSERT INTO " + quote(table) + " DEFAULT VALUES"
		}
		if err := sqlitex.Execute(conn, sql, &sqlitex.ExecOptions{Args: values}); err != nil {
			return err
		}
	}
	return nil
}

// stored is a JSON value as SQLite holds it.
func stored(raw json.RawMessage, document bool) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case nil:
		return nil, nil
	case json.Number:
		if !document {
			if i, err := v.Int64(); err == nil {
				return i, nil
			}
			return v.Float64()
		}
	case bool, string:
		if !document {
			return v, nil
		}
	}
	var text bytes.Buffer
	if err := json.Compact(&text, raw); err != nil {
		return nil, err
	}
	return text.String(), nil
}

// quote is a name as SQL writes it.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
