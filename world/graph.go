package world

import "strconv"

// An Edge joins two tools whose parameters resemble each other (AgentScaler,
// Eq. 1): sim(φ(P_a), φ(P_b)) > τ with cosine similarity.
type Edge struct {
	ID string `json:"id"`

	// A and B are the ids of the tools, A < B.
	A string `json:"a"`
	B string `json:"b"`

	// Similarity is the cosine, in (τ, 1], rounded down to six decimals.
	Similarity float64 `json:"similarity"`
}

// EdgeID is the id of the edge between tools a and b.
func EdgeID(a, b string) string { return ID(EdgeType, min(a, b), max(a, b)) }

// A Domain is a community of tools that work on the same things. Its natural
// key is its most central tool, Tools[0].
type Domain struct {
	ID   string `json:"id"`
	Name string `json:"name"`

	// Tools are the ids of the member tools, most central first: by weighted
	// degree inside the domain, ties by id.
	Tools []string `json:"tools"`

	// Feeds are directed: an output of From fits an input of To.
	Feeds []Feed `json:"feeds"`
}

// A Feed says that an output field of one tool can serve as an input parameter
// of another (AgentScaler §2.2's dependency graph).
type Feed struct {
	From string `json:"from"`
	To   string `json:"to"`
	Via  []Via  `json:"via"`
}

// A Via is one matched pair of fields of a Feed.
type Via struct {
	// Output is the path of the output field in From's Returns, such as
	// `data[].id`; "" is the whole result, or one that From does not document.
	Output string `json:"output"`

	// Input is the name of the parameter of To.
	Input string `json:"input"`

	// Score is how well they fit, in (0, 1], rounded to three decimals.
	Score float64 `json:"score"`
}

// DomainID is the id of the domain whose most central tool is tool.
func DomainID(tool string) string { return ID(DomainType, tool) }

func ordinal(n int) string { return "#" + strconv.Itoa(n) }
