tool_pool "pets" {
  source "mcp" {
    paths   = ["tools/*.json"]
    license = "CC-BY-4.0"
  }

  tool "adopt_pet" {
    description = "Reserve a pet for adoption. Fails if someone else has."
    read_only   = false

    parameters = {
      type = "object"
      properties = {
        pet_id  = { type = "string", description = "Id as list_pets gives it." }
        visitor = { type = "string", description = "Who will come for it." }
      }
      required = ["pet_id", "visitor"]
    }
  }

  exclude = ["debug_*", "internal_*"]
}

dataset "tools" {
  from = tool_pool.pets
}
