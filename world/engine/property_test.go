package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"go.starlark.net/starlark"
	"pgregory.net/rapid"
	"worldc/world"
)

// An action is a call of the shop.
type action struct{ tool, arguments string }

func drawValue(t *rapid.T, label string) any {
	return rapid.SampledFrom([]any{nil, "u1", "u2", "u3", "u4", "open", "paid", "pen", "é", 0, 1, 2, 10, 3.5, 25.0, -1, true, false, []any{1, "x"}, object{"b": 2.0, "a": []any{}}}).Draw(t, label)
}

var drawn = map[string][]string{
	"users":  {"id", "email", "age", "balance", "active", "tags", "seen", "none"},
	"orders": {"number", "user_id", "parent", "status"},
	"lines":  {"number", "line", "item", "amount"},
	"notes":  {"id", "user", "text"},
}

func drawRow(t *rapid.T, table string) object {
	row := object{}
	for _, c := range drawn[table] {
		if c == "id" || c == "number" || c == "line" || c != "none" && rapid.IntRange(0, 3).Draw(t, "give") != 2 || c == "none" && rapid.IntRange(0, 30).Draw(t, "unknown") == 13 {
			row[c] = fitting(t, c)
			if rapid.IntRange(0, 20).Draw(t, "odd") == 13 {
				row[c] = drawValue(t, "value")
			}
		}
	}
	return row
}

// fitting is a value that the column is likely to take.
func fitting(t *rapid.T, column string) any {
	switch column {
	case "id", "user_id", "user":
		return rapid.SampledFrom([]any{"u1", "u2", "u4", "u5", "u3"}).Draw(t, "id")
	case "number", "parent", "line", "age":
		return rapid.SampledFrom([]any{1, 0, 2, 3, 10}).Draw(t, "number")
	case "email":
		return rapid.SampledFrom([]any{"a@x", "b@x", "c@x", nil}).Draw(t, "email")
	case "balance", "amount":
		return rapid.SampledFrom([]any{0, 1.5, 3, 25.0, 0.1}).Draw(t, "amount")
	case "active":
		return rapid.Bool().Draw(t, "active")
	case "status":
		return rapid.SampledFrom([]any{"open", "paid"}).Draw(t, "status")
	case "tags":
		return rapid.SampledFrom([]any{nil, []any{}, object{"b": 2.0, "a": 1}, "x", 4, 4.5, true}).Draw(t, "tags")
	}
	return rapid.SampledFrom([]any{"pen", "ink", "é"}).Draw(t, "text")
}

func drawKey(t *rapid.T, table string) []any {
	switch table {
	case "orders":
		return []any{fitting(t, "number")}
	case "lines":
		return []any{fitting(t, "number"), fitting(t, "line")}
	}
	return []any{fitting(t, "id")}
}

func drawAction(t *rapid.T) action {
	table := rapid.SampledFrom([]string{"users", "users", "orders", "orders", "lines", "notes"}).Draw(t, "table")
	then := rapid.SampledFrom([]string{"", "", "", "", "fail", "break"}).Draw(t, "then")
	switch rapid.SampledFrom([]string{"insert", "insert", "insert", "update", "update", "delete", "note", "note", "peek"}).Draw(t, "tool") {
	case "insert":
		return action{"insert", asText(object{"table": table, "row": drawRow(t, table), "then": then})}
	case "update":
		changes := drawRow(t, table)
		for _, k := range []string{"id", "number", "line"} { // keys cannot change
			if rapid.IntRange(0, 9).Draw(t, "key") != 7 && (k != "line" || table == "lines") {
				delete(changes, k)
			}
		}
		return action{"update", asText(object{"table": table, "key": drawKey(t, table), "changes": changes, "then": then})}
	case "delete":
		return action{"delete", asText(object{"table": table, "key": drawKey(t, table), "then": then})}
	case "note":
		return action{"note", asText(object{"text": fitting(t, "item")})}
	}
	return action{"peek", asText(object{"table": table})}
}

// rows are all rows of the session as one text.
func rows(s *Session) string { return asText(s.Rows()) }

