package executors

import (
	"context"
	"fmt"
	"math"
	"sync"

	"worldc/model"
	"worldc/similarity"
	"worldc/spec"
)

// EmbeddingRole is what reports and recordings call who makes embeddings.
const EmbeddingRole = "embedding"

// embeddingTexts is how many texts are sent together.
const embeddingTexts = 64

// embed asks for the vectors of texts, and makes integers of them, by which
// similarities are decided. of says what the texts belong to.
func embed(ctx context.Context, in *Input, asker model.Asker, of string, texts []string) (similarity.Dense, error) {
	vectors := make([][]float32, len(texts))
	batches := (len(texts) + embeddingTexts - 1) / embeddingTexts
	err := parallel(ctx, in.width(), batches, func(b int) error {
		from, to := b*embeddingTexts, min((b+1)*embeddingTexts, len(texts))
		part, err := asker.Embed(ctx, model.EmbedRequest{Purpose: model.Purpose{Role: EmbeddingRole, Record: of}, Texts: texts[from:to]})
		copy(vectors[from:to], part)
		return err
	})
	if err != nil || len(vectors) == 0 {
		return similarity.Dense{}, err
	}
	d := similarity.Dense{Dimensions: len(vectors[0])}
	for i, v := range vectors {
		if len(v) != d.Dimensions {
			return d, fmt.Errorf("the embedding of text %d of %s has %d numbers, that of the first %d", i+1, of, len(v), d.Dimensions)
		}
		d.Values = append(d.Values, quantized(v)...)
	}
	return d, nil
}

// embedOne makes the vector of one text with the model of an attribute; it is nil
// where there is none.
func embedOne(ctx context.Context, in *Input, attribute spec.References) func(text string) ([]int16, error) {
	_, asker := in.Served(attribute)
	if asker == nil {
		return nil
	}
	// Records that are worked on at once have texts in common, such as the goal of
	// their task: each is asked for once.
	var mu sync.Mutex
	known := map[string]func() ([]int16, error){}
	return func(text string) ([]int16, error) {
		text = embeddable(text)
		mu.Lock()
		vector, ok := known[text]
		if !ok {
			vector = sync.OnceValues(func() ([]int16, error) {
				vectors, err := asker.Embed(ctx, model.EmbedRequest{Purpose: model.Purpose{Role: EmbeddingRole, Record: in.Block.Kind}, Texts: []string{text}})
				if err != nil {
					return nil, err
				}
				return quantized(vectors[0]), nil
			})
			if len(known) >= mostKnown {
				clear(known)
			}
			known[text] = vector
		}
		mu.Unlock()
		return vector()
	}
}

// mostKnown is how many vectors are kept at hand.
const mostKnown = 4096

// quantized is a vector scaled to the length 2^15-1, in whole numbers. One of
// length 0 stays so, and is similar to nothing.
func quantized(v []float32) []int16 {
	var squares float64
	for _, x := range v {
		squares += float64(float64(x) * float64(x))
	}
	whole := make([]int16, len(v))
	length := math.Sqrt(squares)
	if length == 0 || math.IsInf(length, 0) || math.IsNaN(length) {
		return whole
	}
	for i, x := range v {
		whole[i] = int16(math.RoundToEven(float64(x) / length * math.MaxInt16))
	}
	return whole
}

// mostEmbedded is how many characters of a text an embedding model reads: those
// that run on one's own machine often take no more than 512 tokens.
const mostEmbedded = 2000

// embeddable is a text as an embedding model takes it: not empty, and not longer
// than models read.
func embeddable(text string) string {
	if text == "" {
		return " "
	}
	return clipRunes(text, mostEmbedded)
}
