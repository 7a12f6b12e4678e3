variable "name" {
  description = "The id of the tenant, which is also the name of its namespace."
  type        = string
}

variable "account_id" {
  description = "The twelve digits of the tenant's account."
  type        = string
}

variable "region" {
  description = "The AWS Region of the bucket."
  type        = string
}

variable "terraform_role_arn" {
  description = "The ARN of the role that Terraform assumes in the account. If left out, Terraform uses the current credentials."
  type        = string
  default     = null
}

variable "bucket_name" {
  description = "The name of the bucket."
  type        = string
}

variable "trust" {
  description = "Who may assume the role, by cluster. issuers: the cluster's issuer, whose provider root account-base created. associations and chains: output trust of root cluster-account for this tenant."
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
  description = "Whether this root creates the bucket. With false the bucket must exist."
  type        = bool
  default     = true
}

variable "bucket_settings" {
  description = "The settings of an existing bucket that this root manages. Each is imported, so that the plan shows what changes."
  type        = set(string)
  default     = null
}

variable "import_settings" {
  description = "Those of bucket_settings that the existing bucket has. cors, lifecycle and policy can't be imported if the bucket has none."
  type        = set(string)
  default     = []
}

variable "bucket_policy_documents" {
  description = "Policy documents in JSON with further statements of an existing bucket's policy."
  type        = list(string)
  default     = []
}

variable "create_role" {
  description = "Whether this root creates the role. With false the role role_name must exist."
  type        = bool
  default     = true
}

variable "role_name" {
  description = "The name of the role. Default: NAME-presign."
  type        = string
  default     = null
}

variable "access_log" {
  description = "The bucket of root account-base for S3's server access logs, and a prefix in it."
  type        = object({ bucket = string, prefix = optional(string, "") })
  default     = null
}

variable "eventbridge" {
  description = "Whether S3 sends EventBridge an event for each object."
  type        = bool
  default     = false
}

variable "grants" {
  description = "The grants of the tenant file: actions and prefixes."
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
  description = "The keyPrefix of the tenant file."
  type        = string
  default     = ""
}

variable "max_session_duration" {
  description = "The longest session of the role, in seconds: at least durationSeconds of the tenant file."
  type        = number
  default     = 3600
}

variable "max_expires_in" {
  description = "The longest life of a URL, in seconds: maxExpiresIn of the tenant file."
  type        = number
  default     = 3600
}

variable "encryption" {
  description = "The encryption of objects: sse-kms with the key key_arn, or with a new key if key_arn is left out; or sse-s3."
  type        = object({ type = optional(string, "sse-kms"), key_arn = optional(string) })
  default     = {}
}

variable "cors_origins" {
  description = "The origins of web pages that may use URLs: cors.origins of the tenant file."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags of all resources that can have tags."
  type        = map(string)
  default     = {}
}
