variable "name" {
  description = "The tenant, and its namespace."
  type        = string
}

variable "credentials" {
  description = "How its pods become its role: irsa, pod-identity or chained."
  type        = string
  default     = "irsa"

  validation {
    condition     = contains(["irsa", "pod-identity", "chained"], var.credentials)
    error_message = "credentials must be irsa, pod-identity or chained."
  }
}

variable "cluster" {
  description = "The cluster in account A. create_oidc_provider says whether the account that trusts its tokens has no provider of its issuer yet."
  type = object({
    account_id           = string
    region               = string
    name                 = string
    issuer_url           = string
    create_oidc_provider = optional(bool, true)
  })
}

variable "terraform_role_name" {
  description = "The role that Terraform assumes in either account."
  type        = string
  default     = "terraform"
}

variable "account_id" {
  description = "The tenant's account."
  type        = string
}

variable "region" {
  description = "The bucket's Region."
  type        = string
}

variable "bucket_name" {
  description = "The bucket."
  type        = string
}

variable "grants" {
  description = "The tenant file's grants."
  type        = list(object({ actions = list(string), prefixes = list(string) }))
}

variable "key_prefix" {
  description = "The tenant file's keyPrefix."
  type        = string
  default     = ""
}

variable "max_session_duration" {
  description = "At least the tenant file's durationSeconds."
  type        = number
  default     = 3600
}

variable "max_expires_in" {
  description = "The tenant file's maxExpiresIn."
  type        = number
  default     = 3600
}

variable "encryption" {
  description = "sse-kms, with key_arn or a key of its own, or sse-s3."
  type        = object({ type = optional(string, "sse-kms"), key_arn = optional(string) })
  default     = {}
}

variable "source_identity" {
  description = "Chained: whether sessions say whom they are for, as the tenant file's attribution has them do."
  type        = bool
  default     = false
}

variable "cors_origins" {
  description = "The tenant file's cors.origins."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Put on all that can have tags."
  type        = map(string)
  default     = {}
}
