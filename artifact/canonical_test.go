package artifact

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"
)

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{`{"b":1,"a":-0}`, `{"a":0,"b":1}`},
		{" [ 1.0, 1E5, -0.0, -0e3, 1.50,\r\n\t12345678901234567890123 ] ", `[1,100000,0,0,1.5,12345678901234567890123]`},
		{`[1e20, 1e21, 1e-6, 1e-7, 0.1e1, 123456789012345678.5, 5e-324, 1e-400]`, `[100000000000000000000,1e+21,0.000001,1e-7,1,123456789012345680,5e-324,0]`},
		{`"<>&\/\u0041\u00e9\u2028\u001F\b\"\\\ud83d\ude00"`, "\"<>&/Aé\u2028\\u001f\\b\\\"\\\\😀\""},
		{`{"\ud83d\ude00":1,"\ufb33":2,"€":3,"\r":4,"1":5,"a\"":6,"a!":7,"a":8}`, `{"\r":4,"1":5,"a":8,"a!":7,"a\"":6,"€":3,"😀":1,"` + "\ufb33" + `":2}`},
		{`{"z":{"b":[{"d":1,"c":2}],"a":{}},"y":[]}`, `{"y":[],"z":{"a":{},"b":[{"c":2,"d":1}]}}`},
		{`null`, `null`},
		{strings.Repeat("[", 256) + strings.Repeat("]", 256), strings.Repeat("[", 256) + strings.Repeat("]", 256)},
	} {
		got, err := Canonical([]byte(c.raw))
		if err != nil || string(got) != c.want {
			t.Errorf("Canonical(%s) = %s, %v; want %s", c.raw, got, err, c.want)
		}
	}
}

func TestCanonicalRefuses(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{``, "JSON, byte 0: it ends where a value should be"},
		{`{"a":1,"a":2}`, `JSON, byte 7: the name "a" occurs twice in one object`},
		{`{"a":1,"b":3,"\u0061":2}`, `JSON, byte 24: the name "a" occurs twice in one object`},
		{"\"a\xffb\"", "JSON, byte 2: 0xFF is not UTF-8"},
		{`"\ud800"`, "JSON, byte 1: `\\ud800` is half of a character"},
		{`"\ud800\u0041"`, "JSON, byte 1: `\\ud800` is half of a character"},
		{`"\x"`, "JSON, byte 1: `\\x` is no escape sequence"},
		{`"\u12g4"`, "JSON, byte 1: `\\u12g4` is no escape sequence"},
		{"\"a\nb\"", "JSON, byte 2: the control character U+000A stands in a string without being escaped"},
		{`"abc`, "JSON, byte 4: it ends inside a string"},
		{`[1,]`, "JSON, byte 3: ']' stands where a value should be"},
		{`[1 2]`, "JSON, byte 3: '2' stands where `,` or `]` should be"},
		{`{"a":1,}`, "JSON, byte 7: '}' stands where a name in quotes should be"},
		{`{"a" 1}`, "JSON, byte 5: '1' stands where `:` should be"},
		{`{a:1}`, "JSON, byte 1: 'a' stands where a name in quotes should be"},
		{`1 2`, "JSON, byte 2: '2' stands where the end should be"},
		{"1\x00", "JSON, byte 1: '\\x00' stands where the end should be"},
		{`01`, "JSON, byte 0: `01` is no number"},
		{`-`, "JSON, byte 0: `-` is no number"},
		{`1.`, "JSON, byte 2: it ends where a digit should be"},
		{`1e400`, "JSON, byte 0: 1e400 is beyond the range of a 64-bit float"},
		{`NaN`, "JSON, byte 0: 'N' stands where a value should be"},
		{`nul`, "JSON, byte 0: 'n' stands where a value should be"},
		{strings.Repeat("[", 257), "JSON, byte 256: it is nested more than 256 levels deep"},
		{strings.Repeat(`{"a":`, 1_000_000), "JSON, byte 1280: it is nested more than 256 levels deep"},
	} {
		got, err := Canonical([]byte(c.raw))
		if err == nil || err.Error() != c.want {
			t.Errorf("Canonical(%s) = %s, %v; want %s", clip(c.raw), got, err, c.want)
		}
	}
}

