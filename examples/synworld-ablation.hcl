# What helps: the strategies of a search for action knowledge side by side, what it
# may rewrite, by how many scenarios it goes, and a kind of drift that nobody
# foresaw. All search in the same worlds, and are measured by the same errands.
#
#     worldc build synworld-ablation.hcl
#     worldc cat synworld-ablation.hcl evaluation.run --pretty
#     worldc build synworld-ablation.hcl --var scenarios=100 --var errands=20 --var seed=2
#
# docs/synworld.md shows what comes out with five seeds.

variable "seed" {
  type    = number
  default = 1
}

variable "drift" {
  type    = number
  default = 0.3
}

variable "scenarios" {
  type    = number
  default = 30
}

variable "errands" {
  type    = number
  default = 3
}

variable "iterations" {
  type    = number
  default = 5
}

locals {
  runs = {
    both         = { strategy = "mcts", optimize = ["descriptions", "workflow"], share = 1, withhold = [] }
    descriptions = { strategy = "mcts", optimize = ["descriptions"], share = 1, withhold = [] }
    workflow     = { strategy = "mcts", optimize = ["workflow"], share = 1, withhold = [] }

    # Self-Refine, AFlow, DRAFT, EasyTool and ReAct.
    chain    = { strategy = "chain", optimize = ["descriptions", "workflow"], share = 1, withhold = [] }
    softmix  = { strategy = "softmix", optimize = ["descriptions", "workflow"], share = 1, withhold = [] }
    per_tool = { strategy = "per_tool", optimize = ["descriptions"], share = 1, withhold = [] }
    one_shot = { strategy = "one_shot", optimize = ["descriptions"], share = 1, withhold = [] }
    none     = { strategy = "none", optimize = ["descriptions", "workflow"], share = 1, withhold = [] }

    # The first tenth, quarter and half of the scenarios.
    tenth   = { strategy = "mcts", optimize = ["descriptions", "workflow"], share = 0.1, withhold = [] }
    quarter = { strategy = "mcts", optimize = ["descriptions", "workflow"], share = 0.25, withhold = [] }
    half    = { strategy = "mcts", optimize = ["descriptions", "workflow"], share = 0.5, withhold = [] }

    # An optimizer that does not know that something can be written in another form.
    withheld = { strategy = "mcts", optimize = ["descriptions", "workflow"], share = 1, withhold = ["format"] }
  }
}

experiment "synworld-ablation" {
  description = "Strategies, kinds of knowledge and numbers of scenarios beside each other"
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

worlds "services" {
  domains = domains.areas

  drift {
    rate = var.drift
  }
}

scenarios "practice" {
  worlds = worlds.services
  limit  = var.scenarios
}

tasks "errands" {
  worlds    = worlds.services
  per_world = var.errands
}

model "clerk" {
  provider      = "procedural"
  name          = "clerk"
  recovery_rate = 0.2
}

mcts "run" {
  for_each = local.runs

  scenarios  = scenarios.practice
  agent      = model.clerk
  strategy   = each.value.strategy
  optimize   = each.value.optimize
  withhold   = each.value.withhold
  iterations = var.iterations
  limit      = floor(each.value.share * var.scenarios)
  watch      = tasks.errands
  curve      = true

  # A workflow is about all tools: it is written by more talks than a description.
  workflow_samples = 12
}

rollouts "run" {
  for_each = local.runs

  tasks     = tasks.errands
  agent     = model.clerk
  knowledge = mcts.run[each.key]
}

filter "run" {
  for_each = local.runs

  from = rollouts.run[each.key]
  state_alignment {}
  required_outputs {}
}

evaluation "run" {
  for_each = local.runs

  from = filter.run[each.key]
}
