package spec

import (
	"slices"
	"strings"

	"worldc/world"
)

// Worlds makes a world of every domain: tables whose columns come from the
// names and schemas of the domain's tools, rows that look real, and working
// code for each tool, which is tested as it is made (AgentScaler §2.2). A tool
// whose code cannot be made to work is left out of its world, and the report
// says why.
//
// The toolsmith is worldc's own procedure, or a served model, whose code is
// tested in the same way and runs confined. What it writes is ordinary SQL and
// Starlark: `worldc export --sqlite` and `--python` show it at work.
type Worlds struct {
	// Domains are those to make worlds of. Their tools are read as well. Left out
	// only where there is a corpus.
	Domains References `spec:"domains,optional" reads:"Domain"`

	// Corpus makes worlds of another sort, which are of no domain: an encyclopedia
	// of about so many documents about invented people, places, firms and books, with
	// one tool that searches it (SynWorld §4.1). `per_domain` is how many of these
	// there are. 0 makes none.
	Corpus int `spec:"corpus" default:"0" range:"[0,100000]"`

	// Toolsmith designs the tables and the code. Left out, it is worldc itself.
	Toolsmith References `spec:"toolsmith,optional" reads:"model" takes:"a reference to a model"`

	// PerDomain is how many worlds are made of a domain: the same tables and
	// tools, other rows. Raising it keeps the worlds there were.
	PerDomain int `spec:"per_domain" default:"1" range:"[1,10000]"`

	// RowsPerTable is about how many rows a table has; a table that others
	// refer to has fewer, one that refers to others more. Raising it keeps the
	// rows there were.
	RowsPerTable int `spec:"rows_per_table" default:"12" range:"[2,10000]"`

	// RepairRounds is how often a tool is made anew, simpler each time, when
	// its tests fail.
	RepairRounds int `spec:"repair_rounds" default:"10" range:"[0,100]"`

	// Clock is the instant at which the worlds stand, such as
	// `2025-06-02T09:00:00Z`: nothing in a world moves it.
	Clock string `spec:"clock" default:"2025-06-02T09:00:00Z"`

	// Drift makes documents untrue on purpose.
	Drift *Drift `spec:"drift,block"`
}

// A Drift makes the documents of some tools untrue, which is what action knowledge
// has to repair (SynWorld §3). Agents are shown the document as it was; the tool
// wants something else, and nothing but its answers shows it: errors that say what it
// wants, errors that only hint at it, and results with nothing in them. What is untrue
// stands in the world, tool by tool. A tool is tested again with what it really
// wants; what fails there is not untrue in the end. The worlds of one domain drift
// alike.
type Drift struct {
	// Rate is the chance of each tool to drift. Raising it keeps what drifted.
	Rate float64 `spec:"rate" range:"[0,1]"`

	// Spread is the chance, in a tool that drifts, of each thing more to be untrue: a
	// parameter, one that no document has, what has to be called before. At most four
	// are.
	Spread float64 `spec:"spread" default:"0.3" range:"[0,1]"`

	// Hints is the share of what is untrue of which the tool's error does not tell
	// what holds: it names the values of which one is right, a value that it could
	// read, its parameters, or what has not been looked at.
	Hints float64 `spec:"hints" default:"0.5" range:"[0,1]"`

	// Kinds are those that there may be: `required` (an undocumented parameter has to
	// be given), `format` (a date, an instant or an id is written in another form),
	// `unit` (a number is a text with its unit), `enum` (documented values are written
	// otherwise), `rename` (a parameter is called otherwise), `order` (a write wants
	// what a read of the same row returned) and `case` (a text is found in letters of
	// one case only, and no error says so). Left out, it is all. The first thing that
	// is untrue of a tool is of the kind of which the world has least so far, where
	// `order`, which fits few tools, counts for half.
	Kinds []string `spec:"kinds,optional"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

// minCorpus is the number of documents of the smallest corpus.
const minCorpus = 40

func (w *Worlds) check(at func(string) Range) Diagnostics {
	if !world.ValidClock(w.Clock) {
		return Diagnostics{Errorf(at("clock"), "No instant",
			"clock must be an instant such as 2025-06-02T09:00:00Z, with or without a zone, not %q.", w.Clock)}
	}
	switch {
	case w.Corpus == 0 && len(w.Domains) == 0:
		return Diagnostics{Errorf(at("domains"), "Missing argument", "domains is required: references to blocks that emit Domain records; or else corpus, the number of documents of an encyclopedia.")}
	case w.Corpus > 0 && len(w.Domains) > 0:
		return Diagnostics{Errorf(at("corpus"), "One or the other", "corpus makes worlds that are of no domain: leave out domains, or make another worlds block.")}
	case w.Corpus > 0 && w.Corpus < minCorpus:
		return Diagnostics{Errorf(at("corpus"), "Out of range", "corpus must be 0 or at least %d: fewer documents have too little to do with each other.", minCorpus)}
	case w.Drift == nil:
		return nil
	}
	for i, kind := range w.Drift.Kinds {
		switch {
		case !slices.Contains(world.DriftKinds, kind):
			return Diagnostics{Errorf(w.Drift.Range, "Unknown kind", "There is no kind of drift %q. There are %s.",
				kind, strings.Join(world.DriftKinds, ", "))}
		case slices.Contains(w.Drift.Kinds[:i], kind):
			return Diagnostics{Errorf(w.Drift.Range, "Named twice", "kinds names %s twice.", kind)}
		}
	}
	return nil
}
