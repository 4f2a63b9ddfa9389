# The same talks in the format of every trainer, the same tasks for every gym,
# and the same tools for every client.
#
#     worldc build formats.hcl
#     worldc cat out/rows.trl --limit 1
#
# docs/formats.md shows one talk in all of them.

experiment "formats" {
  description = "Talks about a calendar, for every trainer"
  license     = "Apache-2.0"
  seed        = 3
}

tool_pool "calendar" {
  source "functions" {
    paths   = ["tools/calendar.functions.json"]
    license = "Apache-2.0"
  }
}

tool_graph "similar" {
  tools                = tool_pool.calendar
  similarity_threshold = 0.28
}

domains "areas" {
  graph    = tool_graph.similar
  method   = "leiden"
  min_size = 3
}

worlds "offices" {
  domains        = domains.areas
  rows_per_table = 8
}

tasks "errands" {
  worlds    = worlds.offices
  per_world = 8
}

# An agent that errs now and then, and notices: its mistakes are to be read and
# not to be learned, which each trainer has to be told in its own way.
model "clerk" {
  provider = "procedural"
  name     = "clerk"

  errors {
    missing_argument = 0.2
    malformed_call   = 0.2
    wrong_argument   = 0.3
  }

  recovery_rate = 0.7
}

rollouts "talks" {
  tasks  = tasks.errands
  agent  = model.clerk
  trials = 4

  # Trials of a task begin with the same words, and part where a mistake is made.
  same_words = true
}

filter "funnel" {
  from = rollouts.talks

  validity {
    results = "any"
  }
  state_alignment {}
  required_outputs {}
}

# Where a trainer can leave a turn out of the loss, a talk is one row. Where it
# cannot, every turn that is trained ends a row of its own.
locals {
  expand = {
    openai          = false
    axolotl         = false
    llamafactory_v1 = false
    verl            = false
    adp             = false
    atif            = false
    nemo_gym        = false
    sharegpt        = true
    trl             = true
    nemo_rl         = true
  }
}

dataset "rows" {
  for_each     = local.expand
  from         = filter.funnel
  format       = each.key
  expand_turns = each.value
}

# Of two trials of one task, the one that reached its goal is preferred.
dataset "pairs" {
  for_each = { trl = 1, nemo_rl = 1, sharegpt = 1, llamafactory_v1 = 1 }
  from     = filter.funnel
  format   = each.key
  pairs    = true
}

dataset "gym" {
  for_each = { verl = 1, nemo_gym = 1, tau2 = 1 }
  from     = tasks.errands
  format   = each.key
}

# The tools of the worlds as their agents read them, and those of the documents.
dataset "tools" {
  for_each = { mcp = 1, openai_tools = 1 }
  from     = worlds.offices
  format   = each.key
}

dataset "documents" {
  from   = tool_pool.calendar
  format = "mcp"
}
