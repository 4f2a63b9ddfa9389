package jsonwalk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// seen walks a document as its users do and says what it met.
func seen(raw string) (list []string, err error) {
	r := New([]byte(raw))
	err = r.Members(func(name string) error {
		switch name {
		case "list":
			return r.Elements(func() error {
				return r.Text(func(t string) { list = append(list, "element "+t) })
			})
		case "inner":
			return r.Members(func(name string) error {
				list = append(list, "member "+name)
				return r.SkipValue()
			})
		case "text":
			return r.Text(func(t string) { list = append(list, "text "+t) })
		}
		return r.SkipValue()
	})
	return list, err
}

func TestWalk(t *testing.T) {
	for raw, want := range map[string]string{
		`{"text":"a","list":["b",3,{"c":[]},"d"],"inner":{"y":{"z":[1]},"x":2}}`: "text a, element b, element d, member y, member x",
		`{"text":7,"list":"no","inner":[1,2],"other":{"text":"b"}}`:              "",
		`{"text":"a","text":"b"}`: "text a, text b",
		`[1,2]`:                   "",
		`{"list":[]}`:             "",
	} {
		if list, err := seen(raw); err != nil || strings.Join(list, ", ") != want {
			t.Errorf("%s: %v %v, want %s", raw, list, err, want)
		}
	}
}

// What is cut off is an error wherever it is cut, and what came before was seen.
func TestTruncated(t *testing.T) {
	const whole = `{"text":"a","list":["b",3,{"c":[]},"d"],"inner":{"y":{"z":[1]},"x":2}}`
	all, err := seen(whole)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) {
		list, err := seen(whole[:n])
		if err == nil {
			t.Errorf("%s is read without an error", whole[:n])
		}
		if len(list) > len(all) || !slices.Equal(list, all[:len(list)]) {
			t.Errorf("%s: %v", whole[:n], list)
		}
	}
}

func TestErrorEndsReading(t *testing.T) {
	stop := fmt.Errorf("enough")
	r := New([]byte(`{"a":1,"b":2}`))
	var names []string
	err := r.Members(func(name string) error {
		names = append(names, name)
		return stop
	})
	if err != stop || len(names) != 1 {
		t.Errorf("%v after %v", err, names)
	}
}
