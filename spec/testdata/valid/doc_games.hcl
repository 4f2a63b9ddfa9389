personas "people" {
  paths   = ["people.txt"]
  limit   = 500
  license = "CC0-1.0"
}

dataset "people" {
  from = personas.people
}
