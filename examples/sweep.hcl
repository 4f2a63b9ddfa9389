# The same tools grouped in several ways, to see what the numbers do.
#
#     worldc plan sweep.hcl      every instance, and what would run
#     worldc build sweep.hcl     one directory for each run, and one for all
#
# A block with `for_each` stands for one instance per element: kind.name["key"].
# Instances are nodes of their own. Add a run below, and only it is built.

locals {
  thresholds = {
    loose  = 0.1
    middle = 0.2
    strict = 0.3
  }

  methods = ["leiden", "louvain"]

  # One run for each pair of the two, such as "loose-leiden".
  runs = {
    for pair in setproduct(keys(local.thresholds), local.methods) :
    "${pair[0]}-${pair[1]}" => { graph = pair[0], method = pair[1] }
  }
}

experiment "sweep" {
  description = "What threshold and method do to the domains of three services"
  seed        = 42
}

tool_pool "services" {
  source "functions" {
    paths = ["tools/*.jsonl", "tools/*.functions.json"]
  }

  source "mcp" {
    paths = ["tools/*.mcp.json"]
  }
}

tool_graph "similar" {
  for_each = local.thresholds

  tools                = tool_pool.services
  similarity_threshold = each.value
}

# One instance of the graph is read by each run that names it: six runs share
# three graphs.
domains "areas" {
  for_each = local.runs

  graph  = tool_graph.similar[each.value.graph]
  method = each.value.method
}

# One dataset for each run: out/run.loose-leiden and so on.
dataset "run" {
  for_each = local.runs

  from = domains.areas[each.key]
}

# One dataset of all runs: without an index a reference means every instance,
# in the order of the keys.
dataset "all" {
  from = domains.areas
}

# And one of a single run, chosen by its key.
dataset "reference" {
  from = domains.areas["middle-leiden"]
}
