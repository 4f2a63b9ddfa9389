tool_pool "pets" {
  tool "t" {}
}
tool_graph "g" {
  tools = tool_pool.pets
}
domains "d" {
  graph = tool_graph.g
}
worlds "w" {
  domains = domains.d
}
model "hand" {}
scenarios "without" { # ERROR: Missing argument -- worlds is required: references to blocks that emit World records.
}
scenarios "sizes" {
  worlds             = worlds.w
  tools_per_scenario = [] # ERROR: No combinations -- tools_per_scenario must name at least one size, such as [2, 3].
}
scenarios "small" {
  worlds             = worlds.w
  tools_per_scenario = [1, 2] # ERROR: Out of range -- tools_per_scenario must be a list of whole numbers, each at least 2 and at most 5, not 1.
  combinations       = 0      # ERROR: Out of range -- combinations must be a whole number, at least 1 and at most 100000, not 0.
  per_combination    = 1001   # ERROR: Out of range -- per_combination must be a whole number, at least 1 and at most 1000, not 1001.
  distractors        = -1     # ERROR: Out of range -- distractors must be a whole number, at least 0 and at most 1000, not -1.
  limit              = -1     # ERROR: Out of range -- limit must be a whole number, at least 0 and at most 100000000, not -1.
}
scenarios "fraction" {
  worlds             = worlds.w
  tools_per_scenario = [2.5] # ERROR: Out of range -- tools_per_scenario must be a list of whole numbers, each at least 2 and at most 5, not 2.5.
}
scenarios "nothing_passes" {
  worlds         = worlds.w
  max_similarity = 0 # ERROR: Out of range -- max_similarity must be a number, more than 0 and at most 1, not 0.
}
scenarios "beyond" {
  worlds         = worlds.w
  max_similarity = 1.01 # ERROR: Out of range -- max_similarity must be a number, more than 0 and at most 1, not 1.01.
}
scenarios "words" {
  worlds         = worlds.w
  max_similarity = "high"     # ERROR: Unsuitable value -- max_similarity must be a number, more than 0 and at most 1, not "high".
  vectorizer     = "tfidf"    # ERROR: Unsuitable value -- vectorizer takes "ngram" or a reference to a served model, not "tfidf".
  scope          = "world"    # ERROR: Unsuitable value -- scope must be "pool" or "combination", not "world".
  kind           = "multihop" # ERROR: Unsuitable value -- kind must be "combination" or "multi_hop", not "multihop". Did you mean multi_hop?
}
scenarios "others" {
  worlds     = domains.d  # ERROR: Wrong record type -- domains.d emits Domain records; worlds takes references to blocks that emit World records.
  writer     = worlds.w   # ERROR: Wrong kind of block -- worlds.w is no model; writer takes a reference to a model.
  vectorizer = model.hand # ERROR: Wrong kind of model -- model.hand is played by worldc itself; vectorizer takes a model that is served: one whose provider is "openai".
  similarity = 0.6        # ERROR: Unsupported argument -- An argument named "similarity" is not expected here.
}
scenarios "hops" {
  worlds = worlds.w
  kind   = "multi_hop"
  hops   = [] # ERROR: No questions -- hops must name at least one number, such as [2, 3].
}
scenarios "far" {
  worlds = worlds.w
  kind   = "multi_hop"
  hops   = [2, 9] # ERROR: Out of range -- hops must be a list of whole numbers, each at least 2 and at most 5, not 9.
}
scenarios "questions" {
  worlds             = worlds.w
  kind               = "multi_hop"
  tools_per_scenario = [2] # ERROR: Superfluous argument -- tools_per_scenario belongs to scenarios of the kind combination; these are of the kind multi_hop.
  distractors        = 2   # ERROR: Superfluous argument -- distractors belongs to scenarios of the kind combination; these are of the kind multi_hop.
}
scenarios "combined" {
  worlds = worlds.w
  hops   = [2] # ERROR: Superfluous argument -- hops belongs to scenarios of the kind multi_hop; these are of the kind combination.
}
