tool_pool "pets" {
  source "mcp" {
    paths = ["tools/*.json"]
  }
}

tool_graph "similar" {
  tools = tool_pool.pets
}

domains "areas" {
  graph = tool_graph.similar
}

worlds "shelters" {
  domains = domains.areas
}

tasks "trials" {
  worlds    = worlds.shelters
  per_world = 50
}

mcts "manual" {
  scenarios  = tasks.trials
  optimize   = ["descriptions", "workflow"]
  iterations = 15
  width      = 3
  held_out   = 0.2
}

dataset "manual" {
  from = mcts.manual
}
