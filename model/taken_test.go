package model_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"

	"worldc/model"
	"worldc/model/faultserver"
)

// TestTakenAtOnce: an answer that is not what was asked for is asked for again, unless whoever
// asks counts calls; then it is an outcome at once, with what was said. What never came
// is asked for again in any case. The two are one question.
func TestTakenAtOnce(t *testing.T) {
	wrong := func([sha256.Size]byte, int) faultserver.Fault { return faultserver.AgainstTheSchema }
	lost := func(_ [sha256.Size]byte, n int) faultserver.Fault {
		if n == 0 {
			return faultserver.ResetBefore
		}
		return faultserver.None
	}
	schema := &model.Schema{Name: "answer", JSON: json.RawMessage(`{"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"],"additionalProperties":false}`)}
	for _, c := range []struct {
		name  string
		once  bool
		fault func([sha256.Size]byte, int) faultserver.Fault
		asked int64
		class model.Class
	}{
		{"asked again", false, wrong, 2, model.Validation},
		{"taken", true, wrong, 1, model.Validation},
		{"lost on the way", true, lost, 2, ""},
	} {
		s := start(t, faultserver.Options{Fault: c.fault})
		set := settings(t, s)
		set.Recordings = recordings(t, filepath.Join(t.TempDir(), "said.zst"))
		session := open(t, set)
		r := user("Say something.")
		r.Schema, r.Once = schema, c.once
		_, err := session.Ask(t.Context(), r)
		var failure *model.Failure
		if errors.As(err, &failure); (failure == nil) != (c.class == "") || failure != nil && (failure.Class != c.class || failure.Said == "") {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := int64(s.Requests()); got != c.asked {
			t.Errorf("%s: %d requests, want %d", c.name, got, c.asked)
		}
	}
}
