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
command "around" {
  from = [roleplay.plain, command.about]
  argv = ["cat"]
}
command "about" {
  from = command.around
  argv = ["cat"]
}
command "same" {
  from = roleplay.plain
  argv = ["cat"]
}
filter "told" {
  from = [command.same, roleplay.plain]
  required_outputs {} # ERROR: Superfluous block -- required_outputs judges games here, and a game is about what holds in the end: state_alignment asks whether it is won. Leave the block out.
  answer {}           # ERROR: Superfluous block -- answer judges games here, and a game is about what holds in the end
  exact_match {}      # ERROR: Superfluous block -- exact_match judges games here, and no game is won by reading alone, so that it would let all of them pass: set apply_to = "all" to keep those that follow their solution step by step, or leave the block out.
}
filter "calls" {
  required_outputs {}
}
filter "called" { # ERROR: Superfluous block -- required_outputs judges games here
  from   = roleplay.plain
  policy = filter.calls
}
filter "circles" {
  from = [command.around, roleplay.plain]
  required_outputs {}
}
filter "to_the_letter" {
  from = roleplay.plain
  exact_match {
    apply_to             = "all"
    ignore_errored_calls = true
  }
}
dataset "judged" {
  from   = [filter.told, filter.called, filter.circles, filter.to_the_letter]
  format = "openai"
}
model "far" {
  provider = "openai"
  name     = "m"
  base_url = "http://localhost/v1"
}
scripts "written" {
  personas = personas.people
  writer   = model.far
}
roleplay "whole" { # ERROR: Nobody to write the game -- mode = "whole" has a served model write a game in one answer: let game_master be one, or leave mode out.
  scripts = scripts.written
  mode    = "whole"
}
roleplay "both" {
  scripts     = scripts.written
  mode        = "whole"
  game_master = model.far
  player      = model.far # ERROR: Superfluous argument -- With mode = "whole" the game master writes both sides: leave player out.
}
dataset "games" {
  from = [roleplay.whole, roleplay.both]
}
