variable "account_id" {
  description = "The twelve digits of the account."
  type        = string
}

variable "region" {
  description = "The AWS Region of the account's logs. OIDC providers belong to no Region."
  type        = string
}

variable "terraform_role_arn" {
  description = "The ARN of the role that Terraform assumes in the account. If left out, Terraform uses the current credentials."
  type        = string
  default     = null
}

variable "clusters" {
  description = "The clusters whose tokens the account trusts, by name. Set create_provider to false if the account has a provider of this issuer already."
  type = map(object({
    issuer_url      = string
    audiences       = optional(list(string), ["sts.amazonaws.com"])
    create_provider = optional(bool, true)
  }))
  default = {}

  validation {
    condition     = length(distinct(values(var.clusters)[*].issuer_url)) == length(var.clusters)
    error_message = "clusters: an account has one provider for each issuer, and two clusters here have the same issuer_url."
  }
}

variable "access_log_bucket_name" {
  description = "The name of a bucket for S3's server access logs. If left out, none is created."
  type        = string
  default     = null
}

variable "trail_bucket_name" {
  description = "The name of a bucket for one CloudTrail trail of all tenants' objects. If left out, no trail is created."
  type        = string
  default     = null
}

variable "data_event_buckets" {
  description = "The names of the tenants' buckets whose object-level events the trail logs."
  type        = set(string)
  default     = []
}

variable "tags" {
  description = "Tags of all resources that can have tags."
  type        = map(string)
  default     = {}
}
