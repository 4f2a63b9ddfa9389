package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// forgetful is the shop, whose engine remembers so many bytes of writes.
func forgetful(t *testing.T, most int) *Engine {
	e := load(t, shop())
	e.accepted.most = most
	return e
}

// asks reports whether SQLite was asked for the session.
func asks(s *Session) bool {
	for _, x := range s.engine.database.all {
		if x.owner == s {
			return true
		}
	}
	return false
}

// TestAcceptedIsWhatSQLiteSays: sessions come to the same, call by call,
// whether an engine remembers much, little or nothing of what other sessions
// wrote; and SQLite accepts all that they wrote.
func TestAcceptedIsWhatSQLiteSays(t *testing.T) {
	asking, little, much := forgetful(t, 0), forgetful(t, 3000), forgetful(t, mostAccepted)
	spared := 0
	rapid.Check(t, func(t *rapid.T) {
		// Few actions in many orders, so that histories meet.
		var actions []action
		for range rapid.IntRange(1, 4).Draw(t, "actions") {
			actions = append(actions, drawAction(t))
		}
		order := rapid.SliceOfN(rapid.IntRange(0, len(actions)-1), 1, 8).Draw(t, "order")
		play := func(e *Engine) (string, *Session) {
			s := e.Session()
			var out strings.Builder
			for _, i := range order {
				r := s.Call(actions[i].tool, []byte(actions[i].arguments))
				fmt.Fprintln(&out, actions[i], asText(r))
			}
			fmt.Fprintln(&out, asText(s.State()))
			return out.String(), s
		}
		want, _ := play(asking)
		for _, e := range []*Engine{little, much, much} {
			have, s := play(e)
			if have != want {
				t.Fatalf("what is remembered changes what happens:\n%s", cmp.Diff(want, have))
			}
			if len(s.writes) > 0 && !asks(s) {
				spared++
			}
			sameInSQLite(t, s)
			if e.accepted.weight > e.accepted.most {
				t.Fatalf("%d bytes are remembered, of at most %d", e.accepted.weight, e.accepted.most)
			}
		}
	})
	t.Logf("SQLite was not asked by %d sessions that wrote", spared)
	if spared == 0 {
		t.Error("nothing was ever remembered")
	}
}

// TestAccepted: what differs from an accepted write in anything that SQLite
// judges is asked for, and refused where it should be.
func TestAccepted(t *testing.T) {
	insert := func(table, row string) action {
		return action{"insert", `{"table":"` + table + `","row":` + row + `,"then":""}`}
	}
	update := func(table, key, changes string) action {
		return action{"update", `{"table":"` + table + `","key":[` + key + `],"changes":` + changes + `,"then":""}`}
	}
	remove := func(table, key string) action {
		return action{"delete", `{"table":"` + table + `","key":[` + key + `],"then":""}`}
	}
	for _, c := range []struct {
		name    string
		first   []action // of which all succeed
		then    []action // of which the last does not
		refused string
	}{
		{"a value", []action{insert("users", `{"id":"u9","age":1}`)}, []action{insert("users", `{"id":"u9","age":-1}`)}, "age >= 0"},
		{"NULL", []action{insert("notes", `{"id":"n","text":"x"}`)}, []action{insert("notes", `{"id":"n","text":null}`)}, "notes.text needs a value"},
		{"a unique value", []action{insert("users", `{"id":"u9","email":"c@x"}`)}, []action{insert("users", `{"id":"u9","email":"a@x"}`)}, `email = "a@x" already`},
		{"the columns that are set", []action{update("users", `"u1"`, `{"age":1}`)}, []action{update("users", `"u1"`, `{"age":1,"balance":-1}`)}, "balance >= 0"},
		{"less before", []action{insert("users", `{"id":"u9"}`), insert("orders", `{"number":9,"user_id":"u9"}`)},
			[]action{insert("orders", `{"number":9,"user_id":"u9"}`)}, `no users with id = "u9"`},
		{"more before", []action{insert("notes", `{"id":"n","user":"u3","text":"x"}`)},
			[]action{remove("users", `"u3"`), insert("notes", `{"id":"n","user":"u3","text":"x"}`)}, `no users with id = "u3"`},
		{"the same twice", []action{insert("users", `{"id":"u9"}`)}, []action{insert("users", `{"id":"u9"}`), insert("users", `{"id":"u9"}`)}, `id = "u9" already`},
		{"something else before", []action{update("users", `"u1"`, `{"email":"c@x"}`), update("users", `"u2"`, `{"email":"a@x"}`)},
			[]action{update("users", `"u1"`, `{"age":31}`), update("users", `"u2"`, `{"email":"a@x"}`)}, `email = "a@x" already`},
		{"what was taken back", []action{insert("users", `{"id":"u9"}`), insert("orders", `{"number":9,"user_id":"u9"}`)},
			[]action{{"insert", `{"table":"users","row":{"id":"u9"},"then":"fail"}`}, insert("orders", `{"number":9,"user_id":"u9"}`)}, `no users with id = "u9"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := forgetful(t, mostAccepted)
			for range 2 {
				s := e.Session()
				for _, a := range c.first {
					if r := s.Call(a.tool, []byte(a.arguments)); !r.OK() {
						t.Fatalf("%v: %s", a, r.Error)
					}
				}
			}
			s := e.Session()
			for i, a := range c.then {
				r := s.Call(a.tool, []byte(a.arguments))
				if last := i == len(c.then)-1; last && (r.Fault != Constraint || !strings.Contains(r.Error, c.refused)) {
					t.Errorf("%v: %q %q, want a refusal with %q", a, r.Fault, r.Error, c.refused)
				} else if !last && r.Fault != "" && r.Fault != Refused {
					t.Fatalf("%v: %s", a, r.Error)
				}
			}
		})
	}
}

// TestForgetting: an engine remembers no more than it may, whatever is
// written, and a text that alone is more not at all.
func TestForgetting(t *testing.T) {
	const most = 4096
	e := forgetful(t, most)
	for i := range 100 {
		s := e.Session()
		for _, size := range []int{10, most, 500} {
			r := s.Call("insert", []byte(asText(object{"table": "notes", "row": object{"id": fmt.Sprint(i, " ", size), "text": strings.Repeat("x", size)}, "then": ""})))
			if !r.OK() {
				t.Fatal(r.Error)
			}
			weight := 0
			for _, m := range e.accepted.known {
				for ; m != nil; m = m.other {
					weight += m.write.weight()
				}
			}
			if weight != e.accepted.weight || weight > most {
				t.Fatalf("%d bytes are remembered, %d are accounted for, %d allowed", weight, e.accepted.weight, most)
			}
		}
	}
}
