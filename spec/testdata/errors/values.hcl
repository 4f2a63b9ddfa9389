experiment "e" {
  seed = -1 # ERROR: Out of range -- seed must be a whole number, at least 0 and at most 9223372036854775807, not -1.
}
tool_pool "a" {
  tool "t" {
    parameters = "object" # ERROR: Unsuitable value -- parameters must be a JSON Schema of type object
  }
  tool "r" {
    read_only = "perhaps" # ERROR: Unsuitable value -- read_only must be true or false, not "perhaps".
  }
  tool "u" {
    parameters      = { type = "object", properties = { a = {}, b = {} } }
    parameter_order = ["b", "c"] # ERROR: Unsuitable value -- parameter_order names "c"  # ERROR: Unsuitable value -- parameter_order leaves out "a".
  }
  tool "v" {
    returns = tool_pool.b # ERROR: Unsuitable value -- returns must be any value that JSON can hold, not the block tool_pool.b.
  }
  source "mpc" {  # ERROR: Unsuitable value -- format must be "functions", "mcp", "openapi" or "toolbench", not "mpc". Did you mean mcp?
    paths = ["names.hcl"]
  }
  include            = "get_*"  # ERROR: Unsuitable value -- include must be a list of patterns, not "get_*".
  exclude            = ["[a-"]  # ERROR: Invalid pattern -- a bracket is not closed
  require_description = 1       # ERROR: Unsuitable value -- require_description must be true or false, not 1.
}
tool_pool "b" {
  tool "t" {}
}
tool_graph "g" {
  tools                = tool_pool.b
  similarity_threshold = 1      # ERROR: Out of range -- similarity_threshold must be a number, at least 0 and less than 1, not 1.
  vectorizer           = "ngrm" # ERROR: Unsuitable value -- vectorizer takes "ngram" or a reference to a served model, not "ngrm". Did you mean ngram?
  max_degree           = 0.5    # ERROR: Out of range -- max_degree must be a whole number, at least 1 and at most 100000, not 0.5.
}
domains "d" {
  graph           = tool_graph.g
  method          = "lovain" # ERROR: Unsuitable value -- method must be "louvain" or "leiden", not "lovain". Did you mean louvain?
  resolution      = "high"   # ERROR: Unsuitable value -- resolution must be a number, more than 0 and at most 1000, not "high".
  feeds_threshold = 1e300    # ERROR: Out of range
  min_size        = 5
}
domains "e" {
  graph    = tool_graph.g
  min_size = 5
  max_size = 4 # ERROR: Out of range -- max_size must be 0 (no limit) or at least min_size, which is 5, not 4.
}
command "c" {
  from = tool_graph.g
  argv = [] # ERROR: Unsuitable value -- argv must begin with the program to run.
}
command "f" {
  from = tool_graph.g
  argv = ["sort", null] # ERROR: Unsuitable value -- a list that holds null
}
