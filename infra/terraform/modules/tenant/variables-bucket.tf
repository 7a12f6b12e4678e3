variable "bucket_name" {
  description = "The bucket."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name)) && !can(regex("(\\.\\.|^[0-9.]+$|^xn--|^sthree-|--x-s3$|--table-s3$|\\.mrap$)", var.bucket_name))
    error_message = "bucket_name must be the name of a general purpose bucket: 3 to 63 of a-z, 0-9, \"-\" and \".\"."
  }
}

variable "create_bucket" {
  description = "false: the bucket is there already, and this module never deletes it."
  type        = bool
  default     = true
}

variable "bucket_settings" {
  description = "The settings of the bucket that this module owns, and so replaces: access_log, cors, encryption, lifecycle, notifications, ownership, policy, public_access_block, versioning. Where left out, all of a bucket that it creates, and none of one that exists; output policies.bucket says what to add to its policy."
  type        = set(string)
  default     = null

  validation {
    condition     = var.bucket_settings == null ? true : length(setsubtract(var.bucket_settings, ["access_log", "cors", "encryption", "lifecycle", "notifications", "ownership", "policy", "public_access_block", "versioning"])) == 0
    error_message = "bucket_settings are access_log, cors, encryption, lifecycle, notifications, ownership, policy, public_access_block and versioning."
  }
}

variable "bucket_policy_documents" {
  description = "Policy documents in JSON whose statements the bucket's policy has besides, such as those that an existing bucket had."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for document in var.bucket_policy_documents : can(jsondecode(document).Statement[0])])
    error_message = "bucket_policy_documents must be policy documents in JSON, as aws s3api get-bucket-policy --query Policy --output text prints them."
  }
}

variable "encryption" {
  description = "sse-kms (with key_arn, or a key of its own where left out) or sse-s3."
  type = object({
    type    = optional(string, "sse-kms")
    key_arn = optional(string)
  })
  default = {}

  validation {
    condition     = contains(["sse-kms", "sse-s3"], var.encryption.type) && (var.encryption.type == "sse-kms" || var.encryption.key_arn == null)
    error_message = "encryption.type must be sse-kms or sse-s3, and a key_arn goes with sse-kms alone."
  }

  validation {
    condition     = var.encryption.key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[\\w-]+$", var.encryption.key_arn))
    error_message = "encryption.key_arn must be the ARN of a key, not of an alias (policies can't tell what an alias leads to): arn:aws:kms:eu-west-1:222222222222:key/…."
  }
}
