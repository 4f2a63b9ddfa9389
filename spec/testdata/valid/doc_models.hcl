experiment "served" {
  seed = 7

  budget {
    max_calls    = 20000
    max_cost_usd = 25
  }
}

model "qwen" {
  provider    = "openai"
  base_url    = "http://localhost:8000/v1"
  name        = "Qwen/Qwen3-32B"
  temperature = 0.7
  seed        = 7
  recordings  = "recordings/qwen.zst"

  prompts {
    agent = file("prompts/agent.md")
  }

  price {
    input  = 0.1
    output = 0.4
  }
}

model "embeddings" {
  provider    = "openai"
  base_url    = "https://api.openai.com/v1"
  name        = "text-embedding-3-small"
  api_key_env = "OPENAI_API_KEY"

  price {
    input  = 0.02
    output = 0
  }
}

tool_pool "apis" {
  source "mcp" {
    paths = ["tools/*.json"]
  }

  rewrite_descriptions = model.qwen
}

tool_graph "similar" {
  tools      = tool_pool.apis
  vectorizer = model.embeddings
}

domains "topics" {
  graph        = tool_graph.similar
  refine_edges = model.qwen
}

worlds "worlds" {
  domains   = domains.topics
  toolsmith = model.qwen
}

tasks "tasks" {
  worlds = worlds.worlds
  writer = model.qwen
}

rollouts "talks" {
  tasks = tasks.tasks
  agent = model.qwen
  user  = model.qwen
}

filter "good" {
  from = rollouts.talks

  validity {}
  state_alignment {}

  near_duplicates {
    vectorizer = model.embeddings
  }

  judge "honest" {
    model = model.qwen
    votes = 3
  }
}

dataset "talks" {
  from = filter.good
}