// TestCallIsTransaction: a call that fails leaves no trace, in memory nor in
// SQLite; one that succeeds leaves the same in both, and a world that loads.
func TestCallIsTransaction(t *testing.T) {
	e := load(t, shop())
	succeeded, faults := 0, map[Fault]int{}
	rapid.Check(t, func(t *rapid.T) {
		s := e.Session()
		for range rapid.IntRange(1, 12).Draw(t, "calls") {
			a := drawAction(t)
			digest, before := s.Digest(), rows(s)
			r := s.Call(a.tool, []byte(a.arguments))
			faults[r.Fault]++
			if r.OK() {
				succeeded++
				if r.Error != "" || r.Value == nil {
					t.Fatalf("%v: both an error and a value: %+v", a, r)
				}
				continue
			}
			if r.Error == "" || r.Value != nil || r.Fault == Machine {
				t.Fatalf("%v: %+v", a, r)
			}
			if s.Digest() != digest || rows(s) != before {
				t.Fatalf("%v failed with %q and left a trace:\n%s", a, r.Error, cmp.Diff(before, rows(s)))
			}
		}
		sameInSQLite(t, s)
		reload(t, s)
	})
	t.Logf("%d calls succeeded; faults: %v", succeeded, faults)
	if succeeded == 0 || faults[Constraint] == 0 || faults[Refused] == 0 || faults[Code] == 0 {
		t.Error("the property was not tried on every kind of call")
	}
}

// sameInSQLite compares the session's rows with those of its scratch.
func sameInSQLite(t *rapid.T, s *Session) {
	x, err := s.engine.database.take(s)
	if err != nil {
		t.Fatal(err)
	}
	defer s.engine.database.give(x)
	if err := x.reach(s); err != nil {
		t.Fatal(err)
	}
	for _, table := range s.engine.tables {
		have, _ := s.search(&search{table: table, limit: -1}, nil)
		var names []string
		for _, c := range table.columns {
			names = append(names, quote(c.name))
		}
		found := map[string]string{}
		for r := range query(x.conn, "SELECT "+strings.Join(names, ",")+" FROM "+quote(table.name)) {
			values := make([]starlark.Value, len(table.columns))
			for i := range values {
				if values[i], err = stored(r, i, table.columns[i].kind); err != nil {
					t.Fatal(err)
				}
			}
			row := table.newRow(values)
			found[row.key] = string(table.appendRow(nil, row, true))
		}
		if len(found) != len(have) {
			t.Fatalf("%s: %d rows, SQLite has %d", table.name, len(have), len(found))
		}
		for _, r := range have {
			if text := string(table.appendRow(nil, r, true)); found[r.key] != text {
				t.Fatalf("%s %s: %s, SQLite has %s", table.name, r.key, text, found[r.key])
			}
		}
	}
}

// reload makes a world of the session's rows. Its digest, computed from all
// rows, has to be that of the session, computed from those that changed.
func reload(t *rapid.T, s *Session) {
	w := shop()
	w.Rows = s.Rows()
	e, err := Load(w, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if have, want := s.Digest(), e.Session().Digest(); have != want {
		t.Fatalf("the digest is %s; of all rows it is %s", have, want)
	}
	if got := rows(e.Session()); got != rows(s) {
		t.Fatal(cmp.Diff(rows(s), got))
	}
}

// TestReplayIsDeterministic: the same calls have the same results, whatever
// other sessions do to the same scratch in between.
func TestReplayIsDeterministic(t *testing.T) {
	e := load(t, shop())
	rapid.Check(t, func(t *rapid.T) {
		actions := rapid.SliceOfN(rapid.Custom(drawAction), 1, 10).Draw(t, "actions")
		others := rapid.SliceOfN(rapid.Custom(drawAction), 1, 10).Draw(t, "others")
		s, mixed, other := e.Session(), e.Session(), e.Session()
		for i, a := range actions {
			want := s.Call(a.tool, []byte(a.arguments))
			o := others[i%len(others)]
			other.Call(o.tool, []byte(o.arguments))
			if got := mixed.Call(a.tool, []byte(a.arguments)); asText(got) != asText(want) {
				t.Fatalf("%v:\n%s", a, cmp.Diff(asText(want), asText(got)))
			}
		}
		if asText(s.State()) != asText(mixed.State()) {
			t.Fatal(cmp.Diff(asText(s.State()), asText(mixed.State())))
		}
	})
}

// TestOrderOfEqualActions: actions that do not depend on each other lead to
// the same state in any order, ids of new rows included.
func TestOrderOfEqualActions(t *testing.T) {
	e := load(t, shop())
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 8).Draw(t, "texts")
		run := func(texts []string) *Session {
			s := e.Session()
			for i, x := range texts {
				if i%2 == 1 { // what fails does not count
					s.Call("note", []byte(`{"text":5}`))
				}
				if r := s.Call("note", []byte(asText(object{"text": x}))); !r.OK() {
					t.Fatal(r.Error)
				}
			}
			return s
		}
		a, b := run(texts), run(rapid.Permutation(texts).Draw(t, "order"))
		if a.Digest() != b.Digest() || rows(a) != rows(b) {
			t.Fatal(cmp.Diff(rows(a), rows(b)))
		}
	})
}

