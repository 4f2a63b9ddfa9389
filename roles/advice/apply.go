package advice

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Apply does what the advice says to the arguments of a call, which are a JSON
// object in canonical order. It is not ok where the advice is about something else
// than these arguments, or is heeded already. First says nothing about arguments,
// since what has to be passed is not known before the other tool was called.
func (a Advice) Apply(arguments json.RawMessage) (json.RawMessage, bool) {
	given := map[string]json.RawMessage{}
	d := json.NewDecoder(bytes.NewReader(arguments))
	if d.Decode(&given) != nil {
		return arguments, false
	}
	value, has := given[a.Parameter]
	switch a.Kind {
	case Pass:
		if has {
			return arguments, false
		}
		given[a.Parameter] = a.Value
	case Rename:
		old, ok := given[a.Documented]
		if !ok || has {
			return arguments, false
		}
		delete(given, a.Documented)
		given[a.Parameter] = old
	case Format, Choice:
		var text string
		if !has || json.Unmarshal(value, &text) != nil {
			return arguments, false
		}
		if a.Kind == Choice {
			if text != a.Documented {
				return arguments, false
			}
			text = a.Form
		} else {
			var ok bool
			if text, ok = InForm(a.Form, text); !ok {
				return arguments, false
			}
		}
		given[a.Parameter] = quoted(text)
	case Unit:
		var number json.Number
		if !has || json.Unmarshal(value, &number) != nil || len(value) == 0 || value[0] == '"' {
			return arguments, false
		}
		given[a.Parameter] = quoted(number.String() + " " + a.Unit)
	case Case:
		var text string
		if !has || json.Unmarshal(value, &text) != nil {
			return arguments, false
		}
		in := InCase(a.Form, text)
		if in == text {
			return arguments, false
		}
		given[a.Parameter] = quoted(in)
	default:
		return arguments, false
	}
	return encoded(given), true
}

// quoted is a text as JSON.
func quoted(text string) json.RawMessage { return encoded(text) }

func encoded(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("advice: what was decoded does not encode: " + err.Error())
	}
	return bytes.TrimSpace(b.Bytes())
}

// Rest stands in a form for what is documented: #… is that with a # before it.
const Rest = "…"

// InForm writes a text in a form: a date or instant of ISO 8601 in one made of YYYY,
// MM, DD, hh and mm, after which comes what the text has after that; any text in one
// with … for it. It is not ok where the text cannot be written so, or is already.
func InForm(form, text string) (string, bool) {
	if before, after, ok := strings.Cut(form, Rest); ok {
		if strings.HasPrefix(text, before) && strings.HasSuffix(text, after) && len(text) >= len(form)-len(Rest) {
			return text, false
		}
		return before + text + after, true
	}
	if !isDate(text) {
		return text, false
	}
	fill := []string{"YYYY", text[:4], "MM", text[5:7], "DD", text[8:10]}
	rest := text[10:]
	if strings.Contains(form, "hh") {
		if len(rest) < 6 || !digits(rest[1:3]) || rest[3] != ':' || !digits(rest[4:6]) {
			return text, false
		}
		fill = append(fill, "hh", rest[1:3], "mm", rest[4:6])
		rest = rest[6:]
	}
	return strings.NewReplacer(fill...).Replace(form) + rest, true
}

// isDate reports whether a text begins as a date of ISO 8601.
func isDate(s string) bool {
	return len(s) >= 10 && digits(s[:4]) && s[4] == '-' && digits(s[5:7]) && s[7] == '-' && digits(s[8:10])
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// InCase writes a text in the letters of a case. Letters that are not ASCII stay as
// they are: languages and programs disagree about them.
func InCase(form, text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case form == Upper && 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case form == Lower && 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}, text)
}
