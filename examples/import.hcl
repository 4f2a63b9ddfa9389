# Bring a world of your own, tasks in it, a game, and recordings of agents at
# work, and find out which recordings are worth training on.
#
#     worldc build import.hcl
#     worldc cat import.hcl filter.talks --select all --pretty
#     worldc cat import.hcl import.evenings --pretty
#
# The tools of an imported world are code that worldc did not write. It runs in
# a confined process; where the machine cannot confine one, --trust-code says
# that you vouch for it.

experiment "import" {
  description = "Talks at the desk of a bicycle workshop, and which of them went right"
  license     = "Apache-2.0"
}

# A world is a folder: schema.sql, rows/, tools.json, tools.star, policy.md.
import "workshop" {
  type  = "worlds"
  paths = ["worlds/workshop/**"]
}

# Tasks say what a customer wants and which calls do it. The calls are executed
# here, and their results and the state that they lead to are what counts; a
# task of which a call fails is rejected with the reason.
import "errands" {
  type   = "tasks"
  paths  = ["worlds/workshop.tasks.jsonl"]
  worlds = import.workshop
}

# Recordings as chat models make them. Their calls are executed too.
import "talks" {
  type  = "trajectories"
  paths = ["worlds/workshop.talks.jsonl"]
  tasks = import.errands
  model = "desk-v1"
}

# A game in one document: a world, a goal, and the actions as a player writes
# them. Its solution is played here, and has to reach the goal.
import "closing" {
  type  = "scripts"
  paths = ["worlds/closing.script.json"]
}

# Evenings that somebody played. Every action is carried out again: what was a
# mistake, how far it got and what it came to is what the engine says.
import "evenings" {
  type  = "trajectories"
  paths = ["worlds/closing.games.jsonl"]
  tasks = import.closing
  model = "desk-v1"
}

# What is known about the tools of the workshop beyond their documents.
import "notes" {
  type   = "knowledge"
  paths  = ["worlds/workshop.notes.json"]
  worlds = import.workshop
}

# What a recording has to be like. A filter without `from` is a policy, for any
# number of filters; its checks are made in the order in which they stand.
filter "strict" {
  validity {
    max_tokens = 4000
  }
  state_alignment {}
  required_outputs {}
  exact_match {
    apply_to = "read_only"
  }
}

filter "talks" {
  from   = import.talks
  policy = filter.strict
}

filter "evenings" {
  from = import.evenings

  validity {}
  state_alignment {}
}

# How often the agent succeeds: once, and in all of its attempts at a task.
evaluation "desk" {
  from = filter.talks
}

dataset "talks" {
  from = import.talks
}

dataset "verdicts" {
  from = filter.talks
}

dataset "evenings" {
  from   = filter.evenings
  format = "openai"
}

# The tools as an agent is told of them that has read the notes.
dataset "tools" {
  from   = import.notes
  format = "mcp"
}
