tool_pool "pets" {
  tool "t" {}
}
tasks "errands" {
  worlds = worlds.w
}
worlds "w" {
  domains = domains.d
}
domains "d" {
  graph = tool_graph.g
}
tool_graph "g" {
  tools = tool_pool.pets
}
model "unknown" {
  provider = "parrot" # ERROR: Unsuitable value -- provider must be "procedural" or "openai", not "parrot".
}
model "clumsy" {
  recovery_rate = 1.5 # ERROR: Out of range -- recovery_rate must be
  errors {
    wrong_tool = -0.1 # ERROR: Out of range -- wrong_tool must be
    typo       = 0.1 # ERROR: Unsupported argument
  }
}
model "good" {}
filter "strict" {
  validity {}
}
filter "adopts" {
  from   = rollouts.talks
  policy = filter.strict
}
rollouts "talks" {
  tasks = tasks.errands
  agent = filter.strict # ERROR: Wrong kind of block -- filter.strict is no model; agent takes a reference to a model.
  user  = [model.good, model.good] # ERROR: Unsuitable value -- user takes one model, not 2.
}
rollouts "worlds" {
  tasks = worlds.w # ERROR: Wrong record type -- worlds.w emits World records; tasks takes
  trials = 0 # ERROR: Out of range -- trials must be
}
rollouts "model" {
  tasks = model.good # ERROR: Wrong kind of block -- model.good emits no records
}
rollouts "until" {
  tasks = tasks.errands
  until { # ERROR: Out of range -- Of 5 candidates, 10 cannot be accepted.
    accepted   = 10
    by         = filter.strict
    candidates = 5
  }
}
rollouts "adopted" {
  tasks = tasks.errands
  until {
    accepted = 1
    by       = filter.adopts # ERROR: Wrong kind of block -- filter.adopts has a policy itself: refer to filter.strict.
  }
}
rollouts "no_policy" {
  tasks = tasks.errands
  until {
    accepted = 1
    by       = model.good # ERROR: Wrong kind of block -- model.good is no filter; by takes a reference to a filter.
  }
}
