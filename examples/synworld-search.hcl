# One tool, many steps (SynWorld's HotpotQA side): questions that no single document
# answers, asked of an encyclopedia with one search tool whose document is wrong.
#
#     worldc build synworld-search.hcl
#     worldc cat synworld-search.hcl mcts.refined --pretty
#     worldc cat synworld-search.hcl evaluation.after --pretty
#
# docs/synworld.md shows what comes out with five seeds.

variable "seed" {
  type    = number
  default = 4
}

variable "strategy" {
  type    = string
  default = "mcts"
}

experiment "synworld-search" {
  description = "Refined documents for a search tool, by questions of several hops"
  license     = "Apache-2.0"
  seed        = var.seed
}

# Four encyclopedias, each with other towns, people and books, and the same tool. What
# its document is wrong about is the same in all.
worlds "encyclopedia" {
  corpus     = 80
  per_domain = 4

  drift {
    rate   = 1
    spread = 0.6
  }
}

# What is practised on: facts of two documents, a fifth of the chains as yes or no.
scenarios "practice" {
  worlds          = worlds.encyclopedia
  kind            = "multi_hop"
  hops            = [2]
  combinations    = 8
  per_combination = 2
}

# What counts: longer chains.
scenarios "questions" {
  worlds          = worlds.encyclopedia
  kind            = "multi_hop"
  hops            = [3, 4]
  combinations    = 8
  per_combination = 2
}

model "reader" {
  provider      = "procedural"
  name          = "reader"
  recovery_rate = 0.2
}

model "told" {
  provider      = "procedural"
  name          = "reader, told"
  recovery_rate = 0.2
}

# A version is worth the mean F1 of the answers.
mcts "refined" {
  scenarios  = scenarios.practice
  agent      = model.reader
  strategy   = var.strategy
  iterations = 8
  watch      = scenarios.questions
  curve      = true
}

rollouts "before" {
  tasks = scenarios.questions
  agent = model.reader
}

rollouts "after" {
  tasks     = scenarios.questions
  agent     = model.told
  knowledge = mcts.refined
}

filter "right" {
  answer {
    min_f1 = 0.5
  }
}

filter "before" {
  from   = rollouts.before
  policy = filter.right
}

filter "after" {
  from   = rollouts.after
  policy = filter.right
}

evaluation "after" {
  from      = filter.after
  reference = filter.before
}

dataset "knowledge" {
  from = mcts.refined
}
