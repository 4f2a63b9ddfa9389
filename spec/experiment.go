package spec

import (
	"net/url"
	"strings"
	"unicode"
)

// An Experiment says what the spec as a whole is about. It may be left out,
// and stands at most once.
type Experiment struct {
	// Name is the experiment's name.
	Name string `spec:"name,label"`

	// Seed starts all randomness. Two builds of one spec with one seed are
	// equal byte by byte; another seed draws other samples.
	Seed uint64 `spec:"seed" default:"0" range:"[0,9223372036854775807]"`

	// Description is what the experiment is for; it goes into the dataset
	// card and changes no record.
	Description string `spec:"description,free" default:""`

	// License is the licence of the dataset, an SPDX identifier such as
	// `CC-BY-4.0`; it goes into the dataset card beside the licences of the
	// sources.
	License string `spec:"license,free" default:""`

	// Creator is the person or the organization who makes the dataset, and stands
	// in the dataset card and its metadata.
	Creator string `spec:"creator,free,optional"`

	// URL is where the dataset, or who makes it, is at home, such as
	// `https://example.com/data`; it stands beside the creator.
	URL string `spec:"url,free,optional"`

	// Budget bounds what a build may spend on served models.
	Budget Budget `spec:"budget,block" json:"-"`
}

func (e *Experiment) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	if e.URL != "" {
		u, err := url.Parse(e.URL)
		switch {
		case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsAny(e.URL, " <>\"\\`"):
			diags = append(diags, Errorf(at("url"), "Unsuitable address", "url must be an address such as https://example.com/data."))
		case u.User != nil:
			diags = append(diags, secretly(Errorf(at("url"), "Unsuitable address", "url must not hold a user or a password: everybody can read the dataset card.")))
		}
	}
	if strings.ContainsFunc(e.Creator, unicode.IsControl) || len(e.Creator) > 1000 {
		diags = append(diags, Errorf(at("creator"), "Unsuitable value", "creator must be a name in one line, of at most 1000 bytes."))
	}
	return diags
}

// A Budget bounds what served models may cost in one build. A call that would
// pass a bound is not made: the build stops, says what was spent, and the next
// one goes on from there with a budget of its own. Answers that are in the
// recordings cost nothing.
type Budget struct {
	// MaxCalls is the number of calls. Left out, there is no bound, and so for the
	// others.
	MaxCalls *int64 `spec:"max_calls,free,optional" range:"[1,1000000000000]"`

	// MaxTokens is the number of tokens, of requests and answers together.
	MaxTokens *int64 `spec:"max_tokens,free,optional" range:"[1,1000000000000000]"`

	// MaxCostUSD is the cost in US dollars. Every served model has to declare its
	// price.
	MaxCostUSD *float64 `spec:"max_cost_usd,free,optional" range:"(0,1000000000]"`

	// Range is the block's header.
	Range Range `spec:",range"`
}
