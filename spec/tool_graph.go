package spec

import "github.com/hashicorp/hcl/v2"

// A ToolGraph joins tools whose parameters resemble each other (AgentScaler,
// equation 1): there is an edge where the cosine of the two tools' vectors is
// above a threshold.
type ToolGraph struct {
	// Tools are the tools to join.
	Tools References `spec:"tools" reads:"Tool"`

	// SimilarityThreshold is the cosine above which two tools are joined. Left
	// out, it is 0.5, and 0.8 with a model: no two models have cosines of the same
	// size, so look at the degrees in the report and choose another.
	SimilarityThreshold float64 `spec:"similarity_threshold" default:"0.5" range:"[0,1)"`

	// Vectorizer makes vectors of parameters: `ngram` counts the character
	// n-grams of their names, types and descriptions, rare ones more; a served
	// model that makes embeddings reads the same texts. Left out, it is `ngram`.
	Vectorizer References `spec:"vectorizer,optional" reads:"served model" or:"ngram" takes:"\"ngram\" or a reference to a served model"`

	// MaxDegree keeps hubs in bounds: an edge stays if it is among the best
	// this many of either of its ends, ties by id.
	MaxDegree int `spec:"max_degree" default:"64" range:"[1,100000]"`
}

func (g *ToolGraph) complete(given hcl.Attributes) {
	if len(g.Vectorizer) > 0 && given["similarity_threshold"] == nil {
		g.SimilarityThreshold = 0.8
	}
}
