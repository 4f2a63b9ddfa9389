experiment "one" {}
experiment "two" {} # ERROR: Duplicate block -- A spec has one experiment; experiment.one is already declared

tool_pol "x" {} # ERROR: Unsupported block type -- Did you mean "tool_pool"?
planets "w" {}  # ERROR: Unsupported block type
seed = 1        # ERROR: Unsupported argument

tool_pool "a" {
  tool "t" {}
  sorce "mcp" { # ERROR: Unsupported block type -- Did you mean "source"?
    paths = []
  }
  exlude = ["x"] # ERROR: Unsupported argument -- Did you mean "exclude"?
}
tool_pool "a" { # ERROR: Duplicate block -- tool_pool.a is already declared at
  tool "t" {}
  tool "t" {} # ERROR: Duplicate tool
}
tool_pool "no tools" {} # ERROR: Invalid name  # ERROR: No tools
tool_pool {             # ERROR: Missing name for tool_pool
  tool "t" {}
}
tool_pool "a" "b" { # ERROR: Extraneous label for tool_pool
  tool "t" {}
}
tool_graph "g" {} # ERROR: Missing argument -- tools is required: references to blocks that emit Tool records.

variable "v" {}      # ERROR: Missing value -- Set it with --var v=VALUE
variable "v" {}      # ERROR: Duplicate variable
variable "1st" {     # ERROR: Invalid name
  default = 1
}
locals {
  a = 1
}
locals {
  a = 2 # ERROR: Duplicate local
  b "x" {} # ERROR: Unexpected "b" block -- Blocks are not allowed here.
}
dataset "d" {
  from = tool_pool.a
}
