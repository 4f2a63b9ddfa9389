variable "v" { # WARNING: Unused variable -- Nothing reads var.v.
  default = 1
  validation {
    condition     = var.v > 0
    error_message = "v must be above 0"
  }
}
locals {
  a = 1
  b = local.a # WARNING: Unused local -- Nothing reads local.b.
}
tool_pool "a" { # WARNING: Unused block -- Nothing reads tool_pool.a, so no dataset depends on it.
  tool "t" {}
}
tool_pool "b" {
  tool "t" {}
}
dataset "d" {
  from = tool_pool.b
}
