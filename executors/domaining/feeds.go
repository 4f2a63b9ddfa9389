package domaining

import (
	"cmp"
	"math"
	"slices"

	"worldc/world"
)

const (
	// maxSources bounds the tools that feed one parameter: the best, ties by
	// id. In a domain of a thousand tools that all return a project id, one
	// more source says nothing.
	maxSources = 16

	// maxVia bounds the matched pairs that a feed lists.
	maxVia = 8
)

// DefaultThreshold is the least score at which a field feeds a parameter.
const DefaultThreshold = 0.4

// Feeds finds the directed edges between the tools of one domain (AgentScaler;
// papers.md §2.8): an output field of one fits an input parameter of another
// with a score of at least threshold. Each parameter has at most maxSources
// sources, each feed at most maxVia pairs, one per parameter. Feeds are sorted
// by the positions of their tools.
func Feeds(tools []world.Tool, threshold float64) []world.Feed {
	profiles := make([]*profile, len(tools))
	for i := range tools {
		profiles[i] = newProfile(&tools[i])
	}
	index := newIndex(profiles)
	type edge struct{ from, to int }
	vias := map[edge][]world.Via{}
	var edges []edge
	for to, p := range profiles {
		for i := range p.inputs {
			for _, m := range index.sources(to, &p.inputs[i], threshold) {
				e := edge{m.tool, to}
				if _, ok := vias[e]; !ok {
					edges = append(edges, e)
				}
				vias[e] = append(vias[e], world.Via{Output: m.path, Input: p.inputs[i].name, Score: m.score})
			}
		}
	}
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	feeds := make([]world.Feed, len(edges))
	for i, e := range edges {
		via := vias[e]
		slices.SortFunc(via, func(a, b world.Via) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Input, b.Input))
		})
		feeds[i] = world.Feed{From: tools[e.from].ID, To: tools[e.to].ID, Via: via[:min(len(via), maxVia)]}
	}
	return feeds
}

// An index finds output fields by the words of their readings.
type index struct {
	profiles []*profile
	ids      map[string]int // of words
	weight   []float64      // of each word
	sets     []outputs      // fields with equal readings
	byWord   [][]int        // the sets in which each word occurs
}

// outputs are the fields that share a reading.
type outputs struct {
	words  []int // ids, ascending
	total  float64
	fields []source
}

type source struct {
	tool   int
	output *output
	weight float64
}

// A match is a field that fits a parameter.
type match struct {
	tool  int
	path  string
	score float64
}

func newIndex(profiles []*profile) *index {
	x := &index{profiles: profiles, ids: map[string]int{}}
	number := map[string]int{}
	for tool, p := range profiles {
		for i := range p.outputs {
			o := &p.outputs[i]
			for _, r := range o.readings {
				set := x.number(r.words)
				key := string(encode(set))
				n, ok := number[key]
				if !ok {
					n = len(x.sets)
					number[key] = n
					x.sets = append(x.sets, outputs{words: set})
				}
				x.sets[n].fields = append(x.sets[n].fields, source{tool, o, r.weight})
			}
		}
	}
	x.weight = make([]float64, len(x.ids))
	for i := range x.weight {
		x.weight[i] = 1
	}
	for w := range generic {
		if id, ok := x.ids[w]; ok {
			x.weight[id] = genericWeight
		}
	}
	x.byWord = make([][]int, len(x.ids))
	for n := range x.sets {
		for _, w := range x.sets[n].words {
			x.byWord[w] = append(x.byWord[w], n)
			x.sets[n].total += x.weight[w]
		}
	}
	return x
}

func (x *index) number(set []string) []int {
	ids := make([]int, len(set))
	for i, w := range set {
		id, ok := x.ids[w]
		if !ok {
			id = len(x.ids)
			x.ids[w] = id
		}
		ids[i] = id
	}
	slices.Sort(ids)
	return ids
}

func encode(ids []int) (key []byte) {
	for _, id := range ids {
		key = append(key, byte(id), byte(id>>8), byte(id>>16), byte(id>>24))
	}
	return key
}

// sources are the best fields for a parameter of tool to, one of each tool.
func (x *index) sources(to int, in *input, threshold float64) []match {
	best := map[int]match{}
	for _, r := range in.readings {
		for n, similarity := range x.similar(r.words) {
			if similarity*r.weight < threshold {
				continue
			}
			for _, f := range x.sets[n].fields {
				if f.tool == to {
					continue
				}
				s := similarity * r.weight * f.weight * x.fit(f, to, in)
				s = math.Round(s*1000) / 1000
				if s < threshold {
					continue
				}
				if old, ok := best[f.tool]; !ok || s > old.score || s == old.score && f.output.path < old.path {
					best[f.tool] = match{f.tool, f.output.path, s}
				}
			}
		}
	}
	list := make([]match, 0, len(best))
	for _, m := range best {
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.tool, b.tool))
	})
	return list[:min(len(list), maxSources)]
}

// similar is the weighted Jaccard similarity of a set of words to each set of
// outputs that shares a noun with it.
func (x *index) similar(words []string) map[int]float64 {
	shared := map[int]float64{}
	total := 0.0
	for _, w := range words {
		id, ok := x.ids[w]
		if !ok {
			total++
			continue
		}
		total += x.weight[id]
		for _, n := range x.byWord[id] {
			shared[n] += x.weight[id]
		}
	}
	for n, s := range shared {
		shared[n] = s / (total + x.sets[n].total - s)
	}
	return shared
}

// What is left of a score. The figures matter less than the order in which
// they put the sources of a parameter: TestFeedsAgainstWorkflows changes by
// two points of F1 at most when one of them is left out.
const (
	genericWeight = 0.5 // of a generic word beside a noun
	ofDeletes     = 0.5 // what a deletion returns is gone
	ofUpdates     = 0.9
	ofEcho        = 0.9 // who calls the tool had the value before
	ofMention     = 0.8 // a field of another thing than the tool's own
	forOptional   = 0.9
)

// fit is what types, roles and places leave of a match. Where results are
// undocumented, keys that two tools share lead from reads to writes only.
func (x *index) fit(f source, to int, in *input) float64 {
	from := x.profiles[f.tool]
	factor := kindsFit(f.output.kind, in.kind)
	switch from.role {
	case deletes:
		factor *= ofDeletes
	case updates:
		factor *= ofUpdates
	}
	if f.output.echo {
		if from.undocumented && x.profiles[to].role == reads {
			return 0
		}
		factor *= ofEcho
	}
	if f.output.mention {
		factor *= ofMention
	}
	if !in.required {
		factor *= forOptional
	}
	return factor
}

// kindsFit is how well a value of one kind serves where the other is wanted.
func kindsFit(out, in kind) float64 {
	switch {
	case out == in, out == anything, in == anything:
		return 1
	case (out == integer || out == number) && (in == integer || in == number):
		return 0.95
	case out == text && (in == integer || in == number), in == text && (out == integer || out == number):
		return 0.85
	}
	return 0
}
