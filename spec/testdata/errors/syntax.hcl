tool_pool "apis" {
  tool "t" {
    description "the equals sign is missing" # ERROR: Invalid block definition
  }
}
