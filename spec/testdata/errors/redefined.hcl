dataset "d" {
  from = tool_pool.a
  from = tool_pool.a # ERROR: Attribute redefined
}
