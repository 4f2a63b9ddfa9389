package artifact

import "testing"

func TestCanonicalForm(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{`{"b":1,"a":-0}`, `{"a":0,"b":1}`},
		{` [ 1.0, 1E5, -0.0, 12345678901234567890123 ] `, `[1,100000,0,12345678901234567890123]`},
		{`"<\/\u0041"`, `"</A"`},
	} {
		got, err := Canonical([]byte(c.raw))
		if err != nil || string(got) != c.want {
			t.Errorf("Canonical(%s) = %s, %v; want %s", c.raw, got, err, c.want)
		}
	}
}