// TestChangesLeadThere: a task that begins with the changes of a session
// begins in its state, and changes say nothing exactly where digests agree.
func TestChangesLeadThere(t *testing.T) {
	e := load(t, shop())
	rapid.Check(t, func(t *rapid.T) {
		s := e.Session()
		for range rapid.IntRange(0, 8).Draw(t, "calls") {
			a := drawAction(t)
			s.Call(a.tool, []byte(a.arguments))
		}
		changes := s.Changes()
		if (len(changes) == 0) != (s.Digest() == e.Session().Digest()) {
			t.Fatalf("the digests say one thing and the changes another: %s", asText(changes))
		}
		var read world.Changes // as a record would hold them
		if err := json.Unmarshal([]byte(asText(changes)), &read); err != nil {
			t.Fatal(err)
		}
		again, err := e.Start(read)
		if err != nil {
			// Rows that exchange what is unique, or that refer to each other,
			// have no order in which each step is allowed.
			if !strings.Contains(err.Error(), "already") && !strings.Contains(err.Error(), "there is no orders") && !strings.Contains(err.Error(), "is needed by") {
				t.Fatal(err)
			}
			return
		}
		if again.Digest() != s.Digest() {
			t.Fatal(cmp.Diff(rows(s), rows(again)))
		}
		if len(again.Changes()) != 0 {
			t.Fatalf("the task's own changes count as the agent's: %s", asText(again.Changes()))
		}
	})
}

// TestSearchAgainstSQLite: find returns what SELECT returns.
func TestSearchAgainstSQLite(t *testing.T) {
	e := load(t, shop())
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		s := e.Session()
		for range rapid.IntRange(0, 8).Draw(t, "calls") {
			a := drawAction(t)
			s.Call(a.tool, []byte(a.arguments))
		}
		table := e.tables[rapid.IntRange(0, len(e.tables)-1).Draw(t, "table")]
		q := &search{table: table, limit: -1}
		var where []string
		var args []starlark.Value
		var of []*column
		for i := range table.columns {
			c := &table.columns[i]
			if c.kind == document || rapid.IntRange(0, 2).Draw(t, "ask") > 0 {
				continue
			}
			raw, _ := json.Marshal(fitting(t, c.name))
			v, err := decode(raw)
			if err != nil {
				t.Fatal(err)
			}
			if v, err = table.admit(c, v); err != nil || v == starlark.None {
				continue
			}
			operator := rapid.SampledFrom([]string{"=", "=", "!=", "<", "<=", ">", ">="}).Draw(t, "operator")
			if operator == "=" {
				q.equal = append(q.equal, equality{i, v})
			} else {
				q.conditions = append(q.conditions, condition{column: i, operator: operator, value: v})
			}
			if operator == "!=" {
				operator = "IS NOT"
			}
			where = append(where, quote(c.name)+" "+operator+" ?")
			args = append(args, v)
			of = append(of, c)
		}
		sql := "SELECT 0"
		for _, k := range table.key {
			sql += ", " + quote(table.columns[k].name)
		}
		sql += " FROM " + quote(table.name)
		if len(where) > 0 {
			sql += " WHERE " + strings.Join(where, " AND ")
		}
		sql += " ORDER BY "
		if rapid.Bool().Draw(t, "sort") {
			i := rapid.IntRange(0, len(table.columns)-1).Draw(t, "by")
			if table.columns[i].kind != document {
				descending := rapid.Bool().Draw(t, "descending")
				q.order = []ordering{{i, descending}}
				sql += quote(table.columns[i].name)
				if descending {
					sql += " DESC"
				}
				sql += ", "
			}
		}
		for i, k := range table.key {
			if i > 0 {
				sql += ", "
			}
			sql += quote(table.columns[k].name)
		}
		if n := rapid.IntRange(-1, 4).Draw(t, "limit"); n >= 0 {
			q.limit = n
			sql += fmt.Sprint(" LIMIT ", n)
		}
		x, err := e.database.take(s)
		if err != nil {
			t.Fatal(err)
		}
		defer e.database.give(x)
		if err := x.reach(s); err != nil {
			t.Fatal(err)
		}
		statement, _, err := x.conn.PrepareTransient(sql)
		if err != nil {
			t.Fatal(err)
		}
		defer statement.Finalize()
		for i, v := range args {
			bind(statement, i+1, of[i], v)
		}
		var want []string
		for {
			more, err := statement.Step()
			if err != nil {
				t.Fatal(err)
			}
			if !more {
				break
			}
			values := make([]starlark.Value, len(table.columns))
			for i, k := range table.key {
				if values[k], err = stored(statement, i+1, table.columns[k].kind); err != nil {
					t.Fatal(err)
				}
			}
			want = append(want, table.keyOf(values, table.key))
		}
		var have []string
		rows, _ := s.search(q, nil)
		for _, r := range rows {
			have = append(have, r.key)
		}
		found += len(have)
		if !slices.Equal(have, want) {
			t.Fatalf("%s: have %v, want %v", sql, have, want)
		}
	})
	if found == 0 {
		t.Error("nothing was ever found")
	}
}

