package domaining

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// An index finds the output fields of a domain by the words of their readings.
type index struct {
	profiles []*profile
	sets     []wordSet
	byWord   map[string][]int         // the sets in which each word occurs
	found    map[string][]resemblance // what similar found, by the words joined
}

// A wordSet is the fields that have a reading in common.
type wordSet struct {
	words  []string
	weight float64 // of the words

	// sources are grouped by what decides whether they fit at all, the best
	// first, one of each tool and no more than a parameter can have.
	sources map[class][]source
}

// A class is what decides, together with the parameter, whether and how well a
// field fits, apart from its own merit.
type class struct {
	kind kind

	// forWrites is set where the field may feed only tools that write.
	forWrites bool
}

// A source is an output field of a tool; merit is what its reading, its tool's
// role and its place leave of a score.
type source struct {
	tool  int
	path  string
	merit float64
}

func newIndex(profiles []*profile) *index {
	x := &index{profiles: profiles, byWord: map[string][]int{}, found: map[string][]resemblance{}}
	number := map[string]int{}
	for tool, p := range profiles {
		for _, o := range p.outputs {
			for _, r := range o.readings {
				key := strings.Join(r.words, " ")
				n, ok := number[key]
				if !ok {
					n = len(x.sets)
					number[key] = n
					x.sets = append(x.sets, wordSet{r.words, weight(r.words), map[class][]source{}})
					for _, w := range r.words {
						x.byWord[w] = append(x.byWord[w], n)
					}
				}
				// Where results are undocumented, keys that two tools share lead
				// from reads to writes only.
				c := class{o.kind, o.echo && p.undocumented}
				x.sets[n].sources[c] = append(x.sets[n].sources[c], source{tool, o.path, r.weight * p.merit(&o)})
			}
		}
	}
	for _, set := range x.sets {
		for c, list := range set.sources {
			slices.SortFunc(list, func(a, b source) int {
				return cmp.Or(cmp.Compare(b.merit, a.merit), cmp.Compare(a.tool, b.tool), strings.Compare(a.path, b.path))
			})
			seen := map[int]bool{}
			list = slices.DeleteFunc(list, func(s source) bool {
				again := seen[s.tool]
				seen[s.tool] = true
				return again
			})
			set.sources[c] = list[:min(len(list), maxSources+1)] // one may be the tool itself
		}
	}
	return x
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

// merit is what the role of the tool and the place of the field leave.
func (p *profile) merit(o *output) float64 {
	m := 1.0
	switch p.role {
	case deletes:
		m *= ofDeletes
	case updates:
		m *= ofUpdates
	}
	if o.echo {
		m *= ofEcho
	}
	if o.mention {
		m *= ofMention
	}
	return m
}

func weight(words []string) (sum float64) {
	for _, w := range words {
		sum += wordWeight(w)
	}
	return sum
}

func wordWeight(w string) float64 {
	if generic[w] {
		return genericWeight
	}
	return 1
}

// A match is a field that fits a parameter.
type match struct {
	tool  int
	path  string
	score float64
}

// sources are the best fields for a parameter of tool to, one of each tool.
func (x *index) sources(to int, in *input, threshold float64) []match {
	best := map[int]match{}
	for _, r := range in.readings {
		for _, m := range x.similar(r.words) {
			for c, list := range x.sets[m.set].sources {
				fit := kindsFit(c.kind, in.kind)
				if c.forWrites && x.profiles[to].role == reads {
					fit = 0
				}
				if !in.required {
					fit *= forOptional
				}
				for _, s := range list {
					score := math.Round(m.similarity*r.weight*fit*s.merit*1000) / 1000
					if score < threshold || score == 0 {
						break // the rest has less merit
					}
					if s.tool == to {
						continue
					}
					old, ok := best[s.tool]
					if !ok || score > old.score || score == old.score && s.path < old.path {
						best[s.tool] = match{s.tool, s.path, score}
					}
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

// A resemblance is how similar a set of the index is to some words.
type resemblance struct {
	set        int
	similarity float64
}

// similar is the weighted Jaccard similarity of words to each set that shares
// a noun with them; or, if they have no noun, any word.
func (x *index) similar(words []string) []resemblance {
	key := strings.Join(words, " ")
	if list, ok := x.found[key]; ok {
		return list
	}
	total, nouns := weight(words), !isGeneric(words)
	list := []resemblance{}
	seen := map[int]bool{}
	for _, w := range words {
		if nouns && generic[w] {
			continue
		}
		for _, n := range x.byWord[w] {
			if seen[n] {
				continue
			}
			seen[n] = true
			set, shared := &x.sets[n], 0.0
			for _, v := range words {
				if _, ok := slices.BinarySearch(set.words, v); ok {
					shared += wordWeight(v)
				}
			}
			list = append(list, resemblance{n, shared / (total + set.weight - shared)})
		}
	}
	x.found[key] = list
	return list
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
