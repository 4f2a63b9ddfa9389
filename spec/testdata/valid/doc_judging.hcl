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
  model = "some-model"
}

filter "strict" {
  validity {
    max_tokens = 8000
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

evaluation "talks" {
  from = filter.talks
  k    = 4
}
