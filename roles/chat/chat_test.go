package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"worldc/model"
	"worldc/roles"
	"worldc/world"
)

// A script answers requests one after the other, and keeps them.
type script struct {
	mu      sync.Mutex
	answers []any // a text, a model.Reply or an error
	asked   []model.Request
}

func (s *script) Ask(_ context.Context, r model.Request) (model.Reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, r)
	if len(s.answers) == 0 {
		panic("nothing more is said")
	}
	a := s.answers[0]
	s.answers = s.answers[1:]
	switch a := a.(type) {
	case string:
		return model.Reply{Content: a}, nil
	case model.Reply:
		return a, nil
	}
	return model.Reply{}, a.(error)
}

func (s *script) Embed(context.Context, model.EmbedRequest) ([][]float32, error) {
	panic("nobody embeds")
}

func modelOf(t *testing.T, o Options, answers ...any) (*Model, *script) {
	t.Helper()
	s := &script{answers: answers}
	m, err := New(s, o)
	if err != nil {
		t.Fatal(err)
	}
	return m, s
}

var tool = world.Tool{
	ID: "t1", Name: "get_book", Description: "Get a </data> book.", ParameterOrder: []string{"book_id", "full"},
	Parameters: json.RawMessage(`{"type":"object","properties":{"book_id":{"type":"string","description":"The id of a book."},"full":{"type":"boolean"}},"required":["book_id"]}`),
	Returns:    json.RawMessage(`{"type":"object","properties":{"id":{"type":"string"},"authors":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}}}}`),
}

// TestRepairs: an answer that cannot be used goes back with what is wrong, as
// often as the model allows; then it is asked for anew, with another ordinal;
// then it is a failure that says so.
func TestRepairs(t *testing.T) {
	good := `{"description":"Gets the book that book_id names."}`
	for _, c := range []struct {
		name    string
		answers []any
		want    string // in the last question
		fails   model.Class
		asked   int
	}{
		{"at once", []any{good}, "get_book", "", 1},
		{"fenced", []any{"```json\n" + good + "\n```"}, "get_book", "", 1},
		{"no JSON", []any{"Sure! Here it is.", good}, "the answer is not the JSON object that was asked for", "", 2},
		{"cut", []any{`{"description":"Gets`, good}, "the answer is no whole JSON object", "", 2},
		{"two values", []any{good + good, good}, "something follows the JSON object", "", 2},
		{"another member", []any{`{"description":"book_id","note":""}`, good}, `unknown field "note"`, "", 2},
		{"another type", []any{`{"description":["book_id"]}`, good}, "cannot unmarshal array", "", 2},
		{"against the world", []any{`{"description":"Gets a book."}`, good}, `the description does not name the required parameter "book_id"`, "", 2},
		{"against the schema", []any{&model.Failure{Class: model.Validation, Detail: "description: is missing", Said: "{}"}, good}, "description: is missing", "", 2},
		{"begun anew", []any{"a", "b", "c", good}, "get_book", "", 4},
		{"never", []any{"a", "b", "c", "d", "e", "f"}, "", model.Validation, 6},
		{"declined", []any{&model.Failure{Class: model.Refusal}, &model.Failure{Class: model.Refusal}}, "", model.Refusal, 2},
		{"no server", []any{&model.Failure{Class: model.Transport}}, "", model.Transport, 1},
		{"nothing said", []any{&model.Failure{Class: model.Validation}, good}, "get_book", "", 2},
	} {
		m, s := modelOf(t, Options{Repairs: 2, Restarts: 1}, c.answers...)
		text, err := m.Describer().Describe(t.Context(), tool)
		var failure *model.Failure
		switch {
		case c.fails == "" && (err != nil || text != "Gets the book that book_id names."):
			t.Errorf("%s: %q, %v", c.name, text, err)
		case c.fails != "" && (!errors.As(err, &failure) || failure.Class != c.fails):
			t.Errorf("%s: %v, want %s", c.name, err, c.fails)
		}
		if len(s.asked) != c.asked {
			t.Errorf("%s: asked %d times, want %d", c.name, len(s.asked), c.asked)
		}
		last := s.asked[len(s.asked)-1]
		if got := last.Messages[len(last.Messages)-1].Content; !strings.Contains(got, c.want) {
			t.Errorf("%s: the last question is %q, want %q in it", c.name, got, c.want)
		}
		seen := map[string]bool{}
		for _, r := range s.asked {
			raw, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			if seen[string(raw)] {
				t.Errorf("%s: the same is asked twice", c.name)
			}
			seen[string(raw)] = true
		}
	}
}