// TestConcurrentSessions: sessions of many goroutines on one engine come to
// what they come to alone.
func TestConcurrentSessions(t *testing.T) {
	e := load(t, shop())
	play := func(n int) string {
		s := e.Session()
		out := ""
		for i := range 40 {
			var r Result
			switch (n + i) % 4 {
			case 0:
				r = s.Call("note", []byte(asText(object{"text": fmt.Sprint(i % 3)})))
			case 1:
				r = s.Call("update", []byte(asText(object{"table": "users", "key": []any{"u2"}, "changes": object{"age": n + i, "email": fmt.Sprint(n)}, "then": []string{"", "fail"}[i%2]})))
			case 2:
				r = s.Call("insert", []byte(asText(object{"table": "orders", "row": object{"number": i, "user_id": "u3"}, "then": ""})))
			case 3:
				r = s.Call("find", []byte(`{"table":"orders","equal":{"user_id":"u3"}}`))
			}
			out += asText(r)
		}
		return out + asText(s.State())
	}
	var want [8]string
	for n := range want {
		want[n] = play(n)
	}
	var group sync.WaitGroup
	for n := range want {
		for range 4 {
			group.Go(func() {
				if got := play(n); got != want[n] {
					t.Errorf("session %d comes to something else among others:\n%s", n, cmp.Diff(want[n], got))
				}
			})
		}
	}
	group.Wait()
}

// Names of columns have slots of their own, and numbers and texts are written as
// the library writes them, whichever way is taken.
func TestShortcutsAreTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z_]{1,12}[0-9]?`), 1, 40, rapid.ID[string]).Draw(t, "names")
		x := &table{byName: map[string]int{}}
		for i, n := range names {
			x.columns = append(x.columns, column{name: n})
			x.byName[n] = i
		}
		x.finder = newColumnFinder(x.columns)
		for _, n := range append(names, rapid.String().Draw(t, "another"), "") {
			want, known := x.byName[n]
			if got, ok := x.named(n); ok != known || ok && got != want {
				t.Fatalf("%q is column %d, %v; want %d, %v", n, got, ok, want, known)
			}
		}
		f := rapid.OneOf(rapid.Float64(), rapid.Map(rapid.Int64Range(-1e15, 1e15), func(n int64) float64 { return float64(n) / 100 })).Draw(t, "number")
		if got, want := appendFloat(nil, f), jsontext.AppendFloat(nil, f, 64); string(got) != string(want) && f != 0 {
			t.Fatalf("%g is written %s, want %s", f, got, want)
		}
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~]{0,40}["\\\x00-\x1f\x7f]?[a-z]{0,9}`)).Draw(t, "text")
		got, err := appendString(nil, s)
		want, bad := jsontext.AppendQuote(nil, s)
		if (err == nil) != (bad == nil) || err == nil && string(got) != string(want) {
			t.Fatalf("%q is written %s, %v; want %s, %v", s, got, err, want, bad)
		}
	})
}
