package taskmaking

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"worldc/world"
)

// TestDescribedBy: what a schema says of its tables, however it is written.
func TestDescribedBy(t *testing.T) {
	got := describedBy("-- a comment, with 'quotes'\n" + `CREATE TABLE IF NOT EXISTS "order lines" (
  order_id TEXT NOT NULL REFERENCES orders(id) ON DELETE CASCADE, /* of the order, (its) */
  [line]   INTEGER NOT NULL CHECK (line > 0 AND line <> 7),
  kind     VARCHAR(20) DEFAULT 'a,b' CHECK (kind IN ('a,b', 'it''s')),
  price    NUMERIC(10, 2) UNIQUE,
  extra    JSON,
  PRIMARY KEY (order_id, line),
  FOREIGN KEY (kind) REFERENCES kinds,
  CHECK (price > 0)
);
CREATE INDEX x ON orders (id);
create table kinds (name TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;`)
	want := []world.Table{
		{Name: "order lines", Thing: "order line", Key: []string{"order_id", "line"}, Columns: []world.Column{
			{Name: "order_id", Type: "TEXT", Required: true, References: "orders"},
			{Name: "line", Type: "INTEGER", Required: true},
			{Name: "kind", Type: "TEXT", References: "kinds", Enum: raws("a,b", "it's")},
			{Name: "price", Type: "REAL", Unique: true},
			{Name: "extra", Type: "JSON"},
		}},
		{Name: "kinds", Thing: "kind", Key: []string{"name"}, Columns: []world.Column{{Name: "name", Type: "TEXT", Required: true}}},
	}
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Error(d)
	}
}

// FuzzDescribedBy: no text makes it panic.
func FuzzDescribedBy(f *testing.F) {
	for _, schema := range []string{"CREATE TABLE a (b TEXT)", "CREATE TABLE IF", "CREATE TABLE a (", "CREATE TABLE a ((((", "create table 'a (", "CREATE TABLE a (b IN (", "CREATE TABLE a (PRIMARY KEY", "/* -- [", "CREATE TABLE a (,,FOREIGN KEY () REFERENCES)"} {
		f.Add(schema)
	}
	f.Fuzz(func(t *testing.T, schema string) {
		for _, table := range describedBy(schema) {
			for _, c := range table.Columns {
				if c.Type == "" {
					t.Errorf("%q: column %q has no type", schema, c.Name)
				}
			}
		}
	})
}
