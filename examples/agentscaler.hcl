# AgentScaler (arXiv 2509.13311) whole, without a model: from tool documents to
# a dataset of two stages, in the form in which chat models are fine-tuned.
#
#     worldc build agentscaler.hcl
#     worldc cat agentscaler.hcl filter.funnel --select all --pretty --limit 2
#
# tools -> graph -> domains -> worlds -> tasks -> rollouts -> filter -> curriculum

experiment "agentscaler" {
  description = "Talks at a travel desk, a shop and a calendar, in two stages"
  license     = "Apache-2.0"
  seed        = 11
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

# Two worlds of each domain: the same tools, other people and other things.
worlds "services" {
  domains    = domains.areas
  per_domain = 2
}

tasks "errands" {
  worlds    = worlds.services
  per_world = 12
}

# The agent is a simulator that errs as chat models do, and mostly notices. Its
# mistakes are flagged where they are made, so that one can see whether the
# filter finds those that matter.
model "clerk" {
  provider = "procedural"
  name     = "clerk"

  errors {
    wrong_tool        = 0.05
    wrong_argument    = 0.08
    missing_argument  = 0.05
    malformed_call    = 0.05
    repetition_loop   = 0.02
    early_stop        = 0.03
    needless_write    = 0.02
    unfaithful_answer = 0.03
  }

  recovery_rate = 0.7
}

rollouts "talks" {
  tasks          = tasks.errands
  agent          = model.clerk
  trials         = 2
  distractors    = 3
  parallel_calls = true
}

# The three stages of the paper. A talk in which a call failed and the goal was
# reached all the same is kept: it shows how one recovers.
filter "funnel" {
  from = rollouts.talks

  validity {
    max_tokens = 8000
  }
  state_alignment {}
  required_outputs {}
  exact_match {
    apply_to = "read_only"
  }
}

# First the general skill over many domains, then one trade in depth.
curriculum "two_stages" {
  stage "general" {
    from            = filter.funnel
    exclude_domains = ["order"]
    balance         = "sqrt"
    size            = 120
  }

  stage "vertical" {
    from    = filter.funnel
    domains = ["order"]
    order   = "difficulty"
    size    = 12
  }
}

evaluation "clerk" {
  from = filter.funnel
}

dataset "sft" {
  from   = curriculum.two_stages
  format = "openai"
}
