package formats

import (
	"slices"
	"strings"

	"worldc/world"
)

// All are the formats in order of their names; a format that has rows of
// trajectories and of tasks is there once for each. Records as they are
// (`records`) are no rows, and not in the table. Package spec knows the names
// too.
var All = []Format{
	{Name: "adp", Of: world.TrajectoryType, Tool: OpenAITool, Names: ADPToolNames, Rows: ADP, Texts: ADPTexts},
	{Name: "atif", Of: world.TrajectoryType, Tool: OpenAITool, Rows: ATIF},
	{Name: "axolotl", Of: world.TrajectoryType, Tool: AxolotlTool, Rows: Axolotl, Texts: axolotlTexts},
	{Name: "llamafactory_v1", Of: world.TrajectoryType, File: Plain, Tool: OpenAITool, Rows: LlamaFactoryV1, Pair: LlamaFactoryV1Pair, Texts: llamaFactoryV1Texts},
	{Name: "mcp", Of: world.ToolType, File: Document, Head: mcpHead, Tail: mcpTail, Tool: MCPTool, Names: MCPToolNames, Texts: workflowTexts},
	{Name: "nemo_gym", Of: world.TaskType, File: Plain, Tool: NeMoGymTool, TaskRow: NeMoGymTask, Texts: NeMoGymTexts},
	{Name: "nemo_gym", Of: world.TrajectoryType, File: Plain, Tool: NeMoGymTool, Rows: NeMoGymRollout, Texts: NeMoGymTexts},
	{Name: "nemo_rl", Of: world.TrajectoryType, File: Plain, Tool: NeMoRLTool, Rows: NeMoRL, Pair: NeMoRLPair, Texts: nemoRLTexts},
	{Name: "openai", Of: world.TrajectoryType, Tool: OpenAITool, Rows: OpenAI},
	{Name: "openai_tools", Of: world.ToolType, Tool: OpenAITool, Names: OpenAIToolNames, Texts: workflowTexts},
	{Name: "sharegpt", Of: world.TrajectoryType, File: Plain, Tool: ShareGPTTool, Rows: ShareGPT, Pair: ShareGPTPair, Texts: shareGPTTexts},
	{Name: "tau2", Of: world.TaskType, File: Document, Head: "[", Tail: "]", TaskRow: Tau2},
	{Name: "trl", Of: world.TrajectoryType, Tool: OpenAITool, Rows: TRL, Pair: TRLPair, Texts: trlTexts},
	{Name: "verl", Of: world.TaskType, File: Parquet, Columns: verlTasks, Tool: OpenAITool, TaskRow: VerlTask, Texts: verlTexts("tasks")},
	{Name: "verl", Of: world.TrajectoryType, File: Parquet, Columns: verlTalks, Tool: OpenAITool, Rows: Verl, Texts: verlTexts("talks")},
}

// Find is the format of a name that makes rows of records of a type: of a
// Trajectory, a Task or a Tool.
func Find(name string, of world.Type) (Format, bool) {
	i := slices.IndexFunc(All, func(f Format) bool { return f.Name == name && f.Of == of })
	if i < 0 {
		return Format{}, false
	}
	return All[i], true
}

// A Format is a shape of rows that some trainer or tool reads.
type Format struct {
	// Name is what a dataset's `format` calls it.
	Name string

	// Of is what a row is made of: a Trajectory, a Task or a Tool.
	Of world.Type

	// File is how rows lie in a file, unless the user asks for compression.
	File FileKind

	// Columns are those of a Parquet file. What a row lacks of them is null, and
	// null is what a row lacks: no row holds a null.
	Columns []Column

	// Head and Tail are what stands before and after the rows of a Document; rows
	// are separated by commas. The array of rows is the first value of the last
	// member of the document, or of an object in its place, and so on, or the
	// document itself.
	Head, Tail string

	// Tool renders a tool in the shape that rows of the format hold, as canonical
	// JSON. It is asked once for each tool. In a format of tools that is the row.
	Tool func(*world.Tool) ([]byte, error)

	// Names are the names that tools can have where each has to have another
	// ([ToolNames]): in a format of tools, the tools of a list; in one of talks, all
	// that a dataset shows. Where there is no longest, any tool has its own name.
	Names NameRule

	// Rows makes rows of a trajectory, each as canonical JSON: usually one; none
	// where nothing in it would be trained. Where turns are expanded it is asked
	// for each turn that is trained ([Example.Expanded]).
	Rows func(*Example) ([][]byte, error)

	// Pair makes the row of two trials of one task, of which the first was accepted
	// and the second rejected, and which begin alike: all turns up to the agent's
	// first are equal, and so are the tools. It is nil in a format without
	// preferences; it is not ok where the two teach nothing.
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

// extensions are the ends of the names of files, by their kind.
var extensions = [...]string{Compressed: ".jsonl.zst", Plain: ".jsonl", Parquet: ".parquet", Document: ".json"}

// Extension is what the name of a file of the kind ends with.
func (k FileKind) Extension() string { return extensions[k] }

// KindOf is the kind of a file, by its name; not ok for a file that holds no
// rows.
func KindOf(file string) (FileKind, bool) {
	i := slices.IndexFunc(extensions[:], func(e string) bool { return strings.HasSuffix(file, e) })
	return FileKind(max(i, 0)), i >= 0
}

// A Column is a column of a Parquet file: of texts, unless something else is
// said.
type Column struct {
	Name string

	// Flag is true or false, Number a whole number of 64 bits.
	Flag, Number bool

	// Fields are those of an object.
	Fields []Column

	// List says that there are any number of values in order; they are not null.
	List bool

	// Optional says that the value may be missing.
	Optional bool

	// Few says of a text that it is one of few, such as a role or the tools of a
	// world: each is kept once.
	Few bool
}

// A TaskExample is a task on its way into a row.
type TaskExample struct {
	Task *world.Task

	// Policy is what the agent is told about its duties in the world: the system
	// message of every talk there. Domain is what the world's domain is called, or
	// the world itself where it was imported.
	Policy, Domain string

	// Index counts the tasks of the dataset, from 0.
	Index int64

	// Opening is what a user who wants the task done says first. It need not tell
	// all: more comes out when the user is asked.
	Opening string

	// Split is the part of the split that the task is in; empty where there is
	// none.
	Split string

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

	// License is the SPDX identifier of the dataset's licence; empty if the spec
	// names none.
	License string

	// Tools are the tools of all rows, each once ([Format.Tool]), in the order of
	// their bytes.
	Tools [][]byte

	// Workflow is how to go about tasks with the tools of the rows, where those are of
	// action knowledge; empty if nothing is said.
	Workflow string

	// Expanded says that turns were expanded, Pairs that rows are preferences.
	Expanded, Pairs bool
}

// A Text is a file beside the data.
type Text struct {
	Path string // relative to the dataset's directory, with slashes
	Data []byte
}
