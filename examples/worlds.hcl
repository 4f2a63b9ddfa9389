# From tool documents to worlds in which agents act, and tasks that can be
# checked.
#
#     worldc build worlds.hcl
#     worldc cat worlds.hcl tasks.errands --pretty --limit 3
#     worldc export worlds.hcl worlds.services --sqlite worlds.db
#
# Nothing here asks a model: tables, rows, code, tasks and instructions are
# worked out from the documents, and everything is executed before it is
# written down.

experiment "worlds" {
  description = "A travel desk, a shop and a calendar as worlds, with errands to run in them"
  license     = "Apache-2.0"
  seed        = 7
}

tool_pool "services" {
  source "mcp" {
    paths   = ["tools/travel.mcp.json"]
    license = "Apache-2.0"
  }

  source "functions" {
    paths   = ["tools/retail.jsonl", "tools/calendar.functions.json"]
    license = "Apache-2.0"
  }
}

tool_graph "similar" {
  tools                = tool_pool.services
  similarity_threshold = 0.28
}

domains "areas" {
  graph    = tool_graph.similar
  method   = "leiden"
  min_size = 3
}

# A world is a database and code for every tool. The code is tested as it is
# made; a tool that cannot be made to work is left out, and the report says why.
worlds "services" {
  domains        = domains.areas
  rows_per_table = 14
}

# A task is an errand: what a person wants, and the calls that do it, executed.
# A third of them only ask; the others change rows.
tasks "errands" {
  worlds          = worlds.services
  per_world       = 6
  read_only_share = 0.33

  calls {
    min = 2
    max = 6
  }
}

dataset "worlds" {
  from = worlds.services
}

dataset "tasks" {
  from = tasks.errands
}
