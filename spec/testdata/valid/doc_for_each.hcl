locals {
  runs = {
    coarse = { threshold = 0.4, method = "louvain" }
    fine   = { threshold = 0.6, method = "leiden" }
  }
}

tool_pool "pets" {
  source "mcp" {
    paths = ["tools/*.json"]
  }
}

tool_graph "similar" {
  for_each             = local.runs
  tools                = tool_pool.pets
  similarity_threshold = each.value.threshold
}

domains "areas" {
  for_each = local.runs
  graph    = tool_graph.similar[each.key] # the instance with the same key
  method   = each.value.method
}

dataset "run" {
  for_each = domains.areas # one for each instance; each.value is the instance
  from     = each.value
}

dataset "all" {
  from = domains.areas # all instances, in the order of their keys
}

dataset "some" {
  from = [tool_pool.pets, domains.areas["fine"]]
}
