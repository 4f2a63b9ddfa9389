package spec

// A ToolGraph joins tools whose parameters resemble each other (AgentScaler,
// equation 1): there is an edge where the cosine of the two tools' vectors is
// above a threshold.
type ToolGraph struct {
	// Tools are the tools to join.
	Tools References `spec:"tools" reads:"Tool"`

	// SimilarityThreshold is the cosine above which two tools are joined.
	SimilarityThreshold float64 `spec:"similarity_threshold" default:"0.5" range:"[0,1)"`

	// Vectorizer makes vectors of parameters: `ngram` counts the character
	// n-grams of their names, types and descriptions, rare ones more.
	Vectorizer string `spec:"vectorizer" default:"ngram" oneof:"ngram"`

	// MaxDegree keeps hubs in bounds: an edge stays if it is among the best
	// this many of either of its ends, ties by id.
	MaxDegree int `spec:"max_degree" default:"64" range:"[1,100000]"`
}
