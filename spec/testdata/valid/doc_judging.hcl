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

  # An agent may fail where there is much to do.
  rule "steady" {
    keep = trajectory.errors <= 1 || task.effort > 6
  }

  # Behind what is right: what is new, and what nobody tests with.
  decontaminate {
    against = ["held-out/*.jsonl"]
  }
  near_duplicates {
    max_similarity = 0.85
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
