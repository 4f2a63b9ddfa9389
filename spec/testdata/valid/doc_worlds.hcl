tool_pool "pets" {
  source "mcp" {
    paths = ["tools/*.json"]
  }
}

tool_graph "similar" {
  tools                = tool_pool.pets
  similarity_threshold = 0.5
}

domains "areas" {
  graph = tool_graph.similar
}

worlds "shelters" {
  domains        = domains.areas
  per_domain     = 3
  rows_per_table = 20
}

tasks "errands" {
  worlds    = worlds.shelters
  per_world = 8

  calls {
    min = 2
    max = 5
  }
}

scenarios "together" {
  worlds             = worlds.shelters
  tools_per_scenario = [2, 3]
  combinations       = 8
  per_combination    = 3
}

dataset "errands" {
  from = [tasks.errands, scenarios.together]
}
