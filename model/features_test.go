package model_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"worldc/model"
	. "worldc/model/faultserver"
)

var answerSchema = &model.Schema{Name: "answer", JSON: json.RawMessage(`{"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"],"additionalProperties":false}`)}

// TestFormats: a server that does not know a way of being told of a schema is
// told in the next one, once for all; what is asked stays the same.
func TestFormats(t *testing.T) {
	var first []model.Use
	for _, test := range []struct {
		known    []model.Format
		format   model.Format
		requests int64 // for two questions
	}{
		{nil, model.FormatSchema, 2},
		{[]model.Format{model.FormatObject}, model.FormatObject, 3},
		{[]model.Format{}, "", 4},
	} {
		var mu sync.Mutex
		var asks []Ask
		server := start(t, Options{Formats: test.known, Reply: func(a Ask) Answer {
			mu.Lock()
			defer mu.Unlock()
			asks = append(asks, a)
			if a.Format == "" {
				return Answer{Reply: &model.Reply{Content: "```json\n{\"answer\":\"yes\"}\n```"}}
			}
			return Answer{Reply: &model.Reply{Content: `{"answer":"yes"}`}}
		}})
		set := settings(t, server)
		set.Recordings = recordings(t, filepath.Join(t.TempDir(), "calls"))
		s := open(t, set)
		for _, text := range []string{"one", "two"} {
			r := user(text)
			r.Schema = answerSchema
			r.Messages = append([]model.Message{{Role: "system", Content: "You answer."}}, r.Messages...)
			reply, err := s.Ask(context.Background(), r)
			if err != nil || reply.Content != `{"answer":"yes"}` {
				t.Errorf("%v: %+v %v", test.known, reply, err)
			}
		}
		last := asks[len(asks)-1]
		if last.Format != test.format || server.Requests() != test.requests {
			t.Errorf("%v: format %q after %d requests", test.known, last.Format, server.Requests())
		}
		words := last.Request.Messages[0].Content
		if told := strings.Contains(words, `"required":["answer"]`); told != (test.format != model.FormatSchema) {
			t.Errorf("%v: the system says %q", test.known, words)
		}
		used := s.Used()
		if first == nil {
			first = used
		}
		for i := range used {
			if used[i].Request != first[i].Request {
				t.Errorf("%v: the identity is %v, was %v", test.known, used[i].Request, first[i].Request)
			}
		}
	}
}

// TestGrammar: a server that fails over one schema is told of that one in words,
// and of others as before.
func TestGrammar(t *testing.T) {
	server := start(t, Options{BadGrammar: true})
	set := settings(t, server)
	set.Mode = model.Live
	set.Key = func() string { return testKey + "\n" }
	s := open(t, set)
	for i, want := range []int64{2, 3} {
		r := user(fmt.Sprint(i))
		r.Schema = answerSchema
		if _, err := s.Ask(context.Background(), r); err != nil || server.Requests() != want {
			t.Errorf("%d requests, want %d: %v", server.Requests(), want, err)
		}
	}
}

// TestSamples: equal requests with ordinals of their own have replies of their
// own, under seeds of their own.
func TestSamples(t *testing.T) {
	server := start(t, Options{Reply: func(a Ask) Answer {
		return Answer{Reply: &model.Reply{Content: fmt.Sprintf("seed %d, at %v, %v, %d, %s", *a.Seed, *a.Temperature, *a.TopP, a.Request.MaxTokens, a.Extra["top_k"])}}
	}})
	set := settings(t, server)
	p := 0.95
	set.Sampling.TopP = &p
	set.Sampling.Extra = map[string]json.RawMessage{"top_k": json.RawMessage(`20`)}
	set.Recordings = recordings(t, filepath.Join(t.TempDir(), "calls"))
	s := open(t, set)
	for n := range 3 {
		r := user("draw")
		r.Ordinal = n
		reply, err := s.Ask(context.Background(), r)
		if want := fmt.Sprintf("seed %d, at 0, 0.95, 500, 20", 7+n); err != nil || reply.Content != want {
			t.Errorf("ordinal %d: %q %v, want %q", n, reply.Content, err, want)
		}
	}
}

