variable "bucket_name" {
  description = "The name of the bucket."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name)) && !can(regex("(\\.\\.|^[0-9.]+$|^xn--|^sthree-|--x-s3$|--table-s3$|\\.mrap$)", var.bucket_name))
    error_message = "bucket_name must be the name of a general purpose bucket: 3 to 63 of a-z, 0-9, \"-\" and \".\"."
  }
}

variable "create_bucket" {
  description = "Whether the module creates the bucket. With false the bucket must exist, and the module never deletes it."
  type        = bool
  default     = true
}

variable "bucket_settings" {
  description = "The settings of the bucket that this module manages and replaces: access_log, cors, encryption, lifecycle, notifications, ownership, policy, public_access_block, versioning. Default: all of them for a bucket that the module creates, and none for one that exists. Output policies.bucket has the statements that an existing bucket's policy needs."
  type        = set(string)
  default     = null

  validation {
    condition     = var.bucket_settings == null ? true : length(setsubtract(var.bucket_settings, ["access_log", "cors", "encryption", "lifecycle", "notifications", "ownership", "policy", "public_access_block", "versioning"])) == 0
    error_message = "bucket_settings are access_log, cors, encryption, lifecycle, notifications, ownership, policy, public_access_block and versioning."
  }
}

variable "bucket_policy_documents" {
  description = "Policy documents in JSON whose statements are added to the bucket's policy, such as those of an existing bucket."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for document in var.bucket_policy_documents : can(jsondecode(document).Statement[0])])
    error_message = "bucket_policy_documents must be policy documents in JSON, as aws s3api get-bucket-policy --query Policy --output text prints them."
  }
}

variable "encryption" {
  description = "The encryption of objects: sse-kms with the key key_arn, or with a key that the module creates if key_arn is left out; or sse-s3."
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
