# AgentScaler over a pool of your own, however large.
#
#     worldc build agentscaler-pool.hcl --allow-path /data --var 'tools=["/data/apis/*.jsonl.zst"]'
#
# Without --var this builds the quickstart's documents. --preview 20 shows what
# would come out before you wait for all of it.

variable "tools" {
  type        = list(string)
  default     = ["tools/*.jsonl", "tools/*.functions.json", "tools/*.mcp.json"]
  description = "The tool documents: paths or globs"
}

variable "similarity_threshold" {
  type        = number
  default     = 0.5
  description = "The cosine above which two tools are joined; small pools want less, large ones more"
}

variable "min_size" {
  type        = number
  default     = 2
  description = "Domains with fewer tools are dropped; 1 makes worlds of single tools too"
}

variable "per_world" {
  type        = number
  default     = 2
  description = "Tasks in each world"
}

variable "general_per_domain" {
  type        = number
  default     = 1
  description = "Talks of each domain in the general stage; the others that change something are for the vertical one"
}

experiment "agentscaler-pool" {
  description = "Talks over a pool of tools, in two stages"
  seed        = 1
}

tool_pool "apis" {
  source "functions" {
    paths = var.tools
  }
}

tool_graph "similar" {
  tools                = tool_pool.apis
  similarity_threshold = var.similarity_threshold
}

domains "areas" {
  graph    = tool_graph.similar
  method   = "leiden"
  min_size = var.min_size
  max_size = 60
}

worlds "areas" {
  domains = domains.areas
}

tasks "errands" {
  worlds    = worlds.areas
  per_world = var.per_world
}

model "clerk" {
  name = "clerk"

  errors {
    wrong_argument   = 0.05
    malformed_call   = 0.05
    missing_argument = 0.05
    early_stop       = 0.03
  }
}

rollouts "talks" {
  tasks       = tasks.errands
  agent       = model.clerk
  distractors = 2
}

filter "funnel" {
  from = rollouts.talks

  validity {}
  state_alignment {}
  required_outputs {}
  exact_match {}
}

# Breadth first: a talk of every domain. Then depth: the others that change
# something, from easy to hard.
curriculum "two_stages" {
  stage "general" {
    from           = filter.funnel
    max_per_domain = var.general_per_domain
  }

  stage "vertical" {
    from           = filter.funnel
    require_writes = true
    order          = "difficulty"
  }
}

dataset "sft" {
  from   = curriculum.two_stages
  format = "openai"
}
