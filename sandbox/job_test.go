package sandbox

import (
	"context"
	"errors"
	"strings"
	"testing"

	"worldc/world/engine"
)

// testJobs are what the workers of these tests can be asked to do.
var testJobs = Jobs{
	// buy sells pens until there are none, and says how many there were.
	"buy": func(e *engine.Engine, question []byte) ([]byte, error) {
		s := e.Session()
		n := 0
		for s.Call("sell", question).Fault == "" {
			n++
		}
		return []byte(strings.Repeat("|", n)), nil
	},
	"fail": func(*engine.Engine, []byte) ([]byte, error) { return nil, errors.New("as it was told") },
	"grow": func(*engine.Engine, []byte) ([]byte, error) {
		var all [][]byte
		for {
			b := make([]byte, 1<<20)
			for i := range b {
				b[i] = 1
			}
			all = append(all, b)
		}
	},
}

// TestJob: a job is done in the worker, and bounded as everything there.
func TestJob(t *testing.T) {
	k := mustLoad(t, shop(), testLimits())
	answer, err := k.Do("buy", []byte(`{"id":"pen"}`), 20)
	if err != nil || string(answer) != "||||||||||" {
		t.Errorf("%q, %v", answer, err)
	}
	if _, err := k.Do("fail", nil, 1); err == nil || err.Error() != "as it was told" {
		t.Errorf("the error of a job is %v", err)
	}
	if _, err := k.Do("buy", []byte(`{"id":"pad"}`), 1); err != nil {
		t.Errorf("after a job that failed: %v", err)
	}
	var died *DiedError
	if _, err := k.Do("grow", nil, 1); !errors.As(err, &died) || died.Why != Memory {
		t.Errorf("a job that grows: %v", err)
	}
	other, err := Load(context.Background(), shop(), testLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Do("nothing", nil, 1); !errors.As(err, &died) {
		t.Errorf("a job that there is not: %v", err)
	}
}