// TestMaxCompletionTokens: a server that wants the newer name gets it.
func TestMaxCompletionTokens(t *testing.T) {
	server := start(t, Options{Reply: func(a Ask) Answer { return Answer{Reply: &model.Reply{Content: fmt.Sprint(a.Request.MaxTokens)}} }, NewName: true})
	set := settings(t, server)
	set.Mode = model.Live
	s := open(t, set)
	for range 2 {
		if reply, err := s.Ask(context.Background(), user("how many")); err != nil || reply.Content != "500" {
			t.Errorf("%+v %v", reply, err)
		}
	}
	if n := server.Requests(); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
}

// TestReasoning: what was thought is kept apart, wherever the server puts it.
func TestReasoning(t *testing.T) {
	for content, want := range map[string][2]string{
		"<think>\nhm\n</think>\n\nyes":    {"yes", "hm"},
		"a <think> in the middle":         {"a <think> in the middle", ""},
		"<think> without end":             {"<think> without end", ""},
		"<think></think>all is said here": {"all is said here", ""},
	} {
		server := start(t, Options{Reply: func(Ask) Answer { return Answer{Reply: &model.Reply{Content: content}} }})
		set := settings(t, server)
		set.Mode = model.Live
		reply, err := open(t, set).Ask(context.Background(), user("think"))
		if err != nil || reply.Content != want[0] || reply.Reasoning != want[1] {
			t.Errorf("%q: %+v %v", content, reply, err)
		}
	}
}

// TestEmbeddings: vectors come in order, are recorded one by one, and a batch
// that is put together otherwise asks only for what is new.
func TestEmbeddings(t *testing.T) {
	server := start(t, Options{Embed: func(text string) []float32 { return []float32{float32(len(text)), 0.1, -1e-7} }, Fault: Mixed(3, 300, 2, []Fault{Status500, NoChoices, CutHalf, ResetInBody})})
	set := settings(t, server)
	set.Recordings = recordings(t, filepath.Join(t.TempDir(), "calls"))
	s := open(t, set)
	texts := []string{}
	for i := range 150 {
		texts = append(texts, strings.Repeat("x", i%140+1))
	}
	p := model.Purpose{Role: "tool_graph", Record: "tools"}
	vectors, err := s.Embed(context.Background(), model.EmbedRequest{Purpose: p, Texts: texts})
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range vectors {
		if len(v) != 3 || v[0] != float32(i%140+1) || v[1] != 0.1 || v[2] != -1e-7 {
			t.Fatalf("vector %d: %v", i, v)
		}
	}
	if u := s.Usage(); u[0].Used.Calls != 3 || len(s.Used()) != 140 {
		t.Errorf("usage %+v, %d used", u, len(s.Used()))
	}
	set.Mode = model.Replay
	replay := open(t, set)
	slices.Reverse(texts)
	again, err := replay.Embed(context.Background(), model.EmbedRequest{Purpose: p, Texts: texts})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(again[0]) != fmt.Sprint(vectors[149]) {
		t.Errorf("%v %v", again[0], err)
	}
	if a, b := fmt.Sprint(s.Used()), fmt.Sprint(replay.Used()); a != b || replay.Usage()[0].Used != s.Usage()[0].Used {
		t.Error("the replay used other answers")
	}
	var f *model.Failure
	if _, err := replay.Embed(context.Background(), model.EmbedRequest{Purpose: p, Texts: []string{"new"}}); !errors.As(err, &f) || f.Class != model.Missing {
		t.Errorf("%v", err)
	}
}

