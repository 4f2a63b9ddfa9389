package spec

import "worldc/world"

// Rollouts has an agent and a user go through tasks turn by turn (AgentScaler
// §3.1). The user knows what they want, and tells it bit by bit; the agent sees
// the world's policy and its tools, asks, calls, confirms before it writes, and
// answers from what the calls gave. What calls give and what the world comes to
// is the engine's. A talk that fails is a record too, and says how it ended.
//
// A task whose golden calls no longer give what the task says is rejected with
// the reason.
type Rollouts struct {
	// Tasks are what is to be done. Their worlds are read as well. Scripts are tasks
	// that are played, by the protocol `react`.
	Tasks References `spec:"tasks" reads:"Task|Script"`

	// Protocol is how it is done: `talk` is an agent that calls tools and a user; in
	// `react` the agent plays a script, thought and action in turn, and sees what the
	// engine says of its actions, without the words of a game master (AgentRefine
	// §3.5). worldc's own agent follows the solution, with the mistakes of its model; a
	// served model plays by the prompt of a player.
	Protocol string `spec:"protocol" default:"talk" oneof:"talk|react"`

	// Agent plays the agent. Left out, it is worldc itself, without mistakes.
	Agent References `spec:"agent,optional" reads:"model" takes:"a reference to a model"`

	// User plays the user. Left out, it is worldc itself, which cannot talk with an
	// agent that is a served model.
	User References `spec:"user,optional" reads:"model" takes:"a reference to a model"`

	// Trials is how often each task is attempted. Raising it keeps the attempts
	// there were.
	Trials int `spec:"trials" default:"1" range:"[1,10000]"`

	// SameWords has worldc's agent and user draw the same words in every trial of a
	// task, so that trials begin alike and part where a mistake is made: such trials
	// make pairs (`pairs` of a dataset). Served models choose their own words.
	SameWords bool `spec:"same_words" default:"false"`

	// MaxTurns is how many turns the agent has, each of which says something to
	// the user or calls tools. A talk that is not finished by then ends as
	// `out_of_turns`.
	MaxTurns int `spec:"max_turns" default:"30" range:"[1,1000]"`

	// Distractors is how many tools of other worlds the agent is shown beside
	// those of its own, drawn for each task. They do not work here: a call of one
	// is answered as that of a tool that there is not.
	Distractors int `spec:"distractors" default:"0" range:"[0,128]"`

	// ParallelCalls lets the agent make calls that only read, and of which none
	// needs another's result, in one turn.
	ParallelCalls bool `spec:"parallel_calls" default:"false"`

	// Knowledge is what the agent is told about its tools, as a search has found it:
	// the versions that were chosen. Tools are shown with their refined descriptions,
	// and what the workflow says of them stands in the system prompt. Left out, the
	// agent has the documents as they are.
	Knowledge References `spec:"knowledge,optional" reads:"Knowledge"`

	// MaxDescription is how many characters of a tool's description the agent is
	// shown; 0 is all. SynWorld's released code shows 256, which bounds what knowledge
	// can tell.
	MaxDescription int `spec:"max_description" default:"0" range:"[0,1000000]"`

	// MaxWorkflow is how many characters of the workflow the agent is shown; 0 is
	// all. SynWorld's released code shows 512.
	MaxWorkflow int `spec:"max_workflow" default:"0" range:"[0,1000000]"`

	// Until stops early, when there are enough good trajectories.
	Until *Until `spec:"until,block"`
}

