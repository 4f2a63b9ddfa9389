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
// all; of tasks; or of tools, from a pool, from worlds, where they are
// described as agents read it, or from action knowledge: the tools of its worlds as
// the chosen versions describe them, and the workflow beside them in `workflow.md`.
// `rows.jsonl.zst` says of each row where it comes
// from. docs/formats.md shows one talk in every format, and what each trainer
// wants to be told.
type Dataset struct {
	// From are the records to write, of any types; for rows those that the format
	// is for, of one type.
	From References `spec:"from" reads:"any"`

	// Format is the shape of a line. `records` writes records verbatim. Rows of
	// trajectories have `openai` (messages, each of the agent's with its `weight`),
	// `sharegpt` and `llamafactory_v1` (LLaMA-Factory), `axolotl`, `trl`, `verl`
	// (Parquet), `nemo_rl`, `nemo_gym` (rollouts), `adp` and `atif`; of tasks `verl`,
	// `nemo_gym` and `tau2`; of tools `mcp` and `openai_tools`.
	Format string `spec:"format" default:"records" oneof:"records|openai|sharegpt|llamafactory_v1|axolotl|trl|verl|nemo_gym|nemo_rl|adp|atif|tau2|mcp|openai_tools"`

	// Select says which of judged trajectories are rows: `accepted`, `rejected`
	// or `all`. Left out, it is `accepted`; but in the format `records` the
	// verdicts and placements are written themselves, unless it is given.
	Select string `spec:"select,optional" oneof:"accepted|rejected|all"`

	// Pairs makes rows of preferences, in the formats that have them (`trl`,
	// `nemo_rl`, `sharegpt`, `llamafactory_v1`): of two trials of one task that say
	// the same up to a turn of the agent, the one that a filter accepted is
	// preferred to the one that it rejected. Each trial is in one pair at most, and
	// those in none are counted. Trials part where a mistake is made with
	// `same_words` of rollouts.
	Pairs bool `spec:"pairs" default:"false"`

	// ExpandTurns makes a row for each turn that is trained, which the row ends
	// with: for trainers that train either all turns of the agent or the last one.
	ExpandTurns bool `spec:"expand_turns" default:"false"`

	// Split divides the rows into several, for training and testing.
	Split *Split `spec:"split,block"`

	// MaskErrors trains nothing of a turn of the agent that is a mistake: one that
	// is flagged as one, such as a call made as a document has it that is untrue
	// (`mistake:misled`), or of which a call failed. The turn stays as context.
	MaskErrors bool `spec:"mask_errors" default:"true"`

	// TrainReasoning trains what the agent thinks before it speaks, in formats
	// that have a place for it.
	TrainReasoning bool `spec:"train_reasoning" default:"true"`

	// ShardRecords is the number of records in a file.
	ShardRecords int `spec:"shard_records" default:"50000" range:"[1,10000000]"`

	// Compression is `zstd` or `none`. Left out, it is what the trainers that a
	// format is for can read: `none` for LLaMA-Factory and NeMo, `zstd` for the
	// others. It is that of the data; what accompanies it is always zstd. Of Parquet, the
	// pages are compressed; what is one document (`mcp`, `tau2`) never is.
	Compression string `spec:"compression,optional" oneof:"zstd|none"`

	// CompressionLevel is the effort of zstd on the scale of its command: 1 is
	// fastest, 3 the usual, 19 and above the smallest. It changes no record.
	CompressionLevel int `spec:"compression_level" default:"3" range:"[1,22]"`
}

// A RowFormat is what a spec has to know of a format of rows; package formats
// knows the rest.
type RowFormat struct {
	Name string

	// Of are the types of records that it has rows of: Trajectory, Task, Tool.
	Of []world.Type

	// Pairs says that it has rows of preferences too.
	Pairs bool

	// Document says that a file is one JSON document, which is not compressed.
	Document bool
}

// RowFormats are the formats of rows.
var RowFormats = []RowFormat{
	{Name: "openai", Of: []world.Type{world.TrajectoryType}},
	{Name: "sharegpt", Of: []world.Type{world.TrajectoryType}, Pairs: true},
	{Name: "llamafactory_v1", Of: []world.Type{world.TrajectoryType}, Pairs: true},
	{Name: "axolotl", Of: []world.Type{world.TrajectoryType}},
	{Name: "trl", Of: []world.Type{world.TrajectoryType}, Pairs: true},
	{Name: "verl", Of: []world.Type{world.TrajectoryType, world.TaskType}},
	{Name: "nemo_gym", Of: []world.Type{world.TrajectoryType, world.TaskType}},
	{Name: "nemo_rl", Of: []world.Type{world.TrajectoryType}, Pairs: true},
	{Name: "adp", Of: []world.Type{world.TrajectoryType}},
	{Name: "atif", Of: []world.Type{world.TrajectoryType}},
	{Name: "tau2", Of: []world.Type{world.TaskType}, Document: true},
	{Name: "mcp", Of: []world.Type{world.ToolType}, Document: true},
	{Name: "openai_tools", Of: []world.Type{world.ToolType}},
}

