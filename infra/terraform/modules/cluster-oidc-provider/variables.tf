variable "issuer_url" {
  description = "The URL of the cluster's OIDC issuer, as aws eks describe-cluster --query cluster.identity.oidc.issuer prints it."
  type        = string

  validation {
    condition     = can(regex("^https://[a-z0-9.-]+(/[\\w.~/-]*[\\w.~-])?$", var.issuer_url))
    error_message = "issuer_url must be https, without port, query and trailing \"/\", exactly as the cluster's tokens have it in iss: https://oidc.eks.eu-west-1.amazonaws.com/id/…."
  }
}

variable "create" {
  description = "Whether the module creates or looks up the provider. With false it does neither."
  type        = bool
  default     = true
}

variable "create_provider" {
  description = "Whether the module creates the provider. With false the account must have a provider of this issuer, and the module looks it up. An account can have only one."
  type        = bool
  default     = true
}

variable "audiences" {
  description = "The audiences of tokens that the provider accepts. The trust policy of each role names its audience too."
  type        = list(string)
  default     = ["sts.amazonaws.com"]

  validation {
    condition     = length(var.audiences) > 0 && alltrue([for audience in var.audiences : can(regex("^[\\w.:/-]+$", audience))])
    error_message = "audiences must name at least one, without \"*\": sts.amazonaws.com is what EKS mounts tokens for."
  }
}

variable "thumbprints" {
  description = "The SHA-1 thumbprint of the issuer's root certificate, if no public authority issued it. If left out, IAM finds it."
  type        = list(string)
  default     = null

  validation {
    condition     = var.thumbprints == null ? true : alltrue([for thumbprint in var.thumbprints : can(regex("^[0-9a-fA-F]{40}$", thumbprint))])
    error_message = "thumbprints are SHA-1 in 40 hexadecimal digits, without colons; leave them out for EKS."
  }
}

variable "tags" {
  description = "Tags of the provider."
  type        = map(string)
  default     = {}
}
