variable "name" {
  description = "The tenant, and its namespace."
  type        = string
}

variable "account_id" {
  description = "The tenant's account."
  type        = string
}

variable "region" {
  description = "The bucket's Region."
  type        = string
}

variable "terraform_role_arn" {
  description = "The role that Terraform assumes in the account. The credentials at hand where left out."
  type        = string
  default     = null
}

variable "bucket_name" {
  description = "The bucket."
  type        = string
}

variable "trust" {
  description = "The ways to the role, by cluster. issuers: a cluster's issuer, of which account-base made the provider. associations and chains: what output trust of cluster-account says for this tenant."
  type = object({
    issuers = optional(map(object({
      issuer_url      = string
      namespace       = optional(string)
      service_account = optional(string, "tenant-presign")
      audience        = optional(string, "sts.amazonaws.com")
    })), {})
    associations = optional(map(object({
      source_role_arn = string
      external_id     = string
      subject         = optional(string)
    })), {})
    chains = optional(map(object({
      source_role_arn = string
      external_id     = string
      source_identity = optional(bool, false)
      subject         = optional(string)
      issuer          = optional(string)
      audience        = optional(string)
    })), {})
  })
}

variable "create_bucket" {
  description = "false: the bucket is there already."
  type        = bool
  default     = true
}

variable "bucket_settings" {
  description = "Of an existing bucket, the settings that this root owns. Each is imported, so that the plan shows what changes."
  type        = set(string)
  default     = null
}

variable "import_settings" {
  description = "Of bucket_settings, those that the existing bucket has: cors, lifecycle and policy can't be imported where there is none."
  type        = set(string)
  default     = []
}

variable "bucket_policy_documents" {
  description = "What an existing bucket's policy says besides."
  type        = list(string)
  default     = []
}

variable "create_role" {
  description = "false: role_name is there already."
  type        = bool
  default     = true
}

variable "role_name" {
  description = "The role's name; NAME-presign where left out."
  type        = string
  default     = null
}

variable "access_log" {
  description = "The bucket of account-base for S3's server access logs, and a prefix in it."
  type        = object({ bucket = string, prefix = optional(string, "") })
  default     = null
}

variable "eventbridge" {
  description = "Whether S3 tells EventBridge of each object."
  type        = bool
  default     = false
}

variable "grants" {
  description = "The tenant file's grants."
  type = list(object({
    actions  = list(string)
    prefixes = list(string)
    limits = optional(object({
      maxUploadBytes = optional(number)
      contentTypes   = optional(list(string))
      maxExpiresIn   = optional(number)
      inlineTypes    = optional(list(string))
    }))
  }))
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
