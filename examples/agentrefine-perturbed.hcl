# How robust is who plays? The games of AgentRefine are played as they were written
# and in other words (its robustness study): who reads the instructions does as well
# as before, who knows them by heart does not.
#
#     worldc build agentrefine-perturbed.hcl
#     worldc cat agentrefine-perturbed.hcl evaluation.robustness --pretty

experiment "agentrefine-perturbed" {
  description = "The same games in other words"
  license     = "Apache-2.0"
  seed        = 17
}

locals {
  # The paper's rules P1 to P4 are for the ALFWorld household; these do the same to
  # any script.
  variants = {
    using = ["using"]
    move  = ["move"]
    from  = ["from_first"]
    names = ["joined_numbers"]
    all   = ["using", "move", "from_first", "joined_numbers"]
  }
}

personas "people" {
  paths   = ["personas.txt"]
  license = "Apache-2.0"
}

scripts "games" {
  personas = personas.people
}

perturb "games" {
  for_each = local.variants
  from     = scripts.games
  rules    = each.value
}

# A rule of your own.
perturb "stroll" {
  from = scripts.games

  rule "stroll" {
    match   = "^(?:go|walk|head|step) (?:over )?to (.+)$"
    replace = "stroll towards $1"
  }
}

# P5 is no rewriting: what a test is about is left out of what is trained on.
perturb "held_out" {
  from             = scripts.games
  exclude_families = ["household", "kitchen"]
}

roleplay "training" {
  scripts = perturb.held_out
}

# The same games in other words: actions, formats, thoughts and observations are
# told anew, and every game is played again and comes to what it came to.
perturb "retold" {
  from         = roleplay.training
  scripts      = perturb.games["all"]
  only_changed = true
}

dataset "training" {
  from   = [roleplay.training, perturb.retold]
  format = "openai"
}

# Its variant in the report is played by the model that was trained that way, under
# the same name.
perturb "tested" {
  from    = scripts.games
  variant = "trained without households and kitchens"
}

# The player here is a simulator: it reads the actions that it is given, errs as its
# model says, and now and then does not recover, so that rewriting must not matter
# beyond chance. A served model takes its place for a figure about that model.
model "player" {
  provider = "procedural"
  name     = "player"

  errors {
    wrong_argument = 0.06
    early_stop     = 0.02
  }

  recovery_rate = 0.7
}

rollouts "played" {
  tasks    = [scripts.games, perturb.games, perturb.stroll]
  protocol = "react"
  agent    = model.player
}

model "player_trained_without" {
  provider = "procedural"
  name     = "player"

  errors {
    wrong_argument = 0.07
    early_stop     = 0.02
  }

  recovery_rate = 0.7
}

rollouts "played_without" {
  tasks    = perturb.tested
  protocol = "react"
  agent    = model.player_trained_without
}

filter "won" {
  from = [rollouts.played, rollouts.played_without]

  state_alignment {}
}

evaluation "robustness" {
  from = filter.won
}
