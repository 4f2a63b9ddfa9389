# What docs/agentrefine-families.md counts: a thousand scripts for the personas of the
# examples, and a game of each.

experiment "families" {
  description = "How much scripts differ"
  license     = "Apache-2.0"
  seed        = 17
}
personas "people" {
  paths   = ["personas.txt"]
  license = "Apache-2.0"
}
scripts "games" {
  personas    = personas.people
  per_persona = 16
}
roleplay "games" {
  scripts         = scripts.games
  min_refinements = 2
}