// TestLimits: what a changed bound of tokens, price or address asks again.
func TestLimits(t *testing.T) {
	long := strings.Repeat("word ", 80) // 101 tokens
	server := start(t, Options{Reply: func(Ask) Answer { return Answer{Reply: &model.Reply{Content: long}} }})
	path := filepath.Join(t.TempDir(), "calls")
	rec := recordings(t, path)
	for i, step := range []struct {
		limit int
		class model.Class
		asked bool
	}{
		{50, model.Length, true},
		{50, model.Length, false},
		{40, model.Length, false}, // cut at 50, so at 40
		{60, model.Length, true},  // the bound rose
		{50, model.Length, false},
		{500, "", true},
		{101, "", false}, // it fits
		{1000, "", false},
		{0, "", false},
		{60, model.Length, false}, // cut there before, and the long one does not fit
		{100, model.Length, true}, // neither the one nor the other serves
		{500, "", false},          // and nothing is lost by that
	} {
		set := settings(t, server)
		set.Recordings = rec
		set.MaxTokens = step.limit
		set.Price = &model.Price{Input: float64(i), Output: 1}
		before := server.Requests()
		_, err := open(t, set).Ask(context.Background(), user("tell"))
		var f *model.Failure
		class := model.Class("")
		if errors.As(err, &f) {
			class = f.Class
		}
		if asked := server.Requests() > before; class != step.class || asked != step.asked {
			t.Errorf("step %d, bound %d: class %q, asked %v", i, step.limit, class, asked)
		}
	}
}

