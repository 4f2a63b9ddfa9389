# A dataset of every format, of what examples/agentscaler.hcl makes: what
# conformance/run lets other people's programs read. The directory of the spec
# holds both files.

# Records as they are, and rows of what was accepted, stage by stage.
dataset "records_worlds" {
  from = worlds.services
}

dataset "records_talks" {
  from = rollouts.talks
}

dataset "openai" {
  from   = curriculum.two_stages
  format = "openai"
}

dataset "openai_split" {
  from          = filter.funnel
  format        = "openai"
  shard_records = 60

  split {
    by        = "world"
    fractions = { train = 0.8, test = 0.2 }
  }
}

# Trainers that can leave out a turn.
dataset "axolotl" {
  from   = filter.funnel
  format = "axolotl"
}

dataset "llamafactory_v1" {
  from   = filter.funnel
  format = "llamafactory_v1"
}

# Trainers that cannot: a row for each turn that is trained, or all is trained.
dataset "sharegpt" {
  from         = filter.funnel
  format       = "sharegpt"
  expand_turns = true
}

dataset "trl" {
  from         = filter.funnel
  format       = "trl"
  expand_turns = true
}

dataset "trl_talks" {
  from        = filter.funnel
  format      = "trl"
  mask_errors = false
}

dataset "nemo_rl" {
  from         = filter.funnel
  format       = "nemo_rl"
  expand_turns = true
}

# Talks as a record of what happened.
dataset "adp" {
  from   = filter.funnel
  format = "adp"
}

dataset "atif" {
  from   = filter.funnel
  select = "all"
  format = "atif"
}

dataset "nemo_gym_rollouts" {
  from   = filter.funnel
  select = "all"
  format = "nemo_gym"
}

# Tasks.
dataset "nemo_gym" {
  from   = tasks.errands
  format = "nemo_gym"
}

dataset "tau2" {
  from   = tasks.errands
  format = "tau2"
}

# Tools, of documents and of worlds.
dataset "mcp" {
  from   = tool_pool.services
  format = "mcp"
}

dataset "mcp_worlds" {
  from   = worlds.services
  format = "mcp"
}

dataset "openai_tools" {
  from   = tool_pool.services
  format = "openai_tools"
}

# Parquet.
dataset "verl" {
  from   = filter.funnel
  format = "verl"
}

dataset "verl_tasks" {
  from   = tasks.errands
  format = "verl"
}

# Preferences, of trials that begin alike.
rollouts "twins" {
  tasks      = tasks.errands
  agent      = model.clerk
  trials     = 3
  same_words = true
}

filter "twins" {
  from   = rollouts.twins
  policy = filter.funnel
}

dataset "trl_pairs" {
  from   = filter.twins
  format = "trl"
  pairs  = true
}

dataset "nemo_rl_pairs" {
  from   = filter.twins
  format = "nemo_rl"
  pairs  = true
}

dataset "sharegpt_pairs" {
  from   = filter.twins
  format = "sharegpt"
  pairs  = true
}

dataset "llamafactory_v1_pairs" {
  from   = filter.twins
  format = "llamafactory_v1"
  pairs  = true
}

# Tools whose documents are wrong in places, as an agent reads them that was told
# what really holds.
worlds "drifted" {
  domains = domains.areas

  drift {
    rate = 0.5
  }
}

scenarios "practice" {
  worlds = worlds.drifted
  limit  = 12
}

mcts "refined" {
  scenarios  = scenarios.practice
  iterations = 2
}

dataset "mcp_refined" {
  from   = mcts.refined
  format = "mcp"
}

dataset "openai_tools_refined" {
  from   = mcts.refined
  format = "openai_tools"
}

rollouts "told" {
  tasks     = scenarios.practice
  knowledge = mcts.refined
}

dataset "openai_told" {
  from   = rollouts.told
  format = "openai"
}
