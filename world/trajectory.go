package world

import (
	"fmt"
	"strings"
)

// A Trajectory is one attempt at a task: what was said and called, and what
// the world came to. That of a game is one attempt at a script: Task and World are
// both the id of the [Script], which holds the two.
type Trajectory struct {
	ID    string `json:"id"`
	Task  string `json:"task"`
	World string `json:"world"`

	// Model names who played the agent.
	Model string `json:"model"`

	// Trial counts the attempts of one model at one task, from 0.
	Trial int `json:"trial"`

	// Tools are the ids of the tools that the agent was shown, in the order in
	// which it saw them; absent where they are those of the task.
	Tools []string `json:"tools,omitempty"`

	// Knowledge are the ids of the versions of action knowledge that the agent was
	// told, in the order in which they count ([Together]); absent where it had the
	// documents as they are.
	Knowledge []string `json:"knowledge,omitempty"`

	// MaxDescription is how many characters of a tool's description the agent was
	// shown; absent where it was shown all.
	MaxDescription int `json:"max_description,omitempty"`

	Turns   []Turn  `json:"turns"`
	State   State   `json:"state"`
	Outcome Outcome `json:"outcome"`

	// Written is the id of the game as it was played, for one that is told in the
	// words of a rewritten script.
	Written string `json:"written,omitempty"`

	// Progress is how far a game got; nil where the task is none of a script's.
	Progress *Progress `json:"progress,omitempty"`
}

// A Progress is how many conditions of a script hold at the end of a game.
type Progress struct {
	Held int `json:"held"`
	Of   int `json:"of"`
}

// Role is who speaks in a turn.
type Role string

// The roles of a turn.
const (
	SystemRole    Role = "system"
	UserRole      Role = "user"
	AssistantRole Role = "assistant"
	ToolRole      Role = "tool"
)

// A Turn is one message.
type Turn struct {
	Role Role `json:"role"`

	// Kind says what the turn is, such as say, call, result or error.
	Kind    string `json:"kind"`
	Content string `json:"content"`

	// Reasoning is what the agent thought before it spoke.
	Reasoning string `json:"reasoning,omitempty"`

	// Aside is what a game master thought before it spoke. Nobody else sees it, and
	// no export shows it.
	Aside string `json:"aside,omitempty"`

	// Calls are the tools that the agent calls in this turn.
	Calls []Call `json:"calls,omitempty"`

	// CallID names the call of which a tool's turn is the result.
	CallID string `json:"call_id,omitempty"`

	// Flags say what is remarkable about the turn: [MistakeFlag] and the kind of
	// the mistake that it is, [RecoveryFlag] where it repairs one.
	Flags []string `json:"flags,omitempty"`

	// Train says which segments of the turn a model is trained to produce.
	Train Mask `json:"train"`
}

// The flags of a turn of the agent.
const (
	// MistakeFlag begins the flag of a mistake; the kind follows.
	MistakeFlag = "mistake:"

	RecoveryFlag = "recovery"

	// MisledMistake is the mistake of who calls a tool as its document has it, which
	// is untrue ([World.Drift]).
	MisledMistake = "misled"
)

// Act is the kind of a turn of the agent that writes an action of a script.
const Act = "act"

// Mistake is the kind of the mistake that the turn is; empty if it is none that
// is known of.
func (t *Turn) Mistake() string {
	for _, f := range t.Flags {
		if kind, ok := strings.CutPrefix(f, MistakeFlag); ok {
			return kind
		}
	}
	return ""
}

// A Mask is the loss mask of a turn, by segment. All but what is named is
// context.
type Mask struct {
	Reasoning bool `json:"reasoning,omitempty"`
	Content   bool `json:"content,omitempty"`
	Calls     bool `json:"calls,omitempty"`
}

// Outcome is how a trajectory ended.
type Outcome string

// The outcomes of a trajectory.
const (
	// Done: the user was content, or gave up, and ended the talk.
	Done Outcome = "done"
	// Transferred: the agent handed the user over.
	Transferred Outcome = "transferred"
	// OutOfTurns: the limit on turns was reached.
	OutOfTurns Outcome = "out_of_turns"
	// Refused: the model would not go on, or its answer could not be read.
	Refused Outcome = "refused"
	// Unknown: an imported trajectory does not say.
	Unknown Outcome = "unknown"
)

// TrajectoryID is the id of a trial at a task of a model that was told versions of
// action knowledge, if any.
func TrajectoryID(task, model string, trial int, knowledge ...string) string {
	return ID(TrajectoryType, append([]string{task, model, ordinal(trial)}, knowledge...)...)
}

// Validate returns the rules that the record breaks: what makes it unreadable,
// not what makes it a bad example.
func (t *Trajectory) Validate() []Problem {
	var l problemList
	if t.ID == "" {
		l.add("id", "is missing")
	}
	if t.Task == "" {
		l.add("task", "is missing: a trajectory is an attempt at a task")
	}
	if t.Trial < 0 {
		l.add("trial", "is %d, below 0", t.Trial)
	}
	if t.MaxDescription < 0 {
		l.add("max_description", "is %d, below 0", t.MaxDescription)
	}
	for i, id := range t.Knowledge {
		if id == "" {
			l.add(fmt.Sprintf("knowledge[%d]", i), "is empty: it names no version")
		}
	}
	open := map[string]bool{}
	for i, turn := range t.Turns {
		where := fmt.Sprintf("turns[%d]", i)
		switch turn.Role {
		case SystemRole, UserRole, AssistantRole, ToolRole:
		default:
			l.add(where+".role", "is %q, must be system, user, assistant or tool", turn.Role)
		}
		if turn.Role != AssistantRole {
			if len(turn.Calls) > 0 {
				l.add(where+".calls", "the %s calls no tools", turn.Role)
			}
			if turn.Train != (Mask{}) {
				l.add(where+".train", "only what the assistant produces is trained")
			}
		}
		for j, c := range turn.Calls {
			if c.ID == "" || open[c.ID] {
				l.add(fmt.Sprintf("%s.calls[%d].id", where, j), "%q does not tell the call from others", c.ID)
			}
			open[c.ID] = true
			if !isObject(c.Arguments) {
				l.add(fmt.Sprintf("%s.calls[%d].arguments", where, j), "is no JSON object")
			}
		}
		if turn.Role == ToolRole && !open[turn.CallID] {
			l.add(where+".call_id", "%q answers no call before it", turn.CallID)
		}
	}
	return l
}
