personas "people" {
  paths = ["people.txt"]
}
scripts "games" {
  personas = personas.people
}
import "errands" {
  type  = "tasks" # ERROR: Missing argument -- An import of tasks needs worlds
  paths = ["people.txt"]
}
mcts "refined" {
  scenarios = import.errands
}
rollouts "played" {
  tasks     = scripts.games
  protocol  = "react"
  knowledge = mcts.refined # ERROR: Superfluous argument -- Knowledge is about tools, and who plays a script has none.
}
filter "played" {
  from = rollouts.played

  state_alignment {}
}
evaluation "both" {
  from  = filter.played
  tasks = scripts.games # ERROR: Superfluous argument -- An evaluation reads verdicts (from) or has tasks attempted (tasks), not both.
}
evaluation "neither" { # ERROR: Missing argument -- An evaluation needs from, verdicts on trajectories that were made before, or tasks
}
evaluation "games" {
  tasks     = scripts.games
  knowledge = mcts.refined # ERROR: Superfluous argument -- Knowledge is about tools, and who plays a script has none.
}
evaluation "drawn" {
  tasks  = import.errands
  trials = 2
  k      = 3 # ERROR: Out of range -- Of 2 trials of a task, no 3 can be drawn: raise trials.
}
evaluation "alone" {
  tasks = import.errands

  against { # ERROR: Missing argument -- Nobody is compared with itself
  }
}
dataset "lists" {
  from   = [mcts.refined]
  format = "mcp"

  split { # ERROR: Superfluous block -- A split is one of trajectories or tasks; mcts.refined emits Knowledge records.
    fractions = { train = 1 }
  }
}
