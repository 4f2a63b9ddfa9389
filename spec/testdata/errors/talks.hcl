model "served" {
  provider = "openai"
  name     = "m"
  base_url = "http://localhost/v1"
}
model "own" {}
tool_pool "p" {
  tool "t" {}
}
tool_graph "g" { tools = tool_pool.p }
domains "d" { graph = tool_graph.g }
worlds "w" { domains = domains.d }
tasks "t" { worlds = worlds.w }
rollouts "left_out" {
  tasks = tasks.t
  agent = model.served # ERROR: Nobody to talk with -- the user, which is left out here and so played by worldc itself, understands none
}
rollouts "mixed" {
  tasks = tasks.t
  agent = model.served # ERROR: Nobody to talk with -- the user, which is model.own here and played by worldc itself, understands none
  user  = model.own
}
rollouts "fine" {
  tasks = tasks.t
  agent = model.own
  user  = model.served
}
dataset "x" { from = rollouts.fine }
dataset "y" { from = rollouts.mixed }
dataset "z" { from = rollouts.left_out }