// TestOnce: the same request from many at once is asked once, and who is called
// off does not take the others along.
func TestOnce(t *testing.T) {
	server := start(t, Options{Latency: 50 * time.Millisecond})
	set := settings(t, server)
	set.Recordings = recordings(t, filepath.Join(t.TempDir(), "calls"))
	set.MaxConcurrency = 1
	s := open(t, set)
	off, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	var all sync.WaitGroup
	all.Go(func() {
		if _, err := s.Ask(off, user("same")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("called off: %v", err)
		}
	})
	time.Sleep(5 * time.Millisecond)
	for range 20 {
		all.Go(func() {
			if _, err := s.Ask(context.Background(), user("same")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := server.Requests(); n != 2 { // the first was broken off
		t.Errorf("%d requests", n)
	}
	if u := s.Usage(); u[0].Used.Calls != 1 {
		t.Errorf("used %+v", u)
	}
}

// TestLive: each request is asked anew once, and what it says counts from then.
func TestLive(t *testing.T) {
	var mu sync.Mutex
	n := 0
	server := start(t, Options{Reply: func(Ask) Answer {
		mu.Lock()
		defer mu.Unlock()
		n++
		return Answer{Reply: &model.Reply{Content: fmt.Sprint("answer ", n)}}
	}})
	path := filepath.Join(t.TempDir(), "calls")
	for build, want := range []string{"answer 1", "answer 2", "answer 2", "answer 2"} {
		set := settings(t, server)
		set.Mode = []model.Mode{model.Auto, model.Live, model.Auto, model.Replay}[build]
		set.Recordings = recordings(t, path)
		s := open(t, set)
		for range 2 {
			if reply, err := s.Ask(context.Background(), user("x")); err != nil || reply.Content != want {
				t.Errorf("build %d: %q %v", build, reply.Content, err)
			}
		}
	}
}

// TestMiss: the error of a replay names what is asked and how it differs from
// the nearest thing that is recorded.
func TestMiss(t *testing.T) {
	server := start(t, Options{})
	path := filepath.Join(t.TempDir(), "calls")
	set := settings(t, server)
	set.Recordings = recordings(t, path)
	s := open(t, set)
	for _, text := range []string{"Where is order 17, please?", "Something else altogether"} {
		r := user(text)
		r.Tools = []model.Tool{adder}
		if _, err := s.Ask(context.Background(), r); err != nil {
			t.Fatal(err)
		}
	}
	set.Mode = model.Replay
	for _, test := range []struct {
		change func(*model.Settings, *model.Request)
		want   string
	}{
		{func(_ *model.Settings, r *model.Request) { r.Messages[0].Content = "Where is order 18, please?" },
			`the nearest, by agent of trajectory-1, differs in messages[0].content at byte 16: "is order 17, please?" was recorded, "is order 18, please?" is asked`},
		{func(_ *model.Settings, r *model.Request) { r.Ordinal = 3 }, `the same was asked with ordinal 0, not 3`},
		{func(s *model.Settings, _ *model.Request) { *s.Sampling.Temperature = 0.5 }, `differs in sampling.temperature: 0 was recorded, 0.5 is asked`},
		{func(s *model.Settings, _ *model.Request) { s.Sampling.Seed = nil }, `differs in sampling.seed: 7 was recorded, nothing is asked`},
		{func(s *model.Settings, _ *model.Request) { s.Model = "parrot-2" }, `differs in model at byte 7: "parrot-1" was recorded, "parrot-2" is asked`},
		{func(_ *model.Settings, r *model.Request) { r.Tools[0].Description = "Adds" }, `differs in tools[0].description at byte 4: `},
		{func(_ *model.Settings, r *model.Request) { r.Tools = nil }, `differs in tools: `},
		{func(_ *model.Settings, r *model.Request) { r.MaxTokens = 1 }, `it was asked with another bound of tokens than 1, which the answer was cut at or does not fit into`},
	} {
		set, r := set, user("Where is order 17, please?")
		zero, seed := 0.0, int64(7)
		set.Sampling.Temperature, set.Sampling.Seed = &zero, &seed
		r.Tools = []model.Tool{adder}
		test.change(&set, &r)
		_, err := open(t, set).Ask(context.Background(), r)
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "agent of trajectory-1: missing: "+path+" has no answer; ") {
			t.Errorf("%v\nwant %s", err, test.want)
		}
	}
}

// TestBadRequests: what is no conversation is not sent.
func TestBadRequests(t *testing.T) {
	server := start(t, Options{})
	set := settings(t, server)
	set.Mode = model.Live
	s := open(t, set)
	call := model.Call{ID: "call00000", Tool: "add", Arguments: json.RawMessage(`{}`)}
	for want, messages := range map[string][]model.Message{
		"there are no messages":                                  nil,
		"message 0: the user says nothing":                       {{Role: "user"}},
		`message 0: role "boss"`:                                 {{Role: "boss", Content: "x"}},
		`message 0: a result of call "call7", which is not open`: {{Role: "tool", CallID: "call7", Content: "x"}},
		"1 calls at the end have no result":                      {{Role: "user", Content: "x"}, {Role: "assistant", Calls: []model.Call{call}}},
		"message 1: 1 calls before it have no result":            {{Role: "assistant", Calls: []model.Call{call}}, {Role: "user", Content: "x"}},
		`text is not UTF-8: "\xff"`:                              {{Role: "user", Content: "\xff"}},
		"the request holds the key of the model":                 {{Role: "user", Content: "my key is " + testKey}},
		`call 1 has id "call00000", which is not its own`:        {{Role: "assistant", Calls: []model.Call{call, call}}},
		"message 0: an assistant says nothing and calls nothing": {{Role: "assistant"}},
		"message 0: a user has what is another's":                {{Role: "user", Content: "x", CallID: "call00000"}},
	} {
		_, err := s.Ask(context.Background(), model.Request{Messages: messages})
		var f *model.Failure
		if !errors.As(err, &f) || f.Class != model.Rejected || !strings.Contains(f.Detail, want) {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
	if n := server.Requests(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestSettings: what is refused, and that no message repeats an address with a
// key in it.
func TestSettings(t *testing.T) {
	for want, change := range map[string]func(*model.Settings){
		"the model has no name":                func(s *model.Settings) { s.Model = "" },
		"the mode auto needs recordings":       func(s *model.Settings) { s.Mode = model.Auto },
		`there is no mode "often"`:             func(s *model.Settings) { s.Mode = "often" },
		"names a user or a password":           func(s *model.Settings) { s.BaseURL = "https://me:SECRET@host/v1" },
		"has a query":                          func(s *model.Settings) { s.BaseURL = "https://host/v1?api_key=SECRET" },
		"the base URL is not one":              func(s *model.Settings) { s.BaseURL = "https://me:SECRET@%zz/" },
		"leave /chat/completions out":          func(s *model.Settings) { s.BaseURL = "https://host/v1/chat/completions" },
		"temperature is not between 0 and 2":   func(s *model.Settings) { x := 3.0; s.Sampling.Temperature = &x },
		"seed is not between 0 and 2147483647": func(s *model.Settings) { x := int64(-1); s.Sampling.Seed = &x },
		`the request's member "stream" is worldc's own`: func(s *model.Settings) {
			s.Sampling.Extra = map[string]json.RawMessage{"stream": json.RawMessage("true")}
		},
		"max_cost_usd bounds the build, and model": func(s *model.Settings) { s.Account = model.NewAccount(model.Allowance{MaxCost: 1}) },
		"the key stands in the base URL": func(s *model.Settings) {
			s.BaseURL = "https://host/sk-0123456789012345"
			s.Key = func() string { return "sk-0123456789012345" }
		},
	} {
		s := model.Settings{BaseURL: "http://127.0.0.1:1/v1", Model: "m", Mode: model.Live}
		change(&s)
		_, err := model.Open(s)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestBudget: no bound is ever passed, however many ask at once, and the next
// build goes on from there.
func TestBudget(t *testing.T) {
	server := start(t, Options{Latency: time.Millisecond})
	for _, test := range []struct {
		allowance model.Allowance
		most      func(u model.Usage, cost float64) bool
	}{
		{model.Allowance{MaxCalls: 37}, func(u model.Usage, _ float64) bool { return u.Calls == 37 }},
		{model.Allowance{MaxTokens: 2000}, func(u model.Usage, _ float64) bool {
			n := u.PromptTokens + u.CompletionTokens
			return n <= 2000 && n > 1000
		}},
		{model.Allowance{MaxCost: 0.01}, func(_ model.Usage, cost float64) bool { return cost <= 0.01 && cost > 0.006 }},
	} {
		path := filepath.Join(t.TempDir(), "calls")
		rec := recordings(t, path)
		total := 0
		for build := 0; total < 200; build++ {
			set := settings(t, server)
			set.Recordings, set.MaxTokens, set.Price = rec, 100, &model.Price{Input: 3, Output: 15}
			set.Account = model.NewAccount(test.allowance)
			s := open(t, set)
			var mu sync.Mutex
			over := 0
			var all sync.WaitGroup
			for w := range 20 {
				all.Go(func() {
					for i := w; i < 200; i += 20 {
						_, err := s.Ask(context.Background(), user(fmt.Sprint("thing ", i)))
						var f *model.Failure
						if errors.As(err, &f) && f.Class == model.Budget {
							mu.Lock()
							over++
							mu.Unlock()
						} else if err != nil {
							t.Error(err)
						}
					}
				})
			}
			all.Wait()
			spent, cost := set.Account.Spent()
			if over > 0 && !test.most(spent, *cost) {
				t.Errorf("%+v: spent %+v and %v dollars", test.allowance, spent, *cost)
			}
			if rec.Len() <= total && over > 0 || build > 50 {
				t.Fatalf("%+v: build %d got no further than %d", test.allowance, build, total)
			}
			total = rec.Len()
		}
	}
	if server.Twice() > 0 {
		// Each of the three has recordings of its own.
		t.Logf("%d things were asked by more than one", server.Twice())
	}
}

// TestRates: requests go out at the rate that is set, by the clock.
func TestRates(t *testing.T) {
	server := start(t, Options{})
	clock := &fakeClock{now: time.Unix(1577836800, 0)}
	set := settings(t, server)
	set.Mode, set.Clock, set.RPM = model.Live, clock, 60
	s := open(t, set)
	from := clock.Now()
	for i := range 36 {
		if _, err := s.Ask(context.Background(), user(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	// Six come at once, then one each second.
	if d := clock.Now().Sub(from); d < 29*time.Second || d > 31*time.Second {
		t.Errorf("36 requests at 60 a minute took %v", d)
	}
}

// TestUnrecorded: what could not be recorded is not paid for, and an answer that
// could not be written down is no reply.
func TestUnrecorded(t *testing.T) {
	server := start(t, Options{})
	path := filepath.Join(t.TempDir(), "calls")
	set := settings(t, server)
	set.Recordings = recordings(t, path)
	s := open(t, set)
	if _, err := s.Ask(context.Background(), user("before")); err != nil {
		t.Fatal(err)
	}
	if err := set.Recordings.Close(); err != nil {
		t.Fatal(err)
	}
	var f *model.Failure
	if reply, err := s.Ask(context.Background(), user("after")); !errors.As(err, &f) || f.Class != model.Unrecorded {
		t.Errorf("%+v %v", reply, err)
	}
	before := server.Requests()
	var err error
	if set.Recordings, err = model.OpenRecordings(path, true); err != nil {
		t.Fatal(err)
	}
	defer set.Recordings.Close()
	readOnly := open(t, set)
	if _, err := readOnly.Ask(context.Background(), user("before")); err != nil {
		t.Error(err)
	}
	if _, err := readOnly.Ask(context.Background(), user("after")); !errors.As(err, &f) || f.Class != model.Unrecorded || server.Requests() != before {
		t.Errorf("%v after %d requests more", err, server.Requests()-before)
	}
}

// TestRoles: an answer that two roles use counts for each, whoever is first.
func TestRoles(t *testing.T) {
	server := start(t, Options{})
	set := settings(t, server)
	set.Recordings = recordings(t, filepath.Join(t.TempDir(), "calls"))
	s := open(t, set)
	for _, role := range []string{"user", "agent", "user"} {
		r := user("hello")
		r.Purpose.Role = role
		if _, err := s.Ask(context.Background(), r); err != nil {
			t.Fatal(err)
		}
	}
	u := s.Usage()
	if len(u) != 2 || u[0].Role != "agent" || u[0].Used.Calls != 1 || u[0].Asked.Calls != 0 || u[1].Used.Calls != 1 || u[1].Asked.Calls != 1 || len(s.Used()) != 1 {
		t.Errorf("%+v, %d used", u, len(s.Used()))
	}
}

// TestCapacity: a server that bears eight requests at once is found to bear no
// more: all get their replies, and few requests are refused on the way.
func TestCapacity(t *testing.T) {
	var mu sync.Mutex
	inside, refused := 0, 0
	server := start(t, Options{Reply: func(a Ask) Answer {
		mu.Lock()
		inside++
		over := inside > 8
		if over {
			refused++
		}
		mu.Unlock()
		defer func() {
			mu.Lock()
			inside--
			mu.Unlock()
		}()
		if over {
			return Answer{Status: 429, Message: "too many at once"}
		}
		time.Sleep(2 * time.Millisecond)
		return parrot(a)
	}})
	set := settings(t, server)
	set.Mode, set.MaxConcurrency, set.Clock = model.Live, 64, nil
	set.Retries.Provider = 20
	s := open(t, set)
	const n = 600
	var all sync.WaitGroup
	for w := range 64 {
		all.Go(func() {
			for i := w; i < n; i += 64 {
				if _, err := s.Ask(context.Background(), user(fmt.Sprint(i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if refused > n/2 {
		t.Errorf("%d of %d were refused", refused, n+refused)
	}
	t.Logf("%d refused on the way to %d replies", refused, n)
}
