package spec

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"

	"worldc/world"
)

// A Dataset writes records, or rows made of them, to the output directory, with
// a manifest that proves what they are and a dataset card. Its files are in
// DIR/NAME, or DIR/NAME.KEY for an instance of a for_each block.
//
// Rows are made of trajectories: of those that a curriculum has placed, stage by
// stage in directories of their own, of those that a filter has judged, or of
// all. `rows.jsonl.zst` says of each row where it comes from.
type Dataset struct {
	// From are the records to write, of any types; for rows trajectories,
	// verdicts or placements, of one type.
	From References `spec:"from" reads:"any"`

	// Format is the shape of a line. `records` writes records verbatim; `openai`
	// writes what chat models are fine-tuned with: `messages`, each of the
	// assistant's with its `weight`, and `tools` as the agent saw them.
	Format string `spec:"format" default:"records" oneof:"records|openai"`

	// Select says which of judged trajectories are rows: `accepted`, `rejected`
	// or `all`. Left out, it is `accepted`; but in the format `records` the
	// verdicts and placements are written themselves, unless it is given.
	Select string `spec:"select,optional" oneof:"accepted|rejected|all"`

	// Split divides the rows into several, for training and testing.
	Split *Split `spec:"split,block"`

	// MaskErrors trains nothing of a turn of the agent that is a mistake: one that
	// is flagged as one, or of which a call failed. The turn stays as context.
	MaskErrors bool `spec:"mask_errors" default:"true"`

	// TrainReasoning trains what the agent thinks before it speaks, in formats
	// that have a place for it.
	TrainReasoning bool `spec:"train_reasoning" default:"true"`

	// ShardRecords is the number of records in a file.
	ShardRecords int `spec:"shard_records" default:"50000" range:"[1,10000000]"`

	// CompressionLevel is the effort of zstd on the scale of its command: 1 is
	// fastest, 3 the usual, 19 and above the smallest. It changes no record.
	CompressionLevel int `spec:"compression_level" default:"3" range:"[1,22]"`
}

// A Split divides rows so that nothing that is tested with was trained on: all
// rows of a world, a domain or a task are in one part. Which one is decided by a
// hash of its id, so that new data leaves the rest where it was, and parts have
// about the sizes that are asked for.
type Split struct {
	// By is what is kept together. A task belongs to a world, and a world to a
	// domain; an imported world is its own domain.
	By string `spec:"by" default:"world" oneof:"world|domain|task"`

	// Fractions are the parts and their shares of the whole, which come to 1, such
	// as `{ train = 0.9, test = 0.1 }`. They are read to six decimals.
	Fractions json.RawMessage `spec:"fractions" takes:"a map of parts and their shares, such as { train = 0.9, test = 0.1 }"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

// A Share is one part of a split, in millionths of the whole.
type Share struct {
	Name       string
	Millionths uint32
}

// Shares are the parts of the split, by name.
func (s *Split) Shares() []Share {
	var fractions map[string]float64
	if json.Unmarshal(s.Fractions, &fractions) != nil {
		return nil
	}
	var shares []Share
	for _, name := range slices.Sorted(maps.Keys(fractions)) {
		share := fractions[name]
		if !(share > 0 && share <= 1) {
			return nil
		}
		shares = append(shares, Share{name, uint32(math.Round(share * 1e6))})
	}
	return shares
}

func (s *Split) check(at func(string) Range) Diagnostics {
	shares := s.Shares()
	if len(shares) == 0 {
		return Diagnostics{Errorf(at("fractions"), "Unsuitable value",
			"fractions must be a map of parts and their shares, each more than 0 and at most 1, such as { train = 0.9, test = 0.1 }.")}
	}
	sum := uint32(0)
	for _, share := range shares {
		if !validKey(share.Name) || strings.Contains(share.Name, ".") {
			return Diagnostics{Errorf(at("fractions"), "Invalid name",
				"%q cannot be part of the name of a file. Parts have names of 1 to 100 letters, digits, underscores and hyphens.", share.Name)}
		}
		sum += share.Millionths
	}
	if sum != 1_000_000 {
		return Diagnostics{Errorf(at("fractions"), "Out of range", "The fractions come to %g, not to 1.", float64(sum)/1e6)}
	}
	return nil
}

// WritesRows reports whether the lines of the dataset are made of trajectories,
// given what it reads.
func (d *Dataset) WritesRows(from world.Type) bool {
	return d.Format != "records" || d.Select != "" || d.Split != nil || from == world.PlacementType
}

// checkDatasets checks what datasets make rows of.
func (l *loader) checkDatasets() {
	for _, b := range l.spec.Blocks {
		d, ok := b.Config.(*Dataset)
		if !ok {
			continue
		}
		for _, r := range b.References {
			l.checkRows(b, d, r)
		}
	}
}

func (l *loader) checkRows(b *Block, d *Dataset, r Reference) {
	t, first := r.Target.Emits(), b.References[0].Target.Emits()
	if t == "" || !d.WritesRows(first) {
		return
	}
	why := "the format " + d.Format
	switch {
	case d.Format != "records":
	case d.Split != nil:
		why = "a split"
	case d.Select != "":
		why = "select"
	default:
		why = "a dataset of placements"
	}
	switch t {
	case world.TrajectoryType, world.VerdictType, world.PlacementType:
	default:
		l.add(Errorf(r.Range, "Wrong record type", "%s emits %s records; %s takes Trajectory, Verdict or Placement records.", r.Target.Address(), t, why))
		return
	}
	switch {
	case t != first:
		l.add(Errorf(r.Range, "Wrong record type", "%s emits %s records, but the first input of %s emits %s records; rows are made of one type.", r.Target.Address(), t, b.Address(), first))
	case d.Select != "" && t == world.TrajectoryType:
		l.add(Errorf(r.Range, "Superfluous argument", "select chooses by verdicts; %s emits trajectories that nobody has judged.", r.Target.Address()))
	case d.Select != "" && d.Select != "accepted" && t == world.PlacementType:
		l.add(Errorf(r.Range, "Unsuitable value", "A curriculum places accepted trajectories only, so select cannot be %q.", d.Select))
	case d.Split != nil && d.Format == "records" && d.Select == "" && t != world.TrajectoryType:
		l.add(Errorf(d.Split.Range, "Missing argument", "A split is one of trajectories: say with select which of them are written, or choose another format."))
	}
}
