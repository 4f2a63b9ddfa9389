personas "people" {
  paths = ["people.txt"]
  limit = -1 # ERROR: Out of range -- limit must be a whole number
}
scripts "games" {
  personas    = personas.people
  per_persona = 0 # ERROR: Out of range -- per_persona must be a whole number, at least 1
  attempts    = 0 # ERROR: Out of range -- attempts must be a whole number, at least 1
}
perturb "nothing" { # ERROR: Missing argument -- This changes nothing: give rules, rule blocks, exclude_families or a variant; or, for games, scripts.
  from = scripts.games
}
perturb "odd" {
  from  = personas.people # ERROR: Wrong record type -- personas.people emits Persona records
  rules = ["shout"] # ERROR: Unsuitable value -- There is no rule "shout". There are using, move, from_first, joined_numbers.
  rule "ahead" { # ERROR: Unsuitable value -- match "(?=x)" is no regular expression that can be used
    match   = "(?=x)"
    replace = ""
  }
}
dataset "all" {
  from = [perturb.nothing, perturb.odd]
}
roleplay "plain" {
  scripts = scripts.games
}
perturb "rewritten" { # ERROR: Superfluous argument -- scripts are those in whose words games are told, and from has scripts here: leave scripts out, or let from be games.
  from    = scripts.games
  scripts = perturb.nothing
  rules   = ["move"]
}
perturb "ruled" { # ERROR: Superfluous argument -- Rules rewrite scripts, and from has games here: let a perturb rewrite their scripts, and refer to it with scripts.
  from  = roleplay.plain
  rules = ["move"]
}
perturb "named" { # ERROR: Superfluous argument -- A variant is one of scripts, and from has games here.
  from    = roleplay.plain
  variant = "p9"
}
perturb "mixed" {
  from    = [roleplay.plain, scripts.games] # ERROR: Wrong record type -- scripts.games emits Script records, but the first input of perturb.mixed emits Trajectory records
  scripts = perturb.nothing
}
dataset "told" {
  from = [perturb.ruled, perturb.named, perturb.mixed]
}
dataset "rewritten" {
  from = perturb.rewritten
}
model "far" {
  provider = "openai"
  name     = "m"
  base_url = "http://localhost/v1"
}
scripts "written" {
  personas = personas.people
  writer   = model.far # ERROR: Not yet available -- A served model cannot be the writer of games yet: leave writer out, and worldc does it itself.
}
roleplay "played" { # ERROR: Not yet available -- mode = "whole" has a served model write the game in one call
  scripts     = scripts.written
  mode        = "whole"
  game_master = model.far # ERROR: Not yet available -- A served model cannot be the game master of games yet
}
dataset "games" {
  from = roleplay.played
}
