experiment "pets" {
  description = "Tools of a shelter for pets"
  license     = "CC-BY-4.0"
  seed        = 42
}

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
  graph  = tool_graph.similar
  method = "leiden"
}

dataset "domains" {
  from = domains.areas
}
