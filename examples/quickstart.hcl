# From tool documents to domains, in one spec.
#
#     worldc build quickstart.hcl
#
# reads 81 tools of three made-up services, finds out which of them work on the
# same things, and writes two datasets to out/: the domains and the tools. Run
# it again and nothing is built, because nothing has changed. Change a number
# below, run `worldc plan quickstart.hcl`, and see which nodes it concerns.

experiment "quickstart" {
  description = "Tools of a travel desk, a shop and a calendar, grouped into domains"
  license     = "Apache-2.0"

  # All randomness starts here. Two builds with one seed are equal byte by byte.
  seed = 42
}

# A pool gathers tools from documents in the shapes that people have them in.
# What is wrong with a tool is mended or the tool is rejected; the build's
# report has the reason for each.
tool_pool "services" {
  # What an MCP server answers to tools/list.
  source "mcp" {
    paths   = ["tools/travel.mcp.json"]
    license = "Apache-2.0"
  }

  # Functions as chat models take them: one a line, or as one list.
  source "functions" {
    paths   = ["tools/retail.jsonl"]
    license = "Apache-2.0"
  }

  source "functions" {
    paths   = ["tools/calendar.functions.json"]
    license = "Apache-2.0"
  }

  # A tool can stand in the spec itself.
  tool "convert_currency" {
    description = "Convert an amount of money at the rate of a given day. Use it to compare prices in different currencies. Fails with `unknown_currency`, or `no_rate` for a day in the future."
    read_only   = true

    parameters = {
      type = "object"
      properties = {
        amount = { type = "number", minimum = 0, description = "Amount in units of the currency." }
        from   = { type = "string", pattern = "^[A-Z]{3}$", description = "ISO 4217 code to convert from." }
        to     = { type = "string", pattern = "^[A-Z]{3}$", description = "ISO 4217 code to convert to." }
        day    = { type = "string", format = "date", description = "Day of the rate; the latest one if left out." }
      }
      required = ["amount", "from", "to"]
    }

    returns = {
      type = "object"
      properties = {
        amount = { type = "number", description = "Amount in the other currency, two decimals." }
        rate   = { type = "number", description = "The rate used." }
        day    = { type = "string", format = "date", description = "Day of the rate used." }
      }
      required = ["amount", "rate"]
    }
  }
}

# Tools whose parameters resemble each other are joined. A lower threshold
# gives more edges and so larger domains. `tool_pool.services` is a reference:
# it says what this node reads, and in which order nodes are built.
tool_graph "similar" {
  tools                = tool_pool.services
  similarity_threshold = 0.28
}

# Communities of the graph are domains: tools that belong in one world, named
# after what they work on, with edges from tools whose output feeds an input of
# another. A higher resolution gives more and smaller ones.
domains "areas" {
  graph      = tool_graph.similar
  method     = "leiden"
  resolution = 1.0
  min_size   = 2
}

# Datasets leave the store: out/domains and out/tools, each with a manifest
# that proves what it holds. `worldc verify out/domains` checks it.
dataset "domains" {
  from = domains.areas
}

dataset "tools" {
  from = tool_pool.services
}
