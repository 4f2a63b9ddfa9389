# AgentRefine (arXiv 2501.01702) with a chat model in every role: it writes the games,
# then plays them, once as in the paper, where one answer holds a whole game, and once
# with two roles that take turns. The engine executes every action, so that what the
# game master says can be compared with what is.
#
#     worldc plan agentrefine-chat.hcl                      what it would cost
#     worldc build agentrefine-chat.hcl                     from the recordings beside it: no server is asked
#     worldc build agentrefine-chat.hcl --var base_url=http://localhost:8000/v1 --var recordings=mine.zst
#
# The recordings are of a server that worldc's own procedures answer for, and that
# goes wrong now and then as models do; docs/models.md says how to ask a model of yours.

variable "base_url" {
  type        = string
  default     = "http://127.0.0.1:8000/v1"
  description = "where the model is"
}

variable "recordings" {
  type        = string
  default     = "recordings/agentrefine-chat.zst"
  description = "the file in which answers are kept"
}

experiment "agentrefine-chat" {
  description = "Games in which a player errs and recovers, by a chat model"
  license     = "Apache-2.0"
  seed        = 17
}

model "author" {
  provider    = "openai"
  name        = "author"
  base_url    = var.base_url
  api_key_env = "WORLDC_EXAMPLE_KEY"
  recordings  = var.recordings
  seed        = 1000
}

personas "people" {
  paths   = ["personas.txt"]
  limit   = 4
  license = "Apache-2.0"
}

# Environment, goal and actions are the model's. What keeps a game from being played is
# told to it; each attempt is one of the calls that a game may take.
scripts "games" {
  personas = personas.people
  writer   = model.author
}

# As in the paper: one answer, verified, and what is wrong written anew from there.
roleplay "whole" {
  scripts     = scripts.games
  game_master = model.author
  mode        = "whole"
}

# Two roles take turns. A flag that the engine does not confirm stands in the record;
# strict_dm would have it given once more.
roleplay "turns" {
  scripts     = scripts.games
  game_master = model.author
  player      = model.author
}

filter "games" {
  from = [roleplay.whole, roleplay.turns]

  validity {}
  state_alignment {}
}

dataset "sft" {
  from   = filter.games
  format = "openai"
}
