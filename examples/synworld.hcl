# SynWorld (arXiv 2504.03561) whole, without a model: tools whose documents are
# wrong in places, scenarios in which that shows, and a search for descriptions
# and a workflow with which agents do better, on other errands too.
#
#     worldc build synworld.hcl
#     worldc cat synworld.hcl mcts.refined --pretty
#     worldc cat synworld.hcl evaluation.after --pretty
#     cat out/documents.mcp/workflow.md
#
# tools -> graph -> domains -> worlds (drift) -> scenarios -> mcts -> rollouts

variable "seed" {
  type    = number
  default = 7
}

experiment "synworld" {
  description = "Refined documents for the tools of a travel desk, a shop and a calendar"
  license     = "Apache-2.0"
  seed        = var.seed
}

tool_pool "services" {
  source "mcp" {
    paths   = ["tools/travel.mcp.json"]
    license = "Apache-2.0"
  }

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
  method   = "leiden"
  min_size = 3
}

# About a third of the tools want something else than their documents say. What
# that is stands in the world's record, and in the error of a call; no agent and
# no optimizer reads it anywhere else.
worlds "services" {
  domains = domains.areas

  drift {
    rate = 0.3
  }
}

# What is practised on: combinations of tools that compose, several stories each.
scenarios "practice" {
  worlds = worlds.services
  limit  = 40
}

# What counts: errands that no search has seen.
tasks "errands" {
  worlds    = worlds.services
  per_world = 8
}

# An agent that does what documents say. From an error it finds out in the same
# talk what would have been right two times in ten; else it gives up.
model "clerk" {
  provider      = "procedural"
  name          = "clerk"
  recovery_rate = 0.2
}

# Fifteen versions are tried. The best are tried again on scenarios that were kept
# out of the search, and one is chosen.
mcts "refined" {
  scenarios = scenarios.practice
  agent     = model.clerk
  watch     = tasks.errands
  curve     = true
}

# How often an errand is done with the refined documents and without them, and how
# often only with the one or only with the other.
evaluation "after" {
  tasks     = tasks.errands
  agent     = model.clerk
  knowledge = mcts.refined

  against {}
}

# Talks of an agent that has read them.
rollouts "after" {
  tasks     = tasks.errands
  agent     = model.clerk
  knowledge = mcts.refined
}

filter "after" {
  from = rollouts.after

  state_alignment {}
  required_outputs {}
}

# The tree; the documents of the tools as they are now, for servers and for requests,
# with the workflow beside them; and the talks.
dataset "knowledge" {
  from = mcts.refined
}

dataset "documents" {
  for_each = toset(["mcp", "openai_tools"])
  from     = mcts.refined
  format   = each.key
}

dataset "talks" {
  from   = filter.after
  format = "openai"
}
