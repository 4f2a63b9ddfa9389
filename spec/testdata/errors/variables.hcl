variable "n" {
  type    = number
  default = "many" # ERROR: Unsuitable value -- var.n is of type number: a number is required.
}
variable "typo" {
  type = strng # ERROR: Invalid type specification
}
variable "constant" {
  default = var.n # ERROR: Not a constant -- The default of a variable must be a constant: it cannot refer to var.
}
variable "positive" {
  type    = number
  default = -1
  validation {
    condition     = var.positive > 0 # ERROR: Invalid value for variable -- positive must be above 0, not -1
    error_message = "positive must be above 0, not ${var.positive}"
  }
  validation {
    condition     = "yes" # ERROR: Unsuitable value -- condition must be true or false, not "yes".
    error_message = "never"
  }
}
variable "incomplete" {
  default = 1
  validation { # ERROR: Missing argument -- condition is required  # ERROR: Missing argument -- error_message is required
  }
}
variable "large" {
  type    = number
  default = "1e1000000" # ERROR: Unsuitable value -- the number is too large
}
variable "described" {
  default     = 1
  description = 1 + true # ERROR: Invalid operand
}
