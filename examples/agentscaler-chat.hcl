# AgentScaler (arXiv 2509.13311) with a chat model in every role: it describes
# the tools, examines which feed each other, makes the worlds, tells the tasks,
# plays both sides of the talks and judges them.
#
#     worldc plan agentscaler-chat.hcl                      what it would cost
#     worldc build agentscaler-chat.hcl                     from the recordings beside it: no server is asked
#     worldc build agentscaler-chat.hcl --var base_url=http://localhost:8000/v1 --var recordings=mine.zst
#
# The recordings are of a server that worldc's own procedures answer for, so
# that this builds anywhere; docs/models.md says how to ask a model of yours.

variable "base_url" {
  type        = string
  default     = "http://127.0.0.1:8000/v1"
  description = "where the model is"
}

variable "recordings" {
  type        = string
  default     = "recordings/agentscaler-chat.zst"
  description = "the file in which answers are kept"
}

experiment "agentscaler-chat" {
  description = "Talks about calendars, by a chat model"
  license     = "Apache-2.0"
  seed        = 11
}

model "author" {
  provider    = "openai"
  name        = "author"
  base_url    = var.base_url
  api_key_env = "WORLDC_EXAMPLE_KEY"
  recordings  = var.recordings
  seed        = 1000

  max_observation = 4096
}

tool_pool "services" {
  source "functions" {
    paths   = ["tools/calendar.functions.json"]
    license = "Apache-2.0"
  }

  include              = ["*event*", "*reminder*", "*attendee*"]
  rewrite_descriptions = model.author
}

tool_graph "similar" {
  tools                = tool_pool.services
  similarity_threshold = 0.28
}

domains "areas" {
  graph        = tool_graph.similar
  method       = "leiden"
  min_size     = 3
  refine_edges = model.author
}

worlds "services" {
  domains        = domains.areas
  toolsmith      = model.author
  rows_per_table = 8
}

tasks "errands" {
  worlds    = worlds.services
  writer    = model.author
  per_world = 3
}

rollouts "talks" {
  tasks       = tasks.errands
  agent       = model.author
  user        = model.author
  trials      = 2
  distractors = 1
}

# The funnel of the paper, and then a judge who has to say yes twice in three.
filter "funnel" {
  from = rollouts.talks

  validity {}
  state_alignment {}
  required_outputs {}
  exact_match {
    apply_to = "read_only"
  }
  judge "faithful" {
    model = model.author
    votes = 3
  }
}

curriculum "stages" {
  stage "general" {
    from = filter.funnel
    size = 8
  }
}

dataset "sft" {
  from   = curriculum.stages
  format = "openai"
}