// An Until stops at the trajectory, in the order of tasks and trials, that is
// the last of those wanted. All trajectories up to it are records, and a filter
// with the same policy accepts exactly as many as are asked for.
type Until struct {
	// Accepted is how many trajectories have to be accepted.
	Accepted int `spec:"accepted" range:"[1,1000000000]"`

	// By is the policy that accepts them.
	By References `spec:"by" reads:"policy" takes:"a reference to a filter"`

	// Candidates is how many trajectories are made at most; 0 is all that tasks
	// and trials allow. It is an error if they do not suffice.
	Candidates int `spec:"candidates" default:"0" range:"[0,1000000000]"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

func (r *Rollouts) check(func(string) Range) Diagnostics {
	var diags Diagnostics
	if u := r.Until; u != nil {
		if len(u.By) > 1 {
			diags = append(diags, Errorf(u.Range, "Unsuitable value", "by takes one filter, not %d.", len(u.By)))
		}
		if u.Candidates > 0 && u.Candidates < u.Accepted {
			diags = append(diags, Errorf(u.Range, "Out of range", "Of %d candidates, %d cannot be accepted.", u.Candidates, u.Accepted))
		}
	}
	return diags
}

// checkTalks checks that those who talk understand each other. worldc's own user
// answers what an agent says that it asks and proposes, and no words; a served
// user says both, so that worldc's own agent can talk with it.
func (l *loader) checkTalks() {
	for _, b := range l.spec.Blocks {
		var user References
		switch c := b.Config.(type) {
		case *Rollouts:
			if l.checkProtocol(b, c); c.Protocol == "react" {
				continue // there is no user
			}
			user = c.User
		case *Roleplay:
			l.checkGames(b, c)
			continue
		case *Mcts:
			user = c.User
		case *Evaluation:
			user = c.User
			if l.checkAttempts(b, c); c.Rollouts(false).Protocol == "react" {
				continue
			}
		default:
			continue
		}
		served := map[string]bool{}
		var agents []Range
		for _, m := range b.Models {
			if !m.Target.Config.(*Model).Served() {
				continue
			}
			if served[m.Attribute] = true; m.Attribute == "agent" || m.Attribute == "against.agent" {
				agents = append(agents, m.Range)
			}
		}
		if len(agents) == 0 || served["user"] {
			continue
		}
		who := "which is left out here and so"
		if len(user) > 0 {
			who = "which is " + user[0].Address() + " here and"
		}
		l.add(Errorf(agents[0], "Nobody to talk with",
			"A served model talks in words, and the user, %s played by worldc itself, understands none: let a served model play the user too. (worldc's own agent can talk with a served user.)", who))
	}
}

// checkProtocol checks that scripts are played, and tasks talked about.
func (l *loader) checkProtocol(b *Block, r *Rollouts) {
	for _, ref := range b.References {
		if ref.Attribute == "knowledge" && r.Protocol == "react" {
			l.add(Errorf(ref.Range, "Superfluous argument", "Knowledge is about tools, and who plays a script has none."))
		}
		if ref.Attribute != "tasks" || ref.Target == nil {
			continue
		}
		switch script := ref.Target.Emits() == world.ScriptType; {
		case script && r.Protocol != "react":
			l.add(Errorf(ref.Range, "Unsuitable value", "%s emits scripts, which are played: set protocol = \"react\".", ref.Target.Address()))
		case !script && r.Protocol == "react":
			l.add(Errorf(ref.Range, "Unsuitable value", "protocol = \"react\" plays scripts, and %s emits tasks.", ref.Target.Address()))
		}
	}
	if r.Protocol == "react" && r.Until != nil {
		l.add(Errorf(r.Until.Range, "Unsuitable value", "until is not available where scripts are played."))
	}
}

// adoptUntil makes the checks of the policies that stop rollouts, or decide in
// evaluations, part of what these are asked to do. Policies know their fields by then.
func (l *loader) adoptUntil() {
	for _, b := range l.spec.Blocks {
		switch c := b.Config.(type) {
		case *Rollouts:
			if c.Until != nil {
				b.adoptChecks("until.by.", c.Until.By)
			}
		case *Evaluation:
			b.adoptChecks("policy.", c.Policy)
		}
	}
}

// adoptChecks makes the checks of policies part of what the block is asked to do.
func (b *Block) adoptChecks(prefix string, policies References) {
	for _, policy := range policies {
		for _, f := range policy.fields {
			b.fields = append(b.fields, Field{prefix + f.Label, f.Value})
		}
		b.files = append(b.files, policy.files...)
		for _, m := range policy.Models {
			m.Attribute = prefix + m.Attribute
			b.Models = append(b.Models, m)
		}
	}
}
