domains "d" {
  graph = tool_graph.g
}

tool_graph "g" {
  tools = tool_pool.p
}

tool_pool "p" {
  tool "t" {}
}

worlds "unready" {
  domains        = tool_graph.g # ERROR: Wrong record type
  rows_per_table = 1            # ERROR: Out of range
  clock          = "tomorrow"
}

worlds "w" {
  domains = domains.d
  clock   = "tomorrow" # ERROR: No instant
}

tasks "t" {
  worlds          = worlds.w
  read_only_share = 1.5 # ERROR: Out of range

  calls {
    min = 4
    max = 3
  }
}

tasks "u" {
  worlds = worlds.w

  calls { # ERROR: Out of range
    min = 4
    max = 3
  }
}
