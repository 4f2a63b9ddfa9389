package artifact

import "testing"

func TestLineID(t *testing.T) {
	for _, c := range []struct {
		line, id string
		ok       bool
	}{
		{`{"a":[1,{"id":"no"}],"b":"}\"","id":"yes","z":1}`, "yes", true},
		{`{"id":"a\"b"}`, `a\"b`, true},
		{`{"id":7}`, "", false},
		{`{"id":{"id":"x"}}`, "", false},
		{`{"a":1,"z":2}`, "", false},
		{`{"ida":"x"}`, "", false},
		{`{}`, "", false},
		{`[{"id":"x"}]`, "", false},
		{`"id"`, "", false},
		{``, "", false},
		{`{"a":`, "", false},
		{`{"id":"`, "", false},
	} {
		id, ok := lineID([]byte(c.line))
		if string(id) != c.id || ok != c.ok {
			t.Errorf("lineID(%s) = %q, %v", c.line, id, ok)
		}
	}
}
