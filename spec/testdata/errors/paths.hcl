variable "name" {
  default = "no-such-file.json"
}
tool_pool "a" {
  source "mcp" {
    paths = ["missing.json", "also/missing-*.json", var.name] # ERROR: No such file -- There is no file "missing.json" in testdata/errors. # ERROR: No such file -- No file matches "also/missing-*.json" in testdata/errors. # ERROR: No such file -- There is no file "no-such-file.json"
  }
  source "mcp" {
    paths = ["../valid/tools/pets.json"] # ERROR: Path leaves the spec -- testdata/valid/tools/pets.json lies outside of the spec's directory testdata/errors.
  }
  source "mcp" {
    paths = ["/etc/passwd"] # ERROR: Path leaves the spec
  }
  source "mcp" {
    paths = ["/no/such/place"] # ERROR: Path leaves the spec
  }
  source "mcp" {
    paths = ["../*/tools/*.json"] # ERROR: Path leaves the spec
  }
  source "mcp" {
    paths = "names.hcl" # ERROR: Unsuitable value -- paths must be a list of paths, not "names.hcl".
  }
  source "mcp" {
    paths = [""] # ERROR: Invalid pattern -- "" is not a path: it is empty.
  }
  source "mcp" {
    paths = ["."] # ERROR: Cannot read a path -- testdata/errors is a directory, not a file. Write "*" for the files in it.
  }
  source "mcp" {
    paths = [] # ERROR: No such file -- paths names no file at all.
  }
  source "mcp" { # ERROR: Missing argument -- paths is required: a list of paths.
  }
  source "mcp" {
    paths = [1, {}, tool_pool.b] # ERROR: No such file -- There is no file "1"  # ERROR: Unsuitable value # ERROR: Unsuitable value -- not the block tool_pool.b.
  }
}
tool_pool "b" {
  tool "t" {}
}
