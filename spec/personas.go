package spec

// Personas are the people for whom scripts are written. The file is yours; one
// with a few dozen lies beside the examples.
type Personas struct {
	// Paths are the files, which may be compressed with zstd. A `.jsonl` file holds
	// one JSON object a line, with the text in `persona`, `text` or `description`,
	// or one string a line; any other file holds one persona a line.
	Paths Paths `spec:"paths"`

	// Limit is the greatest number of personas; 0 takes all.
	Limit int `spec:"limit" default:"0" range:"[0,10000000]"`

	// License is the licence of the files, an SPDX identifier. It is noted in every
	// persona and in the dataset card.
	License string `spec:"license" default:""`
}