// TestData: nothing in a document ends the data around it, and all of it can be
// read back.
func TestData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"</data>", `\</data>`, `\\<`, "\u2028<", `"""`, "{{tool}}", "取消订单<data>"})).Draw(t, "text")
		out := data(map[string]string{"x": text})
		if strings.Contains(out, "<") {
			t.Fatalf("%q has a tag", out)
		}
		var back map[string]string
		if err := json.Unmarshal([]byte(out), &back); err != nil || back["x"] != strings.ToValidUTF8(text, "\ufffd") {
			t.Fatalf("%q came back as %q (%v)", text, back["x"], err)
		}
	})
}

// TestAgent: the agent is offered its tools by names that servers take, is told
// results cut, counts its calls itself, and is asked again where it calls what
// there is not.
func TestAgent(t *testing.T) {
	odd := world.WorldTool{Tool: world.Tool{ID: "t2", Name: "查询.订单", Description: strings.Repeat("x", 90), Parameters: json.RawMessage(`{"type":"object"}`)}}
	w := &world.World{Policy: "Be kind.", Clock: "2025-06-02T09:00:00Z", Tools: []world.WorldTool{{Tool: tool}, odd}}
	alias := odd.Function()
	m, s := modelOf(t, Options{Repairs: 1, MaxObservation: 10, MaxDescription: 40, Language: "German"},
		model.Reply{Reasoning: "hm", Calls: []model.Call{{ID: "", Tool: alias, Arguments: json.RawMessage(`{}`)}, {ID: "x", Tool: "get_book", Arguments: json.RawMessage(`{}`)}}},
		&model.Failure{Class: model.Validation, Detail: `no tool "fly" was offered`},
		"Done.",
	)
	place := m.Agent().Enter(w)
	if s := place.System(); !strings.Contains(s, "Be kind.") || !strings.Contains(s, "German") || !strings.Contains(s, w.Clock) {
		t.Errorf("the agent is told %q", s)
	}
	h := place.Take(&world.Task{ID: "task", Tools: []string{"t2", "t1"}, Goal: "SECRET", Calls: []world.Call{{Tool: "get_book", Arguments: json.RawMessage(`{"book_id":"SECRET"}`)}}}).Meet(roles.AgentBrief{Talk: "talk", Ordinal: 3})
	d, err := h.Decide(t.Context(), roles.Heard{User: &roles.UserDecision{Say: "Hello"}})
	if err != nil || d.Think != "hm" || len(d.Calls) != 2 || d.Calls[0].Tool != "查询.订单" || d.Calls[0].ID != "call_01" || d.Calls[1].ID != "call_02" {
		t.Fatalf("%+v, %v", d, err)
	}
	d, err = h.Decide(t.Context(), roles.Heard{Results: []roles.Result{{Value: json.RawMessage(`{"a":"a long result"}`)}, {Error: "no such book there is"}}})
	if err != nil || d.Say != "Done." {
		t.Fatalf("%+v, %v", d, err)
	}
	second, last := s.asked[1], s.asked[2]
	if got := []string{second.Messages[3].Content, second.Messages[4].Content}; got[0] != `{"a":"a l…` || got[1] != "Error: no…" || second.Messages[3].CallID != "call_01" {
		t.Errorf("results are told as %q", got)
	}
	if second.Tools[0].Name != alias || len([]rune(second.Tools[0].Description)) != 40 || second.Tools[1].Name != "get_book" {
		t.Errorf("tools are offered as %+v", second.Tools)
	}
	if got := last.Messages[len(last.Messages)-1].Content; !strings.Contains(got, `no tool "fly" was offered`) {
		t.Errorf("sent back is %q", got)
	}
	for _, r := range s.asked {
		raw, _ := json.Marshal(r)
		if strings.Contains(string(raw), "SECRET") || r.Ordinal != 3 || r.Purpose.Record != "talk" {
			t.Errorf("the agent is asked %s", raw)
		}
	}
}

