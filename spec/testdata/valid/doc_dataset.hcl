tool_pool "pets" {
  source "mcp" {
    paths = ["tools/*.json"]
  }
}

dataset "tools" {
  from              = tool_pool.pets
  shard_records     = 10000
  compression_level = 4
}
