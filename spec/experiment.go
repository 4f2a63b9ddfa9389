package spec

// An Experiment says what the spec as a whole is about. It may be left out,
// and stands at most once.
type Experiment struct {
	// Name is the experiment's name.
	Name string `spec:"name,label"`

	// Seed starts all randomness. Two builds of one spec with one seed are
	// equal byte by byte; another seed draws other samples.
	Seed uint64 `spec:"seed" default:"0" range:"[0,9223372036854775807]"`

	// Description is what the experiment is for; it goes into the dataset
	// card and changes no record.
	Description string `spec:"description,free" default:""`

	// License is the licence of the dataset, an SPDX identifier such as
	// `CC-BY-4.0`; it goes into the dataset card beside the licences of the
	// sources.
	License string `spec:"license,free" default:""`
}