// TestUser: what a person says is held against what they know; what they hear is
// theirs to say.
func TestUser(t *testing.T) {
	brief := roles.UserBrief{
		Talk: "talk", Goal: "You want to cancel order ORD-4821 of 2025-06-02.", Known: []world.Fact{{Name: "order's ID", Value: json.RawMessage(`"ORD-4821"`)}},
		Steps: []world.Step{{Operation: world.Move, Thing: "order", Same: -1, Target: []world.Detail{{Label: "ID", Value: json.RawMessage(`"ORD-4821"`)}}}},
	}
	for _, c := range []struct{ answer, want string }{
		{`{"say":"Please cancel ORD-4821.","raises":[1],"reveals":[1],"agrees":"none","stop":false}`, ""},
		{`{"say":"It is from June 2, 2025, at 10:30AM.","raises":[],"reveals":[],"agrees":"none","stop":false}`, ""},
		{`{"say":"Cancel ORD-4822.","raises":[1],"reveals":[],"agrees":"none","stop":false}`, `"ORD-4822" stands neither in what you know`},
		{`{"say":"My number is 5550100.","raises":[],"reveals":[],"agrees":"none","stop":false}`, `"5550100" stands neither`},
		{`{"say":"","raises":[],"reveals":[],"agrees":"none","stop":false}`, `"say" is empty`},
		{`{"say":"Hi","raises":[2],"reveals":[0],"agrees":"none","stop":false}`, "there is no want 2"},
		{`{"say":"Bye","raises":[],"reveals":[],"agrees":"none","stop":true}`, "the talk has just begun"},
	} {
		m, s := modelOf(t, Options{Repairs: 1}, c.answer, `{"say":"Hello","raises":[],"reveals":[],"agrees":"none","stop":false}`)
		d, err := m.User().Meet(brief).Answer(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if (c.want == "") != (len(s.asked) == 1) {
			t.Errorf("%s: asked %d times", c.answer, len(s.asked))
		}
		if last := s.asked[len(s.asked)-1]; !strings.Contains(last.Messages[len(last.Messages)-1].Content, c.want) {
			t.Errorf("%s: sent back is %q", c.answer, last.Messages[len(last.Messages)-1].Content)
		}
		if c.want != "" && d.Say != "Hello" {
			t.Errorf("%s: %q is said", c.answer, d.Say)
		}
	}
	m, s := modelOf(t, Options{}, `{"say":"Hello","raises":[],"reveals":[],"agrees":"none","stop":false}`, `{"say":"Yes, take TKT-90.","raises":[],"reveals":[],"agrees":"yes","stop":true}`)
	p := m.User().Meet(brief)
	if _, err := p.Answer(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	d, err := p.Answer(t.Context(), &roles.AgentDecision{Say: "Shall I open ticket TKT-90?"})
	if err != nil || d.Agree != roles.Yes || !d.Stop {
		t.Errorf("%+v, %v", d, err)
	}
	if got := s.asked[1].Messages; len(got) != 4 || got[3].Content != "Shall I open ticket TKT-90?" {
		t.Errorf("the person hears %+v", got)
	}
}

var shelf = roles.Brief{Domain: world.Domain{ID: "d", Name: "books"}, World: "w", Tools: []world.Tool{tool}}

const (
	booksLaid = `{"tables":[{"name":"authors","thing":"author","key":["id"],"columns":[{"name":"id","type":"TEXT","label":"ID","required":true,"unique":false,"references":null,"enum":null}],"states":null},
		{"name":"books","thing":"book","key":["id"],"columns":[
			{"name":"id","type":"TEXT","label":"ID","required":true,"unique":false,"references":null,"enum":null},
			{"name":"author_id","type":"TEXT","label":"author","required":true,"unique":false,"references":"authors","enum":null},
			{"name":"state","type":"TEXT","label":"state","required":true,"unique":false,"references":null,"enum":["in","it's out"]}],
		"states":{"column":"state","initial":"in","moves":[{"from":["in"],"to":"it's out"}]}}],"policy":"Be quiet."}`
	bookSmithed = `{"rejected":"","description":"Gets a book.","code":"def get_book(book_id, full = None):\n    return db.get(\"books\", book_id)\n","operation":"get","table":"books",
		"uses":[{"parameter":"book_id","property":"","part":"key","column":"books.id"},{"parameter":"full","property":"","part":"ignored","column":""}],
		"gives":[{"output":"id","column":"books.id"}],"transition":null}`
)

// TestToolsmith: tables become SQL, tools behaviours; the questions about tools
// go on from that about the tables; what fails goes back with its failures.
func TestToolsmith(t *testing.T) {
	m, s := modelOf(t, Options{}, booksLaid, bookSmithed, bookSmithed, "I cannot.")
	d, err := m.Toolsmith().Design(t.Context(), shelf)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"author_id TEXT NOT NULL REFERENCES authors ON DELETE CASCADE", "CHECK (state IN ('in', 'it''s out'))", "CREATE INDEX books_by_author_id ON books (author_id);",
	} {
		if !strings.Contains(d.Schema, want) {
			t.Errorf("the schema lacks %q:\n%s", want, d.Schema)
		}
	}
	made := d.Tools[0]
	if made.Rejected != "" || made.Effect != world.Read || made.Does.Operation != world.Get || len(made.Does.Uses) != 2 || d.Policy != "Be quiet." {
		t.Errorf("%+v", made)
	}
	d.Tools[0], err = m.Toolsmith().Repair(t.Context(), shelf, d, tool.ID, []string{"no call succeeds"})
	if err != nil || d.Tools[0].Repairs != 1 {
		t.Fatalf("%+v, %v", d.Tools[0], err)
	}
	repair := s.asked[2]
	if n := len(repair.Messages); n != 6 || !strings.Contains(repair.Messages[n-1].Content, "no call succeeds") || !strings.Contains(repair.Messages[n-2].Content, "def get_book") || repair.Ordinal != 1 {
		t.Errorf("a repair is asked for with %+v", repair)
	}
	for i, msg := range s.asked[1].Messages {
		if msg.Content != repair.Messages[i].Content {
			t.Errorf("message %d of the repair is another", i)
		}
	}
	if d.Tools[0], err = m.Toolsmith().Repair(t.Context(), shelf, d, tool.ID, []string{"again"}); err != nil || !strings.HasPrefix(d.Tools[0].Rejected, "the toolsmith's answer: validation") {
		t.Errorf("a tool that cannot be had: %+v, %v", d.Tools[0], err)
	}
}

// TestWrongTables and TestWrongTools: what cannot be is said, with what can.
func TestWrongTables(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{`"name":"authors"`, `"name":"Authors"`, `table Authors: "Authors" cannot be its name`},
		{`"name":"authors"`, `"name":"order"`, `"order" is a word of SQL`},
		{`"references":"authors"`, `"references":"readers"`, `refers to the table "readers", which does not stand before it`},
		{`"initial":"in"`, `"initial":"lost"`, `"lost" is not in the enum of state`},
		{`"enum":["in","it's out"]`, `"enum":["in",3]`, "the value 3 of its enum is no TEXT"},
		{`"key":["id"]`, `"key":["isbn"]`, "the key isbn is none of its columns"},
		{`{"name":"author_id","type":"TEXT"`, `{"name":"author_id","type":"INTEGER"`, "is INTEGER and refers to authors.id, which is TEXT"},
		{`"column":"state"`, `"column":"author_id"`, `"author_id" is no TEXT column with an enum`},
		{`"type":"TEXT","label":"author"`, `"type":"DATE","label":"author"`, `"DATE" is no type`},
	} {
		changed := strings.Replace(booksLaid, c.from, c.to, 1)
		if changed == booksLaid {
			t.Fatalf("%s does not stand there", c.from)
		}
		var l laid
		if p := decode(changed, &l); p != nil {
			t.Fatal(p)
		}
		if p := l.check(); !slices.ContainsFunc(p, func(s string) bool { return strings.Contains(s, c.want) }) {
			t.Errorf("%s: %q, want %q", c.to, p, c.want)
		}
	}
}