// rowFormat is the format of a name; that of records is made of trajectories.
func rowFormat(name string) RowFormat {
	if i := slices.IndexFunc(RowFormats, func(f RowFormat) bool { return f.Name == name }); i >= 0 {
		return RowFormats[i]
	}
	return RowFormat{Name: name, Of: []world.Type{world.TrajectoryType}}
}

// rowsOf are the types of records that hold something, by what they hold.
var rowsOf = map[world.Type][]world.Type{
	world.TrajectoryType: {world.TrajectoryType, world.VerdictType, world.PlacementType},
	world.TaskType:       {world.TaskType},
	world.ToolType:       {world.ToolType, world.WorldType, world.KnowledgeType},
}

// RowsOf is what rows are made of where records of a type are read: a
// Trajectory, a Task or a Tool; empty where there are no rows of such records.
func RowsOf(from world.Type) world.Type {
	for _, of := range []world.Type{world.TrajectoryType, world.TaskType, world.ToolType} {
		if slices.Contains(rowsOf[of], from) {
			return of
		}
	}
	return ""
}

// takes are the types of records that the format can make rows of.
func (f RowFormat) takes() []world.Type {
	var types []world.Type
	for _, of := range f.Of {
		types = append(types, rowsOf[of]...)
	}
	return types
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
		l.checkRecords(b, d)
	}
}

// checkRecords checks what means nothing where no rows are made, and what no
// file can be.
func (l *loader) checkRecords(b *Block, d *Dataset) {
	verbatim := len(b.References) > 0 && b.References[0].Target.Emits() != "" && !d.WritesRows(b.References[0].Target.Emits())
	switch {
	case verbatim && d.Pairs:
		l.add(Errorf(b.Range, "Superfluous argument", "pairs makes rows, and records are written as they are: choose the format %s.", join(formatsWith(func(f RowFormat) bool { return f.Pairs }), "or")))
	case verbatim && d.ExpandTurns:
		l.add(Errorf(b.Range, "Superfluous argument", "expand_turns makes rows, and records are written as they are: choose another format."))
	case d.Compression == "zstd" && rowFormat(d.Format).Document:
		l.add(Errorf(b.Range, "Unsuitable value", "A file of the format %s is one document, which is not compressed.", d.Format))
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
	f := rowFormat(d.Format)
	if takes := f.takes(); !slices.Contains(takes, t) {
		names := make([]string, len(takes))
		for i, t := range takes {
			names[i] = string(t)
		}
		l.add(Errorf(r.Range, "Wrong record type", "%s emits %s records; %s takes %s records.", r.Target.Address(), t, why, join(names, "or")))
		return
	}
	of := RowsOf(t)
	superfluous := func(format string, args ...any) { l.add(Errorf(b.Range, "Superfluous argument", format, args...)) }
	switch {
	case t != first:
		l.add(Errorf(r.Range, "Wrong record type", "%s emits %s records, but the first input of %s emits %s records; rows are made of one type.", r.Target.Address(), t, b.Address(), first))
	case d.Select != "" && (t == world.TrajectoryType || of != world.TrajectoryType):
		l.add(Errorf(r.Range, "Superfluous argument", "select chooses by verdicts; %s emits %s that nobody has judged.", r.Target.Address(), unjudged[of]))
	case d.Select != "" && d.Select != "accepted" && t == world.PlacementType:
		l.add(Errorf(r.Range, "Unsuitable value", "A curriculum places accepted trajectories only, so select cannot be %q.", d.Select))
	case d.Split != nil && d.Format == "records" && d.Select == "" && t != world.TrajectoryType:
		l.add(Errorf(d.Split.Range, "Missing argument", "A split is one of trajectories: say with select which of them are written, or choose another format."))
	case d.Split != nil && of == world.ToolType:
		l.add(Errorf(d.Split.Range, "Superfluous block", "A split is one of trajectories or tasks; %s emits %s records.", r.Target.Address(), t))
	case d.Pairs && !f.Pairs:
		superfluous("The format %s has no rows of preferences; pairs can be true with %s.", d.Format, join(formatsWith(func(f RowFormat) bool { return f.Pairs }), "or"))
	case d.Pairs && t != world.VerdictType:
		l.add(Errorf(r.Range, "Wrong record type", "%s emits %s records; pairs are made of what a filter accepted and what it rejected, and take Verdict records.", r.Target.Address(), t))
	case d.Pairs && d.Select != "":
		superfluous("A pair has a trial that was accepted and one that was rejected, so select has no meaning beside pairs.")
	case d.ExpandTurns && (d.Format == "records" || of != world.TrajectoryType):
		superfluous("expand_turns makes several rows of a trajectory; the format %s makes none of %s records.", d.Format, t)
	case d.ExpandTurns && d.Pairs:
		superfluous("expand_turns makes several rows of a trajectory, and pairs make one of two: choose one of them.")
	}
}

// unjudged are what rows are made of, in words.
var unjudged = map[world.Type]string{world.TrajectoryType: "trajectories", world.TaskType: "tasks", world.ToolType: "tools"}

// formatsWith names the formats that have something.
func formatsWith(has func(RowFormat) bool) []string {
	var names []string
	for _, f := range RowFormats {
		if has(f) {
			names = append(names, f.Name)
		}
	}
	return names
}