func TestMarshal(t *testing.T) {
	yes := true
	type inner struct {
		Z int             `json:"z"`
		A json.RawMessage `json:"a"`
	}
	got, err := Marshal(struct {
		inner
		Text    string         `json:"text"`
		Big     int64          `json:"big"`
		Number  json.Number    `json:"number"`
		Map     map[string]any `json:"map"`
		Missing *bool          `json:"missing,omitempty"`
		Empty   []string       `json:"empty"`
		Yes     *bool          `json:"yes,omitempty"`
		None    string         `json:"none,omitempty"`
		No      bool           `json:"no,omitempty"`
		Hidden  string         `json:"-"`
		Float   float64        `json:"float"`
	}{inner{1, json.RawMessage(`{ "y": 1.0, "x": 123456789012345678901 }`)}, "<a>\u2028", math.MaxInt64, "1e2",
		map[string]any{"q": math.Copysign(0, -1), "b": nil}, nil, nil, &yes, "", false, "x", 0.1})
	want := `{"a":{"x":123456789012345678901,"y":1},"big":9223372036854775807,"empty":null,"float":0.1,"map":{"b":null,"q":0},"number":100,"text":"<a>` + "\u2028" + `","yes":true,"z":1}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	for _, bad := range []any{math.NaN(), math.Inf(1), "a\xff", map[string]int{"\xff": 1},
		json.RawMessage(`{"a":1,"a":2}`), json.RawMessage(`{`), json.Number("x"), make(chan int)} {
		if got, err := Marshal(bad); err == nil {
			t.Errorf("Marshal(%v) = %s", bad, got)
		}
	}
}

// A random value has the same meaning after Marshal as after encoding/json.
func TestMarshalMeansWhatEncodingJSONMeans(t *testing.T) {
	var value *rapid.Generator[any]
	value = rapid.Custom(func(t *rapid.T) any {
		switch rapid.IntRange(0, 7).Draw(t, "kind") {
		case 0:
			return rapid.Float64().Filter(func(f float64) bool { return !math.IsInf(f, 0) && !math.IsNaN(f) }).Draw(t, "float")
		case 1:
			return rapid.Int64().Draw(t, "int")
		case 2:
			return rapid.Bool().Draw(t, "bool")
		case 3:
			return nil
		case 4:
			return rapid.SliceOfN(rapid.Deferred(func() *rapid.Generator[any] { return value }), 0, 4).Draw(t, "array")
		case 5:
			return rapid.MapOfN(rapid.String(), rapid.Deferred(func() *rapid.Generator[any] { return value }), 0, 4).Draw(t, "object")
		default:
			return rapid.String().Draw(t, "string")
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		v := value.Draw(t, "value")
		got, err := Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		sameMeaning(t, plain, got)
		if again, err := Canonical(plain); err != nil || !bytes.Equal(again, got) {
			t.Fatalf("Marshal %s, Canonical of encoding/json %s, %v", got, again, err)
		}
	})
}

// sameMeaning fails unless two JSON texts have equal values, numbers exact as
// integers and else as float64.
func sameMeaning(t interface{ Fatalf(string, ...any) }, a, b []byte) {
	read := func(text []byte) any {
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return normal(v)
	}
	if x, y := read(a), read(b); !reflect.DeepEqual(x, y) {
		t.Fatalf("%s means %v, %s means %v", a, x, b, y)
	}
}

// normal replaces numbers by their value: the integer, else the float64.
func normal(v any) any {
	switch v := v.(type) {
	case json.Number:
		if i, ok := new(big.Int).SetString(string(v), 10); ok && !strings.HasPrefix(string(v), "-0") {
			if f, _ := new(big.Float).SetInt(i).Float64(); len(v) <= 21 && f >= 1e15 {
				return f // a float of this size is written as an integer
			}
			return i.String()
		}
		f, _ := v.Float64()
		if f == math.Trunc(f) && math.Abs(f) < 1e15 {
			return big.NewInt(int64(f)).String()
		}
		return f
	case []any:
		for i := range v {
			v[i] = normal(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = normal(v[k])
		}
	}
	return v
}

// FuzzCanonical holds Canonical against jsontext, which implements RFC 8785.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{`{"b":[1.0,-0,1e400],"a":"\u00e9\/\ud83d\ude00"}`, `[[[]]]`, `{"a":1,"a":2}`, "\"\xff\"", `{"\ud83d\ude00":1,"\ufb33":2}`, `123456789012345678901234567890`, ` {"a" : null} `, "1\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		got, err := Canonical(raw)
		if !bytes.Equal(raw, before) {
			t.Fatal("Canonical changed its input")
		}
		want := jsontext.Value(bytes.Clone(raw))
		theirs := want.Format(jsontext.CanonicalizeRawInts(false), jsontext.CanonicalizeRawFloats(true), jsontext.ReorderRawObjects(true))
		if err != nil {
			// They have other limits, and saturate numbers that are too large.
			ours := strings.Contains(err.Error(), "beyond the range") || strings.Contains(err.Error(), "nested more than")
			if theirs == nil && !ours {
				t.Fatalf("%q: %v; jsontext says %s", raw, err, want)
			}
			return
		}
		if theirs != nil || !bytes.Equal(got, want) {
			t.Fatalf("%q: %s; jsontext says %s, %v", raw, got, want, theirs)
		}
		if again, err := Canonical(got); err != nil || !bytes.Equal(again, got) {
			t.Fatalf("%q: %s is not stable: %s, %v", raw, got, again, err)
		}
		sameMeaning(t, raw, got)

		// The id that is found without parsing is the one that parsing finds.
		var record map[string]json.RawMessage
		if json.Unmarshal(got, &record) == nil {
			id, ok := lineID(got)
			value, has := record["id"]
			if has = has && value[0] == '"'; has != ok || ok && string(value) != `"`+string(id)+`"` {
				t.Fatalf("%s: lineID finds %q, %v", got, id, ok)
			}
		}
	})
}