func TestWrongTools(t *testing.T) {
	var l laid
	if p := decode(booksLaid, &l); p != nil {
		t.Fatal(p)
	}
	for _, c := range []struct{ from, to, want string }{
		{"def get_book(", "def getBook(", "the code has no function get_book"},
		{`"operation":"get"`, `"operation":"fly"`, `"fly" is no operation`},
		{`"table":"books"`, `"table":"loans"`, `there is no table "loans": there are authors, books`},
		{`"parameter":"full"`, `"parameter":"brief"`, `the tool has no parameter "brief"`},
		{`,{"parameter":"full","property":"","part":"ignored","column":""}`, ``, `"uses" leaves out the parameter "full"`},
		{`"column":"books.id"},{`, `"column":"books.state"},{`, "books.state is no key; the key of books is books.id"},
		{`"part":"key"`, `"part":"lock"`, `"lock" is no part`},
		{`{"output":"id","column":"books.id"}`, `{"output":"id","column":"id"}`, `there is no column "id"; write table.column`},
		{`"operation":"get"`, `"operation":"move"`, `a move has a "transition"`},
		{`"transition":null`, `"transition":{"column":"state","from":["in"],"to":"lost"}`, `"lost" is not in the enum of state`},
	} {
		changed := strings.Replace(bookSmithed, c.from, c.to, 1)
		if changed == bookSmithed {
			t.Fatalf("%s does not stand there", c.from)
		}
		var a smithed
		if p := decode(changed, &a); p != nil {
			t.Fatal(p)
		}
		if p := a.check(&tool, "get_book", l.tables()); !slices.ContainsFunc(p, func(s string) bool { return strings.Contains(s, c.want) }) {
			t.Errorf("%s: %q, want %q", c.to, p, c.want)
		}
	}
}

