variable "threshold" {
  type    = number
  default = 0.6
}

locals {
  limit   = var.threshhold # ERROR: Undeclared name -- There is no variable var.threshhold. Did you mean var.threshold?
  twice   = local.limt     # ERROR: Undeclared name -- Did you mean local.limit?
  nothing = foo.bar        # ERROR: Undeclared name -- A reference begins with var, local, each or the kind of a block.
  all     = var            # ERROR: Incomplete reference -- follow it with a dot and a name
  spelt   = variable.threshold # ERROR: Undeclared name -- A variable is read as var.NAME.
  plural  = locals.limit   # ERROR: Undeclared name -- A local is read as local.NAME.
  here    = each.key       # ERROR: No each here
}

tool_pool "apis" {
  tool "t" {}
  include = [missing(var.threshold)] # ERROR: Call to unknown function
}

tool_graph "g" {
  tools                = tool_pool.apps # ERROR: Undeclared name -- There is no block tool_pool.apps. Did you mean tool_pool.apis?
  similarity_threshold = each.value     # ERROR: No each here
}

domains "d" {
  graph  = tool_grph.g # ERROR: Undeclared name -- There is nothing named tool_grph here. Did you mean tool_graph?
  method = louvain     # ERROR: Undeclared name -- A string needs quotes: "louvain".
}

domains "e" {
  graph      = tool_graph.g.name # ERROR: Not an instance -- the arguments of a block cannot be read
  resolution = local.limit + unknown.name # ERROR: Undeclared name
}
