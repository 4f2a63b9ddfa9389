package executors

import (
	"context"
	"fmt"
	"math"

	"worldc/executors/textvector"
	"worldc/model"
	"worldc/similarity"
	"worldc/spec"
	"worldc/world"
)

// A nearness finds scenarios that say nearly the same as one that was taken
// before: whose cosine to it reaches the threshold.
type nearness struct {
	in      *Input
	asker   model.Asker // nil where words are compared
	apart   bool        // whether each combination is by itself
	options similarity.Options

	pools map[string]*nearPool
}

// A nearPool is scenarios that are compared with each other.
type nearPool struct {
	ids     []string
	words   *textvector.Vectorizer
	meaning similarity.Dense
}

func newNearness(in *Input, config *spec.Scenarios) *nearness {
	_, asker := in.Served(config.Vectorizer)
	return &nearness{
		in: in, asker: asker, apart: config.Scope == "combination", pools: map[string]*nearPool{},
		options: similarity.Options{Numerator: uint32(math.Round(config.MaxSimilarity * 1e6)), Denominator: 1e6, Reached: true, Workers: in.Workers},
	}
}

// scenarioText is what is compared: what the person wants, and why. The tools are
// not: scenarios of one combination have them in common.
func scenarioText(t *world.Task) string { return t.Background + "\n" + t.Goal }

// add compares the next scenarios with those before them, and says of each that
// is too near to one that was taken which that is. What comes later has no
// influence on what was said of what came before.
func (k *nearness) add(ctx context.Context, list []*scenario) error {
	texts := make([]string, len(list))
	for i, c := range list {
		texts[i] = scenarioText(&c.Task)
	}
	var dense similarity.Dense
	if k.asker != nil {
		for i := range texts {
			texts[i] = embeddable(texts[i])
		}
		var err error
		if dense, err = embed(ctx, k.in, k.asker, "scenarios", texts); err != nil {
			return err
		}
	}
	var touched []*nearPool
	at := map[*nearPool][]*scenario{}
	for i, c := range list {
		name := ""
		if k.apart {
			name = c.group
		}
		p := k.pools[name]
		if p == nil {
			p = &nearPool{words: textvector.New()}
			k.pools[name] = p
		}
		if at[p] == nil {
			touched = append(touched, p)
		}
		at[p] = append(at[p], c)
		p.ids = append(p.ids, c.Task.ID)
		if k.asker == nil {
			p.words.Add(texts[i])
			continue
		}
		if p.meaning.Dimensions == 0 {
			p.meaning.Dimensions = dense.Dimensions
		}
		if p.meaning.Dimensions != dense.Dimensions {
			return fmt.Errorf("the embeddings of scenarios have now %d numbers, now %d", p.meaning.Dimensions, dense.Dimensions)
		}
		p.meaning.Values = append(p.meaning.Values, dense.Values[i*dense.Dimensions:(i+1)*dense.Dimensions]...)
	}
	for _, p := range touched {
		var near []similarity.Nearest
		if k.asker == nil {
			near = similarity.FirstCome(p.words.Vectors(), k.options)
		} else {
			near = similarity.FirstComeDense(p.meaning, k.options)
		}
		added := at[p]
		for i, n := range near[len(near)-len(added):] {
			if n.Vector >= 0 {
				c := added[i]
				c.lost = &world.Finding{
					Subject: c.Task.ID, Place: c.world, Action: world.Rejected, Reason: reasonResembles,
					Detail: fmt.Sprintf("%.3f to %s", math.Floor(float64(n.Similarity)/1e3)/1e3, p.ids[n.Vector]),
				}
			}
		}
	}
	return nil
}
