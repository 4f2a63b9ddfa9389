package model_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"worldc/model"
	"worldc/model/faultserver"
)

// parrot answers with the last message, or with two calls of the first tool.
func parrot(a faultserver.Ask) faultserver.Answer {
	r := &model.Reply{Reasoning: "I repeat."}
	last := a.Request.Messages[len(a.Request.Messages)-1]
	switch {
	case a.Request.Schema != nil || a.Format != "":
		text, err := json.Marshal(map[string]string{"answer": last.Content})
		if err != nil {
			panic(err)
		}
		r.Content = string(text)
	case len(a.Request.Tools) > 0 && last.Role == "user":
		for _, arguments := range []string{`{"n": 1}`, `{"n":2.0}`} {
			r.Calls = append(r.Calls, model.Call{Tool: a.Request.Tools[0].Name, Arguments: json.RawMessage(arguments)})
		}
	default:
		r.Content = "You said: " + last.Content
	}
	return faultserver.Answer{Reply: r}
}

const testKey = "sk-CANARY-0123456789abcdefghijkl/+=\"x"

func start(t testing.TB, o faultserver.Options) *faultserver.Server {
	t.Helper()
	if o.Reply == nil {
		o.Reply = parrot
	}
	s, err := faultserver.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func recordings(t testing.TB, path string) *model.Recordings {
	t.Helper()
	r, err := model.OpenRecordings(path, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func settings(t testing.TB, s *faultserver.Server) model.Settings {
	t.Helper()
	zero, seed := 0.0, int64(7)
	set := model.Settings{
		Model: "parrot-1", Mode: model.Auto, Key: func() string { return testKey }, Retries: model.DefaultRetries(), MaxTokens: 500,
		Sampling: model.Sampling{Temperature: &zero, Seed: &seed}, Clock: &fakeClock{now: time.Unix(1577836800, 0)},
		Timeouts: model.Timeouts{Connect: 20 * time.Second, FirstByte: 20 * time.Second, Idle: 20 * time.Second, Total: time.Minute}, // a busy machine is not a fault
	}
	if s != nil {
		set.BaseURL = s.URL()
	}
	return set
}

func open(t testing.TB, s model.Settings) *model.Session {
	t.Helper()
	c, err := model.Open(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c.Session()
}

func user(text string) model.Request {
	return model.Request{Purpose: model.Purpose{Role: "agent", Record: "trajectory-1"}, Messages: []model.Message{{Role: "user", Content: text}}}
}

var adder = model.Tool{Name: "add", Description: "Adds <n> & \"more\"", Parameters: json.RawMessage(`{"type":"object","properties":{"n":{"type":"number"}},"required":["n"]}`)}

func TestConversation(t *testing.T) {
	server := start(t, faultserver.Options{Key: testKey})
	path := filepath.Join(t.TempDir(), "calls.zst")
	set := settings(t, server)
	set.Recordings = recordings(t, path)
	talk := func(s *model.Session) []model.Reply {
		t.Helper()
		r := user("add <b> & 界")
		r.Tools = []model.Tool{adder}
		first, err := s.Ask(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		r.Messages = append(r.Messages, model.Message{Role: "assistant", Content: first.Content, Reasoning: first.Reasoning, Calls: first.Calls})
		for _, c := range first.Calls {
			r.Messages = append(r.Messages, model.Message{Role: "tool", CallID: c.ID, Content: `{"sum":3}`})
		}
		second, err := s.Ask(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		return []model.Reply{first, second}
	}
	s := open(t, set)
	asked := talk(s)
	if c := asked[0].Calls; len(c) != 2 || c[0].ID != "call00000" || c[1].ID != "call00001" || string(c[1].Arguments) != `{"n":2}` {
		t.Errorf("calls: %+v", c)
	}
	if asked[1].Content != `You said: {"sum":3}` || asked[1].Reasoning != "I repeat." {
		t.Errorf("second reply: %+v", asked[1])
	}
	usage := s.Usage()
	if len(usage) != 1 || usage[0].Used != usage[0].Asked || usage[0].Used.Calls != 2 || usage[0].Used.PromptTokens == 0 {
		t.Errorf("usage: %+v", usage)
	}
	requests := server.Requests()
	set.Mode, set.BaseURL = model.Replay, ""
	set.Recordings = recordings(t, path)
	replay := open(t, set)
	replayed := talk(replay)
	a, _ := json.Marshal(asked)
	b, _ := json.Marshal(replayed)
	if string(a) != string(b) || server.Requests() != requests {
		t.Errorf("replayed\n%s\nasked\n%s", b, a)
	}
	if u := replay.Usage(); u[0].Used != usage[0].Used || u[0].Asked != (model.Usage{}) {
		t.Errorf("usage of the replay: %+v", u)
	}
	ua, _ := json.Marshal(s.Used())
	ub, _ := json.Marshal(replay.Used())
	if string(ua) != string(ub) || len(s.Used()) != 2 {
		t.Errorf("used:\n%s\n%s", ua, ub)
	}
	for _, u := range replay.Used() {
		if !set.Recordings.Holds(u) {
			t.Errorf("the recordings do not hold %v", u)
		}
	}
}
