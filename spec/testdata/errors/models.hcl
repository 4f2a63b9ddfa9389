experiment "e" {
  creator = "Ada\nLovelace"                 # ERROR: Unsuitable value -- creator must be a name in one line
  url     = "example.com/data"              # ERROR: Unsuitable address -- url must be an address such as https://example.com/data.
  budget { # ERROR: Unknown cost -- max_cost_usd can be kept only where costs are known, and model.bare declares no price. # ERROR: Unknown cost -- model.odd # ERROR: Unknown cost -- model.key # ERROR: Unknown cost -- model.login # ERROR: Unknown cost -- model.query # ERROR: Unknown cost -- model.far # ERROR: Unknown cost -- model.scheme # ERROR: Unknown cost -- model.broken # ERROR: Unknown cost -- model.mixed # ERROR: Unknown cost -- model.secret # ERROR: Unknown cost -- model.cold
    max_calls    = -1 # ERROR: Out of range -- max_calls must be a whole number, at least 1 and at most 1000000000000, not -1.
    max_cost_usd = 1
  }
}
model "bare" { # ERROR: Missing argument -- name is required of a served model # ERROR: Missing argument -- base_url is required of a served model
  provider = "openai"
}
model "procedural" {
  base_url = "http://localhost/v1" # ERROR: Superfluous argument -- base_url is for models whose provider is "openai"; that of this one is "procedural".
  language = "Welsh" # ERROR: Superfluous argument -- language is for models
  price { # ERROR: Superfluous argument -- price is for models
    input  = 1
    output = 1
  }
}
model "mixed" {
  provider      = "openai"
  name          = "m"
  base_url      = "http://localhost/v1"
  recovery_rate = 0.5 # ERROR: Superfluous argument -- recovery_rate is for models whose provider is "procedural"; that of this one is "openai".
  errors { # ERROR: Superfluous argument -- errors is for models
    early_stop = 0.1
  }
}
model "key" {
  provider    = "openai"
  name        = "m"
  base_url    = "http://localhost/v1"
  api_key_env = "sk-proj-abcdefghijklmnop0123456789" # ERROR: A key in the spec -- this looks like a key itself
}
model "odd" {
  provider    = "openai"
  name        = "m"
  base_url    = "http://localhost/v1"
  api_key_env = "MY-KEY" # ERROR: Unsuitable value -- letters, digits and underscores
  extra       = [] # ERROR: Unsuitable value -- extra must be an object
}
model "login" {
  provider = "openai"
  name     = "m"
  base_url = "https://me:secret@example.com/v1" # ERROR: Unsuitable address -- base_url must not hold a user or a password
}
model "query" {
  provider = "openai"
  name     = "m"
  base_url = "https://example.com/v1?api_key=1234" # ERROR: Unsuitable address -- base_url must not hold a query
}
model "far" {
  provider = "openai"
  name     = "m"
  base_url = "https://example.com/v1/chat/completions" # ERROR: Unsuitable address -- base_url ends before /chat/completions
}
model "scheme" {
  provider = "openai"
  name     = "m"
  base_url = "localhost:8000" # ERROR: Unsuitable address -- base_url must begin with http:// or https:// and a host.
}
model "broken" {
  provider = "openai"
  name     = "m"
  base_url = "http://[::1" # ERROR: Unsuitable address -- base_url must be an address such as http://localhost:8000/v1.
}
model "secret" {
  provider = "openai"
  name     = "m"
  base_url = "http://localhost/v1"
  api_key  = "hunter2" # ERROR: Unsupported argument -- There is no argument api_key: a key does not stand in a spec.
}
model "outside" {
  provider   = "openai"
  name       = "m"
  base_url   = "http://localhost/v1"
  recordings = "../../../elsewhere.zst" # ERROR: Unsuitable path -- lies outside of the spec's directory
  price {
    input  = 0
    output = 0
  }
}
model "pattern" {
  provider   = "openai"
  name       = "m"
  base_url   = "http://localhost/v1"
  recordings = "*.zst" # ERROR: Unsuitable path -- recordings must be the path of one file
  price {
    input  = 0
    output = 0
  }
}
model "cold" {
  provider    = "openai"
  name        = "m"
  base_url    = "http://localhost/v1"
  temperature = 3 # ERROR: Out of range -- temperature must be a number, at least 0 and at most 2, not 3.
  language    = "" # no diagnostic: something else is wrong
  prompts {
    agent  = file("prompts/*") # ERROR: Invalid function argument -- the path must name one file
    pirate = "Arr" # ERROR: Unsupported argument
  }
}
model "prompted" {
  provider = "openai"
  name     = "m"
  base_url = "http://localhost/v1"
  prompts {
    writer = "You tell {{story}}." # ERROR: Unsuitable prompt -- The prompt of writer: line 1: a template begins with the line `=== system ===`.
    agent  = "=== system ===\nYou help.\nSo {{polcy}}." # ERROR: Unsuitable prompt -- The prompt of agent: line 3, section system: there is no {{polcy}} here: it knows {{policy}}, {{language}}.
  }
  price {
    input  = 0
    output = 0
  }
}
tool_pool "p" {
  tool "t" {}
  rewrite_descriptions = model.procedural # ERROR: Wrong kind of model -- model.procedural is played by worldc itself; rewrite_descriptions takes a model that is served
}
tool_graph "g" {
  tools      = tool_pool.p
  vectorizer = [model.bare, model.key] # ERROR: Unsuitable value -- vectorizer takes one model, not 2.
}
filter "f" {
  judge "a" {
    model = model.bare
    votes = 0 # ERROR: Out of range -- votes must be
  }
  judge "b" { # ERROR: Missing argument -- model is required: a reference to a served model.
  }
}
model "unprompted" {
  provider = "openai"
  name     = "m"
  base_url = "http://localhost:1/v1"
  price {
    input  = 0
    output = 0
  }
  prompts {
    critic = file("x") # ERROR: Unsupported argument -- An argument named "critic" is not expected here. There are agent, user, toolsmith, writer, judge, refine_edges, rewrite_descriptions,
  }
}
