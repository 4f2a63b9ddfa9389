// Package corpus makes worlds of documents, with one tool that searches them, and
// questions that no single document answers (SynWorld §4.1, the HotpotQA side).
//
// A corpus is facts about invented towns, people, firms, schools and books: who
// founded what, who was born where. Each entity has a document that tells its facts
// in words and names what it links to. The facts lie in a table of their own, which
// no tool shows; questions are made by joining them, and the golden calls are the
// searches that find one hop after the other.
package corpus

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"worldc/artifact"
	"worldc/rng"
	"worldc/world"
)

// The tables of a corpus.
const (
	documents = "documents"
	facts     = "facts"
)

// Is reports whether a world is a corpus.
func Is(w *world.World) bool { return w.Rows[facts] != nil && w.Rows[documents] != nil }

// A relation is what one entity is to another: told of the one, asked for the
// other. %s stands for the title, or for the phrase that says whom one means.
type relation struct {
	name     string
	from, to string // kinds of entities
	told     string // in the document of the first, after its title
	phrase   string // who or what is meant
	question string
	same     string // whether it is the same of two
}

var relations = []relation{
	{"region", "town", "region", "lies in %s", "the region around %s", "In which region does %s lie?", "Do %s and %s lie in the same region?"},
	{"river", "town", "river", "was built where %s is easiest to cross", "the river that runs through %s", "On which river does %s lie?", "Do %s and %s lie on the same river?"},
	{"mayor", "town", "person", "has %s as its mayor", "the mayor of %s", "Who is the mayor of %s?", "Do %s and %s have the same mayor?"},
	{"birthplace", "person", "town", "was born in %s", "the birthplace of %s", "In which town was %s born?", "Were %s and %s born in the same town?"},
	{"school", "person", "school", "was taught at %s", "the old school of %s", "At which school was %s taught?", "Were %s and %s taught at the same school?"},
	{"founder", "firm", "person", "was founded by %s", "the founder of %s", "Who founded %s?", "Were %s and %s founded by the same person?"},
	{"seat", "firm", "town", "has its seat in %s", "the seat of %s", "In which town does %s have its seat?", "Do %s and %s have their seats in the same town?"},
	{"place", "school", "town", "stands in %s", "the home town of %s", "In which town does %s stand?", "Do %s and %s stand in the same town?"},
	{"namesake", "school", "person", "had %s as its first patron", "the first patron of %s", "Who was the first patron of %s?", "Did %s and %s have the same first patron?"},
	{"author", "book", "person", "was written by %s", "the author of %s", "Who wrote %s?", "Were %s and %s written by the same author?"},
	{"publisher", "book", "firm", "was brought out by %s", "the publisher of %s", "Which firm published %s?", "Were %s and %s brought out by the same firm?"},
	{"setting", "book", "town", "takes place in %s", "the setting of %s", "In which town does %s take place?", "Do %s and %s take place in the same town?"},
	{"source", "river", "region", "rises in %s", "the region that feeds %s", "In which region does %s rise?", "Do %s and %s rise in the same region?"},
}

// kinds are the kinds of entities and how many of a hundred are of each.
var kinds = []struct {
	name  string
	share int
}{{"region", 6}, {"river", 6}, {"town", 22}, {"person", 30}, {"school", 8}, {"firm", 14}, {"book", 14}}

// An entity is what a document is about.
type entity struct{ kind, title string }

// A Fact says that Object is to Subject what Relation names.
type Fact struct {
	Subject  string `json:"subject"`
	Relation string `json:"relation"`
	Object   string `json:"object"`
}

type row struct {
	Title string   `json:"title"`
	Text  string   `json:"text"`
	Links []string `json:"links"`
}

// schema is that of every corpus.
const schema = `CREATE TABLE documents (
  title TEXT NOT NULL PRIMARY KEY,
  text  TEXT NOT NULL,
  links JSON NOT NULL
);

CREATE TABLE facts (
  subject  TEXT NOT NULL,
  relation TEXT NOT NULL,
  object   TEXT NOT NULL,
  PRIMARY KEY (subject, relation)
);
`

// search is the code of the tool: a document that is called as is asked for, else
// those whose titles have the words, else those whose texts do.
const search = `def search(query):
    wanted = query.lower().strip()
    if wanted == "":
        fail("query is empty: say what is looked for, such as the name of a person, a place or a book")
    called, titled, told = [], [], []
    for d in db.find("documents"):
        title = d["title"].lower()
        if title == wanted:
            called.append(d)
        elif wanted in title or title in wanted:
            titled.append(d)
        elif wanted in d["text"].lower():
            told.append(d)
    found = called or titled or told
    return {
        "found": len(found),
        "documents": [{"title": d["title"], "text": d["text"], "links": d["links"]} for d in found[:3]],
    }
`

const parameters = `{"type":"object","properties":{"query":{"type":"string","description":"What is looked for: a title, or words that stand in a text"}},"required":["query"],"additionalProperties":false}`

