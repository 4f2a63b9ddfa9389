tool_pool "pets" {
  source "mcp" {
    paths = ["tools/*.json"]
  }
}

command "short" {
  from   = tool_pool.pets
  argv   = ["python3", "scripts/shorten.py", "--words=40"]
  inputs = ["scripts/shorten.py"]
}

tool_graph "similar" {
  tools = command.short
}

dataset "edges" {
  from = tool_graph.similar
}