// TestRows: rows refer to rows that there are; those that stay wrong are left
// out, and it is said.
func TestRows(t *testing.T) {
	m, s := modelOf(t, Options{Repairs: 1}, booksLaid, bookSmithed,
		`{"rows":[{"id":"a2"},{"id":"a1"},{"id":"a1"}]}`, `{"rows":[{"id":"a2"},{"id":"a1"}]}`,
		`{"rows":[{"id":"b1","author_id":"a1","state":"in"},{"id":"b2","author_id":"a9","state":"in"},{"id":"b3","author_id":"a2","state":"gone"}]}`,
		`{"rows":[{"id":"b1","author_id":"a1","state":"in"},{"id":"b2","author_id":"a9","state":"in"}]}`,
	)
	d, err := m.Toolsmith().Design(t.Context(), shelf)
	if err != nil {
		t.Fatal(err)
	}
	made, left, err := m.Toolsmith().Rows(t.Context(), shelf, d, "2025-06-02T09:00:00Z", 3, 7)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%s %s", made["authors"], made["books"]); got != `[{"id":"a1"} {"id":"a2"}] [{"author_id":"a1","id":"b1","state":"in"}]` {
		t.Errorf("rows are %s", got)
	}
	if len(left) != 1 || !strings.Contains(left[0], `rows[1]: author_id: authors has no row "a9"`) {
		t.Errorf("left out: %q", left)
	}
	last := s.asked[4]
	if q := last.Messages[len(last.Messages)-1].Content; last.Ordinal != 7 || !strings.Contains(q, `{"authors":["a1","a2"]}`) && !strings.Contains(q, `{"authors":["a2","a1"]}`) {
		t.Errorf("rows are asked for with %q", q)
	}
}