// World makes the n-th corpus with so many documents.
func World(size, n int, clock string, s *rng.Stream) world.World {
	id := world.ID(world.DomainType, "corpus")
	w := world.World{
		ID: world.WorldID(id, n), Name: "encyclopedia", Domain: id, Schema: schema, Clock: clock,
		Policy: "You answer questions from an encyclopedia, which you can search. It knows what nobody can know by heart: look up what you say. A question may take several searches, each for what the one before has shown. End with a line `Answer: ` and the answer in as few words as possible.",
		Rows:   map[string][]json.RawMessage{},
		Tables: []world.Table{
			{Name: documents, Thing: "document", Key: []string{"title"}, Columns: []world.Column{
				{Name: "title", Type: "TEXT", Label: "title", Meaning: "title", Required: true}, {Name: "text", Type: "TEXT", Label: "text", Meaning: "body", Required: true},
				{Name: "links", Type: "JSON", Label: "links", Required: true}}},
			{Name: facts, Thing: "fact", Key: []string{"subject", "relation"}, Columns: []world.Column{
				{Name: "subject", Type: "TEXT", Label: "subject", Required: true}, {Name: "relation", Type: "TEXT", Label: "relation", Required: true}, {Name: "object", Type: "TEXT", Label: "answer", Required: true}}},
		},
		Tools: []world.WorldTool{{
			Tool: world.Tool{
				ID: world.ID(world.ToolType, "corpus", "search"), Name: "search",
				Description: "Searches the encyclopedia and returns up to three documents: the one of that title, else those whose titles have the words, else those whose texts have.",
				Parameters:  json.RawMessage(parameters), ParameterOrder: []string{"query"},
			},
			Effect: world.Read, Code: search,
			Does: &world.Behaviour{
				Operation: world.Search, Table: documents,
				Uses:  []world.Use{{Parameter: "query", Part: world.Text, Column: "documents.title"}},
				Gives: []world.Give{{Output: "documents[].title", Column: "documents.title"}, {Output: "documents[].text", Column: "documents.text"}, {Output: "documents[].links[]", Column: "facts.object"}},
			},
		}},
	}
	entities := draw(size, s)
	of := map[string][]entity{}
	for _, e := range entities {
		of[e.kind] = append(of[e.kind], e)
	}
	var rows []row
	var all []Fact
	for _, e := range entities {
		d := row{Title: e.title, Links: []string{}}
		var told []string
		for _, r := range relations {
			if r.from != e.kind || len(of[r.to]) == 0 || !s.Chance(9, 10) {
				continue
			}
			o := of[r.to][s.IntN(len(of[r.to]))]
			if o.title == e.title {
				continue
			}
			all = append(all, Fact{e.title, r.name, o.title})
			told = append(told, fmt.Sprintf(r.told, o.title))
			if !slices.Contains(d.Links, o.title) {
				d.Links = append(d.Links, o.title)
			}
		}
		s.Shuffle(len(told), func(i, j int) { told[i], told[j] = told[j], told[i] })
		slices.Sort(d.Links)
		d.Text = text(e, told, s)
		rows = append(rows, d)
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.Title, b.Title) })
	for _, d := range rows {
		w.Rows[documents] = append(w.Rows[documents], canonical(d))
	}
	slices.SortFunc(all, func(a, b Fact) int {
		if c := strings.Compare(a.Subject, b.Subject); c != 0 {
			return c
		}
		return strings.Compare(a.Relation, b.Relation)
	})
	for _, f := range all {
		w.Rows[facts] = append(w.Rows[facts], canonical(f))
	}
	return w
}

// Searches are calls of the tool of a corpus that find one document each, by its
// title.
func Searches(w *world.World) []json.RawMessage {
	const enough = 8
	var list []json.RawMessage
	for _, raw := range w.Rows[documents] {
		var d row
		if json.Unmarshal(raw, &d) == nil && len(list) < enough {
			list = append(list, canonical(map[string]string{"query": d.Title}))
		}
	}
	return list
}

func canonical(v any) json.RawMessage {
	line, err := artifact.Marshal(v)
	if err != nil {
		panic(err) // strings have a JSON form
	}
	return line
}

// beside are sentences that bear on no question.
var beside = map[string][]string{
	"region": {"Its winters are mild and its roads are not.", "Most of it is pasture."},
	"river":  {"It floods about once in nine years.", "Barges used it until the railway came."},
	"town":   {"The market is held on Thursdays.", "It has two breweries and one bridge.", "Its clock has been four minutes slow since the war."},
	"person": {"Little is known of the early years.", "The letters were sold at auction.", "A portrait hangs in the town hall."},
	"school": {"The roof was renewed twice.", "It takes about three hundred pupils."},
	"firm":   {"It employs some two hundred people.", "The first workshop was a barn."},
	"book":   {"The first edition had three hundred copies.", "It was translated into five languages.", "Critics disliked the ending."},
}

// is says what kind of thing an entity is.
var is = map[string]string{
	"region": "is a region", "river": "is a river", "town": "is a town", "person": "is remembered beyond one place", "school": "is a school", "firm": "is a firm", "book": "is a novel",
}

// text is the document of an entity.
func text(e entity, told []string, s *rng.Stream) string {
	sentences := []string{e.title + " " + is[e.kind] + "."}
	for i, t := range told {
		subject := e.title
		if i > 0 && e.kind != "person" {
			subject = "It"
		}
		sentences = append(sentences, subject+" "+t+".")
	}
	sentences = slices.Insert(sentences, 1+s.IntN(len(sentences)), rng.Pick(s, beside[e.kind]))
	return strings.Join(sentences, " ")
}

// draw draws entities, each of which is called like no other.
func draw(size int, s *rng.Stream) []entity {
	var list []entity
	taken := map[string]bool{}
	for _, k := range kinds {
		for range max(2, size*k.share/100) {
			title := called(k.name, s)
			for n := 2; taken[strings.ToLower(title)]; n++ {
				if title = called(k.name, s); n > 20 {
					title += " " + strconv.Itoa(n)
				}
			}
			taken[strings.ToLower(title)] = true
			list = append(list, entity{k.name, title})
		}
	}
	return list
}
