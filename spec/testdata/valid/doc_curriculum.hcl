import "library" {
  type  = "worlds"
  paths = ["library/**"]
}

import "errands" {
  type   = "tasks"
  paths  = ["errands.jsonl"]
  worlds = import.library
}

import "talks" {
  type  = "trajectories"
  paths = ["talks.jsonl"]
  tasks = import.errands
}

filter "talks" {
  from = import.talks
  validity {}
  state_alignment {}
}

curriculum "two_stages" {
  stage "general" {
    from           = filter.talks
    size           = 20000
    balance        = "sqrt"
    max_per_domain = 200
    max_per_task   = 2
  }

  stage "vertical" {
    from           = filter.talks
    domains        = ["library", "bookshop"]
    size           = 2000
    order          = "difficulty"
    min_calls      = 3
    require_writes = true
  }
}

dataset "chat" {
  from   = curriculum.two_stages
  format = "openai"

  split {
    by        = "world"
    fractions = { train = 0.95, test = 0.05 }
  }
}
