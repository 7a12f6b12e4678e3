variable "issuer_url" {
  description = "The cluster's OIDC issuer, as aws eks describe-cluster --query cluster.identity.oidc.issuer says it."
  type        = string

  validation {
    condition     = can(regex("^https://[a-z0-9.-]+(/[\\w.~/-]*[\\w.~-])?$", var.issuer_url))
    error_message = "issuer_url must be https, without port, query and trailing \"/\", exactly as the cluster's tokens have it in iss: https://oidc.eks.eu-west-1.amazonaws.com/id/…."
  }
}

variable "create" {
  description = "false: the module creates nothing and looks for nothing."
  type        = bool
  default     = true
}

variable "create_provider" {
  description = "false: the account has a provider of this issuer already, and the module finds it. An account can have only one."
  type        = bool
  default     = true
}

variable "audiences" {
  description = "What tokens may be for. Roles name theirs besides."
  type        = list(string)
  default     = ["sts.amazonaws.com"]

  validation {
    condition     = length(var.audiences) > 0 && alltrue([for audience in var.audiences : can(regex("^[\\w.:/-]+$", audience))])
    error_message = "audiences must name at least one, without \"*\": sts.amazonaws.com is what EKS mounts tokens for."
  }
}

variable "thumbprints" {
  description = "SHA-1 of the issuer's top certificate, where no public authority vouches for it. IAM finds it where left out."
  type        = list(string)
  default     = null

  validation {
    condition     = var.thumbprints == null ? true : alltrue([for thumbprint in var.thumbprints : can(regex("^[0-9a-fA-F]{40}$", thumbprint))])
    error_message = "thumbprints are SHA-1 in 40 hexadecimal digits, without colons; leave them out for EKS."
  }
}

variable "tags" {
  description = "Put on the provider."
  type        = map(string)
  default     = {}
}
