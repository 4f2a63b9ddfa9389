locals {
  a = local.b
  b = [local.c]
  c = "${local.a}" # ERROR: Cycle -- The value of local.a depends on itself: local.a -> local.b -> local.c -> local.a.
  self = local.self + 1 # ERROR: Cycle -- local.self -> local.self
  pool = tool_pool.x
  none = 1 / 0 # ERROR: Division by zero -- The divisor is 0.
  zero = 2 - 2
  nil  = 1 / local.zero # ERROR: Division by zero
  soft = 1 / length("") # ERROR: Division by zero
}
tool_pool "x" {
  for_each = { y = local.pool } # ERROR: Cycle -- The value of local.pool depends on itself: local.pool -> tool_pool.x -> local.pool.
  tool "t" {}
}
