package model

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"worldc/artifact"
)

// FuzzAccept: whatever a server answers is a reply that keeps every promise, or
// a failure that says why; never a panic.
func FuzzAccept(f *testing.F) {
	for _, seed := range []string{
		`{"model":"m","choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"hi"}}],"usage":{"prompt_tokens":1,"completion_tokens":2}}`,
		`{"choices":[{"finish_reason":"tool_calls","message":{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"add","arguments":"{\"n\":1}"}}]}}]}`,
		`{"choices":[{"finish_reason":"length","message":{"role":"assistant","content":"<think>x</think>y","reasoning":"z"}}]}`,
		`{"choices":[{"finish_reason":"stop","message":{"role":"assistant","refusal":"no"}}]}`,
		`{"error":{"message":"no","code":429}}`, `{"choices":[{}]}`, `[]`, `null`, `{"choices":[{"finish_reason":"content_filter"}]}`,
	} {
		f.Add([]byte(seed), true)
	}
	client, err := Open(Settings{Model: "m", Mode: Live, BaseURL: "http://127.0.0.1:1/v1"})
	if err != nil {
		f.Fatal(err)
	}
	tool := Tool{Name: "add", Parameters: json.RawMessage(`{"type":"object"}`)}
	schema := &Schema{Name: "s", JSON: json.RawMessage(`{"type":"object","required":["a"]}`)}
	f.Fuzz(func(t *testing.T, body []byte, tools bool) {
		r := Request{Messages: []Message{{Role: "user", Content: "x"}}, Tools: []Tool{tool}}
		if !tools {
			r.Tools, r.Schema = nil, schema
		}
		q, err := client.asker.question(r, 0)
		if err != nil {
			t.Fatal(err)
		}
		v := client.accept(q, http.Header{"Content-Type": {"application/json"}}, body)
		if v.class != "" {
			if v.detail == "" {
				t.Errorf("%s, and no word why", v.class)
			}
			failure := client.failure(Purpose{}, v.class, v.detail)
			answerOf(&v.reply, failure).encode()
			return
		}
		if !json.Valid(body) {
			t.Errorf("accepted what is no JSON: %q", body)
		}
		if v.reply.Content == "" && len(v.reply.Calls) == 0 {
			t.Error("accepted an empty reply")
		}
		var ids []string
		for _, c := range v.reply.Calls {
			canonical, err := artifact.Canonical(c.Arguments)
			if !tools || c.Tool != "add" || slices.Contains(ids, c.ID) || err != nil || !bytes.Equal(canonical, c.Arguments) || canonical[0] != '{' {
				t.Errorf("accepted the call %+v", c)
			}
			ids = append(ids, c.ID)
		}
		if len(v.reply.Calls) == 0 && !tools {
			var object map[string]any
			if json.Unmarshal([]byte(v.reply.Content), &object) != nil || object["a"] == nil && !bytes.Contains([]byte(v.reply.Content), []byte(`"a"`)) {
				t.Errorf("accepted against the schema: %q", v.reply.Content)
			}
		}
		answerOf(&v.reply, nil).encode()
	})
}

// FuzzErrorOf: whatever stands in the body of an error, a message comes of it.
func FuzzErrorOf(f *testing.F) {
	for _, seed := range []string{`{"error":{"message":"x","code":"y"}}`, `{"error":"x"}`, `{"detail":[1]}`, `<html>`, "\xff\x00", `{"message":"a","message":"b"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		code, message := errorOf(body)
		if _, err := artifact.Marshal(code + shorten(message)); err != nil && len(code) == 0 {
			t.Errorf("%q cannot be recorded: %v", message, err)
		}
	})
}

// FuzzRecordings: whatever a file holds, opening it ends in an error or in
// answers that are what their digests say.
func FuzzRecordings(f *testing.F) {
	path := filepath.Join(f.TempDir(), "seed")
	r := openRecordings(f, path, false)
	for n := range 2 {
		record(f, r, n, 0)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, readOnly := range []bool{true, false} {
			r, err := OpenRecordings(path, readOnly)
			if err != nil {
				continue
			}
			r.Verify(func(string) {})
			for _, p := range r.places() {
				if a, err := r.read(p); err == nil {
					a.outcome(Purpose{})
				}
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
