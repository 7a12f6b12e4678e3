variable "create" {
  description = "false: the module creates nothing."
  type        = bool
  default     = true
}

variable "name" {
  description = "The name of the function, its role and its API."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 characters of [A-Za-z0-9_-]."
  }
}

variable "filename" {
  description = "The zip of npm run package -- lambda, with the tenant file in it. Exactly one of filename and image_uri."
  type        = string
  default     = null
}

variable "image_uri" {
  description = "An image with Lambda's runtime interface client, in ECR of this account and Region."
  type        = string
  default     = null
}

variable "tenants_file" {
  description = "The path of the tenant file in the package."
  type        = string
  default     = "/var/task/tenants.yaml"
}

variable "target_role_arns" {
  description = "The tenants' roles that the function may assume, and nothing else."
  type        = list(string)

  validation {
    condition     = length(var.target_role_arns) > 0 && alltrue([for arn in var.target_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "target_role_arns must name the tenants' roles in full, without \"*\": arn:aws:iam::222222222222:role/team-a-presign."
  }
}

variable "external_id" {
  description = "What the function says to the tenants' roles: externalId of the tenant file. For output trust alone."
  type        = string
}

variable "source_identity" {
  description = "Whether it may set sts:SourceIdentity: with sourceIdentity in the tenant file, and source_identity in the tenant's trust."
  type        = bool
  default     = false
}

variable "sealing_keys_secret_arn" {
  description = "The secret of Secrets Manager whose text is the JWK Set that seals. Its value is never in the state. Without one multipart uploads, listings and receipts answer 503."
  type        = string
  default     = null

  validation {
    condition     = var.sealing_keys_secret_arn == null ? true : can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[\\w/+=.@-]+$", var.sealing_keys_secret_arn))
    error_message = "sealing_keys_secret_arn must be the ARN of a secret: arn:aws:secretsmanager:eu-west-1:111111111111:secret:tenant-presign/sealing-abcdef."
  }
}

variable "sealing_keys_kms_key_arn" {
  description = "The key of that secret, where it isn't Secrets Manager's own."
  type        = string
  default     = null

  validation {
    condition     = var.sealing_keys_kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[\\w-]+$", var.sealing_keys_kms_key_arn))
    error_message = "sealing_keys_kms_key_arn must be the ARN of a key, not of an alias: arn:aws:kms:eu-west-1:111111111111:key/…."
  }
}

variable "endpoint" {
  description = "function-url, http-api, or none."
  type        = string
  default     = "function-url"

  validation {
    condition     = contains(["function-url", "http-api", "none"], var.endpoint)
    error_message = "endpoint must be function-url, http-api or none."
  }
}

variable "throttling" {
  description = "http-api: requests per second, and how many at once."
  type        = object({ rate = optional(number, 500), burst = optional(number, 1000) })
  default     = {}
}

variable "architecture" {
  description = "arm64 or x86_64: the zip runs on both, an image on its own."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "memory_size" {
  description = "MiB; the processor's share grows with it."
  type        = number
  default     = 512
}

variable "timeout" {
  description = "Seconds for one request."
  type        = number
  default     = 15
}

variable "reserved_concurrent_executions" {
  description = "How many events are worked on at once, at most; -1 for the account's limit."
  type        = number
  default     = -1
}

variable "environment" {
  description = "Environment variables besides, such as PUBLIC_URL or OTEL_EXPORTER_OTLP_ENDPOINT."
  type        = map(string)
  default     = {}

  validation {
    condition     = !contains(keys(var.environment), "SEALING_KEYS")
    error_message = "environment must hold no keys: everyone who may read the function's configuration reads it. Use sealing_keys_secret_arn."
  }
}

variable "trace" {
  description = "Whether Lambda sends traces of each event to X-Ray. Costs per trace."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "After how many days CloudWatch deletes the log, which has the audit events."
  type        = number
  default     = 365
}

variable "log_kms_key_arn" {
  description = "A key for the log group."
  type        = string
  default     = null
}

variable "create_alarms" {
  description = "Whether there are alarms for errors, throttles and answers with 5xx."
  type        = bool
  default     = true
}

variable "alarm_faults" {
  description = "More answers with 5xx than this in five minutes raise the alarm."
  type        = number
  default     = 5
}

variable "alarm_actions" {
  description = "Who is told of an alarm: ARNs of SNS topics."
  type        = list(string)
  default     = []
}

variable "permissions_boundary_arn" {
  description = "A policy that the role can't go beyond."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy, such as arn:aws:iam::111111111111:policy/boundary."
  }
}

variable "tags" {
  description = "Put on all that can have tags."
  type        = map(string)
  default     = {}
}
