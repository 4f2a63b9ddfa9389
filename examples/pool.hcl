# A pool of your own: one that a team keeps, or one of the public collections.
#
#     worldc build pool.hcl --allow-path /data --var 'tools=["/data/apis/*.jsonl.zst"]'
#
# Documents may be compressed with zstd. Paths are relative to this file and
# may leave its directory only where --allow-path says so. Settings that you
# use again and again fit into a file: --var-file mine.tfvars. Without any,
# this builds the quickstart's documents.

variable "tools" {
  type        = list(string)
  default     = ["tools/*.jsonl", "tools/*.functions.json", "tools/*.mcp.json"]
  description = "The tool documents: paths or globs"

  validation {
    condition     = length(var.tools) > 0
    error_message = "Name at least one document or glob."
  }
}

variable "license" {
  type        = string
  default     = ""
  description = "The licence of the documents, an SPDX identifier"
}

variable "similarity_threshold" {
  type        = number
  default     = 0.5
  description = "The cosine above which two tools are joined; small pools want less, large ones more"

  validation {
    condition     = var.similarity_threshold >= 0 && var.similarity_threshold < 1
    error_message = "A cosine threshold lies from 0 to 1, 1 left out."
  }
}

variable "max_degree" {
  type        = number
  default     = 64
  description = "How many of its best edges a tool keeps for certain"
}

variable "method" {
  type        = string
  default     = "leiden"
  description = "louvain, as AgentScaler uses, or leiden, whose communities are connected inside"
}

variable "resolution" {
  type        = number
  default     = 1
  description = "Above 1 gives more and smaller domains"
}

variable "min_size" {
  type        = number
  default     = 2
  description = "Domains with fewer tools are dropped"
}

variable "max_size" {
  type        = number
  default     = 60
  description = "Domains with more tools are split again; 0 for no limit"
}

experiment "pool" {
  description = "Domains of a pool of tools"
}

tool_pool "apis" {
  # `functions` reads lists of functions in the OpenAI, MCP and flat shapes, as
  # arrays, objects or JSON lines.
  source "functions" {
    paths   = var.tools
    license = var.license
  }
}

tool_graph "similar" {
  tools                = tool_pool.apis
  similarity_threshold = var.similarity_threshold
  max_degree           = var.max_degree
}

domains "areas" {
  graph      = tool_graph.similar
  method     = var.method
  resolution = var.resolution
  min_size   = var.min_size
  max_size   = var.max_size
}

dataset "domains" {
  from = domains.areas
}
