// Package toolvector turns tools into sparse vectors, the "ngram" vectoriser of
// tool_graph: tools that work on the same things have similar vectors.
//
// As in AgentScaler (§2.2, Eq. 1), a tool's vector is φ(P), the mean of the
// unit vectors of its parameters. A parameter's own features are the words of
// its name, the name as a whole, its type, the words of its description and the
// names of the properties nested in it, weighted by how rare they are in the
// pool. Names such as id, limit or api-version say little; real pools hold
// millions of pairs of tools with the same set of them and nothing else in
// common. So what a name lacks in rarity the tool's subject supplies: with r in
// [0, 1] the rarity of the name, the parameter's vector is r times what it says
// itself plus 1-r times the subject, scaled to length 1. The subject is what
// the tool is about: its name and path without the verbs, its description and
// the names of its output fields. A tool without parameters is its subject.
//
// Rules: the vectors depend on the tools and their order alone, not on the
// number of workers or the machine. Components are integers, features are
// numbered in order of first appearance.
package toolvector

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"worldc/detmath"
	"worldc/similarity"
	"worldc/world"
)

// scale is the length of a vector.
const scale = 1 << 15

// A scheme holds the weights of the vectoriser. A word of a parameter's name and
// a word of the tool's name or path weigh 1.
type scheme struct {
	whole      float32 // a parameter's name as a whole
	text       float32 // a word of a parameter's description
	textWords  int     // how many of them count
	kind       float32 // a parameter's type or format
	nested     float32 // a word of a nested property's name
	outputs    float32 // a word of an output field's name, in the subject
	toolText   float32 // a word of the tool's description, in the subject
	toolWords  int     // how many of them count
	least      float64 // the least rarity of a parameter's name
	most       float64 // the greatest
	generic    float64 // the greatest of a generic name
	components int     // how many components a vector keeps, the largest
}

// standard was chosen by the measurements in this package's tests. It lies on a
// plateau: halving or doubling a single weight changes little.
var standard = scheme{
	whole: 1, text: .5, textWords: 24, kind: .1, nested: .5,
	outputs: .6, toolText: .7, toolWords: 32,
	least: .3, most: .8, generic: .5, components: 64,
}

// Vectors returns the vectors of tools. Workers is the number of goroutines; it
// does not affect the result.
func Vectors(tools []world.Tool, workers int) similarity.Vectors {
	return standard.vectors(tools, workers)
}

// block is how many tools are read with one dictionary. It is fixed, because
// features are numbered block by block.
const block = 512

func (s scheme) vectors(tools []world.Tool, workers int) similarity.Vectors {
	blocks := (len(tools) + block - 1) / block
	documents := make([]document, len(tools))
	names := make([][]string, blocks)
	each(workers, blocks, func(b int) {
		r := newReader(s)
		for i := b * block; i < min((b+1)*block, len(tools)); i++ {
			documents[i] = r.read(&tools[i])
		}
		names[b] = r.names
	})
	// One numbering for all blocks.
	features := map[string]uint32{}
	var all []string
	renumber := make([][]uint32, blocks)
	for b, list := range names {
		renumber[b] = make([]uint32, len(list))
		for local, name := range list {
			f, ok := features[name]
			if !ok {
				f = uint32(len(features))
				features[name] = f
				all = append(all, name)
			}
			renumber[b][local] = f
		}
	}
	// How many tools have a feature.
	frequency := make([]uint32, len(features))
	last := make([]int32, len(features))
	for i := range documents {
		to := renumber[i/block]
		count := func(terms []term) {
			for _, t := range terms {
				if f := to[t.feature]; last[f] != int32(i+1) {
					last[f] = int32(i + 1)
					frequency[f]++
				}
			}
		}
		for _, p := range documents[i].parameters {
			count(p.terms)
		}
		count(documents[i].subject)
	}
	rarity := rarities(all, frequency, len(tools))

	rows := make([][]component, len(tools))
	each(workers, blocks, func(b int) {
		m := mixer{scheme: s, rarity: rarity, to: renumber[b], sum: make([]float64, len(features)), own: make([]float64, len(features))}
		for i := b * block; i < min((b+1)*block, len(tools)); i++ {
			rows[i] = m.vector(&documents[i])
		}
	})
	v := similarity.Vectors{Offsets: make([]int, 1, len(tools)+1)}
	for _, row := range rows {
		for _, c := range row {
			v.Features = append(v.Features, c.feature)
			v.Values = append(v.Values, c.value)
		}
		v.Offsets = append(v.Offsets, len(v.Values))
	}
	return v
}

