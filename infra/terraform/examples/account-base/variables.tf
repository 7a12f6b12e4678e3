variable "account_id" {
  description = "The account."
  type        = string
}

variable "region" {
  description = "The Region of its logs. OIDC providers have none."
  type        = string
}

variable "terraform_role_arn" {
  description = "The role that Terraform assumes in the account. The credentials at hand where left out."
  type        = string
  default     = null
}

variable "clusters" {
  description = "The clusters whose tokens the account trusts, by name. create_provider is false where something else in the account made the provider of this issuer."
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
  description = "A bucket for S3's server access logs. None where left out."
  type        = string
  default     = null
}

variable "trail_bucket_name" {
  description = "A bucket for one CloudTrail trail of all tenants' objects. None where left out."
  type        = string
  default     = null
}

variable "data_event_buckets" {
  description = "The tenants' buckets that the trail logs."
  type        = set(string)
  default     = []
}

variable "tags" {
  description = "Put on all that can have tags."
  type        = map(string)
  default     = {}
}
