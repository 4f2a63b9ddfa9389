package roles

import (
	"context"
	"encoding/json"

	"worldc/world"
)

// An Agent plays the one who does tasks with tools (AgentScaler §3.1).
type Agent interface {
	// Enter is the agent at work in a world.
	Enter(w *world.World) Workplace
}

// A Workplace is an agent in one world.
type Workplace interface {
	// System is what an agent of this world is told before the first turn.
	System() string

	// Take takes up a task. The task is the competence of a simulator, which has to
	// know how a task is done to do it; a chat model looks away.
	Take(t *world.Task) Job
}

// A Job is a task that an agent has taken up, for any number of talks at any
// time.
type Job interface {
	// Meet begins a talk.
	Meet(b AgentBrief) Helper
}

// A Helper is the agent of one talk.
type Helper interface {
	// Decide says what the agent does when it hears the user or sees what its
	// calls gave.
	Decide(ctx context.Context, heard Heard) (AgentDecision, error)
}

// An AgentBrief is what an agent is told of a talk.
type AgentBrief struct {
	// Seed and Talk name the random stream of whoever draws; Talk is the id of the
	// trajectory.
	Seed uint64
	Talk string

	// Voice is the talk of which whoever draws has the words; this one where it is
	// empty. Mistakes are always its own.
	Voice string

	// Ordinal tells apart the talks about one task: the trial, and how often the
	// trial was begun again.
	Ordinal int

	// Distractors are tools that the agent is shown beside those of the world, and
	// that do not work here.
	Distractors []world.Tool

	// Shown are the ids of all tools that the agent is shown, in their order;
	// absent where they are those of the task.
	Shown []string
}

// Heard is what came of the agent's last turn: the user's words, or the results
// of its calls.
type Heard struct {
	User    *UserDecision
	Results []Result
}

// A Result is what a call gave, in the order of the calls.
type Result struct {
	// Value is what the tool returned. Error is what the agent is told where it
	// failed; then there is no value.
	Value json.RawMessage
	Error string
}

// An AgentDecision is what an agent does in a turn: it says something, or calls
// tools, or calls tools and says what it is about.
type AgentDecision struct {
	// Think is what it thinks before.
	Think string

	Say   string
	Calls []world.Call

	// Asks is what the agent wants to know.
	Asks []Question

	// Proposes is what it would do if the user agrees.
	Proposes []Claim

	// Done are the positions of the steps that it says are done or answered.
	Done []int

	// Ends says that the agent waits for more to do, or has given up.
	Ends bool

	// Checks says that the agent would like the user to look at what it told.
	Checks bool

	// Mistake is the kind of mistake that this turn is, Recovery says that it
	// repairs one.
	Mistake  Mistake
	Recovery bool
}

// A Question asks for one thing.
type Question struct {
	// Label is what is asked for, in words.
	Label string

	// Fact is the position of the known fact that answers it, -1 where the user
	// knows none.
	Fact int
}

// A Claim is a value that the agent means to use.
type Claim struct {
	// Fact is the position of the known fact that it takes it for, -1 for a value
	// that comes from elsewhere.
	Fact  int
	Value json.RawMessage
}

// A Mistake is a kind of mistake.
type Mistake string

// The kinds of mistakes.
const (
	WrongTool        Mistake = "wrong_tool"
	WrongArgument    Mistake = "wrong_argument"
	MissingArgument  Mistake = "missing_argument"
	MalformedCall    Mistake = "malformed_call"
	RepetitionLoop   Mistake = "repetition_loop"
	EarlyStop        Mistake = "early_stop"
	NeedlessWrite    Mistake = "needless_write"
	UnfaithfulAnswer Mistake = "unfaithful_answer"
)

// Mistakes are the kinds of mistakes in the order in which they are drawn.
var Mistakes = []Mistake{
	WrongTool, WrongArgument, MissingArgument, MalformedCall, RepetitionLoop, EarlyStop, NeedlessWrite, UnfaithfulAnswer,
}