// each calls do for 0..n-1 on several goroutines.
func each(workers, n int, do func(int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(workers, n) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
}

// background is a number of tools, none with the feature in question, that every
// pool is taken to have besides its own. Without it, what the tools of a small
// pool have in common would count for nothing: order is the subject of a shop's
// tools although half of them name it.
const background = 200

// rarities returns ln(N/c)/ln N * (1 - (c/(n+1))^2) for each feature, c being the
// number of tools that have it, n that of all tools and N that with the
// background: near 1 for a feature of one tool, near 0 for one of all tools.
func rarities(names []string, frequency []uint32, n int) []float64 {
	whole := detmath.Log(float64(n + background))
	byFrequency := map[uint32]float64{}
	rarity := make([]float64, len(frequency))
	for f, c := range frequency {
		r, ok := byFrequency[c]
		if !ok {
			share := float64(c) / float64(n+1)
			r = float64((whole - detmath.Log(float64(c))) / whole * (1 - float64(share*share)))
			byFrequency[c] = r
		}
		if common[names[f]] || effects[names[f]] {
			r = min(r, commonRarity)
		}
		rarity[f] = r
	}
	return rarity
}

// A component of a finished vector.
type component struct {
	feature uint32
	value   int32
}

// A mixer makes vectors of documents. Its dense arrays are zero between calls.
type mixer struct {
	scheme scheme
	rarity []float64
	to     []uint32 // a document's feature -> the pool's

	sum, own []float64
	touched  []uint32
	ownUsed  []uint32
}

// vector returns the components of a document, by feature.
func (m *mixer) vector(d *document) []component {
	m.touched = m.touched[:0]
	subject := m.length(d.subject)
	if len(d.parameters) == 0 {
		m.add(m.sum, &m.touched, d.subject, 1)
	}
	for _, p := range d.parameters {
		r := m.rarity[m.to[p.name]]
		if p.generic {
			r = min(r, m.scheme.generic)
		}
		r = max(m.scheme.least, min(r, m.scheme.most))
		own := m.length(p.terms)
		m.ownUsed = m.ownUsed[:0]
		if own > 0 {
			m.add(m.own, &m.ownUsed, p.terms, r/own)
		}
		if subject > 0 {
			m.add(m.own, &m.ownUsed, d.subject, (1-r)/subject)
		}
		length := 0.0
		for _, f := range m.ownUsed {
			length += float64(m.own[f] * m.own[f])
		}
		length = math.Sqrt(length)
		for _, f := range m.ownUsed {
			if m.sum[f] == 0 {
				m.touched = append(m.touched, f)
			}
			m.sum[f] += m.own[f] / length
			m.own[f] = 0
		}
	}
	return m.finish()
}

// length is the length of the vector of terms.
func (m *mixer) length(terms []term) float64 {
	sum := 0.0
	for _, t := range terms {
		w := float64(float64(t.weight) * m.rarity[m.to[t.feature]])
		sum += float64(w * w)
	}
	return math.Sqrt(sum)
}

// add adds factor times the vector of terms to a dense array.
func (m *mixer) add(array []float64, used *[]uint32, terms []term, factor float64) {
	for _, t := range terms {
		f := m.to[t.feature]
		w := float64(float64(float64(t.weight)*m.rarity[f]) * factor)
		if w == 0 {
			continue
		}
		if array[f] == 0 {
			*used = append(*used, f)
		}
		array[f] += w
	}
}

// finish takes the largest components of m.sum, scaled to integers.
func (m *mixer) finish() []component {
	slices.SortFunc(m.touched, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(m.sum[b], m.sum[a]), cmp.Compare(a, b))
	})
	kept := m.touched[:min(len(m.touched), m.scheme.components)]
	length := 0.0
	for _, f := range kept {
		length += float64(m.sum[f] * m.sum[f])
	}
	length = math.Sqrt(length)
	out := make([]component, 0, len(kept))
	for _, f := range kept {
		if v := int32(math.Floor(float64(m.sum[f]/length*scale) + 0.5)); v > 0 {
			out = append(out, component{f, v})
		}
	}
	for _, f := range m.touched {
		m.sum[f] = 0
	}
	slices.SortFunc(out, func(a, b component) int { return cmp.Compare(a.feature, b.feature) })
	return out
}
