locals {
  big = flatten([for a in range(101) : [for b in range(100) : "k${a}-${b}"]])
}
tool_pool "a" {
  for_each = "x" # ERROR: Invalid for_each -- for_each takes a set or list of strings, a map or an object, not "x".
  tool "t" {}
}
tool_pool "b" {
  for_each = [1, 2] # ERROR: Invalid for_each -- for_each takes strings or a map; one element is 1.
  tool "t" {}
}
tool_pool "c" {
  for_each = ["a/b"] # ERROR: Invalid for_each -- "a/b" is not a key.
  tool "t" {}
}
tool_pool "d" {
  for_each = ["k", "k"] # ERROR: Invalid for_each -- The key "k" appears twice.
  tool "t" {}
}
tool_pool "e" {
  for_each = local.big # ERROR: Invalid for_each -- for_each would make 10100 instances; at most 10000 are allowed.
  tool "t" {}
}
tool_pool "f" {
  for_each = var.unknown # ERROR: Undeclared name
  tool "t" {}
  deduplicate = "no" # ERROR: Unsuitable value
}
tool_pool "g" {
  for_each = null # ERROR: Invalid for_each -- not null.
  tool "t" {}
}
tool_pool "h" {
  for_each = { (each.key) = 1 } # ERROR: No each here
  tool "t" {}
}
tool_pool "i" {
  for_each = tool_pool.j
  tool "t" {}
}
tool_pool "j" {
  for_each = tool_pool.i # ERROR: Cycle -- The value of tool_pool.i depends on itself: tool_pool.i -> tool_pool.j -> tool_pool.i.
  tool "t" {}
}
tool_pool "k" {
  for_each = tool_pool.k # ERROR: Self-reference
  tool "t" {}
}
experiment "x" {
  for_each = ["a"] # ERROR: Unsupported argument
}
tool_pool "l" {
  for_each = [""] # ERROR: Invalid for_each -- "" is not a key.
  tool "t" {}
}
