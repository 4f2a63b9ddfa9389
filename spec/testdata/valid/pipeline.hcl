experiment "e" {
  seed = 7
}
tool_pool "a" {
  source "mcp" {
    paths = ["tools/*.json"]
  }
}
dataset "d" {
  from = tool_pool.a
}
