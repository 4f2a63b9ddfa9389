package model_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"worldc/model"
	"worldc/model/faultserver"
)

// forms are the ways in which a key could stand somewhere: found without the
// help of the package that hides it.
func forms(key string) []string {
	quoted, err := json.Marshal(key)
	if err != nil {
		panic(err)
	}
	backwards := []byte(key)
	slices.Reverse(backwards)
	out := []string{
		key, hex.EncodeToString([]byte(key)), url.QueryEscape(key), url.PathEscape(key), string(quoted[1 : len(quoted)-1]), string(backwards),
		base64.StdEncoding.EncodeToString([]byte(key))[:40], base64.URLEncoding.EncodeToString([]byte(key))[:40],
	}
	for _, before := range []string{"x", "Bearer "} {
		text := base64.StdEncoding.EncodeToString([]byte(before + key))
		out = append(out, text[len(before)*8/6+2:len(text)-6])
	}
	return out
}

// TestPrinted: no way of printing what holds the key shows it.
func TestPrinted(t *testing.T) {
	server := start(t, faultserver.Options{Key: testKey})
	set := settings(t, server)
	set.Mode = model.Live
	c, err := model.Open(set)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s := c.Session()
	if _, err := s.Ask(context.Background(), user("hello")); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%v %+v %#v %v %+v %#v %+v", c, c, c, s, s, s, set)
	for _, form := range forms(testKey) {
		if strings.Contains(text, form) {
			t.Errorf("the key is printed as %q", form)
		}
	}
}

// TestForms: a key is found in whatever stands around it, and words that servers
// without keys are given are not taken for one.
func TestForms(t *testing.T) {
	var said string
	server := start(t, faultserver.Options{Reply: func(faultserver.Ask) faultserver.Answer {
		return faultserver.Answer{Reply: &model.Reply{Content: said}}
	}})
	for _, around := range []string{"", "a", "ab", "abc", "Authorization: Bearer "} {
		for i, form := range []string{
			around + testKey + "x", base64.StdEncoding.EncodeToString([]byte(around + testKey + "x")), base64.RawURLEncoding.EncodeToString([]byte(around + testKey)),
			hex.EncodeToString([]byte(around + testKey)), strings.ToUpper(hex.EncodeToString([]byte(around + testKey))), url.QueryEscape(around + testKey),
		} {
			said = form
			set := settings(t, server)
			set.Mode, set.Retries = model.Live, model.Retries{}
			if _, err := open(t, set).Ask(context.Background(), user("what is it?")); err == nil || !strings.Contains(err.Error(), "the answer holds the key") {
				t.Errorf("around %q, form %d: %v", around, i, err)
			}
		}
	}
	said = "EMPTY ollama token-abc123"
	for _, key := range []string{"EMPTY", "ollama", "token-abc123", ""} {
		set := settings(t, server)
		set.Mode, set.Key = model.Live, func() string { return key }
		if _, err := open(t, set).Ask(context.Background(), user("is it "+key+"?")); err != nil {
			t.Errorf("%q: %v", key, err)
		}
	}
}

// TestKeyThatNoHeaderHolds: a key with a line break in it is a mistake in the
// environment, which asking again does not mend.
func TestKeyThatNoHeaderHolds(t *testing.T) {
	for _, key := range []string{testKey + "\nexport OTHER=1", testKey + "\x00", "\x7f" + testKey} {
		server := start(t, faultserver.Options{Key: testKey})
		set := settings(t, server)
		set.Mode, set.Key = model.Live, func() string { return key }
		s := open(t, set)
		_, err := s.Ask(context.Background(), user("hello"))
		var f *model.Failure
		if !errors.As(err, &f) || f.Class != model.Rejected || !strings.Contains(f.Detail, "the key has a line break in it, or another character that no header can hold") {
			t.Errorf("%q: %v", key, err)
		}
		if strings.Contains(fmt.Sprint(err), testKey) || strings.Contains(fmt.Sprint(err), "attempts") || server.Requests() != 0 {
			t.Errorf("%v, %d requests", err, server.Requests())
		}
		if u := s.Usage(); len(u) > 0 && u[0].Asked.Calls > 0 {
			t.Errorf("it cost %+v", u)
		}
	}
}
