# AgentRefine (arXiv 2501.01702) whole, without a model: games are written for
# personas, a player errs in them and recovers from what it sees, and what it did
# wrong is read in training and not learned.
#
#     worldc build agentrefine.hcl
#     worldc cat agentrefine.hcl roleplay.games --pretty --limit 1
#
# personas -> scripts -> roleplay -> filter -> rows

experiment "agentrefine" {
  description = "Games in which a player errs and recovers"
  license     = "Apache-2.0"
  seed        = 17
}

personas "people" {
  paths   = ["personas.txt"]
  license = "Apache-2.0"
}

# Two games for each: a place, a goal that can be checked, actions in words. A
# planner has found a way to win each of them.
scripts "games" {
  personas    = personas.people
  per_persona = 2
}

# The player makes two mistakes or more and recovers from the last of them, as the
# paper has it. A game that is not right is played again.
roleplay "games" {
  scripts         = scripts.games
  min_refinements = 2
}

filter "games" {
  from = roleplay.games

  validity {}
  state_alignment {}
}

evaluation "games" {
  from = filter.games
}

# The paper's data: thought and action of a mistake have no loss, and stay in the
# context.
dataset "sft" {
  from   = filter.games
  format = "openai"
}

# Two of the paper's ablations. Mistakes are learned like everything else:
dataset "mistakes_learned" {
  from        = filter.games
  format      = "openai"
  mask_errors = false
}

# and nothing goes wrong in the first place.
roleplay "flawless" {
  scripts         = scripts.games
  min_refinements = 0
}

filter "flawless" {
  from = roleplay.flawless

  rule "clean" {
    keep = length(trajectory.flags) == 0
  }
}

dataset "refinement_free" {
  from   = filter.flawless
  format = "openai"
}
