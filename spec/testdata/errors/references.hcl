experiment "e" {}
tool_pool "a" {
  tool "t" {}
}
tool_pool "many" {
  for_each = toset(["x", "y"])
  tool "t" {}
}
tool_pool "none" {
  for_each = {}
  tool "t" {}
  exclude = [1, each.kee] # ERROR: Undeclared name -- each has key and value, not "kee".
}
tool_graph "g" {
  tools = tool_pool.a
}
tool_graph "wrong" {
  tools = [tool_pool.a, tool_graph.g, domains.d] # ERROR: Wrong record type -- tool_graph.g emits Edge records; tools takes references to blocks that emit Tool records. # ERROR: Wrong record type -- domains.d emits Domain records
}
tool_graph "self" {
  tools = tool_graph.self # ERROR: Self-reference -- tool_graph.self cannot refer to itself.
}
tool_graph "quoted" {
  tools = "tool_pool.a" # ERROR: Not a reference -- Write tool_pool.a without quotes
}
tool_graph "literal" {
  tools = [tool_pool.a, 7, "x"] # ERROR: Not a reference -- not 7. # ERROR: Not a reference -- not "x".
}
tool_graph "nothing" {
  tools = [] # ERROR: No input -- tools refers to no block at all
}
tool_graph "empty" {
  tools = tool_pool.none # ERROR: No input
}
tool_graph "null" { # ERROR: Missing argument
  tools = null
}
tool_graph "instance" {
  tools = tool_pool.many["z"] # ERROR: Unknown instance -- tool_pool.many has no instance "z".
}
tool_graph "notmany" {
  tools = tool_pool.a["x"] # ERROR: Not an instance -- tool_pool.a has no for_each
}
tool_graph "deep" {
  tools = tool_pool.many["x"].tool # ERROR: Not an instance -- Refer to the instance as tool_pool.many["x"].
}
tool_graph "number" {
  tools = tool_pool.many[0] # ERROR: Unknown instance -- chosen by a string
}
domains "d" {
  graph  = tool_graph.g
  method = "${tool_graph.g}" # ERROR: Unsuitable value -- not the block tool_graph.g
}
dataset "mix" {
  from = [tool_pool.a, experiment.e] # ERROR: Wrong kind of block -- experiment.e emits no records
}
dataset "chain" {
  from = dataset.mix # ERROR: Wrong kind of block -- dataset.mix writes files and emits no records
}
command "two" {
  from = [tool_pool.a, tool_graph.g] # ERROR: Wrong record type -- tool_graph.g emits Edge records, but the first input of command.two emits Tool records
  argv = ["cat"]
}
tool_graph "through" {
  tools = command.two
}
domains "through" {
  graph = command.two # ERROR: Wrong record type -- command.two emits Tool records
}