// TestExaminer: every pair is examined, what the documents do not show is sent
// back, and what is lost stays as it was found.
func TestExaminer(t *testing.T) {
	find := world.Tool{
		ID: "t3", Name: "find_books", Parameters: json.RawMessage(`{"type":"object","properties":{"author":{"type":"string"}}}`),
		Returns: json.RawMessage(`{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"}}}}`),
	}
	found := world.Feed{From: "t3", To: "t1", Via: []world.Via{{Output: "[].id", Input: "full", Score: 0.5}, {Output: "[].id", Input: "book_id", Score: 0.9}}}
	d := world.Domain{ID: "d", Name: "books", Feeds: []world.Feed{found}}
	tools := []world.Tool{tool, find}
	byTarget := func(answers map[string][]any) *Model {
		s := map[string]*script{}
		for target, list := range answers {
			s[target] = &script{answers: list}
		}
		m, err := New(askerFunc(func(ctx context.Context, r model.Request) (model.Reply, error) {
			for target, x := range s {
				if strings.Contains(r.Messages[1].Content, `Target: <data name="target">"`+target+`"`) {
					return x.Ask(ctx, r)
				}
			}
			panic("no such target")
		}), Options{Repairs: 1})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	m := byTarget(map[string][]any{
		"get_book":   {`{"feeds":[{"from":"find_books","output":"[].isbn","input":"book_id"}]}`, `{"feeds":[{"from":"find_books","output":"[].id","input":"book_id"}]}`},
		"find_books": {`{"feeds":[{"from":"get_book","output":"authors[].name","input":"author"}]}`},
	})
	feeds, lost, err := m.Examiner().Feeds(t.Context(), d, tools)
	want := `[{t1 t3 [{authors[].name author 1}]} {t3 t1 [{[].id book_id 0.9}]}]`
	if got := fmt.Sprint(feeds); err != nil || len(lost) > 0 || got != want {
		t.Errorf("%s, %v, %v; want %s", got, lost, err, want)
	}
	m = byTarget(map[string][]any{"get_book": {"no", "no"}, "find_books": {`{"feeds":[]}`}})
	feeds, lost, err = m.Examiner().Feeds(t.Context(), d, tools)
	if err != nil || len(lost) != 1 || lost[0].Subject != "get_book" || fmt.Sprint(feeds) != fmt.Sprint([]world.Feed{found}) {
		t.Errorf("%v, %v, %v", feeds, lost, err)
	}
}

type askerFunc func(context.Context, model.Request) (model.Reply, error)

func (f askerFunc) Ask(ctx context.Context, r model.Request) (model.Reply, error) { return f(ctx, r) }
func (askerFunc) Embed(context.Context, model.EmbedRequest) ([][]float32, error)  { return nil, nil }

// TestWriter: the text holds what the story says, and no name of a tool.
func TestWriter(t *testing.T) {
	story := roles.Story{Task: "x", Domain: "books", Clock: "2025-06-02T09:00:00Z", Avoid: []string{"get_book", "status"}, Steps: []roles.Step{{
		Operation: world.Get, Thing: "book", Same: -1, Target: []roles.Detail{{Label: "title", Value: json.RawMessage(`"Night birds"`)}}, Wants: []roles.Detail{{Label: "publisher"}},
	}}}
	m, s := modelOf(t, Options{Repairs: 2},
		`{"background":"You read a lot.","goal":"You want to know the publisher of Night bird."}`,
		`{"background":"You read a lot.","goal":"You want get_book to tell the publisher of Night birds."}`,
		`{"background":"You read a lot.","goal":"You want to know the publisher of Night birds."}`,
	)
	i, err := m.Writer().Instruct(t.Context(), story)
	if err != nil || i.Goal != "You want to know the publisher of Night birds." || len(i.Known) != 1 {
		t.Errorf("%+v, %v", i, err)
	}
	for n, want := range []string{`"avoid">["get_book"]<`, `the value of "title"`, `"get_book", which is no word`} {
		if got := s.asked[n].Messages[len(s.asked[n].Messages)-1].Content; !strings.Contains(got, want) {
			t.Errorf("question %d lacks %q: %s", n, want, got)
		}
	}
	m, _ = modelOf(t, Options{Language: "Deutsch"}, `{"background":"Sie lesen viel.","goal":"Sie möchten den Verlag von Night birds wissen."}`)
	if _, err := m.Writer().Instruct(t.Context(), story); err != nil {
		t.Errorf("in German: %v", err)
	}
}

// FuzzAnswers: no answer makes a role panic. Run it as scripts/fuzz does, with
// -fuzzminimizetime 10x: what else makes inputs shorter takes a minute for each
// that is new, in which nothing new is tried.
func FuzzAnswers(f *testing.F) {
	var books laid
	if p := decode(booksLaid, &books); p != nil {
		f.Fatal(p)
	}
	tables := books.tables()
	for _, s := range []string{booksLaid, bookSmithed, `{"rows":[{"id":"a"}]}`, "```\n{}\n```", `{"feeds":null}`, `null`, `[]`, `{"tables":[{}]}`, `{"uses":[{}],"transition":{}}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var l laid
		if decode(text, &l) == nil && len(l.check()) == 0 {
			schemaSQL(l.tables())
		}
		var a smithed
		if decode(text, &a) == nil {
			a.check(&tool, "get_book", tables)
		}
		var rows wroteRows
		if decode(text, &rows) == nil {
			good, _ := newRowCheck(&tables[1], map[string][]string{"authors": {`"a1"`}}).check(rows.Rows)
			for _, r := range good {
				sortRows(&tables[1], []json.RawMessage{r.text})
			}
		}
		var e examined
		if decode(text, &e) == nil {
			wrongFeeds(e.Feeds, &tool, []string{"get_book"}, []world.Tool{tool}, map[string]int{"get_book": 0})
		}
	})
}
