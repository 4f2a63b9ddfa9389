# What docs/scenarios.md measures: the scenarios of the tools of the examples, none
# of which is rejected for being like another.

experiment "calibration" {
  seed = 11
}

tool_pool "services" {
  source "mcp" {
    paths = ["tools/travel.mcp.json"]
  }

  source "functions" {
    paths = ["tools/retail.jsonl", "tools/calendar.functions.json"]
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
  domains    = domains.areas
  per_domain = 2
}

scenarios "all" {
  worlds         = worlds.services
  max_similarity = 1
}
