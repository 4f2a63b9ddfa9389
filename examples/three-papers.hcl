# The three methods in one dataset: talks in worlds made from tools (AgentScaler),
# talks of an agent that has found out what its documents do not say (SynWorld), and
# games in which a player errs and recovers (AgentRefine).
#
#     worldc build three-papers.hcl
#     worldc cat three-papers.hcl mcts.knowledge --pretty

experiment "three-papers" {
  description = "Talks, refined knowledge and games in one dataset"
  license     = "Apache-2.0"
  seed        = 29
}

# AgentScaler: tools -> graph -> domains -> worlds -> tasks -> talks.
tool_pool "services" {
  source "functions" {
    paths   = ["tools/retail.jsonl", "tools/calendar.functions.json"]
    license = "Apache-2.0"
  }
}

tool_graph "similar" {
  tools                = tool_pool.services
  similarity_threshold = 0.28
}

domains "areas" {
  graph    = tool_graph.similar
  min_size = 3
}

worlds "services" {
  domains = domains.areas
}

tasks "errands" {
  worlds    = worlds.services
  per_world = 10
}

model "clerk" {
  provider = "procedural"
  name     = "clerk"

  errors {
    wrong_argument = 0.08
    malformed_call = 0.05
  }
}

rollouts "talks" {
  tasks = tasks.errands
  agent = model.clerk
}

# SynWorld: in these worlds tools do not do what their documents say. What an agent
# has to know beside is found by trying, and it talks with that knowledge.
worlds "drifted" {
  domains = domains.areas

  drift {
    rate = 0.4
  }
}

scenarios "together" {
  worlds          = worlds.drifted
  combinations    = 6
  per_combination = 2
}

# Who does not recover from a refused call depends on what it was told.
model "novice" {
  provider      = "procedural"
  name          = "novice"
  recovery_rate = 0.3
}

mcts "knowledge" {
  scenarios  = scenarios.together
  agent      = model.novice
  iterations = 6
}

rollouts "knowing" {
  tasks     = scenarios.together
  agent     = model.novice
  knowledge = mcts.knowledge
}

filter "talks" {
  from = [rollouts.talks, rollouts.knowing]

  validity {}
  state_alignment {}
  required_outputs {}
  exact_match {
    apply_to = "read_only"
  }
}

# AgentRefine: personas -> scripts -> games.
personas "people" {
  paths   = ["personas.txt"]
  license = "Apache-2.0"
}

scripts "games" {
  personas = personas.people
}

roleplay "games" {
  scripts = scripts.games
}

filter "games" {
  from = roleplay.games

  validity {}
  state_alignment {}
}

# First the general skills, then how one gets out of trouble.
curriculum "mixed" {
  stage "talks" {
    from = filter.talks
  }

  stage "games" {
    from  = filter.games
    order = "difficulty"
  }
}

dataset "sft" {
  from   = curriculum.mixed
  format = "openai"
}
