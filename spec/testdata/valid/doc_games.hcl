personas "people" {
  paths   = ["people.txt"]
  limit   = 500
  license = "CC0-1.0"
}

scripts "games" {
  personas    = personas.people
  per_persona = 4
}

perturb "reworded" {
  from  = scripts.games
  rules = ["move", "from_first"]

  rule "rest" {
    match   = "^put (\\{\\w+\\}) in/on (\\{\\w+\\})$"
    replace = "place $1 at $2"
  }
}

dataset "games" {
  from = [scripts.games, perturb.reworded]
}
