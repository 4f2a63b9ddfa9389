personas "people" {
  paths   = ["people.txt"]
  limit   = 500
  license = "CC0-1.0"
}

scripts "games" {
  personas    = personas.people
  per_persona = 4
}

dataset "games" {
  from = scripts.games
}
