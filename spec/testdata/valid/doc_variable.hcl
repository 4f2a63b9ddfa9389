variable "documents" {
  type        = list(string)
  default     = ["tools/*.json"]
  description = "MCP documents to read"
}

variable "threshold" {
  type    = number
  default = 0.5

  validation {
    condition     = var.threshold > 0
    error_message = "At a threshold of 0 all tools are joined; give more than ${var.threshold}."
  }
}

locals {
  # Half as strict, for comparison.
  relaxed = var.threshold / 2
}

tool_pool "pets" {
  source "mcp" {
    paths = var.documents
  }
}

tool_graph "similar" {
  for_each = {
    strict  = var.threshold
    relaxed = local.relaxed
  }
  tools                = tool_pool.pets
  similarity_threshold = each.value
}

dataset "edges" {
  from = tool_graph.similar
}
