package model_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"worldc/model"
	. "worldc/model/faultserver"
)

// work asks n things at once and returns what came of each, as text. Some have
// tools, some a schema, some two samples, and some are asked twice at once.
func work(t *testing.T, s *model.Session, n, workers int) []string {
	t.Helper()
	out := make([]string, n)
	var all sync.WaitGroup
	next := make(chan int)
	for range workers {
		all.Go(func() {
			for i := range next {
				reply, err := s.Ask(context.Background(), thing(i))
				text, jsonErr := json.Marshal(reply)
				if jsonErr != nil {
					t.Error(jsonErr)
				}
				out[i] = fmt.Sprintf("%s %v", text, err)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
	return out
}

func thing(i int) model.Request {
	r := user(fmt.Sprintf("thing %d", i/2))
	r.Purpose.Record = fmt.Sprintf("record %d", i)
	switch i / 2 % 4 {
	case 0:
		r.Tools = []model.Tool{adder}
	case 1:
		r.Schema = &model.Schema{Name: "answer", JSON: json.RawMessage(`{"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"],"additionalProperties":false}`)}
	case 2:
		r.Ordinal = i % 2
	}
	return r
}

// TestMixed: whatever goes wrong with a third of all requests, in every way
// after which asking again helps, the replies are those of a server that is
// well, nothing that was answered soundly is asked again, and the recordings of
// both say the same.
func TestMixed(t *testing.T) {
	const n = 600
	dir := t.TempDir()
	run := func(name string, o Options) ([]string, *Server, model.Settings, *model.Session) {
		server := start(t, o)
		set := settings(t, server)
		set.MaxConcurrency = 24
		set.Retries = model.Retries{Transport: 4, Provider: 4, Parse: 4, Validation: 4}
		set.Recordings = recordings(t, filepath.Join(dir, name))
		s := open(t, set)
		return work(t, s, n, 48), server, set, s
	}
	want, well, _, wellSession := run("well", Options{Key: testKey})
	for seed := range uint64(3) {
		name := fmt.Sprintf("ill %d", seed)
		got, ill, set, s := run(name, Options{Key: testKey, Fault: Mixed(seed, 333, 4, Transient())})
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("seed %d, thing %d\n%s\nwithout faults\n%s", seed, i, got[i], want[i])
			}
		}
		if ill.Twice() > 0 || well.Twice() > 0 {
			t.Errorf("seed %d: %d sound answers were asked for again", seed, ill.Twice())
		}
		if a, b := fmt.Sprint(s.Used()), fmt.Sprint(wellSession.Used()); a != b {
			t.Errorf("seed %d: other answers were used", seed)
		}
		faults := 0
		for f, n := range ill.Faults() {
			if f != None {
				faults += n
			}
		}
		t.Logf("seed %d: %d requests, %d faults of %d kinds", seed, ill.Requests(), faults, len(ill.Faults())-1)
		before := ill.Requests()
		if again := work(t, open(t, set), n, 8); fmt.Sprint(again) != fmt.Sprint(want) || ill.Requests() != before {
			t.Errorf("seed %d: asked %d times again", seed, ill.Requests()-before)
		}
	}
	scan(t, dir)
}

// TestFaultsForGood: with every fault there is, and few retries, each request
// ends in the right reply or in a failure with a class, and what failed for
// want of luck is asked again by the next build.
func TestFaultsForGood(t *testing.T) {
	const n = 400
	faults := []Fault{}
	for _, f := range All() {
		switch f {
		case Stall, StallInBody, SlowBody, HugeBody, HugeChunked, GzipBomb, DeepJSON, Redirect: // slow, and tested alone
		default:
			faults = append(faults, f)
		}
	}
	well := start(t, Options{})
	want := work(t, open(t, func() model.Settings {
		s := settings(t, well)
		s.Mode = model.Live
		return s
	}()), n, 16)
	server := start(t, Options{Fault: Mixed(9, 500, 1000, faults)})
	set := settings(t, server)
	set.Recordings = recordings(t, filepath.Join(t.TempDir(), "calls"))
	set.Retries = model.Retries{Transport: 1, Provider: 1, Parse: 1, Validation: 1}
	last := make([]string, n)
	for build := range 12 {
		got := work(t, open(t, set), n, 16)
		replies := 0
		for i := range got {
			if got[i] == want[i] {
				replies++
			} else if last[i] == want[i] {
				t.Fatalf("build %d, thing %d: had a reply, and now %s", build, i, got[i])
			}
		}
		last = got
		if build == 0 || build == 11 {
			t.Logf("build %d: %d of %d have replies, %d answers are recorded", build, replies, n, set.Recordings.Len())
		}
	}
	final := 0
	for i := range last {
		if last[i] != want[i] {
			final++
		}
	}
	if server.Twice() > 0 || final > n/3 {
		t.Errorf("%d asked twice, %d without a reply", server.Twice(), final)
	}
}
