package formats

import "worldc/world"

// A Format is a shape of rows that some trainer or tool reads.
type Format struct {
	// Name is what a dataset's `format` calls it.
	Name string

	// Of is what a row is made of: a Trajectory, a Task or a Tool.
	Of world.Type

	// File is how rows lie in a file.
	File FileKind

	// Tool renders a tool in the shape that rows of the format hold, as canonical
	// JSON. It is asked once for each tool.
	Tool func(*world.Tool) ([]byte, error)

	// Rows makes rows of a trajectory, each as canonical JSON: usually one; none
	// where nothing in it would be trained; several where turns are expanded
	// ([Example.Expand]).
	Rows func(*Example) ([][]byte, error)

	// Pair makes the row of two trials of one task, of which the first was accepted
	// and the second rejected; nil in a format without preferences.
	Pair func(chosen, rejected *Example) ([]byte, bool, error)

	// TaskRow makes the row of a task.
	TaskRow func(*TaskExample) ([]byte, error)

	// Texts are files that a trainer wants beside the data, such as the entry of
	// LLaMA-Factory's dataset_info.json.
	Texts func(d Described) []Text
}

// A FileKind is how rows lie in a file.
type FileKind int

// The kinds of files.
const (
	Compressed FileKind = iota // JSON lines in one zstd frame
	Plain                      // JSON lines, for readers that know no zstd
	Parquet                    // one row group after the other
	Document                   // one JSON document for all rows of a file
)

// A TaskExample is a task on its way into a row.
type TaskExample struct {
	Task *world.Task

	// Policy is what the agent is told about its duties in the world, Domain what
	// the world's domain is called.
	Policy, Domain string

	// Tools are the tools of the task ([Format.Tool]), and Names what they are
	// called, by their ids.
	Tools [][]byte
	Names map[string]string
}

// Described is what files beside the data are made from.
type Described struct {
	// Name is the dataset's.
	Name string

	// Files are the data files, with slashes.
	Files []string

	// Expanded says that turns were expanded, Pairs that rows are preferences.
	Expanded, Pairs bool
}

// A Text is a file beside the data.
type Text struct {
	Path string // relative to the dataset's directory, with slashes
	Data []byte
}
