package spec

// A Dataset writes records to the output directory, with a manifest that
// proves what they are and a dataset card. Its files are in DIR/NAME, or
// DIR/NAME.KEY for an instance of a for_each block.
type Dataset struct {
	// From are the records to write, of any types.
	From References `spec:"from" reads:"any"`

	// Format is the shape of a row: `records` writes the records verbatim.
	Format string `spec:"format" default:"records" oneof:"records"`

	// ShardRecords is the number of records in a file.
	ShardRecords int `spec:"shard_records" default:"50000" range:"[1,10000000]"`

	// CompressionLevel is the effort of zstd on the scale of its command: 1 is
	// fastest, 3 the usual, 19 and above the smallest. It changes no record.
	CompressionLevel int `spec:"compression_level" default:"3" range:"[1,22]"`
}
