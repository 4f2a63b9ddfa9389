package spec

import (
	"slices"
	"strings"

	"worldc/world"
)

// An Import takes up worlds, tasks, scripts, trajectories or knowledge that others
// made, or an earlier build. Nothing in them is believed that can be computed: golden
// calls, solutions of scripts and the calls of trajectories are executed, and what
// they come to is what the records say.
//
// The tools of an imported world or script run in a confined process, without files,
// network or environment. Where the machine cannot confine one the build says
// so, and --trust-code vouches for the code.
type Import struct {
	// Type is what the files hold: `worlds`, `tasks`, `scripts`, `trajectories` or
	// `knowledge`.
	Type string `spec:"type" oneof:"worlds|tasks|scripts|trajectories|knowledge"`

	// Paths are the files.
	//
	// Of worlds, they are the files of folders, such as `"library/**"`: a
	// folder holds `schema.sql`, `rows/TABLE.csv` or `rows/TABLE.json`,
	// `tools.json`, `tools.star` and, if need be, `policy.md` and `world.json`.
	// A file `*.jsonl` holds World records, one a line.
	//
	// Of tasks and trajectories, they hold an array of JSON objects or one
	// object a line: records as worldc writes them, or what others call tasks
	// (`instruction`, `actions`) and trajectories (messages as chat models take
	// them).
	//
	// Of trajectories, they may be the rows of a dataset in the format `openai`,
	// such as `["sft/rows.jsonl.zst", "sft/data/**"]`: the weights of messages are
	// their masks, and `rows.jsonl.zst` says which task each row attempts.
	//
	// Of scripts, they hold Script records, as `worldc cat` prints them: each is
	// checked as one that was just written, and its solution is played.
	//
	// Of knowledge, they hold Knowledge records, what lists of tools say
	// (`{"tools": [{"name": …, "description": …}]}`, as MCP servers answer, or the
	// array of an OpenAI request), or objects of your own: `descriptions` by the names
	// or ids of tools, and `workflow`. A file `*.md` is a workflow. What does not say
	// whether it was `chosen` is.
	Paths Paths `spec:"paths"`

	// Worlds are where imported tasks take place. A task names its world by id
	// or name; it need not where there is one. Of knowledge, they have the tools
	// that it is about.
	Worlds References `spec:"worlds,optional" reads:"World"`

	// Tasks are what imported trajectories attempt. A trajectory names its task
	// by id, or by the id that the task had in the file that it was imported
	// from. Of scripts, trajectories are games, and name them by id: what a player
	// writes is carried out, and mistakes are what the engine or the game master
	// says of it.
	Tasks References `spec:"tasks,optional" reads:"Task|Script"`

	// Knowledge is the action knowledge of which imported trajectories say that their
	// agents were told it.
	Knowledge References `spec:"knowledge,optional" reads:"Knowledge"`

	// Model names who played the agent, for trajectories that do not say.
	Model string `spec:"model" default:""`

	// StopTexts are what the user of an imported trajectory says to end the
	// talk. Left out, they are `###STOP###`, `###TRANSFER###` and
	// `###OUT-OF-SCOPE###`.
	StopTexts []string `spec:"stop_texts,optional"`

	// TransferTools are the tools with which an agent hands the user over; an
	// imported trajectory that ends with a call of one is finished. Left out, it
	// is `transfer_to_human_agents`.
	TransferTools []string `spec:"transfer_tools,optional"`

	// MinSteps is the least number of steps of the solution of an imported script;
	// left out, one is enough.
	MinSteps int `spec:"min_steps" default:"0" range:"[0,100]"`
}

func (i *Import) emits() world.Type {
	switch i.Type {
	case "worlds":
		return world.WorldType
	case "tasks":
		return world.TaskType
	case "trajectories":
		return world.TrajectoryType
	case "scripts":
		return world.ScriptType
	case "knowledge":
		return world.KnowledgeType
	}
	return ""
}

func (i *Import) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	only := func(given bool, argument string, kinds ...string) {
		if given && !slices.Contains(kinds, i.Type) {
			diags = append(diags, Errorf(at(argument), "Superfluous argument", "%s belongs to an import of %s; this one imports %s.", argument, strings.Join(kinds, " or "), i.Type))
		}
	}
	needed := func(given bool, argument, kind, why string) {
		if !given && i.Type == kind {
			diags = append(diags, Errorf(at("type"), "Missing argument", "An import of %s needs %s: %s.", kind, argument, why))
		}
	}
	only(len(i.Worlds) > 0, "worlds", "tasks", "knowledge")
	needed(len(i.Worlds) > 0, "worlds", "tasks", "the worlds in which they take place")
	needed(len(i.Worlds) > 0, "worlds", "knowledge", "the worlds whose tools it is about")
	only(len(i.Tasks) > 0, "tasks", "trajectories")
	needed(len(i.Tasks) > 0, "tasks", "trajectories", "what they attempt")
	only(len(i.Knowledge) > 0, "knowledge", "trajectories")
	only(i.Model != "", "model", "trajectories")
	only(i.StopTexts != nil, "stop_texts", "trajectories")
	only(i.TransferTools != nil, "transfer_tools", "trajectories")
	only(i.MinSteps != 0, "min_steps", "scripts")
	return diags
}
