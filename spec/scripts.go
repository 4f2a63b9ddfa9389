package spec

// Scripts are games for one player, each written for a persona (AgentRefine §3.1):
// a little world with places and things, a goal that can be checked on its state,
// and the actions that a player may write. Every script is checked before it is
// taken: its actions can be told apart, and its solution, executed, wins.
type Scripts struct {
	// Personas are those for whom scripts are written.
	Personas References `spec:"personas" reads:"Persona"`

	// Writer writes the scripts. Left out, it is worldc itself, which knows a number
	// of families of games and draws each game from one that fits the persona. A served
	// model makes up environment, goal and actions; a planner says whether they can be
	// won.
	Writer References `spec:"writer,optional" reads:"model" takes:"a reference to a model"`

	// PerPersona is how many scripts a persona gets. Raising it keeps the scripts
	// there were.
	PerPersona int `spec:"per_persona" default:"1" range:"[1,10000]"`

	// Attempts is how often a script is written before it is given up; what was
	// wrong is told to the writer. A chat model's attempts are calls, which a
	// roleplay of the script counts as used.
	Attempts int `spec:"attempts" default:"3" range:"[1,100]"`

	// MinSteps is the least number of steps of a solution: what takes fewer is
	// trivial.
	MinSteps int `spec:"min_steps" default:"4" range:"[1,100]"`
}
