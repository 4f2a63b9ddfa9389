import "library" {
  type  = "worlds"
  paths = ["library/**"]
}

import "errands" {
  type   = "tasks"
  paths  = ["errands.jsonl"]
  worlds = import.library
}

model "novice" {
  name          = "novice"
  recovery_rate = 0.7

  errors {
    wrong_argument    = 0.1
    missing_argument  = 0.05
    unfaithful_answer = 0.02
  }
}

filter "strict" {
  validity {}
  state_alignment {}
  required_outputs {}
}

rollouts "talks" {
  tasks          = import.errands
  agent          = model.novice
  trials         = 4
  parallel_calls = true

  until {
    accepted = 100
    by       = filter.strict
  }
}

filter "talks" {
  from   = rollouts.talks
  policy = filter.strict
}

evaluation "talks" {
  from = filter.talks
}
